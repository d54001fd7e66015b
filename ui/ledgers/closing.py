"""Closing an entry and opening it again; its evidence, added and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from i18n import Words
from ui import person
from ui.clock import board_now
from ui.ledgers.data import Row
from ui.ledgers.fields import TEXT_LENGTH
from ui.ledgers.forms import save
from ui.process import the_process
from ui.screen import Screen
from warehouse.evidence import remove_evidence, store_evidence
from warehouse.ledgers import NEEDS_EVIDENCE, close_entry, revise_entry


def close(screen: Screen, by: str, entry: Row) -> None:
    """The form that closes an open entry, with its evidence; or opens a closed one again."""
    words = screen.words
    if entry["state"] != "open":
        if st.button(words("ledgers.reopen"), key="reopen_entry", icon=":material/undo:") and person.known(words, by):
            process = the_process()
            save(
                screen,
                lambda: revise_entry(
                    process.warehouse, process.programme_id, entry["entry_id"], by=by, at=board_now(), state="open"
                ),
            )
        return
    label = words("ledgers.close")
    with st.expander(label, icon=":material/task_alt:", key=f"close_{entry['entry_id']}"):
        if entry["ledger"] in NEEDS_EVIDENCE and not entry["evidence"]:
            st.caption(words("ledgers.close_evidence"))
        with st.form("close_form", border=False):
            first, second = st.columns(2)
            with first:
                outcome = st.radio(
                    words("ledgers.close_as"),
                    ["done", "dropped"],
                    format_func=lambda s: words(f"ledgers.close_{s}"),
                    horizontal=True,
                    key="close_as",
                )
            with second:
                day = st.date_input(
                    words("ledger_column.closed_on"), screen.latest, key="close_day", format="YYYY-MM-DD"
                )
            said = st.text_input(words("ledger_column.closing_words"), max_chars=TEXT_LENGTH, key="close_words")
            file, link = _evidence_fields(words, "close")
            sent = st.form_submit_button(label, type="primary")
        if sent and person.known(words, by):
            given = {"closed_on": day, "words": said, "state": outcome, "file": file, "link": link}
            save(screen, lambda: _close(entry["entry_id"], by, given), said="ledgers.closed")


def _close(entry_id: str, by: str, given: Mapping[str, Any]) -> None:
    process = the_process()
    close_entry(process.warehouse, process.programme_id, entry_id, by=by, at=board_now(), **given)


def _evidence_fields(words: Words, key: str) -> tuple[tuple[str, bytes] | None, str | None]:
    """A file (name, bytes) and a link, each None where none is given; a file goes before a link."""
    dropped = st.file_uploader(words("ledgers.file"), key=f"{key}_file")
    link = st.text_input(words("ledgers.link"), key=f"{key}_link", help=words("ledgers.link_help")).strip()
    if dropped is not None:
        return (dropped.name, dropped.getvalue()), None
    return None, link or None


def add_evidence(screen: Screen, by: str, entry: Row) -> None:
    """The form that adds a file or a link to an entry."""
    words = screen.words
    with st.expander(words("ledgers.add_evidence"), icon=":material/attach_file:", key=f"more_{entry['entry_id']}"):
        with st.form("evidence_form", clear_on_submit=True, border=False):
            file, link = _evidence_fields(words, "evidence")
            sent = st.form_submit_button(words("ledgers.save"))
        if sent and person.known(words, by):
            save(screen, lambda: _store(entry["entry_id"], by, file, link))


def _store(entry_id: str, by: str, file: tuple[str, bytes] | None, link: str | None) -> None:
    process = the_process()
    store_evidence(process.warehouse, process.programme_id, entry_id, by=by, file=file, link=link, at=board_now())


def take_back(screen: Screen, by: str, piece: Row) -> None:
    """Takes a piece of evidence back."""
    process = the_process()
    if person.known(screen.words, by):
        save(
            screen,
            lambda: remove_evidence(
                process.warehouse, process.programme_id, piece["evidence_id"], by=by, at=board_now()
            ),
        )
