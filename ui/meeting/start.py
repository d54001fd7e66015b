"""The list of meetings: go on with the one that is going on, start one, look back at those held."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

import streamlit as st

from rules.periods import day_of
from ui import html, person
from ui.clock import board_now
from ui.meeting import address
from ui.meeting.agenda import KINDS, Agenda, read_agenda
from ui.meeting.record import Record, is_open, live, record_at
from ui.process import the_process
from ui.shell import Screen
from warehouse.meetings import start_meeting

Row = dict[str, Any]
MINUTES = (None, 2, 3, 5, 8, 10)
"""Times meant for one item that can be chosen; None = no limit."""


def draw(screen: Screen) -> None:
    """What is going on, what can be started, what has been."""
    record = record_at(live())
    _going_on(screen, record)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(screen.words("meeting.new"))
        _new(screen)
    with right:
        st.subheader(screen.words("meeting.held"))
        _held(screen, record)


def agenda_of(meeting: Row) -> Agenda:
    """The agenda a meeting was started with."""
    found = read_agenda(f"{meeting['agenda']}:{meeting['agenda_of'] or ''}".removesuffix(":"))
    assert found is not None
    return found


def _going_on(screen: Screen, record: Record) -> None:
    for meeting in record.meetings.values():
        if meeting["ended_at"] is None:
            label = screen.words("meeting.go_on", name=meeting["name"])
            st.button(
                label,
                key=f"go_on_{meeting['meeting_id']}",
                type="primary",
                icon=":material/play_arrow:",
                on_click=_resume,
                args=(meeting,),
            )


def _resume(meeting: Row) -> None:
    address.show(agenda_of(meeting), meeting_id=meeting["meeting_id"])


def _new(screen: Screen) -> None:
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
        by = person.ask(words)
        st.caption(words("meeting.will_freeze", month=words.month(screen.month), day=words.day(day_of(screen.as_of))))
        agenda = Agenda(kind or KINDS[0], of)
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
        agenda_of=agenda.of,
        item_minutes=item_minutes,
        kept_by=by,
        at=at,
    )
    address.show(agenda, meeting_id=meeting_id)
    st.rerun()


def _frozen(screen: Screen, at: datetime) -> datetime:
    """Now; or the earlier moment the head looks back to."""
    return min(at, screen.as_of)


def _held(screen: Screen, record: Record) -> None:
    words = screen.words
    ended = [m for m in record.meetings.values() if m["ended_at"] is not None]
    if not ended:
        st.caption(words("meeting.none_held"))
    for meeting in ended:
        decided = record.decisions_of(meeting["meeting_id"])
        still_open = sum(is_open(row) for row in decided)
        overdue = sum(row["standing"] == "overdue" for row in decided)
        late = f" {html.shape('behind')}{escape(words('meeting.overdue', count=overdue))}" if overdue else ""
        told = words("meeting.counts", count=len(decided), open=still_open)
        with st.container(border=True):
            st.html(
                f'<b>{escape(meeting["name"])}</b><div class="ea-muted">'
                f"{escape(words.day(meeting['held_on']))} · {escape(told)}{late}</div>"
            )
            with st.container(horizontal=True):
                st.button(
                    words("meeting.minutes_of"),
                    key=f"minutes_{meeting['meeting_id']}",
                    icon=":material/description:",
                    on_click=address.open_minutes,
                    args=(meeting["meeting_id"],),
                )
                st.button(
                    words("meeting.replay"),
                    key=f"replay_{meeting['meeting_id']}",
                    icon=":material/slideshow:",
                    on_click=_resume,
                    args=(meeting,),
                )
