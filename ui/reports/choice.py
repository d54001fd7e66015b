"""Which report is on the screen: a kind and a period, or an issued one; kept in the address as `report`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from i18n import Words
from reports.content.kinds import KINDS
from reports.periods import Period, Shape, parse_period, period_of
from rules.periods import day_of, period_end
from ui import state
from ui.process import the_process
from ui.screen import Screen
from warehouse.meetings import read_meetings

ISSUED = "issued"
_KIND, _PERIOD = "pick_report_kind", "pick_report_period"


@dataclass(frozen=True, slots=True)
class Choice:
    """`report_id` is set for an issued report; else kind and period."""

    kind: str
    period: str
    report_id: str | None = None


def current(screen: Screen, issued_ids: list[str]) -> Choice:
    """What the address, else the session, asks for; the monthly work report of the head's month by default."""
    state.take_from_url("report")
    wanted = str(st.session_state.get("report") or "")
    head, _, tail = wanted.partition(".")
    if head == ISSUED and tail in issued_ids:
        return Choice("", "", tail)
    offered = kinds_for(screen)
    kind = head if head in offered else offered[0]
    periods = periods_for(screen, kind)
    if wanted and (head != kind or (tail and tail not in periods)):
        state.note_unknown("report", wanted)
    return Choice(kind, tail if tail in periods else periods[0])


def title(screen: Screen, issued_ids: list[str]) -> str:
    """The screen's name; what the address asks for in vain is noted before the head is drawn, which says so."""
    current(screen, issued_ids)
    return screen.words("nav.reports")


def keep(choice: Choice) -> None:
    """Writes the choice to the session and the address."""
    text = issued_address(choice.report_id) if choice.report_id else _address(choice)
    st.session_state["report"] = text
    state.write_to_url(report=text)


def issued_address(report_id: str) -> str:
    """What the address says of an issued report."""
    return f"{ISSUED}.{report_id}"


def _address(choice: Choice) -> str:
    """A monthly report follows the head's month, so its address need not name one."""
    return choice.kind if KINDS[choice.kind].shape is Shape.MONTH else f"{choice.kind}.{choice.period}"


def open_issued(report_id: str | None) -> None:
    """Shows an issued report from the next run on; None goes back to the draft."""
    _turn_to(issued_address(report_id) if report_id else None)


def _turn_to(address: str | None) -> None:
    st.session_state["report"] = address
    state.forget_unknown("report")


def kinds_for(screen: Screen) -> list[str]:
    """The kinds there is something to report of: minutes need a meeting."""
    return [kind for kind in KINDS if periods_for(screen, kind)]


def periods_for(screen: Screen, kind: str) -> list[str]:
    """The keys of the periods a kind may be about, the most likely first."""
    shape = KINDS[kind].shape
    if shape is Shape.MONTH:
        return [period_of(shape, screen.month).key]
    if shape is Shape.MEETING:
        return list(_meetings(screen))
    year = screen.month.year
    newest = min(day_of(screen.as_of), date(year, 12, 31))
    found: list[Period] = [period_of(shape, newest)]
    while found[-1].start > date(year, 1, 1):
        found.append(found[-1].before())
    if shape is Shape.QUARTER:
        found.sort(key=lambda period: (period.end > period_end(screen.month), -period.number))
    return [period.key for period in found]


def _meetings(screen: Screen) -> dict[str, str]:
    """meeting_id -> its day and name, the newest first."""
    process, words = the_process(), screen.words
    rows = read_meetings(process.warehouse, process.programme_id, screen.as_of).iter_rows(named=True)
    return {row["meeting_id"]: f"{words.day(row['held_on'])} {row['name']}" for row in rows}


def ask(screen: Screen, choice: Choice) -> Choice:
    """The two select boxes; the period's only where the head's month does not say it."""
    words = screen.words
    st.session_state[_KIND] = choice.kind
    st.selectbox(
        words("paper.screen.kind"),
        kinds_for(screen),
        key=_KIND,
        format_func=lambda kind: words(f"paper.kind.{kind}"),
        on_change=_take_kind,
    )
    if KINDS[choice.kind].shape is not Shape.MONTH:
        _ask_period(screen, choice, words)
    return choice


def _ask_period(screen: Screen, choice: Choice, words: Words) -> None:
    st.session_state[_PERIOD] = choice.period
    meetings = _meetings(screen) if KINDS[choice.kind].shape is Shape.MEETING else {}
    st.selectbox(
        words("paper.screen.period"),
        periods_for(screen, choice.kind),
        key=_PERIOD,
        format_func=lambda key: meetings.get(key) or parse_period(key).in_words(words),
        on_change=_take_period,
        args=(choice.kind,),
    )


def _take_kind() -> None:
    _turn_to(st.session_state[_KIND])


def _take_period(kind: str) -> None:
    _turn_to(f"{kind}.{st.session_state[_PERIOD]}")
