"""Claims: what each figure of a table is about. Where its labels leave more than one reading, a question."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum
from typing import Final

from etl.fold import likeness
from etl.grid import Cell
from etl.layouts.labels import FOREIGN, MOST_KEPT, Label, Place, Reader, Role, Said, is_total, leading_area, unit_line
from etl.layouts.tables import Spot, Table
from etl.layouts.when import Undated, Whens
from etl.meaning import BASIS_WORDS, GROWTH_WORD, basis_of
from etl.periods import PeriodReading, Span
from etl.plan import Plan, PlanIndicator
from etl.questions import NOT_OURS, Choice, Kind, Scope
from rules.model import Accumulation, Measure

LIKELY: Final = 0.75
"""From this likeness on a near name is proposed; below it the row is listed as not ours."""
_MONTH_ANSWER = re.compile(r"(?:19|20)\d\d-(?:0?[1-9]|1[0-2])")
_YEAR_ANSWER = re.compile(r"(?:19|20)\d\d(?:-\d{1,2})?")
_MOST_CHOICES: Final = 5
_COUNTS: Final = {Measure.LEVEL, Measure.EVENTS, Measure.OPEN_CASES}


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure of the plan, still to be read: `said_unit` as written, "" where only the cell can say it."""

    spot: Spot
    indicator: PlanIndicator
    when: PeriodReading
    said_unit: str
    factor: Decimal | None


class Left(Exception):
    """The cell is not of the plan. `reason` is a word of `cell.<reason>`."""

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(reason, about)
        self.reason = reason
        self.about = about


class Refused(Exception):
    """The cell is the plan's and cannot be taken. `code` is a finding's."""

    def __init__(self, code: str, *, found: str = "", expected: str = "", indicator_id: str | None = None) -> None:
        super().__init__(code, found, expected)
        self.code = code
        self.found = found
        self.expected = expected
        self.indicator_id = indicator_id


class Asked(Exception):
    """Only a person can say. Where it stands and what is offered is all a question needs."""

    def __init__(
        self, kind: Kind, cell: Cell | None, found: str, choices: Iterable[Choice], *, scope: Scope, about: str = ""
    ) -> None:
        super().__init__(kind, found)
        self.kind = kind
        self.cell = cell
        self.found = found
        self.choices = tuple(choices)
        self.scope = scope
        self.about = about


class Fit(IntEnum):
    """How a candidate stands to what the labels say."""

    NO = 0
    ASK = 1
    BASE = 2
    WHOLE = 3


@dataclass(frozen=True, slots=True)
class _Named:
    """A label with the indicators it may name; `whole` are those of exactly its name."""

    label: Label
    cell: Cell
    whole: frozenset[str]
    based: frozenset[str]

    @property
    def any(self) -> frozenset[str]:
        return self.whole | self.based


@dataclass(frozen=True, slots=True)
class _Column:
    """What the heading over a column of figures says of how they are counted."""

    column: int
    sums: Accumulation | None
    month: int | None
    is_growth: bool
    is_foreign: bool


def _column(column: int, over: list[Label]) -> _Column:
    period = next((label.period for label in reversed(over) if label.period), None)
    sums = next((label.accumulation for label in reversed(over) if label.accumulation), None)
    if sums is None and period is not None:
        dated = {Span.TO_DATE: Accumulation.YTD, Span.MONTH: Accumulation.PERIOD}
        sums = dated.get(period.span)
    said = {label.said for label in over}
    return _Column(
        column=column,
        sums=sums,
        month=period.month if period else None,
        is_growth=bool(said & {Said.GROWTH, Said.COMPARED}),
        is_foreign=bool(said & FOREIGN),
    )


class Answered:
    """What was answered, asked by place; unanswered questions come back as None."""

    def choice(self, kind: Kind, sheet: str, cell: Cell | None, about: str = "") -> str | None:
        raise NotImplementedError

    def learn(self, kind: str, alias: str, meaning: str) -> None:
        """Keeps a name a person confirmed."""
        raise NotImplementedError


