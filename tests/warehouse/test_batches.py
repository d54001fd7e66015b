"""Batches come whole or not at all, are never changed, and stand or fall by rows of their own."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.warehouse.batch_rows import FINDINGS, PROGRAMME, batch_of, figure, figures, report
from warehouse import batches
from warehouse.access import Right
from warehouse.batches import batch_with_hash, withdraw_batch, write_batch, write_batches
from warehouse.connection import Warehouse, open_warehouse
from warehouse.errors import AlreadyWithdrawn, UnfitBatch, UnknownBatch
from warehouse.queries import read_batch_file, read_batches, read_findings, read_observations

ROOT = Path(__file__).parent.parent.parent
FEBRUARY, MARCH = date(2031, 2, 1), date(2031, 3, 1)
NOON = datetime(2031, 4, 20, 4)
DAY = timedelta(days=1)


def values(warehouse: Warehouse, as_of: datetime) -> list[float | None]:
    return read_observations(warehouse, PROGRAMME, as_of)["obs_value"].to_list()


def test_what_was_written_is_read_back_with_its_batch(warehouse: Warehouse) -> None:
    rows = figures(
        figure("retail_growth", MARCH, 8.4, cell="D5", cell_text="8.4%", note="checked twice"),
        figure("industry_growth", MARCH, 9.1, obs_status="P"),
    )
    said = pl.DataFrame(
        [{"severity": "doubt", "code": "sign_flipped", "sheet": "Sheet1", "cell": "D5"}],
        schema=FINDINGS.schema,
    )
    batch_id = write_batch(warehouse, batch_of("statistics", NOON), rows, said, b"bytes")
    read = read_observations(warehouse, PROGRAMME, NOON)
    assert read["indicator_id"].to_list() == ["industry_growth", "retail_growth"]
    retail = read.row(1, named=True)
    assert (retail["cell"], retail["cell_text"], retail["note"]) == ("D5", "8.4%", "checked twice")
    assert (retail["unit_id"], retail["received_by"], retail["withdrawn_at"]) == ("statistics", "clerk", None)
    batch = read_batches(warehouse, PROGRAMME, NOON).row(0, named=True)
    assert (batch["batch_id"], batch["observation_count"], batch["finding_count"]) == (batch_id, 2, 1)
    assert batch["file_sha256"] == hashlib.sha256(b"bytes").hexdigest()
    finding = read_findings(warehouse, [batch_id]).row(0, named=True)
    assert (finding["code"], finding["file_name"], finding["found"]) == ("sign_flipped", "figures.xlsx", None)
    assert read_batch_file(warehouse, batch_id) == ("figures.xlsx", b"bytes")


def test_a_batch_without_figures_keeps_its_findings(warehouse: Warehouse) -> None:
    empty = figures(figure("retail_growth", MARCH, 1.0)).clear()
    batch_id = write_batch(warehouse, batch_of("statistics", NOON), empty, FINDINGS, b"")
    assert read_batches(warehouse, PROGRAMME, NOON)["observation_count"].to_list() == [0]
    assert read_findings(warehouse, [batch_id]).is_empty()
    assert read_findings(warehouse, []).is_empty()


def test_a_batch_raises_the_version_once(warehouse: Warehouse) -> None:
    before = warehouse.version()
    report(warehouse, NOON, figure("retail_growth", MARCH, 8.4))
    assert warehouse.version() == before + 1


def test_the_time_of_recording_is_now_where_none_is_given(warehouse: Warehouse) -> None:
    batch = {name: value for name, value in batch_of("statistics", NOON).items() if name != "recorded_at"}
    write_batch(warehouse, batch, figures(figure("retail_growth", MARCH, 8.4)), FINDINGS, b"")
    assert values(warehouse, datetime(2000, 1, 1)) == []
    assert values(warehouse, datetime.max) == [8.4]


def test_figures_are_stored_sorted_by_area_period_indicator(warehouse: Warehouse) -> None:
    report(
        warehouse,
        NOON,
        figure("retail_growth", MARCH, 1.0),
        figure("retail_growth", FEBRUARY, 2.0),
        figure("gdp_growth", MARCH, 3.0),
    )
    stored = warehouse.frame("SELECT obs_value FROM observation")
    assert stored["obs_value"].to_list() == [2.0, 3.0, 1.0]


UNFIT: list[tuple[list[dict[str, Any]], str]] = [
    ([figure("retail_growth", MARCH, 8.4), figure("retail_growth", MARCH, 8.5)], "more than once in the batch"),
    ([figure("retail_growth", MARCH, float("nan"))], "counted in"),
    ([figure("retail_growth", MARCH, float("inf"))], "counted in"),
    ([figure("retail_growth", MARCH, 1e308)], "counted in"),
    ([figure("retail_growth", date(2031, 3, 31), 8.4)], "first day of its last month"),
    ([figure("retail_growth", MARCH, None, obs_status="A")], "go together"),
    ([figure("retail_growth", MARCH, 8.4, obs_status="M")], "go together"),
    ([figure("retail_growth", MARCH, 8.4, obs_status="X")], "row 0, obs_status: 'X' fails isin"),
    ([figure("retail_growth", MARCH, 8.4, cell="5D")], "row 0, cell: '5D' fails"),
    ([figure("retail_growth", MARCH, 8.4) | {"colour": "red"}], r"unknown columns \['colour'\]"),
]


@pytest.mark.parametrize(("rows", "fault"), UNFIT)
def test_an_unfit_batch_is_refused_whole(warehouse: Warehouse, rows: list[dict[str, Any]], fault: str) -> None:
    before = warehouse.version()
    with pytest.raises(UnfitBatch, match=fault):
        report(warehouse, NOON, *rows)
    assert warehouse.version() == before
    assert warehouse.frame("SELECT count(*) AS n FROM observation")["n"][0] == 0


def test_a_batch_row_lacking_a_field_is_refused(warehouse: Warehouse) -> None:
    batch = batch_of("statistics", NOON)
    del batch["received_by"]
    with pytest.raises(UnfitBatch, match="received_by"):
        write_batch(warehouse, batch, figures(figure("retail_growth", MARCH, 1.0)), FINDINGS, b"")


def test_a_later_revision_leaves_the_earlier_answer_as_it_was(warehouse: Warehouse) -> None:
    report(warehouse, NOON, figure("retail_growth", MARCH, 8.4))
    before = read_observations(warehouse, PROGRAMME, NOON)
    revised = report(warehouse, NOON + DAY, figure("retail_growth", MARCH, 7.9))
    withdraw_batch(warehouse, revised, by="chief", reason="wrong sheet", at=NOON + 2 * DAY)
    assert read_observations(warehouse, PROGRAMME, NOON).equals(before)
    assert values(warehouse, NOON + DAY) == [8.4, 7.9]


def test_a_withdrawal_is_known_only_from_its_moment_on(warehouse: Warehouse) -> None:
    batch_id = report(warehouse, NOON, figure("retail_growth", MARCH, 8.4))
    withdraw_batch(warehouse, batch_id, by="chief", reason="wrong sheet", at=NOON + DAY)
    for as_of, withdrawn in ((NOON, None), (NOON + DAY, NOON + DAY), (NOON + 2 * DAY, NOON + DAY)):
        assert read_observations(warehouse, PROGRAMME, as_of)["withdrawn_at"].to_list() == [withdrawn]
        assert read_batches(warehouse, PROGRAMME, as_of)["withdrawn_at"].to_list() == [withdrawn]
    row = read_batches(warehouse, PROGRAMME, NOON + DAY).row(0, named=True)
    assert (row["withdrawn_by"], row["withdrawal_reason"]) == ("chief", "wrong sheet")


def test_an_unknown_batch_cannot_be_withdrawn(warehouse: Warehouse) -> None:
    with pytest.raises(UnknownBatch, match="'nothing'"):
        withdraw_batch(warehouse, "nothing", by="chief", reason="", at=NOON)
    with pytest.raises(UnknownBatch):
        read_batch_file(warehouse, "nothing")


def test_a_batch_is_withdrawn_only_once(warehouse: Warehouse) -> None:
    batch_id = report(warehouse, NOON, figure("retail_growth", MARCH, 8.4))
    withdraw_batch(warehouse, batch_id, by="chief", reason="wrong sheet", at=NOON + DAY)
    version = warehouse.version()
    with pytest.raises(AlreadyWithdrawn, match=r"figures\.xlsx.*chief"):
        withdraw_batch(warehouse, batch_id, by="deputy", reason="again", at=NOON + 2 * DAY)
    assert warehouse.version() == version


def test_the_same_bytes_are_known_again_until_withdrawn(warehouse: Warehouse) -> None:
    sha256 = hashlib.sha256(b"file").hexdigest()
    assert batch_with_hash(warehouse, sha256) is None
    batch_id = report(warehouse, NOON, figure("retail_growth", MARCH, 8.4))
    found = batch_with_hash(warehouse, sha256)
    assert found is not None
    assert (found["batch_id"], found["unit_id"]) == (batch_id, "statistics")
    withdraw_batch(warehouse, batch_id, by="chief", reason="wrong sheet")
    assert batch_with_hash(warehouse, sha256) is None


def test_a_long_batch_goes_in_parts_and_comes_out_whole(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "ROWS_A_TRANSACTION", 7)
    months = [date(2000 + n // 12, n % 12 + 1, 1) for n in range(40)]
    report(warehouse, NOON, *(figure("urban_jobs", month, float(n)) for n, month in enumerate(months)))
    assert values(warehouse, NOON) == [float(n) for n in range(40)]


def test_several_files_come_together_each_as_its_own_batch(warehouse: Warehouse) -> None:
    before = warehouse.version()
    contents = [
        (batch_of(unit_id, NOON), figures(figure("retail_growth", MARCH, value)), FINDINGS, unit_id.encode())
        for unit_id, value in (("statistics", 8.4), ("industry_it", 8.6))
    ]
    batch_ids = write_batches(warehouse, contents)
    assert warehouse.version() == before + 1
    assert [read_batch_file(warehouse, batch_id)[1] for batch_id in batch_ids] == [b"statistics", b"industry_it"]
    read = read_observations(warehouse, PROGRAMME, NOON).select("batch_id", "unit_id", "obs_value")
    assert set(read.rows()) == {(batch_ids[0], "statistics", 8.4), (batch_ids[1], "industry_it", 8.6)}
    assert write_batches(warehouse, []) == []


def test_one_unfit_file_of_several_holds_all_back(warehouse: Warehouse) -> None:
    fit = (batch_of("statistics", NOON), figures(figure("retail_growth", MARCH, 8.4)), FINDINGS, b"fit")
    unfit = (batch_of("statistics", NOON), figures(figure("retail_growth", MARCH, None, obs_status="A")), FINDINGS, b"")
    with pytest.raises(UnfitBatch, match="go together"):
        write_batches(warehouse, [fit, unfit])
    assert values(warehouse, NOON) == []


def test_figures_without_their_batch_row_do_not_exist(warehouse: Warehouse) -> None:
    batch_id = report(warehouse, NOON, figure("retail_growth", MARCH, 8.4))
    with warehouse.writing(right=Right.SETTINGS) as cursor:
        cursor.execute("INSERT INTO observation SELECT * REPLACE ('orphan' AS batch_id) FROM observation")
    assert read_observations(warehouse, PROGRAMME, NOON)["batch_id"].to_list() == [batch_id]


KILLED = """
import os, sys
sys.path.insert(0, sys.argv[2])
from datetime import date, datetime
from tests.warehouse.batch_rows import figure, report
from warehouse import batches
from warehouse.connection import open_warehouse

warehouse = open_warehouse(sys.argv[1])
publish = batches.insert_frame

def die_before_publishing(cursor, table, frame):
    if table == sys.argv[3]:
        os._exit(9)
    publish(cursor, table, frame)

batches.insert_frame = die_before_publishing
report(warehouse, datetime(2031, 4, 21), figure("retail_growth", date(2031, 3, 1), 1.0))
"""


@pytest.mark.parametrize("table", ["batch_file", "observation", "batch"])
def test_a_kill_while_writing_leaves_no_half_batch(warehouse: Warehouse, table: str) -> None:
    report(warehouse, NOON, figure("retail_growth", MARCH, 8.4))
    version, path = warehouse.version(), warehouse.path
    warehouse.close()
    here = str(Path(__file__).parent)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), here, table], cwd=ROOT, capture_output=True, check=False
    )
    assert killed.returncode == 9, killed.stderr
    opened = open_warehouse(path)
    assert opened.version() == version
    assert values(opened, datetime.max) == [8.4]
    assert read_batches(opened, PROGRAMME, datetime.max).height == 1
    opened.close()
