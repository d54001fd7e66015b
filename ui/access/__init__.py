"""Who is at the screen: the mode the board is served in, signing in, and the person at work."""
