"""The year's post: every workbook with its day, its sender and its cells, in the order it comes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from etl.demonstration.courses import YEAR_END, Course
from etl.demonstration.sending import Turnout, backfill_day, office_moment, sending_day, turnouts
from etl.demonstration.story import CellStory, FileStory, Point, Story
from etl.plan import Plan, PlanIndicator
from etl.template import Entry
from etl.values import STAGE_WORDS
from rules.model import Measure
from rules.periods import add_months

_CLERKS = "甲乙丙丁"
_OPERATOR = "运营员甲"


@dataclass(frozen=True, slots=True)
class Letter:
    """One workbook on its way. `stored` is what the warehouse will hold of it, by indicator."""

    unit_id: str
    period: date
    file_name: str
    received_at: datetime
    received_by: str
    entries: Mapping[str, Entry]
    stored: Mapping[str, float | None]
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_reason: str = ""


def write_post(plan: Plan, *, courses: Mapping[str, Course], story: Story) -> list[Letter]:
    """All letters, oldest first."""
    letters = [letter for unit_id in plan.units for letter in _unit_letters(_Office(plan, courses, story, unit_id))]
    return sorted(letters, key=lambda letter: (letter.received_at, letter.file_name))


class _Cell(NamedTuple):
    """What a unit writes, and the figure the warehouse will hold of it (None: reported as missing)."""

    entry: Entry
    value: float | None
    is_stored: bool


class _Office:
    """One unit's desk: what it reports, and how it writes a cell."""

    def __init__(self, plan: Plan, courses: Mapping[str, Course], story: Story, unit_id: str) -> None:
        self.plan, self.story, self.unit_id = plan, story, unit_id
        self.indicators = [
            one for name, one in plan.indicators.items() if one.reporting_unit == unit_id and name in courses
        ]
        self.courses = courses
        names = {one.indicator_id for one in self.indicators}
        self.cells = [cell for cell in story.cells if cell.indicator_id in names]
        self.clerk = f"填报员{Random(unit_id).choice(_CLERKS)}"

    def periods(self) -> list[date]:
        return sorted({period for one in self.indicators for period in self.courses[one.indicator_id]})

    def reporting(self, period: date) -> list[PlanIndicator]:
        """The indicators that have a figure for the period."""
        return [one for one in self.indicators if period in self.courses[one.indicator_id]]

    def uncalled_for(self, period: date) -> list[str]:
        """The indicators somebody fills in although there is no such figure; they stand in the first file."""
        told = (c.indicator_id for c in self.cells if c.period == period and c.sent_on is None)
        return [name for name in told if period not in self.courses[name]]

    def told(self, indicator_id: str, period: date, sent_on: date | None) -> CellStory | None:
        wanted = (indicator_id, period, sent_on)
        found = (cell for cell in self.cells if (cell.indicator_id, cell.period, cell.sent_on) == wanted)
        return next(found, None)

    def letter(
        self, names: list[str], period: date, day: date, *, suffix: str = "", sent_on: date | None = None
    ) -> Letter:
        """The workbook with these indicators' cells, sent on `day`."""
        file_name = f"{self.plan.units[self.unit_id]}_{period:%Y年%m月}{suffix}.xlsx"
        cells = {name: self._cell(name, period, sent_on) for name in names}
        return Letter(
            unit_id=self.unit_id,
            period=period,
            file_name=file_name,
            received_at=office_moment(day, Random(file_name)),
            received_by=self.clerk,
            entries={name: cell.entry for name, cell in cells.items()},
            stored={name: cell.value for name, cell in cells.items() if cell.is_stored},
        )

    def _cell(self, name: str, period: date, sent_on: date | None) -> _Cell:
        point = self.courses[name].get(period, Point(0.0))
        drawn = _shown(point.value, self.plan.indicators[name])
        story = self.told(name, period, sent_on)
        if story is None:
            return _Cell(Entry(drawn, overdue=point.overdue), point.value, is_stored=True)
        shown = _written(story.shown) if story.shown else drawn
        entry = Entry(shown, story.nature or None, story.remark or None, point.overdue)
        value = point.value if shown == drawn else _number(shown)
        return _Cell(entry, value, is_stored=not story.refused)


def _shown(value: float, indicator: PlanIndicator) -> float | int | str:
    if indicator.measure == Measure.STAGE:
        return STAGE_WORDS[int(value)][0]
    return int(value) if indicator.is_integer or indicator.decimals == 0 else value


def _written(text: str) -> float | int | str:
    """A cell's text as a spreadsheet keeps it: a number where it is one."""
    try:
        return int(text) if text.isdigit() else float(text)
    except ValueError:
        return text


def _number(shown: float | int | str) -> float | None:
    return None if isinstance(shown, str) else float(shown)


def _unit_letters(office: _Office) -> Iterator[Letter]:
    for period in office.periods():
        yield from _period_letters(office, period)
    sent_before: Counter[date] = Counter()
    for period, sent_on in sorted({(c.period, c.sent_on) for c in office.cells if c.sent_on}):
        names = [c.indicator_id for c in office.cells if (c.period, c.sent_on) == (period, sent_on)]
        sent_before[period] += 1
        suffix = f"_更正{sent_before[period]}" if sent_before[period] > 1 else "_更正"
        yield office.letter(names, period, sent_on, suffix=suffix, sent_on=sent_on)


def _period_letters(office: _Office, period: date) -> Iterator[Letter]:
    story = office.story.files.get((office.unit_id, period))
    if story and story.what == "silent":
        return
    for number, turnout in enumerate(turnouts(office.reporting(period), period), 1):
        suffix = f"_{number}" if number > 1 else ""
        names = [one.indicator_id for one in turnout.indicators]
        names += office.uncalled_for(period) if number == 1 else []
        told = story if number == 1 else None
        letter = office.letter(names, period, _day(office, turnout, period, told), suffix=suffix)
        if told and told.what == "withdrawn":
            yield _wrong_letter(office, letter, told)
            letter = replace(letter, file_name=letter.file_name.replace(".xlsx", "_重报.xlsx"))
        yield letter


def _day(office: _Office, turnout: Turnout, period: date, story: FileStory | None) -> date:
    random = Random(f"{office.unit_id} {period} {turnout.planned}")
    if story and story.sent_on:
        return story.sent_on
    if period < YEAR_END:
        return backfill_day(random)
    return sending_day(turnout, unit_id=office.unit_id, random=random)


def _wrong_letter(office: _Office, right: Letter, story: FileStory) -> Letter:
    """Last month's figures under this month's name, sent two days before the right ones and taken back a day later."""
    entries, before = {}, add_months(right.period, -1)
    for name in right.entries:
        point = office.courses[name].get(before)
        if point is not None:
            entries[name] = Entry(_shown(point.value, office.plan.indicators[name]), overdue=point.overdue)
    assert story.sent_on is not None
    random = Random(f"withdrawn {right.file_name}")
    return replace(
        right,
        received_at=office_moment(story.sent_on - timedelta(days=2), random),
        entries=entries,
        stored={},
        withdrawn_at=office_moment(story.sent_on - timedelta(days=1), random),
        withdrawn_by=_OPERATOR,
        withdrawn_reason=story.reason,
    )
