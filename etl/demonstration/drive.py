"""Loads what the demonstration keeps beside the figures: `drive/<table>.csv` or `drive/<table>.<part>.csv`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from etl.errors import DemonstrationUnfit
from warehouse.connection import Warehouse
from warehouse.drive import append_drive, is_appended, read_drive, table_of
from warehouse.errors import SeedError

FOLDER = "drive"


def drive_files(folder: Path) -> list[Path]:
    """The CSV files of a demonstration set, in the order of their names."""
    return sorted((folder / FOLDER).glob("*.csv"))


def load_drive_file(warehouse: Warehouse, path: Path) -> int:
    """Adds a file's rows at their own moments; how many were new. A file that was loaded adds nothing.

    Raises DemonstrationUnfit where the file does not fit its table.
    """
    cause = f"demonstration {path.stem} {hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"
    if is_appended(warehouse, cause):
        return 0
    try:
        rows = read_drive(path)
    except SeedError as error:
        raise DemonstrationUnfit(str(path), found=str(error)) from error
    return append_drive(warehouse, table_of(path), rows, cause=cause)
