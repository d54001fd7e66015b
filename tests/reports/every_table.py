"""A row of every table a snapshot keeps, with the texts that files break on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from reports.snapshot.fields import Field, fields_of
from tests.warehouse.batch_rows import PROGRAMME, figure, report
from warehouse.access import Right
from warehouse.batches import withdraw_batch
from warehouse.connection import Warehouse, insert_frame
from warehouse.kept import KEPT

MONTH = date(2031, 10, 1)
BEFORE, AS_OF, AFTER = datetime(2031, 11, 1, 8), datetime(2031, 11, 20, 15, 59, 59), datetime(2031, 11, 21, 8)
NASTY = ('=1+1, "quoted"', "两行\n中文，,", "a\rb", "", " spaces ", "+8613", "@x", "\\N", "null")
FIXED: dict[str, Any] = {
    "programme_id": PROGRAMME,
    "unit_id": "statistics",
    "indicator_id": "gdp_growth",
    "action_id": "industry",
    "target_id": "master_gdp_growth",
    "lead_unit": "statistics",
    "link": "https://example.org/a",
    "file_sha256": "a" * 64,
    "device_hash": "b" * 32,
    "address": "https://example.org",
    "number_word": "督",
}


def fill_every_table(warehouse: Warehouse) -> None:
    """Figures with revisions and a withdrawal, and rows of every other table: known before AS_OF, and after it."""
    for number, month in enumerate((8, 9, 10)):
        period, at = date(2031, month, 1), BEFORE + timedelta(hours=number)
        report(
            warehouse,
            at,
            figure("gdp_growth", period, 6.8 + number / 7, cell_text=NASTY[number], note="=SUM(A1)"),
            figure("retail_growth", period, None if month == 9 else 8.6),
            content=f"file {month}".encode(),
        )
    wrong = report(warehouse, BEFORE + timedelta(days=1), figure("gdp_growth", MONTH, 99.0), content=b"wrong")
    withdraw_batch(warehouse, wrong, by="甲", reason="=1+1", at=BEFORE + timedelta(days=2))
    report_later(warehouse)
    for kept in KEPT:
        if kept.rows == "programme" and kept.table not in ("batch", "catalogue_load"):
            _insert(warehouse, kept.table, made_rows(kept.table))
        elif kept.table == "finding":
            _insert(warehouse, kept.table, made_rows(kept.table).with_columns(batch_id=pl.lit(wrong)))
        elif kept.is_content and kept.table != "batch_file":
            _insert(warehouse, kept.table, _file_of(kept.table))


def report_later(warehouse: Warehouse, *, at: datetime = AFTER) -> str:
    """A new figure, recorded after the moment the snapshot asks about."""
    return report(warehouse, at, figure("gdp_growth", MONTH, 1.5), content=f"later {at}".encode())


def made_rows(table: str) -> pl.DataFrame:
    """Rows that fit a table's model: one a nasty text, before AS_OF, and one after it."""
    fields = fields_of(table)
    rows = [
        {each.name: _value(each, number) for each in fields}
        | {"recorded_at": AFTER if number == len(NASTY) else BEFORE + timedelta(seconds=number)}
        for number in range(len(NASTY) + 1)
    ]
    types = {each.name: pl.Datetime("us") if each.kind == pl.Datetime else each.kind for each in fields}
    return pl.DataFrame(rows, schema=types)


def _value(each: Field, number: int) -> Any:
    if each.name in FIXED:
        return FIXED[each.name]
    if "enum" in each.allowed:
        return each.allowed["enum"][0]
    if "pattern" in each.allowed:
        return None if each.nullable else ("c" * 64 if "64" in each.allowed["pattern"] else f"id_{number}")
    if each.kind == pl.String:
        nasty = NASTY[number % len(NASTY)] or ("–" if "minLength" in each.allowed else "")
        return nasty if each.nullable or not each.name.endswith("_id") else f"{each.name}_{number}"
    plain: dict[Any, Any] = {
        pl.Int64: number + 1 if each.name != "stars" else 5,
        pl.Float64: 0.1 + number / 3,
        pl.Boolean: bool(number % 2),
        pl.Date: MONTH,
        pl.Datetime: BEFORE,
    }
    return plain[each.kind]


def _file_of(table: str) -> pl.DataFrame:
    """A file that rows of another table name."""
    return pl.DataFrame({"file_sha256": ["a" * 64], "content": [f"\0{table}".encode()], "recorded_at": [BEFORE]})


def _insert(warehouse: Warehouse, table: str, rows: pl.DataFrame) -> None:
    with warehouse.writing(right=Right.SETTINGS) as cursor:
        insert_frame(cursor, table, rows)
