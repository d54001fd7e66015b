"""The alerts screen's pieces: the ways out, what would be told, subscriptions, and what was sent."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from i18n import LANGUAGES, Words
from reports.alerts.desk import read_beside
from reports.alerts.events import find_events
from reports.alerts.post import NotSent, send
from reports.alerts.run import trial_letter
from reports.alerts.settings import Ways, read_ways
from ui import grid, html, person, refusals
from ui.head import LANGUAGE_NAMES
from ui.kept import kept
from ui.keys import BY_KEY, Key, key_of
from ui.owners import ids, names
from ui.process import the_process
from ui.screen import Screen
from warehouse.alerts import CHANNELS, PAPERS, TOPICS, read_messages, read_subscriptions, subscribe, unsubscribe
from warehouse.errors import UnfitDecision, UnfitSetting
from warehouse.ledger import EVER

Row = dict[str, Any]
SHOWN = 6
"""How many lines of a topic the preview shows before it opens on demand."""


def ways(screen: Screen) -> None:
    """Which ways are open; how to open one is an operator's matter."""
    words, given = screen.words, _ways(screen.words)
    st.caption(words("alerts.note"))
    if given is None:
        return
    said = [
        words("alerts.way_open" if given.is_open(channel) else "alerts.way_closed", channel=_channel(words, channel))
        for channel in CHANNELS
    ]
    st.caption(" · ".join(said), help=words("alerts.ways_help"))


def _ways(words: Words) -> Ways | None:
    """The ways as set; says so where a setting is wrong."""
    try:
        return read_ways()
    except UnfitSetting as error:
        refusals.show(words, error)
        return None


@kept(max_entries=16, hash_funcs=BY_KEY)
def _lines(key: Key, drive_version: int) -> dict[str, list[str]]:
    """Topic -> what there is to tell of it."""
    del drive_version  # part of the cache's key only
    beside = read_beside(the_process().warehouse, key.board)
    told: dict[str, list[str]] = {}
    for event in find_events(key.board, key.words, beside):
        told.setdefault(event.topic, []).append(event.line)
    return told


def preview(screen: Screen) -> None:
    """What a run today would tell somebody who asked for everything."""
    words, told = screen.words, _lines(key_of(screen), the_process().warehouse.drive_version())
    if not told:
        st.caption(words("alerts.nothing_to_tell"))
        return
    sections = "".join(_section(words, topic, lines) for topic, lines in told.items())
    st.html(f'<div class="ea-lists halves">{sections}</div>')


def _section(words: Words, topic: str, lines: list[str]) -> str:
    """A topic with how much there is to tell, the first lines, the others where one asks for them."""
    rest = len(lines) - SHOWN
    more = html.more(words("alerts.more", count=rest), _listed(lines[SHOWN:])) if rest > 0 else ""
    heading = f"{escape(words(f'alert.topic.{topic}'))} {len(lines)}"
    return f"<section><h3>{heading}</h3>{_listed(lines[:SHOWN])}{more}</section>"


def _listed(lines: list[str]) -> str:
    items = []
    for line in lines:
        kind, colon, told = re.split("(：|: )", line, maxsplit=1)
        items.append(f"<li><strong>{escape(kind + colon)}</strong>{escape(told)}</li>")
    return f'<ul class="ea-lines told">{"".join(items)}</ul>'


def subscriptions(screen: Screen, by: str) -> None:
    """Who is told of what; a chosen one can be tried or ended."""
    words, process = screen.words, the_process()
    rows = read_subscriptions(process.warehouse, process.programme_id, EVER)
    if not rows.height:
        st.caption(words("alerts.none"))
        return
    shown = pl.DataFrame([_subscription_row(screen, row) for row in rows.iter_rows(named=True)])
    ids_ = rows["subscription_id"].to_list()
    chosen = grid.pick(screen, shown, ids_, key="subscription", what=words("nav.alerts"), download=shown)
    if chosen is not None:
        _change(words, rows.row(chosen, named=True), by)


def _change(words: Words, row: Row, by: str) -> None:
    with st.container(horizontal=True):
        tried = st.button(words("alerts.test"), icon=":material/send:")
        ended = st.button(words("alerts.remove"), icon=":material/delete:")
    if tried:
        _try(words, row)
    if ended and person.known(words, by):
        process = the_process()
        unsubscribe(process.warehouse, process.programme_id, subscription_id=row["subscription_id"], by=by)
        st.toast(words("alerts.removed"))
        st.rerun()


