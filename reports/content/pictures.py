"""The charts of the reports, prepared from the board as the screens prepare theirs."""

from __future__ import annotations

from typing import Any

from charts import composition as composition_chart
from charts import matrix as matrix_chart
from reports.content.material import Material
from reports.content.model import Picture
from reports.courses import chart_of
from rules.model import Status
from warehouse import summaries


def composition(material: Material) -> Picture:
    """Each action's indicators by status."""
    words, known = material.words, material.known
    counts = status_counts_by(material.board.by_action, "action_id")
    rows = [
        composition_chart.CountedRow(row["action_id"], words.of(row), counts.get((row["action_id"],), {}))
        for row in known.actions_in_order
    ]
    frame = composition_chart.prepare(rows, words=words)
    return picture(material, "composition", frame, composition_chart.spec(words), words("paper.picture.composition"))


def matrix(material: Material) -> Picture:
    """Action by month."""
    words, known = material.words, material.known
    counts = status_counts_by(summaries.per_action(material.board.history), "action_id", "month")
    rows = [
        matrix_chart.ActionRow(
            row["action_id"],
            words.of(row),
            {month: found for (action_id, month), found in counts.items() if action_id == row["action_id"]},
        )
        for row in known.actions_in_order
    ]
    frame = matrix_chart.prepare(rows, words=words, month=material.month)
    return picture(material, "matrix", frame, matrix_chart.spec(words), words("paper.picture.matrix"))


def course(material: Material, indicator_id: str) -> Picture:
    """One indicator over the year, in the form its kind of target asks for."""
    words = material.words
    frame, spec = chart_of(material.board, words, indicator_id, size="screen", compact=False)
    return picture(material, f"course_{indicator_id}", frame, spec, words.of(material.known.indicators[indicator_id]))


def picture(material: Material, picture_id: str, frame: Any, spec: Any, title: str) -> Picture:
    """A chart with the facts written inside it."""
    words = material.words
    source = words("picture.demonstration" if material.known.has_demonstration else "picture.source")
    as_of, period = words.day(material.day), words.month(material.month)
    alt = words("paper.picture.alt", title=title, period=period, as_of=as_of)
    return Picture(picture_id, title, alt, frame, spec, source, period, as_of)


def status_counts_by(rows: Any, *by: str) -> dict[tuple[Any, ...], dict[Status, int]]:
    """Counted rows per status for each place named by the columns `by`."""
    found: dict[tuple[Any, ...], dict[Status, int]] = {}
    for *place, status, count in summaries.count_by_status(rows, *by).iter_rows():
        found.setdefault(tuple(place), {})[Status(status)] = count
    return found
