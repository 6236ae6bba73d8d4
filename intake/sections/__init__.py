"""The application form, a module for each section: its fields and how they are laid out."""
