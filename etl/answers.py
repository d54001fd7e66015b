"""The answers file of the command line: what files ask, written for a person to fill in, and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from etl.errors import AnswersUnfit
from etl.findings import Finding, Severity
from etl.intake import Intake
from etl.questions import Answers, Question


def asked_of(intakes: Iterable[tuple[Path, Intake]]) -> dict[str, Any]:
    """What the files ask, as JSON data: for each its questions with an empty `answer`, its doubts with an empty
    `reason`. A person fills them in (a choice's value, or `not_ours`) and hands the file to `--answers`."""
    return {"files": [_asked(path, intake) for path, intake in intakes if intake.questions or intake.open_doubts]}


def read_answers(path: Path) -> dict[str, Answers]:
    """A filled file: the answers by the SHA-256 of the file they are about. Raises AnswersUnfit."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        return {str(file["sha256"]): _answers(file) for file in data["files"]}
    except OSError as error:
        raise AnswersUnfit(str(path), found=error.strerror or type(error).__name__) from error
    except json.JSONDecodeError as error:
        raise AnswersUnfit(str(path), found=f"{error.msg}, line {error.lineno}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise AnswersUnfit(str(path), found=f"{type(error).__name__} {error}") from error


def _asked(path: Path, intake: Intake) -> dict[str, Any]:
    return {
        "file": str(path),
        "sha256": intake.sha256,
        "questions": [question_data(question) | {"answer": None} for question in intake.questions],
        "doubts": [_doubt(finding) for finding in intake.open_doubts],
    }


def question_data(question: Question) -> dict[str, Any]:
    """A question for a machine."""
    return {
        "question_id": question.question_id,
        "kind": str(question.kind),
        "sheet": question.sheet,
        "cell": question.cell,
        "scope": str(question.scope),
        "found": question.found,
        "choices": [asdict(choice) for choice in question.choices],
    }


def finding_data(finding: Finding) -> dict[str, str | None]:
    """A finding for a machine; a doubt with the id its reason is given to."""
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "indicator_id": finding.indicator_id,
        "found": finding.found,
        "expected": finding.expected,
        "doubt_id": finding.doubt_id if finding.severity is Severity.DOUBT else None,
    }


def _doubt(finding: Finding) -> dict[str, Any]:
    return finding_data(finding) | {"said": finding.sentence, "reason": None}


def _answers(file: Mapping[str, Any]) -> Answers:
    return Answers(
        choices=_given(file.get("questions", ()), "question_id", "answer"),
        reasons=_given(file.get("doubts", ()), "doubt_id", "reason"),
    )


def _given(entries: Iterable[Mapping[str, Any]], key: str, answer: str) -> dict[str, str]:
    """What was filled in; what was left empty stays open."""
    return {str(entry[key]): str(entry[answer]) for entry in entries if entry.get(answer) not in (None, "")}
