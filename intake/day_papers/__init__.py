"""A day's papers as one job, made by the press."""
