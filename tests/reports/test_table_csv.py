"""CSV that opens in Excel: mark, line ends, quoting, defused formulas, and the way back."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.table_csv import csv_bytes, defuse


def read_back(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_excel_sees_utf8_and_windows_line_ends() -> None:
    content = csv_bytes(pl.DataFrame({"指标": ["社会消费品零售总额"], "数值": [90.93]}))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == "指标,数值\r\n社会消费品零售总额,90.93\r\n"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+8613", "+1-1", "-A2", "-1\n", "-", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")']
)
def test_a_cell_that_looks_like_a_formula_is_text(cell: str) -> None:
    rows = read_back(csv_bytes(pl.DataFrame({"名称": [cell]})))
    assert rows[1] == ["'" + cell]


@pytest.mark.parametrize("cell", ["-38.7", "-2", "-1,234.5", "-3.4%"])
def test_a_text_that_is_wholly_a_number_is_left_alone(cell: str) -> None:
    assert read_back(csv_bytes(pl.DataFrame({"数值": [cell]})))[1] == [cell]


def test_a_header_is_defused_too() -> None:
    assert csv_bytes(pl.DataFrame({"=A1": [1]})).decode("utf-8-sig").startswith("'=A1")


def test_numbers_stay_numbers_and_missing_is_empty() -> None:
    rows = read_back(csv_bytes(pl.DataFrame({"a": [-2.5, None], "b": ["x", None]})))
    assert rows[1:] == [["-2.5", "x"], ["", ""]]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=1))
def test_every_text_comes_back_as_it_was_or_defused(cells: list[str]) -> None:
    rows = read_back(csv_bytes(pl.DataFrame({"a": cells, "b": ["·"] * len(cells)})))
    assert [row[0] for row in rows[1:]] == [defuse(cell) for cell in cells]
    assert not any(row[0].startswith(("=", "+", "@", "\t", "\r", "\n")) for row in rows[1:])
    assert not any(row[0].startswith("-") and not row[0][1].isdigit() for row in rows[1:])
