"""The ledger of one file: its questions with their answers, and where each of its cells ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from etl.findings import RowLog, Severity
from etl.grid import Cell
from etl.layouts.endings import Answered, Asked
from etl.questions import Answers, CellState, Kind, Question, State, stable_id


class FileLedger(Answered):
    """Keeps questions by id and cells by place; the last word on a cell counts."""

    def __init__(self, sha256: str, answers: Answers | None) -> None:
        self._sha256 = sha256
        self._answers = answers or Answers()
        self._questions: dict[str, Question] = {}
        self._cells: dict[tuple[str, str], CellState] = {}
        self.learned: dict[tuple[str, str], str] = {}  # (kind, alias) -> meaning a person confirmed

    def choice(self, kind: Kind, sheet: str, cell: Cell | None, about: str = "") -> str | None:
        if not self._answers.choices:
            return None
        answer = self._answers.choices.get(self._id(kind, sheet, cell, about))
        return answer.strip() if answer and answer.strip() else None

    def learn(self, kind: str, alias: str, meaning: str) -> None:
        self.learned[kind, alias] = meaning

    def ask(self, asked: Asked, sheet: str) -> Question:
        """The question, kept once however many cells hang on it."""
        question_id = self._id(asked.kind, sheet, asked.cell, asked.about)
        if question_id not in self._questions:
            self._questions[question_id] = Question(
                question_id=question_id,
                kind=asked.kind,
                sheet=sheet,
                cell=asked.cell.address if asked.cell else None,
                found=asked.found,
                choices=asked.choices,
                scope=asked.scope,
            )
        return self._questions[question_id]

    def _id(self, kind: Kind, sheet: str, cell: Cell | None, about: str) -> str:
        return stable_id(self._sha256, kind, sheet, cell.address if cell else "", about)

    def settle(
        self,
        sheet: str,
        cell: Cell,
        state: State,
        reason: str = "",
        *,
        indicator_id: str | None = None,
        period: date | None = None,
        question_id: str | None = None,
    ) -> None:
        """Says where a cell ended."""
        address, on = cell.address, period.isoformat() if period else None
        fields = (sheet, address, cell.text, state, reason, indicator_id, on, question_id)
        self._cells[sheet, address] = tuple.__new__(CellState, fields)  # as quick as can be: each cell comes here

    def settle_refused(self, sheet: str, cell: Cell, log: RowLog, *, period: date | None = None) -> None:
        """A cell refused for the last error its log names."""
        codes = [finding.code for finding in log.findings if finding.severity is Severity.ERROR]
        reason = codes[-1] if codes else "not_a_number"
        self.settle(sheet, cell, State.REFUSED, reason, indicator_id=log.indicator_id, period=period)

    def holds(self, sheet: str, cell: Cell) -> bool:
        return (sheet, cell.address) in self._cells

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(self._questions.values())

    @property
    def cells(self) -> tuple[CellState, ...]:
        return tuple(self._cells.values())

    def count(self, states: Iterable[State]) -> int:
        wanted = set(states)
        return sum(cell.state in wanted for cell in self._cells.values())
