"""What the intake found, as the screens say it: units by their names in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from etl.findings import Finding
from i18n.intake_text import finding_text
from ui.screen import Screen

NAMES_UNITS = frozenset({"other_unit_reports"})
"""Findings whose values are names of units as the plan writes them; all others quote the file."""


def finding_told(screen: Screen, finding: Finding, write: Callable[[str], str] = str) -> str:
    """The sentence of a finding; `write` is done to each value in it."""
    found, expected = finding.found, finding.expected
    if finding.code in NAMES_UNITS:
        found, expected = unit_named(screen, found), unit_named(screen, expected)
    return finding_text(screen.words, finding.code, found, expected, write)


def unit_named(screen: Screen, written: str) -> str:
    """The unit of that simplified name in the reader's language; the name itself where there is none."""
    units = screen.board.knowledge.units.values()
    return next((screen.words.of(unit) for unit in units if unit["name_zh_hans"] == written), written)
