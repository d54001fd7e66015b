"""A chart's place on the page, as HTML: its rows and the program they are drawn by. `ui/charts.js` draws it there.

Streamlit's own chart costs the browser about three times what drawing takes: it reads the rows from Arrow, lays the
drawing out twice, and builds a toolbar whose buttons speak English of the drawing's inner columns.
"""

from __future__ import annotations

from html import escape
from typing import Any

import orjson
import polars as pl

from charts.store import Program

RECURRING = 3
"""How often a text recurs, on the average, in a column whose different texts are sent once."""


def columns(frame: pl.DataFrame) -> str:
    """The rows of a chart as JSON: each column's name with its values, or, where these recur, with the different ones
    (`of`) and for each row which of them it is (`at`). What is no number is null.

    Signs that HTML could take for its own are written as JSON's escapes.
    """
    return _escaped(orjson.dumps({column.name: _values(column) for column in frame}).decode())


def _values(column: pl.Series) -> list[Any] | dict[str, list[Any]]:
    if column.dtype != pl.String or column.n_unique() > column.len() / RECURRING:
        return column.to_list()
    different = column.unique(maintain_order=True)
    at = column.replace_strict(different, range(different.len()), return_dtype=pl.Int32)
    return {"of": different.to_list(), "at": at.to_list()}


def _escaped(text: str) -> str:
    return text.replace("<", "\\u003c").replace(">", "\\u003e")


def place(program: Program, rows: str, *, alt: str, tall: int | None, to: str = "", failed: str = "") -> str:
    """Where `rows` (`columns`) are drawn by a program.

    `alt` names the chart for those who do not see it; `tall` is how many pixels of height are kept for it, with None
    it takes all its place has; `to` is where a click on a mark leads, with columns' names in braces; `failed` is said
    where it cannot be drawn.
    """
    said = {"alt": alt, "failed": failed, "rows": rows, "to": to, "program": program.name}
    said |= {} if program.is_kept else {"inline": _escaped(program.text)}
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in said.items() if value)
    look = ' data-fill=""' if tall is None else f' style="min-height:{tall}px"'
    return f'<div class="ea-chart"{look}{data}></div>'