class Names:
    """The plan's names, whole and without their measure words, made once a plan."""

    def __init__(self, plan: Plan, reader: Reader) -> None:
        self.plan = plan
        self.reader = reader
        self._based: dict[str, set[str]] = {}
        self._named: dict[str, _Named] = {}
        for name, indicator_id in plan.indicator_names.items():
            if base := reader.base(name):
                self._based.setdefault(base, set()).add(indicator_id)

    def named(self, cell: Cell) -> _Named:
        text = cell.text
        if text not in self._named:
            if len(self._named) >= MOST_KEPT:
                self._named.clear()
            self._named[text] = self._look_up(cell)
        return replace(self._named[text], cell=cell)

    def _look_up(self, cell: Cell) -> _Named:
        label = self.reader.read(cell.text)
        names, folded = self.plan.indicator_names, self.plan.fold(cell.text)
        whole = {names[text] for text in (folded, label.whole) if text in names}
        if whole:
            return _Named(label, cell, frozenset(whole), frozenset(self._based.get(label.rest, ())) - whole)
        based = set(self._based.get(label.rest, ())) if label.rest else set()
        return _Named(label, cell, frozenset(), frozenset(based))

    def names(self, text: str) -> bool:
        """Whether a text names an indicator, for telling rows from headings."""
        label = self.reader.read(text)
        return label.whole in self.plan.indicator_names or label.rest in self._based

    def nearest(self, label: Label) -> list[tuple[str, float]]:
        """Indicators with like names, best first."""
        return likeness(label.rest or label.whole, self.plan.indicator_names, count=_MOST_CHOICES, least=0.6)


