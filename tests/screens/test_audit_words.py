"""The audit's rows in the reader's words."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from i18n import LANGUAGES, words_for
from ui.audit import audit_table
from ui.audit_subjects import VERBS, subject_text
from warehouse.access import BOARD

DIGEST = "8540c98f12ab34cd"


def row(**given: Any) -> dict[str, Any]:
    made = {"audit_number": 1, "recorded_at": datetime(2031, 11, 20), "who": BOARD.name, "role": "administrator"}
    made |= {"way": BOARD.way, "client": None, "deed": "export", "subject": "", "unit_ids": None, "outcome": "done"}
    return made | given


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_board_did_itself_is_told_in_words(language: str) -> None:
    words = words_for(language)
    shown = audit_table(words, pl.DataFrame([row(subject=f"demonstration ledger_entry {DIGEST}")]), {})
    (told,) = shown.to_dicts()
    assert told[words("audit.who")] == words("audit.way_is.board")
    assert told[words("audit.subject")] == words("audit.demonstration_file", file="ledger_entry.csv")


def test_the_demonstration_taken_in_whole_is_told_in_words() -> None:
    words = words_for("en")
    (told,) = audit_table(words, pl.DataFrame([row(subject=f"demonstration whole {DIGEST}")]), {}).to_dicts()
    assert told["Subject"] == words("audit.demonstration_whole")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verb", VERBS)
def test_every_cause_is_told_in_words_with_its_ids_in_short(language: str, verb: str) -> None:
    words = words_for(language)
    told = subject_text(words, f"{verb} 38ed0f5511dd48e5a1b2c3d4e5f60718 x")
    assert told == f"{words(f'audit.subject_is.{VERBS[verb]}')} 38ed0f55 x"
    assert subject_text(words, verb) == words(f"audit.subject_is.{VERBS[verb]}")


def test_every_cause_the_warehouse_writes_has_its_words() -> None:
    """The causes as they stand in the code: their first words are verbs known here, or a value that is."""
    root = Path(__file__).parents[2]
    files = [
        path for folder in ("warehouse", "etl", "reports", "ui", "rating") for path in (root / folder).rglob("*.py")
    ]
    said = {found for path in files for found in re.findall(r'writing\(\s*f?"([^"{]+)', path.read_text("utf-8"))}
    assert len(said) > 15
    for cause in said:
        assert any(cause.strip() == verb or cause.startswith(f"{verb} ") for verb in VERBS), cause


def test_many_batches_are_counted() -> None:
    told = subject_text(words_for("en"), "batch 38ed0f5511dd48e5a1b2c3d4e5f60718 and 46 more")
    assert told == "Batch 38ed0f55 and 46 more"


def test_what_people_did_keeps_its_own_name() -> None:
    words = words_for("en")
    named = row(who="Li", way="account", subject="demonstration of nothing")
    (told,) = audit_table(words, pl.DataFrame([named]), {}).to_dicts()
    assert (told["Who"], told["Subject"]) == ("Li", "demonstration of nothing")
