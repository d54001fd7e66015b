"""One rule a file: how each kind of target is judged on the newest figure, before its final period."""

from collections.abc import Callable

from rules.case import Case, Judgement
from rules.kinds import (
    cumulative,
    direction,
    dynamic_zero,
    growth_rate,
    milestone,
    relative,
    share,
    standard,
    stock,
    zero_tolerance,
)
from rules.model import Kind

JUDGES: dict[Kind, Callable[[Case], Judgement]] = {
    Kind.GROWTH_RATE: growth_rate.judge,
    Kind.CUMULATIVE: cumulative.judge,
    Kind.STOCK: stock.judge,
    Kind.SHARE: share.judge,
    Kind.DIRECTION: direction.judge,
    Kind.STANDARD: standard.judge,
    Kind.RELATIVE: relative.judge,
    Kind.ZERO_TOLERANCE: zero_tolerance.judge,
    Kind.DYNAMIC_ZERO: dynamic_zero.judge,
    Kind.MILESTONE: milestone.judge,
}
"""The rule of every kind that has one."""
