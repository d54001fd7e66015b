"""Measured comparisons, not tests: every figure is a ratio between two things run in turn in one run."""
