"""A busy machine is no reason to fail, and nothing is left behind in the tree."""

from hypothesis import settings

settings.register_profile("tokkyu", deadline=None, database=None)
settings.load_profile("tokkyu")
