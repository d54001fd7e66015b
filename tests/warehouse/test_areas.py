"""Many counties in one warehouse: plans that stay apart, rights that stay apart, figures held against each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from etl.__main__ import FINE
from etl.__main__ import main as etl
from etl.desk import Desk
from etl.plan import Plan
from etl.template import write_template
from tests import second_county
from tests.places import copied
from tests.second_county import AREA, OCTOBER, PLACE, REPORTED, load_second, replaced, report_second, second_folder
from tests.warehouse.batch_rows import PROGRAMME, figure, report
from warehouse.__main__ import main
from warehouse.access import Principal, Right, Role, acting_as
from warehouse.accounts import add_account, find_account
from warehouse.area_ranking import indicator_of_areas, judge_area, shared_indicators
from warehouse.areas import find_area, programme_of, read_areas, units_of_area
from warehouse.audit import read_audit
from warehouse.batches import withdraw_batch
from warehouse.board import judge_month, read_knowledge
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse, open_warehouse
from warehouse.errors import MixedAreas, NotPermitted, UnfitAccount, UnknownArea
from warehouse.queries import mark_in_force, read_batch_file, read_catalogue, read_observations
from warehouse.reviews import review_report
from warehouse.seed import load_programme
from warehouse.settings import Unreviewed
from warehouse.summaries import deciding_rows, status_counts

SECOND = second_county.PROGRAMME
EVER = datetime(9999, 1, 1)
LATER = datetime(2031, 11, 12)
SEEN = {"month": OCTOBER, "as_of": EVER, "unreviewed": Unreviewed.SHOW}


@pytest.fixture(scope="session")
def two_file(tmp_path_factory: pytest.TempPathFactory, loaded_file: Path, tiny_folder: Path) -> Path:
    """A closed warehouse with the first county and a figure of it, and the second with its plan and its figures."""
    folder = tmp_path_factory.mktemp("two")
    path = copied(loaded_file, folder / "warehouse.duckdb")
    opened = open_warehouse(path)
    load_second(opened, tiny_folder, folder / "second")
    report(opened, REPORTED, figure("gdp_growth", OCTOBER, 6.8), reference_period=OCTOBER)
    report_second(opened)
    opened.close()
    return path


@pytest.fixture
def two(two_file: Path, tmp_path: Path) -> Iterator[Warehouse]:
    """A copy for each test."""
    opened = open_warehouse(copied(two_file, tmp_path / "two.duckdb"))
    yield opened
    opened.close()


def test_two_counties_stand_beside_each_other(two: Warehouse) -> None:
    first, second = read_areas(two)
    assert (first.programme_id, first.is_first) == (PROGRAMME, True)
    assert (second.ref_area, second.year, second.place) == (AREA, 2031, PLACE)
    for programme_id, target, growth in ((PROGRAMME, 6.5, 6.8), (SECOND, 7.5, 7.1)):
        targets = read_catalogue(two, programme_id, EVER).targets
        assert targets.filter(target_id="master_gdp_growth")["value"][0] == target
        figures = read_observations(two, programme_id, EVER)
        assert figures.filter(indicator_id="gdp_growth")["obs_value"].to_list() == [growth]


def test_an_area_is_found_by_its_plan_or_its_code(two: Warehouse) -> None:
    areas = read_areas(two)
    for wanted in (SECOND, AREA):
        found = find_area(areas, wanted)
        assert found is not None
        assert found.programme_id == programme_of(two, wanted) == SECOND
    assert find_area(areas, "moon") is None
    with pytest.raises(UnknownArea, match=rf"moon is neither .* {PROGRAMME}, {SECOND}\."):
        programme_of(two, "moon")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ((second_county.CHANGES[1],), "tiny_2031 is the plan of CN_999931 for 2031 .* CN_999932 for 2031"),
        ((("year = 2031", "year = 2032"),), "tiny_2031 is the plan of CN_999931 for 2031 .* CN_999931 for 2032"),
        ((second_county.CHANGES[0],), "CN_999931 has the plan tiny_2031 for 2031 .*: xingpu_2031 would be a second"),
    ],
)
def test_what_would_mix_two_counties_is_refused(
    warehouse: Warehouse, tiny_folder: Path, tmp_path: Path, changes: tuple[tuple[str, str], ...], told: str
) -> None:
    folder = second_folder(tiny_folder, tmp_path / "mixed")
    (folder / "programme.toml").write_bytes((tiny_folder / "programme.toml").read_bytes())
    replaced(folder / "programme.toml", *changes)
    before = warehouse.version()
    with pytest.raises(MixedAreas, match=told):
        load_programme(warehouse, folder)
    assert (warehouse.version(), len(read_areas(warehouse))) == (before, 1)


def test_next_years_plan_of_the_same_county_is_no_other_area(
    warehouse: Warehouse, tiny_folder: Path, tmp_path: Path
) -> None:
    folder = second_folder(tiny_folder, tmp_path / "next")
    (folder / "programme.toml").write_bytes((tiny_folder / "programme.toml").read_bytes())
    replaced(folder / "programme.toml", ('"tiny_2031"', '"tiny_2032"'), ("year = 2031", "year = 2032"))
    load_programme(warehouse, folder)
    assert units_of_area(warehouse, "tiny_2032", ["statistics"]) == ["statistics"]
    assert find_area(read_areas(warehouse), "CN_999931", year=2031) == read_areas(warehouse)[0]


def own(name: str, *units: str) -> Principal:
    return Principal(name, Role.REPORTER, frozenset(units), "account", "192.0.2.7", name.lower())


HOME, AWAY = own("Wu", "statistics"), own("Xu", f"{AREA}/statistics")


@pytest.mark.parametrize(("who", "mine", "other"), [(HOME, PROGRAMME, SECOND), (AWAY, SECOND, PROGRAMME)])
def test_a_reporter_writes_for_no_unit_of_that_name_elsewhere(
    two: Warehouse, who: Principal, mine: str, other: str
) -> None:
    of = {PROGRAMME: "CN_999931", SECOND: AREA}
    batches = two.frame("SELECT programme_id, batch_id FROM batch")
    ids = dict(batches.iter_rows())

    def send(programme_id: str) -> str:
        row = figure("gdp_growth", OCTOBER, 6.9, ref_area=of[programme_id])
        return report(two, LATER, row, content=b"new", programme_id=programme_id, reference_period=OCTOBER)

    with acting_as(who):
        for attempt in (
            lambda: send(other),
            lambda: withdraw_batch(two, ids[other], by=who.name, reason="mine", at=LATER),
            lambda: read_batch_file(two, ids[other]),
        ):
            with pytest.raises(NotPermitted):
                attempt()
        assert read_batch_file(two, send(mine))[1] == b"new"
        withdraw_batch(two, ids[mine], by=who.name, reason="a slip", at=LATER)
        told = set(read_audit(two)["unit_ids"])
    assert told == who.units
    assert two.frame("SELECT count(*) AS n FROM batch WHERE programme_id = $of", of=other)["n"][0] == 1


def test_an_account_names_the_other_areas_unit(two: Warehouse) -> None:
    add_account(two, "xu", name="Xu", role=Role.REPORTER, units=[f"{AREA}/statistics", "statistics"])
    assert find_account(two, "xu").units == {f"{AREA}/statistics", "statistics"}
    for unknown in (f"{AREA}/moon", "CN_1/statistics"):
        with pytest.raises(UnfitAccount, match=unknown):
            add_account(two, "eve", name="Eve", role=Role.REPORTER, units=[unknown])
    assert AWAY.may(Right.FIGURES, units_of_area(two, SECOND, ["statistics"]))


def test_a_plan_is_loaded_and_named_on_the_command_line(
    warehouse: Warehouse, tiny_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, place = second_folder(tiny_folder, tmp_path / "second"), ["--warehouse", str(warehouse.path)]
    assert main(["programme", str(folder), *place]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "tiny_2031  CN_999931  2031  月汀县“三大行动”",
        "loaded  xingpu_2031  CN_999932  2031  星浦县“三大行动”",
    ]
    replaced(folder / "programme.toml", (AREA, "CN_999933"))
    assert main(["programme", str(folder), *place]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    for named in (SECOND, AREA):
        assert etl(["history", *place, "--programme", named]) == FINE
    assert etl(["history", *place, "--programme", "moon"]) == 2
    assert "moon is neither" in capsys.readouterr().err


def test_a_workbook_goes_to_its_own_county_alone(two: Warehouse, tmp_path: Path) -> None:
    plans = {of: Plan.of(read_catalogue(two, of, EVER)) for of in (PROGRAMME, SECOND)}
    path = tmp_path / "统计局.xlsx"
    values = {"industry_growth": (8.8, "终值", None, 0)}
    path.write_bytes(write_template(plans[SECOND], unit_id="statistics", period=date(2031, 9, 1), values=values))
    given = {"received_at": LATER, "received_by": "甲"}
    refused = Desk(two, PROGRAMME, stores=True).receive(path, **given)
    assert (refused.state, str(refused.refusal)) == (
        "refused",
        "统计局.xlsx: the workbook is of 星浦县, and this is the plan of 月汀县“三大行动”; hand it in there"
        " (--programme).",
    )
    assert Desk(two, SECOND, stores=True).receive(path, **given).state == "loaded"
    assert two.frame("SELECT programme_id, ref_area FROM observation WHERE obs_value = 8.8").rows() == [(SECOND, AREA)]


def ranked(warehouse: Warehouse, indicator_id: str = "gdp_growth", **other: object) -> dict[str, dict[str, object]]:
    given = {"own": PROGRAMME, **SEEN, **other}
    rows = indicator_of_areas(warehouse, read_areas(warehouse), indicator_id, **given)  # type: ignore[arg-type]
    return {row["programme_id"]: row for row in rows.to_dicts()}


def test_areas_are_ranked_by_one_indicator(two: Warehouse) -> None:
    assert shared_indicators(two, read_areas(two), EVER)["gdp_growth"] == 2
    found = ranked(two)
    assert {of: (row["place"], row["value"], row["target"]) for of, row in found.items()} == {
        PROGRAMME: (2, 6.8, 6.5),
        SECOND: (1, 7.1, 7.5),
    }
    assert {of: round(float(str(row["gap"])), 6) for of, row in found.items()} == {PROGRAMME: 0.3, SECOND: -0.4}


def test_the_newest_figure_that_stands_and_shows_counts(two: Warehouse) -> None:
    assert ranked(two, as_of=datetime(2031, 11, 1))[SECOND]["value"] is None
    assert ranked(two, month=date(2031, 9, 1))[SECOND]["place"] is None
    again = report_second(two, LATER, growth=6.0, content=b"revised")
    assert ranked(two)[SECOND]["value"] == 6.0
    review_report(two, SECOND, unit_id="statistics", period=OCTOBER, state="accepted", by="甲", at=LATER)
    held = ranked(two, unreviewed=Unreviewed.HOLD)
    assert (held[SECOND]["value"], held[PROGRAMME]["value"]) == (6.0, None)
    withdraw_batch(two, again, by="甲", reason="slip", at=datetime(2031, 11, 13))
    assert ranked(two)[SECOND]["value"] == 7.1


def test_the_target_in_force_is_the_one_compared_with(two: Warehouse) -> None:
    targets = read_catalogue(two, SECOND, EVER).targets.filter(indicator_id="industry_growth")
    for target_id, value in targets.select("target_id", "value").iter_rows():
        mark_in_force(two, SECOND, "industry_growth", target_id=target_id, marked_by="甲", reason="agreed")
        assert ranked(two, "industry_growth")[SECOND]["target"] == value


def test_what_is_measured_otherwise_has_no_place(two: Warehouse, tiny_folder: Path, tmp_path: Path) -> None:
    folder = second_folder(tiny_folder, tmp_path / "second")
    line = next(one for one in (folder / "indicators.csv").read_text().splitlines() if one.startswith("gdp_growth,"))
    replaced(folder / "indicators.csv", (line, line.replace("yoy_growth", "index")))
    load_programme(two, folder)
    found = ranked(two)
    assert (found[SECOND]["is_alike"], found[SECOND]["place"], found[PROGRAMME]["place"]) == (False, None, 1)


def test_an_area_is_judged_as_on_its_own_board(two: Warehouse, tiny_catalogue: Catalogue) -> None:
    standing = judge_area(two, SECOND, **SEEN)  # type: ignore[arg-type]
    board = judge_month(read_knowledge(two, SECOND, EVER), OCTOBER)
    assert standing.counts == status_counts(deciding_rows(board.verdicts))
    assert standing.counted == sum(standing.counts.values()) > 0
    assert standing.share_on_track is not None
