"""The texts and tables about indicators that several reports share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from reports.content.figures import BOARD
from reports.content.material import Material
from reports.content.model import Prose, Table
from reports.content.placeholders import Run
from reports.wording.owners import lead_units
from reports.wording.targets import ORDER
from rules.model import Status
from warehouse import summaries

LEADING = 6
"""How many leading indicators an action has in a report, as on its screen."""
TOLD = 4
"""How many of them its paragraph tells of; the annex has them all."""
WORST = 5
MOVED = 8
INDICATOR_COLUMNS = (
    ("indicator", 0.23),
    ("target", 0.15),
    ("actual", 0.13),
    ("gap", 0.18),
    ("status", 0.12),
    ("lead", 0.19),
)


def overall(material: Material) -> str:
    """How many indicators stand how, and how many moved since the month before."""
    words = material.words
    rows = summaries.deciding_rows(material.board.verdicts)
    text = words(
        "paper.overall",
        as_of=words.day(material.day),
        month=words.month(material.month),
        counted=material.count("counted"),
        counts=_counts(material, rows, BOARD, Status),
        left_out=material.count("left_out"),
    )
    if material.board.before.height:
        text += words("paper.moved", better=material.count("better"), worse=material.count("worse"))
    return text


def _counts(material: Material, rows: pl.DataFrame, subject: str, statuses: Iterable[Status]) -> str:
    """已完成29个、正常推进103个: the statuses that occur among the counted rows."""
    words = material.words
    found = summaries.status_counts(rows)
    return words.join(
        [
            words("paper.count_of", status=words(f"status.{status}"), count=material.f(subject, status.value))
            for status in statuses
            if found[status.value]
        ]
    )


def leading_ids(material: Material, action_id: str) -> list[str]:
    """An action's leading indicators in their order, as its screen shows them."""
    known = material.known
    mine = {t["indicator_id"] for t in known.targets.values() if t["action_id"] == action_id}
    ranked = [(known.indicators[i]["headline"], i) for i in mine if known.indicators[i]["headline"] is not None]
    return [indicator_id for _, indicator_id in sorted(ranked)][:LEADING]


def clause(material: Material, indicator_id: str) -> str:
    """规模工业增加值增速7.5%（目标不低于7%，超0.5个百分点）."""
    words, figures = material.words, material.figures
    name = material.indicator(indicator_id)
    value, gap = figures.find(indicator_id, "value"), figures.find(indicator_id, "gap")
    target = material.f(indicator_id, "asked")
    if value is None or value.text == "–":
        return words("paper.clause_none", name=name, target=target, status=material.f(indicator_id, "status"))
    said = "gap" if gap is not None and gap.text != "–" else "status"
    return words(
        "paper.clause",
        told=material.f(indicator_id, "said"),
        target=target,
        said=material.f(indicator_id, said),
    )


def by_action(material: Material) -> list[str]:
    """A paragraph an action: its counts and leading indicators."""
    words = material.words
    lines = []
    for action in material.known.actions_in_order:
        found = leading_ids(material, action["action_id"])
        rows = material.board.by_action.filter(action_id=action["action_id"])
        bad = _counts(material, rows, action["action_id"], (Status.BEHIND, Status.AT_RISK, Status.OVERDUE_REPORT))
        lines.append(
            words(
                "paper.action_line",
                action=words.of(action),
                counted=material.f(action["action_id"], "counted"),
                counts=words("paper.of_them", counts=bad) if bad else "",
                clauses=words("paper.semicolon").join(clause(material, i) for i in found[:TOLD]),
            )
            if found
            else ""
        )
    return lines


def moved(material: Material, changes: pl.DataFrame) -> list[str]:
    """A sentence on what got better and one on what got worse; `changes` is `summaries.changes`."""
    told = []
    for key, rows in (
        ("better", changes.filter(pl.col("step") > 0).sort("step", descending=True, maintain_order=True)),
        ("worse", changes.filter(pl.col("step") < 0)),
    ):
        if rows.height:
            items = [_moved_item(material, row) for row in rows.head(MOVED).iter_rows(named=True)]
            material.figures.add("moved", key, rows.height)
            listed = some_of(material, items, rows.height, material.f("moved", key))
            told.append(material.words(f"paper.{key}", items=listed))
    return told or [material.words("paper.moved_none")]


def _moved_item(material: Material, row: dict[str, Any]) -> str:
    """实际利用外资增速（滞后→有风险）, both statuses bound."""
    words, indicator_id = material.words, row["indicator_id"]
    material.figures.add(indicator_id, "status_then", None, text=words(f"status.{row['status_before']}"))
    return words(
        "paper.moved_item",
        name=material.indicator(indicator_id),
        before=material.f(indicator_id, "status_then"),
        now=material.f(indicator_id, "status"),
    )


def some_of(material: Material, items: Sequence[str], total: int, count: str) -> str:
    """A list in a sentence; `count`, a figure's place, says how many there are where not all are named."""
    key = "paper.moved_more" if total > len(items) else "paper.moved_all"
    return material.words(key, items=material.words.join(list(items)), count=count)


