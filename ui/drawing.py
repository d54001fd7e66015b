"""The charts of the screens: rows from the board, prepared once per warehouse version, drawn without data copies."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from charts import bullet as bullet_chart
from charts import composition as composition_chart
from charts import describing, store
from charts import matrix as matrix_chart
from charts import trend as trend_chart
from charts.event_notes import Note
from charts.export import to_png, to_svg
from charts.theme import FILL, Size, spoken
from i18n import words_for
from i18n.sentences import gap_text
from reports.table_csv import csv_bytes
from rules.model import Status
from rules.periods import day_of
from ui import courses, downloads, element, links, notes, router, tables
from ui.access.here import told_export
from ui.kept import kept
from ui.keys import BY_KEY, Key, key_of
from ui.markup import Prepared
from ui.screen import Screen
from warehouse import summaries

HEADLINES = 6
"""How many leading indicators an action shows as charts."""
LONG = 14
"""From how many targets on the chart of an action begins with those that need attention."""
UNEASY = frozenset({Status.BEHIND, Status.OVERDUE_REPORT, Status.AT_RISK})


@dataclass(frozen=True)
class Drawing:
    """A chart ready to draw: its specification, the program that is compiled to, and its rows.

    `sent`: the rows as the browser gets them, with the columns of which the specification or a link speaks.
    """

    sent: str
    frame: pl.DataFrame
    spec: dict[str, Any]
    alt: str
    program: store.Program
    tall: int | None  # pixels of height it takes up, as far as that is known before it is drawn; None: what there is
    rows: int = 0  # how many targets it shows, where the page says so
    picture: dict[str, Any] | None = None  # the specification to export, where the page says more than the chart


def made(frame: pl.DataFrame, spec: dict[str, Any], *, links_by: Sequence[str] = (), around: int = 0) -> Drawing:
    """A chart from its rows and specification; the description becomes its name for those who do not see it.

    `links_by`: the columns that say where a click on a mark leads; `around`: the pixels of height its axes take.
    """
    unnamed = {k: v for k, v in spec.items() if k != "description"}
    sent = element.columns(frame.select(_named(frame, spec, links_by)))
    return Drawing(sent, frame, unnamed, spec["description"], store.program(spec), _tall(frame, spec, around))


def _tall(frame: pl.DataFrame, spec: dict[str, Any], around: int) -> int | None:
    height, padding = spec["height"], spec["padding"]
    if height == FILL:
        return None
    if isinstance(height, dict):
        height = height["step"] * frame["row_label"].drop_nulls().n_unique()
    return round(height + padding["top"] + padding["bottom"]) + around


def _named(frame: pl.DataFrame, spec: dict[str, Any], links_by: Sequence[str]) -> list[str]:
    """The columns the specification speaks of, and `links_by`; the others would only be sent."""
    spoken_of = {*re.findall(r"\w+", json.dumps(spec)), *links_by}
    return [column for column in frame.columns if column in spoken_of]


def draw(screen: Screen, drawing: Drawing, *, to: str = "") -> None:
    """Put a prepared chart on the page; `to` as of `placed`."""
    st.html(Prepared(placed(screen, drawing, to=to)))


def placed(screen: Screen, drawing: Drawing, *, to: str = "") -> str:
    """A prepared chart as HTML; `to` is where a click on a mark leads, as `links.pattern` writes it."""
    return element.place(
        drawing.program,
        drawing.sent,
        alt=drawing.alt,
        tall=drawing.tall,
        to=to,
        failed=screen.words("drawing.failed"),
    )


def offer_picture(screen: Screen, drawing: Drawing, *, key: str, title: str) -> None:
    """The chart as PNG and SVG, made on demand, with title, period, as-of and source inside the picture.

    What the menu offers is drawn when it is opened.
    """
    menu = st.popover(
        screen.words("picture.download"), icon=":material/image:", key=f"picture_{key}", on_change="rerun"
    )
    if menu.open:
        with menu:
            _picture_files(screen, drawing, key=key, title=title)


def _picture_files(screen: Screen, drawing: Drawing, *, key: str, title: str) -> None:
    words, known = screen.words, screen.board.knowledge
    source = words("picture.demonstration" if known.has_demonstration else "picture.source")
    period, as_of = words.month(screen.month), words.day(day_of(screen.as_of))
    frame = drawing.frame
    spec = {**(drawing.picture or drawing.spec), "description": drawing.alt}
    name = f"{title}_{screen.month:%Y-%m}"
    for ending, make in (("png", to_png), ("svg", to_svg)):
        write = functools.partial(
            make, spec, frame, words=words, title=title, source=source, period=period, as_of=as_of
        )
        st.download_button(
            ending.upper(), write, file_name=f"{name}.{ending}", on_click="ignore", key=f"{key}_{ending}"
        )
    st.download_button(
        words("download.chart_rows"),
        told_export(f"{name}.csv", lambda: csv_bytes(downloads.marked(screen, frame.fill_nan(None)))),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"{key}_rows",
    )


def _counts(rows: pl.DataFrame, *by: str) -> dict[tuple[Any, ...], dict[Status, int]]:
    found: dict[tuple[Any, ...], dict[Status, int]] = {}
    for *place, status, count in summaries.count_by_status(rows, *by).iter_rows():
        found.setdefault(tuple(place), {})[Status(status)] = count
    return found


@kept(max_entries=64, hash_funcs=BY_KEY)
def _composition(key: Key) -> Drawing:
    words, known = key.words, key.board.knowledge
    counts = _counts(key.board.by_action, "action_id")
    rows = [
        composition_chart.CountedRow(action_id, words.of(row), counts.get((action_id,), {}))
        for action_id, row in known.actions.items()
    ]
    frame = composition_chart.prepare(rows, words=words, size=key.size)
    told = describing.composition_in_words(rows, words=words)
    return made(spoken(frame, told), composition_chart.spec(words, size=key.size, legend=False))


@kept(max_entries=64, hash_funcs=BY_KEY)
def _matrix(key: Key) -> Drawing:
    words, known = key.words, key.board.knowledge
    counts = _counts(summaries.per_action(key.board.history), "action_id", "month")
    rows = [
        matrix_chart.ActionRow(
            action_id,
            words.of(row),
            {month: found for (a, month), found in counts.items() if a == action_id},
        )
        for action_id, row in known.actions.items()
    ]
    frame = matrix_chart.prepare(rows, words=words, month=key.month, size=key.size)
    told = describing.matrix_in_words(rows, words=words, month=key.month)
    shown = matrix_chart.spec(words, size=key.size, legend=False)
    around = matrix_chart.MONTHS_HEIGHT[key.size]
    drawn = made(spoken(frame, told), shown, links_by=("action_id", "month"), around=around)
    return replace(drawn, picture=matrix_chart.spec(words, size=key.size))


@kept(max_entries=256, hash_funcs=BY_KEY)
def _bullet(key: Key, action_id: str, *, is_whole: bool) -> Drawing:
    words, known = key.words, key.board.knowledge
    rows = key.board.verdicts.filter((pl.col("action_id") == action_id) & pl.col("counted"))
    shown: dict[tuple[Any, ...], bullet_chart.BulletRow] = {}
    for row in rows.iter_rows(named=True):
        target = known.targets[row["target_id"]]
        demand = (row["indicator_id"], target["kind"], target["comparator"], target["value"], target["stage"])
        shown.setdefault(demand, tables.bullet_row(words, known, row))  # the same demand in two places is drawn once
    often = Counter(indicator_id for indicator_id, *_ in shown)
    named = [_placed(key, row) if often[demand[0]] > 1 else row for demand, row in shown.items()]
    chosen = [row for row in named if is_whole or row.status in UNEASY]
    name = words.of(known.actions[action_id])
    told = describing.bullet_in_words(name, chosen, words=words)
    frame = bullet_chart.prepare(chosen, words=words, size=key.size)
    drawn = made(spoken(frame, told), bullet_chart.spec(words, size=key.size, description=name))
    return replace(drawn, rows=len(chosen))


def _placed(key: Key, row: bullet_chart.BulletRow) -> bullet_chart.BulletRow:
    """A target beside others of its indicator: its place in the plan behind the name."""
    target = key.board.knowledge.targets[row.target_id]
    place = key.words.place(target["document"], target["section"], target["item"])
    return replace(row, name=key.words("indicators.placed", name=row.name, place=place))


@kept(max_entries=2048, hash_funcs=BY_KEY)
def _course(key: Key, indicator_id: str, noted: tuple[Note, ...] = (), *, compact: bool) -> Drawing:
    frame, spec = courses.chart_of(key.board, key.words, indicator_id, size=key.size, compact=compact, notes=noted)
    return made(frame, spec, around=trend_chart.AROUND[key.size] if compact else 0)


def prepare_overview(key: Key) -> None:
    """The overview's two charts, before anybody has asked for them."""
    _composition(key)
    _matrix(key)


