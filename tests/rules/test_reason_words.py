"""Every reason has its sentence, with exactly its inputs, in both written languages."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

import pytest

from i18n.words import read_entries
from rules.forecast import Method
from rules.model import Flag, Kind, Status
from rules.reasons import FORMS, INPUTS, Form, Reason

ENTRIES = read_entries()


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_reason_names_its_inputs_and_every_input_its_form() -> None:
    assert set(INPUTS) == set(Reason)
    assert {name for names in INPUTS.values() for name in names} <= set(FORMS)
    assert set(FORMS.values()) == set(Form)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_words_with_exactly_its_inputs(reason: Reason) -> None:
    entry: Mapping[str, str] = ENTRIES[f"reason.{reason}"]
    for language in ("hans", "en"):
        assert placeholders(entry[language]) == set(INPUTS[reason]), language


def test_no_sentence_is_left_over() -> None:
    written = {key.removeprefix("reason.") for key in ENTRIES if key.startswith("reason.")}
    assert written == set(Reason)


@pytest.mark.parametrize(
    "key",
    [
        *(f"status.{status}" for status in Status),
        *(f"flag.{flag}" for flag in Flag),
        *(f"kind.{kind}" for kind in Kind),
        *(f"rule.{kind}" for kind in Kind),
        *(f"forecast.{method}" for method in Method),
        "rule.annual",
    ],
)
def test_statuses_flags_kinds_rules_and_methods_have_words(key: str) -> None:
    entry = ENTRIES[key]
    assert entry["hans"]
    assert entry["en"]
    assert not placeholders(entry["hans"]) | placeholders(entry["en"])
