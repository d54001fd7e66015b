"""Where the spool between the board and the rating server is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
DEFAULT_WAREHOUSE = "data/warehouse/eight_actions.duckdb"
LAKE = "ducklake:"
"""How the address of a warehouse that several servers share begins; each has its own spool."""


def spool_path(warehouse: Path | None = None, environment: Mapping[str, str] | None = None) -> Path:
    """EIGHT_ACTIONS_RATINGS, else ratings.sqlite beside the warehouse (`warehouse`, else EIGHT_ACTIONS_WAREHOUSE).

    Relative paths start at the project's folder.
    """
    given = os.environ if environment is None else environment
    named = given.get("EIGHT_ACTIONS_RATINGS", "").strip()
    if named:
        return ROOT / named
    address = given.get("EIGHT_ACTIONS_WAREHOUSE", "").strip()
    in_file = address and not address.startswith(LAKE)
    beside = warehouse or ROOT / (address if in_file else DEFAULT_WAREHOUSE)
    return beside.with_name("ratings.sqlite")
