"""When a figure is about: from its own labels, else from title, sheet name and file name, if these agree."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from etl.grid import Cell
from etl.layouts.label import Label
from etl.layouts.labels import Reader
from etl.layouts.table import Spot, Table
from etl.periods import PeriodReading, Span, periods_within, said_otherwise, years_within
from etl.plan import PlanIndicator
from rules.model import Frequency


class Undated(Exception):
    """Nothing says the period, or two places say different ones. `offers` are (YYYY-MM, likeness)."""

    def __init__(self, cell: Cell | None, found: str, offers: Iterable[tuple[str, float]], span: Span | None) -> None:
        super().__init__(found)
        self.cell = cell
        self.found = found
        self.offers = tuple(offers)
        self.about = ""
        self._span = span

    def answered(self, answer: str) -> PeriodReading:
        """The reading a person gave as YYYY-MM."""
        year, _, month = answer.partition("-")
        return PeriodReading(int(month), self._span or Span.MONTH, int(year))


@dataclass(frozen=True, slots=True)
class _Source:
    cell: Cell | None
    text: str
    readings: tuple[PeriodReading, ...]
    years: frozenset[int]


class Whens:
    """Dates the figures of one sheet."""

    def __init__(
        self, reader: Reader, *, sheet: str, file_name: str, year: int, today: date, over_all: Iterable[Cell]
    ) -> None:
        """`over_all` are the lines over the sheet's first table: they date a table without a title of its own."""
        self._reader = reader
        self._today = today
        self._file_name = file_name
        self._over_all = [_source(cell, cell.text) for cell in over_all]
        self._around = [_source(None, sheet), _source(None, file_name.rpartition(".")[0] or file_name)]
        self._plan_year = year
        self._contexts: dict[int, list[_Source]] = {}
        self._carried: dict[tuple[int, int], PeriodReading] = {}

    def of(
        self, spot: Spot, over: list[Label], beside: list[Label], section: list[Label], *, indicator: PlanIndicator
    ) -> PeriodReading:
        """The period with its year. Raises Undated."""
        for label in (*over, *beside):
            if label.several_periods:
                raise Undated(spot.over[-1] if spot.over else None, label.text, (), None)
        try:
            axes = [_combined(labels) for labels in (over, beside)]
            own = _merged([axis for axis in axes if axis is not None])
            if own is None or own.year is None:
                around = _combined(section)
                own = _merged([axis for axis in (own, around) if axis is not None])
        except _Contradiction as said:
            cell = (*spot.over, *spot.beside)[-1]
            raise Undated(cell, str(said), (), None) from said
        if own is not None and own.year is None:
            own = self._with_carried_year(spot, own, over)
        if own is not None and own.year is not None:
            is_yearly = own.span is Span.YEAR and any(label.relative for label in (*over, *beside))
            if not is_yearly:
                return own
        return self._from_context(spot, own, [*over, *beside, *section], indicator)

    def _with_carried_year(self, spot: Spot, own: PeriodReading, over: list[Label]) -> PeriodReading:
        """2024年1月, 2月, 3月 down a column: the year stands as long as the months rise."""
        key = (id(spot.table), spot.beside[-1].column if spot.beside else 0)
        last = self._carried.get(key)
        if last is not None and last.year is not None and own.month >= last.month and not _combined(over):
            own = PeriodReading(own.month, own.span, last.year)
        return own

    def note_row(self, spot: Spot, when: PeriodReading) -> None:
        """Keeps a row's own written year for the rows below it."""
        if spot.beside and self._reader.read(spot.beside[-1].text).period is not None:
            self._carried[id(spot.table), spot.beside[-1].column] = when

    def _from_context(
        self, spot: Spot, own: PeriodReading | None, labels: list[Label], indicator: PlanIndicator
    ) -> PeriodReading:
        sources = self._context(spot.table)
        if own is not None:
            return self._year_for(own, sources)
        return self._whole(sources, labels, indicator)

    def _year_for(self, own: PeriodReading, sources: list[_Source]) -> PeriodReading:
        years = [source.years for source in sources if source.years]
        said = set().union(*years) if years else set()
        if len(said) == 1 and (own.span is not Span.YEAR or own.year is None):
            return PeriodReading(own.month, own.span, said.pop())
        cell = next((source.cell for source in sources if source.years and source.cell), None)
        found = " / ".join(source.text for source in sources if source.years) or _shown(own)
        offered = sorted(said) or [self._plan_year - 1, self._plan_year]
        raise _UndatedYear(cell, found, own, offered)

    def _whole(self, sources: list[_Source], labels: list[Label], indicator: PlanIndicator) -> PeriodReading:
        """A period nothing at the figure says: every source that names one must name the same."""
        years = {year for source in sources for year in source.years}
        monthly = [source for source in sources if _months(source)]
        ends = {(reading.month) for source in monthly for reading in _months(source)}
        relative = any(label.relative for label in labels)
        spans = [reading for source in sources for reading in source.readings]
        if len(years) == 1 and len(ends) == 1:
            first = _months(monthly[0])[0]
            dated = next((one for source in monthly for one in _months(source) if one.span is Span.TO_DATE), first)
            span = Span.MONTH if relative else dated.span
            return PeriodReading(first.month, span, years.pop())
        yearly = [reading for reading in spans if reading.span is Span.YEAR]
        if len(years) == 1 and not ends and yearly and not relative and indicator.release.frequency is Frequency.ANNUAL:
            return PeriodReading(12, Span.YEAR, years.pop())
        cell = next((source.cell for source in sources if source.cell and (source.readings or source.years)), None)
        found = " / ".join(source.text for source in sources if source.readings or source.years)
        span = next((reading.span for source in monthly for reading in _months(source)), Span.MONTH)
        offers = [(f"{year}-{month:02d}", 0.5) for year in sorted(years) for month in sorted(ends)]
        if yearly and not ends:
            offers += [(f"{year}-12", 0.5) for year in sorted(years)]
            span = Span.MONTH if relative else Span.YEAR
        raise Undated(cell, found or self._file_name, offers or self._months_offered(), span)

    def said_otherwise(self, table: Table, periods: Collection[date]) -> list[tuple[str, Cell | None, str]]:
        """Titles, the tab and the file's name that date a table by a year or a month of none of its figures."""
        return [
            (code, source.cell, other)
            for code, source in self._named(table)
            if (source.years or source.readings) and (other := said_otherwise(source.text, periods))
        ]

    def _named(self, table: Table) -> list[tuple[str, _Source]]:
        tab, file = self._around
        titles = [source for source in self._context(table) if source is not tab and source is not file]
        named = [("title_period_differs", title) for title in titles]
        return [*named, ("tab_period_differs", tab), ("period_differs", file)]

    def _agreed(self) -> list[_Source]:
        dated = [source for source in self._over_all if source.years or source.readings]
        return dated[:1] if len({(source.years, source.readings) for source in dated}) == 1 else []

    def _months_offered(self) -> list[tuple[str, float]]:
        """The newest months that can have been reported."""
        months = [date(year, month, 1) for year in (self._plan_year, self._plan_year - 1) for month in range(12, 0, -1)]
        return [(f"{month:%Y-%m}", 0.1) for month in months if month <= self._today][:12]

    def _context(self, table: Table) -> list[_Source]:
        """Title, sheet name, file name; of several titles the nearest that dates anything."""
        key = id(table)
        if key not in self._contexts:
            dated = [_source(cell, cell.text) for cell in table.lines]
            titles = [source for source in dated if source.years or source.readings][:2]
            self._contexts[key] = [*(titles or self._agreed()), *self._around]
        return self._contexts[key]


