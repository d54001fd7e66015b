"""What is said of a cell: an error (the cell is refused), a doubt (kept, to be looked at) or a fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from etl.grid import Cell
from etl.questions import stable_id


class Severity(StrEnum):
    ERROR = "error"
    DOUBT = "doubt"
    INFO = "info"


SENTENCES: Final[dict[str, tuple[Severity, str]]] = {
    # which row is it
    "row_without_indicator": (Severity.ERROR, "the row has figures but names no indicator"),
    "indicator_unknown": (Severity.ERROR, "no indicator is called {found}; near: {expected}"),
    "indicator_contradicts": (Severity.ERROR, "code and name are two indicators: {found}"),
    "name_differs": (Severity.DOUBT, "the code stands for {expected}, the row says {found}"),
    "other_unit_reports": (Severity.DOUBT, "{expected} reports this indicator, not {found}"),
    "period_not_allowed": (Severity.ERROR, "there is no figure for {found}; periods: {expected}"),
    "repeated_differs": (Severity.ERROR, "the indicator stands twice with different figures: {found}"),
    "repeated_same": (Severity.INFO, "the indicator stands twice with the same figure"),
    "row_not_ours": (Severity.INFO, "the row {found} is no indicator and was left out"),
    "column_not_ours": (Severity.INFO, "the column {found} is not of the form and was left out"),
    "sheet_not_ours": (Severity.INFO, "the sheet {found} has no table of the form and was left out"),
    "nothing_of_the_plan": (Severity.INFO, "no figure of the workbook is one the plan knows ({found})"),
    "period_not_begun": (Severity.ERROR, "the period {found} had not begun when the file was received ({expected})"),
    "period_not_over": (Severity.DOUBT, "the period {found} was not over when the file was received ({expected})"),
    "hidden": (Severity.INFO, "the row is hidden in the workbook and was read"),
    # what measure and unit
    "basis_differs": (Severity.ERROR, "the row is {found}, the indicator is {expected}"),
    "basis_missing": (Severity.DOUBT, "the row does not say its basis; taken as {expected}"),
    "unit_not_given": (Severity.ERROR, "the row gives no unit; expected {expected}"),
    "unit_not_convertible": (Severity.ERROR, "the unit {found} cannot be turned into {expected}"),
    "unit_converted": (Severity.INFO, "{found} was turned into {expected}"),
    # what the cell says
    "formula_without_value": (
        Severity.ERROR,
        "the formula was never calculated; open, calculate and save it",
    ),
    "error_value": (Severity.ERROR, "the cell shows an error ({found})"),
    "not_a_number": (Severity.ERROR, "{found} is not a number"),
    "two_readings": (Severity.ERROR, "{found} can be read in two ways; write {expected}"),
    "shown_otherwise": (
        Severity.ERROR,
        "the cell holds {found} and its format shows {expected}; write the number that is meant",
    ),
    "several_numbers": (Severity.ERROR, "{found} holds several numbers; one cell takes one"),
    "date_in_value": (Severity.ERROR, "{found} has become a date; write the number again"),
    "points_given": (Severity.ERROR, "{found} is a change in points; expected the figure in {expected}"),
    "growth_given": (Severity.ERROR, "{found} is a growth; expected the figure in {expected}"),
    "stage_unknown": (Severity.ERROR, "{found} is no stage; one of {expected}"),
    "nature_unknown": (Severity.ERROR, "{found} is no kind of figure; one of {expected}"),
    "nature_contradicts": (Severity.ERROR, "the row says there is no figure, and gives {found}"),
    "nature_differs": (
        Severity.DOUBT,
        "the cell says {found}, the row says {expected}; the less certain was kept",
    ),
    "approximate": (Severity.DOUBT, "{found} is approximate; kept as an estimate"),
    "reported_missing": (Severity.INFO, "reported as missing: {found}"),
    "not_reported": (Severity.INFO, "left blank: still owed"),
    "overdue_invalid": (Severity.ERROR, "{found} overdue cases; expected a whole number up to {expected}"),
    "overdue_alone": (Severity.ERROR, "overdue cases are given, but not how many are open"),
    "overdue_not_given": (Severity.DOUBT, "{found} open cases, but not how many are overdue"),
    "overdue_not_applicable": (Severity.ERROR, "the indicator has no overdue cases; {found} was not stored"),
    "shape": (Severity.ERROR, "{found} does not fit the warehouse: {expected}"),
    # whether it can be
    "out_of_range": (Severity.ERROR, "{found} is outside the allowed range {expected}"),
    "not_whole": (Severity.ERROR, "{found} is not a whole number"),
    "unit_suspect": (
        Severity.ERROR,
        "{found} looks {expected} off; write the unit in the cell if it is right",
    ),
    "size_differs": (
        Severity.DOUBT,
        "{found} is of quite another size than the figure before it in its file ({expected}); check both figures",
    ),
    "far_from_known": (Severity.DOUBT, "{found} is far from the figure known of it or of a period near it: {expected}"),
    "far_from_target": (Severity.DOUBT, "{found} is far from the target ({expected})"),
    "fell": (Severity.DOUBT, "{found} is below the cumulative figure before it ({expected})"),
    "sign_flipped": (Severity.DOUBT, "{found} has the opposite sign of the figure before it ({expected})"),
    "repeated_last": (Severity.DOUBT, "{found} repeats the figure of the period before"),
    # beside what is known
    "same": (Severity.INFO, "already known"),
    "revised": (Severity.INFO, "revised from {expected} to {found}"),
    "units_disagree": (Severity.DOUBT, "{expected} was reported by another unit, {found} now"),
    "reference_differs": (Severity.DOUBT, "the earlier figure {found} is {expected} in the warehouse"),
    "reference_not_stored": (
        Severity.INFO,
        "the earlier figure {found} was not stored; send that period's report",
    ),
    "styles_missing": (
        Severity.DOUBT,
        "the workbook has lost its number formats; percentages and dates may show otherwise than they were meant",
    ),
    "unlocked_default": (Severity.INFO, "the workbook was locked with the program's own default password and was read"),
    "period_differs": (Severity.DOUBT, "the file's name says {found}, the sheet {expected}"),
    "tab_period_differs": (Severity.DOUBT, "the sheet's tab says {found}, the sheet {expected}"),
    "title_period_differs": (Severity.DOUBT, "the title says {found}, the sheet {expected}"),
}
"""Every finding's code with its severity and the command line's sentence; screens have `finding.<code>`."""


class Finding(NamedTuple):
    """One thing said of a cell, of a sheet or of the whole file. A tuple, because every figure brings some."""

    code: str
    sheet: str
    cell: str | None = None
    indicator_id: str | None = None
    found: str = ""
    expected: str = ""

    @property
    def severity(self) -> Severity:
        return SENTENCES[self.code][0]

    @property
    def doubt_id(self) -> str:
        """The same in every run over the same file; a reason is given to it."""
        return stable_id(self.code, self.sheet, self.cell, self.indicator_id, self.found)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.code][1].format(found=self.found, expected=self.expected or "–")


_make: Final = tuple.__new__  # Finding(...) does the same with a call more, for each row of a thousand files


class Remark(NamedTuple):
    """What labels bring about wherever they stand: a finding but for the place. `column` names the row's cell."""

    code: str
    column: str
    found: str
    expected: str = ""


class CellRefused(Exception):
    """A row's figure is refused; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


@dataclass(slots=True)
class RowLog:
    """Collects what is said of one row; `refuse` makes the exception that ends it."""

    sheet: str
    indicator_id: str | None = None
    findings: list[Finding] = field(default_factory=list)

    def say(self, code: str, cell: Cell | None, *, found: str | None = None, expected: str = "") -> Finding:
        shown = found if found is not None else (cell.text if cell else "")
        address = cell.address if cell else None
        finding: Finding = _make(Finding, (code, self.sheet, address, self.indicator_id, shown, expected))
        self.findings.append(finding)
        return finding

    def repeat(self, remarks: Iterable[Remark], cells: Mapping[str, Cell]) -> None:
        """Says of this row's cells what its labels bring about. Raises CellRefused at an error."""
        for remark in remarks:
            said = self.say(remark.code, cells.get(remark.column), found=remark.found, expected=remark.expected)
            if said.severity is Severity.ERROR:
                raise CellRefused(said)

    def refuse(self, code: str, cell: Cell | None, *, found: str | None = None, expected: str = "") -> CellRefused:
        return CellRefused(self.say(code, cell, found=found, expected=expected))
