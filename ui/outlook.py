"""Catch-up and forecast in words: facts beside the colour."""

from __future__ import annotations

import streamlit as st

from i18n.sentences import amount
from rules.catchup import catch_up
from rules.forecast import forecast_year_end
from rules.model import Board, Kind
from rules.reasons import Reason
from ui.reasons import sentence
from ui.shell import Screen

_NOTHING_TO_SAY = frozenset({Reason.CATCH_UP_NOT_A_COUNT, Reason.CATCH_UP_NO_FIGURE})


def sentences(screen: Screen, indicator_id: str) -> list[str]:
    """What the remaining months must bring, and where the year would end by which method."""
    words, known = screen.words, screen.board.knowledge
    subjects = known.subjects
    target = known.target_of[screen.board.deciding[indicator_id]["target_id"]]
    indicator, series = subjects.indicators[indicator_id], subjects.series.get(indicator_id, ())
    board = Board(screen.month, screen.as_of)
    found = []
    catching = catch_up(target, indicator=indicator, observations=series, board=board)
    if catching.reason not in _NOTHING_TO_SAY and target.kind in (Kind.CUMULATIVE, Kind.GROWTH_RATE):
        found.append(sentence(words, known, indicator_id, catching.reason, catching.inputs))
    schedule = subjects.schedule_of.get(target.target_id)
    forecast = forecast_year_end(target, indicator=indicator, observations=series, board=board, schedule=schedule)
    if forecast is not None:
        value = amount(words, forecast.value, known.indicators[indicator_id], known.measure_of(indicator_id))
        method = words(f"forecast.{forecast.method}")
        found.append(words("outlook.forecast", value=value, method=method))
    return found


def draw(screen: Screen, indicator_id: str) -> None:
    """The sentences under their heading; nothing where there is nothing to say."""
    found = sentences(screen, indicator_id)
    if not found:
        return
    st.subheader(screen.words("indicator.catchup"))
    for text in found:
        st.write(text)
