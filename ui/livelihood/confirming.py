"""Where a person confirms that a part has reached a stage: started, completed, accepted."""

from __future__ import annotations

from datetime import date

import streamlit as st

from rules.model import STAGES
from ui import person
from ui.clock import board_now
from ui.livelihood import data
from ui.process import the_process
from ui.screen import Screen
from warehouse.livelihood import confirm_stage
from warehouse.livelihood_board import ItemView

TAKE_BACK = "take_back"


def form(screen: Screen, item: ItemView, by: str) -> None:
    """The form; nothing while looking back."""
    words = screen.words
    if data.is_looking_back(screen):
        return
    st.caption(words("confirming.how"))
    with st.form(f"confirm_{item.item_id}", border=False, clear_on_submit=True):
        position = st.selectbox(
            words("confirming.part"), range(len(item.parts)), format_func=lambda n: words.of(item.parts[n].row)
        )
        choices = [*reversed(STAGES), TAKE_BACK]
        stage = st.selectbox(
            words("confirming.stage"),
            choices,
            index=choices.index("accepted"),
            format_func=lambda s: words("confirming.take_back" if s == TAKE_BACK else f"stage.{s}"),
        )
        day = st.date_input(words("confirming.day"), value=screen.latest, max_value=screen.latest, format="YYYY-MM-DD")
        note = st.text_input(words("confirming.note"), max_chars=120)
        if st.form_submit_button(words("confirming.save"), type="primary") and person.known(words, by):
            assert isinstance(day, date)
            _store(screen, item, position or 0, None if stage == TAKE_BACK else stage, day, note, by)


def _store(screen: Screen, item: ItemView, position: int, stage: str | None, day: date, note: str, by: str) -> None:
    process = the_process()
    confirm_stage(
        process.warehouse,
        process.programme_id,
        item_id=item.item_id,
        ordinal=item.parts[position].row["ordinal"],
        stage=stage,
        reached_on=day,
        by=by,
        note=note,
        at=board_now(),
    )
    st.toast(screen.words("confirming.saved"))
    st.rerun()
