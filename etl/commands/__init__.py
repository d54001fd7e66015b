"""What `python -m etl` can do, a module for each family of commands."""
