"""Reporting is judged apart from progress: who owes what for which period, and did it come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest

from tests.warehouse.batch_rows import PROGRAMME, figure, report
from warehouse.batches import withdraw_batch
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse
from warehouse.queries import read_observations
from warehouse.reporting import REPORT_SCHEMA, indicators_owed, reports_due

JANUARY, FEBRUARY, MARCH = (date(2031, month, 1) for month in (1, 2, 3))
AIR_LATE = date(2031, 4, 15)  # March's last day, 10 days of lag, 5 of grace


def reports(warehouse: Warehouse, catalogue: Catalogue, as_of: datetime, month: date = MARCH) -> pl.DataFrame:
    observations = read_observations(warehouse, PROGRAMME, as_of)
    return reports_due(catalogue, observations, month=month, as_of=as_of)


def row_of(frame: pl.DataFrame, unit_id: str, period: date) -> dict[str, object]:
    return frame.row(by_predicate=(pl.col("unit_id") == unit_id) & (pl.col("period") == period), named=True)


def test_a_unit_owes_the_figures_its_releases_have(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    frame = reports(warehouse, tiny_catalogue, datetime(2031, 4, 1))
    assert frame.schema == dict(REPORT_SCHEMA)
    owed = {(unit, period): due for unit, period, due in frame.select("unit_id", "period", "figures_due").iter_rows()}
    assert ("statistics", JANUARY) not in owed  # January comes with February
    assert owed["statistics", FEBRUARY] == 2  # industry, retail
    assert owed["statistics", MARCH] == 4  # and the quarter's GDP and services; research comes once a year
    assert owed["housing_construction", JANUARY] == 1
    assert owed["housing_construction", MARCH] == 2
    assert not frame.filter(pl.col("period") > MARCH).height


def test_the_unquantified_is_not_owed_and_the_compared_with_is(tiny_catalogue: Catalogue) -> None:
    owed = indicators_owed(tiny_catalogue)
    assert "enterprise_services" not in owed
    only_relative = tiny_catalogue.targets.filter(kind="relative")
    assert only_relative["relative_to"].to_list() == ["gdp_growth"]
    assert "gdp_growth" in owed


def china_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4)


STATES = [
    (None, AIR_LATE, "due"),
    (None, AIR_LATE + timedelta(days=1), "overdue"),
    (AIR_LATE, AIR_LATE + timedelta(days=9), "received"),
    (AIR_LATE + timedelta(days=1), AIR_LATE + timedelta(days=9), "late"),
]


@pytest.mark.parametrize(("came", "today", "state"), STATES)
def test_the_state_of_a_report(
    warehouse: Warehouse, tiny_catalogue: Catalogue, came: date | None, today: date, state: str
) -> None:
    names = ["good_air_days", "work_accidents", "major_accidents"]
    if came is not None:
        report(warehouse, china_noon(came), *(figure(n, MARCH, 0.0) for n in names), unit_id="emergency")
    row = row_of(reports(warehouse, tiny_catalogue, china_noon(today)), "emergency", MARCH)
    assert (row["state"], row["figures_due"]) == (state, 3)
    assert row["figures_received"] == (0 if came is None else 3)
    assert row["received_at"] == (None if came is None else china_noon(came))
    assert (row["due_on"], row["late_on"]) == (date(2031, 4, 10), AIR_LATE)


@pytest.mark.parametrize(
    ("moment", "state"), [(datetime(2031, 4, 15, 15, 59), "due"), (datetime(2031, 4, 15, 16), "overdue")]
)
def test_the_day_ends_at_midnight_in_china(
    warehouse: Warehouse, tiny_catalogue: Catalogue, moment: datetime, state: str
) -> None:
    assert row_of(reports(warehouse, tiny_catalogue, moment), "emergency", MARCH)["state"] == state


def test_one_figure_missing_keeps_the_report_open(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    day = date(2031, 4, 8)
    report(warehouse, china_noon(day), figure("good_air_days", MARCH, 95.0), unit_id="emergency")
    row = row_of(reports(warehouse, tiny_catalogue, china_noon(day)), "emergency", MARCH)
    assert (row["state"], row["figures_received"]) == ("due", 1)


def test_reported_as_missing_is_reported_and_withdrawn_is_not(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    day = china_noon(date(2031, 4, 8))
    batch_id = report(warehouse, day, figure("affordable_homes", MARCH, None), unit_id="housing_construction")
    row = row_of(reports(warehouse, tiny_catalogue, day), "housing_construction", MARCH)
    assert row["figures_received"] == 1
    withdraw_batch(warehouse, batch_id, by="chief", reason="wrong file", at=day + timedelta(hours=1))
    row = row_of(reports(warehouse, tiny_catalogue, day + timedelta(hours=2)), "housing_construction", MARCH)
    assert (row["figures_received"], row["received_at"]) == (0, None)


def test_a_revision_does_not_make_a_report_late(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    names = ["good_air_days", "work_accidents", "major_accidents"]
    first = china_noon(date(2031, 4, 8))
    report(warehouse, first, *(figure(n, MARCH, 0.0) for n in names), unit_id="emergency")
    report(warehouse, first + timedelta(days=40), figure("work_accidents", MARCH, 2.0), unit_id="emergency")
    row = row_of(reports(warehouse, tiny_catalogue, first + timedelta(days=41)), "emergency", MARCH)
    assert (row["state"], row["received_at"]) == ("received", first)
