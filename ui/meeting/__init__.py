"""The meeting screen: what is on the agenda, one item at a time, and what is decided on it."""
