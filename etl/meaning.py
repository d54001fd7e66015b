"""What the labels of a form's row mean: the same labels mean the same in every file, so each is worked out once."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from etl.findings import Remark
from etl.fold import fold, nearest, split_unit
from etl.plan import Plan, PlanIndicator
from rules.model import Accumulation, Measure

BASIS_WORDS: Final[dict[Accumulation, str]] = {
    Accumulation.PERIOD: "本期",
    Accumulation.YTD: "累计",
    Accumulation.END_OF_PERIOD: "期末",
}
GROWTH_WORD: Final = "同比"
_OTHER_BASIS_WORDS = {
    "当月": "本期", "当期": "本期", "本月": "本期", "本年累计": "累计",
    "累计数": "累计", "月末": "期末", "时点": "期末",
}  # fmt: skip
_MOST_KEPT: Final = 65_536


class Labels(NamedTuple):
    """A row's labels as written, None where it has no such cell; `table_unit` is the unit over the whole table."""

    code: str | None
    name: str | None
    unit: str | None
    basis: str | None
    table_unit: str


class Meaning(NamedTuple):
    """The indicator and what its values are multiplied by; None where the labels name none.

    `named` is said of every such row, `measured` of one that reports something; an error in them refuses the row.
    """

    indicator: PlanIndicator | None
    named: tuple[Remark, ...]
    factor: Decimal = Decimal(1)
    measured: tuple[Remark, ...] = ()


def basis_of(indicator: PlanIndicator) -> str:
    """An indicator's 统计口径 as the form writes it: 累计, or 累计同比 for a growth."""
    growth = GROWTH_WORD if indicator.measure is Measure.YOY_GROWTH else ""
    return BASIS_WORDS[indicator.accumulation] + growth


def meaning_of(labels: Labels, plan: Plan) -> Meaning:
    """What the labels mean in the plan. At least one of code and name must be there."""
    kept: dict[Labels, Meaning] = plan.kept.setdefault("meanings", {})
    found = kept.get(labels)
    if found is None:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        found = kept[labels] = _meaning(labels, plan)
    return found


def _meaning(labels: Labels, plan: Plan) -> Meaning:
    indicator, named = _indicator(labels.code, labels.name, plan)
    if indicator is None:
        return Meaning(None, named)
    factor, measured = _factor(labels, plan, indicator)
    return Meaning(indicator, named, factor, (*_basis_remarks(labels.basis, indicator), *measured))


def _indicator(code: str | None, name: str | None, plan: Plan) -> tuple[PlanIndicator | None, tuple[Remark, ...]]:
    by_code = plan.indicators.get(code.lower()) if code is not None else None
    named = _indicator_named(name, plan) if name is not None else None
    if by_code and named and by_code.indicator_id != named:
        both = f"{by_code.name} / {plan.indicators[named].name}"
        return None, (Remark("indicator_contradicts", "name", both),)
    if by_code:
        differs = name is not None and not named
        return by_code, (Remark("name_differs", "name", name or "", by_code.name),) if differs else ()
    if named:
        return plan.indicators[named], ()
    column, label = ("code", code) if name is None else ("name", name)
    near = nearest(plan.fold(split_unit(label or "")[0]), plan.indicator_names)
    offered = "、".join(plan.indicators[near_id].name for near_id in near)
    return None, (Remark("indicator_unknown", column, label or "", offered),)


def _indicator_named(text: str, plan: Plan) -> str | None:
    """By the whole name, else by the name without the unit in its brackets."""
    whole = plan.indicator_names.get(plan.fold(text))
    return whole or plan.indicator_names.get(plan.fold(split_unit(text)[0]))


def _basis_remarks(written: str | None, indicator: PlanIndicator) -> tuple[Remark, ...]:
    """Current period, year to date and end of period are never mixed, nor levels with growth."""
    expected = basis_of(indicator)
    if written is None:
        return (Remark("basis_missing", "", "", expected),)
    words = re.sub(r"[,、()/;]", "", fold(written))
    growth = GROWTH_WORD in words
    basis = words.replace(GROWTH_WORD, "").replace("增长", "").replace("增速", "")
    basis = _OTHER_BASIS_WORDS.get(basis, basis)
    expects_growth = indicator.measure is Measure.YOY_GROWTH
    fits = growth == expects_growth and basis == BASIS_WORDS[indicator.accumulation]
    return () if fits else (Remark("basis_differs", "basis", written, expected),)


def _factor(labels: Labels, plan: Plan, indicator: PlanIndicator) -> tuple[Decimal, tuple[Remark, ...]]:
    """What the row's values are multiplied by: the row's own unit, else its name's, else the table's."""
    written = labels.unit or _unit_in_name(labels.name, plan) or labels.table_unit
    column = "name" if labels.unit is None else "unit"
    if not written:
        if indicator.measure is Measure.STAGE:
            return Decimal(1), ()
        return Decimal(1), (Remark("unit_not_given", "name", labels.name or "", indicator.unit_name),)
    factor = plan.unit_words.factor(written, unit_measure=indicator.unit_measure, unit_mult=indicator.unit_mult)
    if factor is None:
        return Decimal(1), (Remark("unit_not_convertible", column, written, indicator.unit_name),)
    converted = (Remark("unit_converted", column, written, indicator.unit_name),) if factor != 1 else ()
    return factor, converted


def _unit_in_name(name: str | None, plan: Plan) -> str:
    unit = split_unit(name)[1] if name is not None and plan.fold(name) not in plan.indicator_names else ""
    return unit if plan.unit_words.meanings(unit) else ""
