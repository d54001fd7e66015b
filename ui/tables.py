"""The tables of the screens as frames with localised headers and texts; shown and downloaded alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from charts.bullet import BulletRow
from charts.wording import Unit
from i18n import Words, words_for
from i18n.sentences import gap_text
from reports.wording.targets import ORDER, status_text, status_word, target_in_words
from rules.model import Comparator, Direction, Kind, Status
from ui import grid
from ui.data import BoardView, Knowledge, board_at
from ui.kept import kept
from ui.owners import ids, names, owner_cell
from ui.reasons import actual_text, actual_value, reason_text
from ui.screen import Screen

Row = dict[str, Any]
ON_SCREEN = ("status", "indicator", "target", "actual", "period", "gap", "lead", "reason", "place")
"""The columns a screen has room for."""
OWNERS = 2
"""How many lead units a row of a screen names; the file and the indicator's page name all."""


def _target_row(words: Words, known: Knowledge, verdict: Row, *, limit: int | None = None) -> Row:
    """A target in words; of its lead units the first `limit` by name."""
    target = known.targets[verdict["target_id"]]
    indicator = known.indicators[verdict["indicator_id"]]
    measure = known.measure_of(verdict["indicator_id"])
    period: date | None = verdict["period"]
    return {
        words("column.status"): status_text(words, verdict),
        words("column.indicator"): words.of(indicator),
        words("column.target"): target_in_words(words, known, target),
        words("column.actual"): actual_text(words, known, verdict),
        words("column.period"): words.month(period) if period else "",
        words("column.gap"): gap_text(words, verdict, indicator, measure),
        words("column.lead"): owner_cell(words, known, verdict["indicator_id"], target=target, limit=limit),
        words("column.reason"): reason_text(words, known, verdict),
        words("column.place"): words.place(target["document"], target["section"], target["item"]),
        words("column.supporting"): names(words, known, ids(target["supporting_units"])),
        words("column.strength"): words(f"strength.{target['strength']}"),
        words("column.deadline"): words.day(target["deadline"]),
        words("column.note"): words.of(target, "note"),
    }


def _numbers(words: Words, known: Knowledge, verdict: Row) -> Row:
    """A verdict's actual and target value as numbers, their unit, the actual in words, the period as a day.

    What goes by stages has its actual in words alone.
    """
    target = known.targets[verdict["target_id"]]
    indicator, measure = known.indicators[verdict["indicator_id"]], known.measure_of(verdict["indicator_id"])
    by_stage, factor = indicator["measure"] == "stage", 1.0 if words.is_chinese else measure["factor_en"]
    actual = None if by_stage else actual_value(verdict)
    return {
        words("column.actual"): None if actual is None else float(actual * factor),
        words("column.target_value"): None if target["value"] is None else float(target["value"] * factor),
        words("column.measure"): "" if by_stage else words.of(measure),
        words("column.actual_text"): actual_text(words, known, verdict),
        words("column.period"): verdict["period"],
    }


def _download_row(words: Words, known: Knowledge, verdict: Row) -> Row:
    """As `_target_row`, with numbers as numbers in the unit named beside them and days as days."""
    target, indicator = known.targets[verdict["target_id"]], known.indicators[verdict["indicator_id"]]
    shown, numbers = _target_row(words, known, verdict), _numbers(words, known, verdict)
    first = {words(f"column.{name}"): "" for name in ("status", "indicator", "target")}
    is_in_force = known.in_force.get(verdict["indicator_id"]) == verdict["target_id"]
    return {
        **(first | numbers | shown | numbers),
        words("column.status"): status_word(words, verdict),
        words("column.deadline"): target["deadline"],
        words("column.action"): words.of(known.actions[verdict["action_id"]]),
        words("column.reporting"): names(words, known, [indicator["reporting_unit"]]),
        words("column.in_force"): words("check.in_force") if is_in_force else "",
    }


def _sorted(board: BoardView) -> pl.DataFrame:
    place = pl.col("status").replace_strict(ORDER, return_dtype=pl.Int64)
    return board.verdicts.with_columns(place=place).sort(
        "place", "counted", "severity", descending=[False, True, True], maintain_order=True
    )


@dataclass(frozen=True)
class Table:
    """The same rows three ways: as verdicts, in words for the screen, and for download with numbers as numbers."""

    rows: pl.DataFrame
    shown: pl.DataFrame
    download: pl.DataFrame

    def where(self, keep: pl.Series) -> Table:
        """The rows for which `keep` is true."""
        return Table(self.rows.filter(keep), self.shown.filter(keep), self.download.filter(keep))

    def one_each(self) -> Table:
        """Of each indicator the target that decides it."""
        deciding = self.where(self.rows["is_deciding"])
        return deciding.where(deciding.rows["indicator_id"].is_first_distinct())


@kept(max_entries=48)
def _targets_table(version: int, as_of: datetime, month: date, language: str) -> Table:
    del version  # part of the cache's key only
    board, words = board_at(as_of, month), words_for(language)
    rows = _sorted(board)
    verdicts = rows.to_dicts()
    return Table(
        rows=rows,
        shown=pl.DataFrame([_target_row(words, board.knowledge, row, limit=OWNERS) for row in verdicts]),
        download=pl.DataFrame(
            [_download_row(words, board.knowledge, row) for row in verdicts], infer_schema_length=None
        ),
    )


def targets_table(screen: Screen) -> Table:
    """All targets, worst first."""
    known = screen.board.knowledge
    return _targets_table(known.version, known.as_of, screen.month, screen.words.language)


def draw(screen: Screen, table: Table, *, key: str, what: str) -> None:
    """The targets with their verdicts; the file has what the screen has no room for."""
    words = screen.words
    grid.table(
        screen,
        table.shown.select([words(f"column.{name}") for name in ON_SCREEN]),
        key=key,
        what=what,
        download=table.download,
        way=grid.to_indicators(screen, table.rows["indicator_id"]),
        look=grid.statuses(words, table.rows),
    )


def bullet_row(words: Words, known: Knowledge, verdict: Row) -> BulletRow:
    """A target as the bullet chart takes it."""
    target, indicator = known.targets[verdict["target_id"]], known.indicators[verdict["indicator_id"]]
    measure = known.measure_of(verdict["indicator_id"])
    kind = Kind(target["kind"])
    has_numbers = kind in (Kind.CUMULATIVE, Kind.STOCK, Kind.GROWTH_RATE, Kind.SHARE)
    value_text, is_of_cases = actual_text(words, known, verdict), indicator["measure"] == "open_cases"
    cases = gap_text(words, verdict, indicator, measure) if is_of_cases else ""
    if cases:
        value_text = words("chart.with_gap", value=value_text, gap=cases)
    return BulletRow(
        target_id=verdict["target_id"],
        name=words.of(indicator),
        kind=kind,
        status=Status(verdict["status"]),
        unit=Unit(measure, indicator["decimals"]),
        value=verdict["value"],
        target=target["value"],
        comparator=Comparator(target["comparator"]) if target["comparator"] else None,
        expected=verdict["expected"],
        gap=None if is_of_cases or verdict["status"] == Status.DONE else verdict["gap"],
        gap_unit=verdict["gap_unit"],
        value_text="" if has_numbers else value_text,
        target_text="" if has_numbers else target_in_words(words, known, target),
        direction=Direction(indicator["direction"]),
    )
