"""Tables on the screens: no text is cut because it stands further down than the browser measures."""

from __future__ import annotations

import polars as pl

from ui.parts import MEASURED, PHONE_LETTER, WIDEST, widths


def test_a_column_is_as_wide_as_its_longest_text_wherever_it_stands() -> None:
    shown = pl.DataFrame({"unit": ["县局"] * MEASURED + ["县畜牧水产事务中心"], "status": ["滞后"] * (MEASURED + 1)})
    assert widths(shown) == {"unit": 170}


def test_on_a_phone_letters_and_so_columns_are_smaller() -> None:
    shown = pl.DataFrame({"status": ["◆ Behind"] * 10 + ["✚ Report overdue"]})
    assert widths(shown, letter=PHONE_LETTER)["status"] < widths(shown)["status"]


def test_what_the_browser_measures_itself_is_left_to_it() -> None:
    first = pl.DataFrame({"unit": ["County Agriculture and Rural Affairs Bureau", *["County Office"] * 20]})
    assert not widths(first)
    assert not widths(pl.DataFrame({"count": range(20)}))
    assert not widths(pl.DataFrame({"unit": []}, schema={"unit": pl.String}))
    assert not widths(pl.DataFrame({"unit": [None] * 20}, schema={"unit": pl.String}))


def test_a_few_long_texts_of_many_rows_do_not_push_the_other_columns_away() -> None:
    shown = pl.DataFrame({"actual": ["8.4%"] * 150 + ["31 million yuan"] * 40 + ["90 yuan a person a month"] * 5})
    assert widths(shown) == {"actual": 145}
    in_sight = pl.DataFrame({"actual": ["8.4%"] * 12 + ["90 yuan a person a month"] + ["8.4%"] * 187})
    assert widths(in_sight) == {"actual": 220}


def test_a_column_the_browser_makes_wider_still_is_left_to_it() -> None:
    assert not widths(
        pl.DataFrame({"why": ["a sentence of some length " * 3] * 12 + ["a sentence of some length " * 9]})
    )


def test_no_column_takes_the_whole_table() -> None:
    assert widths(pl.DataFrame({"note": ["short"] * 20 + ["at great length " * 30]})) == {"note": WIDEST}
