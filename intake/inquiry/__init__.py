"""Identity by an inquiry letter: printed, sent, returned."""
