"""The workbook, the offline page, CSV in a spreadsheet program, the command line, the dictionary."""

from __future__ import annotations

import io
import json
import re
import runpy
import subprocess
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from i18n import LANGUAGES, words_for
from reports.__main__ import main
from reports.pdf import find_converter
from reports.sheets import HEADER_ROW, frame_xlsx
from reports.snapshot.export import FORMS, Form, Wish, export
from reports.snapshot.fields import fields_of
from reports.snapshot.subject import Subject, subject_at
from reports.table_csv import csv_bytes
from tests.places import copied
from tests.reports.every_table import AFTER, AS_OF, MONTH, fill_every_table, report_later
from tests.warehouse.batch_rows import PROGRAMME
from warehouse.access import Right
from warehouse.connection import Warehouse, open_warehouse
from warehouse.kept import KEPT
from warehouse.snapshots import read_snapshots

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def subject(warehouse: Warehouse) -> Subject:
    fill_every_table(warehouse)
    return subject_at(warehouse, PROGRAMME, month=MONTH, as_of=AS_OF)


@pytest.mark.parametrize("form", FORMS)
def test_a_load_in_between_changes_no_byte_of_any_form(subject: Subject, tmp_path: Path, form: Form) -> None:
    first = export(subject, tmp_path, form=form, wish=Wish()).read_bytes()
    report_later(subject.warehouse, at=AFTER)
    again = subject_at(subject.warehouse, PROGRAMME, month=MONTH, as_of=AS_OF)
    written = export(again, tmp_path, form=form, wish=Wish())
    assert written.read_bytes() == first
    assert "2031-10_as-of_2031-11-20" in written.name
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_has_a_sheet_for_each_screen(subject: Subject, tmp_path: Path, language: str) -> None:
    path = export(subject, tmp_path, form="xlsx", wish=Wish(language=language))
    book, words = openpyxl.load_workbook(path), words_for(language)
    actions = [f"{row['ordinal']} {words.of(row)}" for row in subject.board.knowledge.actions_in_order]
    assert book.sheetnames[2 : 2 + len(actions)] == [name[:31] for name in actions]
    assert book.sheetnames[0] == words("snapshot_book.about")
    assert words("snapshot_book.livelihood") in book.sheetnames
    assert book.properties.created == AS_OF
    first = book[actions[0][:31]]
    header = [cell.value for cell in first[HEADER_ROW + 1]]
    assert header[:2] == [words("column.status"), words("column.indicator")]
    assert first.freeze_panes == "C4"
    assert first.auto_filter.ref
    names = {cell.value: row for row, cell in enumerate(first["B"], 1)}
    gdp = names[words.of(subject.board.knowledge.indicators["gdp_growth"])]
    value = first.cell(gdp, header.index(words("column.actual")) + 1)
    assert isinstance(value.value, int | float)
    assert isinstance(first.cell(gdp, header.index(words("column.period")) + 1).value, datetime)


def test_texts_in_a_workbook_are_never_formulas() -> None:
    frame = pl.DataFrame(
        {"名称": ["=1+1", "@x", "中文"], "n": [1.25, None, 3.0], "d": [date(2031, 1, 2)] * 3, "b": [True, False, None]}
    )
    content = frame_xlsx(frame, words=words_for("zh-Hans"), title="=表", note="", moment=AS_OF)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER_ROW + 2)]
    assert [row[0] for row in rows] == ["=1+1", "@x", "中文"]
    assert sheet.cell(HEADER_ROW + 2, 1).data_type == "s"
    assert [row[1] for row in rows] == [1.25, None, 3]
    assert rows[0][2:] == [datetime(2031, 1, 2), "是"]


