"""The photo of one case: read as an untrusted file, compared by a second person."""
