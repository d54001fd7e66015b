"""Puts the page together: views, charts' data, script and style in one file, in one language.

One language a file: a reader reads one, the file's name says which, and three would make it three times as large.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import polars as pl

from charts.offline import viewer_script
from charts.theme import COLOURS
from i18n import Words, words_for
from reports.courses import chart_of
from reports.sheets import FONTS
from reports.snapshot.page import html
from reports.snapshot.page.parts import Views
from reports.snapshot.subject import Progress, Subject, unheard
from reports.snapshot.workbook.about import title_of
from rules.model import Status

FOLDER = Path(__file__).parent
NO_NETWORK = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:"
"""What the page may do, said to the browser: nothing from anywhere."""


def write_page(subject: Subject, path: Path, *, language: str, progress: Progress = unheard) -> None:
    """Writes the board as one HTML file; the same board gives the same bytes."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for part in _page(subject, words_for(language), progress):
            file.write(part)


def _page(subject: Subject, words: Words, progress: Progress) -> Iterator[str]:
    views = Views(subject, words)
    yield _head(subject, words)
    yield _navigation(views)
    yield "<main>\n"
    for number, make in enumerate((views.overview, views.actions, views.all_indicators)):
        progress(number / 10, make.__name__)
        yield make()
    for number, indicator_id in enumerate(views.order):
        progress(0.3 + 0.3 * number / len(views.order), indicator_id)
        yield views.indicator(indicator_id)
    for make in (views.units, views.livelihood, views.ledgers, views.sources, views.about):
        yield make()
    yield f'<p id="nothing" hidden>{html.text(words("snapshot_page.nothing"))}</p></main>\n'
    yield from _scripts(views, progress)
    yield "</body></html>\n"


def _head(subject: Subject, words: Words) -> str:
    known = subject.board.knowledge
    title = title_of(subject, words)
    fonts = {"zh-Hans": '"Noto Sans CJK SC","PingFang SC"', "zh-Hant": '"Noto Sans CJK TC","PingFang TC"'}
    family = f'"{FONTS[words.language]}",{fonts.get(words.language, fonts["zh-Hans"])},sans-serif'
    colours = ";".join(f"--{status}:{COLOURS[status]}" for status in Status)
    style = (FOLDER / "page.css").read_text(encoding="utf-8")
    mark = f'<p class="mark">{html.text(words("snapshot_book.demonstration"))}</p>' if known.has_demonstration else ""
    named = f'<p class="named">{html.text(subject.snapshot.name)}</p>' if subject.snapshot else ""
    received, due = subject.board.reported
    facts = [
        words.month(subject.month),
        words("head.known", day=words.day(subject.as_of_day)),
        words("head.fresh", received=received, due=due),
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{NO_NETWORK}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{html.text(title)}</title><style>:root{{{colours}}}body{{font-family:{family}}}{style}</style></head>"
        f"<body><header><h1>{html.text(words.named(known.catalogue.programme['name']))}</h1>"
        f"<p>{html.text(' · '.join(facts))}</p>{named}{mark}"
        f"<noscript><p>{html.text(words('snapshot_page.no_script'))}</p></noscript></header>\n"
    )


def _navigation(views: Views) -> str:
    """Links to the views, the search, the status filter, printing."""
    words, known = views.words, views.subject.board.knowledge
    links = [("overview", words("snapshot_page.overview")), ("indicators", words("snapshot_page.all_indicators"))]
    links += [
        (f"action_{action['action_id']}", f"{action['ordinal']} {words.of(action)}")
        for action in known.actions_in_order
    ]
    links += [(name, words(f"snapshot_page.{name}")) for name in ("units", "livelihood", "ledgers", "sources", "about")]
    options = "".join(f'<option value="{status}">{html.text(words(f"status.{status}"))}</option>' for status in Status)
    every = html.text(words("snapshot_page.all_statuses"))
    search = escape(words("snapshot_page.search"))
    buttons = "".join(
        f'<button type="button" id="{name}">{html.text(words(f"snapshot_page.{name}"))}</button>'
        for name in ("print", "print_all")
    )
    return (
        f"<nav>{''.join(html.link(anchor, html.text(name)) for anchor, name in links)}</nav>\n"
        f'<div class="tools"><input id="search" type="search" placeholder="{search}" aria-label="{search}">'
        f'<select id="status" aria-label="{every}"><option value="">{every}</option>{options}</select>{buttons}</div>\n'
    )


def _scripts(views: Views, progress: Progress) -> Iterator[str]:
    """The charts' specifications, each once, and their rows; the viewer; what makes the page move."""
    specs: dict[str, int] = {}
    drawn: dict[str, Any] = {}
    for number, indicator_id in enumerate(views.order):
        progress(0.6 + 0.4 * number / len(views.order), indicator_id)
        if views.subject.board.deciding[indicator_id]["reason"] != "not_quantified":
            frame, spec = chart_of(views.subject.board, views.words, indicator_id, size="screen", compact=False)
            text = json.dumps({k: v for k, v in spec.items() if k != "description"}, ensure_ascii=False)
            place = specs.setdefault(text, len(specs))
            drawn[indicator_id] = [place, spec.get("description", ""), *_columns(frame)]
    yield f'<script type="application/json" id="specs">[{_in_script(",".join(specs))}]</script>\n'
    charts = json.dumps(drawn, ensure_ascii=False, separators=(",", ":"))
    yield f'<script type="application/json" id="charts">{_in_script(charts)}</script>\n'
    yield f"<script>{viewer_script()}</script>\n"
    yield f"<script>{(FOLDER / 'page.js').read_text(encoding='utf-8')}</script>\n"


def _columns(frame: pl.DataFrame) -> list[Any]:
    """The rows of a chart without repeating its columns' names: names, then rows."""
    rows = json.loads(frame.write_json())
    return [frame.columns, [[row[name] for name in frame.columns] for row in rows]]


def _in_script(text: str) -> str:
    """JSON that cannot end the script it stands in."""
    return text.replace("<", "\\u003c")
