"""Invented rows beside the figures: checked, added once, at their own moments; and those of the demonstration."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from etl.demonstration.drive import drive_files, load_drive_file
from etl.errors import DemonstrationUnfit
from warehouse import ledgers
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse
from warehouse.drive import read_drive
from warehouse.plan_entries import ENTRY_SCHEMA, plan_entries
from warehouse.queries import read_catalogue
from warehouse.seed import load_programme, read_programme

ROOT = Path(__file__).parents[2]
DRIVE = ROOT / "data" / "raw"
XUPU = ROOT / "data" / "seed" / "xupu_2024"
PROGRAMME = "tiny_2031"
LATE = datetime(2031, 12, 31)
BOARD = datetime(2024, 11, 20, 16)


def entry(entry_id: str, at: str, **fields: str) -> dict[str, str]:
    base = {"programme_id": PROGRAMME, "entry_id": entry_id, "ledger": "policy", "title": "贴息", "state": "open"}
    return dict.fromkeys(ENTRY_SCHEMA, "") | base | {"origin": "person", "written_by": "甲", "recorded_at": at} | fields


def written(folder: Path, name: str, rows: list[dict[str, str]]) -> Path:
    path = folder / "drive" / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_file_is_loaded_once_at_its_own_moments(
    warehouse: Warehouse, tiny_catalogue: Catalogue, tmp_path: Path
) -> None:
    rows = [entry("p1", "2031-04-01T02:00:00"), entry("p1", "2031-05-01T02:00:00", progress="已申报")]
    path = written(tmp_path, "ledger_entry.csv", rows)
    board = warehouse.version()
    assert [load_drive_file(warehouse, path), load_drive_file(warehouse, path)] == [2, 0]
    first = ledgers.read_entries(warehouse, tiny_catalogue, datetime(2031, 4, 2)).filter(entry_id="p1")
    assert first["progress"].to_list() == [None]
    assert warehouse.version() == board


def test_a_longer_file_adds_only_its_new_rows(warehouse: Warehouse, tmp_path: Path) -> None:
    first = entry("p1", "2031-04-01T02:00:00")
    load_drive_file(warehouse, written(tmp_path, "ledger_entry.csv", [first]))
    second = written(tmp_path, "ledger_entry.more.csv", [first, entry("p2", "2031-04-02T02:00:00")])
    assert load_drive_file(warehouse, second) == 1
    assert warehouse.frame("SELECT count(*) AS n FROM ledger_entry")["n"][0] == 2
    assert [path.name for path in drive_files(tmp_path)] == ["ledger_entry.csv", "ledger_entry.more.csv"]


def test_bytes_come_from_the_files_beside(warehouse: Warehouse, tmp_path: Path) -> None:
    row = {"file_sha256": "a" * 64, "content": "proof.txt", "recorded_at": "2031-04-01T02:00:00"}
    path = written(tmp_path, "ledger_evidence_file.csv", [row])
    with pytest.raises(DemonstrationUnfit, match=r"proof\.txt"):
        load_drive_file(warehouse, path)
    (tmp_path / "drive" / "files").mkdir()
    (tmp_path / "drive" / "files" / "proof.txt").write_bytes(b"done")
    assert load_drive_file(warehouse, path) == 1
    assert warehouse.frame("SELECT content FROM ledger_evidence_file")["content"].to_list() == [b"done"]


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("wishes.csv", {}, "wishes"),
        ("action.csv", {}, "action"),
        ("ledger_entry.csv", {"ledger": "wishes"}, "ledger"),
        ("ledger_entry.csv", {"recorded_at": "spring"}, "a moment like"),
        ("ledger_entry.csv", {"due_on": "2031-02-30"}, "a date like"),
    ],
)
def test_what_does_not_fit_its_table_is_refused(
    warehouse: Warehouse, tmp_path: Path, name: str, change: dict[str, str], said: str
) -> None:
    path = written(tmp_path, name, [entry("p1", "2031-04-01T02:00:00") | change])
    with pytest.raises(DemonstrationUnfit, match=said):
        load_drive_file(warehouse, path)
    assert warehouse.frame("SELECT count(*) AS n FROM ledger_entry")["n"][0] == 0


# --- the demonstration's own --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def invented() -> pl.DataFrame:
    """Every row of the demonstration's lists."""
    return pl.concat([read_drive(path) for path in drive_files(DRIVE) if path.name.startswith("ledger_entry.")])


def test_the_demonstration_fits_the_plan(invented: pl.DataFrame) -> None:
    catalogue = read_programme(XUPU)
    known = {"indicator_ids": "indicators", "lead_units": "units", "supporting_units": "units"}
    for column, frame in known.items():
        ids = set(getattr(catalogue, frame)[:, 0])
        assert set(";".join(invented[column].drop_nulls()).split(";")) - {""} <= ids
    assert set(invented["action_id"].drop_nulls()) == set(catalogue.actions["action_id"])
    plan = set(plan_entries(catalogue)["entry_id"])
    assert set(invented.filter(origin="plan")["entry_id"]) <= plan
    assert invented["recorded_at"].max() < BOARD


def test_the_demonstration_tells_of_every_list_and_state(warehouse: Warehouse, tmp_path: Path) -> None:
    load_programme(warehouse, XUPU)
    for path in drive_files(DRIVE):
        if path.name.startswith("ledger_"):
            load_drive_file(warehouse, path)
    catalogue = read_catalogue(warehouse, "xupu_2024", LATE)
    entries = ledgers.read_entries(warehouse, catalogue, BOARD)
    mine = entries.filter(pl.col("written_by") != catalogue.programme["document_number"])
    assert mine.height >= 60
    states = set(mine.select("ledger", "state").unique().iter_rows())
    assert {(ledger, "open") for ledger in ("policy", "key_task", "shortcoming", "project", "highlight")} <= states
    closed = mine.filter(ledger="shortcoming", state="done")
    assert closed.height >= 5
    assert closed["evidence"].min() >= 1  # type: ignore[operator]
    assert mine.filter("is_overdue", ledger="shortcoming").height >= 5
    assert mine.filter(ledger="highlight")["cited_period"].null_count() == 0
