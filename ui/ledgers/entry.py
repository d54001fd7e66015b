"""One entry in full: how it stands, its figures, its evidence, its history, and what can be done with it."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import streamlit as st

from etl.ledgers.form import list_names
from i18n.entries import due_text, entry_standing, entry_title
from i18n.sentences import amount
from i18n.typed import typed
from ui import html, links, owners, parts, reasons
from ui.access.here import told_export
from ui.ledgers import closing, forms, showing
from ui.ledgers.data import Lists, Row, lists_of
from ui.process import the_process
from ui.screen import Screen
from warehouse.evidence import read_evidence
from warehouse.ledgers import read_entry_history
from warehouse.shortcomings import linked_indicators, next_figure

HISTORY = (
    "title", "description", "lead_person", "lead_units", "supporting_units", "indicator_ids", "cited_indicator_id",
    "cited_period", "stage", "due_on", "progress", "state", "closed_on", "closing_words",
)  # fmt: skip
"""What the history tells of, where it changed."""


def draw(screen: Screen, by: str, entry_id: str) -> None:
    """The entry: head, facts and forms on the left, figures and evidence on the right, its history below."""
    lists = lists_of(screen)
    entry = lists.by_id[entry_id]
    _head(screen, lists, entry)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _facts(screen, entry)
        forms.edit(screen, by, entry)
        closing.close(screen, by, entry)
    with right:
        _figures(screen, entry)
        _evidence(screen, lists, entry, by)
    st.subheader(screen.words("ledgers.history"))
    _history(screen, entry_id)


def _head(screen: Screen, lists: Lists, entry: Row) -> None:
    words, standing = screen.words, entry_standing(entry, lists.day)
    st.html(
        f'<div class="ea-entry">{showing.mark_chip(words, standing)}'
        f"<h2>{escape(typed(words, entry_title(words, entry, screen.board.knowledge.indicators)))}</h2>"
        f'<div class="ea-muted">{escape(due_text(words, entry, lists.day))}</div></div>'
    )


def _facts(screen: Screen, entry: Row) -> None:
    words, known = screen.words, screen.board.knowledge
    action = words.of(known.actions[entry["action_id"]]) if entry["action_id"] else words("ledgers.county")
    units = {name: owners.names(words, known, owners.ids(entry[name])) for name in ("lead_units", "supporting_units")}
    name_of_list = list_names(known.catalogue, words, entry["action_id"])[entry["ledger"]]
    named = {
        "list": f"{name_of_list} · {action}",
        "lead_person": typed(words, entry["lead_person"] or ""),
        **units,
        "description": typed(words, entry["description"] or ""),
        "progress": typed(words, entry["progress"] or ""),
        "stage": words(f"stage.{entry['stage']}") if entry["stage"] else None,
        "closing_words": typed(words, entry["closing_words"] or ""),
        "origin": words(f"entry_origin.{entry['origin']}"),
        "place": words.place(entry["document"], int(entry["section"]), entry["item"]) if entry["document"] else None,
    }
    parts.facts({words(f"ledger_column.{name}"): text for name, text in named.items() if text})


def _figures(screen: Screen, entry: Row) -> None:
    """The linked indicators with their status, the figure cited, and the first figure after closing."""
    words = screen.words
    indicators = linked_indicators(entry)
    if not indicators:
        return
    st.markdown(f"**{words('ledgers.linked')}**")
    with st.container(key="list_linked", gap=None):
        for indicator_id in indicators:
            _indicator(screen, indicator_id)
    if entry["cited_indicator_id"] is not None:
        _cited(screen, entry["cited_indicator_id"], entry["cited_period"])
    if entry["ledger"] == "shortcoming" and entry["state"] == "done":
        for indicator_id in indicators:
            _next_figure(screen, indicator_id, entry["closed_on"])


def _indicator(screen: Screen, indicator_id: str) -> None:
    words, known = screen.words, screen.board.knowledge
    verdict = screen.board.deciding.get(indicator_id)
    name = links.escape_markdown(words.of(known.indicators[indicator_id]))
    if verdict is None:
        links.to_indicator(screen, indicator_id)
        return
    value = links.escape_markdown(reasons.actual_text(words, known, verdict))
    label = f"{parts.status_mark(words, verdict['status'])} **{name}** {value}"
    links.to_indicator(screen, indicator_id, label=label)


def _cited(screen: Screen, indicator_id: str, period: date) -> None:
    words, known = screen.words, screen.board.knowledge
    rows = known.observations.filter(indicator_id=indicator_id, reference_period=period).sort("recorded_at")
    standing = rows.filter(rows["withdrawn_at"].is_null())
    value = _amount(screen, indicator_id, standing["obs_value"][-1] if standing.height else None)
    name = words.of(known.indicators[indicator_id])
    said = words("ledgers.cited_figure", indicator=name, period=words.month(period), value=value)
    st.html(f'<div class="ea-figure"><b>{escape(words("ledgers.cited"))}</b> {escape(said)}</div>')


def _next_figure(screen: Screen, indicator_id: str, closed_on: date) -> None:
    words, known = screen.words, screen.board.knowledge
    name, row = words.of(known.indicators[indicator_id]), next_figure(known.observations, indicator_id, closed_on)
    if row is None:
        said = words("ledgers.next_figure_none", indicator=name)
    else:
        value = _amount(screen, indicator_id, row["obs_value"])
        period = words.month(row["reference_period"])
        said = words("ledgers.next_figure_line", indicator=name, period=period, value=value)
    st.html(f'<div class="ea-figure">{escape(said)}</div>')


def _amount(screen: Screen, indicator_id: str, value: float | None) -> str:
    known = screen.board.knowledge
    return amount(screen.words, value, known.indicators[indicator_id], known.measure_of(indicator_id))


def _evidence(screen: Screen, lists: Lists, entry: Row, by: str) -> None:
    words, pieces = screen.words, lists.evidence_of(entry["entry_id"])
    st.markdown(f"**{words('ledgers.evidence')}**")
    if not pieces:
        st.caption(words("ledgers.no_evidence"))
    for piece in pieces:
        _piece(screen, piece, by)
    closing.add_evidence(screen, by, entry)


def _piece(screen: Screen, piece: Row, by: str) -> None:
    words, key = screen.words, piece["evidence_id"]
    name = links.escape_markdown(typed(words, piece["name"]))
    with st.container(horizontal=True, vertical_alignment="center", key=f"piece_{key}"):
        if piece["link"]:
            st.link_button(name, piece["link"], icon=":material/link:")
        else:
            st.download_button(
                name,
                told_export(piece["name"], lambda: read_evidence(the_process().warehouse, key)[1]),
                file_name=piece["name"],
                on_click="ignore",
                icon=":material/download:",
                key=f"evidence_{key}",
            )
        when = words.day(piece["recorded_at"].date())
        st.caption(links.escape_markdown(words("ledgers.written_by", by=typed(words, piece["given_by"]), when=when)))
        if st.button(words("ledgers.take_back"), key=f"take_back_{key}", icon=":material/undo:"):
            closing.take_back(screen, by, piece)


def _history(screen: Screen, entry_id: str) -> None:
    """Newest first: when, who, and what changed."""
    words, known = screen.words, screen.board.knowledge
    rows = read_entry_history(the_process().warehouse, known.catalogue, entry_id, screen.as_of).to_dicts()
    told = []
    for before, row in zip([None, *rows], rows, strict=False):
        is_plan = before is None and row["origin"] == "plan"
        who = words("ledgers.brought_by_plan") if is_plan else typed(words, row["written_by"])
        told.append([escape(words.moment(row["recorded_at"])), escape(who), _changes(screen, before, row)])
    header = [words("ledger_column.written"), words("ledgers.by_column"), words("ledgers.changed_fields")]
    st.html(html.table(header, told[::-1]))


def _changes(screen: Screen, before: Row | None, row: Row) -> str:
    words = screen.words
    if before is None:
        began = words("ledgers.began")
        progress = typed(words, row["progress"] or "")
        return escape(words("ledgers.told", field=began, text=progress) if progress else began)
    changed = [name for name in HISTORY if (before[name] or None) != (row[name] or None)]
    return "<br>".join(escape(_change(screen, name, before[name], row[name])) for name in changed)


def _change(screen: Screen, name: str, before: Any, after: Any) -> str:
    """A field and what became of it; long texts only as they are now."""
    words, field, now = screen.words, screen.words(f"ledger_column.{name}"), _shown(screen, name, after)
    if before is None or name in {"progress", "description"}:
        return words("ledgers.told", field=field, text=now)
    return words("ledgers.changed", field=field, before=_shown(screen, name, before), after=now)


def _shown(screen: Screen, name: str, value: Any) -> str:
    """A field's value in words."""
    words, known = screen.words, screen.board.knowledge
    if value is None or value == "":
        return words("ledgers.empty")
    if name in {"lead_units", "supporting_units"}:
        return owners.names(words, known, owners.ids(value))
    if name in {"indicator_ids", "cited_indicator_id"}:
        return words.join([words.of(known.indicators[one]) for one in owners.ids(value) if one in known.indicators])
    if name in {"stage", "state"}:
        return words(f"{'stage' if name == 'stage' else 'entry_state'}.{value}")
    if isinstance(value, date):
        return words.month(value) if name == "cited_period" else words.day(value)
    return typed(words, str(value))
