"""Where an operator opens items to the public until a day, gives the address of the pages, and takes the posters."""

from __future__ import annotations

import functools
from datetime import date, timedelta

import streamlit as st

from i18n import Words, words_for
from reports.poster import Poster, item_address, poster_pdf, poster_svg, posters_zip
from reports.table_csv import csv_bytes
from ui import person
from ui.access.here import told_export
from ui.clock import board_now
from ui.livelihood import data, opinions
from ui.process import the_process
from ui.screen import Screen
from warehouse.errors import UnfitDecision
from warehouse.livelihood_board import ItemView, LivelihoodBoard
from warehouse.ratings import enter_address, open_items

USUAL_DAYS = 30
"""For how long an item is opened where nobody says otherwise."""
ALL = "all"


def for_all(screen: Screen, board: LivelihoodBoard) -> None:
    """Open or close any group of items or all, the address, all posters, all results."""
    words = screen.words
    is_open = [item for item in board.items if item.is_open(screen.latest)]
    with st.expander(words("opening.title"), icon=":material/qr_code_2:"):
        if _said_elsewhere(screen):
            return
        st.caption(words("opening.how") + " " + words("opening.state", open=len(is_open), all=len(board.items)))
        by = person.ask(words, "livelihood")
        scope = st.segmented_control(
            words("opening.scope"),
            [ALL, *board.groups],
            default=ALL,
            required=True,
            format_func=lambda g: words("livelihood.all" if g == ALL else f"livelihood.group.{g}"),
            key="opening_scope",
        )
        items = list(board.items) if scope in (ALL, None) else board.groups[str(scope)]
        _decide(screen, items, by, key="all")
        _address(screen, by)
        _all_posters(screen, board)
        table = opinions.rating_table(words, board.items)
        if table.height:
            st.download_button(
                words("opinion.download"),
                told_export(words("opinion.file_all"), lambda: csv_bytes(table)),
                file_name=words(
                    "download.file_name",
                    what=words("opinion.file_all"),
                    month=f"{screen.month:%Y-%m}",
                    as_of=f"{screen.as_of:%Y-%m-%d}",
                ),
                mime="text/csv",
                on_click="ignore",
                key="all_ratings",
                icon=":material/download:",
            )


def for_item(screen: Screen, item: ItemView, by: str) -> None:
    """Open or close one item, and its posters."""
    if _said_elsewhere(screen):
        return
    _decide(screen, [item], by, key=item.item_id)
    _address(screen, by)
    _item_posters(screen, item)


def _said_elsewhere(screen: Screen) -> bool:
    """The rating pages stand beside one area's board; at another's, that is said."""
    if data.is_elsewhere():
        st.caption(screen.words("opening.elsewhere"))
    return data.is_elsewhere()


def badge(screen: Screen, item: ItemView) -> None:
    """Whether the public may rate the item now."""
    words = screen.words
    if item.is_open(screen.latest) and item.open_until:
        st.badge(
            words("livelihood.open_badge", day=words.day(item.open_until)), icon=":material/lock_open:", color="green"
        )
    else:
        st.badge(words("livelihood.closed_badge"), icon=":material/lock:", color="gray")


def _decide(screen: Screen, items: list[ItemView], by: str, *, key: str) -> None:
    words = screen.words
    if data.is_looking_back(screen):
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"opening_{key}"):
        usual = screen.latest + timedelta(days=USUAL_DAYS)
        until = st.date_input(
            words("opening.until"),
            value=usual,
            min_value=screen.latest,
            format="YYYY-MM-DD",
            key=f"until_{key}",
            width=220,
        )
        wants_open = st.button(words("opening.open"), type="primary", key=f"open_{key}", icon=":material/lock_open:")
        wants_close = any(item.is_open(screen.latest) for item in items) and st.button(
            words("opening.close"), key=f"close_{key}", icon=":material/lock:"
        )
    if (wants_open or wants_close) and person.known(words, by):
        assert until is None or isinstance(until, date)
        _store(words, items, until if wants_open else None, by)


def _store(words: Words, items: list[ItemView], until: date | None, by: str) -> None:
    process = the_process()
    ids = [item.item_id for item in items]
    open_items(process.warehouse, process.programme_id, ids, until=until, by=by, at=board_now())
    if until:
        st.toast(words("opening.opened", count=len(ids), day=words.day(until)))
    else:
        st.toast(words("opening.closed", count=len(ids)))
    st.rerun()


def _address(screen: Screen, by: str) -> None:
    """Asked for until it is known; then shown, and open to change where the process does not fix it."""
    words, known = screen.words, data.rating_address()
    if the_process().settings.rating_address or data.is_looking_back(screen):
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="rating_address"):
        given = st.text_input(
            words("opening.address"), value=known or "", help=words("opening.address_help"), max_chars=120,
            placeholder="https://", key="address_given",
        )  # fmt: skip
        wants = st.button(words("opening.address_save"), key="address_save")
    if wants and person.known(words, by):
        process = the_process()
        try:
            enter_address(process.warehouse, process.programme_id, given, by=by, at=board_now())
        except UnfitDecision:
            st.error(words("opening.address_unfit"))
            return
        st.rerun()


def poster_of(screen: Screen, item: ItemView, address: str) -> Poster:
    """The poster of an item; of a closed one with the usual last day."""
    languages = ("zh_hans", "zh_hant", "en")
    return Poster(
        item_id=item.item_id,
        number=item.row["number"],
        names={name: item.row[f"name_{name}"] for name in languages},
        group=item.row["item_group"],
        parts={name: [part.row[f"name_{name}"] for part in item.parts] for name in languages},
        place=screen.board.knowledge.catalogue.programme["place"],
        address=item_address(address, item.item_id),
        until=item.open_until if item.is_open(screen.latest) and item.open_until else _usual_end(screen),
    )


def _usual_end(screen: Screen) -> date:
    return screen.latest + timedelta(days=USUAL_DAYS)


def _second(screen: Screen, key: str) -> Words | None:
    """The second language of a poster, where one is wanted: English below Chinese."""
    words = screen.words
    if not words.is_chinese:
        return None
    return words_for("en") if st.checkbox(words("opening.bilingual"), key=f"bilingual_{key}") else None


def _item_posters(screen: Screen, item: ItemView) -> None:
    words, address = screen.words, data.rating_address()
    if address is None:
        st.caption(words("opening.address_missing"))
        return
    poster, second = poster_of(screen, item, address), _second(screen, item.item_id)
    name = words("opening.poster_file", item=words.of(item.row))
    with st.container(horizontal=True, key="posters"):
        for ending, make in (("pdf", poster_pdf), ("svg", poster_svg)):
            st.download_button(
                words("opening.poster", kind=ending.upper()),
                functools.partial(make, poster, words=words, second=second),
                file_name=f"{name}.{ending}",
                on_click="ignore",
                key=f"poster_{ending}",
                icon=":material/qr_code_2:",
            )


def _all_posters(screen: Screen, board: LivelihoodBoard) -> None:
    words, address = screen.words, data.rating_address()
    if address is None:
        st.caption(words("opening.address_missing"))
        return
    second = _second(screen, "all")
    posters = [
        (f"{n:02d}_{words.of(item.row)}".replace("/", "_"), poster_of(screen, item, address))
        for n, item in enumerate(board.items, start=1)
    ]
    st.download_button(
        words("opening.posters", count=len(posters)),
        lambda: posters_zip(posters, words=words, second=second),
        file_name="posters.zip",
        on_click="ignore",
        key="posters_zip",
        icon=":material/folder_zip:",
    )
