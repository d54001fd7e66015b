"""What the reports say of the lists: key tasks and projects, shortcomings, highlights."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from reports.content.indicators import reached, some_of
from reports.content.material import Material
from reports.content.model import Prose, Table
from reports.content.placeholders import Run, placeholder
from warehouse import summaries
from warehouse.shortcomings import unnamed_problems

SOON = timedelta(days=30)
"""How far ahead of the as-of a due date is named in a report."""
ENTRY_COLUMNS = (("entry", 0.34), ("action", 0.16), ("lead", 0.2), ("due", 0.13), ("state", 0.17))


def list_of(material: Material, ledger: str) -> pl.DataFrame:
    """A list's entries that stand: dropped ones are left out."""
    return material.entries.filter(pl.col("state") != "dropped", ledger=ledger)


def closed_since(material: Material, ledger: str) -> pl.DataFrame:
    """A list's entries closed from the period's start to the as-of."""
    within = pl.col("closed_on").is_between(material.period.start, material.day)
    return list_of(material, ledger).filter(within, state="done")


def due_soon(material: Material, ledger: str) -> pl.DataFrame:
    """A list's open entries due from the as-of on, within a month."""
    within = pl.col("due_on").is_between(material.day, material.day + SOON)
    return list_of(material, ledger).filter(within, state="open")


def count_list(material: Material, ledger: str) -> dict[str, str]:
    """A list's counts as figures in prose: total, done, closed (in the period), open, overdue, soon."""
    rows = list_of(material, ledger)
    counts = {
        "total": rows.height,
        "done": rows.filter(state="done").height,
        "closed": closed_since(material, ledger).height,
        "open": rows.filter(state="open").height,
        "overdue": rows.filter(pl.col("is_overdue")).height,
        "soon": due_soon(material, ledger).height,
    }
    for name, count in counts.items():
        material.figures.add(f"list_{ledger}", name, count)
    return {name: material.f(f"list_{ledger}", name) for name in counts}


def list_sentence(material: Material, ledger: str) -> str:
    """How a list stands in one sentence."""
    counts = count_list(material, ledger)
    if list_of(material, ledger).is_empty():
        return material.words("paper.list_empty", list=material.words(f"paper.subject.list_{ledger}"))
    start = material.words.day(material.period.start)
    return material.words(f"paper.list.{ledger}", start=start, **counts)


def entry_table(material: Material, table_id: str, entries: pl.DataFrame) -> Table:
    """Entries with action, lead, due date and how they stand."""
    rows = [_entry_row(material, row) for row in entries.iter_rows(named=True)]
    return material.table(table_id, ENTRY_COLUMNS, rows)


def _entry_row(material: Material, row: dict[str, Any]) -> list[Run]:
    lead = material.units(row["lead_units"]) or material.cell_typed(row["lead_person"])
    due = material.short_day(row["due_on"]) if row["due_on"] else ""
    return [
        Run(material.title(row)),
        Run(material.action(row["action_id"])),
        Run(lead),
        Run(due),
        Run(state_of(material, row)),
    ]


def state_of(material: Material, row: dict[str, Any]) -> str:
    """Closed with its day, overdue by how many days, a project's stage, or under way."""
    words = material.words
    if row["state"] == "done":
        return (
            words("paper.entry.done", day=material.short_day(row["closed_on"]))
            if row["closed_on"]
            else words("paper.done")
        )
    if row["is_overdue"]:
        return words("paper.entry.overdue", days=(material.day - row["due_on"]).days)
    return words(f"stage.{row['stage']}") if row["stage"] else words("paper.entry.open")


