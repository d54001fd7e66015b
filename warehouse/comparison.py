"""Two boards held against each other: figures that came, changed or went, verdicts that turned, the plan and rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from warehouse.board import BoardView, Knowledge
from warehouse.catalogue import TABLES
from warehouse.kept import kept_table
from warehouse.reporting import owed_figures
from warehouse.summaries import RANK, deciding_rows

CHANGES = ("revised", "late", "new", "withdrawn", "overdue")
"""What may have become of a figure. Late = it came, after its days of grace; overdue = it has not come at all."""
PRESET, IN_FORCE, UNREVIEWED = "preset", "target_in_force", "unreviewed"
"""What else than the plan's tables can turn a verdict."""
_KEY_TYPES: Mapping[str, Any] = {"indicator_id": pl.String, "reference_period": pl.Date}
_FIGURE = list(_KEY_TYPES)
_SIDES = ("before", "after")
_FIGURES: Mapping[str, Any] = {
    "change": pl.String,
    "indicator_id": pl.String,
    "reference_period": pl.Date,
    "value_before": pl.Float64,
    "value_after": pl.Float64,
    "obs_status_before": pl.String,
    "obs_status_after": pl.String,
    "unit_id": pl.String,
    "file_name": pl.String,
    "received_at": pl.Datetime("us"),
}
_RULES: Mapping[str, Any] = dict.fromkeys(("table", "row", "change", "column", "before", "after"), pl.String)

_Row = tuple[str, str, str, str | None, str | None, str | None]


@dataclass(frozen=True)
class Comparison:
    """What lies between two boards.

    `figures`: change (one of CHANGES), indicator_id, reference_period, value and obs_status before and after, and of
    the vintage that counts after (before, where withdrawn): unit_id, file_name, received_at.
    `verdicts`: indicator_id, and target_id, status, reason, inputs_json, value of the deciding verdict with
    `_before` and `_after`, and step (positive = better, empty where a side has no rank); only where statuses differ.
    `rules`: table, row (its key), change (added, removed, changed), column, before, after.
    """

    figures: pl.DataFrame
    verdicts: pl.DataFrame
    rules: pl.DataFrame


def compare_boards(before: BoardView, after: BoardView) -> Comparison:
    """Everything that differs from `before` to `after`, which is known later."""
    return Comparison(
        figures=compare_figures(before, after), verdicts=_verdicts(before, after), rules=_rules(before, after)
    )


def compare_figures(before: BoardView, after: BoardView) -> pl.DataFrame:
    """The figures of a Comparison."""
    old, new = _standing(before.knowledge), _standing(after.knowledge)
    both = old.join(new, on=_FIGURE, how="full", suffix="_after", coalesce=True)
    is_old, is_new = pl.col("obs_status").is_not_null(), pl.col("obs_status_after").is_not_null()
    differs = pl.col("obs_value").ne_missing(pl.col("obs_value_after")) | (
        pl.col("obs_status") != pl.col("obs_status_after")
    )
    change = (
        pl.when(is_old & ~is_new)
        .then(pl.lit("withdrawn"))
        .when(is_new & ~is_old)
        .then(pl.when("is_late").then(pl.lit("late")).otherwise(pl.lit("new")))
        .when(differs)
        .then(pl.lit("revised"))
    )
    changed = both.join(_late(after), on=_FIGURE, how="left").with_columns(change=change).drop_nulls("change")
    told = changed.select(
        "change",
        *_FIGURE,
        value_before="obs_value",
        value_after="obs_value_after",
        obs_status_before="obs_status",
        obs_status_after="obs_status_after",
        **{name: pl.coalesce(f"{name}_after", name) for name in ("unit_id", "file_name", "received_at")},
    )
    order = pl.col("change").replace_strict({name: place for place, name in enumerate(CHANGES)})
    return pl.concat([told.select(pl.col(n).cast(kind) for n, kind in _FIGURES.items()), _overdue(before, after)]).sort(
        order, *_FIGURE
    )


