"""The livelihood screen's overview: the rates of each group, and the list of all items, a line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import polars as pl
import streamlit as st

from i18n import Words
from reports.wording.targets import status_word
from rules.livelihood import Rate, Rates
from rules.ratings import SMALL_SAMPLE
from ui import grid, links, owners, router
from ui.kept import kept
from ui.keys import BY_KEY, Key, key_of
from ui.livelihood import texts
from ui.livelihood.data import drive_version, livelihood_of
from ui.screen import Screen
from warehouse.board import Knowledge
from warehouse.livelihood_board import ItemView, LivelihoodBoard, PartView


@kept(max_entries=32, hash_funcs=BY_KEY)
def _head(key: Key, drive_version: int) -> str:
    del drive_version  # part of the cache's key only
    board = livelihood_of(key)
    groups: list[str | None] = [*board.groups, None] if len(board.groups) > 1 else list(board.groups)
    cards = "".join(_card(key.words, board, group) for group in groups)
    return f'<div class="ea-cards">{cards}</div>'


def head(screen: Screen) -> None:
    """A card a group, and one for all: items by status, and start, completion and acceptance apart."""
    st.html(_head(key_of(screen), drive_version()))
    st.caption(screen.words("livelihood.rates_note"))


def _card(words: Words, board: LivelihoodBoard, group: str | None) -> str:
    items = list(board.items) if group is None else board.groups[group]
    name = words(f"livelihood.group.{group}" if group else "livelihood.all_groups")
    count = sum(len(item.parts) for item in items)
    size = words("livelihood.size", items=len(items), parts=count)
    works, every = board.rates(group, works_only=True), board.rates(group, works_only=False)
    return (
        f'<section class="ea-card{"" if group else " whole"}"><h3>{escape(name)}</h3>'
        f'<div class="ea-muted">{escape(size)}</div><div class="ea-standing">{_standing(words, items)}</div>'
        f"{_rates(words, works, is_works=True)}{_rates(words, every, is_works=False)}</section>"
    )


def _standing(words: Words, items: Sequence[ItemView]) -> str:
    """How many items stand where, by their worst part."""
    order = ("behind", "overdue_report", "at_risk", "on_track", "done", "no_data")
    chips = [(order.index(_status(item)), texts.item_chip(words, item)) for item in items]
    return "".join(f"<span>{chip} {count}</span>" for (_, chip), count in sorted(Counter(chips).items()))


def _status(item: ItemView) -> str:
    return item.verdict["status"] if item.verdict else "no_data"


def _rates(words: Words, rates: Rates, *, is_works: bool) -> str:
    total = rates.started.total
    if not total:
        return f'<div class="ea-muted">{escape(words("livelihood.no_works"))}</div>'
    heading = words("livelihood.works" if is_works else "livelihood.every", total=total)
    names = ("started", "completed", "accepted") if is_works else ("started_every", "completed_every", "accepted")
    numbers = zip(names, (rates.started, rates.completed, rates.accepted), strict=True)
    cells = "".join(_rate(words, words(f"livelihood.{name}"), rate, large=is_works) for name, rate in numbers)
    unknown = words("livelihood.unknown", count=rates.unknown) if rates.unknown and is_works else ""
    return (
        f'<div class="ea-ratehead">{escape(heading)}</div><div class="ea-rates">{cells}</div>'
        f'<div class="ea-muted">{escape(unknown)}</div>'
    )


def _rate(words: Words, name: str, rate: Rate, *, large: bool) -> str:
    is_whole = rate.percent is not None and rate.percent == round(rate.percent)
    percent = f"{words.number(rate.percent, 0 if is_whole else 1)}%"
    return (
        f'<div class="ea-rate{" large" if large else ""}"><b>{percent}</b>'
        f"<span>{escape(name)} {rate.count}/{rate.total}</span></div>"
    )


@dataclass(frozen=True, slots=True)
class Line:
    """An item in the list: the label of its link, and what stands beside it as HTML."""

    item_id: str
    label: str
    facts: str


@kept(max_entries=32, hash_funcs=BY_KEY)
def _lines(key: Key, drive_version: int) -> dict[str, list[Line]]:
    del drive_version  # part of the cache's key only
    words, known = key.words, key.board.knowledge
    return {
        group: [
            Line(
                item.item_id,
                f"**{links.escape_markdown(texts.number_and_name(words, item))}**",
                _facts(words, known, item),
            )
            for item in found
        ]
        for group, found in livelihood_of(key).groups.items()
    }


def items(screen: Screen, board: LivelihoodBoard) -> None:
    """Every item by group: name, status, bars against schedule, stage, owner, rating; a click opens it."""
    words, page = screen.words, router.page_at("livelihood")
    for group, lines in _lines(key_of(screen), drive_version()).items():
        st.subheader(words(f"livelihood.group.{group}"), help=words("livelihood.list_note"))
        with st.container(key=f"lifelist_{group}", gap=None):
            st.html(_header(words))
            for line in lines:
                with st.container(
                    horizontal=True, key=f"lifeline_{line.item_id}", gap="small", vertical_alignment="center"
                ):
                    st.page_link(page, label=line.label, query_params=links.query(screen, item=line.item_id))
                    st.html(line.facts)
    if any(item.rating and item.rating["is_small_sample"] for item in board.items):
        st.caption("\\* " + words("opinion.small", limit=SMALL_SAMPLE))


def _header(words: Words) -> str:
    names = ("status", "way", "worst", "stage", "lead", "rating")
    cells = "".join(f"<span>{escape(words(f'livelihood.line.{name}'))}</span>" for name in names)
    return f'<div class="ea-lineheader"><span></span><div class="ea-line">{cells}</div></div>'


def _facts(words: Words, known: Knowledge, item: ItemView) -> str:
    status = _status(item)
    bars = "".join(texts.bar(part) for part in item.parts)
    track = texts.track(words, item.stage, status, named=False) if any(part.is_works for part in item.parts) else ""
    stage = escape(texts.stage_word(words, item.stage))
    rated = texts.rating_text(words, item)
    label = f"<small>{escape(words('livelihood.line.rating'))} </small>" if rated else ""
    lead = escape(owners.names(words, known, owners.ids(item.row["lead_units"]), limit=2))
    return (
        f'<div class="ea-line"><span class="s">{texts.item_chip(words, item)}</span>'
        f'<span class="w">{bars}</span><span class="r">{escape(_result(words, known, item))}</span>'
        f'<span class="t">{track}<small>{stage}</small></span><span class="o">{lead}</span>'
        f'<span class="p">{label}{escape(rated)}</span></div>'
    )


def _result(words: Words, known: Knowledge, item: ItemView) -> str:
    """The result of the part that stands worst; how many parts there are where it has no number."""
    worst = [part for part in item.parts if part.verdict is not None and part.verdict is item.verdict]
    told = [text for part in worst for text in texts.result_texts(words, known, part)[:1]]
    return told[0] if told else ""


def _row(words: Words, known: Knowledge, item: ItemView, part: PartView) -> dict[str, object]:
    def column(name: str) -> str:
        return words(f"livelihood.column.{name}")

    status = status_word(words, part.verdict) if part.verdict else words("status.no_data")
    confirmed = part.confirmed
    return {
        column("group"): words(f"livelihood.group.{item.row['item_group']}"),
        column("number"): item.row["number"],
        column("item"): words.of(item.row),
        column("part"): words.of(part.row),
        words("column.status"): status,
        column("actual"): texts.figure_text(words, known, part),
        column("achieved"): words.join(texts.result_texts(words, known, part)),
        column("works"): "✓" if part.is_works else "",
        column("stage"): texts.stage_word(words, part.stage),
        column("accepted_on"): confirmed["reached_on"] if confirmed else None,
        words("column.lead"): owners.names(words, known, owners.ids(item.row["lead_units"])),
        column("mean"): round(item.rating["mean"], 2) if item.rating else None,
        column("n"): item.rating["n"] if item.rating else None,
    }


@kept(max_entries=32, hash_funcs=BY_KEY)
def _table(key: Key, drive_version: int) -> pl.DataFrame:
    del drive_version  # part of the cache's key only
    words, known = key.words, key.board.knowledge
    rows = [_row(words, known, item, part) for item in livelihood_of(key).items for part in item.parts]
    return pl.DataFrame(rows, infer_schema_length=None, strict=False)


def download(screen: Screen) -> None:
    """All parts as a table behind a line that opens, a row each; numbers as numbers."""
    rows = _table(key_of(screen), drive_version())
    with st.expander(screen.words("livelihood.list"), icon=":material/table:"):
        grid.table(screen, rows, key="livelihood", what=screen.words("nav.livelihood"), download=rows)
