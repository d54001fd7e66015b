"""The demonstration set: reproducible, marked as invented, readable by the line, and telling its story."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest
from openpyxl import load_workbook

from etl.demonstration.aims import aims_of
from etl.demonstration.courses import NEWEST, draw_course
from etl.demonstration.generate import BOARD_DATE, MARK, plan_letters, write_demonstration
from etl.demonstration.load import load_demonstration
from etl.demonstration.mark import is_marked, set_mark
from etl.demonstration.post import Letter
from etl.demonstration.sending import turnouts
from etl.demonstration.story import FOLDER, Story, StoryError, month_of, read_story
from etl.plan import Plan
from rules.model import Kind, Status
from rules.periods import CHINA_TIME, due_day, late_day, period_end
from tests.places import new
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse, open_warehouse
from warehouse.notices import read_notices
from warehouse.queries import read_batches, read_findings, read_observations
from warehouse.seed import load_programme, read_programme
from warehouse.settings import as_of
from warehouse.verdicts import assess_board

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
PROGRAMME = ROOT / "data" / "seed" / "xupu_2024"
NOW = as_of(BOARD_DATE)
OVERDUE = "overdue_report"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_programme(PROGRAMME)


@pytest.fixture(scope="module")
def plan(catalogue: Catalogue) -> Plan:
    return Plan.of(catalogue)


@pytest.fixture(scope="module")
def story() -> Story:
    return read_story()


@pytest.fixture(scope="module")
def letters(catalogue: Catalogue, plan: Plan, story: Story) -> list[Letter]:
    return plan_letters(catalogue, plan=plan, story=story)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Warehouse, str]]:
    """A fresh warehouse with the set as it lies in data/raw."""
    warehouse = open_warehouse(new(tmp_path_factory.mktemp("set") / "demonstration.duckdb"))
    programme_id = load_programme(warehouse, PROGRAMME)
    done = load_demonstration(warehouse, RAW)
    assert done.refused == []
    yield warehouse, programme_id
    warehouse.close()


def board(loaded: tuple[Warehouse, str], catalogue: Catalogue, *, month: str, day: date) -> pl.DataFrame:
    """The judged rows that count, of a month, with what was known at a day's end."""
    observations = read_observations(*loaded, as_of(day))
    verdicts = assess_board(catalogue, observations, month=month_of(month), as_of=as_of(day))
    return verdicts.filter("counted")


def content_hash(path: Path) -> str:
    """A hash of what a file says: a workbook's elements, as other libraries write and pack them otherwise, and
    text as it was before a checkout turned its line ends."""
    content = path.read_bytes()
    if path.suffix != ".xlsx":
        return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = [(name, _said(book.read(name))) for name in book.namelist()]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _said(part: bytes) -> list[tuple[str, list[tuple[str, str]], str]]:
    """An XML part's elements: which writer was installed shows in its bytes, never in them."""
    return [(one.tag, sorted(one.items()), one.text or "") for one in ElementTree.fromstring(part).iter()]


# --- the files --------------------------------------------------------------------------------------------


def test_the_set_is_what_the_generator_writes(tmp_path: Path, catalogue: Catalogue) -> None:
    write_demonstration(tmp_path, catalogue=catalogue)
    made = {path.relative_to(tmp_path): content_hash(path) for path in tmp_path.rglob("*") if path.is_file()}
    reported = [path for path in RAW.rglob("*") if path.is_file() and RAW / "drive" not in path.parents]
    lying = {path.relative_to(RAW): content_hash(path) for path in reported}
    different = sorted(str(path) for path in made.keys() | lying.keys() if made.get(path) != lying.get(path))
    assert different == [], "run `python -m etl.demonstration.generate` into an empty data/raw"