class _Contradiction(Exception):
    """The labels of one figure give it two periods."""


class _UndatedYear(Undated):
    """Only the year is missing."""

    def __init__(self, cell: Cell | None, found: str, own: PeriodReading, years: list[int]) -> None:
        super().__init__(cell, found, [(str(year), 0.5) for year in years], own.span)
        self.about = "year"
        self._own = own

    def answered(self, answer: str) -> PeriodReading:
        return PeriodReading(self._own.month, self._own.span, int(answer.partition("-")[0]))


def _source(cell: Cell | None, text: str) -> _Source:
    readings = tuple(periods_within(text))
    years = {reading.year for reading in readings if reading.year is not None}
    return _Source(cell, text, readings, frozenset(years | set(years_within(text))))


def _months(source: _Source) -> list[PeriodReading]:
    return [reading for reading in source.readings if reading.span is not Span.YEAR or reading.year is None]


def _combined(labels: list[Label]) -> PeriodReading | None:
    """One axis, innermost label first: a month under its year."""
    found = [label.period for label in labels if label.period is not None]
    return _merged(found)


def _merged(found: list[PeriodReading]) -> PeriodReading | None:
    """A month of one label in the year of another; of two that say the same, the first."""
    if not found:
        return None
    months = [one for one in found if not (one.span is Span.YEAR and one.year is not None)]
    years = {one.year for one in found if one.year is not None}
    if not months:
        if len(years) > 1:
            raise _Contradiction(" / ".join(map(str, sorted(years))))
        return found[0]
    first = months[0]
    if len(years) > 1 or any(one.month != first.month for one in months):
        raise _Contradiction(" / ".join(f"{one.year or ''}-{one.month:02d}" for one in found))
    return PeriodReading(first.month, first.span, next(iter(years), None))


def _shown(reading: PeriodReading) -> str:
    return f"{reading.month}月"
