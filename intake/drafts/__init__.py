"""What is typed and not yet submitted."""
