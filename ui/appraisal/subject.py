"""One subject: its place, what its score is made of, the rows behind each part, and the marks persons give."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from charts.ranking import movement_text
from rules.appraisal import Counted, Part, Standing
from rules.periods import day_of
from ui import grid, html, links, person, refusals, router
from ui.appraisal import naming, reading
from ui.appraisal.choosing import ALL
from ui.appraisal.reading import Ranking
from ui.clock import board_now
from ui.process import the_process
from ui.screen import Screen
from warehouse.appraisal import give_mark
from warehouse.errors import WarehouseError


def draw(screen: Screen, ranking: Ranking, subject_id: str) -> None:
    """The subject's place and score, its parts, and the rows behind each."""
    words = screen.words
    query = links.query(screen, form=ranking.form, by=ranking.subject_kind, subject=ALL)
    with st.container(key="appraisal_back"):
        st.page_link(
            router.page_at("appraisal"),
            label=words("appraisal.back"),
            icon=":material/arrow_back:",
            query_params=query,
        )
    score = ranking.scores.get(subject_id)
    if score is None:
        st.info(words("appraisal.nothing"))
        return
    _place(screen, ranking, subject_id)
    st.subheader(words("appraisal.breakdown"))
    _parts(screen, ranking, score.parts)
    st.subheader(words("appraisal.behind_it"))
    for part in score.parts:
        _rows(screen, ranking, subject_id, part)
    _mark(screen, ranking, subject_id)


def _place(screen: Screen, ranking: Ranking, subject_id: str) -> None:
    words, rank = screen.words, ranking.ranks[subject_id]
    total = ranking.scores[subject_id].total
    place = words("appraisal.not_ranked")
    if rank is not None:
        place = words("appraisal.place", rank=rank, count=ranking.ranked)
    moved = movement_text(words, ranking.moved[subject_id])
    since = words("appraisal.column.movement")
    st.html(
        f'<div class="ea-big">{escape(words("appraisal.points", score=reading.score_text(total)))}'
        f' <span class="ea-muted">{escape(place)} · {escape(since)} {escape(moved)}</span></div>'
    )


def _parts(screen: Screen, ranking: Ranking, parts: tuple[Part, ...]) -> None:
    """A line a criterion: counted of countable, share, weights, points; what is left out says so."""
    words = screen.words
    rows = reading.criterion_rows(screen.board.knowledge, ranking.form)
    header = ["rule", "criterion", "counts", "of", "share", "weight", "used", "points"]
    body = [_part_cells(screen, rows[part.criterion.criterion_id], part) for part in parts]
    st.html(
        html.table([words(f"appraisal.column.{name}") for name in header], body, numeric=frozenset({2, 3, 4, 5, 6, 7}))
    )


def _part_cells(screen: Screen, row: reading.Row, part: Part) -> list[str]:
    words = screen.words
    name = f"<b>{escape(words.of(row))}</b>"
    told = standing_text(screen, part)
    if told:
        name += f'<br><span class="ea-muted">{escape(told)}</span>'
    counted = part.standing is Standing.COUNTED
    return [
        escape(words.of(row["rule"])),
        name,
        reading.number_text(part.numerator) if counted else "–",
        reading.number_text(part.denominator) if counted else "–",
        reading.share_text(part),
        f"{row['weight']:g}",
        reading.score_text(part.weight) if part.share is not None else "–",
        f"<b>{reading.score_text(part.points)}</b>" if part.share is not None else "–",
    ]


def standing_text(screen: Screen, part: Part) -> str:
    """Why a criterion did not count as counted, "" where it did."""
    if part.standing is Standing.COUNTED:
        return ""
    if part.standing is Standing.LEFT_OUT and part.criterion.counted is Counted.PERSONS_MARK:
        return screen.words("appraisal.left_out_mark")
    return screen.words(f"appraisal.{part.standing}")


def _rows(screen: Screen, ranking: Ranking, subject_id: str, part: Part) -> None:
    """The rows of one criterion, those that did not count first."""
    words = screen.words
    criterion_id = part.criterion.criterion_id
    rows = ranking.inputs.filter(subject_id=subject_id, criterion_id=criterion_id).filter(
        pl.col("row_kind") != "nothing"
    )
    if not rows.height:
        return
    row = reading.criterion_rows(screen.board.knowledge, ranking.form)[criterion_id]
    counted = f"{reading.number_text(part.numerator)} / {reading.number_text(part.denominator)}"
    with st.expander(f"{words.of(row)}　{counted}"):
        st.caption(words(f"appraisal.measure.{row['measure']}"))
        shown = pl.DataFrame(
            [
                {
                    words("appraisal.column.row"): naming.row_name(words, ranking.material, each),
                    words("appraisal.column.state"): naming.state_text(words, each["state"]),
                    words("appraisal.column.day"): "" if each["day"] is None else each["day"].isoformat(),
                    words("appraisal.column.counts"): each["counts"],
                    words("appraisal.column.of"): each["of"],
                }
                for each in rows.sort("counts", maintain_order=True).iter_rows(named=True)
            ]
        )
        grid.table(screen, shown, key=f"rows_{criterion_id}")


def _mark(screen: Screen, ranking: Ranking, subject_id: str) -> None:
    """A person's mark on what the plan only puts in words."""
    words = screen.words
    rows = reading.criterion_rows(screen.board.knowledge, ranking.form)
    marked = [each.criterion_id for each in ranking.criteria if each.counted is Counted.PERSONS_MARK]
    if not marked or day_of(screen.as_of) < screen.latest:
        return
    with st.expander(words("appraisal.give_mark"), icon=":material/edit_note:"):
        st.caption(words("appraisal.mark_note"))
        by = person.ask(words, "appraisal")
        with st.form("appraisal_mark", border=False, clear_on_submit=True):
            criterion_id = st.selectbox(words("appraisal.which"), marked, format_func=lambda c: words.of(rows[c]))
            mark = st.number_input(words("appraisal.mark"), 0.0, 100.0, value=None, step=1.0, format="%.1f")
            reason = st.text_input(words("appraisal.reason"), max_chars=300)
            keep = st.form_submit_button(words("appraisal.save"), type="primary")
            take_back = st.form_submit_button(words("appraisal.take_back"))
        if (take_back or (keep and mark is not None)) and person.known(words, by):
            given = None if take_back else round(float(mark or 0.0), 1)
            _keep(screen, ranking, subject_id, criterion_id, given, reason, by)


def _keep(
    screen: Screen, ranking: Ranking, subject_id: str, criterion_id: str, mark: float | None, reason: str, by: str
) -> None:
    try:
        give_mark(
            the_process().warehouse,
            screen.board.knowledge.catalogue,
            criterion_id=criterion_id,
            subject_kind=ranking.subject_kind,
            subject_id=subject_id,
            month=screen.month,
            mark=mark,
            reason=reason,
            by=by,
            at=board_now(),
        )
    except WarehouseError as error:
        refusals.show(screen.words, error)
        return
    st.toast(screen.words("appraisal.saved"))
    st.rerun()
