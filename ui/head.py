"""The head of every screen: its title, what it speaks of, and the choices every screen has, as links.

A choice is an address: the browser puts it into the one it has (`ui/page.js`), so that Back takes it back and nothing
of the screen's own is lost. Lists of a dozen entries need no widget with a field to search in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from charts.theme import SIZES
from i18n import LANGUAGES
from rules.periods import add_months
from ui import html
from ui.screen import Screen

LANGUAGE_NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
Options = Iterable[tuple[str, str]]


def head(screen: Screen, title: str, months: list[date], as_of_day: date) -> str:
    """Title, the line below it, and beside them the choices; on a phone those stand behind one button."""
    chosen = _choices(screen, months, as_of_day)
    if screen.size == "phone":
        month = escape(screen.words.month(screen.month))
        chosen = f'<details class="ea-menu ea-behind"><summary>{month}</summary><div>{chosen}</div></details>'
    return f'<div class="ea-top">{html.head(screen, title, as_of_day)}{chosen}</div>'


def _choices(screen: Screen, months: list[date], as_of_day: date) -> str:
    words = screen.words
    days = [(day.isoformat(), _day(screen, day)) for day in recorded_days(screen, as_of_day)]
    made = (
        _choice("month", words("head.month"), f"{screen.month:%Y-%m}", _months(screen, months)),
        _choice("as_of", words("head.as_of"), as_of_day.isoformat(), days),
        _choice("size", words("head.size"), screen.size, [(size, words(f"size.{size}")) for size in SIZES]),
        _choice("lang", words("head.language"), words.language, [(one, LANGUAGE_NAMES[one]) for one in LANGUAGES]),
    )
    return f'<div class="ea-picks">{"".join(made)}</div>'


def _months(screen: Screen, months: list[date]) -> Options:
    return [(f"{month:%Y-%m}", screen.words.month(month)) for month in reversed(months)]


def _day(screen: Screen, day: date) -> str:
    words = screen.words
    return words("head.latest", day=words.day(day)) if day == screen.latest else words.day(day)


def _choice(name: str, label: str, chosen: str, options: Options) -> str:
    """A list of links under what is chosen now."""
    named = dict(options)
    entries = "".join(
        f'<a class="ea-to ea-set" href="?{name}={value}"{" aria-current=true" if value == chosen else ""}>'
        f"{escape(text)}</a>"
        for value, text in named.items()
    )
    told = f"<span>{escape(label)}</span> <b>{escape(named[chosen])}</b>"
    return (
        f'<details class="ea-menu ea-pick" name="ea-menu" data-pick="{name}">'
        f"<summary>{told}</summary><div>{entries}</div></details>"
    )


def recorded_days(screen: Screen, as_of_day: date) -> list[date]:
    """The moments worth asking about, newest first: today's board, month ends, and the day asked for."""
    year = int(screen.board.knowledge.catalogue.programme["year"])
    ends = {add_months(date(year, n, 1), 1) - date.resolution for n in range(1, 12)}
    mids = {date(year, n, 20) for n in range(1, 13)}
    return sorted({day for day in ends | mids if day < screen.latest} | {screen.latest, as_of_day}, reverse=True)