def tasks_to_name(material: Material) -> pl.DataFrame:
    """Key tasks and projects worth a line: overdue, closed in the period, due soon; each once, in that order."""
    both = material.entries.filter(pl.col("ledger").is_in(["key_task", "project"]), pl.col("state") != "dropped")
    closed = (pl.col("state") == "done") & pl.col("closed_on").is_between(material.period.start, material.day)
    soon = (pl.col("state") == "open") & pl.col("due_on").is_between(material.day, material.day + SOON)
    place = pl.when(pl.col("is_overdue")).then(0).when(closed).then(1).when(soon).then(2)
    return both.with_columns(place=place).drop_nulls("place").sort("place", "due_on", maintain_order=True)


def task_parts(material: Material) -> list[Prose | Table]:
    """The section on key tasks: how the lists stand, what moved, and the table of what to know."""
    words = material.words
    lines = [list_sentence(material, "key_task"), list_sentence(material, "project"), list_sentence(material, "policy")]
    parts: list[Prose | Table] = [material.prose("tasks", words("paper.part.tasks"), lines)]
    named = tasks_to_name(material)
    progress = [_progress_line(material, row) for row in named.iter_rows(named=True) if row["progress"]]
    if progress:
        parts.append(material.prose("task_progress", words("paper.part.task_progress"), progress))
    return [*parts, entry_table(material, "tasks", named)] if named.height else parts


def _progress_line(material: Material, row: dict[str, Any]) -> str:
    """A task that has something told of it, in a paragraph."""
    told = material.typed(row["progress"]).rstrip("。.")
    return material.words("paper.entry.progress", title=material.title(row), progress=told)


def unlisted_red(material: Material) -> list[str]:
    """Indicators behind that no open shortcoming names, the furthest off first."""
    deciding = summaries.worst(material.board.verdicts)
    return unnamed_problems(material.entries, deciding)["indicator_id"].to_list()


def shortcoming_parts(material: Material) -> list[Prose | Table]:
    """The list of shortcomings: how it stands, which indicators behind it does not name, the open entries."""
    words = material.words
    unlisted = unlisted_red(material)
    material.figures.add("list_shortcoming", "unlisted", len(unlisted))
    lines = [list_sentence(material, "shortcoming")]
    if unlisted:
        names = [material.indicator(i) for i in unlisted[:5]]
        count = material.f("list_shortcoming", "unlisted")
        listed = some_of(material, names, len(unlisted), count)
        lines.append(words("paper.unlisted", count=count, items=listed))
    parts: list[Prose | Table] = [material.prose("shortcomings", words("paper.part.shortcomings"), lines)]
    standing = (
        list_of(material, "shortcoming").filter(state="open").sort("is_overdue", "due_on", descending=[True, False])
    )
    return [*parts, entry_table(material, "shortcomings", standing)] if standing.height else parts


def highlight_lines(material: Material) -> list[str]:
    """The highlights entered since the period's start, each with the figure it cites; else that there is none."""
    words = material.words
    start = material.period.start
    entered = pl.col("opened_at").dt.date().fill_null(date.min) >= start
    rows = list_of(material, "highlight").filter(entered)
    lines = [_highlight_line(material, n, row) for n, row in enumerate(rows.iter_rows(named=True), start=1)]
    return lines or [words("paper.no_highlight", start=words.day(start))]


def highlight_parts(material: Material) -> tuple[Prose, ...]:
    """The highlights entered, and the targets reached early."""
    lines = [*highlight_lines(material), reached(material)]
    return (material.prose("highlights", material.words("paper.section.highlights"), lines),)


def _highlight_line(material: Material, number: int, row: dict[str, Any]) -> str:
    words = material.words
    text = words(
        "paper.highlight",
        number=number,
        title=material.title(row).rstrip("。."),
        action=material.action(row["action_id"]),
    )
    if row["description"]:
        text += material.typed(row["description"])
    indicator_id, period = row["cited_indicator_id"], row["cited_period"]
    if indicator_id and period and material.figures.exists(indicator_id, f"said_{period:%Y%m}"):
        figure = placeholder(indicator_id, f"said_{period:%Y%m}")
        text += words("paper.cited", month=words.month(period), told=figure)
    return text
