"""The commands of `python -m reports`, one module each: `add_arguments(parser)` and `run(asked) -> int`."""
