"""A card that waits at the desk: who may have it, what they show, the receipt; or it is posted again."""
