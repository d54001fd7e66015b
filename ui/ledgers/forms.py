"""What a person writes: a new entry, an update, a close-out, a piece of evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from etl.ledgers.form import list_names
from i18n import Words
from i18n.sentences import amount
from rules.model import STAGES
from ui import owners, person, refusals, state
from ui.clock import board_now
from ui.ledgers.data import Row
from ui.process import the_process
from ui.shell import Screen
from warehouse.errors import WarehouseError
from warehouse.evidence import remove_evidence, store_evidence
from warehouse.ledgers import NEEDS_EVIDENCE, close_entry, revise_entry, write_entry
from warehouse.plan_entries import LEDGERS

_ROUND = "ledger_round"
_BEGUN = "ledger_begun"
COUNTY = "county"
TITLE_LENGTH, TEXT_LENGTH = 120, 1000


@dataclass(frozen=True)
class Field:
    """What a form works with: the screen, the entry changed (None = a new one) and the keys' ending."""

    screen: Screen
    entry: Row | None
    turn: str

    @property
    def words(self) -> Words:
        return self.screen.words

    def key(self, name: str) -> str:
        return f"entry_{name}_{self.turn}"

    def standing(self, name: str, default: Any = None) -> Any:
        """What the entry says now."""
        value = None if self.entry is None else self.entry.get(name)
        return default if value is None else value


def begin_shortcoming(screen: Screen, indicator_id: str, action_id: str) -> None:
    """Opens the form with an indicator that is behind filled in."""
    known = screen.board.knowledge
    leads = owners.lead_units(known, indicator_id) or [known.indicators[indicator_id]["reporting_unit"]]
    named = {"indicator_ids": indicator_id, "lead_units": ";".join(leads)}
    _begin({"ledger": "shortcoming", "action_id": action_id, **named})


def begin_new(*, ledger: str | None, action_id: str | None) -> None:
    """Opens the form for a new entry of the list and action in view."""
    _begin({"ledger": ledger or "shortcoming", "action_id": action_id})


def _begin(start: Row) -> None:
    st.session_state[_BEGUN] = start
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()


def add(screen: Screen, by: str) -> None:
    """The form for a new entry, where somebody asked for it."""
    words, begun = screen.words, st.session_state.get(_BEGUN)
    if begun is None:
        return
    turn = st.session_state[_ROUND]
    with st.container(border=True, key=f"add_entry_{turn}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{words('ledgers.add')}**")
            if st.button(words("ledgers.leave"), key="leave_entry", type="tertiary", icon=":material/close:"):
                del st.session_state[_BEGUN]
                st.rerun()
        given = _fields(Field(screen, {**dict.fromkeys(_COLUMNS), **begun}, f"new_{turn}"), is_new=True)
        if given is not None and person.known(words, by):
            _save(screen, lambda: _write_new(given, by))


_COLUMNS = (
    "title", "description", "lead_person", "lead_units", "supporting_units", "indicator_ids", "cited_indicator_id",
    "cited_period", "stage", "due_on", "progress",
)  # fmt: skip


def _write_new(given: Mapping[str, Any], by: str) -> str:
    process = the_process()
    return write_entry(process.warehouse, process.programme_id, by=by, at=board_now(), **given)


def edit(screen: Screen, by: str, entry: Row) -> None:
    """The form that writes an entry anew."""
    words = screen.words
    with st.expander(words("ledgers.edit"), icon=":material/edit:", key=f"edit_{entry['entry_id']}"):
        turn = f"{entry['entry_id']}_{entry['recorded_at']:%H%M%S%f}"
        given = _fields(Field(screen, entry, turn), is_new=False)
        if given is not None and person.known(words, by):
            process = the_process()
            _save(
                screen,
                lambda: revise_entry(
                    process.warehouse, process.programme_id, entry["entry_id"], by=by, at=board_now(), **given
                ),
            )


def _fields(field: Field, *, is_new: bool) -> dict[str, Any] | None:
    """The form's fields; what was given once it is sent, else None."""
    words, known = field.words, field.screen.board.knowledge
    ledger = _choose_list(field) if is_new else str(field.standing("ledger"))
    given: dict[str, Any] = {"ledger": ledger} if is_new else {}
    cited = _cited(field) if ledger == "highlight" else {}
    with st.form(field.key("form"), border=False):
        given["title"] = st.text_input(
            words("ledger_column.title"), field.standing("title", ""), max_chars=TITLE_LENGTH, key=field.key("title")
        )
        first, second, third = st.columns(3)
        with first:
            given["action_id"] = _action(field)
        with second:
            given["due_on"] = st.date_input(
                words("ledger_column.due_on"), field.standing("due_on"), key=field.key("due"), format="YYYY-MM-DD"
            )
        with third:
            given["lead_person"] = _text(field, "lead_person")
        left, right = st.columns(2)
        with left:
            given["lead_units"] = _many(field, "lead_units", known.units)
        with right:
            given["supporting_units"] = _many(field, "supporting_units", known.units)
        left, right = st.columns(2)
        with left:
            given["indicator_ids"] = _many(field, "indicator_ids", known.indicators)
        with right:
            if ledger == "project":
                given["stage"] = _stage(field)
        given["description"] = _text(field, "description", area=True)
        given["progress"] = _text(field, "progress", area=True)
        sent = st.form_submit_button(words("ledgers.save"), type="primary")
    return {**given, **cited} if sent else None


