"""Match: the workbook's labels to the plan's unit, period, indicator and measure. Near is never enough."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from etl.errors import (
    OtherArea,
    PeriodMissing,
    PeriodOutsidePlan,
    PeriodUnclear,
    PeriodYearMissing,
    UnitDiffers,
    UnitMissing,
    UnitUnknown,
)
from etl.findings import Finding, RowLog
from etl.fold import fold, nearest
from etl.grid import Cell
from etl.locate import Table, TableRow
from etl.meaning import Labels, meaning_of
from etl.periods import PeriodReading, periods_within, read_period, said_otherwise, years_within
from etl.plan import Plan, PlanIndicator

NO_FIGURE: Final = "无"
_SEAL = re.compile(r"[(（](?:盖章|公章|章|签章)[)）]|[_＿\s]+$")


class MatchedRow(NamedTuple):
    """One body row with its indicator and what its values are multiplied by; `log` is what was said of it."""

    row: TableRow
    indicator: PlanIndicator
    factor: Decimal
    log: RowLog


def match_unit(table: Table, plan: Plan, *, file_name: str, expected: str | None) -> str:
    """The reporting unit's id: from the head, else from the file's name, else as the caller says.

    Raises UnitMissing, UnitUnknown, UnitDiffers.
    """
    if table.unit is None:
        named = unit_in_name(file_name, plan) or expected
        if named is None:
            raise UnitMissing(file_name)
    else:
        written = _SEAL.sub("", table.unit.text).strip()
        named = plan.unit_names.get(plan.fold(written))
        if named is None:
            near = nearest(plan.fold(written), plan.unit_names)
            raise UnitUnknown(file_name, found=written, expected="、".join(plan.units[unit] for unit in near))
    if expected is not None and named != expected:
        raise UnitDiffers(file_name, found=plan.units[named], expected=plan.units.get(expected, expected))
    return named


def refuse_other_area(table: Table, plan: Plan, *, file_name: str) -> None:
    """A form whose head or file name says another area of the warehouse and not the plan's own. Raises OtherArea.

    The longest names first: one county's may be the end of another's.
    """
    said = "\n".join(plan.fold(text) for text in (*table.titles, file_name)) if plan.other_places else ""
    found = ""
    for name in sorted(plan.other_places | plan.area_names, key=len, reverse=True) if said else ():
        if name in said:
            if name in plan.area_names:
                return
            found, said = found or name, said.replace(name, "")
    if found:
        raise OtherArea(file_name, found=found, expected=plan.title)


def unit_in_name(file_name: str, plan: Plan) -> str | None:
    """The one unit a file's name holds."""
    folded = plan.fold(file_name)
    named = {unit for name, unit in plan.unit_names.items() if name in folded}
    return named.pop() if len(named) == 1 else None


def match_period(table: Table, plan: Plan, *, file_name: str) -> tuple[date, list[Finding]]:
    """The period reported, by its last month; the year from the cell, else the title, else the file's name.

    Raises PeriodMissing, PeriodUnclear, PeriodYearMissing, PeriodOutsidePlan.
    """
    reading = _written_period(table, file_name, example=f"{plan.year}年10月")
    year = reading.year or _only_year(table.titles) or _only_year((file_name,))
    if year is None:
        found = table.period.text if table.period else file_name
        raise PeriodYearMissing(file_name, found=found, expected=f"{plan.year}年{reading.month}月")
    period = reading.starting(year)
    if year not in (plan.year - 1, plan.year):
        raise PeriodOutsidePlan(file_name, found=f"{year}", expected=f"{plan.year - 1}, {plan.year}")
    return period, _named_otherwise(table, period, file_name, programme=plan.title)


def _written_period(table: Table, file_name: str, *, example: str) -> PeriodReading:
    if table.period is not None:
        reading = read_period(table.period.value)
        if reading is None:
            raise PeriodUnclear(file_name, found=table.period.text, expected=example)
        return reading
    for text in (*table.titles, file_name):
        found = periods_within(text)
        if len(found) == 1:
            return found[0]
    raise PeriodMissing(file_name)


def _only_year(texts: tuple[str, ...]) -> int | None:
    years = {year for text in texts for year in years_within(text)}
    return years.pop() if len(years) == 1 else None


def _named_otherwise(table: Table, period: date, file_name: str, *, programme: str) -> list[Finding]:
    """A doubt where the file's name, the sheet's tab or its title says another period than its cell."""
    titles = [("title_period_differs", title.replace(programme, "")) for title in table.titles]
    named = [("period_differs", file_name), ("tab_period_differs", table.sheet), *titles]
    said = {(code, other) for code, text in named if (other := said_otherwise(text, [period]))}
    cell = table.period.address if table.period else None
    return [Finding(code, table.sheet, cell, found=other, expected=f"{period:%Y-%m}") for code, other in sorted(said)]


def match_row(row: TableRow, plan: Plan, *, table: Table, log: RowLog) -> MatchedRow | None:
    """The row's indicator and factor; None where it reports nothing, which is said. Raises CellRefused."""
    cells = row.cells
    code, name, unit, basis = cells.get("code"), cells.get("name"), cells.get("unit"), cells.get("basis")
    if code is None and name is None:
        raise log.refuse("row_without_indicator", next(iter(cells.values())), found="")
    labels = Labels(
        code.text if code else None,
        name.text if name else None,
        unit.text if unit else None,
        basis.text if basis else None,
        table.value_unit,
    )
    indicator, named, factor, measured = meaning_of(labels, plan)
    if indicator is not None:
        log.indicator_id = indicator.indicator_id
    log.repeat(named, cells)
    assert indicator is not None  # labels that name none bring an error
    if reports_nothing(row):
        log.say("not_reported", next(iter(cells.values())), found=indicator.name)
        return None
    log.repeat(measured, cells)
    return MatchedRow(row, indicator, factor, log)


def reports_nothing(row: TableRow) -> bool:
    """Left blank: no value, no overdue cases, and no word that there is none."""
    cells = row.cells
    if "value" in cells or "overdue" in cells:
        return False
    nature = cells.get("nature")
    return nature is None or fold(nature.text) != NO_FIGURE


def convert(written: str, plan: Plan, *, indicator: PlanIndicator, cell: Cell | None, log: RowLog) -> Decimal:
    """The exact factor from a written unit to the indicator's. Raises CellRefused."""
    factor = plan.unit_words.factor(written, unit_measure=indicator.unit_measure, unit_mult=indicator.unit_mult)
    if factor is None:
        raise log.refuse("unit_not_convertible", cell, found=written, expected=indicator.unit_name)
    if factor != 1:
        log.say("unit_converted", cell, found=written, expected=indicator.unit_name)
    return factor
