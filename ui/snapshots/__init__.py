"""The pieces of the snapshots screen: taking, the list, comparing two, writing the whole board to files."""
