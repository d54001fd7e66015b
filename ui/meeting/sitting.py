"""A meeting on the screen: the frozen board, the pages of its agenda and which one is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rules.periods import day_of
from ui import person, shell
from ui.data import board_at
from ui.kept import kept
from ui.keys import BY_KEY, Key, key_of
from ui.meeting import address
from ui.meeting.agenda import Agenda, Slide, count_items, position, read_agenda, slides_of
from ui.meeting.record import Record, live, record_at
from ui.screen import Screen

PAGE = "meeting"


@dataclass(frozen=True)
class Sitting:
    """What every page of a meeting works with; `meeting` is None where somebody only looks ahead."""

    screen: Screen
    record: Record
    meeting: dict[str, Any] | None
    agenda: Agenda
    slides: tuple[Slide, ...]
    place: int
    left_out: int
    """How many items the agenda has no time for."""

    @property
    def slide(self) -> Slide:
        return self.slides[self.place]

    @property
    def is_on(self) -> bool:
        """Whether a meeting is going on, so that something can be noted."""
        return self.meeting is not None and self.meeting["ended_at"] is None

    @property
    def recorder(self) -> str:
        """Who notes what is said: whoever is at the keyboard, else who keeps the minutes; "" outside a meeting."""
        return person.current() or (str(self.meeting["kept_by"]) if self.meeting else "")

    def near(self, step: int) -> Slide | None:
        """The page so many steps on; None beyond the ends."""
        place = self.place + step
        return self.slides[place] if 0 <= place < len(self.slides) else None


@kept(max_entries=64, hash_funcs=BY_KEY)
def _slides(key: Key, agenda_code: str) -> tuple[tuple[Slide, ...], int]:
    """The pages, and how many items they leave out."""
    agenda = read_agenda(agenda_code)
    assert agenda is not None
    slides = slides_of(key.board, agenda)
    return slides, count_items(key.board, agenda) - (len(slides) - 2)


@kept(max_entries=64, hash_funcs=BY_KEY)
def items_in(key: Key, agenda_code: str) -> int:
    """How many items an agenda has if all are gone through."""
    agenda = read_agenda(agenda_code)
    assert agenda is not None
    return count_items(key.board, agenda)


def count_pages(screen: Screen, meeting: dict[str, Any], agenda: Agenda) -> int:
    """How many pages a meeting has, over the figures it froze."""
    board = board_at(meeting["figures_as_of"], meeting["reference_period"])
    return len(_slides(key_of(replace(screen, board=board)), agenda.code)[0])


def begin(agenda: Agenda, *, is_narrow: bool = False) -> Sitting:
    """Draw the bare frame and find the page the address asks for; a meeting's figures are the ones it froze.

    In a narrow window the charts have smaller letters than on the projector.
    """
    record = record_at(live())
    meeting = record.meetings.get(address.meeting_id() or "")
    if meeting is not None:
        address.freeze(f"{meeting['reference_period']:%Y-%m}", day_of(meeting["figures_as_of"]).isoformat())
    screen = shell.begin(PAGE, bare=True)
    if meeting is not None:
        screen = replace(screen, board=board_at(meeting["figures_as_of"], meeting["reference_period"]))
    else:
        record = record_at(screen.as_of)
    if screen.size != "phone":
        screen = replace(screen, size="tile" if is_narrow else "projector")  # people look at it from ten metres
    slides, left_out = _slides(key_of(screen), agenda.code)
    place = position(slides, address.slide())
    address.write(slide=slides[place].code)
    sitting = Sitting(screen, record, meeting, agenda, slides, place, left_out)
    if meeting is not None and sitting.is_on:
        address.keep_place(meeting["meeting_id"], (agenda.code, slides[place].code))
    return sitting
