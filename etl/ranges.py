"""The allowed range of each value as the form shows it and as a rule of its cell."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation

from etl.grid import exact, plain
from etl.plan import PlanIndicator
from rules.model import Measure

_LOWEST = "-1000000000000"  # a rule needs a bound also where the plan sets none


def range_words(indicator: PlanIndicator) -> str:
    """An indicator's allowed range in its own unit, as the form shows it: 0～100, ≥0 整数."""
    if indicator.measure is Measure.STAGE:
        return "下拉选择"
    low, high = _bounds(indicator)
    words = f"{low}～{high}" if low and high else f"≥{low}" if low else f"≤{high}" if high else "不限"
    return f"{words} 整数" if indicator.is_integer else words


def range_rule(indicator: PlanIndicator, previous: object) -> DataValidation:
    """The rule of an indicator's value; `previous` is the form's last value, shown with the range."""
    low, high = _bounds(indicator)
    last = f"；上期 {plain(exact(previous))}" if isinstance(previous, int | float) else ""
    prompt = f"允许范围：{range_words(indicator)}（{indicator.unit_name}）{last}"
    return warning_rule("whole" if indicator.is_integer else "decimal", low, high, prompt=prompt)


def warning_rule(kind: str, low: str | None, high: str | None, *, prompt: str) -> DataValidation:
    """A rule that warns and lets pass: a dash for "no figure" or a number with its unit may be right.

    `kind` is whole or decimal; `prompt` is shown when the cell is chosen.
    """
    operator = "between" if low and high else "lessThanOrEqual" if high else "greaterThanOrEqual"
    first, second = (low, high) if operator == "between" else (high or low or _LOWEST, None)
    return DataValidation(
        type=kind,
        operator=operator,
        formula1=first,
        formula2=second,
        allow_blank=True,
        errorStyle="warning",
        errorTitle="请核对",
        error=f"{prompt}。确无数据的填“—”；其余请核对后再填。",
        promptTitle="填报提示",
        prompt=prompt,
    )


def _bounds(indicator: PlanIndicator) -> tuple[str | None, str | None]:
    low, high = indicator.allowed_min, indicator.allowed_max
    return None if low is None else plain(exact(low)), None if high is None else plain(exact(high))
