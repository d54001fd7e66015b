"""Other weights, tried side by side with those in force; nothing of it is stored."""

from __future__ import annotations

from fractions import Fraction
from html import escape

import streamlit as st

from charts.ranking import movement_text
from rules.appraisal import exact, movements, reweighed
from ui import html
from ui.appraisal import reading
from ui.appraisal.reading import Ranking
from ui.screen import Screen
from warehouse.appraisal import scores_from

COLUMNS = {"screen": 4, "projector": 3, "phone": 1}


@st.fragment
def draw(screen: Screen, ranking: Ranking) -> None:
    """A number a criterion, then both rankings side by side."""
    words = screen.words
    with st.expander(words("appraisal.what_if"), icon=":material/tune:"):
        st.caption(words("appraisal.what_if_note"))
        tried = _weights(screen, ranking)
        if all(tried[each.criterion_id] == each.weight for each in ranking.criteria):
            st.caption(words("appraisal.unchanged"))
            return
        st.button(words("appraisal.reset"), on_click=_reset, args=(ranking,), key="what_if_reset")
        st.html(_side_by_side(screen, ranking, tried))


def _key(ranking: Ranking, criterion_id: str) -> str:
    return f"what_if_{ranking.form}_{criterion_id}"


def _reset(ranking: Ranking) -> None:
    for each in ranking.criteria:
        st.session_state[_key(ranking, each.criterion_id)] = float(each.weight)


def _weights(screen: Screen, ranking: Ranking) -> dict[str, Fraction]:
    words, rows = screen.words, reading.criterion_rows(screen.board.knowledge, ranking.form)
    columns = st.columns(COLUMNS[screen.size])
    tried = {}
    for n, each in enumerate(ranking.criteria):
        key = _key(ranking, each.criterion_id)
        if key not in st.session_state:
            st.session_state[key] = float(each.weight)
        name = words.of(rows[each.criterion_id])
        given = columns[n % len(columns)].number_input(
            name, min_value=0.0, max_value=100.0, step=5.0, format="%g", key=key
        )
        tried[each.criterion_id] = exact(given)
    return tried


def _side_by_side(screen: Screen, ranking: Ranking, tried: dict[str, Fraction]) -> str:
    """The ranking in the tried order, beside the places and scores in force."""
    words = screen.words
    scores = scores_from(ranking.inputs, reweighed(ranking.criteria, tried))
    placed = reading.places(scores)
    moved = movements(placed, ranking.ranks)
    order = sorted(scores, key=lambda subject: placed[subject] or len(scores) + 1)
    header = ["tried_rank", "subject", "tried_score", "tried_move", "rank", "score"]
    body = []
    for subject in order:
        name = escape(reading.subject_name(screen, ranking.subject_kind, subject))
        strong = f"<b>{name}</b>" if moved[subject] else name
        body.append(
            [
                str(placed[subject] or "–"),
                strong,
                reading.score_text(scores[subject].total),
                escape(movement_text(words, moved[subject])),
                str(ranking.ranks[subject] or "–"),
                reading.score_text(ranking.scores[subject].total),
            ]
        )
    return html.table([words(f"appraisal.column.{name}") for name in header], body, numeric=frozenset({0, 2, 3, 4, 5}))