def _standing(known: Knowledge) -> pl.DataFrame:
    """The newest standing vintage of each figure of the programme's own area."""
    mine = known.shown.filter(pl.col("withdrawn_at").is_null(), ref_area=known.catalogue.programme["ref_area"])
    newest = mine.sort("recorded_at", "received_at").unique(_FIGURE, keep="last", maintain_order=True)
    return newest.select(*_FIGURE, "obs_value", "obs_status", "unit_id", "file_name", "received_at")


def _late(board: BoardView) -> pl.DataFrame:
    """Which of the figures received came after their days of grace."""
    owed = owed_figures(
        board.knowledge.catalogue, board.knowledge.observations, month=board.month, as_of=board.knowledge.as_of
    )
    rows = [(figure.indicator_id, figure.period, True) for figure in owed if figure.state == "late"]
    return pl.DataFrame(rows, schema={**_KEY_TYPES, "is_late": pl.Boolean}, orient="row")


def _overdue(before: BoardView, after: BoardView) -> pl.DataFrame:
    """Figures missing past their grace after, and not yet so before."""

    def missing(board: BoardView) -> dict[tuple[str, Any], str]:
        known = board.knowledge
        owed = owed_figures(known.catalogue, known.observations, month=board.month, as_of=known.as_of)
        return {(each.indicator_id, each.period): each.unit_id for each in owed if each.state == "overdue"}

    earlier = missing(before)
    rows = [
        {"change": "overdue", "indicator_id": indicator_id, "reference_period": period, "unit_id": unit_id}
        for (indicator_id, period), unit_id in missing(after).items()
        if (indicator_id, period) not in earlier
    ]
    return pl.DataFrame(rows, schema=dict(_FIGURES))


def _verdicts(before: BoardView, after: BoardView) -> pl.DataFrame:
    told = ["target_id", "status", "reason", "inputs_json", "value"]
    sides = [
        deciding_rows(board.verdicts).select("indicator_id", *(pl.col(name).alias(f"{name}_{side}") for name in told))
        for board, side in ((before, "before"), (after, "after"))
    ]
    both = sides[0].join(sides[1], on="indicator_id", how="full", coalesce=True, maintain_order="right_left")
    rank = {side: pl.col(f"status_{side}").replace_strict(RANK, default=None, return_dtype=pl.Int64) for side in _SIDES}
    return (
        both.filter(pl.col("status_before").ne_missing(pl.col("status_after")))
        .with_columns(step=rank["before"] - rank["after"])
        .sort("step", nulls_last=True, maintain_order=True)
    )


def _rules(before: BoardView, after: BoardView) -> pl.DataFrame:
    old, new = before.knowledge, after.knowledge
    rows = list(_changed_facts(PRESET, asdict(old.catalogue.preset), asdict(new.catalogue.preset)))
    rows += _changed_facts(UNREVIEWED, {UNREVIEWED: old.unreviewed.value}, {UNREVIEWED: new.unreviewed.value})
    rows += _changed_facts(IN_FORCE, old.in_force, new.in_force)
    frames = new.catalogue.frames()
    for name, frame in old.catalogue.frames().items():
        rows += _changed_rows(TABLES[name], frame, frames[name])
    return pl.DataFrame(rows, schema=dict(_RULES), orient="row")


def _changed_facts(table: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[_Row]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield (table, name, "changed", None, _text(before.get(name)), _text(after.get(name)))


def _changed_rows(table: str, before: pl.DataFrame, after: pl.DataFrame) -> Iterator[_Row]:
    """Rows added and removed, and each column of a row that changed."""
    if before.equals(after):
        return
    key = kept_table(table).key
    old = {tuple(row[name] for name in key): row for row in before.iter_rows(named=True)}
    new = {tuple(row[name] for name in key): row for row in after.iter_rows(named=True)}
    for place in [*old, *(place for place in new if place not in old)]:
        row = " ".join(str(part) for part in place)
        if place not in new:
            yield (table, row, "removed", None, None, None)
        elif place not in old:
            yield (table, row, "added", None, None, None)
        else:
            for column, value in new[place].items():
                if old[place][column] != value:
                    yield (table, row, "changed", column, _text(old[place][column]), _text(value))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
