"""Correcting what was entered: told first, then written, what was stays."""
