"""The quarterly and the annual review: how the actions rank, what changed since the last one, what stands out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import polars as pl

from reports.content import indicators, pictures, tasks
from reports.content.figures import BOARD
from reports.content.material import Material
from reports.content.model import Block, Heading, Section, Table
from reports.content.placeholders import Run
from rules.appraisal import ranks, rounded
from rules.model import Status
from warehouse import summaries
from warehouse.board import BoardView

BY_SHARE = (
    ("rank", 0.1),
    ("action", 0.26),
    ("counted", 0.13),
    ("on_track_share", 0.17),
    ("behind", 0.12),
    ("movement", 0.22),
)
BY_SCORE = (
    ("rank", 0.07),
    ("action", 0.2),
    ("score", 0.11),
    ("counted", 0.13),
    ("on_track_share", 0.15),
    ("behind", 0.08),
    ("movement", 0.26),
)


def sections(material: Material) -> list[Section]:
    words = material.words
    return [
        Section("ranking", words("paper.section.ranking"), _ranking(material)),
        Section("comparison", words("paper.section.comparison"), _comparison(material)),
        Section("tasks", words("paper.section.tasks"), tuple(tasks.task_parts(material))),
        Section("problems", words("paper.section.problems"), _problems(material)),
        Section("highlights", words("paper.section.highlights"), tasks.highlight_parts(material)),
    ]


def shares(board: BoardView) -> dict[str, float]:
    """action_id -> the share of its counted indicators that are done or on track, in percent; none without any."""
    counted = board.by_action.filter("counted")
    good = pl.col("status").is_in([Status.DONE.value, Status.ON_TRACK.value])
    rows = counted.group_by("action_id").agg(share=good.mean() * 100)
    return dict(rows.select("action_id", "share").iter_rows())


def _ranking(material: Material) -> tuple[Block, ...]:
    """By the appraisal's scores where the plan has a form of appraisal, else by the share on track or done."""
    words, now = material.words, shares(material.board)
    measured: Mapping[str, float | Fraction] = material.scores or now
    before: Mapping[str, float | Fraction] = material.earlier_scores
    if not material.scores and material.earlier:
        before = shares(material.earlier)
    places = _places(measured)
    for action_id, share in now.items():
        material.figures.add(action_id, "on_track_share", share, text=f"{words.number(share, 1)}%")
    for action_id, score in material.scores.items():
        material.figures.add(action_id, "score", float(score), text=str(rounded(score)))
    for action_id, place in places.items():
        material.figures.add(action_id, "rank", place)
    lines = [indicators.overall(material), _extremes(material, places)]
    return (
        material.prose("ranking", words("paper.section.ranking"), lines),
        _rank_table(material, places, _places(before)),
        pictures.matrix(material),
    )


def _places(measured: Mapping[str, float | Fraction]) -> dict[str, int]:
    """Places, best first, equal ones shared."""
    exactly = {action_id: Fraction(value).limit_denominator(10**9) for action_id, value in measured.items()}
    return {action_id: place for action_id, place in ranks(exactly).items() if place is not None}


def _extremes(material: Material, places: Mapping[str, int]) -> str:
    """Who comes first and who last, in the measure ranked by; "" where all share one place."""
    if len(set(places.values())) < 2:
        return ""
    first = [a for a in material.known.actions if places.get(a) == 1]
    last = [a for a in material.known.actions if places.get(a) == max(places.values())]
    measure = "score" if material.scores else "on_track_share"
    return material.words(
        "paper.extremes_by_score" if material.scores else "paper.extremes",
        first=material.words.join([material.action(a) for a in first]),
        highest=material.f(first[0], measure),
        last=material.words.join([material.action(a) for a in last]),
        lowest=material.f(last[0], measure),
    )


def _rank_table(material: Material, places: Mapping[str, int], then: Mapping[str, int]) -> Table:
    columns = BY_SCORE if material.scores else BY_SHARE
    rows = [
        [
            material.cell(action_id, "rank"),
            Run(material.action(action_id)),
            *([material.cell(action_id, "score")] if material.scores else []),
            material.cell(action_id, "counted"),
            material.cell(action_id, "on_track_share"),
            material.cell(action_id, Status.BEHIND),
            Run(_movement(material, then.get(action_id), place)),
        ]
        for action_id, place in sorted(places.items(), key=lambda item: item[1])
    ]
    return material.table("ranking", columns, rows)


def _movement(material: Material, before: int | None, now: int) -> str:
    if before is None:
        return ""
    key = "up" if now < before else "down" if now > before else "same"
    return material.words(f"paper.movement.{key}", places=abs(before - now), before=before)


def _comparison(material: Material) -> tuple[Block, ...]:
    """Status by status and indicator by indicator, against the end of the period before."""
    words, earlier = material.words, material.earlier
    if earlier is None:
        return (material.prose("comparison", words("paper.section.comparison"), [words("paper.no_comparison")]),)
    before = summaries.status_counts(summaries.deciding_rows(earlier.verdicts))
    rows = []
    for status in Status:
        material.figures.add(BOARD, f"{status}_earlier", before[status.value])
        rows.append(
            [
                Run(words(f"status.{status}")),
                material.cell(BOARD, f"{status}_earlier"),
                material.cell(BOARD, status.value),
            ]
        )
    changed = summaries.changes(material.board.verdicts, earlier.verdicts)
    lines = [words("paper.compared", month=words.month(earlier.month)), *indicators.moved(material, changed)]
    columns = (("status", 0.4), ("then", 0.3), ("now", 0.3))
    return (
        material.prose("comparison", words("paper.section.comparison"), lines),
        material.table("comparison", columns, rows),
    )


def _problems(material: Material) -> tuple[Block, ...]:
    words = material.words
    return (
        Heading(2, words("paper.heading.behind")),
        *indicators.behind_parts(material, words("paper.heading.behind")),
        Heading(2, words("paper.heading.shortcomings")),
        *tasks.shortcoming_parts(material),
    )
