"""The ten-day brief: what came in, which verdicts it turned, what is overdue, what is due next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl

from reports.content import indicators
from reports.content.material import Material
from reports.content.model import Block, Section, Table
from reports.content.placeholders import Run
from rules.model import Kind
from rules.periods import due_day, period_end, periods_of_year
from warehouse import summaries
from warehouse.reporting import indicators_owed

NEXT = timedelta(days=10)
FIGURES_SHOWN = 20


def sections(material: Material) -> list[Section]:
    words = material.words
    return [
        Section("new", words("paper.section.new"), _new(material)),
        Section("turned", words("paper.section.turned"), _turned(material)),
        Section("overdue", words("paper.section.overdue"), tuple(indicators.overdue_part(material))),
        Section("next", words("paper.section.next"), _next(material)),
    ]


def new_figures(material: Material) -> pl.DataFrame:
    """The figures recorded in the period, newest vintage of each, leading indicators first."""
    rows = material.known.shown.filter(pl.col("withdrawn_at").is_null())
    local = (pl.col("recorded_at") + timedelta(hours=8)).dt.date()
    arrived = rows.filter(local.is_between(material.period.start, material.day))
    newest = arrived.sort("recorded_at").unique(["indicator_id", "reference_period"], keep="last", maintain_order=True)
    rank = material.known.catalogue.indicators.select("indicator_id", "headline")
    return newest.join(rank, on="indicator_id", how="left", maintain_order="left").sort(
        "headline", "indicator_id", "reference_period", nulls_last=True
    )


def _new(material: Material) -> tuple[Block, ...]:
    words, figures = material.words, material.figures
    arrived = new_figures(material)
    figures.add("new", "figures", arrived.height)
    figures.add("new", "units", arrived["unit_id"].n_unique())
    if not arrived.height:
        return (material.prose("new", words("paper.section.new"), [words("paper.new_none")]),)
    line = words(
        "paper.new",
        start=words.day(material.period.start),
        end=words.day(material.day),
        figures=material.f("new", "figures"),
        units=material.f("new", "units"),
        overall=indicators.overall(material),
    )
    judged = arrived.filter(pl.col("indicator_id").is_in(list(material.board.deciding)))
    newest = judged.sort("reference_period").unique("indicator_id", keep="last").sort("headline", nulls_last=True)
    shown = newest["indicator_id"].head(FIGURES_SHOWN).to_list()
    return (
        material.prose("new", words("paper.section.new"), [line]),
        indicators.indicator_table(material, "new", shown),
    )


def _turned(material: Material) -> tuple[Block, ...]:
    """Which indicators stand otherwise than before the period, on the same month."""
    words = material.words
    earlier = material.earlier
    changed = summaries.changes(material.board.verdicts, earlier.verdicts) if earlier else pl.DataFrame({"step": []})
    return (material.prose("turned", words("paper.section.turned"), indicators.moved(material, changed)),)


def _next(material: Material) -> tuple[Block, ...]:
    """Reports, milestones and tasks due in the ten days after the as-of."""
    words = material.words
    rows = sorted([*_due_reports(material), *_due_targets(material), *_due_entries(material)], key=lambda row: row[0])
    if not rows:
        return (material.prose("next", words("paper.section.next"), [words("paper.next_none")]),)
    material.figures.add("next", "due", len(rows))
    line = words("paper.next", end=words.day(material.day + NEXT), count=material.f("next", "due"))
    return material.prose("next", words("paper.section.next"), [line]), _next_table(material, rows)


def _next_table(material: Material, rows: list[tuple[Any, str, str]]) -> Table:
    cells = [[Run(material.short_day(day)), Run(what), Run(who)] for day, what, who in rows]
    return material.table("next", (("due", 0.16), ("what", 0.5), ("unit", 0.34)), cells)


def _due_reports(material: Material) -> list[tuple[Any, str, str]]:
    """Reports that fall due: one row a unit, period and day."""
    known, words = material.known, material.words
    owed = indicators_owed(known.catalogue)
    counts: dict[tuple[Any, Any, str], int] = {}
    for row in known.catalogue.indicators.iter_rows(named=True):
        if row["indicator_id"] not in owed:
            continue
        release = known.release_of(row["indicator_id"])
        for period in periods_of_year(release, known.catalogue.year):
            day = due_day(period, release)
            if material.day < day <= material.day + NEXT and period_end(period) <= day:
                key = (day, period, row["reporting_unit"])
                counts[key] = counts.get(key, 0) + 1
    return [
        (day, words("paper.due_report", month=words.month(period), count=count), material.units([unit]))
        for (day, period, unit), count in counts.items()
    ]


def _due_targets(material: Material) -> list[tuple[Any, str, str]]:
    """Dated milestones of the plan that are not done."""
    known = material.known
    standing = material.board.verdicts.filter(pl.col("status") != "done")["target_id"].to_list()
    rows = [known.targets[t] for t in standing if known.targets[t]["kind"] == Kind.MILESTONE]
    return [
        (row["deadline"], material.words.of(known.indicators[row["indicator_id"]]), material.units(row["lead_units"]))
        for row in rows
        if material.day < row["deadline"] <= material.day + NEXT
    ]


def _due_entries(material: Material) -> list[tuple[Any, str, str]]:
    """Open entries of the lists."""
    within = pl.col("due_on").is_between(material.day, material.day + NEXT, closed="right")
    rows = material.entries.filter(within, state="open").iter_rows(named=True)
    return [
        (
            row["due_on"],
            material.title(row),
            material.units(row["lead_units"]) or material.cell_typed(row["lead_person"]),
        )
        for row in rows
    ]
