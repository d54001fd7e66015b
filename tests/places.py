"""Warehouses for tests, on the engine the run is about: `pytest --warehouse-engine lake` puts all of them on lakes."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests import lakes

FILE, LAKE = "file", "lake"
_chosen = FILE


def choose_engine(name: str) -> None:
    """Said once, before the first test."""
    global _chosen
    _chosen = name


def is_lake() -> bool:
    return _chosen == LAKE


def new(place: Path) -> Path:
    """The path of an empty warehouse."""
    return lakes.empty_lake(place) if is_lake() else place


def copied(source: Path, place: Path) -> Path:
    """The path of a warehouse of its own that holds what the closed one at `source` does."""
    return lakes.copied_lake(source, place) if is_lake() else Path(shutil.copy(source, place))
