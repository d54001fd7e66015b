"""Named moments: taken, renamed, removed; held against what the warehouse says of them later."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.warehouse.batch_rows import PROGRAMME, figure, report
from tests.warehouse.test_migrate import OWN_TABLES
from warehouse.access import Right
from warehouse.batches import withdraw_batch
from warehouse.connection import Warehouse
from warehouse.errors import UnfitDecision, UnknownSnapshot
from warehouse.extract import csv_lines, moment_of, read_rows, tables_digest
from warehouse.kept import KEPT, LEFT_OUT, kept_table
from warehouse.snapshots import (
    Snapshot,
    is_unchanged,
    read_snapshot,
    read_snapshots,
    remove_snapshot,
    rename_snapshot,
    take_snapshot,
)

MONTH, DAY = date(2031, 3, 1), datetime(2031, 4, 20, 15, 59, 59, 999999)
NOON = datetime(2031, 4, 20, 4)
LATER = DAY + timedelta(days=9)


@pytest.fixture
def reported(warehouse: Warehouse) -> Warehouse:
    report(warehouse, datetime(2031, 4, 10), figure("gdp_growth", MONTH, 6.8))
    return warehouse


def taken(warehouse: Warehouse, name: str = "四月会议", *, at: datetime = NOON) -> Snapshot:
    snapshot_id = take_snapshot(
        warehouse, PROGRAMME, name=name, month=MONTH, as_of=DAY, by="甲", words="四月的会", at=at
    )
    return read_snapshot(warehouse, PROGRAMME, snapshot_id, DAY)


def test_every_table_is_kept_or_left_out_with_a_reason(warehouse: Warehouse) -> None:
    tables = set(
        warehouse.frame("SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()")["table_name"]
    )
    kept = [each.table for each in KEPT]
    assert len(kept) == len(set(kept))
    assert set(kept) | set(LEFT_OUT) == tables
    assert not set(kept) & set(LEFT_OUT)
    assert OWN_TABLES - {"catalogue_load"} <= set(LEFT_OUT)
    assert all(len(reason) > 10 for reason in LEFT_OUT.values())


def test_what_others_refer_to_comes_before_them() -> None:
    places = {kept.table: place for place, kept in enumerate(KEPT)}
    for kept in KEPT:
        for reference in kept.refers:
            assert places[reference.table] < places[kept.table], (kept.table, reference.table)


def test_a_snapshot_keeps_what_it_is_about(reported: Warehouse) -> None:
    found = taken(reported)
    assert (found.name, found.words, found.taken_by) == ("四月会议", "四月的会", "甲")
    assert (found.reference_period, found.catalogue_version, found.preset_version) == (MONTH, 1, 1)
    assert found.unreviewed == "show"
    assert found.tables_digest == tables_digest(reported, moment_of(reported, PROGRAMME, found.as_of))


def test_its_moment_is_not_later_than_the_moment_it_was_taken(reported: Warehouse) -> None:
    assert taken(reported).as_of == NOON - timedelta(microseconds=1)
    past_id = take_snapshot(reported, PROGRAMME, name="past day", month=MONTH, as_of=DAY, by="甲", at=LATER)
    assert read_snapshot(reported, PROGRAMME, past_id, LATER).as_of == DAY


def test_figures_that_come_later_change_nothing(reported: Warehouse) -> None:
    snapshot = taken(reported)
    report(reported, NOON + timedelta(hours=1), figure("gdp_growth", MONTH, 9.9))
    assert is_unchanged(reported, snapshot) is True


def test_what_is_recorded_behind_its_back_is_noticed(reported: Warehouse) -> None:
    snapshot = taken(reported)
    report(reported, NOON - timedelta(days=1), figure("gdp_growth", MONTH, 9.9))
    assert is_unchanged(reported, snapshot) is False


def test_a_withdrawal_later_changes_nothing(reported: Warehouse) -> None:
    batch = report(reported, datetime(2031, 4, 11), figure("gdp_growth", MONTH, 9.9))
    snapshot = taken(reported)
    withdraw_batch(reported, batch, by="甲", reason="wrong", at=LATER)
    assert is_unchanged(reported, snapshot) is True


def test_rename_and_remove_are_rows(reported: Warehouse) -> None:
    snapshot = taken(reported)
    rename_snapshot(reported, snapshot, name="四月调度会", words="", by="乙", at=LATER)
    (renamed,) = read_snapshots(reported, PROGRAMME, LATER)
    assert (renamed.name, renamed.words, renamed.taken_by, renamed.recorded_by) == ("四月调度会", None, "甲", "乙")
    assert (renamed.as_of, renamed.tables_digest) == (snapshot.as_of, snapshot.tables_digest)
    remove_snapshot(reported, renamed, by="乙", at=LATER + timedelta(hours=1))
    assert read_snapshots(reported, PROGRAMME, LATER + timedelta(hours=2)) == []
    assert [each.name for each in read_snapshots(reported, PROGRAMME, LATER)] == ["四月调度会"]
    assert reported.frame("SELECT count(*) AS n FROM snapshot")["n"][0] == 3
    with pytest.raises(UnknownSnapshot, match="removed"):
        read_snapshot(reported, PROGRAMME, snapshot.snapshot_id, LATER + timedelta(hours=2))


def test_two_snapshots_may_not_share_a_name(reported: Warehouse) -> None:
    taken(reported)
    with pytest.raises(UnfitDecision, match="another name"):
        taken(reported, at=NOON + timedelta(hours=1))


@pytest.mark.parametrize(("name", "by"), [(" ", "甲"), ("x", ""), ("x" * 81, "甲")])
def test_a_snapshot_needs_a_name_and_who_takes_it(reported: Warehouse, name: str, by: str) -> None:
    with pytest.raises(UnfitDecision):
        take_snapshot(reported, PROGRAMME, name=name, month=MONTH, as_of=DAY, by=by, at=NOON)
    assert read_snapshots(reported, PROGRAMME, LATER) == []


def test_it_turns_no_verdict(reported: Warehouse) -> None:
    version, drive = reported.version(), reported.drive_version()
    taken(reported)
    assert (reported.version(), reported.drive_version()) == (version, drive + 1)


def test_rows_are_those_known_then_and_of_published_batches(reported: Warehouse) -> None:
    report(reported, LATER, figure("gdp_growth", MONTH, 9.9))
    with reported.writing(right=Right.SETTINGS) as cursor:
        cursor.execute("INSERT INTO observation SELECT * REPLACE ('unpublished' AS batch_id) FROM observation")
    rows = read_rows(reported, "observation", moment_of(reported, PROGRAMME, DAY))
    assert rows["obs_value"].to_list() == [6.8]


def test_the_text_form_tells_nothing_from_an_empty_text(reported: Warehouse) -> None:
    rows = read_rows(reported, "observation", moment_of(reported, PROGRAMME, DAY)).head(1)
    line = csv_lines(rows.select("obs_value", "note", rows["cell_text"].str.slice(0, 0), "recorded_at", "derived"))
    assert line == b'6.8,,"",2031-04-10T00:00:00.000000Z,false\n'
    assert kept_table("observation").rows == "child"
