"""The bundle: the same board gives the same bytes, loads back whole, and is a valid data package."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from frictionless import Package, Report

from reports.snapshot.bundle import write_bundle
from reports.snapshot.dialects import BOM, DIALECTS, Dialect
from reports.snapshot.fields import fields_of
from reports.snapshot.subject import Subject, subject_at, subject_of
from tests.places import new
from tests.reports.every_table import AFTER, AS_OF, MONTH, NASTY, fill_every_table, report_later
from tests.warehouse.batch_rows import PROGRAMME
from warehouse.access import Right
from warehouse.bundle import load_bundle
from warehouse.connection import Warehouse, open_warehouse
from warehouse.errors import UnfitBundle, WarehouseNotEmpty
from warehouse.extract import moment_of, read_parts, tables_digest
from warehouse.kept import KEPT
from warehouse.snapshots import read_snapshot, read_snapshots, take_snapshot


@pytest.fixture
def filled(warehouse: Warehouse) -> Warehouse:
    fill_every_table(warehouse)
    return warehouse


def board(warehouse: Warehouse) -> Subject:
    return subject_at(warehouse, PROGRAMME, month=MONTH, as_of=AS_OF)


def restored(path: Path, folder: Path) -> Warehouse:
    opened = open_warehouse(new(folder / "restored.duckdb"))
    load_bundle(opened, path)
    return opened


def table_in(path: Path, table: str) -> bytes:
    with zipfile.ZipFile(path) as bundle:
        return bundle.read(next(name for name in bundle.namelist() if name.startswith(f"{table}_2031")))


def test_a_load_in_between_changes_no_byte(filled: Warehouse, tmp_path: Path) -> None:
    for form, dialect in (("csv", "programs"), ("csv", "people"), ("parquet", "programs")):
        first, second = tmp_path / "first.zip", tmp_path / "second.zip"
        write_bundle(board(filled), first, form=form, dialect=dialect)  # type: ignore[arg-type]
        report_later(filled, at=AFTER + timedelta(hours=1))
        write_bundle(board(filled), second, form=form, dialect=dialect)  # type: ignore[arg-type]
        assert first.read_bytes() == second.read_bytes()


def test_a_figure_loaded_later_on_the_same_day_stays_out_of_a_named_snapshot(filled: Warehouse, tmp_path: Path) -> None:
    taken_at = AS_OF - timedelta(hours=5)
    snapshot_id = take_snapshot(
        filled, PROGRAMME, name="十月", month=MONTH, as_of=AS_OF, by="甲", words="=x", at=taken_at
    )
    snapshot = read_snapshot(filled, PROGRAMME, snapshot_id, AS_OF)
    write_bundle(subject_of(filled, snapshot), tmp_path / "first.zip")
    report_later(filled, at=AS_OF - timedelta(hours=4))
    write_bundle(subject_of(filled, snapshot), tmp_path / "second.zip")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_round_trip(filled: Warehouse, tmp_path: Path, form: str) -> None:
    write_bundle(board(filled), tmp_path / "bundle.zip", form=form)  # type: ignore[arg-type]
    back = restored(tmp_path / "bundle.zip", tmp_path)
    old, new = (moment_of(each, PROGRAMME, AS_OF) for each in (filled, back))
    assert old == new
    for kept in KEPT:
        for before, after in zip(read_parts(filled, kept, old), read_parts(back, kept, new), strict=True):
            assert before.height, f"{kept.table} is not tested"
            assert before.equals(after), kept.table
    assert board(filled).board.history.equals(board(back).board.history)
    write_bundle(board(filled), tmp_path / "first.zip")
    write_bundle(board(back), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "first.zip").read_bytes()
    back.close()


def test_a_named_snapshot_is_there_again_after_the_round_trip(filled: Warehouse, tmp_path: Path) -> None:
    snapshot_id = take_snapshot(filled, PROGRAMME, name="=十月", month=MONTH, as_of=AS_OF, by="甲", at=AFTER)
    snapshot = read_snapshot(filled, PROGRAMME, snapshot_id, AFTER)
    write_bundle(subject_of(filled, snapshot), tmp_path / "bundle.zip")
    back = restored(tmp_path / "bundle.zip", tmp_path)
    assert snapshot in read_snapshots(back, PROGRAMME, AFTER)
    write_bundle(subject_of(back, snapshot), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "bundle.zip").read_bytes()
    back.close()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_is_a_valid_data_package(filled: Warehouse, tmp_path: Path, dialect: Dialect) -> None:
    write_bundle(board(filled), tmp_path / "bundle.zip", dialect=dialect)
    shutil.unpack_archive(tmp_path / "bundle.zip", tmp_path / "bundle")
    found: Report = Package(str(tmp_path / "bundle" / "datapackage.json")).validate()
    assert found.valid, found.flatten(["name", "rowNumber", "fieldName", "type", "message"])


def test_a_reference_that_does_not_hold_is_not_claimed(filled: Warehouse, tmp_path: Path) -> None:
    with filled.writing(right=Right.SETTINGS) as cursor:
        cursor.execute("UPDATE observation SET indicator_id = 'left_the_plan' WHERE indicator_id = 'retail_growth'")
    write_bundle(board(filled), tmp_path / "bundle.zip")
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        package = json.loads(bundle.read("datapackage.json"))
    named = {each["name"]: each["schema"].get("foreignKeys", []) for each in package["resources"]}
    assert [key["fields"] for key in named["observation"]] == [["batch_id"]]
    assert ["indicator_id"] in [key["fields"] for key in named["release_calendar"]]


def test_the_manifest_names_every_file_with_its_hash(filled: Warehouse, tmp_path: Path) -> None:
    write_bundle(board(filled), tmp_path / "bundle.zip")
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        names = bundle.namelist()
        manifest = json.loads(bundle.read("manifest_2031-10_as-of_2031-11-20.json"))
    assert {file["path"] for file in manifest["files"]} == set(names) - {"manifest_2031-10_as-of_2031-11-20.json"}
    tables = [name for name in names if name.endswith(".csv")]
    assert all(name.endswith("_2031-10_as-of_2031-11-20.csv") for name in tables)
    assert manifest["preset"]["version"] == 1
    assert manifest["catalogue_version"] == 1
    assert manifest["tables_digest"] == tables_digest(filled, moment_of(filled, PROGRAMME, AS_OF))


def test_people_get_headers_names_and_words_and_no_formula(filled: Warehouse, tmp_path: Path) -> None:
    write_bundle(board(filled), tmp_path / "bundle.zip", dialect="people", language="zh-Hans")
    content = table_in(tmp_path / "bundle.zip", "数据")
    assert content.startswith(BOM)
    assert content.count(b"\n") == content.count(b"\r\n") + NASTY[1].count("\n")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0]["指标编号（名称）"] == "地区生产总值增速"
    assert {row["备注"] for row in rows} == {"'=SUM(A1)", ""}
    assert {row["数据性质"] for row in rows} == {"终值", "未提供"}
    assert rows[0]["入库时间（北京时间）"] == "2031-11-01 16:00:00"
    for table in ("清单事项", "会议", "督办单"):
        for row in csv.reader(io.StringIO(table_in(tmp_path / "bundle.zip", table).decode("utf-8-sig"), newline="")):
            assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_no_two_columns_of_a_table_have_one_header(filled: Warehouse, tmp_path: Path, language: str) -> None:
    write_bundle(board(filled), tmp_path / "bundle.zip", dialect="people", language=language)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        for name in bundle.namelist():
            if name.endswith(".csv"):
                header = next(csv.reader(io.StringIO(bundle.read(name).decode("utf-8-sig"))))
                assert len(set(header)) == len(header), name


def test_programs_get_what_is_stored(filled: Warehouse, tmp_path: Path) -> None:
    write_bundle(board(filled), tmp_path / "bundle.zip")
    content = table_in(tmp_path / "bundle.zip", "ledger_entry")
    assert not content.startswith(BOM)
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    assert list(rows[0]) == [each.name for each in fields_of("ledger_entry")]
    assert [row["description"] for row in rows] == list(NASTY)


def test_without_the_files_the_board_still_loads_back(filled: Warehouse, tmp_path: Path) -> None:
    write_bundle(board(filled), tmp_path / "bundle.zip", with_files=False)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        assert not [name for name in bundle.namelist() if name.startswith("files/")]
    back = restored(tmp_path / "bundle.zip", tmp_path)
    assert board(back).board.history.equals(board(filled).board.history)
    back.close()


def test_what_cannot_be_loaded_is_refused_in_one_sentence(filled: Warehouse, tmp_path: Path) -> None:
    good, people, broken = (tmp_path / name for name in ("good.zip", "people.zip", "broken.zip"))
    write_bundle(board(filled), good)
    write_bundle(board(filled), people, dialect="people")
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            target.writestr(
                name, source.read(name).replace(b"6.8", b"9.9") if "observation" in name else source.read(name)
            )
    (tmp_path / "text.zip").write_text("no zip")
    empty = open_warehouse(new(tmp_path / "empty.duckdb"))
    for path, said in (
        (people, "for people"),
        (broken, "is not the file of the manifest"),
        (tmp_path / "text.zip", "no zip"),
    ):
        with pytest.raises(UnfitBundle, match=said):
            load_bundle(empty, path)
    load_bundle(empty, good)
    with pytest.raises(WarehouseNotEmpty, match="not empty"):
        load_bundle(empty, good)
    empty.close()


ARCHIVED = """
import hashlib, pathlib, sys, types, zlib
made = sys.modules["archive"] = types.ModuleType("archive")
exec(compile(pathlib.Path(sys.argv[1]).read_text("utf-8"), "archive", "exec"), made.__dict__)
with made.Archive(pathlib.Path(sys.argv[2])) as archive:
    archive.write("数据.csv", [b"a,b\\n" * 9999, b"1,2\\n" * 9999])
print(zlib.ZLIB_RUNTIME_VERSION, hashlib.sha256(pathlib.Path(sys.argv[2]).read_bytes()).hexdigest())
"""
"""Writes an archive with the standard library alone, so that any interpreter can run it."""


@pytest.mark.parametrize("program", ["python3.11", "python3.12", "python3.13"])
def test_every_supported_python_writes_the_same_archive(tmp_path: Path, program: str) -> None:
    def run(interpreter: str) -> list[str] | None:
        source = Path(__file__).parent.parent.parent / "reports" / "snapshot" / "archive.py"
        asked = [interpreter, "-c", ARCHIVED, str(source), str(tmp_path / "x.zip")]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        return done.stdout.split() if done.returncode == 0 else None

    other, own = run(program) if shutil.which(program) else None, run(sys.executable)
    assert own is not None
    if other is None or other[0] != own[0]:
        pytest.skip(f"no {program} with this zlib")
    assert other == own
