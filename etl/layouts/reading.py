"""Reading: an arbitrary workbook's tables to figures, questions and the end of every cell."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from decimal import Decimal

from etl.errors import EmptyWorkbook
from etl.figures import Figure
from etl.findings import CellRefused, Finding, RowLog
from etl.grid import Cell, Sheet, Workbook
from etl.layouts.cell_values import CellValues
from etl.layouts.cells import Sort, sort_of
from etl.layouts.claims import Claim, Claims
from etl.layouts.endings import Asked, Left, Refused
from etl.layouts.labels import Reader
from etl.layouts.ledger import FileLedger
from etl.layouts.naming import Names
from etl.layouts.sender import Senders
from etl.layouts.table import Spot, Table
from etl.layouts.tables import sheet_tables
from etl.layouts.when import Whens
from etl.match import convert
from etl.plan import Plan
from etl.questions import State
from etl.values import Reading
from rules.model import ObsStatus
from rules.periods import day_of

_MOST_TOLD = 3
_NOTE = re.compile(r"\s*(?:注|备注|说明|资料来源|数据来源|来源|单位负责人|填表人|审核人|联系人|\d+[.、])")


def names_of(plan: Plan) -> Names:
    """The plan's names for tables, made once a plan."""
    if "names" not in plan.kept:
        plan.kept["names"] = Names(plan, Reader(plan))
    names = plan.kept["names"]
    assert isinstance(names, Names)
    return names


