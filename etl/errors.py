"""Why a whole file is refused: one sentence each, naming the file and the way out."""

from __future__ import annotations

from typing import ClassVar


class IntakeError(Exception):
    """A file that was not taken in. `found` and `expected` are data, so a screen can say it in its own words.

    `code` is the key of the words (`refusal.<code>`); `sentence` is the command line's.
    """

    code: ClassVar[str]
    sentence: ClassVar[str]

    def __init__(self, file_name: str, *, found: str = "", expected: str = "") -> None:
        super().__init__(file_name, found, expected)
        self.file_name = file_name
        self.found = found
        self.expected = expected

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.file_name, self.found, self.expected)

    def __str__(self) -> str:
        return f"{self.file_name}: {self.sentence.format(found=self.found, expected=self.expected)}"


def _again(kind: type[IntakeError], file_name: str, found: str, expected: str) -> IntakeError:
    """The refusal as it comes out of the process that raised it."""
    return kind(file_name, found=found, expected=expected)


class NotAWorkbook(IntakeError):
    code = "not_a_workbook"
    sentence = "this is not a spreadsheet; send the report as a workbook, best as .xlsx."


class EmptyFile(NotAWorkbook):
    code = "empty_file"
    sentence = "the file is empty; send it again."


class FileUnreadable(IntakeError):
    code = "file_unreadable"
    sentence = "the file cannot be read from the disk ({found})."


class OtherFormat(NotAWorkbook):
    code = "other_format"
    sentence = "this is a {found} file; open it and save it as .xlsx."


class EncryptedWorkbook(IntakeError):
    code = "encrypted"
    sentence = "the workbook is locked with a password; take the password off and send it again."


class WorkbookTooLarge(IntakeError):
    code = "too_large"
    sentence = "the workbook is too large ({found}, at most {expected}); send only the report's own sheet."


class UnpacksTooLarge(WorkbookTooLarge):
    code = "unpacks_too_large"
    sentence = (
        "the file unpacks to {found} (at most {expected}), which no report needs; "
        "copy the table into a new workbook and send that."
    )


class TooManyParts(WorkbookTooLarge):
    code = "too_many_parts"
    sentence = "the workbook has {found} parts (at most {expected}); copy the table into a new workbook and send that."


class TooManyCells(WorkbookTooLarge):
    code = "too_many_cells"
    sentence = (
        "a sheet reaches over {found} cells (at most {expected}); "
        "delete stray values far outside the table and send it again."
    )


class TooManySeconds(WorkbookTooLarge):
    code = "too_many_seconds"
    sentence = "reading the workbook takes longer than {expected} s; send only the report's own sheet."


class TooMuchMemory(WorkbookTooLarge):
    code = "too_much_memory"
    sentence = "the workbook cannot be read within {expected} of memory; copy the table into a new one and send that."


class CorruptWorkbook(IntakeError):
    code = "corrupt"
    sentence = "the workbook is damaged and cannot be opened; save it again from the spreadsheet program."


class EntitiesDeclared(CorruptWorkbook):
    code = "entities_declared"
    sentence = "the workbook declares its own entities, as no spreadsheet program does; save it again from one."


class MacrosOnly(IntakeError):
    code = "macros_only"
    sentence = "the workbook holds macros and no table; send the sheet with the figures as .xlsx."


class PictureOnly(IntakeError):
    code = "picture_only"
    sentence = "this is a picture, not cells; send the table itself as a workbook."


class EmptyWorkbook(IntakeError):
    code = "empty_workbook"
    sentence = "no cell of the workbook is filled in; send the one with the figures."


class HeaderNotFound(IntakeError):
    code = "header_not_found"
    sentence = "no sheet has the form's header row ({expected}); use the template."


class HeaderUnclear(IntakeError):
    code = "header_unclear"
    sentence = "two columns could be the same one ({found}); keep one of them."


class SeveralTables(IntakeError):
    code = "several_tables"
    sentence = "several sheets hold the form ({found}); send one workbook for each."


class UnitMissing(IntakeError):
    code = "unit_missing"
    sentence = "the workbook does not say which unit reports; fill in the cell after 填报单位."


class UnitUnknown(IntakeError):
    code = "unit_unknown"
    sentence = "no unit of the plan is called {found} (near: {expected}); write the unit's name as in the plan."


class UnitDiffers(IntakeError):
    code = "unit_differs"
    sentence = "the workbook is from {found} but was handed in for {expected}."


class OtherArea(IntakeError):
    code = "other_area"
    sentence = "the workbook is of {found}, and this is the plan of {expected}; hand it in there (--programme)."


class PeriodMissing(IntakeError):
    code = "period_missing"
    sentence = "the workbook does not say which period it reports; fill in the cell after 报告期."


class PeriodUnclear(IntakeError):
    code = "period_unclear"
    sentence = "the period {found} cannot be read; write it like {expected}."


class PeriodYearMissing(IntakeError):
    code = "period_year_missing"
    sentence = "the period {found} has no year, and neither title nor file name gives one; write it like {expected}."


class PeriodOutsidePlan(IntakeError):
    code = "period_outside_plan"
    sentence = "the period {found} is not of the plan's years ({expected})."


class PeriodNotBegun(IntakeError):
    code = "period_not_begun"
    sentence = "the period {found} had not begun when the file was received ({expected})."


class NothingToStore(IntakeError):
    code = "nothing_to_store"
    sentence = "no figure of the workbook can be stored; see what is said of its cells."


class AnswersUnfit(IntakeError):
    code = "answers_unfit"
    sentence = "the file of answers cannot be read ({found}); write it anew with `check --questions`."


class WishUnclear(IntakeError):
    code = "wish_unclear"
    sentence = "{found} is not understood; expected {expected}."


class DemonstrationUnfit(IntakeError):
    code = "demonstration_unfit"
    sentence = "the demonstration set cannot be read ({found}); make it anew."


REFUSALS: tuple[type[IntakeError], ...] = (
    NotAWorkbook,
    EmptyFile,
    FileUnreadable,
    OtherFormat,
    EncryptedWorkbook,
    WorkbookTooLarge,
    UnpacksTooLarge,
    TooManyParts,
    TooManyCells,
    TooManySeconds,
    TooMuchMemory,
    CorruptWorkbook,
    EntitiesDeclared,
    MacrosOnly,
    PictureOnly,
    EmptyWorkbook,
    HeaderNotFound,
    HeaderUnclear,
    SeveralTables,
    UnitMissing,
    UnitUnknown,
    UnitDiffers,
    OtherArea,
    PeriodMissing,
    PeriodUnclear,
    PeriodYearMissing,
    PeriodOutsidePlan,
    PeriodNotBegun,
    NothingToStore,
    AnswersUnfit,
    WishUnclear,
    DemonstrationUnfit,
)
