"""Layouts: the tables of an arbitrary sheet, and what each of their cells is about."""
