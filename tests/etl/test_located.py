"""The form located where its file is read: the same table comes back from a worker, and the same intake of it."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from etl.errors import HeaderUnclear, IntakeError
from etl.grid import Workbook
from etl.intake import Arrival
from etl.known import Known
from etl.line import take_in, take_in_many
from etl.located import Form, is_small, locate_form, located_if_small
from etl.open import read_workbook
from etl.worker import read_many
from tests.etl import opening
from tests.etl.forms import RECEIVED, ROWS, form, row
from warehouse.catalogue import Catalogue

FULL = form(
    [
        row("urban_jobs", 3120, nature="终值", previous=2890, last_year=3001, note="已核"),
        row("industry_growth", 0.085),
        row("zero_employment_families", "—", overdue=0),
        {"name": "其中：城区", "value": 7},
    ],
)
SPARSE = form([row("bus_station", "主体")])


def test_a_form_crosses_between_processes_as_it_is() -> None:
    located = locate_form(read_workbook(FULL, "a.xlsx"))
    assert located is not None
    assert len(located.table.rows) >= 3
    assert located.table.references
    assert pickle.loads(pickle.dumps(located, protocol=pickle.HIGHEST_PROTOCOL)) == located


def test_forms_come_back_located_and_other_files_as_they_are() -> None:
    files = [(FULL, "a"), (opening.xlsx(), "b"), (b"", "c"), (SPARSE, "d"), (opening.text(), "e")]
    read = list(read_many(files, locates=True))
    kinds = [Form, Workbook, IntakeError, Form, Workbook]
    assert [isinstance(one, kind) for one, kind in zip(read, kinds, strict=True)] == [True] * len(files)
    for (content, name), found in zip(files, read, strict=True):
        if not isinstance(found, IntakeError):
            assert found == located_if_small(read_workbook(content, name))


def test_what_is_wrong_with_a_header_refuses_the_file_where_it_is_read() -> None:
    twice = form([row("urban_jobs", 1)], columns=["code", "name", "value", "value"])
    (refusal,) = read_many([(twice, "x.xlsx")], locates=True)
    assert isinstance(refusal, HeaderUnclear)
    assert refusal.file_name == "x.xlsx"
    with pytest.raises(HeaderUnclear):
        locate_form(read_workbook(twice, "x.xlsx"))


def test_a_large_workbook_comes_back_whole() -> None:
    many = form([row(name, 1) for name in ROWS] * 200)
    (found,) = read_many([(many, "x.xlsx")], locates=True)
    assert isinstance(found, Workbook)
    assert not is_small(found)


@pytest.mark.parametrize("content", [FULL, SPARSE])
def test_a_form_located_before_is_taken_in_like_its_bytes(tiny_catalogue: Catalogue, content: bytes) -> None:
    given: dict[str, Any] = {"catalogue": tiny_catalogue, "known": Known(), "received_at": RECEIVED, "received_by": "x"}
    arrival = Arrival(content, "a.xlsx", opened=locate_form(read_workbook(content, "a.xlsx")))
    (before,), after = take_in_many([arrival], **given), take_in(content, "a.xlsx", **given)
    assert not isinstance(before, IntakeError)
    assert before.observations.equals(after.observations)
    assert before.differences.equals(after.differences)
    assert (before.findings, before.cells, before.not_ours) == (after.findings, after.cells, after.not_ours)
