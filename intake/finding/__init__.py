"""Finding an application by whatever somebody says of it."""
