"""Every refusal of the store and the reports has words for its code, and values for the gaps in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from string import Formatter

import pytest

import reports.alerts.post
import reports.errors
import warehouse.errors
from i18n import words_for
from i18n.words import read_entries
from reports.errors import UnknownFigure
from ui.refusals import refusal_text
from warehouse.errors import MonthLocked, NewerWarehouse, SeedError, SeedProblem, Told, UnfitDecision, code_of
from warehouse.ledger import WANTED

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("warehouse", "etl", "reports", "rating", "ui")
ENTRIES = read_entries()
FAMILY = {
    name: kind
    for module in (warehouse.errors, reports.errors, reports.alerts.post)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, Told)
}
MADE_BY_HAND = (
    MonthLocked([date(2024, 3, 1)], "x", datetime(2024, 4, 1)),
    SeedError([SeedProblem("units.csv", 3, "unit_id", "?", "a unit")]),
    UnknownFigure(("{a}",)),
)
"""One of each class that makes its own values."""
OWN = {name for name, kind in FAMILY.items() if "__init__" in vars(kind)}


@dataclass(frozen=True)
class Site:
    """A place where an error of the family is made."""

    place: str
    code: str
    sentence: str
    values: frozenset[str]


def gaps(text: str) -> set[str]:
    return {name.partition("!")[0] for _, name, _, _ in Formatter().parse(text) if name}


def constants(node: ast.expr | None) -> list[str]:
    if isinstance(node, ast.IfExp):
        return constants(node.body) + constants(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def sites_of(path: Path) -> Iterator[Site]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        name, place = node.func.id, f"{path.relative_to(ROOT)}:{node.lineno}"
        given = {one.arg: one.value for one in node.keywords if one.arg}
        if name == "required":
            yield from (Site(place, f"missing_{what}", "", frozenset()) for what in constants(node.args[1]))
        elif name in FAMILY and name not in OWN:
            codes = constants(given.get("code")) or ([] if "code" in given else [code_of(name)])
            sentences = constants(node.args[0]) if node.args else []
            values = frozenset(given) - {"code"}
            yield from (Site(place, code, sentence, values) for code in codes for sentence in sentences or [""])


SITES = [site for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) for site in sites_of(path)]


def test_the_walk_finds_the_raises() -> None:
    assert len(SITES) > 120
    assert {"shortcoming_without_evidence", "locked_already", "not_locked", "missing_who"} <= {s.code for s in SITES}


@pytest.mark.parametrize("site", SITES, ids=lambda site: f"{site.place} {site.code}")
def test_a_code_has_words_and_they_name_only_values_it_has(site: Site) -> None:
    said = ENTRIES.get(f"error.{site.code}")
    assert said is not None, f"{site.place}: no words for error.{site.code}"
    assert gaps(said["hans"]) | gaps(said["en"]) <= site.values
    assert gaps(site.sentence) <= site.values


@pytest.mark.parametrize("what", WANTED)
def test_what_is_missing_is_asked_for_by_name(what: str) -> None:
    assert f"error.missing_{what}" in ENTRIES


@pytest.mark.parametrize("error", MADE_BY_HAND, ids=lambda error: error.code)
def test_errors_with_values_of_their_own_are_told(error: Told) -> None:
    for language in ("zh-Hans", "zh-Hant", "en"):
        assert "{" not in refusal_text(words_for(language), error).replace("{a}", "")


def test_values_are_written_as_the_reader_writes_them() -> None:
    hans, english = words_for("zh-Hans"), words_for("en")
    locked = MonthLocked([date(2024, 3, 1), date(2024, 4, 1)], "吴", datetime(2024, 5, 1, 16, 30))
    assert refusal_text(hans, locked).startswith("2024年3月、2024年4月已由吴于2024年5月2日 00:30锁定")
    assert "Mar 2024, Apr 2024" in refusal_text(english, locked)
    large = UnfitDecision("{bytes} {largest}", code="evidence_too_large", bytes=31 << 20, largest=20 << 20)
    assert "31.0 MB" in refusal_text(hans, large)
    stage = UnfitDecision("{stage}", code="stage_without_day", stage="completed")
    assert "“完工”" in refusal_text(hans, stage)


def test_the_command_line_reads_english_whatever_the_values_hold() -> None:
    assert str(UnfitDecision("{title}: no {unknown}.", title="a {b}", unknown=("x", "y"))) == "a {b}: no x, y."
    assert str(NewerWarehouse("It holds {braces} and no values.")) == "It holds {braces} and no values."
