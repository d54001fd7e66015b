"""What holds of every verdict, whatever the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.model import (
    Accumulation,
    Board,
    Comparator,
    Direction,
    Flag,
    Indicator,
    Kind,
    Measure,
    Observation,
    ObsStatus,
    Schedule,
    Status,
    Target,
    Verdict,
)
from rules.reasons import INPUTS, Reason
from tests.rules.made import (
    ANNUAL,
    FROM_FEBRUARY,
    MONTHLY,
    QUARTERLY,
    assess,
    board,
    held,
    make_indicator,
    make_target,
    month,
    series,
)

ORDER = (Status.BEHIND, Status.AT_RISK, Status.ON_TRACK, Status.DONE)
GRADED = (
    Kind.GROWTH_RATE,
    Kind.CUMULATIVE,
    Kind.STOCK,
    Kind.SHARE,
    Kind.DIRECTION,
    Kind.STANDARD,
    Kind.RELATIVE,
)
tenths = st.integers(-2000, 2000).map(lambda n: n / 10)
positive_tenths = st.integers(1, 2000).map(lambda n: n / 10)
months = st.integers(1, 12)


@st.composite
def targets(draw: st.DrawFn, kinds: tuple[Kind, ...] = tuple(Kind)) -> Target:
    kind = draw(st.sampled_from(kinds))
    direction = draw(st.sampled_from(Direction))
    up = (Comparator.GE, Comparator.GT, Comparator.EQ)
    down = (Comparator.LE, Comparator.LT, Comparator.EQ)
    return make_target(
        kind,
        draw(positive_tenths),
        direction=direction,
        comparator=draw(st.sampled_from(up if direction == Direction.UP else down)),
        value_from=draw(st.none() | positive_tenths),
        deadline=draw(st.sampled_from([date(2024, 12, 31), date(2024, 6, 30), date(2025, 12, 31)])),
        stage=draw(st.sampled_from(["started", "completed", "in_use"])),
        relative_to="other",
    )


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    return make_indicator(
        measure=draw(st.sampled_from([Measure.LEVEL, Measure.YOY_GROWTH])),
        accumulation=draw(st.sampled_from(Accumulation)),
        is_integer=draw(st.booleans()),
        can_fall=draw(st.booleans()),
        release=draw(st.sampled_from([MONTHLY, FROM_FEBRUARY, QUARTERLY, ANNUAL])),
    )


@st.composite
def vintages(draw: st.DrawFn) -> list[Observation]:
    """Figures of 2023 to 2025, blanks, second vintages and withdrawals included."""
    made: list[Observation] = []
    for _ in range(draw(st.integers(0, 12))):
        recorded = datetime(2024, 1, 1) + timedelta(days=draw(st.integers(0, 500)))
        days = draw(st.none() | st.integers(0, 90))
        withdrawn = None if days is None else recorded + timedelta(days=days)
        value = draw(st.none() | st.integers(0, 2000).map(lambda n: n / 10))
        status = ObsStatus.MISSING if value is None else draw(st.sampled_from(ObsStatus))
        period = month(draw(months), draw(st.sampled_from([2023, 2024, 2024, 2024, 2025])))
        made.append(Observation(period, value, status, recorded, withdrawn, False, draw(st.none() | st.integers(0, 3))))
    return made


boards = st.builds(
    lambda number, year, days: board(number, days, year),
    months,
    st.sampled_from([2024, 2025]),
    st.integers(0, 60),
)


@settings(max_examples=150, deadline=None)
@given(targets(), indicators(), vintages(), vintages(), boards)
def test_every_verdict_has_a_reason_with_its_inputs(
    target: Target, indicator: Indicator, figures: list[Observation], other: list[Observation], at: Board
) -> None:
    verdict = assess(target, figures, indicator=indicator, at=at, reference=other, reference_indicator=indicator)
    assert set(INPUTS[Reason(verdict.reason)]) <= set(verdict.inputs)
    shown = {name: verdict.inputs[name] for name in INPUTS[Reason(verdict.reason)]}
    assert None not in shown.values()
    if verdict.status in ORDER:
        assert verdict.value is not None
        assert verdict.gap is not None
        assert verdict.gap_unit in {"points", "points_of_target", "units", "days", "events"}
    if verdict.last is not None:
        assert verdict.last.status in ORDER


@settings(max_examples=150, deadline=None)
@given(targets(), indicators(), vintages(), vintages(), boards)
def test_a_later_vintage_never_changes_the_verdict_as_of_an_earlier_moment(
    target: Target, indicator: Indicator, figures: list[Observation], later: list[Observation], at: Board
) -> None:
    arrived = [replace(o, recorded_at=at.as_of + timedelta(days=1 + n), withdrawn_at=None) for n, o in enumerate(later)]
    withdrawn = [
        replace(o, withdrawn_at=at.as_of + timedelta(days=1)) if o.withdrawn_at is None else o for o in figures
    ]
    asked: dict[str, Any] = {"indicator": indicator, "at": at, "reference_indicator": indicator}
    before = assess(target, figures, reference=figures, **asked)
    assert assess(target, figures + arrived, reference=figures + arrived, **asked) == before
    assert assess(target, withdrawn, reference=withdrawn, **asked) == before


@settings(max_examples=150, deadline=None)
@given(targets(GRADED), st.booleans(), st.booleans(), months, positive_tenths, positive_tenths)
def test_more_progress_never_worsens_a_verdict(
    target: Target, is_integer: bool, can_fall: bool, number: int, one: float, another: float
) -> None:
    """Except that K5 calls a standard half raised at risk, and one not touched yet on track until its date."""
    indicator = make_indicator(is_integer=is_integer, can_fall=can_fall)
    worse, better = sorted((one, another), reverse=target.direction == Direction.DOWN)
    last_year = held(50.0, 12, 2023)

    def verdict(value: float) -> Verdict:
        figures = [*last_year, *series({**dict.fromkeys(range(1, number), 0.0), number: value})]
        reference = held(target.value or 0.0)
        asked = replace(target, value=1.0) if target.kind == Kind.RELATIVE else target
        return assess(
            asked,
            figures,
            indicator=indicator,
            at=board(number),
            reference=reference,
            reference_indicator=indicator,
        )

    first, second = verdict(worse), verdict(better)
    half_raised = (Reason.STANDARD_NOT_YET, Reason.STANDARD_PART_WAY)
    if first.status in ORDER and second.status in ORDER and (first.reason, second.reason) != half_raised:
        assert ORDER.index(first.status) <= ORDER.index(second.status)


MIRRORED = {
    Comparator.GE: Comparator.LE,
    Comparator.GT: Comparator.LT,
    Comparator.EQ: Comparator.EQ,
    Comparator.LE: Comparator.GE,
    Comparator.LT: Comparator.GT,
}


@settings(max_examples=150, deadline=None)
@given(
    targets((Kind.GROWTH_RATE, Kind.STOCK, Kind.SHARE, Kind.DIRECTION, Kind.STANDARD, Kind.RELATIVE)),
    st.lists(tenths, min_size=1, max_size=12),
    st.booleans(),
)
def test_a_mirrored_direction_mirrors_the_verdict(target: Target, values: list[float], can_fall: bool) -> None:
    """A share is mirrored at 100 (95 % passing is 5 % failing), every other figure at 0."""
    whole = 100.0 if target.kind == Kind.SHARE else 0.0
    flipped = Direction.DOWN if target.direction == Direction.UP else Direction.UP
    is_lead = target.kind == Kind.RELATIVE
    mirror = replace(
        target,
        direction=flipped,
        comparator=MIRRORED[target.comparator or Comparator.GE],
        value=target.value if is_lead else whole - (target.value or 0.0),
        value_from=None if target.value_from is None else whole - target.value_from,
    )
    reference = held(20.0, len(values))
    figures = held(12.5, 12, 2023) + series(values)
    mirrored = [replace(o, value=whole - (o.value or 0.0)) for o in figures]
    opposite = [replace(o, value=whole - (o.value or 0.0)) for o in reference]
    asked: dict[str, Any] = {
        "indicator": make_indicator(can_fall=can_fall),
        "at": board(len(values)),
        "reference_indicator": make_indicator("other"),
    }
    one = assess(target, figures, reference=reference, **asked)
    other = assess(mirror, mirrored, reference=opposite, **asked)
    assert (one.status, one.reason, one.gap, one.flags) == (
        other.status,
        other.reason,
        other.gap,
        other.flags,
    )


@settings(max_examples=150, deadline=None)
@given(targets(), indicators(), vintages(), st.integers(0, 9))
def test_a_blank_is_never_a_zero(target: Target, indicator: Indicator, figures: list[Observation], more: int) -> None:
    """A period reported as missing has the same colour as one not reported at all."""
    at = board(10, 30 + more)
    blanks = [replace(o, value=None, status=ObsStatus.MISSING) for o in figures if o.period.year == 2024]
    others = [o for o in figures if o.period.year != 2024]
    asked: dict[str, Any] = {"indicator": indicator, "at": at, "reference_indicator": indicator}
    with_blanks = assess(target, others + blanks, reference=held(1.0), **asked)
    without = assess(target, others, reference=held(1.0), **asked)
    assert (with_blanks.status, with_blanks.period, with_blanks.value) == (
        without.status,
        without.period,
        without.value,
    )
    if target.kind not in (Kind.MILESTONE, Kind.STANDARD):  # whose stage of last year still stands
        assert with_blanks.status not in ORDER


@settings(max_examples=150, deadline=None)
@given(targets(), indicators(), vintages(), st.integers(0, 2), st.integers(0, 60))
def test_nothing_is_amber_once_the_final_figure_is_due(
    target: Target, indicator: Indicator, figures: list[Observation], months_on: int, days: int
) -> None:
    """Only a project late within its deadline's year may be; by December no longer."""
    target = replace(target, deadline=date(2024, 12, 31))
    at = Board(month(12) if not months_on else month(months_on, 2025), datetime(2025, 5, 1) + timedelta(days=days))
    verdict = assess(
        target, figures, indicator=indicator, at=at, reference=held(5.0, 12), reference_indicator=indicator
    )
    assert verdict.status not in (Status.AT_RISK, Status.ON_TRACK)
    assert Flag.AWAITING_FINAL not in verdict.flags


@given(st.lists(st.integers(0, 40), min_size=12, max_size=12), st.integers(50, 4000))
@settings(max_examples=60, deadline=None)
def test_single_periods_and_their_sums_say_the_same(added: list[int], target: int) -> None:
    sums = [float(sum(added[: n + 1])) for n in range(12)]
    count = make_target(Kind.CUMULATIVE, float(target))
    single = make_indicator(accumulation=Accumulation.PERIOD)
    schedule = Schedule("late", (0.0, *(n / 11 for n in range(1, 12))))
    for number in (1, 6, 12):
        one = assess(count, series(sums), at=board(number), schedule=schedule)
        other = assess(count, series([float(n) for n in added]), indicator=single, at=board(number), schedule=schedule)
        assert one == other
