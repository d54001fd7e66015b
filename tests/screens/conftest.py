"""Screens on a real warehouse: the made-up county's year, taken in from workbooks, or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from etl.commit import commit_intake
from etl.known import Known
from etl.line import take_in
from etl.plan import Plan
from etl.template import write_template
from rules.periods import period_end
from tests.places import copied
from ui.process import the_process
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse, open_warehouse

ROOT = Path(__file__).parent.parent.parent
BOARD_DATE = date(2031, 11, 20)
FIGURES: dict[str, Callable[[int], object]] = {
    "gdp_growth": lambda m: 6.8,
    "industry_growth": lambda m: 9.1 if m < 10 else 8.0,
    "retail_growth": lambda m: 8.6,
    "services_growth": lambda m: 6.5,
    "firms_above_scale": lambda m: m // 2,
    "investment_attracted": lambda m: 3.21 * m,
    "business_entities": lambda m: 30000 + 100 * m,
    "enterprise_services": lambda m: m,
    "urban_jobs": lambda m: 330 * m,
    "living_standard": lambda m: 650 if m < 7 else 700,
    "zero_employment_families": lambda m: 2 if m == 4 else 0,
    "affordable_homes": lambda m: 12 * m,
    "bus_station": lambda m: "前期" if m < 5 else "开工" if m < 9 else "主体",
    "good_air_days": lambda m: 91.5,
    "work_accidents": lambda m: m,
    "major_accidents": lambda m: 1 if m == 6 else 0,
}
"""What the made-up units report for month `m` of 2031 (and, a little less, for 2030)."""


def report_month(warehouse: Warehouse, catalogue: Catalogue, known: Known, period: date) -> None:
    """Every unit's workbook of one period, written, read and committed; housing sends nothing from September on."""
    plan = Plan.of(catalogue)
    received = datetime.combine(period_end(period) + timedelta(days=9), datetime.min.time())
    for unit_id in catalogue.indicators["reporting_unit"].unique(maintain_order=True):
        owed = [i.indicator_id for i in plan.owed(unit_id=unit_id, period=period)]
        if not owed or (unit_id == "housing_construction" and period >= date(2031, 9, 1)):
            continue
        values = {i: (FIGURES[i](period.month), "终值", None, 0) for i in owed if i in FIGURES}
        content = write_template(plan, unit_id=unit_id, period=period, known=known, values=values)
        intake = take_in(
            content,
            f"{unit_id}_{period:%Y-%m}.xlsx",
            catalogue=plan,
            known=known,
            received_at=received,
            received_by="甲",
        )
        commit_intake(warehouse, intake, recorded_at=received, known=known, is_demonstration=True)


@pytest.fixture(scope="session")
def full_file(tmp_path_factory: pytest.TempPathFactory, loaded_file: Path, tiny_catalogue: Catalogue) -> Path:
    """A closed warehouse file with the made-up county's figures from December 2030 to October 2031."""
    path = tmp_path_factory.mktemp("full") / "warehouse.duckdb"
    opened = open_warehouse(copied(loaded_file, path))
    known = Known()
    for period in [date(2030, 12, 1), *(date(2031, month, 1) for month in range(1, 11))]:
        report_month(opened, tiny_catalogue, known, period)
    opened.close()
    return path


@pytest.fixture(params=["full", "empty"])
def filled(request: pytest.FixtureRequest) -> str:
    """Whether the warehouse holds figures."""
    return str(request.param)


@pytest.fixture
def office(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tiny_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Path]:
    """The dashboard's settings for one test: its own copy of the full or the empty warehouse file."""
    filled = request.getfixturevalue("filled") if "filled" in request.fixturenames else "full"
    path = tmp_path / "office.duckdb"
    if filled == "full":
        copied(request.getfixturevalue("full_file"), path)
    monkeypatch.setenv("EIGHT_ACTIONS_WAREHOUSE", str(path))
    monkeypatch.setenv("EIGHT_ACTIONS_PROGRAMME", str(tiny_folder))
    monkeypatch.setenv("EIGHT_ACTIONS_DEMONSTRATION", "0")
    monkeypatch.setenv("EIGHT_ACTIONS_BOARD_DATE", BOARD_DATE.isoformat())
    st.cache_resource.clear()
    yield path
    the_process().close()
    st.cache_resource.clear()


def open_screen(path: str, **query: str) -> AppTest:
    """A visitor's session at an address: `path` is the page's url_path, "" the overview."""
    visit = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        visit.query_params[name] = value
    if path:
        visit._page_hash = calc_hash(path)
    visit.run()
    if not any("ea-end" in html.proto.body for html in visit.get("html")):
        visit.run()  # the process' first run asked the browser to load the address again
    return visit


def html_of(visit: AppTest) -> str:
    """All HTML of the screen, piece after piece."""
    return "\n".join(piece.proto.body for piece in visit.get("html"))


def choose(visit: AppTest, **choice: str) -> None:
    """Follow one of the head's links, as `ui/page.js` does: it must be offered; the rest of the address stays."""
    ((name, value),) = choice.items()
    assert value in choices(visit)[name], f"{name} cannot be {value}"
    visit.query_params[name] = value
    visit.run()


def choices(visit: AppTest) -> dict[str, list[str]]:
    """What the head offers: each choice's values in their order, the one chosen now first."""
    found: dict[str, list[str]] = {}
    for piece in visit.get("html"):
        for name, value, now in re.findall(r'href="\?(\w+)=([^"]+)"( aria-current)?', piece.proto.body):
            values = found.setdefault(name, [])
            values.insert(0 if now else len(values), value)
    return found


class _Cells(HTMLParser):
    """The tables of `ui.grid` in a piece of HTML: key, header and rows of texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[tuple[str, list[list[str]]]] = []
        self._into: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "data-table" in given:
            self.tables.append((str(given["data-table"]), []))
        elif self.tables and tag == "tr":
            self.tables[-1][1].append([])
        elif self.tables and tag in ("th", "td"):
            self._into = self.tables[-1][1][-1]
            self._into.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data


def tables_of(visit: AppTest) -> dict[str, pl.DataFrame]:
    """key -> the table of that name on the screen, in its texts."""
    cells = _Cells()
    for html in visit.get("html"):
        if "data-table" in html.proto.body:
            cells.feed(html.proto.body)
    return {key: pl.DataFrame(rows, schema=header, orient="row") for key, (header, *rows) in cells.tables}


def table_in(body: str) -> pl.DataFrame:
    """The one table of a piece of HTML, in its texts."""
    cells = _Cells()
    cells.feed(body)
    ((_, (header, *rows)),) = cells.tables
    return pl.DataFrame(rows, schema=header, orient="row")


def links_of(visit: AppTest, key: str) -> list[str]:
    """Where the rows of a table lead."""
    body = next(html.proto.body for html in visit.get("html") if f'data-table="{key}"' in html.proto.body)
    return [unescape(address) for address in re.findall(r'<a class="ea-to" href="([^"]*)"', body)]
