"""Who sent a workbook of somebody's own tables: its cell for the unit, its file's name, the caller, or a person."""

from __future__ import annotations

import re
from collections.abc import Mapping

from etl.errors import UnitDiffers
from etl.fold import likeness
from etl.grid import Cell, Workbook
from etl.layouts.endings import Asked
from etl.layouts.ledger import FileLedger
from etl.match import unit_in_name
from etl.plan import Plan
from etl.questions import Choice, Kind, Scope

_UNIT_LABEL = re.compile(r"(?:填报|报送|填表|编报|上报)(?:单位|部门)|单位名称")
_SEAL = re.compile(r"[(（](?:盖章|公章|章|签章)[)）]|[_＿\s]+$")


class Senders:
    """Finds the unit that reports. `named` counts the reporting units of the indicators met."""

    def __init__(self, workbook: Workbook, plan: Plan, ledger: FileLedger, *, named: Mapping[str, int]) -> None:
        self._workbook = workbook
        self._plan = plan
        self._ledger = ledger
        self._named = named

    def sender(self, expected: str | None) -> str | None:
        """The unit that reports: as the workbook says, as the caller says; None where only a question helps.

        Raises UnitDiffers.
        """
        label = self._unit_cell()
        named = None
        if label is not None:
            sheet, cell, written = label
            answer = self._ledger.choice(Kind.UNIT, sheet, cell)
            if answer in self._plan.units:
                self._ledger.learn("unit", written, str(answer))
            named = answer or self._plan.unit_names.get(self._plan.fold(written))
            if named is None and expected is None:
                self._ask_unit(sheet, cell, written)
                return None
        else:
            named = unit_in_name(self._workbook.file_name, self._plan)
        if named is not None and named not in self._plan.units:
            named = None
        if named is not None and expected is not None and named != expected:
            found = self._plan.units[named]
            raise UnitDiffers(self._workbook.file_name, found=found, expected=self._plan.units.get(expected, expected))
        sheet_name = self._workbook.sheets[0].name
        named = named or expected or self._ledger.choice(Kind.UNIT, sheet_name, None)
        if named is None or named not in self._plan.units:
            self._ask_unit(sheet_name, None, self._workbook.file_name)
            return None
        return named

    def _unit_cell(self) -> tuple[str, Cell, str] | None:
        for sheet in self._workbook.sheets:
            for cells in sheet.rows.values():
                for place, cell in enumerate(cells):
                    label, _, rest = cell.text.replace("：", ":").partition(":")
                    if not _UNIT_LABEL.fullmatch(label.replace(" ", "").replace("\u3000", "")):
                        continue
                    following = cells[place + 1].text if place + 1 < len(cells) else ""
                    written = _SEAL.sub("", rest.strip() or following).strip()
                    is_header = not rest.strip() and self._plan.fold(written) not in self._plan.unit_names
                    if written and not is_header:
                        return sheet.name, cell, written
        return None

    def _ask_unit(self, sheet: str, cell: Cell | None, written: str) -> None:
        total = sum(self._named.values()) or 1
        scored = {unit: count / total for unit, count in self._named.items()}
        scored |= dict(likeness(self._plan.fold(written), self._plan.unit_names, count=3, least=0.6))
        choices = [
            Choice(unit, round(score, 3), "choice.unit", {"unit": self._plan.units[unit]})
            for unit, score in sorted(scored.items(), key=lambda one: -one[1])[:5]
        ]
        self._ledger.ask(Asked(Kind.UNIT, cell, written, choices, scope=Scope.FILE), sheet)
