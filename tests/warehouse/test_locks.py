"""A locked period keeps its figures; a correction after an unlock says that it is one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.warehouse.batch_rows import FINDINGS, PROGRAMME, batch_of, figure, figures, report
from warehouse.batches import withdraw_batch, write_batches
from warehouse.connection import Warehouse
from warehouse.errors import LockStands, MonthLocked, UnfitDecision
from warehouse.locks import is_locked, lock_month, read_lock_history, read_locks, unlock_month
from warehouse.queries import read_batches, read_findings, read_observations

FEBRUARY, MARCH = date(2031, 2, 1), date(2031, 3, 1)
NOON = datetime(2031, 4, 20, 4)
DAY = timedelta(days=1)
EVER = datetime(9999, 1, 1)


def lock(warehouse: Warehouse, period: date = MARCH) -> None:
    lock_month(warehouse, PROGRAMME, period, by="chief")


def unlock(warehouse: Warehouse, period: date = MARCH) -> None:
    unlock_month(warehouse, PROGRAMME, period, by="chief", reason="the bureau revised the quarter")


def test_a_locked_month_refuses_new_figures_and_names_itself(warehouse: Warehouse) -> None:
    lock(warehouse)
    with pytest.raises(MonthLocked, match=r"2031-03 is locked \(by chief") as refused:
        report(warehouse, NOON, figure("retail_growth", MARCH, 8.4))
    assert refused.value.periods == (MARCH,)
    assert read_batches(warehouse, PROGRAMME, EVER).is_empty()
    assert warehouse.frame("SELECT count(*) AS n FROM observation")["n"][0] == 0
    report(warehouse, NOON, figure("retail_growth", FEBRUARY, 8.4))


def test_one_locked_figure_refuses_the_whole_batch_and_its_company(warehouse: Warehouse) -> None:
    lock(warehouse)
    good = figures(figure("retail_growth", FEBRUARY, 8.4))
    both = figures(figure("gdp_growth", FEBRUARY, 5.0), figure("gdp_growth", MARCH, 5.0))
    with pytest.raises(MonthLocked):
        write_batches(warehouse, [(batch_of("statistics", NOON), frame, FINDINGS, b"") for frame in (good, both)])
    assert read_observations(warehouse, PROGRAMME, EVER).is_empty()


def test_what_a_locked_month_says_already_is_left_out_and_the_rest_goes_in(warehouse: Warehouse) -> None:
    report(warehouse, NOON, figure("retail_growth", MARCH, 8.4), figure("gdp_growth", MARCH, None))
    lock(warehouse)
    series = report(
        warehouse,
        NOON + DAY,
        figure("retail_growth", MARCH, 8.4),
        figure("gdp_growth", MARCH, None),
        figure("retail_growth", date(2031, 4, 1), 8.5),
    )
    stored = read_observations(warehouse, PROGRAMME, EVER).filter(batch_id=series)
    assert stored["reference_period"].to_list() == [date(2031, 4, 1)]
    assert read_batches(warehouse, PROGRAMME, EVER)["observation_count"].to_list() == [1, 2]


def test_a_batch_of_a_locked_month_cannot_be_taken_back(warehouse: Warehouse) -> None:
    batch_id = report(warehouse, NOON, figure("retail_growth", MARCH, 8.4))
    lock(warehouse)
    with pytest.raises(MonthLocked):
        withdraw_batch(warehouse, batch_id, by="clerk", reason="wrong")
    unlock(warehouse)
    withdraw_batch(warehouse, batch_id, by="clerk", reason="wrong")


def test_a_correction_after_an_unlock_is_marked_revised(warehouse: Warehouse) -> None:
    report(warehouse, NOON, figure("retail_growth", MARCH, 8.4), figure("gdp_growth", MARCH, 5.0))
    lock(warehouse)
    unlock(warehouse)
    later = report(
        warehouse,
        NOON + DAY,
        figure("retail_growth", MARCH, 7.9, cell="D9"),
        figure("gdp_growth", MARCH, 5.0),
        figure("services_growth", MARCH, 6.1),
    )
    said = read_findings(warehouse, [later]).select("code", "cell", "indicator_id", "found", "expected").rows()
    assert sorted(said) == [
        ("revised_after_unlock", "C4", "services_growth", "6.1", "—"),
        ("revised_after_unlock", "D9", "retail_growth", "7.9", "8.4"),
    ]
    assert read_batches(warehouse, PROGRAMME, EVER)["finding_count"].to_list() == [2, 0]
    assert report(warehouse, NOON + DAY, figure("retail_growth", FEBRUARY, 1.0), content=b"other")
    assert read_batches(warehouse, PROGRAMME, EVER)["finding_count"].sum() == 2


def test_locks_are_rows_of_their_own_and_known_as_of(warehouse: Warehouse) -> None:
    lock_month(warehouse, PROGRAMME, MARCH, by="chief", at=NOON)
    unlock_month(warehouse, PROGRAMME, MARCH, by="chief", reason="revision", at=NOON + DAY)
    for as_of, locked in ((NOON - DAY, []), (NOON, [True]), (NOON + DAY, [False])):
        assert read_locks(warehouse, PROGRAMME, as_of)["locked"].to_list() == locked
    assert read_lock_history(warehouse, PROGRAMME, EVER)["reason"].to_list() == [None, "revision"]
    assert not is_locked(warehouse, PROGRAMME, MARCH)
    for _ in range(3):  # faster than a clock may tick
        lock(warehouse)
        assert is_locked(warehouse, PROGRAMME, MARCH)
        unlock(warehouse)


def test_what_cannot_be_decided_is_said(warehouse: Warehouse) -> None:
    with pytest.raises(LockStands, match="is not locked"):
        unlock(warehouse)
    lock(warehouse)
    with pytest.raises(LockStands, match="is locked already"):
        lock(warehouse)
    with pytest.raises(UnfitDecision, match="reason for unlocking"):
        unlock_month(warehouse, PROGRAMME, MARCH, by="chief", reason=" ")
    with pytest.raises(UnfitDecision, match="inside a month"):
        lock_month(warehouse, PROGRAMME, date(2031, 3, 31), by="chief")
