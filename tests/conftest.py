"""What every test may ask for: the made-up programme, read, and a fresh warehouse that holds it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse, open_warehouse
from warehouse.seed import load_programme, read_programme

settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")  # a busy machine is no fault of the code
TINY = Path(__file__).parent / "data" / "tiny_2031"


@pytest.fixture(scope="session")
def tiny_folder() -> Path:
    """The folder of the made-up county's programme, `tiny_2031`."""
    return TINY


@pytest.fixture(scope="session")
def tiny_catalogue(tiny_folder: Path) -> Catalogue:
    return read_programme(tiny_folder)


@pytest.fixture(scope="session")
def loaded_file(tmp_path_factory: pytest.TempPathFactory, tiny_folder: Path) -> Path:
    """A closed warehouse file with the tiny programme, to copy."""
    path = tmp_path_factory.mktemp("loaded") / "warehouse.duckdb"
    opened = open_warehouse(path)
    load_programme(opened, tiny_folder)
    opened.close()
    return path


@pytest.fixture
def warehouse(tmp_path: Path, loaded_file: Path) -> Iterator[Warehouse]:
    """A warehouse of its own for each test, with the tiny programme loaded."""
    opened = open_warehouse(shutil.copy(loaded_file, tmp_path / "warehouse.duckdb"))
    yield opened
    opened.close()
