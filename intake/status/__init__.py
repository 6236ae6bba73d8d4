"""The resident's status page: by reference and birth date, without a login."""
