"""The same forms taken in the way a first script would: pandas with openpyxl, file by file, the same checks.

`python intake.py FILES PLAN DATABASE`: the folder of workbooks, the folder of the plan's seed tables, a SQLite file to
be made. Runs in the peers' own environment and knows nothing of ours; prints files, figures, findings and seconds
as one line of JSON. Seconds leave out loading the libraries and the plan, as ours do.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

BASES = {"period": "本期", "ytd": "累计", "end_of_period": "期末"}
STAGES = ["前期", "开工", "主体", "完工", "验收", "投用"]
NATURES = {"终值": "A", "快报": "P", "预计": "F", "无": "M"}
MISSING = {"—", "-", "/", "…", "无", "未统计"}
STEPS = {"monthly": 1, "quarterly": 3, "annual": 12}
COLUMNS = {
    "指标编码": "code",
    "指标名称": "name",
    "计量单位": "unit",
    "统计口径": "basis",
    "本期数值": "written",
    "数据性质": "nature",
    "逾期数": "overdue",
    "上期数": "previous",
    "去年同期": "last_year",
    "备注": "note",
}


class Plan:
    """The seed tables as one frame of indicators, and the names of units."""

    def __init__(self, folder: Path) -> None:
        def table(name: str) -> pd.DataFrame:
            return pd.read_csv(folder / f"{name}.csv")

        measures = table("unit_measures")[["unit_measure", "unit_mult", "name_zh_hans"]]
        self.measures = measures.rename(columns={"name_zh_hans": "unit"})
        targets = table("targets").dropna(subset=["value"]).groupby("indicator_id")["value"].agg(list)
        indicators = table("indicators").merge(table("releases"), on="indicator_id")
        self.indicators = indicators.merge(targets.rename("targets"), on="indicator_id", how="left")
        names = self.indicators[["indicator_id", "name_zh_hans"]].rename(columns={"name_zh_hans": "alias"})
        names = pd.concat([names, table("indicator_aliases")])
        self.names = dict(zip(names["alias"].map(folded), names["indicator_id"], strict=True))
        units = table("units")[["unit_id", "name_zh_hans"]].rename(columns={"name_zh_hans": "alias"})
        units = pd.concat([units, table("unit_aliases")])
        self.units = dict(zip(units["alias"].map(folded), units["unit_id"], strict=True))


def folded(text: object) -> str:
    return re.sub(r"\s+", "", str(text)).lower()


def read(path: Path, plan: Plan) -> tuple[pd.DataFrame, str, pd.Timestamp]:
    """The form's rows with their cells' rows, the unit and the period."""
    sheets = pd.read_excel(path, sheet_name=None, header=None)
    tops = {sheet: grid.index[grid.isin(["指标编码"]).any(axis=1)] for sheet, grid in sheets.items()}
    sheet, top = next((sheet, places[0]) for sheet, places in tops.items() if len(places))
    grid = sheets[sheet]
    head = grid.iloc[:top]
    labels = grid.iloc[top].where(grid.iloc[top].notna(), grid.iloc[top - 1])
    rows = grid.iloc[top + 1 :].rename(columns=labels.map(COLUMNS).dropna())
    rows = rows.reindex(columns=list(COLUMNS.values()))
    rows = rows[rows["code"].notna() | rows["name"].notna()].copy()
    rows["sheet"], rows["row"] = sheet, rows.index + 1
    unit = plan.units[folded(after(head, "填报单位"))]
    found = re.search(r"(\d{4})年(\d{1,2})月", str(after(head, "报告期")))
    if found is None:
        raise ValueError(f"{path.name}: no period")
    return rows, unit, pd.Timestamp(int(found[1]), int(found[2]), 1)


def after(head: pd.DataFrame, label: str) -> object:
    """The first valued cell behind a label."""
    for _, row in head.iterrows():
        values = row.dropna().tolist()
        if label in values[:-1]:
            return values[values.index(label) + 1]
    raise ValueError(f"nothing behind {label}")


def match(rows: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """The rows with their indicator, the factor of their unit and the number they say."""
    rows["indicator_id"] = rows["code"].where(
        rows["code"].isin(plan.indicators["indicator_id"]), rows["name"].map(folded).map(plan.names)
    )
    rows["named"] = rows["name"].map(folded).map(plan.names)
    rows = rows.merge(plan.indicators, on="indicator_id", how="left")
    rows = rows.merge(plan.measures, on=["unit", "unit_measure"], how="left", suffixes=("", "_written"))
    rows["factor"] = 10.0 ** (rows["unit_mult_written"] - rows["unit_mult"])
    text = rows["written"].astype("string").str.strip()
    number = pd.to_numeric(text.str.replace(",", "").str.rstrip("%"), errors="coerce")
    is_stage = rows["measure"] == "stage"
    stage = text.map({name: float(place) for place, name in enumerate(STAGES)})
    rows["absent"] = text.isin(MISSING)
    rows["value"] = np.where(is_stage, stage, number * rows["factor"])
    rows["status"] = rows["nature"].map(NATURES).fillna("A").where(~rows["absent"], "M")
    return rows


def check(rows: pd.DataFrame, unit: str, period: pd.Timestamp, known: pd.DataFrame) -> pd.DataFrame:
    """What is to be said: a row for each finding, with `blocks` where the figure cannot be stored."""
    rows = rows.merge(earlier(known, period), on="indicator_id", how="left")
    value, last = rows["value"], rows["last"]
    lowest, highest = rows["allowed_min"], rows["allowed_max"]
    growth = np.where(rows["measure"] == "yoy_growth", "同比", "")
    step = rows["frequency"].map(STEPS)
    counts_up = (rows["accumulation"] == "ytd") & rows["measure"].isin(["level", "events"])
    in_points = rows["measure"].isin(["yoy_growth", "share", "index"])
    ratio = (value / last).abs()
    factor = np.where(rows["unit_measure"] == "percent", 100.0, 10_000.0)
    leeway = np.where(rows["unit_measure"] == "percent", 2.0, 3.0)
    slipped = ratio.between(factor / leeway, factor * leeway) | (1 / ratio).between(factor / leeway, factor * leeway)
    far = np.where(in_points, (value - last).abs() > 50, (ratio > 5) | (ratio < 0.2))
    overdue = pd.to_numeric(rows["overdue"], errors="coerce")
    twice = rows.groupby("indicator_id")["value"].transform("nunique") > 1
    said = {
        ("indicator_unknown", True): rows["measure"].isna(),
        ("name_differs", False): rows["named"].notna() & (rows["named"] != rows["indicator_id"]),
        ("unit_not_convertible", True): rows["factor"].isna() & (rows["measure"] != "stage"),
        ("unit_converted", False): rows["factor"].notna() & (rows["factor"] != 1),
        ("basis_differs", True): rows["basis"] != rows["accumulation"].map(BASES) + growth,
        ("not_a_number", True): value.isna() & rows["written"].notna() & ~rows["absent"],
        ("nature_unknown", True): rows["nature"].notna() & ~rows["nature"].isin(NATURES),
        ("out_of_range", True): (value < lowest) | (value > highest) | (value.abs() > 1e12),
        ("not_whole", True): rows["is_integer"].eq(True) & (value % 1 != 0) & value.notna(),
        ("overdue_invalid", True): overdue > value,
        ("overdue_not_given", False): (rows["measure"] == "open_cases") & overdue.isna() & (value > 0),
        ("period_not_allowed", True): (period.month % step != 0) | (period.month < rows["first_month"]),
        ("other_unit_reports", False): rows["reporting_unit"] != unit,
        ("unit_suspect", True): slipped & (rows["measure"] != "stage"),
        ("far_from_known", False): pd.Series(far, index=rows.index) & last.notna(),
        ("fell", False): counts_up & ~rows["can_fall"].eq(True) & (value < last) & rows["same_year"].eq(True),
        ("sign_flipped", False): (rows["measure"] == "yoy_growth") & (value == -last) & (last != 0),
        ("repeated_last", False): counts_up & ~rows["is_integer"].eq(True) & (value == last) & (last != 0),
        ("repeated_differs", True): twice,
        ("revised", False): rows["before"].notna() & (rows["before"] != value),
        ("units_disagree", False): rows["before"].notna() & (rows["before"] != value) & (rows["before_unit"] != unit),
        ("reference_differs", False): (pd.to_numeric(rows["previous"], errors="coerce") - last).abs() > 0.01,
    }
    columns = ["sheet", "row", "indicator_id", "written"]
    found = [
        rows.loc[mask.fillna(False).astype(bool), columns].assign(code=code, blocks=blocks)
        for (code, blocks), mask in said.items()
    ]
    return pd.concat(found, ignore_index=True)


def earlier(known: pd.DataFrame, period: pd.Timestamp) -> pd.DataFrame:
    """Of each indicator what is known of this period, and of the newest before it."""
    now = known[known["period"] == period].drop_duplicates("indicator_id", keep="last")
    before = known[(known["period"] < period) & known["value"].notna()]
    before = before.sort_values("period", kind="stable").drop_duplicates("indicator_id", keep="last")
    now = now[["indicator_id", "value", "unit_id"]].rename(columns={"value": "before", "unit_id": "before_unit"})
    before = before.assign(same_year=before["period"].dt.year == period.year)
    before = before[["indicator_id", "value", "same_year"]].rename(columns={"value": "last"})
    return now.merge(before, on="indicator_id", how="outer")


def take_in(paths: list[Path], plan: Plan, database: Path) -> tuple[int, int]:
    """Every file read, checked and stored; how many figures and findings there are."""
    known = pd.DataFrame({"indicator_id": [], "period": pd.to_datetime([]), "value": [], "unit_id": []})
    figures, findings, files = [], [], []
    for path in paths:
        content = path.read_bytes()
        rows, unit, period = read(path, plan)
        rows = match(rows, plan)
        said = check(rows, unit, period, known)
        refused = said.loc[said["blocks"], "row"]
        kept = rows[~rows["row"].isin(refused) & (rows["value"].notna() | rows["absent"])]
        kept = kept.drop_duplicates("indicator_id")
        own = kept[["indicator_id", "value", "status", "overdue", "sheet", "row", "written", "factor", "note"]]
        own = own.assign(period=period, unit_id=unit, file=path.name)
        figures.append(own)
        findings.append(said.assign(file=path.name))
        files.append((path.name, hashlib.sha256(content).hexdigest(), content))
        known = pd.concat([known, own[["indicator_id", "period", "value", "unit_id"]]])
        known = known.drop_duplicates(["indicator_id", "period"], keep="last")
    all_figures, all_findings = pd.concat(figures), pd.concat(findings)
    with sqlite3.connect(database) as connection:
        pd.DataFrame(files, columns=["file", "sha256", "content"]).to_sql("file", connection, index=False)
        all_figures.astype({"written": "string", "overdue": "string"}).to_sql("figure", connection, index=False)
        all_findings.astype({"written": "string"}).to_sql("finding", connection, index=False)
    return len(all_figures), len(all_findings)


def main() -> None:
    folder, seed, database = map(Path, sys.argv[1:4])
    paths, plan = sorted(folder.glob("*.xlsx")), Plan(seed)
    begun = time.perf_counter()
    figures, findings = take_in(paths, plan, database)
    seconds = time.perf_counter() - begun
    print(json.dumps({"files": len(paths), "figures": figures, "findings": findings, "seconds": seconds}))


if __name__ == "__main__":
    main()