def _choose_list(field: Field) -> str:
    names = list_names(field.screen.board.knowledge.catalogue, field.words, None)
    return str(
        st.segmented_control(
            field.words("ledgers.pick_list"),
            LEDGERS,
            default=field.standing("ledger"),
            required=True,
            format_func=names.__getitem__,
            key=field.key("ledger"),
        )
    )


def _action(field: Field) -> str | None:
    words, known = field.words, field.screen.board.knowledge
    options = [*(row["action_id"] for row in known.actions_in_order), COUNTY]
    standing = field.standing("action_id", COUNTY if field.entry and "entry_id" in field.entry else options[0])
    chosen = st.selectbox(
        words("ledger_column.action_id"),
        options,
        index=options.index(standing),
        format_func=lambda a: words("ledgers.county") if a == COUNTY else words.of(known.actions[a]),
        key=field.key("action"),
    )
    return None if chosen == COUNTY else chosen


def _text(field: Field, name: str, *, area: bool = False) -> str:
    label, standing = field.words(f"ledger_column.{name}"), field.standing(name, "")
    if area:
        return str(st.text_area(label, standing, max_chars=TEXT_LENGTH, height=80, key=field.key(name)))
    return str(st.text_input(label, standing, max_chars=TITLE_LENGTH, key=field.key(name)))


def _many(field: Field, name: str, things: Mapping[str, Row]) -> list[str]:
    standing = [one for one in owners.ids(field.standing(name)) if one in things]
    return st.multiselect(
        field.words(f"ledger_column.{name}"),
        list(things),
        default=standing,
        format_func=lambda one: field.words.of(things[one]),
        key=field.key(name),
        placeholder=field.words("ledgers.choose"),
    )


def _stage(field: Field) -> str | None:
    words = field.words
    chosen: str | None = st.selectbox(
        words("ledger_column.stage"),
        list(STAGES),
        index=STAGES.index(field.standing("stage")) if field.standing("stage") else None,
        format_func=lambda s: words(f"stage.{s}"),
        key=field.key("stage"),
        placeholder=words("ledgers.choose"),
    )
    return chosen


def _cited(field: Field) -> dict[str, Any]:
    """The figure a highlight cites: an indicator that has figures, and one of their periods."""
    words, known = field.words, field.screen.board.knowledge
    standing = known.observations.filter(pl.col("withdrawn_at").is_null() & pl.col("obs_value").is_not_null())
    indicators = [one for one in known.indicators if one in set(standing["indicator_id"])]
    left, right = st.columns([3, 2])
    with left:
        at = field.standing("cited_indicator_id")
        indicator_id = st.selectbox(
            words("ledger_column.cited_indicator_id"),
            indicators,
            index=indicators.index(at) if at in indicators else None,
            format_func=lambda one: words.of(known.indicators[one]),
            key=field.key("cited"),
            placeholder=words("ledgers.choose"),
        )
    if indicator_id is None:
        st.caption(words("ledgers.cite_needed"))
        return {"cited_indicator_id": None, "cited_period": None}
    figures = _figures(standing, indicator_id)
    with right:
        period = st.selectbox(
            words("ledger_column.cited_period"),
            list(figures),
            index=list(figures).index(field.standing("cited_period", next(iter(figures)))),
            format_func=lambda p: f"{words.month(p)} · {_amount(field.screen, indicator_id, figures[p])}",
            key=field.key(f"period_{indicator_id}"),
        )
    return {"cited_indicator_id": indicator_id, "cited_period": period}


def _figures(standing: pl.DataFrame, indicator_id: str) -> dict[date, float]:
    """period -> the figure that stands, newest period first."""
    rows = standing.filter(pl.col("indicator_id") == indicator_id).sort("reference_period", "recorded_at")
    figures = dict(rows.select("reference_period", "obs_value").iter_rows())
    return dict(sorted(figures.items(), reverse=True))


def _amount(screen: Screen, indicator_id: str, value: float) -> str:
    known = screen.board.knowledge
    return amount(screen.words, value, known.indicators[indicator_id], known.measure_of(indicator_id))


def close(screen: Screen, by: str, entry: Row) -> None:
    """The form that closes an open entry, with its evidence; or opens a closed one again."""
    words = screen.words
    if entry["state"] != "open":
        if st.button(words("ledgers.reopen"), key="reopen_entry", icon=":material/undo:") and person.known(words, by):
            process = the_process()
            _save(
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
            _save(screen, lambda: _close(entry["entry_id"], by, given), said="ledgers.closed")


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
            _save(screen, lambda: _store(entry["entry_id"], by, file, link))


def _store(entry_id: str, by: str, file: tuple[str, bytes] | None, link: str | None) -> None:
    process = the_process()
    store_evidence(process.warehouse, process.programme_id, entry_id, by=by, file=file, link=link, at=board_now())


def take_back(screen: Screen, by: str, piece: Row) -> None:
    """Takes a piece of evidence back."""
    process = the_process()
    if person.known(screen.words, by):
        _save(
            screen,
            lambda: remove_evidence(
                process.warehouse, process.programme_id, piece["evidence_id"], by=by, at=board_now()
            ),
        )


def _save(screen: Screen, write: Callable[[], object], *, said: str = "ledgers.saved") -> None:
    """Writes, and starts the page over with what was written; says why where it could not be."""
    try:
        written = write()
    except WarehouseError as error:
        refusals.show(screen.words, error, within="ledgers.not_saved")
        return
    if isinstance(written, str):
        st.session_state.pop(_BEGUN, None)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        state.write_to_url(entry=written)
    st.toast(screen.words(said))
    st.rerun()
