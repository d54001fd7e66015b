"""How far from its target a figure lies for each status: well inside the band, so that rounding keeps it there."""

from __future__ import annotations

from random import Random

from etl.demonstration.aims import Aim
from rules.kinds.share import tolerance_of
from rules.model import Status

Range = tuple[float, float]


def _draw(ranges: dict[Status, Range], status: Status, random: Random) -> float:
    return random.uniform(*ranges[status])


def growth_margin(status: Status, aim: Aim, random: Random) -> float:
    """Points on the good (+) or bad (-) side of a growth target."""
    preset = aim.preset
    tolerance = max(preset.growth_tolerance_points, preset.growth_tolerance_share * abs(aim.value))
    ranges = {Status.ON_TRACK: (0.3, 1.6), Status.AT_RISK: (-0.8, -0.2), Status.BEHIND: (-3.2, -1.6)}
    return tolerance * _draw(ranges, status, random)


def share_margin(status: Status, aim: Aim, random: Random) -> float:
    """Points over or under a share; a full share can only be met."""
    tolerance = tolerance_of(aim.value, aim.sign, aim.preset)
    if status == Status.ON_TRACK and aim.value >= 100.0:
        return 0.0
    ranges = {Status.ON_TRACK: (0.2, 2.0), Status.AT_RISK: (-0.8, -0.25), Status.BEHIND: (-2.6, -1.4)}
    return aim.sign * tolerance * _draw(ranges, status, random)


def count_share(status: Status, expected: float, random: Random) -> float:
    """The share of the year's target a count has reached where `expected` is due."""
    ranges = {
        Status.DONE: (1.0, 1.16),
        Status.ON_TRACK: (expected + 0.006, expected + min(0.06, 0.95 * (1.0 - expected))),
        Status.AT_RISK: (expected - 0.085, expected - 0.02),
        Status.BEHIND: (expected * 0.6, expected - 0.125),
    }
    return _draw(ranges, status, random)


def pieces_short(status: Status) -> int:
    """How many pieces a small count is short of what is due."""
    return {Status.ON_TRACK: 0, Status.AT_RISK: 1, Status.BEHIND: 2}[status]


def stock_way(status: Status, gone: float, random: Random) -> float:
    """The share of the way from last year's level to the target, where `gone` of the year has passed."""
    ranges = {
        Status.ON_TRACK: (gone + 0.01, gone + 0.12),
        Status.AT_RISK: (gone - 0.085, gone - 0.02),
        Status.BEHIND: (gone * 0.5, gone - 0.15),
    }
    return _draw(ranges, status, random)


def direction_factor(status: Status, sign: int, random: Random) -> float:
    """This year's figure as a multiple of last year's."""
    ranges = {Status.ON_TRACK: (0.04, 0.12), Status.AT_RISK: (0.0, 0.0), Status.BEHIND: (-0.12, -0.05)}
    return 1.0 + sign * _draw(ranges, status, random)
