"""What every test may ask for: the made-up programme, read, and a fresh warehouse that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse, open_warehouse
from warehouse.seed import load_programme, read_programme

TINY = Path(__file__).parent / "data" / "tiny_2031"


@pytest.fixture(scope="session")
def tiny_folder() -> Path:
    """The folder of the made-up county's programme, `tiny_2031`."""
    return TINY


@pytest.fixture(scope="session")
def tiny_catalogue(tiny_folder: Path) -> Catalogue:
    return read_programme(tiny_folder)


@pytest.fixture
def warehouse(tmp_path: Path, tiny_folder: Path) -> Iterator[Warehouse]:
    """A warehouse of its own for each test, with the tiny programme loaded."""
    opened = open_warehouse(tmp_path / "warehouse.duckdb")
    load_programme(opened, tiny_folder)
    yield opened
    opened.close()
