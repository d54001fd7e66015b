"""The areas of a warehouse: which county's plans it holds, and whose unit is meant where only its id is said.

Two counties' plans have units of the same ids. Accounts name the units of the warehouse's first area by their bare
ids, and those of any other with the area before them (`CN_999932/statistics`), so a right for the one is none for
the other, whichever board a server shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.connection import Warehouse
from warehouse.errors import UnknownArea

_BETWEEN = "/"
_LOADED = """
    SELECT programme_id, arg_max(programme_json, catalogue_version)
    FROM catalogue_load
    GROUP BY programme_id
    ORDER BY min(catalogue_version)
"""
_FIRST_AND_OWN = """
    SELECT programme_id, arg_max(programme_json, catalogue_version)
    FROM catalogue_load
    WHERE programme_id = $programme_id
        OR programme_id = (SELECT arg_min(programme_id, catalogue_version) FROM catalogue_load)
    GROUP BY programme_id
    ORDER BY min(catalogue_version)
"""


@dataclass(frozen=True, slots=True)
class Area:
    """An area with one of its plans; `place`, `name` in three languages; `is_first`: the warehouse's first area."""

    programme_id: str
    ref_area: str
    year: int
    place: Mapping[str, str]
    name: Mapping[str, str]
    is_first: bool

    def unit(self, unit_id: str) -> str:
        """How accounts and the audit name a unit of this area."""
        return unit_id if self.is_first else f"{self.ref_area}{_BETWEEN}{unit_id}"

    def has(self, unit: str) -> bool:
        """Whether a unit as accounts name it is one of this area's."""
        ref_area, between, _ = unit.rpartition(_BETWEEN)
        return ref_area == self.ref_area if between else self.is_first


def read_areas(warehouse: Warehouse) -> tuple[Area, ...]:
    """Every plan of the warehouse with its area, as loaded last; the one that came first, first."""
    with warehouse.cursor() as cursor:
        return _areas_of(cursor.execute(_LOADED).fetchall())


def _areas_of(rows: Sequence[tuple[str, str]]) -> tuple[Area, ...]:
    """From programme_id and its programme_json, the warehouse's first plan first."""
    read = [(programme_id, json.loads(text)) for programme_id, text in rows]
    return tuple(
        Area(
            programme_id=programme_id,
            ref_area=programme["ref_area"],
            year=int(programme["year"]),
            place=programme["place"],
            name=programme["name"],
            is_first=programme["ref_area"] == read[0][1]["ref_area"],
        )
        for programme_id, programme in read
    )


def find_area(areas: Sequence[Area], wanted: str, *, year: int | None = None) -> Area | None:
    """The one whose plan or area has that id; of an area's plans that of `year`, else the newest."""
    for area in areas:
        if area.programme_id == wanted:
            return area
    own = [area for area in areas if area.ref_area == wanted]
    return max(own, key=lambda area: (area.year == year, area.year), default=None)


def programme_of(warehouse: Warehouse, wanted: str | Path) -> str:
    """The id of a plan loaded before, from its id or its area's. Raises UnknownArea."""
    areas = read_areas(warehouse)
    found = find_area(areas, str(wanted))
    if found is None:
        raise UnknownArea(
            "{wanted} is neither a programme's folder nor a programme or area of this warehouse, which has {known}.",
            wanted=str(wanted),
            known=tuple(area.programme_id for area in areas) or "none",
        )
    return found.programme_id


def units_of_area(warehouse: Warehouse, programme_id: str, units: Iterable[str]) -> list[str]:
    """Units of a plan as accounts and the audit name them; of a plan nobody loaded, their bare ids."""
    with warehouse.cursor() as cursor:  # asked at each write: not every plan of a nation is read for it
        rows = cursor.execute(_FIRST_AND_OWN, {"programme_id": programme_id}).fetchall()
    area = next((one for one in _areas_of(rows) if one.programme_id == programme_id), None)
    return sorted({area.unit(unit) if area else unit for unit in units})


def units_there_are(warehouse: Warehouse) -> set[str]:
    """Every unit of every plan, as accounts name them."""
    areas = {area.programme_id: area for area in read_areas(warehouse)}
    rows = warehouse.frame(
        "SELECT DISTINCT programme_id, unit_id FROM unit JOIN catalogue_load USING (catalogue_version)"
    )
    return {areas[programme_id].unit(unit_id) for programme_id, unit_id in rows.iter_rows()}


def other_places(warehouse: Warehouse, programme_id: str) -> frozenset[str]:
    """What the other areas of the warehouse are called in Chinese, but for names this one has too."""
    areas = read_areas(warehouse)
    names = {area.programme_id: {area.place["zh_hans"], area.place["zh_hant"]} for area in areas}
    return frozenset().union(*names.values()) - names.get(programme_id, set()) if len(areas) > 1 else frozenset()
