"""The supervision notices' screen: proposals, the form that issues one, what is open, one notice with its course."""
