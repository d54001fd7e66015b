"""One sheet of one list, row by row: header, cells, the entry meant, what differs from what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from etl.fold import fold
from etl.grid import Cell, Sheet
from etl.ledgers.cells import CellWrong, header_words, read_cell
from etl.ledgers.form import LISTED, columns_of
from etl.ledgers.known import EntryChange, LedgerFinding, LedgerIntake, LedgerKnown
from i18n.entries import entry_title
from i18n.words import words_for
from warehouse.ledgers import NEEDS_EVIDENCE

HEADER_WITHIN: Final = 12
"""How many rows may stand above a sheet's header."""
Row = dict[str, Any]


class _RowWrong(Exception):
    """A row that is no whole entry; its finding has been said."""


class SheetReader:
    """Reads a sheet into an intake's changes and findings. `action_id` is for rows that name no action."""

    def __init__(
        self, sheet: Sheet, ledger: str, known: LedgerKnown, intake: LedgerIntake, action_id: str | None
    ) -> None:
        self._sheet, self._ledger, self._known, self._intake = sheet, ledger, known, intake
        self._action_id = action_id
        self._named: frozenset[str] = frozenset()

    def read(self) -> None:
        """Reads every row under the header; without one says so."""
        header = self._find_header()
        if header is None:
            self._say("header_missing", None, expected=words_for("zh-Hans")("ledger_column.title"))
            return
        row, columns = header
        for number, cells in self._sheet.rows.items():
            named = {
                columns[cell.column]: cell for cell in cells if cell.column in columns and (cell.text or cell.trouble)
            }
            if number > row and named:
                self._read_row(number, named)

    def _find_header(self) -> tuple[int, dict[int, str]] | None:
        """The first row that names the title: its number, and column -> field."""
        for number, cells in list(self._sheet.rows.items())[:HEADER_WITHIN]:
            named = [(cell, header_words().get(fold(cell.text))) for cell in cells]
            if any(name == "title" for _, name in named):
                return number, self._columns(named)
        return None

    def _columns(self, named: Iterable[tuple[Cell, str | None]]) -> dict[int, str]:
        columns: dict[int, str] = {}
        for cell, name in named:
            if name is None or name not in columns_of(self._ledger):
                self._say("column_unknown", cell, is_error=False)
            elif name in columns.values():
                self._say("column_twice", cell)
            else:
                columns[cell.column] = name
        self._named = frozenset(columns.values())
        return columns

    def _read_row(self, number: int, cells: Mapping[str, Cell]) -> None:
        if "title" not in cells:
            first = next(iter(cells.values()))
            is_note = len(cells) == 1 and first.text not in self._known.by_id
            self._say("row_left_out" if is_note else "title_missing", first, is_error=not is_note)
            return
        try:
            given = self._values(cells)
            standing = self._standing(given, cells)
            self._complete(given, standing, cells)
        except _RowWrong:
            return
        self._hold(number, given, standing, cells)

    def _values(self, cells: Mapping[str, Cell]) -> Row:
        """The named columns' values, blank ones as None. Raises _RowWrong where a cell cannot be read."""
        given: Row = {**dict.fromkeys(self._named), "action_id": self._action_id}
        is_wrong = False
        for name, cell in cells.items():
            try:
                given[name] = read_cell(name, cell, self._known)
            except CellWrong as fault:
                is_wrong = True
                self._say(fault.code, cell, found=fault.found, expected=fault.expected)
        if is_wrong:
            raise _RowWrong
        return given

    def _standing(self, given: Row, cells: Mapping[str, Cell]) -> Row | None:
        """The entry a row is of: by number, else by list, action and title; None = new. Raises _RowWrong."""
        written = given.pop("entry_id", None)
        key = (self._ledger, given["action_id"], fold(given["title"]))
        entry_id = written or self._known.by_title.get(key)
        standing = self._known.by_id.get(entry_id or "")
        if written is not None and standing is None:
            raise self._refuse("entry_unknown", cells["entry_id"])
        if standing is not None and standing["ledger"] != self._ledger:
            own = words_for("zh-Hans")(f"ledger.{standing['ledger']}")
            raise self._refuse("list_differs", cells["entry_id"], expected=own)
        if (entry_id or key) in self._intake.seen:
            raise self._refuse("entry_twice", cells["title"])
        self._intake.seen.add(entry_id or key)
        return standing

    def _complete(self, given: Row, standing: Row | None, cells: Mapping[str, Cell]) -> None:
        """Adds what follows from the rest and asks what a list asks of a whole entry. Raises _RowWrong."""
        if given.get("state") is None:
            given["state"] = standing["state"] if standing else "open"
        if standing is not None and "action_id" not in cells:
            given["action_id"] = standing["action_id"]
        if given["state"] == "open":
            given["closed_on"] = given["closing_words"] = None
        for code, is_wrong, column, found in self._demands({**(standing or {}), **given}, standing):
            if is_wrong:
                raise self._refuse(code, cells.get(column, cells["title"]), found=found)

    def _demands(self, entry: Row, standing: Row | None) -> Iterator[tuple[str, bool, str, str]]:
        """(code, whether it is wrong, the column to show, what was found)."""
        if self._ledger == "highlight":
            indicator_id: str | None = entry.get("cited_indicator_id")
            period: date | None = entry.get("cited_period")
            yield "figure_missing", indicator_id is None or period is None, "title", ""
            label = f"{indicator_id} {period:%Y-%m}" if period else ""
            yield "figure_unknown", (indicator_id, period) not in self._known.figures, "cited_period", label
        has_evidence = bool(entry.get("links")) or bool(standing and standing["evidence"])
        closes = entry["state"] == "done" and self._ledger in NEEDS_EVIDENCE
        yield "evidence_missing", closes and not has_evidence, "state", ""
        yield "day_missing", entry["state"] != "open" and entry.get("closed_on") is None, "state", ""
        yield "reason_missing", entry["state"] == "dropped" and not entry.get("closing_words"), "state", ""

    def _hold(self, number: int, given: Row, standing: Row | None, cells: Mapping[str, Cell]) -> None:
        """Beside what is known: what differs, and which links are new."""
        entry_id = None if standing is None else standing["entry_id"]
        kept = self._known.links.get(entry_id or "", set())
        new_links = [link for link in given.pop("links", None) or [] if link not in kept]
        if standing is not None and fold(given["title"]) in _titles(standing):
            given["title"] = standing["title"]
        fields = {} if standing is None else _differences(standing, given)
        if new_links:
            given["links"], fields["links"] = new_links, (None, "\n".join(new_links))
        title = cells["title"].text if standing is None else entry_title(words_for("zh-Hans"), standing)
        change = EntryChange(self._ledger, entry_id, title, self._sheet.name, number, given, fields)
        self._intake.changes.append(change)

    def _refuse(self, code: str, cell: Cell, *, found: str | None = None, expected: str = "") -> _RowWrong:
        self._say(code, cell, found=found, expected=expected)
        return _RowWrong()

    def _say(
        self, code: str, cell: Cell | None, *, found: str | None = None, expected: str = "", is_error: bool = True
    ) -> None:
        shown = found if found is not None else (cell.text if cell else "")
        address = cell.address if cell else ""
        self._intake.findings.append(LedgerFinding(code, self._sheet.name, address, shown, expected, is_error))


def _titles(standing: Row) -> set[str]:
    names = (standing["title"], standing["title_zh_hans"], standing["title_zh_hant"], standing["title_en"])
    return {fold(name) for name in names if name}


def _differences(standing: Row, given: Row) -> dict[str, tuple[Any, Any]]:
    found = {}
    for name, after in given.items():
        before = standing.get(name)
        if (before or None) != (after or None) and (name not in LISTED or _ids(before) != _ids(after)):
            found[name] = (before, after)
    return found


def _ids(joined: str | None) -> list[str]:
    return sorted(part for part in (joined or "").split(";") if part)
