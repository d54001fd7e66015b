"""What the peers read with pandas: the board's verdicts and the figures as two tables of one workbook and two CSVs."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

FOLDER = Path(os.environ.get("PEER_DATA", "."))
STATUSES = ["done", "on_track", "at_risk", "behind", "overdue", "no_data"]
COLOURS = {
    "done": "#128561",
    "on_track": "#2472BC",
    "at_risk": "#E39A0B",
    "behind": "#D1440C",
    "overdue": "#1B2430",
    "no_data": "#8A94A0",
}
MONTHS = [f"2024-{month:02d}" for month in range(3, 11)]


def verdicts() -> pd.DataFrame:
    """month, action, indicator_id, indicator, unit, status, worst (0 = the worst), reason; read from CSV."""
    return pd.read_csv(FOLDER / "verdicts.csv")


def series() -> pd.DataFrame:
    """action, indicator_id, indicator, month, value, target of the actions' leading indicators; read from CSV."""
    return pd.read_csv(FOLDER / "series.csv")


def verdicts_from_workbook() -> pd.DataFrame:
    """As `verdicts`, from the workbook."""
    return pd.read_excel(FOLDER / "board.xlsx", sheet_name="verdicts")


def series_from_workbook() -> pd.DataFrame:
    """As `series`, from the workbook."""
    return pd.read_excel(FOLDER / "board.xlsx", sheet_name="series")


def counts(rows: pd.DataFrame, month: str) -> pd.DataFrame:
    """action x status of a month."""
    mine = rows[rows["month"] == month]
    return mine.pivot_table(index="action", columns="status", values="indicator_id", aggfunc="count").fillna(0)


def matrix(rows: pd.DataFrame) -> pd.DataFrame:
    """action x month: how many are behind."""
    behind = rows.assign(behind=rows["status"].eq("behind"))
    return behind.pivot_table(index="action", columns="month", values="behind", aggfunc="sum")


def worst(rows: pd.DataFrame, month: str) -> pd.DataFrame:
    """The ten worst of a month."""
    mine = rows[rows["month"] == month].sort_values("worst").head(10)
    return mine[["status", "action", "indicator", "unit", "reason"]]


def of_action(rows: pd.DataFrame, action: str, month: str) -> pd.DataFrame:
    """The targets of an action."""
    mine = rows[(rows["month"] == month) & (rows["action"] == action)].sort_values("worst")
    return mine[["status", "indicator", "unit", "reason"]]


def lines(rows: pd.DataFrame, action: str, month: str) -> list[tuple[str, pd.DataFrame]]:
    """The action's leading indicators with their figures up to the month."""
    mine = rows[(rows["action"] == action) & (rows["month"] <= month)]
    return [(str(name), part) for name, part in mine.groupby("indicator", sort=False)]
