"""Settings come from the environment; the board's day is set, the demonstration's, or today in China."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.warehouse.batch_rows import figure, report
from warehouse.connection import Warehouse
from warehouse.errors import UnfitSetting
from warehouse.settings import ROOT, Settings, Unreviewed, as_of, board_date, read_settings

MARCH = date(2031, 3, 1)


def today_in_china() -> date:
    return (datetime.now(UTC) + timedelta(hours=8)).date()


def test_without_variables_everything_is_in_the_project() -> None:
    settings = read_settings({})
    assert settings.warehouse_path == ROOT / "data" / "warehouse" / "eight_actions.duckdb"
    assert settings.programme_folder == ROOT / "data" / "seed" / "xupu_2024"
    assert settings.demonstration_folder == ROOT / "data" / "raw"
    assert settings.board_date is None
    assert settings.unreviewed is Unreviewed.SHOW


def test_each_variable_is_heard(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "EIGHT_ACTIONS_WAREHOUSE": str(tmp_path / "w.duckdb"),
            "EIGHT_ACTIONS_PROGRAMME": "data/seed/other_2032",
            "EIGHT_ACTIONS_DEMONSTRATION": "0",
            "EIGHT_ACTIONS_BOARD_DATE": "2031-05-20",
            "EIGHT_ACTIONS_UNREVIEWED": "Hold",
        }
    )
    other = ROOT / "data" / "seed" / "other_2032"
    assert settings == Settings(tmp_path / "w.duckdb", other, None, date(2031, 5, 20), Unreviewed.HOLD)


UNUSABLE = [("DEMONSTRATION", "perhaps"), ("BOARD_DATE", "20 May"), ("UNREVIEWED", "maybe")]


@pytest.mark.parametrize(("name", "value"), UNUSABLE)
def test_an_unusable_variable_is_told(name: str, value: str) -> None:
    with pytest.raises(UnfitSetting, match=f"EIGHT_ACTIONS_{name} is '{value}'"):
        read_settings({f"EIGHT_ACTIONS_{name}": value})


@pytest.fixture
def demonstration(tmp_path: Path) -> Settings:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "demonstration.toml").write_text("board_date = 2031-04-30\n")
    return replace(read_settings({}), demonstration_folder=folder)


def test_a_set_day_wins(warehouse: Warehouse, demonstration: Settings) -> None:
    assert board_date(replace(demonstration, board_date=date(2031, 1, 2)), warehouse) == date(2031, 1, 2)


def test_real_figures_alone_stand_on_today(warehouse: Warehouse, demonstration: Settings) -> None:
    report(warehouse, datetime(2031, 4, 1), figure("retail_growth", MARCH, 8.0))
    before = today_in_china()
    assert before <= board_date(demonstration, warehouse) <= today_in_china()


def test_demonstration_figures_stand_on_their_own_day(warehouse: Warehouse, demonstration: Settings) -> None:
    report(warehouse, datetime(2031, 4, 1), figure("retail_growth", MARCH, 8.0), is_demonstration=True)
    assert board_date(demonstration, warehouse) == date(2031, 4, 30)
    before = today_in_china()
    without = replace(demonstration, demonstration_folder=None)
    assert before <= board_date(without, warehouse) <= today_in_china()


@pytest.mark.parametrize("note", [None, "board_date = ", 'board_date = "soon"'])
def test_an_unusable_note_is_told(warehouse: Warehouse, demonstration: Settings, note: str | None) -> None:
    report(warehouse, datetime(2031, 4, 1), figure("retail_growth", MARCH, 8.0), is_demonstration=True)
    assert demonstration.demonstration_folder is not None
    path = demonstration.demonstration_folder / "demonstration.toml"
    path.unlink()
    if note is not None:
        path.write_text(note)
    with pytest.raises(UnfitSetting, match=r"demonstration\.toml"):
        board_date(demonstration, warehouse)


def test_a_board_knows_what_came_until_midnight_in_china() -> None:
    assert as_of(date(2031, 4, 30)) == datetime(2031, 4, 30, 15, 59, 59, 999999)
