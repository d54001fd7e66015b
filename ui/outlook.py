"""Catch-up and forecast in words: facts beside the colour."""

from __future__ import annotations

import streamlit as st

from i18n import Words
from i18n.sentences import amount
from rules.catchup import catch_up
from rules.forecast import forecast_year_end
from rules.model import Board, Kind
from rules.reasons import Reason
from ui.reasons import sentence
from ui.screen import Screen
from warehouse.board import BoardView

_NOTHING_TO_SAY = frozenset({Reason.CATCH_UP_NOT_A_COUNT, Reason.CATCH_UP_NO_FIGURE})


def sentences(view: BoardView, words: Words, indicator_id: str) -> list[str]:
    """What the remaining months must bring, and where the year would end by which method."""
    return [text for text in (catching_up(view, words, indicator_id), _forecast(view, words, indicator_id)) if text]


def catching_up(view: BoardView, words: Words, indicator_id: str) -> str:
    """What the remaining months must bring; "" where the kind of target does not ask."""
    known = view.knowledge
    target = known.target_of[view.deciding[indicator_id]["target_id"]]
    indicator, series = known.subjects.indicators[indicator_id], known.subjects.series.get(indicator_id, ())
    found = catch_up(target, indicator=indicator, observations=series, board=Board(view.month, known.as_of))
    if found.reason in _NOTHING_TO_SAY or target.kind not in (Kind.CUMULATIVE, Kind.GROWTH_RATE):
        return ""
    return sentence(words, known, indicator_id, found.reason, found.inputs)


def _forecast(view: BoardView, words: Words, indicator_id: str) -> str:
    known = view.knowledge
    subjects = known.subjects
    target = known.target_of[view.deciding[indicator_id]["target_id"]]
    found = forecast_year_end(
        target,
        indicator=subjects.indicators[indicator_id],
        observations=subjects.series.get(indicator_id, ()),
        board=Board(view.month, known.as_of),
        schedule=subjects.schedule_of.get(target.target_id),
    )
    if found is None:
        return ""
    value = amount(words, found.value, known.indicators[indicator_id], known.measure_of(indicator_id))
    return words("outlook.forecast", value=value, method=words(f"forecast.{found.method}"))


def draw(screen: Screen, indicator_id: str) -> None:
    """The sentences under their heading; nothing where there is nothing to say."""
    found = sentences(screen.board, screen.words, indicator_id)
    if not found:
        return
    st.subheader(screen.words("indicator.catchup"))
    for text in found:
        st.write(text)
