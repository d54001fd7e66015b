"""The DuckDB warehouse and every question put to it."""
