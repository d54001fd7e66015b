"""A table found on a sheet, and each of its figures with the labels around it."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.grid import Cell
from etl.layouts.label import Role


@dataclass(frozen=True, slots=True)
class Spot:
    """One valued cell in a table's figures with the labels over it (top down), beside it and around it."""

    cell: Cell
    table: Table
    over: tuple[Cell, ...]
    beside: tuple[Cell, ...]
    beside_roles: tuple[Role | None, ...]
    section: Cell | None
    unit: Cell | None
    label_hidden: bool = False


@dataclass(slots=True)
class Table:
    """A heading with what stands below it; rows and columns are counted from 1, bounds included."""

    sheet: str
    top: int
    bottom: int
    left: int
    right: int
    end: int = 0
    lines: list[Cell] = field(default_factory=list)  # titles over it, nearest first
    spots: list[Spot] = field(default_factory=list)
    strangers: list[Cell] = field(default_factory=list)  # figures no heading or name stands for

    def covers(self, other: Table) -> bool:
        return self.left <= other.right and other.left <= self.right
