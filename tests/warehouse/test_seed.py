"""A programme's folder is read whole, faults are all named at once, and a load happens only on change."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from rules.model import Kind
from warehouse.catalogue import TABLES, Catalogue
from warehouse.connection import Warehouse, utc_now
from warehouse.errors import NoCatalogue, SeedError
from warehouse.queries import read_catalogue
from warehouse.references import fold_name
from warehouse.seed import load_programme, read_programme

XUPU = Path(__file__).parent.parent.parent / "data" / "seed" / "xupu_2024"


@pytest.fixture
def folder(tmp_path: Path, tiny_folder: Path) -> Path:
    """A copy of the tiny programme to spoil."""
    return Path(shutil.copytree(tiny_folder, tmp_path / "programme"))


def replaced(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(SeedError) as caught:
        read_programme(folder)
    return [str(problem) for problem in caught.value.problems]


def test_the_tiny_programme_holds_every_kind(tiny_catalogue: Catalogue) -> None:
    assert set(tiny_catalogue.targets["kind"]) == {kind.value for kind in Kind}
    assert tiny_catalogue.programme["issued_on"] == date(2031, 2, 20)
    assert tiny_catalogue.preset.growth_tolerance_points == 1.0
    assert all(frame.height for frame in tiny_catalogue.frames().values())


def test_the_seed_of_the_plan_reads() -> None:
    catalogue = read_programme(XUPU)
    assert catalogue.year == 2024
    assert catalogue.actions.height == 8
    assert all(frame.height for frame in catalogue.frames().values())


SHAPE_FAULTS = [
    (
        "actions.csv",
        "industry,1,",
        "industry,one,",
        "line 2, column ordinal: found 'one', expected a whole number",
    ),
    (
        "targets.csv",
        ",true,growth_rate,>=,6.5,",
        ",yes,growth_rate,>=,6.5,",
        "found 'yes', expected true or false",
    ),
    ("targets.csv", ">=,6.5,", ">=,nan,", "column value: found 'nan', expected a number"),
    ("targets.csv", "2031-10-31", "31.10.2031", "found '31.10.2031', expected a date like 2024-12-31"),
    (
        "units.csv",
        "townships,各乡镇",
        "statistics,各乡镇",
        "found 'statistics', expected each value only once",
    ),
    (
        "units.csv",
        "Townships and Towns,group",
        "Townships and Towns,crowd",
        "column kind: found 'crowd', expected",
    ),
    (
        "units.csv",
        "statistics,县统计局,",
        "statistics,,",
        "line 3, column name_zh_hans: found '', expected a value",
    ),
    ("units.csv", "unit_id,name_zh_hans", "unit,name_zh_hans", "line 1: found 'unit,name_zh_hans"),
    ("units.csv", "各乡镇,各鄉鎮", "各乡镇", "line 8: found 'townships,各乡镇"),
    (
        "programme.toml",
        "year = 2031",
        'year = "2031"',
        "programme.toml, column year: found '2031', expected int",
    ),
    ("programme.toml", "year = 2031", "year = ", "expected TOML"),
    ("status_preset.toml", "stock_at_risk_points", "stock_points", "column stock_at_risk_points: found ''"),
]


@pytest.mark.parametrize(("file", "old", "new", "fault"), SHAPE_FAULTS)
def test_a_shape_fault_is_named_with_its_place(folder: Path, file: str, old: str, new: str, fault: str) -> None:
    replaced(folder, file, old, new)
    assert any(found.startswith(file) and fault in found for found in faults(folder)), faults(folder)


REFERENCE_FAULTS = [
    (
        "actions.csv",
        "industry_it,每月调度",
        "industry,每月调度",
        "office_unit: found 'industry', expected one of unit_id",
    ),
    ("targets.csv", "statistics;townships", "statistics;villages", "supporting_units: found 'villages'"),
    ("targets.csv", "gdp_growth,,statistics", "gnp_growth,,statistics", "relative_to: found 'gnp_growth'"),
    (
        "targets.csv",
        "gdp_growth,,statistics",
        ",,statistics",
        "relative_to: found '', expected a value, as kind",
    ),
    ("targets.csv", "late_batches", "early_batches", "schedule_id: found 'early_batches'"),
    ("targets.csv", "late_batches", "", "schedule_id: found '', expected a value, as kind cumulative"),
    ("targets.csv", "statistics,,,,,\n", "statistics,,linear,,,\n", "found 'linear', expected none"),
    ("targets.csv", ",>=,6.5,", ",,6.5,", "comparator: found '', expected a value, as kind growth_rate"),
    ("targets.csv", ",>=,6.5,", ",>=,,", "column value: found '', expected a value"),
    ("targets.csv", ",0,600,", ",0,,", "value_from: found '', expected a value, as kind standard"),
    ("targets.csv", "in_use", "", "stage: found '', expected a value, as kind milestone"),
    (
        "targets.csv",
        "36.5,cny,8",
        "36.5,cny,4",
        "unit_measure: found 'cny 4', expected the indicator's unit, cny 8",
    ),
    ("targets.csv", "36.5,cny,8", "36.5,cny,6", "unit_measure;unit_mult: found 'cny 6', expected one of"),
    ("targets.csv", "false,not_quantified", "true,not_quantified", "quantified: found 'true'"),
    (
        "targets.csv",
        "firms_above_scale,industry,annex_1,2,1.1,1",
        "firms_above_scale,industry,annex_1,2,1.2,1",
        "of its own, not that of line",
    ),
    (
        "indicators.csv",
        ",stage,end_of_period",
        ",level,end_of_period",
        "expected an indicator of measure stage",
    ),
    ("indicators.csv", "statistics,assigned", "statistic,assigned", "reporting_unit: found 'statistic'"),
    ("indicator_aliases.csv", "GDP增速", " ｇｄｐ Growth", ""),
    (
        "indicator_aliases.csv",
        "retail_growth,社零总额增速",
        "retail_growth,ＧＤＰ 增速",
        "expected a name that does not also mean gdp_growth",
    ),
    ("unit_aliases.csv", "相关乡镇", "县 统计局", "expected a name that does not also mean statistics"),
    ("releases.csv", "gdp_growth,quarterly,3", "gdp_growth,quarterly,2", "first_month: found '2'"),
    (
        "releases.csv",
        "research_growth,annual,12,false,290,10\n",
        "",
        "found 'research_growth', expected a row of it in releases.csv",
    ),
    (
        "schedules.csv",
        "late_batches,12,1\n",
        "late_batches,12,0.9\n",
        "expected 12 months, none below the one before",
    ),
    (
        "livelihood_parts.csv",
        "livelihood_urban_jobs",
        "urban_jobs_target",
        "target_id: found 'urban_jobs_target'",
    ),
    ("unit_measures.csv", "cny,4", "cny,8", "of its own, not that of line"),
]


@pytest.mark.parametrize(("file", "old", "new", "fault"), REFERENCE_FAULTS)
def test_a_reference_fault_is_named_with_its_place(folder: Path, file: str, old: str, new: str, fault: str) -> None:
    replaced(folder, file, old, new)
    if not fault:
        read_programme(folder)
        return
    assert any(fault in found for found in faults(folder)), faults(folder)


def test_all_faults_come_at_once(folder: Path) -> None:
    (folder / "releases.csv").unlink()
    replaced(folder, "units.csv", "Townships and Towns,group", "Townships and Towns,crowd")
    replaced(folder, "targets.csv", ">=,6.5,", ">=,six,")
    found = faults(folder)
    assert [fault.split(",")[0].split(":")[0] for fault in found] == [
        "releases.csv",
        "targets.csv",
        "units.csv",
    ]


@pytest.mark.parametrize(("one", "other"), [("ＧＤＰ增速", "gdp 增速"), ("新增 企业", "新增企业")])
def test_folding_takes_out_what_tells_nothing_apart(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(folder: Path, tiny_catalogue: Catalogue) -> None:
    for name in TABLES:
        path = folder / f"{name}.csv"
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    read = read_programme(folder)
    assert all(read.frames()[name].equals(frame) for name, frame in tiny_catalogue.frames().items())


def test_what_was_loaded_is_read_back_the_same(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    read = read_catalogue(warehouse, "tiny_2031", utc_now())
    assert read.programme == tiny_catalogue.programme
    assert read.preset == tiny_catalogue.preset
    for name, frame in tiny_catalogue.frames().items():
        assert read.frames()[name].schema == frame.schema
        assert read.frames()[name].equals(frame)


def test_an_unchanged_folder_is_not_loaded_twice(warehouse: Warehouse, tiny_folder: Path) -> None:
    before = warehouse.version()
    assert load_programme(warehouse, tiny_folder) == "tiny_2031"
    assert warehouse.version() == before


def changed(warehouse: Warehouse, folder: Path) -> datetime:
    """Loads a change of the GDP target; a moment between the two versions."""
    between = utc_now()
    replaced(folder, "targets.csv", ">=,6.5,", ">=,6.8,")
    load_programme(warehouse, folder)
    return between


def gdp_target(warehouse: Warehouse, as_of: datetime) -> float:
    targets = read_catalogue(warehouse, "tiny_2031", as_of).targets
    return float(targets.filter(target_id="master_gdp_growth")["value"][0])


def test_a_changed_folder_is_a_new_version_and_the_old_one_stays(warehouse: Warehouse, folder: Path) -> None:
    before = warehouse.version()
    between = changed(warehouse, folder)
    assert warehouse.version() == before + 1
    long_ago = between - timedelta(days=400)
    expected = {utc_now(): 6.8, between: 6.5, long_ago: 6.5}
    assert {moment: gdp_target(warehouse, moment) for moment in expected} == expected


def test_going_back_to_the_first_files_is_a_third_version(
    warehouse: Warehouse, folder: Path, tiny_folder: Path
) -> None:
    changed(warehouse, folder)
    load_programme(warehouse, tiny_folder)
    assert gdp_target(warehouse, utc_now()) == 6.5
    assert warehouse.frame("SELECT count(*) AS n FROM catalogue_load")["n"][0] == 3


def test_a_programme_that_was_never_loaded_is_told(warehouse: Warehouse) -> None:
    with pytest.raises(NoCatalogue, match="other_2031"):
        read_catalogue(warehouse, "other_2031", utc_now())


def test_a_broken_folder_changes_nothing(warehouse: Warehouse, folder: Path) -> None:
    before = warehouse.version()
    replaced(folder, "targets.csv", "late_batches", "early_batches")
    with pytest.raises(SeedError):
        load_programme(warehouse, folder)
    assert warehouse.version() == before
