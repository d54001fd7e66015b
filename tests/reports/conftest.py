"""The made-up county's filled warehouse, made once for all tests of reports."""

from tests.screens.conftest import full_file

__all__ = ["full_file"]