def _try(words: Words, row: Row) -> None:
    given = _ways(words)
    if given is None:
        return
    try:
        send(trial_letter(row), row["channel"], given)
    except NotSent as error:
        refusals.show(words, error)
    else:
        st.success(words("alerts.tested"))


def add(screen: Screen, by: str) -> None:
    """The form of a new subscription."""
    words, known, process = screen.words, screen.board.knowledge, the_process()
    with st.expander(words("alerts.add"), icon=":material/notifications:"), st.form("subscribe", border=False):
        who, way = st.columns(2)
        subscriber = who.text_input(words("alerts.subscriber"), max_chars=60)
        channel = way.selectbox(words("alerts.channel"), CHANNELS, format_func=lambda one: _channel(words, one))
        address = st.text_input(words("alerts.address"), max_chars=500)
        topics = st.multiselect(
            words("alerts.topics"),
            [*TOPICS, *PAPERS],
            format_func=lambda topic: words(f"alert.topic.{topic}"),
            placeholder=words("ledgers.choose"),
        )
        units, actions = st.columns(2)
        unit_ids = units.multiselect(
            words("alerts.units"),
            list(known.units),
            format_func=lambda one: words.of(known.units[one]),
            placeholder=words("ledgers.choose"),
        )
        action_ids = actions.multiselect(
            words("alerts.actions"),
            list(known.actions),
            format_func=lambda one: words.of(known.actions[one]),
            placeholder=words("ledgers.choose"),
        )
        language = st.selectbox(
            words("alerts.language"),
            LANGUAGES,
            index=LANGUAGES.index(words.language),
            format_func=LANGUAGE_NAMES.__getitem__,
        )
        asked = st.form_submit_button(words("alerts.save"), type="primary")
    if not asked or not person.known(words, by):
        return
    try:
        subscribe(
            process.warehouse,
            process.programme_id,
            subscriber=subscriber,
            channel=channel,
            address=address,
            topics=topics,
            unit_ids=unit_ids,
            action_ids=action_ids,
            language=language,
            by=by,
        )
    except UnfitDecision as error:
        refusals.show(words, error, within="alerts.unfit")
        return
    st.toast(words("alerts.saved"))
    st.rerun()


def log(screen: Screen) -> None:
    """Every message as its last attempt left it, newest first."""
    words, process = screen.words, the_process()
    rows = read_messages(process.warehouse, process.programme_id, EVER)
    if not rows.height:
        st.caption(words("alerts.nothing_sent"))
        return
    shown = pl.DataFrame([_message_row(words, row) for row in rows.iter_rows(named=True)])
    subject = words("alerts.column_subject")
    ids_ = rows["message_id"].to_list()
    chosen = grid.pick(screen, shown, ids_, key="message", column=subject, what=words("alerts.log"), download=shown)
    if chosen is not None:
        st.text(rows["body"][chosen])


def _subscription_row(screen: Screen, row: Row) -> Row:
    words, known = screen.words, screen.board.knowledge
    actions = [words.of(known.actions[one]) for one in ids(row["action_ids"]) if one in known.actions]
    units = names(words, known, [one for one in ids(row["unit_ids"]) if one in known.units], limit=3)
    scope = words.join([part for part in (*actions, units) if part])
    return {
        words("alerts.column_who"): row["subscriber"],
        words("alerts.column_way"): _channel(words, row["channel"]),
        words("alerts.column_address"): masked(row["channel"], row["address"]),
        words("alerts.column_what"): words.join([words(f"alert.topic.{topic}") for topic in ids(row["topics"])]),
        words("alerts.column_scope"): scope or words("alerts.scope_all"),
        words("alerts.column_by"): row["subscribed_by"],
        words("alerts.column_since"): words.moment(row["recorded_at"]),
    }


def _message_row(words: Words, row: Row) -> Row:
    return {
        words("alerts.column_when"): words.moment(row["recorded_at"]),
        words("alerts.column_who"): row["subscriber"],
        words("alerts.column_way"): _channel(words, row["channel"]),
        words("alerts.column_subject"): row["subject"],
        words("alerts.column_state"): words(f"alert.state.{row['state']}"),
        words("alerts.column_attempt"): row["attempt"],
        words("alerts.column_error"): row["error"] or "",
    }


def masked(channel: str, address: str) -> str:
    """An address as others may see it: a robot's address holds its key."""
    if channel == "email":
        return address
    host = address.split("//", 1)[-1].split("/", 1)[0].rpartition("@")[2]
    return f"{host}/…{address[-4:]}"


def _channel(words: Words, channel: str) -> str:
    return words(f"alert.channel.{channel}")
