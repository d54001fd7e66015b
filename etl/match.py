"""Match: the workbook's labels to the plan's unit, period, indicator and measure. Near is never enough."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from etl.errors import (
    PeriodMissing,
    PeriodOutsidePlan,
    PeriodUnclear,
    PeriodYearMissing,
    UnitDiffers,
    UnitMissing,
    UnitUnknown,
)
from etl.findings import Finding, RowLog
from etl.fold import fold, nearest, split_unit
from etl.grid import Cell
from etl.locate import Table, TableRow
from etl.periods import PeriodReading, periods_within, read_period, years_within
from etl.plan import Plan, PlanIndicator
from rules.model import Accumulation, Measure

BASIS_WORDS: Final[dict[Accumulation, str]] = {
    Accumulation.PERIOD: "本期",
    Accumulation.YTD: "累计",
    Accumulation.END_OF_PERIOD: "期末",
}
GROWTH_WORD: Final = "同比"
NO_FIGURE: Final = "无"
_OTHER_BASIS_WORDS = {
    "当月": "本期", "当期": "本期", "本月": "本期", "本年累计": "累计",
    "累计数": "累计", "月末": "期末", "时点": "期末",
}  # fmt: skip
_SEAL = re.compile(r"[(（](?:盖章|公章|章|签章)[)）]|[_＿\s]+$")


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """One body row with its indicator and what its values are multiplied by; `log` is what was said of it."""

    row: TableRow
    indicator: PlanIndicator
    factor: Decimal
    log: RowLog


def basis_of(indicator: PlanIndicator) -> str:
    """An indicator's 统计口径 as the form writes it: 累计, or 累计同比 for a growth."""
    growth = GROWTH_WORD if indicator.measure is Measure.YOY_GROWTH else ""
    return BASIS_WORDS[indicator.accumulation] + growth


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
    return period, _named_otherwise(table, period, file_name)


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


def _named_otherwise(table: Table, period: date, file_name: str) -> list[Finding]:
    """A doubt where the file's name says another month than its sheet."""
    named = {(reading.year or period.year, reading.month) for reading in periods_within(file_name)}
    if not named or (period.year, period.month) in named:
        return []
    year, month = sorted(named)[0]
    cell = table.period.address if table.period else None
    shown = f"{period:%Y-%m}"
    return [Finding("period_differs", table.sheet, cell, found=f"{year}-{month:02d}", expected=shown)]


def match_row(row: TableRow, plan: Plan, *, table: Table, log: RowLog) -> MatchedRow | None:
    """The row's indicator and factor; None where it reports nothing, which is said. Raises CellRefused."""
    indicator = _match_indicator(row, plan, log)
    log.indicator_id = indicator.indicator_id
    if reports_nothing(row):
        log.say("not_reported", next(iter(row.cells.values())), found=indicator.name)
        return None
    _match_basis(row.cells.get("basis"), indicator, log)
    factor = _match_measure(row, plan, table=table, indicator=indicator, log=log)
    return MatchedRow(row, indicator, factor, log)


def reports_nothing(row: TableRow) -> bool:
    """Left blank: no value, no overdue cases, and no word that there is none."""
    nature = row.cells.get("nature")
    says_none = nature is not None and fold(nature.text) == NO_FIGURE
    return not (row.cells.keys() & {"value", "overdue"} or says_none)


def _match_indicator(row: TableRow, plan: Plan, log: RowLog) -> PlanIndicator:
    code, name = row.cells.get("code"), row.cells.get("name")
    if code is None and name is None:
        raise log.refuse("row_without_indicator", next(iter(row.cells.values())), found="")
    by_code = plan.indicators.get(code.text.strip().lower()) if code else None
    named = _indicator_named(name.text, plan) if name else None
    if by_code and named and by_code.indicator_id != named:
        found = f"{by_code.name} / {plan.indicators[named].name}"
        raise log.refuse("indicator_contradicts", name, found=found)
    if by_code:
        if name and not named:
            log.indicator_id = by_code.indicator_id
            log.say("name_differs", name, expected=by_code.name)
        return by_code
    if named:
        return plan.indicators[named]
    label = name or code
    near = nearest(plan.fold(split_unit(label.text)[0]), plan.indicator_names) if label else []
    raise log.refuse("indicator_unknown", label, expected="、".join(plan.indicators[near_id].name for near_id in near))


def _indicator_named(text: str, plan: Plan) -> str | None:
    """By the whole name, else by the name without the unit in its brackets."""
    whole = plan.indicator_names.get(plan.fold(text))
    return whole or plan.indicator_names.get(plan.fold(split_unit(text)[0]))


def _match_basis(cell: Cell | None, indicator: PlanIndicator, log: RowLog) -> None:
    """Current period, year to date and end of period are never mixed, nor levels with growth."""
    expected = basis_of(indicator)
    if cell is None:
        log.say("basis_missing", None, found="", expected=expected)
        return
    words = re.sub(r"[,、()/;]", "", fold(cell.text))
    growth = GROWTH_WORD in words
    basis = words.replace(GROWTH_WORD, "").replace("增长", "").replace("增速", "")
    basis = _OTHER_BASIS_WORDS.get(basis, basis)
    expects_growth = indicator.measure is Measure.YOY_GROWTH
    if growth != expects_growth or basis != BASIS_WORDS[indicator.accumulation]:
        raise log.refuse("basis_differs", cell, expected=expected)


def _match_measure(row: TableRow, plan: Plan, *, table: Table, indicator: PlanIndicator, log: RowLog) -> Decimal:
    """What the row's values are multiplied by: the row's own unit, else its name's, else the table's."""
    cell = row.cells.get("unit")
    name = row.cells.get("name")
    in_name = split_unit(name.text)[1] if name and plan.fold(name.text) not in plan.indicator_names else ""
    in_name = in_name if plan.unit_words.meanings(in_name) else ""
    written = (cell.text if cell else "") or in_name or table.value_unit
    if not written:
        if indicator.measure is Measure.STAGE:
            return Decimal(1)
        raise log.refuse("unit_not_given", name, expected=indicator.unit_name)
    return convert(written, plan, indicator=indicator, cell=cell or name, log=log)


def convert(written: str, plan: Plan, *, indicator: PlanIndicator, cell: Cell | None, log: RowLog) -> Decimal:
    """The exact factor from a written unit to the indicator's. Raises CellRefused."""
    factor = plan.unit_words.factor(written, unit_measure=indicator.unit_measure, unit_mult=indicator.unit_mult)
    if factor is None:
        raise log.refuse("unit_not_convertible", cell, found=written, expected=indicator.unit_name)
    if factor != 1:
        log.say("unit_converted", cell, found=written, expected=indicator.unit_name)
    return factor
