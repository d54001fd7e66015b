"""`load` and `check`: workbooks through the line, stored or not, with what they ask and what goes back."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from etl.annotate import annotate_workbook
from etl.answers import asked_of, read_answers
from etl.commands.outcome import CELLS_REFUSED, FILES_REFUSED, FINE, answer_json, moment_on, opened, show_progress
from etl.desk import Desk, Outcome, workbooks_in
from etl.line import Intake
from etl.plan import Plan
from warehouse.connection import utc_now
from warehouse.settings import Settings


def load(asked: argparse.Namespace, settings: Settings) -> int:
    """Stores what can be stored."""
    return _receive(asked, settings, stores=True)


def check(asked: argparse.Namespace, settings: Settings) -> int:
    """Stores nothing."""
    return _receive(asked, settings, stores=False)


def _receive(asked: argparse.Namespace, settings: Settings, *, stores: bool) -> int:
    answers = read_answers(asked.answers) if asked.answers else {}
    outcomes: list[Outcome] = []
    with opened(asked, settings) as (warehouse, programme_id):
        at = moment_on(warehouse, settings)
        desk = Desk(warehouse, programme_id, stores=stores, answers=answers, needs_reasons=asked.reasons, at=at)
        received = desk.receive_all(
            list(workbooks_in(asked.paths)),
            received_at=asked.received_at or at or utc_now(),
            received_by=asked.received_by,
            progress=show_progress,
        )
        for outcome in received:
            outcomes.append(outcome)
            if not asked.json:
                _print(outcome, desk.plan)
    _write_what_goes_back(asked, outcomes)
    if asked.json:
        answer_json([outcome.as_data() for outcome in outcomes])
    elif not outcomes:
        print("no workbook found", file=sys.stderr)
    return _exit_code(outcomes)


def _exit_code(outcomes: Sequence[Outcome]) -> int:
    if not outcomes or any(outcome.state == "refused" for outcome in outcomes):
        return FILES_REFUSED
    return CELLS_REFUSED if any(outcome.errors or outcome.is_open for outcome in outcomes) else FINE


def _read_of(outcomes: Iterable[Outcome]) -> list[tuple[Path, Intake]]:
    return [(outcome.path, outcome.intake) for outcome in outcomes if outcome.intake is not None]


def _write_what_goes_back(asked: argparse.Namespace, outcomes: Sequence[Outcome]) -> None:
    if asked.questions:
        data = json.dumps(asked_of(_read_of(outcomes)), ensure_ascii=False, indent=1)
        asked.questions.write_text(data + "\n", encoding="utf-8")
    if asked.annotated:
        asked.annotated.mkdir(parents=True, exist_ok=True)
        for path, intake in _read_of(outcomes):
            content = annotate_workbook(intake.content, intake.file_name, intake, language=asked.language)
            _free_name(asked.annotated, path).write_bytes(content)


def _free_name(folder: Path, path: Path) -> Path:
    """The file's own name as .xlsx; with a number where another folder's file has it already."""
    place, number = folder / f"{path.stem}.xlsx", 2
    while place.exists():
        place, number = folder / f"{path.stem}-{number}.xlsx", number + 1
    return place


def _print(outcome: Outcome, plan: Plan) -> None:
    intake = outcome.intake
    if intake is None:
        print(f"refused  {outcome.refusal}")
        return
    facts = f"{intake.observations.height} figures ({intake.new} new, {intake.changed} changed, {intake.same} same)"
    unit = plan.units[intake.unit_id] if intake.unit_id else "–"
    period = f"{intake.period:%Y-%m}" if intake.period else "–"
    print(f"{outcome.state:8} {outcome.path}: {unit} {period}, {facts}")
    if outcome.refusal is not None:
        print(f"         {outcome.refusal}")
    for question in intake.questions:
        offered = ", ".join(choice.value for choice in question.choices) or "–"
        place = question.sheet + (f"!{question.cell}" if question.cell else "")
        print(f"  asks   {place} {question.kind}: what is {question.found}? offered: {offered}")
    for finding in intake.findings:
        place = finding.sheet + (f"!{finding.cell}" if finding.cell else "")
        about = f" {finding.indicator_id}" if finding.indicator_id else ""
        print(f"  {finding.severity:6} {place}{about}: {finding.sentence}")
