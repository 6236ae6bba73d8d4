"""What stands behind `./tokkyu`: set-up, PostgreSQL, Valkey, processes. Standard library only, no Django."""
