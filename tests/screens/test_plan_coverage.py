"""docs/plan-coverage.md, the plan's own rules and the screens say the same."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from ui.organisation import by_screen
from ui.router import page_names
from warehouse.catalogue import Catalogue
from warehouse.seed import read_programme

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "plan-coverage.md"
PAGES = {path.stem for path in (ROOT / "pages").glob("*.py")}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_programme(ROOT / "data" / "seed" / "xupu_2024")


def rows() -> list[tuple[str, str, str]]:
    """(place, page, rule) of every row of the table."""
    lines = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in re.split(r"\s*\|\s*", line.strip("| "), maxsplit=4)] for line in lines[1:]]
    return [(row[0], row[2], row[4].strip("| ") if len(row) > 4 else "") for row in cells]


def test_every_rule_has_one_row_and_its_own_screen(catalogue: Catalogue) -> None:
    served = {rule: page for _, page, rule in rows() if rule}
    wanted = dict(catalogue.organisation_rules.select("rule_id", "screen").iter_rows())
    assert served == wanted
    assert max(Counter(rule for _, _, rule in rows() if rule).values()) == 1


def test_every_page_named_exists(catalogue: Catalogue) -> None:
    assert {page for _, page, _ in rows()} <= PAGES
    assert set(catalogue.organisation_rules["screen"]) <= set(page_names())


def test_every_document_of_the_plan_has_rows(catalogue: Catalogue) -> None:
    places = {re.match(r"Master|Annex \d", place)[0] for place, _, _ in rows()}  # type: ignore[index]
    annexes = {f"Annex {row.removeprefix('annex_')}" for row in catalogue.actions["document"]}
    assert places == {"Master", *annexes}


def test_the_screen_groups_every_rule_once(catalogue: Catalogue) -> None:
    grouped = by_screen(catalogue.organisation_rules)
    assert sum(len(found) for found in grouped.values()) == catalogue.organisation_rules.height
    first = grouped["ledgers"][0]
    assert (first["document"], first["rule_type"]) == ("master", "ledger")