def changes_of(material: Material) -> pl.DataFrame:
    """What moved since the month before, as the overview shows it; nothing in January."""
    board = material.board
    return summaries.changes(board.verdicts, board.before) if board.before.height else pl.DataFrame({"step": []})


def leads(material: Material, indicator_id: str) -> str:
    """The lead units (one named, the others counted), else the unit that reports the figure."""
    found = lead_units(material.known, indicator_id) or [material.known.indicators[indicator_id]["reporting_unit"]]
    return material.units(found, limit=1)


def indicator_row(material: Material, indicator_id: str) -> tuple[Run, ...]:
    """Name, target, value, gap, status, lead units."""
    cells = [material.cell(indicator_id, name) for name in ("target", "value", "gap", "status")]
    return Run(material.words.of(material.known.indicators[indicator_id])), *cells, Run(leads(material, indicator_id))


def indicator_table(material: Material, table_id: str, indicator_ids: Iterable[str]) -> Table:
    """Indicators with target, value, gap, status and lead units, in the order given."""
    return material.table(table_id, INDICATOR_COLUMNS, [indicator_row(material, i) for i in indicator_ids])


def leading_table(material: Material) -> Table:
    """Every action's leading indicators under the action's name."""
    rows: list[Sequence[Run]] = []
    for action in material.known.actions_in_order:
        found = leading_ids(material, action["action_id"])
        if found:
            rows.append((Run(material.words.of(action)),))
            rows += [indicator_row(material, i) for i in found]
    return material.table("leading", INDICATOR_COLUMNS, rows)


def worst_ids(material: Material, *statuses: Status) -> list[str]:
    """Indicators of these statuses, the furthest off first."""
    rows = summaries.worst(material.board.verdicts)
    return rows.filter(pl.col("status").is_in([s.value for s in statuses]))["indicator_id"].to_list()


def worst_lines(material: Material) -> list[str]:
    """The worst indicators, a paragraph each: why, and who leads."""
    words = material.words
    return [
        words(
            "paper.worst_line",
            number=number,
            name=material.indicator(indicator_id),
            reason=material.f(indicator_id, "reason"),
            lead=leads(material, indicator_id),
        )
        for number, indicator_id in enumerate(worst_ids(material, Status.BEHIND)[:WORST], start=1)
    ]


def behind_parts(material: Material, label: str) -> tuple[Prose | Table, ...]:
    """What is behind: the worst in a paragraph each and all in a table, or the sentence that nothing is."""
    behind = worst_ids(material, Status.BEHIND)
    lines = worst_lines(material) or [material.words("paper.none_behind")]
    table = (indicator_table(material, "behind", behind),) if behind else ()
    return (material.prose("behind", label, lines), *table)


def overdue_reports(material: Material) -> pl.DataFrame:
    """Units and periods whose report is overdue: rows of `BoardView.reports`, the longest overdue first."""
    return material.board.reports.filter(pl.col("state") == "overdue").sort("late_on", "unit_id")


def overdue_table(material: Material) -> Table:
    """Overdue reports: unit, period, how many figures are missing, when they were due."""
    words, known = material.words, material.known
    rows = []
    for row in overdue_reports(material).iter_rows(named=True):
        field = f"owed_{row['period']:%Y%m}"
        material.figures.add(row["unit_id"], field, row["figures_due"] - row["figures_received"])
        rows.append(
            [
                Run(words.of(known.units[row["unit_id"]])),
                Run(words.month(row["period"])),
                material.cell(row["unit_id"], field),
                Run(material.short_day(row["due_on"])),
            ]
        )
    return material.table("overdue", (("unit", 0.4), ("period", 0.2), ("owed", 0.18), ("due_on", 0.22)), rows)


def reporting(material: Material) -> str:
    """How many units have reported the month, and how many reports are overdue."""
    words, figures = material.words, material.figures
    figures.add("reports", "overdue", overdue_reports(material).height)
    return words(
        "paper.reporting",
        month=words.month(material.month),
        due=material.count("due"),
        reported=material.count("reported"),
        overdue=material.f("reports", "overdue"),
    )


def status_order(row: Any) -> int:
    """Worst first, as in the screens' tables."""
    return ORDER[row["status"]]


def overdue_part(material: Material) -> tuple[Prose | Table, ...]:
    """The sentence on reporting and, where something is overdue, its table."""
    label = material.words("paper.part.reporting")
    prose = material.prose("reporting", label, [reporting(material)])
    return (prose, overdue_table(material)) if overdue_reports(material).height else (prose,)


def reached(material: Material) -> str:
    """The indicators whose year's target is reached, named; "" where none is."""
    words = material.words
    rows = summaries.deciding_rows(material.board.verdicts).filter(pl.col("counted"), status=Status.DONE.value)
    if not rows.height:
        return ""
    found = sorted(rows["indicator_id"], key=lambda i: _rank(material, i))
    items = [material.f(indicator_id, "said") for indicator_id in found[:MOVED]]
    count = material.count(Status.DONE.value)
    return words("paper.reached", count=count, items=some_of(material, items, len(found), count))


def _rank(material: Material, indicator_id: str) -> int:
    """Leading indicators first."""
    headline = material.known.indicators[indicator_id]["headline"]
    return 10_000 if headline is None else int(headline)
