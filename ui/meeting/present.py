"""The full screen mode: a short head, one page of the agenda, and the bar with the large buttons."""

from __future__ import annotations

from html import escape

import streamlit as st

from ui import links
from ui.meeting import address, closing, item, noting, opening, presenter
from ui.meeting.agenda import CLOSING, OPENING, Slide
from ui.meeting.outline import open_outline
from ui.meeting.sitting import Sitting


def draw(sitting: Sitting) -> None:
    """Head, page and bar; then the neighbouring pages are made ready."""
    _head(sitting)
    if sitting.slide.code == OPENING:
        opening.draw(sitting)
    elif sitting.slide.code == CLOSING:
        closing.draw(sitting)
    else:
        item.draw(sitting)
    _bar(sitting)
    item.prepare(sitting)


def title_of(sitting: Sitting) -> str:
    """The page's heading, as HTML."""
    words, code = sitting.screen.words, sitting.slide.code
    if code in (OPENING, CLOSING):
        return escape(words(f"meeting.{code}"))
    return item.title(sitting)


def _head(sitting: Sitting) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="meeting_head", gap="medium"):
        with st.container(key="meeting_title"):
            st.html(
                f'<div class="ea-slide" data-slide="{escape(sitting.slide.code)}">'
                f'<div class="ea-m-frozen">{_frozen(sitting)}</div><h1>{title_of(sitting)}</h1></div>'
            )
        with st.container(key="meeting_clock"):
            presenter.draw(sitting)


def _frozen(sitting: Sitting) -> str:
    """Position, what the page stands under, of which month and moment the figures are, and what was just noted."""
    screen, words = sitting.screen, sitting.screen.words
    place = words("meeting.place", at=sitting.place + 1, of=len(sitting.slides))
    parts = [f"<b>{escape(place)}</b>"]
    if sitting.slide.group:
        parts.append(escape(_group(sitting, sitting.slide)))
    moment = words.moment(screen.as_of) if sitting.meeting else words.day(screen.as_of.date())
    parts.append(escape(words("meeting.frozen", month=words.month(screen.month), moment=moment)))
    if screen.board.knowledge.has_demonstration:
        parts.append(escape(words("meeting.demonstration")))
    if noted := noting.told(sitting):
        parts.append(f'<b class="ea-m-noted" role="status">{escape(noted)}</b>')
    return " · ".join(parts)


def _group(sitting: Sitting, slide: Slide) -> str:
    known = sitting.screen.board.knowledge
    return sitting.screen.words.of(known.actions.get(slide.group) or known.units[slide.group])


def _bar(sitting: Sitting) -> None:
    """Back, list, note, source, on: large enough for a finger."""
    words = sitting.screen.words
    with st.container(horizontal=True, key="meeting_bar", gap="small", vertical_alignment="center"):
        _turn(sitting, -1, "meeting.back", ":material/chevron_left:")
        if st.button(words("meeting.outline"), key="open_outline", icon=":material/list:"):
            open_outline(sitting)
        noting.offer(sitting)
        if sitting.slide.indicator_id:
            links.to_indicator(sitting.screen, sitting.slide.indicator_id, label=words("meeting.all_of_it"))
        if sitting.is_on and sitting.slide.code != CLOSING:
            icon = ":material/stop_circle:"
            st.button(words("meeting.end"), key="to_end", icon=icon, on_click=address.go, args=(CLOSING,))
        leaving = words("meeting.pause" if sitting.is_on else "meeting.leave")
        st.button(leaving, key="leave", icon=":material/close:", on_click=address.leave)
        _turn(sitting, 1, "meeting.on", ":material/chevron_right:")


def _turn(sitting: Sitting, step: int, label: str, icon: str) -> None:
    to = sitting.near(step)
    st.button(
        sitting.screen.words(label),
        key=f"turn_{'on' if step > 0 else 'back'}",
        icon=icon,
        icon_position="right" if step > 0 else "left",
        type="primary" if step > 0 else "secondary",
        disabled=to is None,
        on_click=address.go,
        args=(to.code if to else "",),
    )