class Claims:
    """Goes through the spots of one sheet's tables."""

    def __init__(self, names: Names, answered: Answered, whens: Whens) -> None:
        self._names = names
        self._plan = names.plan
        self._reader = names.reader
        self._answered = answered
        self._whens = whens
        self._outright: dict[int, set[str]] = {}
        self._beside: dict[tuple[int, Cell | int | None], list[_Column]] = {}
        self._ours: set[int] = set()  # tables whose titles name no other place

    def claim(self, spot: Spot) -> Claim:
        """What a spot claims. Raises Left, Refused, Asked."""
        over = [self._names.named(cell) for cell in spot.over]
        beside = [self._names.named(cell) for cell in spot.beside]
        section = [self._names.named(spot.section)] if spot.section else []
        self._leave_foreign([*over, *beside])
        self._leave_other_places(spot, over, beside, section)
        naming, others = self._naming(spot, over, beside, section)
        self._leave_parts(spot, naming, over, beside)
        labels = [one.label for one in others]
        indicator = self._choose(spot, naming, labels)
        when = self._date(spot, indicator, over, beside, section)
        self._check_accumulation(spot, indicator, naming, labels, when)
        unit, factor = self._unit(spot, indicator, over, naming, section)
        return Claim(spot, indicator, when, unit, factor)

    # what it is not

    def _leave_foreign(self, labels: list[_Named]) -> None:
        for one in labels:
            if one.label.said in FOREIGN and not one.whole:
                raise Left(one.label.said.value, one.cell.text)

    def _leave_other_places(self, spot: Spot, over: list[_Named], beside: list[_Named], section: list[_Named]) -> None:
        """A place of its own on either side decides; without one, any other place leaves the figure out."""
        unnamed = [one for one in (*over, *beside) if not one.whole]
        joined = self._plan.fold("".join(one.cell.text for one in over))
        if any(one.label.place is Place.OWN for one in unnamed) or joined in self._plan.area_names:
            return
        others = [one for one in unnamed if one.label.place is Place.OTHER]
        for one, role in zip(beside, spot.beside_roles, strict=False):
            if role is Role.AREA and not one.any:
                others.append(one)
        if others:
            raise Left("other_area", others[0].cell.text)
        if any(one.label.place is Place.OTHER for one in section):
            raise Left("other_area", section[0].cell.text)
        if id(spot.table) not in self._ours:
            self._ask_foreign_title(spot.table)
            self._ours.add(id(spot.table))

    def _ask_foreign_title(self, table: Table) -> None:
        """A title that names another place: asked once a table."""
        labels = [(cell, self._reader.read(cell.text)) for cell in table.lines]
        if any(label.place is Place.OWN for _, label in labels):
            return
        if any(name in self._plan.fold(cell.text) for cell, _ in labels for name in self._plan.area_names):
            return
        for cell, label in labels:
            if label.place is Place.OTHER or any(
                leading_area(text, self._plan) for text in (self._plan.fold(cell.text), label.rest)
            ):
                answer = self._answered.choice(Kind.TABLE, table.sheet, cell)
                if answer not in {"ours", NOT_OURS}:
                    choices = [Choice("ours", 0.5, "choice.ours", {"found": cell.text})]
                    raise Asked(Kind.TABLE, cell, cell.text, choices, scope=Scope.TABLE)
                if answer == NOT_OURS:
                    raise Left("other_area", cell.text)

    # which indicator

    def _naming(
        self, spot: Spot, over: list[_Named], beside: list[_Named], section: list[_Named]
    ) -> tuple[_Named, list[_Named]]:
        """The label that names the indicator (innermost first), and the others."""
        rows = [one for one in reversed(beside) if one.any]
        columns = [one for one in reversed(over) if one.any]
        if rows and columns:
            both = rows[0].any & columns[0].any
            if not both:
                found = f"{rows[0].cell.text} / {columns[0].cell.text}"
                raise Refused("indicator_contradicts", found=found)
        named = rows or columns
        all_labels = [*over, *beside]
        if named:
            return named[0], [one for one in (*all_labels, *section) if one is not named[0]]
        unnamed = next((one for one in reversed(beside) if self._is_name(one)), None)
        unnamed = unnamed or next((one for one in reversed(over) if self._is_name(one)), None)
        if unnamed is not None:
            return self._proposed(spot, unnamed), [one for one in (*all_labels, *section) if one is not unnamed]
        for one in (*section, *map(self._titled, spot.table.lines)):
            if one.any:
                return one, [*all_labels, *(other for other in section if other is not one)]
        raise Left("no_label")

    def _titled(self, cell: Cell) -> _Named:
        """A line over the table as a name: `指标：地区生产总值(亿元)`."""
        _, _, after = cell.text.replace("：", ":").rpartition(":")
        found = self._names.named(cell._replace(value=after.strip())) if after.strip() else self._names.named(cell)
        return replace(found, cell=cell)

    def _is_name(self, one: _Named) -> bool:
        label = one.label
        return bool(label.rest) and label.role is None and label.place is None

    def _proposed(self, spot: Spot, one: _Named) -> _Named:
        """What a person said an unknown label names; asked where a near name exists."""
        if is_total(one.label.rest):
            raise Left("total", one.cell.text)
        answer = self._answered.choice(Kind.INDICATOR, spot.table.sheet, one.cell)
        if answer == NOT_OURS:
            raise Left("indicator_unknown", one.cell.text)
        if answer is not None and answer in self._plan.indicators:
            self._answered.learn("indicator", one.label.whole, answer)
            return replace(one, whole=frozenset({answer}))
        near = self._names.nearest(one.label)
        if not near or near[0][1] < LIKELY or one.label.part:
            raise Left("indicator_unknown", one.cell.text)
        raise self._ask_indicator(spot, one, near)

    def _ask_indicator(self, spot: Spot, one: _Named, near: Iterable[tuple[str, float]]) -> Asked:
        choices = [
            Choice(found, round(score, 3), "choice.indicator", {"name": self._plan.indicators[found].name})
            for found, score in near
        ]
        scope = Scope.ROW if one.cell in spot.beside else Scope.COLUMN
        return Asked(Kind.INDICATOR, one.cell, one.cell.text, choices, scope=scope)

    def _leave_parts(self, spot: Spot, naming: _Named, over: list[_Named], beside: list[_Named]) -> None:
        """A label further in than the name makes it a part; a heading nobody understands may change the meaning."""
        inner = beside[beside.index(naming) + 1 :] if naming in beside else []
        if any(self._is_name(one) for one in inner):
            raise Left("part", inner[-1].cell.text)
        if naming.label.part and naming.any:
            answer = self._answered.choice(Kind.INDICATOR, spot.table.sheet, naming.cell)
            if answer == NOT_OURS:
                raise Left("part", naming.cell.text)
            if answer is None:
                raise self._ask_indicator(spot, naming, [(found, 0.5) for found in sorted(naming.any)])
        if naming.cell in spot.over:
            for one in beside:
                if self._is_name(one) and not one.any:
                    raise Left("row_unknown", one.cell.text)
        for one in over:
            spans_all = one.cell.column <= spot.table.left
            if one is not naming and self._is_name(one) and not one.any and not spans_all:
                raise Left("column_unknown", one.cell.text)

    def _choose(self, spot: Spot, naming: _Named, labels: list[Label]) -> PlanIndicator:
        """The one indicator the name and the other labels agree on."""
        answer = self._answered.choice(Kind.INDICATOR, spot.table.sheet, naming.cell)
        if answer is not None and answer in self._plan.indicators and naming.whole != {answer}:
            naming = replace(naming, whole=frozenset({answer}), based=frozenset())
        fits = {found: self._fit(found, naming, labels, spot) for found in naming.any}
        best = max(fits.values())
        found = [indicator_id for indicator_id, fit in fits.items() if fit is best]
        if best is Fit.NO:
            raise Left("other_measure", naming.cell.text)
        if len(found) > 1:
            raise self._ask_indicator(spot, naming, [(one, 0.5) for one in sorted(found)])
        indicator = self._plan.indicators[found[0]]
        if best is Fit.ASK:
            self._ask_measure(spot, indicator, naming)
        return indicator

    def _fit(self, indicator_id: str, naming: _Named, labels: list[Label], spot: Spot) -> Fit:
        indicator, is_whole = self._plan.indicators[indicator_id], indicator_id in naming.whole
        said = [label.said for label in labels if label.said]
        own = naming.label.said
        if not is_whole and own:
            said.append(own)
        grows = indicator.measure is Measure.YOY_GROWTH
        sums = next((label.accumulation for label in (naming.label, *labels) if label.accumulation), None)
        flows = {Accumulation.PERIOD, Accumulation.YTD}
        if len(naming.any) > 1 and sums in flows and {sums, indicator.accumulation} == flows:
            return Fit.NO  # another name of the same base says it
        if Said.GROWTH in said:
            if grows and is_whole and own is Said.GROWTH and naming.cell not in spot.over:
                return Fit.ASK  # the growth of a growth? Under a heading it says the same again
            return (Fit.WHOLE if is_whole else Fit.BASE) if grows else Fit.NO
        if Said.COMPARED in said:
            shows_percent = spot.cell.percent or spot.cell.text.endswith(("%", "％"))
            sure = shows_percent and not (is_whole and own is Said.GROWTH)
            return Fit.NO if not grows else Fit.BASE if sure else Fit.ASK
        if Said.LEVEL in said and indicator.measure not in _COUNTS:
            return Fit.NO
        if Said.SHARE in said and indicator.measure is not Measure.SHARE:
            return Fit.NO
        if grows and not is_whole:
            units = [unit for label in (naming.label, *labels) for unit in label.units]
            units += [spot.unit.text] if spot.unit else []
            return Fit.ASK if units and all(self._is_percent(unit) for unit in units) else Fit.NO
        return Fit.WHOLE if is_whole else Fit.BASE

    def _is_percent(self, unit: str) -> bool:
        return any(measure == "percent" for measure, _ in self._plan.unit_words.meanings(unit))

    # which measure

    def _check_accumulation(
        self, spot: Spot, indicator: PlanIndicator, naming: _Named, labels: list[Label], when: PeriodReading
    ) -> None:
        """Month, year to date and end of period are never mixed; what nothing says is asked once a table."""
        said = next((label.accumulation for label in (naming.label, *labels) if label.accumulation), None)
        asks = indicator.accumulation
        said = said or self._said_beside(spot, indicator, naming, when)
        if said is None and when.span is Span.TO_DATE and not self._is_mixed(spot, naming):
            said = Accumulation.YTD
        is_all_of_it = when.span is Span.YEAR or (when.month == 1 and when.span is Span.MONTH)
        if is_all_of_it and (said is not Accumulation.END_OF_PERIOD or asks is Accumulation.END_OF_PERIOD):
            return  # one and the same
        if when.span is Span.QUARTER and when.month == 3 and said is not Accumulation.END_OF_PERIOD:
            return
        if said is asks:
            return
        if said is None and asks is Accumulation.END_OF_PERIOD:
            return
        if said is None and asks is Accumulation.PERIOD and when.span in {Span.MONTH, Span.QUARTER}:
            return
        if said is None and indicator.indicator_id in self._said_outright(spot.table):
            raise Left("other_measure", naming.cell.text)
        if said is None or (asks is Accumulation.END_OF_PERIOD and said is Accumulation.PERIOD):
            self._ask_measure(spot, indicator, naming)
            return
        if asks is Accumulation.END_OF_PERIOD:
            self._ask_measure(spot, indicator, naming)
            return
        raise Left("other_measure", naming.cell.text)

    def _said_beside(
        self, spot: Spot, indicator: PlanIndicator, naming: _Named, when: PeriodReading
    ) -> Accumulation | None:
        """What the columns of the same name say of one that says nothing: 累计, 同比; or 本月, 同比, 累计, 同比.

        Raises Left where a column of the same kind and month beside it is the one that counts.
        """
        columns = self._columns(spot, naming)
        own = next(one for one in columns if one.column == spot.cell.column)
        if own.sums is Accumulation.PERIOD and indicator.accumulation is Accumulation.YTD:
            for one in columns:
                if (one.is_growth, one.sums, one.month) == (own.is_growth, Accumulation.YTD, when.month):
                    raise Left("other_measure", naming.cell.text)
        if own.sums is not None or not own.is_growth:
            return None
        sums = {one.sums for one in columns if one.sums}
        if len(sums) == 1:
            return sums.pop()
        if len(columns) % 2 == 0 and all(bool(one.sums) is (place % 2 == 0) for place, one in enumerate(columns)):
            return columns[columns.index(own) - 1].sums
        return None

    def _is_mixed(self, spot: Spot, naming: _Named) -> bool:
        """Whether a growth stands beside columns of months and of years to date, and says neither."""
        columns = self._columns(spot, naming)
        own = next(one for one in columns if one.column == spot.cell.column)
        return own.is_growth and own.sums is None and len({one.sums for one in columns if one.sums}) > 1

    def _columns(self, spot: Spot, naming: _Named) -> list[_Column]:
        """The columns of figures under the same heading name or beside the same names, left to right; what is no
        figure of ours left out."""
        heads = naming.cell in spot.over
        place = naming.cell if heads else spot.beside[0].column if spot.beside else None
        key = (id(spot.table), place)
        if key not in self._beside:
            found: dict[int, _Column] = {}
            for one in spot.table.spots:
                same = place in one.over if heads else place == (one.beside[0].column if one.beside else None)
                if same and one.cell.column not in found:
                    found[one.cell.column] = _column(
                        one.cell.column, [self._reader.read(cell.text) for cell in one.over]
                    )
            self._beside[key] = [found[column] for column in sorted(found)]
        return [one for one in self._beside[key] if one.column == spot.cell.column or not one.is_foreign]

    def _said_outright(self, table: Table) -> set[str]:
        """Indicators that some label of the table names with their very accumulation."""
        if id(table) not in self._outright:
            cells = {cell for spot in table.spots for cell in (*spot.over, *spot.beside)}
            named = [one for one in map(self._names.named, cells) if one.label.accumulation]
            self._outright[id(table)] = {
                found
                for one in named
                for found in one.any
                if self._plan.indicators[found].accumulation is one.label.accumulation
            }
        return self._outright[id(table)]

    def _ask_measure(self, spot: Spot, indicator: PlanIndicator, naming: _Named) -> None:
        """Asks by column where the column has no date of its own, else by the table's rows."""
        deepest = spot.over[-1] if spot.over else naming.cell
        dated = bool(spot.over) and self._reader.read(deepest.text).period is not None
        place = naming.cell if dated or naming.cell in spot.over else deepest
        answer = self._answered.choice(Kind.MEASURE, spot.table.sheet, place, basis_of(indicator))
        if answer is None:
            bases = [basis_of(indicator)]
            growth = GROWTH_WORD if indicator.measure is Measure.YOY_GROWTH else ""
            bases += [word + growth for word in BASIS_WORDS.values() if word + growth not in bases]
            choices = [Choice(basis, 0.5, "choice.basis", {"basis": basis}) for basis in bases]
            scope = Scope.ROW if place is naming.cell and naming.cell in spot.beside else Scope.COLUMN
            raise Asked(Kind.MEASURE, place, place.text, choices, scope=scope, about=basis_of(indicator))
        if answer != basis_of(indicator):
            raise Left("other_measure", place.text)

    # when

    def _date(
        self, spot: Spot, indicator: PlanIndicator, over: list[_Named], beside: list[_Named], section: list[_Named]
    ) -> PeriodReading:
        labels = [[one.label for one in reversed(group)] for group in (over, beside, section)]
        try:
            return self._whens.of(spot, *labels, indicator=indicator)
        except Undated as undated:
            cell = undated.cell
            answer = self._answered.choice(Kind.PERIOD, spot.table.sheet, cell, undated.about)
            fits = _YEAR_ANSWER if undated.about == "year" else _MONTH_ANSWER
            if answer is None or (answer != NOT_OURS and not fits.fullmatch(answer)):
                choices = [Choice(value, score, "choice.period", {"period": value}) for value, score in undated.offers]
                scope = Scope.SHEET if cell is None else Scope.TABLE
                raise Asked(Kind.PERIOD, cell, undated.found, choices, scope=scope, about=undated.about) from undated
            if answer == NOT_OURS:
                raise Left("no_period", undated.found) from undated
            return undated.answered(answer)

    # in which unit

    def _unit(
        self, spot: Spot, indicator: PlanIndicator, over: list[_Named], naming: _Named, section: list[_Named]
    ) -> tuple[str, Decimal | None]:
        """The unit of a column, of the row, of the lines above, in this order of strength."""
        column = _first_units(one.label for one in reversed(over))
        row = _first_units([naming.label]) if naming not in over else ()
        row = row or ((spot.unit.text.strip(),) if spot.unit else ())
        row = row or _first_units(one.label for one in section)
        if indicator.measure is Measure.STAGE:
            return "", Decimal(1)
        percent = indicator.unit_measure == "percent"
        if percent and not (column and self._fitting(column, indicator)) and row and not self._fitting(row, indicator):
            row = ()  # the unit beside a level's name says nothing of its growth
        if percent and column and self._fitting(column, indicator):
            row = ()
        found = [units for units in (column, row) if units]
        if found:
            return self._one_unit(spot, indicator, found)
        for cell in spot.table.lines:
            if units := unit_line(cell.text, self._plan) or self._titled_units(cell, naming):
                fitting = self._fitting(units, indicator)
                if fitting:
                    return self._one_unit(spot, indicator, [fitting])
        return "", None

    def _titled_units(self, cell: Cell, naming: _Named) -> tuple[str, ...]:
        return naming.label.units if cell is naming.cell else ()

    def _one_unit(
        self, spot: Spot, indicator: PlanIndicator, found: list[tuple[str, ...]]
    ) -> tuple[str, Decimal | None]:
        fitting = [self._fitting(units, indicator) for units in found]
        if not all(fitting):
            bad = next(units for units, fits in zip(found, fitting, strict=True) if not fits)
            raise Refused(
                "unit_not_convertible",
                found="、".join(bad),
                expected=indicator.unit_name,
                indicator_id=indicator.indicator_id,
            )
        factors = {self._factor(unit, indicator): unit for units in fitting for unit in units}
        if len(factors) == 1:
            factor, unit = next(iter(factors.items()))
            return unit, factor
        return self.ask_unit(spot, indicator, list(factors.values()))

    def _fitting(self, units: tuple[str, ...], indicator: PlanIndicator) -> tuple[str, ...]:
        return tuple(unit for unit in units if self._factor(unit, indicator) is not None)

    def _factor(self, unit: str, indicator: PlanIndicator) -> Decimal | None:
        words = self._plan.unit_words
        return words.factor(unit, unit_measure=indicator.unit_measure, unit_mult=indicator.unit_mult)

    def ask_unit(self, spot: Spot, indicator: PlanIndicator, offered: list[str]) -> tuple[str, Decimal]:
        """The unit a person said the row's or column's figures are in. Raises Asked, Left, Refused."""
        in_row = spot.beside and self._names.named(spot.beside[-1]).any
        place = spot.beside[-1] if in_row else (spot.over[-1] if spot.over else spot.cell)
        about = indicator.indicator_id
        answer = self._answered.choice(Kind.UNIT_MEASURE, spot.table.sheet, place, about)
        if answer == NOT_OURS:
            raise Left("other_measure", place.text)
        if answer is not None:
            factor = self._factor(answer, indicator)
            if factor is None:
                raise Refused(
                    "unit_not_convertible",
                    found=answer,
                    expected=indicator.unit_name,
                    indicator_id=indicator.indicator_id,
                )
            return answer, factor
        choices = [
            Choice(unit, 0.5, "choice.unit_measure", {"unit": unit}) for unit in offered or self._plan_units(indicator)
        ]
        scope = Scope.ROW if in_row else Scope.COLUMN
        raise Asked(Kind.UNIT_MEASURE, place, place.text, choices, scope=scope, about=about)

    def _plan_units(self, indicator: PlanIndicator) -> list[str]:
        """The indicator's own unit, and the same counted in ten thousands and hundred millions."""
        if indicator.unit_measure == "percent":
            return [indicator.unit_name]
        base = indicator.unit_name.lstrip("万亿")
        offered = [indicator.unit_name, base, f"万{base}", f"亿{base}"]
        return [unit for unit in dict.fromkeys(offered) if self._factor(unit, indicator) is not None]


def _first_units(labels: Iterable[Label]) -> tuple[str, ...]:
    return next((label.units for label in labels if label.units), ())
