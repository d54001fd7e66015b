"""Two boards held against each other."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.batch_rows import PROGRAMME, figure, report
from warehouse.batches import withdraw_batch
from warehouse.board import BoardView
from warehouse.comparison import CHANGES, compare_boards
from warehouse.connection import Warehouse
from warehouse.queries import mark_in_force
from warehouse.seed import load_programme
from warehouse.settings import Unreviewed
from warehouse.snapshots import board_of

MAY, JUNE = date(2031, 5, 1), date(2031, 6, 1)
EARLY, MIDDLE, LATE = datetime(2031, 6, 20), datetime(2031, 6, 25), datetime(2031, 9, 20)


def board(warehouse: Warehouse, as_of: datetime, month: date = MAY) -> BoardView:
    return board_of(warehouse, PROGRAMME, month=month, as_of=as_of, unreviewed=Unreviewed.SHOW)


@pytest.fixture
def revised(warehouse: Warehouse) -> Warehouse:
    """A figure revised for the worse, one withdrawn, one new, one late."""
    early = datetime(2031, 6, 12)
    report(warehouse, early, figure("retail_growth", MAY, 10.5), unit_id="commerce")
    taken_back = report(warehouse, early, figure("business_entities", MAY, 30500.0), unit_id="market_regulation")
    report(warehouse, MIDDLE, figure("retail_growth", MAY, 5.0), unit_id="commerce")
    report(warehouse, MIDDLE, figure("enterprise_services", JUNE, 3.0), unit_id="commerce")
    report(warehouse, LATE, figure("industry_growth", MAY, 9.0), received_at=LATE)
    withdraw_batch(warehouse, taken_back, by="甲", reason="wrong", at=MIDDLE)
    return warehouse


def test_figures_are_told_by_what_became_of_them(revised: Warehouse) -> None:
    rows = compare_boards(board(revised, EARLY), board(revised, LATE)).figures
    came = rows.filter(pl.col("change") != "overdue")  # what was withdrawn may be missing past its grace, too
    told = {(row["indicator_id"], row["reference_period"]): row for row in came.iter_rows(named=True)}
    changed = told["retail_growth", MAY]
    assert (changed["change"], changed["value_before"], changed["value_after"]) == ("revised", 10.5, 5.0)
    gone = told["business_entities", MAY]
    assert (gone["change"], gone["value_before"], gone["value_after"]) == ("withdrawn", 30500.0, None)
    assert told["enterprise_services", JUNE]["change"] == "new"
    assert told["industry_growth", MAY]["change"] == "late"
    assert "overdue" in set(rows["change"])
    order = [CHANGES.index(change) for change in rows["change"]]
    assert order == sorted(order)


def test_a_verdict_that_turned_has_both_reasons(revised: Warehouse) -> None:
    rows = compare_boards(board(revised, EARLY), board(revised, MIDDLE)).verdicts
    (row,) = rows.filter(indicator_id="retail_growth").to_dicts()
    assert (row["status_before"], row["status_after"]) == ("on_track", "behind")
    assert (row["reason_before"], row["value_before"]) == ("growth_met", 10.5)
    assert (row["reason_after"], row["value_after"]) == ("growth_beyond_tolerance", 5.0)
    assert row["step"] < 0


def test_a_board_against_itself_says_nothing(revised: Warehouse) -> None:
    told = compare_boards(board(revised, LATE), board(revised, LATE))
    assert told.figures.is_empty()
    assert told.verdicts.is_empty()
    assert told.rules.is_empty()


def test_the_plan_and_the_rules_are_compared_column_by_column(
    revised: Warehouse, tiny_folder: Path, tmp_path: Path
) -> None:
    before = board(revised, EARLY)
    folder = shutil.copytree(tiny_folder, tmp_path / "plan")
    targets, preset = folder / "targets.csv", folder / "status_preset.toml"
    lines = targets.read_text(encoding="utf-8").splitlines()
    lines = [line.replace(",>=,6.5,", ",>=,7.5,") for line in lines if not line.startswith("master_industry_growth,")]
    targets.write_text("\n".join(lines) + "\n", encoding="utf-8")
    preset.write_text(preset.read_text(encoding="utf-8").replace("version = 1", "version = 2"), encoding="utf-8")
    load_programme(revised, folder)
    mark_in_force(
        revised, PROGRAMME, "retail_growth", target_id="industry_retail_growth", marked_by="甲", reason="r", at=MIDDLE
    )
    later = datetime(2999, 1, 1)
    rules = compare_boards(before, board(revised, later)).rules.rows()
    assert ("preset", "version", "changed", None, "1", "2") in rules
    assert ("target", "master_gdp_growth", "changed", "value", "6.5", "7.5") in rules
    assert ("target", "master_industry_growth", "removed", None, None, None) in rules
    assert ("target_in_force", "retail_growth", "changed", None, None, "industry_retail_growth") in rules


def test_held_figures_are_a_rule_too(revised: Warehouse) -> None:
    held = board_of(revised, PROGRAMME, month=MAY, as_of=LATE, unreviewed=Unreviewed.HOLD)
    assert ("unreviewed", "unreviewed", "changed", None, "show", "hold") in compare_boards(
        board(revised, LATE), held
    ).rules.rows()
