"""The public rating pages: a small server of its own that knows nothing of the board but the spool between them."""
