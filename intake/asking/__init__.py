"""The question for another day or another practice."""
