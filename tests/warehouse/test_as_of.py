"""Whatever departments send and take back, every past moment keeps its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.assess import known_series
from tests.warehouse.batch_rows import figure, report
from warehouse.batches import withdraw_batch
from warehouse.connection import Warehouse, open_warehouse
from warehouse.queries import read_observations
from warehouse.subjects import read_series

AREA = "CN_999931"
START = datetime(2031, 1, 1)
MONTHS = [date(2031, month, 1) for month in (1, 2, 3)]
SENT = st.tuples(st.sampled_from(MONTHS), st.none() | st.integers(0, 9).map(float))
TAKEN_BACK = st.integers(0, 9)
EVENTS = st.lists(SENT | TAKEN_BACK, min_size=1, max_size=6)
Event = tuple[date, float | None] | int

numbers = count()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """One empty warehouse for all examples; each example has a programme of its own."""
    path: Path = tmp_path_factory.mktemp("as_of") / "warehouse.duckdb"
    opened = open_warehouse(path)
    yield opened
    opened.close()


def moment(step: int) -> datetime:
    return START + timedelta(hours=step)


def expected(events: Sequence[Event], until: int) -> dict[date, float | None]:
    """The newest standing figure of each month after the first `until` events."""
    gone = {event % step for step, event in enumerate(events[:until]) if isinstance(event, int) and step}
    standing: dict[date, float | None] = {}
    for step, event in enumerate(events[:until]):
        if not isinstance(event, int) and step not in gone:
            standing[event[0]] = event[1]
    return standing


def answer(warehouse: Warehouse, programme_id: str, until: int) -> dict[date, float | None]:
    as_of = moment(until - 1)
    series = read_series(read_observations(warehouse, programme_id, as_of), ref_area=AREA)
    known = known_series(series.get("urban_jobs", []), as_of, MONTHS[-1])
    return {observation.period: observation.value for observation in known}


def play(warehouse: Warehouse, programme_id: str, events: Sequence[Event]) -> None:
    """Each event an hour after the one before; a number takes back the batch of that earlier step, if any."""
    standing: dict[int, str] = {}
    for step, event in enumerate(events):
        if not isinstance(event, int):
            month, value = event
            row = figure("urban_jobs", month, value)
            standing[step] = report(warehouse, moment(step), row, programme_id=programme_id)
        elif step and event % step in standing:
            batch_id = standing.pop(event % step)
            withdraw_batch(warehouse, batch_id, by="chief", reason="wrong", at=moment(step))


@settings(max_examples=25, deadline=None)
@given(events=EVENTS)
def test_every_moment_answers_by_what_had_come_and_gone_by_then(shared: Warehouse, events: list[Event]) -> None:
    programme_id = f"example_{next(numbers)}"
    play(shared, programme_id, events)
    for until in range(1, len(events) + 1):
        assert answer(shared, programme_id, until) == expected(events, until)
