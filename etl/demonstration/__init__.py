"""The demonstration set: invented reports of a whole year so far, taken in as if they had come day by day."""