class Tables:
    """All tables of one workbook, read against one plan."""

    def __init__(
        self, workbook: Workbook, plan: Plan, ledger: FileLedger, *, received_at: datetime, skipped: frozenset[str]
    ) -> None:
        self._workbook = workbook
        self._plan = plan
        self._ledger = ledger
        self._today = day_of(received_at)
        self._names = names_of(plan)
        self._skipped = skipped
        self._values = CellValues(ledger)
        self.figures: list[Figure] = []
        self.logs: list[RowLog] = []
        self.notes: list[Cell] = []
        self.named: Counter[str] = Counter()  # reporting units of the indicators met

    def read(self) -> None:
        """Fills figures, logs and notes. Raises EmptyWorkbook."""
        if not any(sheet.cells for sheet in self._workbook.sheets):
            raise EmptyWorkbook(self._workbook.file_name)
        for sheet in self._workbook.sheets:
            if sheet.cells and sheet.name not in self._skipped:
                self._read_sheet(sheet)
        if not self.figures and not self._ledger.questions and not any(log.findings for log in self.logs):
            self.logs.append(self._nothing())

    def _nothing(self) -> RowLog:
        """One sentence for a workbook without anything of the plan: what its cells were."""
        log = RowLog(self._workbook.sheets[0].name)
        reasons = Counter(cell.reason for cell in self._ledger.cells)
        log.say("nothing_of_the_plan", None, found=", ".join(reason for reason, _ in reasons.most_common(2)) or "–")
        return log

    def sender(self, expected: str | None) -> str | None:
        """The unit that reports: as the workbook says, as the caller says; None where only a question helps.

        Raises UnitDiffers.
        """
        return Senders(self._workbook, self._plan, self._ledger, named=self.named).sender(expected)

    def _read_sheet(self, sheet: Sheet) -> None:
        found = sheet_tables(sheet, self._names.reader, names=self._names.names)
        first = min((table.top for table in found.tables), default=0)
        whens = Whens(
            self._names.reader,
            sheet=sheet.name,
            file_name=self._workbook.file_name,
            year=self._plan.year,
            today=self._today,
            over_all=[cell for cell in found.lines if cell.row < first],
        )
        claims = Claims(self._names, self._ledger, whens)
        for table in found.tables:
            before = len(self.figures)
            for spot in table.spots:
                self._read_spot(spot, claims, whens)
            self._doubt_periods(table, whens, self.figures[before:])
        titles = {(cell.row, cell.column) for table in found.tables for cell in table.lines}
        for cell in found.outside:
            self._ledger.settle(sheet.name, cell, State.NOT_OURS, "outside_tables")
        below = [cell for cell in found.lines if cell.row > first and sort_of(cell) is Sort.LABEL]
        self.notes += [cell for cell in below if (cell.row, cell.column) not in titles or _is_note(cell)]
        if not found.tables:
            self.notes += found.lines

    def _doubt_periods(self, table: Table, whens: Whens, figures: list[Figure]) -> None:
        """Says where a title, the tab or the file's name gives a year or month that no figure of its table has."""
        if not figures:
            return
        log, periods = RowLog(table.sheet), sorted({figure.period for figure in figures})
        told = [f"{period:%Y-%m}" for period in periods]
        shown = ", ".join(told if len(told) <= _MOST_TOLD else [told[0], "…", told[-1]])
        for code, cell, found in whens.said_otherwise(table, periods):
            log.say(code, cell, found=found, expected=shown)
        self.logs.append(log)

    def _read_spot(self, spot: Spot, claims: Claims, whens: Whens) -> None:
        sheet, cell = spot.table.sheet, spot.cell
        log = RowLog(sheet)
        self.logs.append(log)
        try:
            claim = claims.claim(spot)
            log.indicator_id = claim.indicator.indicator_id
            whens.note_row(spot, claim.when)
            self.figures.append(self._figure(claim, claims, log))
        except Left as left:
            self._ledger.settle(sheet, cell, State.NOT_OURS, left.reason)
        except Refused as refused:
            log.indicator_id = refused.indicator_id
            shown = refused.found or cell.text
            log.say(refused.code, cell, found=shown, expected=refused.expected)
            self._ledger.settle(sheet, cell, State.REFUSED, refused.code, indicator_id=refused.indicator_id)
        except Asked as asked:
            question = self._ledger.ask(asked, sheet)
            self._ledger.settle(
                sheet, cell, State.NEEDS_CONFIRMATION, asked.kind.value, question_id=question.question_id
            )
        except CellRefused:
            self._ledger.settle_refused(sheet, cell, log)

    def _figure(self, claim: Claim, claims: Claims, log: RowLog) -> Figure:
        """The claimed figure in the indicator's unit. Raises Left, Refused, Asked, CellRefused."""
        indicator, spot = claim.indicator, claim.spot
        self.named[indicator.reporting_unit] += 1
        assert claim.when.year is not None
        period = claim.when.starting(claim.when.year)
        if period.year not in (self._plan.year - 1, self._plan.year):
            raise Left("period_outside_plan", f"{period.year}")
        reading, note = self._values.value(spot, indicator)
        if reading.number is None and period > self._today:
            raise Left("not_begun", f"{period:%Y-%m}")
        if period > self._today:
            raise Refused(
                "period_not_begun",
                found=f"{period:%Y-%m}",
                expected=f"{self._today}",
                indicator_id=indicator.indicator_id,
            )
        factor = self._factor(claim, reading, claims, log)
        if spot.cell.hidden or spot.label_hidden:
            log.say("hidden", spot.cell, found=str(spot.cell.row))
        if reading.number is None:
            log.say("reported_missing", spot.cell)
        elif reading.approximate:
            log.say("approximate", spot.cell)
        status = ObsStatus.MISSING if reading.number is None else reading.status or ObsStatus.FINAL
        return Figure(
            indicator=indicator,
            period=period,
            value=None if reading.number is None else float(reading.number * factor),
            status=status,
            overdue_cases=None,
            cell=spot.cell,
            factor=float(factor),
            says_unit=bool(reading.unit),
            note=note,
            log=log,
        )

    def _factor(self, claim: Claim, reading: Reading, claims: Claims, log: RowLog) -> Decimal:
        """The cell's own unit beats its column's and row's."""
        indicator, spot = claim.indicator, claim.spot
        if reading.unit:
            return convert(reading.unit, self._plan, indicator=indicator, cell=spot.cell, log=log)
        if reading.number is None:
            return claim.factor or Decimal(1)
        unit, factor = claim.said_unit, claim.factor
        if factor is None:
            unit, factor = claims.ask_unit(spot, indicator)
        if factor != 1:
            log.say("unit_converted", spot.cell, found=unit, expected=indicator.unit_name)
        return factor


def _is_note(cell: Cell) -> bool:
    return bool(_NOTE.match(cell.text))


def other_figures(sheet: Sheet, ledger: FileLedger, reason: str) -> None:
    """Every figure of a sheet that nothing was said of is not ours."""
    for cell in sheet.cells.values():
        if sort_of(cell) in {Sort.FIGURE, Sort.STAGE} and not ledger.holds(sheet.name, cell):
            ledger.settle(sheet.name, cell, State.NOT_OURS, reason)


def findings_of(logs: list[RowLog]) -> list[Finding]:
    """What the logs say, the same thing of the same cell once."""
    return list(dict.fromkeys(finding for log in logs for finding in log.findings))


def newest(figures: list[Figure]) -> date | None:
    return max((figure.period for figure in figures), default=None)
