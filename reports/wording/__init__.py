"""The sentences and texts that screens and papers share, from rows of the board."""
