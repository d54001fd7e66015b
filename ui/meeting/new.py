"""Starting a meeting: what it goes through, how much of it there is time for, its name and who keeps the minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import streamlit as st

from i18n import Words
from rules.periods import day_of
from ui import person
from ui.clock import board_now
from ui.keys import key_of
from ui.meeting import address
from ui.meeting.agenda import KINDS, Agenda
from ui.meeting.sitting import items_in
from ui.process import the_process
from ui.screen import Screen
from warehouse.meetings import start_meeting

MINUTES = (None, 2, 3, 5, 8, 10)
"""Times meant for one item that can be chosen; None = no limit."""
ITEMS = (10, 15, 20, 30, 40)
"""How many items a meeting can be planned for; all of them can be chosen too."""
ITEMS_MEANT = 20
"""An hour at the time meant for one item."""


def draw(screen: Screen) -> None:
    """Name, agenda and minutes an item; then start, or look ahead without keeping anything."""
    words = screen.words
    with st.container(border=True, key="new_meeting"):
        kind = st.segmented_control(
            words("meeting.agenda"),
            KINDS,
            default=KINDS[0],
            required=True,
            format_func=lambda k: words(f"agenda.{k}"),
            key="new_agenda",
        )
        of = _about(screen, kind or KINDS[0])
        what, meant = st.columns([3, 2])
        name = what.text_input(
            words("meeting.name"),
            value=words("meeting.default_name", month=words.month(screen.month)),
            max_chars=60,
            key="new_name",
        )
        item_minutes = meant.selectbox(
            words("meeting.minutes"),
            MINUTES,
            index=MINUTES.index(3),
            format_func=lambda n: words("meeting.no_limit") if n is None else words("meeting.minutes_each", count=n),
            key="new_minutes",
        )
        agenda = _as_long_as(screen, Agenda(kind or KINDS[0], of), item_minutes)
        by = person.ask(words, "meetings")
        st.caption(words("meeting.will_freeze", month=words.month(screen.month), day=words.day(day_of(screen.as_of))))
        with st.container(horizontal=True):
            started = st.button(
                words("meeting.start"), key="start_meeting", type="primary", icon=":material/play_arrow:"
            )
            looked = st.button(
                words("meeting.look"), key="look_ahead", icon=":material/visibility:", help=words("meeting.look_help")
            )
        if (started or looked) and kind == "own" and not of:
            st.warning(words("meeting.need_own"))
        elif looked:
            address.show(agenda, meeting_id=None)
            st.rerun()
        elif started and person.known(words, by):
            _start(screen, name, agenda, item_minutes, by)


def _as_long_as(screen: Screen, agenda: Agenda, item_minutes: int | None) -> Agenda:
    """The agenda cut to so many of its items, the worst; how long that takes stands beside each choice."""
    words = screen.words
    if agenda.kind == "own":
        return agenda
    total = items_in(key_of(screen), agenda.code)
    choices = [count for count in ITEMS if count < total] + [total]
    meant = max((count for count in choices if count <= ITEMS_MEANT), default=total)

    def told(count: int) -> str:
        name = "meeting.all_items" if count == total else "meeting.worst_items"
        return words(name, count=count) + _length(words, count, item_minutes)

    chosen = st.selectbox(
        words("meeting.how_many"),
        choices,
        index=choices.index(meant),
        format_func=told,
        key=f"new_items_{agenda.code}",
        help=words("meeting.rest_follows"),
    )
    return agenda if chosen == total else replace(agenda, first=chosen)


def _length(words: Words, count: int, item_minutes: int | None) -> str:
    return words("meeting.about_minutes", count=count * item_minutes) if item_minutes else ""


def _about(screen: Screen, kind: str) -> tuple[str, ...]:
    """What the agenda is about: one action or unit or all of them, or the indicators picked."""
    words, known = screen.words, screen.board.knowledge
    if kind == "own":
        picked = st.multiselect(
            words("meeting.own"),
            list(screen.board.deciding),
            format_func=lambda i: words.of(known.indicators[i]),
            key="new_own",
            placeholder=words("ledgers.choose"),
        )
        return tuple(picked)
    rows = {"action": known.actions, "unit": known.units}.get(kind)
    if rows is None:
        return ()
    chosen = st.selectbox(
        words(f"meeting.which_{kind}"),
        ["", *rows],
        format_func=lambda i: words.of(rows[i]) if i else words(f"meeting.every_{kind}"),
        key=f"new_{kind}",
    )
    return (chosen,) if chosen else ()


def _start(screen: Screen, name: str, agenda: Agenda, item_minutes: int | None, by: str) -> None:
    words, process, at = screen.words, the_process(), board_now()
    meeting_id = start_meeting(
        process.warehouse,
        process.programme_id,
        name=name.strip() or words("meeting.default_name", month=words.month(screen.month)),
        held_on=screen.latest,
        period=screen.month,
        figures_as_of=_frozen(screen, at),
        agenda=agenda.kind,
        agenda_of=agenda.parts,
        item_minutes=item_minutes,
        kept_by=by,
        at=at,
    )
    address.show(agenda, meeting_id=meeting_id)
    st.rerun()


def _frozen(screen: Screen, at: datetime) -> datetime:
    """Now; or the earlier moment the head looks back to."""
    return min(at, screen.as_of)
