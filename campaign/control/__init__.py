"""The negative control: the same house with the hand-off switched off. Nothing of it is part of Tokkyu."""
