"""The lists as a workbook: out and back unchanged, any header order, cell-exact findings, all or nothing."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from etl.__main__ import CELLS_REFUSED, FILES_REFUSED, FINE, main
from etl.errors import IntakeError
from etl.ledgers import LedgerIntake, LedgerKnown, read_ledgers, store_ledgers, write_ledgers
from etl.ledgers.form import columns_of
from i18n.words import LANGUAGES, words_for
from tests.places import copied
from tests.warehouse.batch_rows import PROGRAMME, figure, report
from warehouse import ledgers
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse, open_warehouse
from warehouse.errors import UnfitDecision
from warehouse.plan_entries import LEDGERS, NAMES, plan_entries
from warehouse.queries import read_observations

APRIL, MAY, LATE = datetime(2031, 4, 2), datetime(2031, 5, 2), datetime(2031, 12, 31)
ROOT = Path(__file__).parents[2]
PROBLEMS = "问题清单"


@pytest.fixture
def office(warehouse: Warehouse) -> Warehouse:
    """A warehouse with a figure, a few entries of every list and some evidence."""
    report(warehouse, APRIL, figure("gdp_growth", date(2031, 3, 1), 6.9))
    entries: list[dict[str, Any]] = [
        {"ledger": "shortcoming", "action_id": "industry", "title": "=用工缺口", "due_on": date(2031, 4, 20),
         "indicator_ids": ["urban_jobs", "gdp_growth"], "lead_units": ["industry_it"], "lead_person": "张某某"},
        {"ledger": "policy", "action_id": "industry", "title": "贴息支持", "description": "按季申报\n先到先得"},
        {"ledger": "highlight", "action_id": None, "title": "增速领先", "cited_indicator_id": "gdp_growth",
         "cited_period": date(2031, 3, 1)},
        {"ledger": "project", "action_id": "safety", "title": "水库除险", "stage": "structure"},
    ]  # fmt: skip
    ids = ledgers.write_entries(warehouse, PROGRAMME, entries, by="甲", at=APRIL)
    ledgers.close_entry(warehouse, PROGRAMME, ids[0], by="甲", at=MAY, words="到岗", link="https://example.org/proof")
    ledgers.store_evidence(warehouse, PROGRAMME, ids[3], by="甲", file=("图纸.txt", b"plan"), at=MAY)
    return warehouse


def known_of(warehouse: Warehouse, catalogue: Catalogue) -> LedgerKnown:
    return LedgerKnown(
        catalogue,
        ledgers.read_entries(warehouse, catalogue, LATE),
        ledgers.read_all_evidence(warehouse, PROGRAMME, LATE),
        read_observations(warehouse, PROGRAMME, LATE),
    )


def book_of(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook's bytes: a sheet's rows from A1 on."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(
    office: Warehouse, catalogue: Catalogue, rows: Sequence[Sequence[object]], name: str = PROBLEMS
) -> LedgerIntake:
    return read_ledgers(book_of({name: rows}), "清单.xlsx", known_of(office, catalogue))


def said(intake: LedgerIntake) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.cell, finding.found) for finding in intake.findings]


# --- out and back -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action_id", [None, "industry"])
def test_what_comes_out_goes_back_in_unchanged(
    office: Warehouse, tiny_catalogue: Catalogue, language: str, action_id: str | None
) -> None:
    known = known_of(office, tiny_catalogue)
    content = write_ledgers(
        tiny_catalogue, words_for(language), entries=known.entries, evidence=known.evidence, action_id=action_id
    )
    intake = read_ledgers(content, "清单.xlsx", known)
    assert said(intake) == []
    assert [change.title for change in intake.to_store] == []
    assert intake.count("same") == known.entries.height


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_workbook_has_every_list_and_brings_nothing(
    office: Warehouse, tiny_catalogue: Catalogue, language: str
) -> None:
    content = write_ledgers(tiny_catalogue, words_for(language))
    book = load_workbook(io.BytesIO(content))
    assert len(book.sheetnames) == len(LEDGERS)
    intake = read_ledgers(content, "空表.xlsx", known_of(office, tiny_catalogue))
    assert (intake.changes, intake.findings) == ([], [])


def test_text_that_begins_like_a_formula_stays_text(office: Warehouse, tiny_catalogue: Catalogue) -> None:
    known = known_of(office, tiny_catalogue)
    content = write_ledgers(tiny_catalogue, words_for("zh-Hans"), entries=known.entries)
    cells = [cell for row in load_workbook(io.BytesIO(content))[PROBLEMS].iter_rows() for cell in row]
    found = next(cell for cell in cells if cell.value == "=用工缺口")
    assert found.data_type != "f"


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40)


@settings(max_examples=25)
@given(title=TEXTS.filter(lambda text: text.strip()), progress=TEXTS)
def test_whatever_was_typed_comes_back_as_it_was(tiny_catalogue: Catalogue, title: str, progress: str) -> None:
    entry = plan_entries(tiny_catalogue).row(0, named=True) | dict.fromkeys(NAMES)
    entry |= {"title": title.strip(), "progress": progress.strip() or None, "evidence": 0, "is_overdue": False}
    entries = pl.DataFrame([entry], schema_overrides=dict.fromkeys(NAMES, pl.String))
    nothing = pl.DataFrame(schema={"entry_id": pl.String, "link": pl.String, "name": pl.String})
    observed = pl.DataFrame(
        schema=dict.fromkeys(("indicator_id", "reference_period", "withdrawn_at", "obs_value"), pl.String)
    )
    known = LedgerKnown(tiny_catalogue, entries, nothing, observed)
    intake = read_ledgers(write_ledgers(tiny_catalogue, words_for("en"), entries=entries), "x.xlsx", known)
    assert said(intake) == []
    assert intake.count("same") == 1, intake.changes


# --- tolerant of how it is written ----------------------------------------------------------------------------


def test_headers_in_any_order_and_language_under_a_title(office: Warehouse, tiny_catalogue: Catalogue) -> None:
    rows = [
        ["月汀县问题台账"],
        ["Due", "事项", "Lead units", "关联指标", "備註", "行动", "状态", "阶段"],
        ["5月20日", "招工难", "县工信局、县统计局", "城镇新增就业；GDP growth", "x", "产业提升行动", "整改中", None],
        [None, None, None, None, None, None, None, None],
        ["填表人：甲"],
    ]
    intake = read(office, tiny_catalogue, rows)
    assert not intake.errors
    assert {finding.code for finding in intake.findings} == {"column_unknown", "row_left_out"}
    (change,) = intake.changes
    assert change.kind == "new"
    assert change.given == {
        "title": "招工难",
        "due_on": date(2031, 5, 20),
        "lead_units": "industry_it;statistics",
        "indicator_ids": "urban_jobs;gdp_growth",
        "action_id": "industry",
        "state": "open",
        "closed_on": None,
        "closing_words": None,
    }


def test_a_row_without_number_finds_its_entry_by_list_action_and_title(
    office: Warehouse, tiny_catalogue: Catalogue
) -> None:
    rows = [["行动", "事项", "进展"], ["Livelihood Improvement", "Spring jobs fair held", "已举办"]]
    intake = read(office, tiny_catalogue, rows, name="任务清单")
    (change,) = intake.changes
    assert (change.entry_id, change.kind) == ("key_task:jobs_fair", "changed")
    assert change.fields == {"progress": (None, "已举办")}


def test_a_list_is_known_by_the_name_an_action_gives_it(office: Warehouse, tiny_catalogue: Catalogue) -> None:
    content = book_of({"项目清单": [["事项"], ["竹加工厂"]], "说明": [["请填"]]})
    intake = read_ledgers(content, "清单.xlsx", known_of(office, tiny_catalogue), action_id="industry")
    assert [(change.ledger, change.given["action_id"]) for change in intake.changes] == [("project", "industry")]
    assert said(intake) == [("sheet_unknown", "", "说明")]


# --- cell-exact findings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("行动", "登月行动", "action_unknown"),
        ("牵头单位", "县工信局；县航天局", "unit_unknown"),
        ("关联指标", "幸福指数", "indicator_unknown"),
        ("时间节点", "月底前", "day_unclear"),
        ("时间节点", "2月30日", "day_unclear"),
        ("状态", "差不多", "state_unknown"),
        ("状态", "已取消", "day_missing"),
        ("状态", "已销号", "evidence_missing"),
        ("佐证链接", "附件三", "link_unclear"),
        ("编号", "s_lost", "entry_unknown"),
    ],
)
def test_a_wrong_cell_is_named(
    office: Warehouse, tiny_catalogue: Catalogue, header: str, value: str, code: str
) -> None:
    intake = read(office, tiny_catalogue, [["事项", header], ["好的一项", None], ["招工难", value]])
    (error,) = intake.errors
    assert (error.code, error.cell) == (code, "B3")
    with pytest.raises(UnfitDecision):
        store_ledgers(office, PROGRAMME, intake, by="甲")
    assert office.frame("SELECT count(*) AS n FROM ledger_entry WHERE title = '好的一项'")["n"][0] == 0


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ([["事项", "引用指标", "引用数据期"], ["领先", None, None]], "figure_missing", "A2"),
        ([["事项", "引用指标", "引用数据期"], ["领先", "地区生产总值增速", "2031-02"]], "figure_unknown", "C2"),
        ([["事项", "引用指标", "引用数据期"], ["领先", "地区生产总值增速", "春天"]], "period_unclear", "C2"),
        ([["说明"], ["没有表头"]], "header_missing", ""),
        ([["事项", "事项"], ["领先", "领先"]], "column_twice", "B1"),
        ([["行动", "事项", "进展"], ["全县", None, "有进展"]], "title_missing", "A2"),
        ([["编号", "事项"], ["key_task:jobs_fair", "招聘会"]], "list_differs", "A2"),
    ],
)
def test_what_a_list_asks_of_its_rows(
    office: Warehouse, tiny_catalogue: Catalogue, rows: list[list[object]], code: str, cell: str
) -> None:
    intake = read(office, tiny_catalogue, rows, name="亮点清单")
    assert (code, cell) in [(finding.code, finding.cell) for finding in intake.errors]


def test_a_formula_without_a_value_is_told_as_that(office: Warehouse, tiny_catalogue: Catalogue) -> None:
    intake = read(office, tiny_catalogue, [["事项", "牵头单位"], ["招工难", "=A1"], ["=A2", "县工信局"]])
    assert [(error.code, error.cell) for error in intake.errors] == [
        ("formula_without_value", "B2"),
        ("formula_without_value", "A3"),
    ]


def test_the_same_entry_twice_is_refused(office: Warehouse, tiny_catalogue: Catalogue) -> None:
    intake = read(office, tiny_catalogue, [["事项"], ["招工难"], ["招工难"]])
    assert said(intake) == [("entry_twice", "A3", "招工难")]


def test_every_finding_has_words_in_every_language(office: Warehouse, tiny_catalogue: Catalogue) -> None:
    for language in LANGUAGES:
        words = words_for(language)
        assert all(words.has(f"ledger_column.{name}") for ledger in LEDGERS for name in columns_of(ledger))
    intake = read(office, tiny_catalogue, [["事项", "状态"], ["招工难", "差不多"]])
    assert intake.errors[0].sentence.startswith("问题清单!B2: ")


def test_what_is_no_workbook_is_refused(office: Warehouse, tiny_catalogue: Catalogue) -> None:
    with pytest.raises(IntakeError):
        read_ledgers(b"%PDF-1.7 nothing", "清单.xlsx", known_of(office, tiny_catalogue))
    intake = read_ledgers(book_of({"别的": [["a"]]}), "清单.xlsx", known_of(office, tiny_catalogue))
    assert [finding.code for finding in intake.errors] == ["no_list"]


# --- stored -------------------------------------------------------------------------------------------------------


def test_new_and_changed_rows_are_stored_with_their_links(office: Warehouse, tiny_catalogue: Catalogue) -> None:
    rows = [
        ["编号", "事项", "行动", "状态", "销号日期", "佐证链接"],
        [None, "场地不足", "产业提升行动", "已办结", date(2031, 5, 1), "https://example.org/site"],
    ]
    intake = read(office, tiny_catalogue, rows)
    (entry_id,) = store_ledgers(office, PROGRAMME, intake, by="乙", at=datetime(2031, 5, 3))
    known = known_of(office, tiny_catalogue)
    stored = known.by_id[entry_id]
    assert (stored["state"], stored["origin"], stored["written_by"]) == ("done", "spreadsheet", "乙")
    assert known.links[entry_id] == {"https://example.org/site"}
    again = read(office, tiny_catalogue, rows)
    assert (again.count("same"), again.to_store) == (1, [])


def test_a_blank_cell_empties_a_field_and_a_missing_column_leaves_it(
    office: Warehouse, tiny_catalogue: Catalogue
) -> None:
    rows = [["行动", "事项", "说明"], ["产业提升行动", "贴息支持", None]]
    intake = read(office, tiny_catalogue, rows, name="政策清单")
    (change,) = intake.changes
    assert change.fields == {"description": ("按季申报\n先到先得", None)}


# --- the command --------------------------------------------------------------------------------------------------


def test_the_command_exports_and_loads(
    loaded_file: Path, tiny_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "warehouse.duckdb"
    copied(loaded_file, place)
    given_always = ["--warehouse", str(place), "--programme", str(tiny_folder), "--json"]
    book, blank = tmp_path / "清单.xlsx", tmp_path / "blank.xlsx"
    assert main(["ledgers", "export", str(book), *given_always]) == FINE
    assert main(["ledgers", "template", str(blank), "--language", "en", *given_always]) == FINE
    capsys.readouterr()
    assert main(["ledgers", "load", str(book), *given_always]) == FINE
    assert json.loads(capsys.readouterr().out)["same"] == 5
    book.write_bytes(book_of({PROBLEMS: [["事项", "状态"], ["招工难", "差不多"]]}))
    assert main(["ledgers", "load", str(book), *given_always]) == CELLS_REFUSED
    assert "B2" in json.loads(capsys.readouterr().out)["findings"][0]
    book.write_bytes(book_of({PROBLEMS: [["事项"], ["招工难"]]}))
    assert main(["ledgers", "load", str(book), "--check", *given_always]) == FINE
    assert json.loads(capsys.readouterr().out) == {"new": 1, "changed": 0, "same": 0, "stored": False, "findings": []}
    assert main(["ledgers", "load", str(tmp_path / "nowhere.xlsx"), *given_always]) == FILES_REFUSED
    assert main(["ledgers", "export", str(book), "--action", "moon", *given_always]) == FILES_REFUSED
    opened = open_warehouse(place)
    assert opened.frame("SELECT count(*) AS n FROM ledger_entry")["n"][0] == 0
    opened.close()
