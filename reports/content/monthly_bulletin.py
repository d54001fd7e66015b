"""The monthly bulletin to all units: how the actions and the units stand, who reported in time, what is asked."""

from __future__ import annotations

from typing import Any

import polars as pl

from reports.content import indicators, pictures, tasks
from reports.content.material import Material
from reports.content.model import Block, Section, Table
from reports.content.placeholders import Run
from reports.wording.owners import lead_units
from rules.model import Status

UNIT_COLUMNS = (
    ("unit", 0.32),
    ("leads", 0.12),
    ("on_track_share", 0.17),
    ("behind", 0.12),
    ("this_month", 0.14),
    ("overdue", 0.13),
)


def sections(material: Material) -> list[Section]:
    words = material.words
    return [
        Section("overall", words("paper.section.overall"), _overall(material)),
        Section("units", words("paper.section.units"), _units(material)),
        Section("behind", words("paper.section.behind"), _behind(material)),
        Section("reporting", words("paper.section.reporting"), tuple(indicators.overdue_part(material))),
        Section("asked", words("paper.section.asked"), _asked(material)),
    ]


def _overall(material: Material) -> tuple[Block, ...]:
    words = material.words
    lines = [indicators.overall(material), *indicators.moved(material, indicators.changes_of(material))]
    return (material.prose("overall", words("paper.section.overall"), lines), pictures.composition(material))


def _units(material: Material) -> tuple[Block, ...]:
    """Every unit that leads or reports something, the best share on schedule first."""
    words = material.words
    rows = unit_rows(material)
    return (
        material.prose("units", words("paper.section.units"), _unit_lines(material, rows)),
        _unit_table(material, rows),
    )


def unit_rows(material: Material) -> list[dict[str, Any]]:
    """Per unit: leads (counted indicators), good (done or on track), behind, this_month (its report), overdue."""
    board, known = material.board, material.known
    found: dict[str, list[str]] = {}
    for indicator_id, verdict in board.deciding.items():
        for unit_id in lead_units(known, indicator_id) if verdict["counted"] else ():
            found.setdefault(unit_id, []).append(verdict["status"])
    reports = {row["unit_id"] for row in board.reports.iter_rows(named=True)}
    rows = [
        _unit_row(material, unit_id, found.get(unit_id, []))
        for unit_id in known.units
        if unit_id in found or unit_id in reports
    ]
    return sorted(rows, key=lambda row: (-row["share"], row["overdue"], -row["leads"]))


def _unit_row(material: Material, unit_id: str, statuses: list[str]) -> dict[str, Any]:
    reports = material.board.reports.filter(unit_id=unit_id)
    this_month = reports.filter(period=material.month)["state"].to_list()
    good = sum(s in (Status.DONE, Status.ON_TRACK) for s in statuses)
    row: dict[str, Any] = {
        "unit_id": unit_id,
        "leads": len(statuses),
        "good": good,
        "share": good / len(statuses) if statuses else -1.0,
        "behind": statuses.count(Status.BEHIND),
        "this_month": this_month[0] if this_month else None,
        "overdue": reports.filter(state="overdue").height,
    }
    for name in ("leads", "behind", "overdue"):
        material.figures.add(unit_id, name, row[name])
    if statuses:
        share = 100 * good / len(statuses)
        material.figures.add(unit_id, "on_track_share", share, text=f"{material.words.number(share, 1)}%")
    return row


def _unit_lines(material: Material, rows: list[dict[str, Any]]) -> list[str]:
    words = material.words
    whole = [row for row in rows if row["leads"] and row["good"] == row["leads"] and not row["overdue"]]
    material.figures.add("units", "whole", len(whole))
    material.figures.add("units", "listed", len(rows))
    named = material.units([row["unit_id"] for row in whole], limit=8)
    lines = [words("paper.units", listed=material.f("units", "listed"))]
    if whole:
        lines.append(words("paper.units_whole", count=material.f("units", "whole"), units=named))
    return lines


def _unit_table(material: Material, rows: list[dict[str, Any]]) -> Table:
    words, known = material.words, material.known
    cells = [
        [
            Run(words.of(known.units[row["unit_id"]])),
            material.cell(row["unit_id"], "leads"),
            material.cell(row["unit_id"], "on_track_share"),
            material.cell(row["unit_id"], "behind"),
            Run(words(f"report_state.{row['this_month']}") if row["this_month"] else ""),
            material.cell(row["unit_id"], "overdue"),
        ]
        for row in rows
    ]
    return material.table("units", UNIT_COLUMNS, cells)


def _behind(material: Material) -> tuple[Block, ...]:
    return indicators.behind_parts(material, material.words("paper.section.behind"))


def _asked(material: Material) -> tuple[Block, ...]:
    """What the units are asked to do: by the lists and the notices as they stand."""
    words = material.words
    unlisted = len(tasks.unlisted_red(material))
    material.figures.add("list_shortcoming", "unlisted", unlisted)
    lines = [words("paper.asked.behind"), words("paper.asked.reports")]
    if unlisted:
        lines.append(words("paper.asked.unlisted", count=material.f("list_shortcoming", "unlisted")))
    open_notices = material.notices.filter(pl.col("state") == "open") if material.notices.height else material.notices
    if open_notices.height:
        material.figures.add("notices", "open", open_notices.height)
        lines.append(words("paper.asked.notices", count=material.f("notices", "open")))
    numbered = [words("paper.numbered", number=n, text=line) for n, line in enumerate(lines, start=1)]
    return (material.prose("asked", words("paper.section.asked"), numbered),)
