"""Invented but plausible rows of every chart family, and how a spec is read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import polars as pl

from charts import bullet, calendar, composition, matrix, stages, trend
from charts.theme import Size
from charts.wording import Unit
from i18n import Words
from rules.model import Kind, Observation, ObsStatus, Status

PERCENT = Unit({"name_zh_hans": "%", "name_zh_hant": "%", "name_en": "%", "factor_en": 1.0}, 1)
YUAN = Unit({"name_zh_hans": "亿元", "name_zh_hant": "億元", "name_en": "billion yuan", "factor_en": 0.1}, 2)
FIRMS = Unit({"name_zh_hans": "家", "name_zh_hant": "家", "name_en": "firms", "factor_en": 1.0}, 0)
LONG = "企业和群众办事纸质证照免提交率"


def month(number: int) -> date:
    return date(2024, number, 1)


def seen(values: dict[int, float | None], **statuses: ObsStatus) -> list[Observation]:
    """Observations by month; `m10=ObsStatus.PRELIMINARY` sets a month's status."""
    return [
        Observation(month(n), value, statuses.get(f"m{n}", ObsStatus.FINAL), datetime(2024, 11, 1))
        for n, value in values.items()
    ]


GROWTH = trend.Trend(
    kind=Kind.GROWTH_RATE,
    year=2024,
    unit=PERCENT,
    name="社会消费品零售总额",
    status=Status.BEHIND,
    figures=seen({2: 9.1, 3: 9.3, 6: 7.6, 9: 8.6, 10: 8.5}, m10=ObsStatus.PRELIMINARY),
    targets=[trend.TargetLine(8, "附件3"), trend.TargetLine(8, "附件1"), trend.TargetLine(10, "总体方案")],
    gap=-1.5,
    gap_unit="points",
    forecast=trend.Forecast(8.9, "近三月"),
    revised=seen({6: 7.1}),
)
COUNT = replace(
    GROWTH,
    kind=Kind.CUMULATIVE,
    unit=YUAN,
    figures=seen({1: 10.0, 2: 30.0, 3: 90.93}),
    targets=[trend.TargetLine(400, "附件2")],
    gap=-2.3,
    gap_unit="points_of_target",
    path={month(n): 400 * n / 12 for n in range(1, 13)},
    revised=(),
    forecast=None,
)
RELATIVE = replace(
    GROWTH,
    kind=Kind.RELATIVE,
    figures=seen({3: 6.4, 6: 6.9, 9: 7.1}),
    other=seen({3: 6.6, 6: 5.5, 9: 5.2}),
    other_name="城镇居民收入",
    targets=(),
    revised=(),
    forecast=None,
)
STANDARD = replace(
    GROWTH,
    kind=Kind.STANDARD,
    unit=FIRMS,
    figures=seen({1: 650.0, 5: 700.0}),
    targets=[trend.TargetLine(700, "附件8")],
    baseline=650.0,
    gap=0.0,
    gap_unit="units",
)
SHARE = replace(GROWTH, kind=Kind.SHARE, tolerance=1.0, last_year=seen({3: 7.0, 12: 8.0}))
NOTHING = replace(GROWTH, figures=(), revised=(), gap=None, gap_unit=None, status=Status.NO_DATA)
TRENDS = (GROWTH, COUNT, RELATIVE, STANDARD, SHARE, NOTHING)

COUNTS = {Status.BEHIND: 5, Status.ON_TRACK: 13, Status.OVERDUE_REPORT: 2, Status.DONE: 0}
ACTIONS = (
    matrix.ActionRow("a1", "产业培塑行动", {month(n): COUNTS for n in range(2, 13)}),
    matrix.ActionRow("a2", "全面深化改革与营商环境优化行动", {month(1): {Status.DONE: 9}}),
)
BULLETS = (
    bullet.BulletRow("t1", LONG, Kind.SHARE, Status.AT_RISK, PERCENT, 94.6, 95, gap=-0.4, gap_unit="points"),
    bullet.BulletRow("t2", "增速", Kind.GROWTH_RATE, Status.BEHIND, PERCENT, -32, 8, gap=-40, gap_unit="points"),
    bullet.BulletRow(
        "t3", "企业数", Kind.CUMULATIVE, Status.DONE, FIRMS, 5387, 4100, expected=3416, gap=48, gap_unit="units"
    ),
    bullet.BulletRow("t4", "企业数", Kind.CUMULATIVE, Status.NO_DATA, FIRMS, None, 4100, expected=3416),
    bullet.BulletRow("t5", "环路", Kind.MILESTONE, Status.ON_TRACK, FIRMS, 2, value_text="主体", target_text="完工"),
)
CLEAN = calendar.CalendarRow(
    "较大及以上事故",
    {
        month(1): (calendar.State.CLEAN, 0),
        month(2): (calendar.State.EVENTS, 2),
        month(3): (calendar.State.OVERDUE, 0),
        month(4): (calendar.State.OPEN, 13),
        month(5): (calendar.State.PAST_DATE, 1),
        month(6): (calendar.State.WAITING, 0),
    },
)
ROAD = stages.StageRow(
    "东环路", Status.AT_RISK, {"preparation": month(1), "structure": month(9)}, "completed", date(2024, 12, 31)
)

Picture = tuple[dict[str, Any], pl.DataFrame]


def pictures(words: Words, size: Size) -> Iterator[tuple[str, Picture]]:
    """Every family's spec and frame under its name, full and empty."""
    for index, drawn in enumerate(TRENDS):
        made = trend.spec(words, size=size)
        yield f"trend_{index}_{drawn.kind}", (made, trend.prepare(drawn, words=words))
    for name, rows in (("full", ACTIONS), ("empty", ())):
        frame = matrix.prepare(rows, words=words, month=month(10), size=size)
        yield f"matrix_{name}", (matrix.spec(words, size=size), frame)
        counted = [composition.CountedRow(row.action_id, row.name, COUNTS) for row in rows]
        frame = composition.prepare(counted, words=words, size=size)
        yield f"composition_{name}", (composition.spec(words, size=size), frame)
    for name, bullets in (("full", BULLETS), ("empty", ())):
        yield (
            f"bullet_{name}",
            (
                bullet.spec(words, size=size),
                bullet.prepare(bullets, words=words, size=size),
            ),
        )
    yield (
        "calendar",
        (
            calendar.spec(words, size=size),
            calendar.prepare([CLEAN], words=words, year=2024, size=size),
        ),
    )
    yield "stages", (stages.spec(words, size=size), stages.prepare([ROAD], words=words, size=size))


def fields_of(node: Any) -> set[str]:
    """Every field a spec reads, in encodings, filters and expressions."""
    if isinstance(node, dict):
        own = {node["field"]} if isinstance(node.get("field"), str) else set()
        return own.union(*(fields_of(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(fields_of(value) for value in node))
    return set(re.findall(r"datum\.([a-z_0-9]+)", node)) if isinstance(node, str) else set()


def calculated(node: Any) -> set[str]:
    """The fields a spec makes itself."""
    if isinstance(node, dict):
        own = {node["as"]} if isinstance(node.get("as"), str) else set()
        return own.union(*(calculated(value) for value in node.values()))
    return set().union(*(calculated(value) for value in node)) if isinstance(node, list) else set()
