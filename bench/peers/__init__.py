"""The same two screens as a user might build them with something else, for side-by-side times."""