def test_csv_for_people_opens_in_a_spreadsheet_program(tmp_path: Path) -> None:
    program = find_converter()
    if program is None:
        pytest.skip("no LibreOffice is installed")
    frame = pl.DataFrame({"名称": ["=1+1", "溆浦县", "a,b\nc"], "数值": [1234.5, -0.25, None], "个数": [1, 2, 3]})
    (tmp_path / "table.csv").write_bytes(csv_bytes(frame))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    utf8_commas = "--infilter=CSV:44,34,76,1"
    asked = [program, "--headless", profile, utf8_commas, "--convert-to", "xlsx", "--outdir", str(tmp_path)]
    subprocess.run([*asked, str(tmp_path / "table.csv")], check=True, capture_output=True, timeout=120)
    sheet = openpyxl.load_workbook(tmp_path / "table.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["名称", "数值", "个数"]
    assert [row[0] for row in rows[1:]] == ["'=1+1", "溆浦县", "a,b\nc"]
    assert [row[1:] for row in rows[1:]] == [[1234.5, 1], [-0.25, 2], [None, 3]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_holds_everything_and_asks_for_nothing(subject: Subject, tmp_path: Path, language: str) -> None:
    page = export(subject, tmp_path, form="html", wish=Wish(language=language)).read_text(encoding="utf-8")
    board = subject.board
    for row in board.knowledge.actions_in_order:
        assert f'<section id="action_{row["action_id"]}">' in page
    for indicator_id in board.deciding:
        assert f'<section id="i_{indicator_id}">' in page
    marked_up = re.sub(r"<script.*?</script>", " ", page, flags=re.S)
    assert not re.findall(r'(?:src|href)="(?!#)', marked_up)
    assert "default-src 'none'" in page
    charts = json.loads(re.findall(r'id="charts">(.*?)</script>', page)[0])
    specs = json.loads(re.findall(r'id="specs">(.*?)</script>', page)[0])
    assert charts
    assert all(place < len(specs) for place, *_ in charts.values())
    text = re.sub(r"<script.*?</script>|<style>.*?</style>|<[^>]*>", " ", page, flags=re.S)
    assert "=SUM(A1)" not in text


def test_what_people_typed_cannot_end_the_page(subject: Subject, tmp_path: Path) -> None:
    with subject.warehouse.writing("test", right=Right.SETTINGS) as cursor:
        cursor.execute("UPDATE ledger_entry SET title = '</table><script>alert(1)</script>'")
    page = export(subject, tmp_path, form="html", wish=Wish()).read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.fixture
def office(tmp_path: Path, loaded_file: Path, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command line's settings with a filled warehouse, closed."""
    path = copied(loaded_file, tmp_path / "office.duckdb")
    opened = open_warehouse(path)
    fill_every_table(opened)
    opened.close()
    monkeypatch.setenv("EIGHT_ACTIONS_WAREHOUSE", str(path))
    monkeypatch.setenv("EIGHT_ACTIONS_PROGRAMME", str(tiny_folder))
    monkeypatch.setenv("EIGHT_ACTIONS_DEMONSTRATION", "0")
    monkeypatch.setenv("EIGHT_ACTIONS_BOARD_DATE", "2031-11-20")
    return path


def test_a_scheduled_job_writes_and_changes_nothing(office: Path, tmp_path: Path) -> None:
    asked = ["snapshot", "--month", "2031-10", "--as-of", "2031-11-20", "--out", str(tmp_path / "out")]
    opened = open_warehouse(office)
    versions = opened.version(), opened.drive_version()
    opened.close()
    assert main(asked) == 0
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert main(asked) == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == first
    assert list(first) == ["tiny_2031_2031-10_as-of_2031-11-20_bundle.zip"]
    opened = open_warehouse(office)
    assert (opened.version(), opened.drive_version()) == versions
    opened.close()


def test_take_list_write_by_name_and_load(office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["snapshot", "take", "--name", "十月会议", "--month", "2031-10", "--by", "甲"]) == 0
    assert main(["snapshot", "list"]) == 0
    assert "十月会议" in capsys.readouterr().out
    assert main(["snapshot", "--snapshot", "十月会议", "--out", str(tmp_path)]) == 0
    bundle = next(tmp_path.glob("*.zip"))
    new = tmp_path / "new.duckdb"
    assert main(["snapshot", "load", str(bundle), "--warehouse", str(new)]) == 0
    back = open_warehouse(new)
    assert "十月会议" in [each.name for each in read_snapshots(back, PROGRAMME, datetime.max)]
    back.close()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["snapshot", "--out", "x"], "--month"),
        (["snapshot", "--month", "2031-10"], "--out"),
        (["snapshot", "load"], "which bundle"),
        (["snapshot", "--snapshot", "nobody", "--out", "x"], "no snapshot 'nobody'"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(
    office: Path, asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked) == 2
    assert said in capsys.readouterr().err


def test_the_data_dictionary_is_that_of_the_models() -> None:
    written = runpy.run_path(str(ROOT / "docs" / "write_dictionary.py"))
    place: Path = written["PLACE"]
    assert place.read_text(encoding="utf-8") == written["dictionary"](), "run python docs/write_dictionary.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_and_column_has_words(language: str) -> None:
    words = words_for(language)
    assert not [kept.table for kept in KEPT if not words.has(f"dictionary.about.{kept.table}")]
    fields = [field for kept in KEPT for field in fields_of(kept.table)]
    assert not [(field.table, field.name) for field in fields if field.title(words) == field.name]
