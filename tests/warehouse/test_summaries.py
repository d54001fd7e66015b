"""How far beyond its tolerance a gap is, so that unlike units can be sorted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from rules.model import Preset
from warehouse.catalogue import Catalogue
from warehouse.summaries import with_severity


def severity(preset: Preset, verdict: dict[str, Any], target: dict[str, Any]) -> float:
    given = pl.DataFrame([{"target_id": "one", "status": "behind", **verdict}])
    targets = pl.DataFrame([{"target_id": "one", "direction": "up", **target}], schema_overrides={"value": pl.Float64})
    frame = with_severity(given, targets, preset)
    assert frame.columns == [*given.columns, "kind", "severity"]
    return float(frame["severity"].item())


@pytest.mark.parametrize(
    ("target", "gap", "unit", "size"),
    [
        ({"kind": "share", "value": 95.0}, -2.0, "points", 2.0),
        ({"kind": "share", "value": 60.0}, -6.0, "points", 2.0),
        ({"kind": "share", "value": 5.0, "direction": "down"}, -2.0, "points", 2.0),  # 95 % from the other side
        ({"kind": "share", "value": 95.0, "direction": "down"}, -6.0, "points", 2.0),
        ({"kind": "growth_rate", "value": 60.0}, -12.0, "points", 2.0),
        ({"kind": "stock", "value": 20.0}, -10.0, "points_of_target", 2.0),
        ({"kind": "cumulative", "value": 20.0}, -20.0, "points_of_target", 2.0),
        ({"kind": "cumulative", "value": 9.0}, -2.0, "units", 2.0),
        ({"kind": "zero_tolerance", "value": 0.0}, -1.0, "events", 9.0),
    ],
)
def test_the_edge_of_the_tolerance_is_one(
    tiny_catalogue: Catalogue, target: dict[str, Any], gap: float, unit: str, size: float
) -> None:
    preset = replace(tiny_catalogue.preset, stock_at_risk_points=5.0)
    assert severity(preset, {"gap": gap, "gap_unit": unit}, target) == size
