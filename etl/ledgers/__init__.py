"""A workbook of the lists, written and read back: sheets and headers found, cells checked, held against what is
known, stored. Nothing is stored while a cell is wrong: a workbook goes in whole or not at all.
"""

from __future__ import annotations

from datetime import datetime

from etl.fold import fold
from etl.ledgers.form import list_names, write_ledgers
from etl.ledgers.known import EntryChange, LedgerFinding, LedgerIntake, LedgerKnown
from etl.ledgers.sheets import SheetReader
from etl.open import read_workbook
from i18n.words import words_for
from warehouse.connection import Warehouse
from warehouse.errors import UnfitDecision
from warehouse.ledgers import write_entries

__all__ = [
    "EntryChange",
    "LedgerFinding",
    "LedgerIntake",
    "LedgerKnown",
    "list_names",
    "read_ledgers",
    "store_ledgers",
    "write_ledgers",
]


def read_ledgers(content: bytes, file_name: str, known: LedgerKnown, *, action_id: str | None = None) -> LedgerIntake:
    """A workbook's entries held against what is known; nothing is stored.

    `action_id` is taken for rows that name no action. Raises an IntakeError for what is no workbook.
    """
    book = read_workbook(content, file_name)
    intake = LedgerIntake(file_name)
    read = 0
    for sheet in book.sheets:
        ledger = known.sheets.get(fold(sheet.name))
        if ledger is None:
            intake.findings.append(LedgerFinding("sheet_unknown", sheet.name, found=sheet.name, is_error=False))
            continue
        read += 1
        SheetReader(sheet, ledger, known, intake, action_id).read()
    if not read:
        expected = "、".join(list_names(known.catalogue, words_for("zh-Hans"), None).values())
        intake.findings.append(LedgerFinding("no_list", file_name, expected=expected))
    return intake


def store_ledgers(
    warehouse: Warehouse, programme_id: str, intake: LedgerIntake, *, by: str, at: datetime | None = None
) -> list[str]:
    """Stores what is new or changed, all or nothing; the ids. Raises UnfitDecision where a cell is wrong."""
    if intake.errors:
        raise UnfitDecision(
            "{file}: {count} cells must be mended first.",
            code="cells_to_mend",
            file=intake.file_name,
            count=len(intake.errors),
        )
    entries = [
        {"entry_id": change.entry_id, "ledger": change.ledger, **change.given, **_origin(change)}
        for change in intake.to_store
    ]
    return write_entries(warehouse, programme_id, entries, by=by, at=at) if entries else []


def _origin(change: EntryChange) -> dict[str, str]:
    return {"origin": "spreadsheet"} if change.entry_id is None else {}
