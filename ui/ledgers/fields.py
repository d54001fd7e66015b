"""The fields of an entry's form: what each list asks, with what the entry says now filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from etl.ledgers.form import list_names
from i18n import Words
from i18n.sentences import amount
from rules.model import STAGES
from ui import owners
from ui.ledgers.data import Row
from ui.screen import Screen
from warehouse.plan_entries import LEDGERS

COUNTY = "county"
TITLE_LENGTH, TEXT_LENGTH = 120, 1000
COLUMNS = (
    "title", "description", "lead_person", "lead_units", "supporting_units", "indicator_ids", "cited_indicator_id",
    "cited_period", "stage", "due_on", "progress",
)  # fmt: skip
"""What a form gives of an entry."""


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


def fields(field: Field, *, is_new: bool) -> dict[str, Any] | None:
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
        filter_mode="contains",
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
            filter_mode="contains",
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
