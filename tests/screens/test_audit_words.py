"""The audit's rows in the reader's words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
import pytest

from i18n import LANGUAGES, words_for
from ui.audit import audit_table
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


def test_what_people_did_keeps_its_own_name() -> None:
    words = words_for("en")
    named = row(who="Li", way="account", subject="demonstration of nothing")
    (told,) = audit_table(words, pl.DataFrame([named]), {}).to_dicts()
    assert (told["Who"], told["Subject"]) == ("Li", "demonstration of nothing")
