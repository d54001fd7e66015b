"""The screens' tables as rows with typed cells, in the words of one language."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from i18n import Words
from i18n.sentences import amount, gap_text
from i18n.typed import typed
from reports.sheets import Amount, Cell, Judged
from reports.snapshot.fields import fields_of
from reports.wording.owners import ids, names, owner_cell
from reports.wording.reasons import actual_value, reason_text
from reports.wording.targets import ORDER, status_text, target_in_words
from rules.assess import known_series
from rules.model import STAGES
from warehouse.board import BoardView, Knowledge
from warehouse.livelihood_board import ItemView, LivelihoodBoard, PartView

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """A header and its rows."""

    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def worst_first(rows: pl.DataFrame) -> pl.DataFrame:
    """Verdicts in the order of the screens: behind first, the largest gap first."""
    place = pl.col("status").replace_strict(ORDER, return_dtype=pl.Int64)
    return rows.sort(place, "counted", "severity", descending=[False, True, True], maintain_order=True)


def judged(words: Words, verdict: Row) -> Judged:
    """The status of a verdict row as a cell."""
    return Judged(verdict["status"], status_text(words, verdict))


def figure(words: Words, known: Knowledge, indicator_id: str, value: float | None) -> Cell:
    """A value of an indicator as this reader counts; a stage by its name."""
    indicator, measure = known.indicators[indicator_id], known.measure_of(indicator_id)
    if value is None:
        return None
    if indicator["measure"] == "stage":
        return amount(words, value, indicator, measure)
    factor = 1.0 if words.is_chinese else float(measure["factor_en"])
    decimals = indicator["decimals"] + (0 if factor == 1.0 else 2)
    return Amount(value * factor, decimals)


def unit(words: Words, known: Knowledge, indicator_id: str) -> str:
    """What an indicator is counted in; "" for one that goes by stages."""
    by_stage = known.indicators[indicator_id]["measure"] == "stage"
    return "" if by_stage else words.of(known.measure_of(indicator_id))


def targets(words: Words, board: BoardView, verdicts: pl.DataFrame) -> Table:
    """Targets with their verdicts, as on an action's screen."""
    columns = ("status", "indicator", "target", "actual", "target_value", "measure", "period", "gap", "lead", "reason")
    more = ("place", "supporting", "strength", "deadline", "note")
    header = [words(f"column.{name}") for name in (*columns, *more)]
    return Table(header, [_target(words, board.knowledge, row) for row in worst_first(verdicts).iter_rows(named=True)])


def _target(words: Words, known: Knowledge, verdict: Row) -> list[Cell]:
    target, indicator_id = known.targets[verdict["target_id"]], verdict["indicator_id"]
    indicator, measure = known.indicators[indicator_id], known.measure_of(indicator_id)
    return [
        judged(words, verdict),
        words.of(indicator),
        target_in_words(words, known, target),
        figure(words, known, indicator_id, actual_value(verdict)),
        figure(words, known, indicator_id, target["value"]),
        unit(words, known, indicator_id),
        verdict["period"],
        gap_text(words, verdict, indicator, measure),
        owner_cell(words, known, indicator_id, target=target),
        reason_text(words, known, verdict),
        words.place(target["document"], target["section"], target["item"]),
        names(words, known, ids(target["supporting_units"])),
        words(f"strength.{target['strength']}"),
        target["deadline"],
        words.of(target, "note"),
    ]


def units(words: Words, board: BoardView) -> Table:
    """Every unit: what it leads by status, what it supports, how it reports."""
    known = board.knowledge
    statuses = list(ORDER)
    header = [
        words("column.unit"),
        words("column.leads"),
        *(words(f"status.{status}") for status in statuses),
        words("column.supports"),
        words("column.this_month"),
        words("column.overdue"),
    ]
    return Table(header, [_unit(words, board, unit_id, statuses) for unit_id in known.units])


def _unit(words: Words, board: BoardView, unit_id: str, statuses: Sequence[str]) -> list[Cell]:
    known = board.knowledge
    led = {row["indicator_id"] for row in known.targets.values() if unit_id in ids(row["lead_units"])}
    supported = {row["indicator_id"] for row in known.targets.values() if unit_id in ids(row["supporting_units"])}
    found = [board.deciding[indicator_id]["status"] for indicator_id in led if board.deciding[indicator_id]["counted"]]
    mine = board.reports.filter(unit_id=unit_id)
    month = mine.filter(period=board.month)["state"].to_list()
    return [
        words.of(known.units[unit_id]),
        len(led),
        *(found.count(status) or None for status in statuses),
        len(supported),
        words(f"report_state.{month[0]}") if month else None,
        mine.filter(state="overdue").height or None,
    ]


def reports(words: Words, board: BoardView) -> Table:
    """What each unit owed for each period, and when it came."""
    columns = ("unit_id", "period", "figures_due", "figures_received", "due_on", "late_on", "received_at", "state")
    header = [_title(words, "report_due", name) for name in columns]
    header[0] = words("column.unit")
    rows = [
        [
            words.of(board.knowledge.units[row["unit_id"]]),
            *(row[name] for name in columns[1:-1]),
            words(f"report_state.{row['state']}"),
        ]
        for row in board.reports.sort("period", "unit_id", descending=[True, False]).iter_rows(named=True)
    ]
    return Table(header, rows)


