"""The workbook of the lists: one sheet a list, its columns, how names are written in it; blank or filled."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from i18n.entries import entry_title
from i18n.words import Words
from rules.model import STAGES
from warehouse.catalogue import Catalogue
from warehouse.plan_entries import LEDGERS
from warehouse.shortcomings import lists_of

COMMON: Final = (
    "entry_id", "action_id", "title", "description", "lead_person", "lead_units", "supporting_units",
    "indicator_ids", "due_on", "progress", "state", "closed_on", "closing_words", "links",
)  # fmt: skip
OWN: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "highlight": ("indicator_ids", ("cited_indicator_id", "cited_period")),
    "project": ("due_on", ("stage",)),
}
"""The columns a list has of its own, after which of the common ones."""
STATES: Final = ("open", "done", "dropped")
DAYS: Final = frozenset({"due_on", "closed_on"})
LISTED: Final = frozenset({"lead_units", "supporting_units", "indicator_ids", "links"})
SEPARATOR: Final = "；"
HEADER_ROW: Final = 2
_BLANK_ROWS = 60
_WIDTHS: Final = {
    "entry_id": 15, "action_id": 15, "title": 34, "description": 40, "lead_person": 20, "lead_units": 22,
    "supporting_units": 26, "indicator_ids": 28, "cited_indicator_id": 26, "cited_period": 13, "stage": 10,
    "due_on": 13, "progress": 36, "state": 10, "closed_on": 13, "closing_words": 30, "links": 32,
}  # fmt: skip
_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADED = PatternFill("solid", fgColor="E8EEF4")
_NEEDED = PatternFill("solid", fgColor="FFF8E1")


def columns_of(ledger: str) -> tuple[str, ...]:
    """A list's columns in their order."""
    after, own = OWN.get(ledger, ("", ()))
    return tuple(name for column in COMMON for name in ((column, *own) if column == after else (column,)))


def write_ledgers(
    catalogue: Catalogue,
    words: Words,
    *,
    entries: pl.DataFrame | None = None,
    evidence: pl.DataFrame | None = None,
    action_id: str | None = None,
) -> bytes:
    """An .xlsx with a sheet a list, named as the action names it (None: as the master plan does).

    `entries` (columns of `read_entries`) and their `evidence` fill it; without them it is a blank to fill in.
    What comes out of it goes back in unchanged.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    names = list_names(catalogue, words, action_id)
    links, named = _links(evidence), _Names.of(catalogue, words)
    for ledger in LEDGERS:
        sheet = book.create_sheet(names[ledger])
        rows = [] if entries is None else entries.filter(ledger=ledger).to_dicts()
        written = [_written(words, named, row, links.get(row["entry_id"], [])) for row in rows]
        _draw(sheet, words, ledger, names[ledger], written, catalogue)
    out = io.BytesIO()
    book.properties.creator = words.named(catalogue.programme["name"])
    book.save(out)
    return out.getvalue()


def list_names(catalogue: Catalogue, words: Words, action_id: str | None) -> dict[str, str]:
    """ledger -> its name at an action, else at the master plan, else our own."""
    own = {row["ledger"]: words.of(row) for row in lists_of(catalogue, action_id)}
    return {ledger: own.get(ledger) or words(f"ledger.{ledger}") for ledger in LEDGERS}


@dataclass(frozen=True, slots=True)
class _Names:
    """id -> name in the workbook's language."""

    actions: Mapping[str, str]
    units: Mapping[str, str]
    indicators: Mapping[str, str]

    @classmethod
    def of(cls, catalogue: Catalogue, words: Words) -> _Names:
        name = words.column()
        return cls(
            dict(catalogue.actions.select("action_id", name).iter_rows()),
            dict(catalogue.units.select("unit_id", name).iter_rows()),
            dict(catalogue.indicators.select("indicator_id", name).iter_rows()),
        )


def _written(words: Words, names: _Names, entry: Mapping[str, Any], links: list[str]) -> dict[str, Any]:
    """An entry as its row says it: names instead of ids."""
    period = entry["cited_period"]
    return {
        **entry,
        "title": entry_title(words, entry),
        "action_id": words("ledgers.county") if entry["action_id"] is None else names.actions[entry["action_id"]],
        "lead_units": _joined(entry["lead_units"], names.units),
        "supporting_units": _joined(entry["supporting_units"], names.units),
        "indicator_ids": _joined(entry["indicator_ids"], names.indicators),
        "cited_indicator_id": names.indicators.get(entry["cited_indicator_id"] or ""),
        "cited_period": None if period is None else f"{period:%Y-%m}",
        "stage": words(f"stage.{entry['stage']}") if entry["stage"] else None,
        "state": words(f"entry_state.{entry['state']}"),
        "links": "\n".join(links),
    }


def _joined(ids: str | None, names: Mapping[str, str]) -> str:
    return SEPARATOR.join(names.get(one, one) for one in (ids or "").split(";") if one)


def _links(evidence: pl.DataFrame | None) -> dict[str, list[str]]:
    """entry_id -> the links among its evidence."""
    found: dict[str, list[str]] = {}
    for row in [] if evidence is None else evidence.to_dicts():
        if row["link"]:
            found.setdefault(row["entry_id"], []).append(row["link"])
    return found


def _draw(
    sheet: Worksheet, words: Words, ledger: str, name: str, rows: list[dict[str, Any]], catalogue: Catalogue
) -> None:
    columns = columns_of(ledger)
    title = sheet.cell(1, 1, name)
    title.font = Font(name="宋体", bold=True, size=14)
    for place, column in enumerate(columns, 1):
        cell = sheet.cell(HEADER_ROW, place, words(f"ledger_column.{column}"))
        cell.font, cell.border = Font(name="宋体", bold=True), _BORDER
        cell.fill = _NEEDED if column in {"title", "cited_indicator_id", "cited_period"} else _HEADED
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS[column]
        for number, row in enumerate(rows, HEADER_ROW + 1):
            _fill(sheet.cell(number, place), column, row[column])
    last = HEADER_ROW + max(len(rows), 0) + _BLANK_ROWS
    _offer(sheet, columns.index("state") + 1, [words(f"entry_state.{state}") for state in STATES], last)
    _offer(sheet, columns.index("action_id") + 1, [words.of(row) for row in catalogue.actions.to_dicts()], last)
    if "stage" in columns:
        _offer(sheet, columns.index("stage") + 1, [words(f"stage.{stage}") for stage in STAGES], last)
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, columns.index("description") + 1)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _fill(cell: Cell, column: str, value: object) -> None:
    """A value as text stays text, also one that begins like a formula."""
    cell.border, cell.font = _BORDER, Font(name="宋体")
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if value in (None, ""):
        return
    cell.value = value if isinstance(value, date) else str(value)
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
        return
    cell.data_type = "s"
    cell.number_format = "@" if column in {"entry_id", "cited_period"} else "General"
    cell.quotePrefix = str(value)[:1] in "=+-@"


def _offer(sheet: Worksheet, place: int, choices: Iterable[str], last: int) -> None:
    """A drop-down that proposes; Excel takes lists of up to 255 characters."""
    proposed = ",".join(choice.replace(",", "，") for choice in choices)
    if len(proposed) <= 253:
        rule = DataValidation(type="list", formula1=f'"{proposed}"', allow_blank=True, showErrorMessage=False)
        letter = get_column_letter(place)
        rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{last}")
        sheet.add_data_validation(rule)