def of_actions(screen: Screen) -> str:
    """What an action's screen draws by, for `shell.end` of the screen that leads there: program and how many charts."""
    return _of_actions(screen.words.language, screen.size)


@functools.cache
def _of_actions(language: str, size: Size) -> str:
    words = words_for(language)
    leading = store.program(trend_chart.spec(words, size=courses.COMPACT[size]))
    targets = store.program(bullet_chart.spec(words, size=size))
    return f"{leading.name}:{HEADLINES} {targets.name}:1"


def composition(screen: Screen) -> str:
    """Each action's counts by status, as HTML."""
    return placed(screen, _composition(key_of(screen)))


def matrix(screen: Screen) -> str:
    """Action by month, as HTML; a click on a cell opens that action at that month."""
    to = links.pattern(router.action_path("{action_id}"), links.query(screen), month=f"{screen.month.year}-{{month}}")
    return placed(screen, _matrix(key_of(screen)), to=to)


def offer_matrix(screen: Screen) -> None:
    """The matrix to take along."""
    offer_picture(screen, _matrix(key_of(screen)), key="matrix", title=screen.words("overview.matrix"))


def bullet(screen: Screen, action_id: str) -> None:
    """All counted targets of an action, worst first."""
    key, words = key_of(screen), screen.words
    whole, uneasy = _bullet(key, action_id, is_whole=True), _bullet(key, action_id, is_whole=False)
    drawing = whole
    if whole.rows > LONG and 0 < uneasy.rows < whole.rows:
        label = words("drawing.show_all", shown=uneasy.rows, count=whole.rows)
        drawing = whole if st.toggle(label, key=f"whole_{action_id}") else uneasy
    draw(screen, replace(drawing, alt=words("drawing.targets")))
    title = words.of(screen.board.knowledge.actions[action_id])
    offer_picture(screen, drawing, key=f"bullet_{action_id}", title=title)