def test_the_set_is_small_and_its_names_travel() -> None:
    files = [path for path in RAW.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 6_000_000
    assert not [path for path in files if set(path.name) & set('<>:"/\\|?*') or len(path.name) > 60]


def test_every_workbook_is_named_once_in_its_list() -> None:
    for listed in sorted(RAW.glob("*/received.csv")):
        with listed.open(encoding="utf-8", newline="") as lines:
            named = sorted(line["file"] for line in csv.DictReader(lines))
        assert named == sorted(path.name for path in listed.parent.glob("*.xlsx"))


@pytest.mark.parametrize("name", ["2023-12/县统计局_2023年12月.xlsx", "2024-10/县商务局_2024年10月_2.xlsx"])
def test_a_workbook_says_that_it_is_invented(name: str) -> None:
    sheet = load_workbook(RAW / name, read_only=True).worksheets[0]
    assert MARK in str(sheet["A1"].value)


# --- the post ---------------------------------------------------------------------------------------------


def test_every_unit_sends_every_period_but_the_silent_ones(
    letters: list[Letter], catalogue: Catalogue, plan: Plan, story: Story
) -> None:
    monthly = {
        aim.indicator.reporting_unit
        for aim in aims_of(catalogue, plan).values()
        if aim.indicator.release.frequency == "monthly" and aim.indicator.release.first_month == 1
    }
    months = {date(2024, number, 1) for number in range(1, 11)}
    silent = {key for key, file in story.files.items() if file.what == "silent"}
    sent = {(letter.unit_id, letter.period) for letter in letters}
    assert {(unit, month) for unit in monthly for month in months} - sent == silent


def test_files_come_in_office_hours_after_their_period(letters: list[Letter]) -> None:
    for letter in letters:
        local = letter.received_at + CHINA_TIME
        assert local.date() > period_end(letter.period)
        assert time(8, 30) <= local.time() <= time(17, 30)
        assert local.weekday() < 5
        assert local.date() <= BOARD_DATE


def test_a_file_name_is_sent_once(letters: list[Letter]) -> None:
    names = Counter((letter.period, letter.file_name) for letter in letters)
    assert max(names.values()) == 1


def test_figures_wait_for_each_other_only_while_none_is_late(catalogue: Catalogue, plan: Plan) -> None:
    for unit in plan.units:
        for month in range(1, 11):
            period = date(2024, month, 1)
            owed = plan.owed(unit_id=unit, period=period)
            groups = turnouts(owed, period)
            assert sorted(one.indicator_id for group in groups for one in group.indicators) == sorted(
                one.indicator_id for one in owed
            )
            for group in groups:
                releases = [one.release for one in group.indicators]
                assert group.planned <= min(late_day(period, release) for release in releases)
                newest = max(due_day(period, release) for release in releases)
                assert group.planned >= newest - timedelta(days=5)


# --- the story --------------------------------------------------------------------------------------------


def test_the_tables_name_only_what_the_plan_has(catalogue: Catalogue, plan: Plan, story: Story) -> None:
    aims = aims_of(catalogue, plan)
    assert [name for name in story.turns if name not in aims] == []
    assert [cell.indicator_id for cell in story.cells if cell.indicator_id not in aims] == []
    assert [unit for unit, _ in story.files if unit not in plan.units] == []


def test_figures_are_whole_and_within_the_allowed_range(catalogue: Catalogue, plan: Plan, story: Story) -> None:
    for name, aim in aims_of(catalogue, plan).items():
        if name not in story.turns:
            continue
        for point in draw_course(aim, story.turns[name]).values():
            assert not aim.indicator.is_integer or point.value.is_integer(), name
            assert aim.indicator.allowed_min is None or point.value >= aim.indicator.allowed_min, name
            assert aim.indicator.allowed_max is None or point.value <= aim.indicator.allowed_max, name


def test_sums_fall_only_where_the_story_says(catalogue: Catalogue, plan: Plan, story: Story) -> None:
    fallen = []
    for name, aim in aims_of(catalogue, plan).items():
        if aim.kind == Kind.CUMULATIVE and not aim.indicator.can_fall and name in story.turns:
            course = draw_course(aim, story.turns[name])
            values = [course[period].value for period in sorted(course) if period.year == NEWEST.year]
            fallen += [name for before, now in pairwise(values) if now < before]
    assert fallen == ["tech_sme_registered"]


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("courses", "gdp_growth,splendid,,,,", "courses.csv, line 2: 'splendid'"),
        ("courses", "gdp_growth,,,,2024-13=1,", "'2024-13=1' is no point"),
        ("courses", "gdp_growth,,", "expected exactly the columns"),
        ("cells", "gdp_growth,2024-09,,5.9,大概,,,", "'大概' is no kind of figure"),
        ("files", "forestry,2024-09,lost,,,", "'lost' is not late, silent or withdrawn"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, name: str, line: str, said: str) -> None:
    for table in ("courses", "cells", "files"):
        text = (FOLDER / f"{table}.csv").read_text(encoding="utf-8")
        header = text.splitlines()[0]
        (tmp_path / f"{table}.csv").write_text(f"{header}\n{line}\n" if table == name else text, encoding="utf-8")
    with pytest.raises(StoryError, match=said.replace("(", r"\(")):
        read_story(tmp_path)


# --- the set in the warehouse -----------------------------------------------------------------------------


def test_the_check_refuses_just_the_cells_meant_to_be_wrong(loaded: tuple[Warehouse, str], story: Story) -> None:
    batches = read_batches(*loaded, NOW)
    findings = read_findings(loaded[0], batches["batch_id"].to_list())
    errors = findings.filter(severity="error").select("indicator_id", "reference_period").rows()
    meant = [(cell.indicator_id, cell.period) for cell in story.cells if cell.refused]
    assert sorted(errors) == sorted(meant)
    assert set(findings["code"]) & {"reference_differs", "units_disagree", "other_unit_reports"} == set()


def test_one_file_was_taken_back_and_sent_anew(loaded: tuple[Warehouse, str]) -> None:
    taken_back = read_batches(*loaded, NOW).filter(pl.col("withdrawn_at").is_not_null())
    assert taken_back["unit_id"].to_list() == ["health"]
    again = read_batches(*loaded, NOW).filter(unit_id="health", reference_period=month_of("2024-08"))
    assert again.height == 3  # the wrong file, the right one, and a revision weeks later


def test_about_a_dozen_figures_were_revised(loaded: tuple[Warehouse, str]) -> None:
    standing = read_observations(*loaded, NOW).filter(pl.col("withdrawn_at").is_null())
    vintages = standing.group_by("indicator_id", "reference_period").len().filter(pl.col("len") > 1)
    assert 10 <= vintages.height <= 14
    assert set(standing["obs_status"]) == {"A", "P", "F", "E", "M"}


def test_every_action_has_some_of_each(loaded: tuple[Warehouse, str], catalogue: Catalogue) -> None:
    rows = board(loaded, catalogue, month="2024-10", day=BOARD_DATE)
    shares = rows["status"].value_counts(normalize=True)
    wanted = {Status.DONE: 12, Status.ON_TRACK: 52, Status.AT_RISK: 16, Status.BEHIND: 12, OVERDUE: 4}
    found = {status: 100 * share for status, share in shares.iter_rows()}
    assert found.keys() == wanted.keys()
    assert all(abs(found[status] - share) <= 5 for status, share in wanted.items())
    for _, action in rows.group_by("action_id"):
        assert set(action["status"]) == wanted.keys()


@pytest.mark.parametrize(
    ("target_id", "status", "value"),
    [
        ("a1_2_4_retail_growth", "on_track", 8.4),
        ("m_1_3_retail_growth", "behind", 8.4),
        ("a3_2_2_1_fixed_investment", "on_track", 8.9),
        ("m_1_3_foreign_trade", "behind", 31.5),
        ("m_1_6_rural_above_urban", "on_track", 6.9),
        ("a7_1_1_larger_accidents", "behind", 0.0),
        ("a7_2_1_3_major_hazards", "behind", 6.0),
        ("a5_1_individual_to_enterprise", "done", 42.0),
        ("a8_2_1_3_5_urban_subsistence", "done", 700.0),
        ("a8_2_1_8_16_data_sharing", "done", 3.0),
    ],
)
def test_what_a_leader_will_ask_about(
    loaded: tuple[Warehouse, str], catalogue: Catalogue, target_id: str, status: str, value: float
) -> None:
    row = board(loaded, catalogue, month="2024-10", day=BOARD_DATE).row(
        by_predicate=pl.col("target_id") == target_id, named=True
    )
    assert (row["status"], row["value"]) == (status, value)


def test_units_that_fell_silent_are_overdue(loaded: tuple[Warehouse, str], catalogue: Catalogue) -> None:
    rows = board(loaded, catalogue, month="2024-10", day=BOARD_DATE).filter(status=OVERDUE)
    silent = {"green_card_batch_stage", "nanhuan_car_park", "land_greened", "oil_tea_new_area"}
    assert silent <= set(rows["indicator_id"])


def test_october_is_better_here_and_worse_there(loaded: tuple[Warehouse, str], catalogue: Catalogue) -> None:
    rank = {Status.DONE: 0, Status.ON_TRACK: 1, Status.AT_RISK: 2, Status.BEHIND: 3}
    now = board(loaded, catalogue, month="2024-10", day=BOARD_DATE).select("target_id", "status")
    before = board(loaded, catalogue, month="2024-09", day=BOARD_DATE).select("target_id", "status")
    moves = [
        rank[Status(then)] - rank[Status(status)]
        for _, status, then in now.join(before, on="target_id").iter_rows()
        if status in rank and then in rank
    ]
    assert sum(move > 0 for move in moves) >= 6
    assert sum(move < 0 for move in moves) >= 6


def test_a_final_figure_changes_september(loaded: tuple[Warehouse, str], catalogue: Catalogue) -> None:
    in_october = board(loaded, catalogue, month="2024-09", day=date(2024, 10, 31))
    in_november = board(loaded, catalogue, month="2024-09", day=BOARD_DATE)
    both = in_october.join(in_november, on="target_id", suffix="_now")
    changed = both.filter(pl.col("status") != pl.col("status_now"))
    assert {"m_1_1_industrial_va", "m_1_6_income_above_gdp"} <= set(changed["target_id"])


def test_moments_are_those_of_the_lists(loaded: tuple[Warehouse, str], letters: list[Letter]) -> None:
    recorded: set[datetime] = set(read_batches(*loaded, NOW)["received_at"])
    assert recorded == {letter.received_at for letter in letters}


# --- what is kept beside the figures ----------------------------------------------------------------------


def test_the_notices_quote_the_figures_the_board_had(loaded: tuple[Warehouse, str], catalogue: Catalogue) -> None:
    notices = read_notices(*loaded, NOW)
    assert set(notices["state"]) >= {"open", "replied", "closed"}
    assert notices["is_reply_overdue"].any()
    for notice in notices.iter_rows(named=True):
        verdicts = board(loaded, catalogue, month=f"{notice['reference_period']:%Y-%m}", day=notice["issued_on"])
        row = verdicts.row(by_predicate=pl.col("target_id") == notice["target_id"], named=True)
        facts = json.loads(notice["facts_json"])
        assert {name: facts[name] for name in ("status", "value", "gap")} == {
            name: row[name] for name in ("status", "value", "gap")
        }, notice["number"]


def test_a_set_that_was_taken_in_whole_is_known_again_until_it_changes(warehouse: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    (folder / "2031-01").mkdir(parents=True)
    (folder / "2031-01" / "received.csv").write_text("file\na.xlsx\n", encoding="utf-8")
    book, drive, names = folder / "2031-01" / "a.xlsx", folder / "drive.csv", folder / "2031-01" / "received.csv"
    book.write_bytes(b"one")
    assert not is_marked(warehouse, folder)
    set_mark(warehouse, folder)
    assert is_marked(warehouse, folder)
    for path, content in ((book, b"three"), (drive, b""), (names, b"file\nb.xlsx\n")):
        before = path.read_bytes() if path.exists() else None
        path.write_bytes(content)
        assert not is_marked(warehouse, folder), path
        path.unlink() if before is None else path.write_bytes(before)
        assert is_marked(warehouse, folder)
