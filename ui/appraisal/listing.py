"""The ranking: who leads and who moved, the chart, the shares by criterion, every input to download."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from charts import ranking as ranking_chart
from reports.table_csv import csv_bytes
from rules.appraisal import Part, rounded
from ui import downloads, drawing, grid, html, links
from ui.access.here import told_export
from ui.appraisal import naming, reading
from ui.appraisal.choosing import form_name
from ui.appraisal.reading import Ranking
from ui.drawing import Drawing, made, offer_picture
from ui.screen import Screen
from warehouse.appraisal import export_inputs


def draw(screen: Screen, ranking: Ranking) -> None:
    """Everything about the ranking on one page; a click opens a subject."""
    words = screen.words
    if not ranking.ranked:
        st.info(words("appraisal.nothing"))
        return
    _headline(screen, ranking)
    _chart(screen, ranking)
    st.caption(words("appraisal.how", day=words.day(ranking.material.cutoff)))
    with st.expander(words("appraisal.table"), icon=":material/table_rows:"):
        _table(screen, ranking)


def _headline(screen: Screen, ranking: Ranking) -> None:
    """First, last, and who won and lost most places."""
    words = screen.words
    last = max(rank for rank in ranking.ranks.values() if rank is not None)
    moved = {s: m for s, m in ranking.moved.items() if m}
    rise, fall = max(moved.values(), default=0), min(moved.values(), default=0)
    cells = [("leader", _at(ranking, 1), _points(screen, ranking, 1), "done")]
    if last > 1:
        cells.append(("last", _at(ranking, last), _points(screen, ranking, last), "behind"))
    if rise > 0:
        told = words("appraisal.places_up", count=rise)
        cells.append(("risen", [s for s, m in moved.items() if m == rise], told, "on_track"))
    if fall < 0:
        told = words("appraisal.places_down", count=-fall)
        cells.append(("fallen", [s for s, m in moved.items() if m == fall], told, "at_risk"))
    body = "".join(_cell(screen, ranking, *cell) for cell in cells)
    st.html(f'<div class="ea-tiles ea-podium">{body}</div>')


def _at(ranking: Ranking, rank: int) -> list[str]:
    return [subject for subject in ranking.order if ranking.ranks[subject] == rank]


def _points(screen: Screen, ranking: Ranking, rank: int) -> str:
    score = reading.score_text(ranking.scores[_at(ranking, rank)[0]].total)
    return screen.words("appraisal.points", score=score)


def _cell(screen: Screen, ranking: Ranking, key: str, subjects: list[str], told: str, colour: str) -> str:
    words = screen.words
    names = [reading.subject_name(screen, ranking.subject_kind, subject) for subject in subjects]
    shown = words.join(names[:2]) + ("" if len(names) <= 2 else " …")
    return (
        f'<div class="ea-tile" style="--c:var(--{colour})"><div class="w">{escape(words(f"appraisal.{key}"))}</div>'
        f'<div class="who">{escape(shown)}</div><div class="d">{escape(told)}</div></div>'
    )


def _chart(screen: Screen, ranking: Ranking) -> None:
    drawn = drawing_of(screen, ranking)
    key = f"ranking_{ranking.form}_{ranking.subject_kind}"
    asked = links.query(screen, form=ranking.form, by=ranking.subject_kind)
    drawing.draw(screen, drawn, to=links.pattern("appraisal", asked, subject="{subject_id}"))
    with st.container(horizontal=True, key="appraisal_downloads"):
        offer_picture(screen, drawn, key=key, title=_title(screen, ranking))
        _export(screen, ranking)


def drawing_of(screen: Screen, ranking: Ranking) -> Drawing:
    """The ranking as a chart."""
    words = screen.words
    rows = [_ranked_row(screen, ranking, subject) for subject in ranking.order]
    frame = ranking_chart.prepare(rows, words=words, size=screen.size)
    dense = ranking_chart.is_dense(frame)
    return made(frame, ranking_chart.spec(words, size=screen.size, dense=dense), links_by=("subject_id",))


def _ranked_row(screen: Screen, ranking: Ranking, subject_id: str) -> ranking_chart.RankedRow:
    score = ranking.scores[subject_id]
    groups = {c: row["rule"]["rule_type"] for c, row in _criteria(screen, ranking).items()}
    points = dict.fromkeys(ranking_chart.GROUPS, 0.0)
    for part in score.parts:
        points[groups[part.criterion.criterion_id]] += float(part.points)
    return ranking_chart.RankedRow(
        subject_id=subject_id,
        name=reading.subject_name(screen, ranking.subject_kind, subject_id),
        rank=ranking.ranks[subject_id],
        score=reading.score_text(score.total),
        points=points if score.total is not None else {},
        movement=ranking.moved[subject_id],
        counted=ranking.counted_rows.get(subject_id, 0),
    )


def _criteria(screen: Screen, ranking: Ranking) -> dict[str, reading.Row]:
    return reading.criterion_rows(screen.board.knowledge, ranking.form)


def _title(screen: Screen, ranking: Ranking) -> str:
    words = screen.words
    by = words(f"appraisal.{ranking.subject_kind}")
    return words("appraisal.table_name", form=form_name(screen, ranking.form), by=by)


def _export(screen: Screen, ranking: Ranking) -> None:
    """Every row behind every score, as a table to reckon it again from."""
    words = screen.words

    def content() -> bytes:
        known = screen.board.knowledge
        table = export_inputs(
            ranking.inputs, known.catalogue, form=ranking.form, subject_kind=ranking.subject_kind, month=screen.month
        )
        return csv_bytes(downloads.marked(screen, naming.with_names(screen, ranking, table)))

    file_name = words(
        "appraisal.export_name", form=ranking.form, by=ranking.subject_kind, month=f"{screen.month:%Y-%m}"
    )
    st.download_button(
        words("appraisal.export"),
        told_export(file_name, content),
        file_name=file_name,
        mime="text/csv",
        on_click="ignore",
        key="appraisal_export",
        icon=":material/download:",
    )


def _table(screen: Screen, ranking: Ranking) -> None:
    """Place, score and the share of each criterion; a name opens the subject."""
    words = screen.words
    told = [_told(screen, ranking, subject_id) for subject_id in ranking.order]
    shown = pl.DataFrame([texts for texts, _ in told], infer_schema_length=None)
    numbers = pl.DataFrame([numbers for _, numbers in told], infer_schema_length=None)
    way = grid.Way(
        "appraisal",
        links.query(screen, form=ranking.form, by=ranking.subject_kind),
        "subject",
        ranking.order,
        words("appraisal.column.subject"),
    )
    grid.table(screen, shown, key="appraisal_table", what=_title(screen, ranking), download=numbers, way=way)


def _told(screen: Screen, ranking: Ranking, subject_id: str) -> tuple[dict[str, object], dict[str, object]]:
    """A subject in words, and with its place, score and shares (in percent) as numbers."""
    words, criteria, score = screen.words, _criteria(screen, ranking), ranking.scores[subject_id]
    rank = ranking.ranks[subject_id]
    shown: dict[str, object] = {
        words("appraisal.column.rank"): "–" if rank is None else str(rank),
        words("appraisal.column.subject"): reading.subject_name(screen, ranking.subject_kind, subject_id),
        words("appraisal.column.score"): reading.score_text(score.total),
        words("appraisal.column.counted"): ranking.counted_rows.get(subject_id, 0),
        words("appraisal.column.movement"): ranking_chart.movement_text(words, ranking.moved[subject_id]),
    }
    numbers = shown | {
        words("appraisal.column.rank"): rank,
        words("appraisal.column.score"): None if score.total is None else float(rounded(score.total)),
    }
    names = [words.of(criteria[part.criterion.criterion_id]) for part in score.parts]
    shares = [None if part.share is None else float(rounded(part.share * 100, 1)) for part in score.parts]
    said = dict(zip(names, map(_cell_text, score.parts), strict=True))
    measured = {f"{name} (%)": share for name, share in zip(names, shares, strict=True)}
    return shown | said, numbers | measured


def _cell_text(part: Part) -> str:
    return reading.share_text(part)


def criteria(screen: Screen, ranking: Ranking) -> None:
    """What is counted, with which weight, and what happens where nothing can be."""
    words = screen.words
    with st.expander(words("appraisal.criteria"), icon=":material/balance:"):
        st.caption(words("appraisal.criteria_note"))
        header = ["rule", "criterion", "measure", "weight", "missing"]
        body = [
            [
                escape(words.of(row["rule"])),
                f"<b>{escape(words.of(row))}</b>",
                escape(words(f"appraisal.measure.{row['measure']}")),
                f"{row['weight']:g}",
                escape(words(f"appraisal.missing.{row['missing']}")),
            ]
            for row in _criteria(screen, ranking).values()
        ]
        st.html(html.table([words(f"appraisal.column.{name}") for name in header], body, numeric=frozenset({3})))
