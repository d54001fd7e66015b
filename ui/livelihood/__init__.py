"""The livelihood screen: the items with their parts, their stages, and what the public says of them."""