def entries(words: Words, board: BoardView, found: pl.DataFrame) -> Table:
    """The lists' entries as they stand (`read_entries`)."""
    known = board.knowledge
    columns = ("list", "action_id", "title", "state", "due_on", "lead_units", "lead_person", "stage", "progress")
    more = ("indicator_ids", "origin", "closed_on", "closing_words", "description")
    header = [words(f"ledger_column.{name}") for name in (*columns, *more)]
    return Table(header, [_entry(words, known, row) for row in found.iter_rows(named=True)])


def _entry(words: Words, known: Knowledge, row: Row) -> list[Cell]:
    action = known.actions.get(row["action_id"] or "")
    linked = [words.of(known.indicators[i]) for i in ids(row["indicator_ids"]) if i in known.indicators]
    led = [unit for unit in ids(row["lead_units"]) if unit in known.units]

    def said(name: str) -> str | None:
        return typed(words, row[name]) if row[name] else None

    return [
        words(f"ledger.{row['ledger']}"),
        words.of(action) if action else words("ledgers.county"),
        words.of(row, "title") or said("title"),
        words("entry_state.overdue" if row["is_overdue"] else f"entry_state.{row['state']}"),
        row["due_on"],
        names(words, known, led),
        said("lead_person"),
        words(f"stage.{row['stage']}") if row["stage"] else None,
        said("progress"),
        words.join(linked),
        words(f"entry_origin.{row['origin']}"),
        row["closed_on"],
        said("closing_words"),
        said("description"),
    ]


def sources(words: Words, board: BoardView) -> Table:
    """Every workbook received, the newest first."""
    columns = ("file_name", "unit_id", "reference_period", "received_at", "received_by", "observation_count")
    header = [_title(words, "batch", name) for name in (*columns, "file_sha256")]
    header[1] = words("column.unit")
    header += [words("vintage.withdrawn"), _title(words, "batch_withdrawal", "reason")]
    units = board.knowledge.units
    rows = [
        [
            row["file_name"],
            words.of(units[row["unit_id"]]) if row["unit_id"] in units else row["unit_id"],
            *(row[name] for name in (*columns[2:], "file_sha256", "withdrawn_at", "withdrawal_reason")),
        ]
        for row in board.knowledge.batches.iter_rows(named=True)
    ]
    return Table(header, rows)


def _title(words: Words, table: str, column: str) -> str:
    return next(each.title(words) for each in fields_of(table) if each.name == column)


def livelihood(words: Words, board: BoardView, items: LivelihoodBoard) -> Table:
    """The livelihood items part by part, with progress against schedule, stage and the public's rating."""
    columns = ("group", "number", "item", "part", "status", "target", "actual", "measure", "way", "way_due", "stage")
    header = [words(f"snapshot_item.{name}") for name in (*columns, "lead", "rating", "ratings")]
    return Table(header, [_part(words, board.knowledge, item, part) for item in items.items for part in item.parts])


def _part(words: Words, known: Knowledge, item: ItemView, part: PartView) -> list[Cell]:
    target, verdict = part.target, part.verdict
    indicator_id = target["indicator_id"] if target else ""
    value = part.figure.value if part.figure else None
    return [
        words(f"livelihood.group.{item.row['item_group']}"),
        item.row["number"],
        words.of(item.row),
        words.of(part.row),
        judged(words, verdict) if verdict else None,
        target_in_words(words, known, target) if target else None,
        figure(words, known, indicator_id, value) if target else None,
        unit(words, known, indicator_id) if target else None,
        _share(part.way),
        _share(part.way_due),
        words(f"stage.{STAGES[part.stage]}") if part.stage is not None else None,
        names(words, known, ids(item.row["lead_units"])),
        Amount(item.rating["mean"], 2) if item.rating else None,
        item.rating["n"] if item.rating else None,
    ]


def _share(share: float | None) -> Cell:
    """A share as a percentage, rounded down as on the screen."""
    return None if share is None else Amount(math.floor(share * 1000) / 10, 1)


@dataclass(frozen=True)
class Series:
    """An indicator's newest figures of the board's year, month by month, with what decides it."""

    indicator_id: str
    name: str
    measure: str
    verdict: Row
    target: Row
    values: Sequence[Cell]


def series(words: Words, board: BoardView) -> list[Series]:
    """Every judged indicator in the order of the plan."""
    return [_series(words, board, verdict) for verdict in board.deciding.values()]


def _series(words: Words, board: BoardView, verdict: Row) -> Series:
    known, indicator_id = board.knowledge, verdict["indicator_id"]
    found = known_series(known.subjects.series.get(indicator_id, ()), known.as_of, board.month)
    by_month = {each.period: each.value for each in found}
    months = [date(board.month.year, number, 1) for number in range(1, 13)]
    return Series(
        indicator_id,
        words.of(known.indicators[indicator_id]),
        unit(words, known, indicator_id),
        verdict,
        known.targets[verdict["target_id"]],
        [figure(words, known, indicator_id, by_month.get(month)) for month in months],
    )