def course(screen: Screen, indicator_id: str) -> None:
    """One indicator in the form its kind of target asks for."""
    verdict = screen.board.deciding[indicator_id]
    if verdict["reason"] == "not_quantified":
        st.caption(screen.words("reason.not_quantified"))
        return
    drawing = _course(key_of(screen), indicator_id, notes.notes_of(screen, indicator_id), compact=False)
    draw(screen, drawing)
    title = screen.words.of(screen.board.knowledge.indicators[indicator_id])
    offer_picture(screen, drawing, key=f"course_{indicator_id}", title=title)


def headlines(screen: Screen, action_id: str) -> str:
    """An action's leading indicators as HTML, three a row where there is room, each with a link to its own screen."""
    found = [
        f"<section>{_heading(screen, indicator_id)}"
        f"{placed(screen, _course(key_of(screen), indicator_id, compact=True))}</section>"
        for indicator_id in headline_ids(screen, action_id)
    ]
    return f'<div class="ea-courses">{"".join(found)}</div>'


def _heading(screen: Screen, indicator_id: str) -> str:
    """A leading indicator's link; of open cases also how many and whether past their dates: the cells only count."""
    words, known = screen.words, screen.board.knowledge
    indicator = known.indicators[indicator_id]
    link = links.anchor(router.INDICATOR, escape(words.of(indicator)), links.query(screen, indicator=indicator_id))
    if indicator["measure"] != "open_cases":
        return link
    gap = gap_text(words, screen.board.deciding[indicator_id], indicator, known.measure_of(indicator_id))
    return f'{link} <span class="ea-muted">{escape(gap)}</span>' if gap else link


def headline_ids(screen: Screen, action_id: str) -> list[str]:
    """The action's leading indicators in their order."""
    known = screen.board.knowledge
    mine = {t["indicator_id"] for t in known.targets.values() if t["action_id"] == action_id}
    ranked = [(known.indicators[i]["headline"], i) for i in mine if known.indicators[i]["headline"] is not None]
    return [indicator_id for _, indicator_id in sorted(ranked)][:HEADLINES]
