"""Writes what the peers show: the demonstration board's verdicts of eight months and its leading figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from etl.demonstration.load import load_demonstration
from i18n import words_for
from warehouse import summaries
from warehouse.board import BoardView, Knowledge, judge_month, read_knowledge
from warehouse.connection import open_warehouse
from warehouse.seed import load_programme
from warehouse.settings import as_of, board_date, read_settings

WORDS = words_for("en")


def write_tables(folder: Path, warehouse_path: Path) -> None:
    """Loads the demonstration into `warehouse_path` and writes verdicts.csv, series.csv and board.xlsx to `folder`."""
    settings = read_settings({"EIGHT_ACTIONS_WAREHOUSE": str(warehouse_path)})
    assert settings.demonstration_folder is not None
    warehouse = open_warehouse(warehouse_path)
    programme_id = load_programme(warehouse, settings.programme_folder)
    load_demonstration(warehouse, settings.demonstration_folder, lambda *_: None)
    known = read_knowledge(warehouse, programme_id, as_of(board_date(settings, warehouse)))
    warehouse.close()
    boards = [judge_month(known, date(2024, month, 1)) for month in range(3, 11)]
    tables = {
        "verdicts": pl.DataFrame([row for board in boards for row in _verdicts(board)]),
        "series": pl.DataFrame(_series(known), strict=False, infer_schema_length=None),
    }
    with xlsxwriter.Workbook(folder / "board.xlsx") as book:
        for name, table in tables.items():
            table.write_csv(folder / f"{name}.csv")
            table.write_excel(book, name)


def _verdicts(board: BoardView) -> list[dict[str, Any]]:
    known = board.knowledge
    rows = summaries.deciding_rows(board.verdicts).sort("severity", descending=True, nulls_last=True)
    return [
        {
            "month": f"{board.month:%Y-%m}",
            "action": WORDS.of(known.actions[row["action_id"]]),
            "indicator_id": row["indicator_id"],
            "indicator": WORDS.of(known.indicators[row["indicator_id"]]),
            "unit": known.targets[row["target_id"]]["lead_units"],
            "status": row["status"],
            "worst": number,
            "reason": row["reason"],
        }
        for number, row in enumerate(rows.iter_rows(named=True))
    ]


def _series(known: Knowledge) -> list[dict[str, Any]]:
    found = []
    for action_id, action in known.actions.items():
        mine = {t["indicator_id"]: t for t in known.targets.values() if t["action_id"] == action_id and t["value"]}
        leading = sorted(
            (known.indicators[i]["headline"], i) for i in mine if known.indicators[i]["headline"] is not None
        )
        for _, indicator_id in leading[:6]:
            figures = known.shown.filter(pl.col("indicator_id") == indicator_id).sort("reference_period", "recorded_at")
            figures = figures.unique("reference_period", keep="last", maintain_order=True)
            found += [
                {
                    "action": WORDS.of(action),
                    "indicator_id": indicator_id,
                    "indicator": WORDS.of(known.indicators[indicator_id]),
                    "month": f"{row['reference_period']:%Y-%m}",
                    "value": row["obs_value"],
                    "target": mine[indicator_id]["value"],
                }
                for row in figures.iter_rows(named=True)
                if row["reference_period"].year == 2024
            ]
    return found
