"""Pieces of the page as HTML; every text from outside is escaped here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from charts.theme import SYMBOLS
from i18n import Words
from reports.sheets import Amount, Cell, Judged
from reports.wording.targets import status_text
from rules.model import Status


def text(content: str) -> str:
    return escape(content)


def section(anchor: str, title: str, body: str, *, extra: str = "") -> str:
    """A view of the page: shown alone where scripts run, one below the other where they do not."""
    return f'<section id="{escape(anchor)}"><h2>{escape(title)}</h2>{extra}{body}</section>\n'


def heading(title: str) -> str:
    return f"<h3>{escape(title)}</h3>"


def link(anchor: str, content: str) -> str:
    """A link to a view; `content` is HTML."""
    return f'<a href="#{escape(anchor)}">{content}</a>'


def chip(status: str, content: str) -> str:
    """Shape and word of a status in its colour."""
    shape, _, word = content.partition(" ")
    return f'<span class="chip {status}"><i>{escape(shape)}</i> {escape(word)}</span>'


def verdict_chip(words: Words, verdict: Mapping[str, Any]) -> str:
    return chip(verdict["status"], status_text(words, verdict))


def status_chip(words: Words, status: str) -> str:
    return chip(status, f"{SYMBOLS[Status(status)]} {words(f'status.{status}')}")


def table(header: Sequence[str], rows: Iterable[str], *, name: str = "") -> str:
    """A table from rows that are HTML already (`row`)."""
    heads = "".join(f"<th>{escape(each)}</th>" for each in header)
    body = "".join(rows)
    return (
        f'<div class="scroll"><table class="{name}"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def row(cells: Iterable[str], *, status: str = "", found_by: str = "") -> str:
    """A row of cells that are HTML already; `status` and `found_by` are what filter and search go by."""
    marks = f' data-status="{status}"' if status else ""
    marks += f' data-find="{escape(found_by.lower())}"' if found_by else ""
    return f"<tr{marks}>{''.join(cells)}</tr>"


def cell(words: Words, content: Cell) -> str:
    """A typed cell as the reader writes it."""
    if isinstance(content, Judged):
        return f"<td>{chip(content.status, content.text)}</td>"
    if isinstance(content, Amount):
        return f'<td class="num">{escape(words.number(content.value, content.decimals))}</td>'
    if isinstance(content, bool):
        return f"<td>{escape(words('dictionary.yes' if content else 'dictionary.no'))}</td>"
    if isinstance(content, datetime):
        return plain(escape(words.moment(content)), on_one_line=True)
    if isinstance(content, date):
        return plain(escape(words.day(content)), on_one_line=True)
    if isinstance(content, int | float):
        return f'<td class="num">{content:,}</td>'
    return f"<td>{escape(content or '')}</td>"


def plain(content: str, *, numeric: bool = False, on_one_line: bool = False) -> str:
    """A cell whose content is HTML already."""
    name = "num" if numeric else "line" if on_one_line else ""
    return f'<td class="{name}">{content}</td>' if name else f"<td>{content}</td>"


def items(entries: Iterable[str]) -> str:
    return f'<ul class="list">{"".join(f"<li>{entry}</li>" for entry in entries)}</ul>'
