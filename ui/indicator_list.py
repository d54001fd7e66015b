"""The list of all indicators, the worst first: filters kept in the address, a table that opens an indicator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from rules.model import Kind, Status
from ui import grid, owners, state, tables
from ui.choose import kept_select
from ui.kept import kept
from ui.keys import BY_KEY, Key, key_of
from ui.links import ALL, FILTERS, SOUGHT
from ui.screen import Screen
from warehouse.board import Knowledge

SHORT = 2
"""How many lead units the table names; the file and the indicator's page name all."""
_COLUMNS = ("status", "indicator", "actual", "target", "gap", "lead", "period")


@dataclass(frozen=True)
class Listed:
    """The same indicators in the same order: what filters ask for, in words for the screen, and for download."""

    rows: pl.DataFrame
    """indicator_id, status, kind, called (its names and aliases), and as lists: actions, units (lead or reporting)."""
    shown: pl.DataFrame
    download: pl.DataFrame


def draw(screen: Screen) -> None:
    """Filters, how many indicators they leave, and the table, whose names open the indicators."""
    words, listed = screen.words, _listed(key_of(screen))
    with st.container(horizontal=True, vertical_alignment="bottom", key="indicator_filters", gap="small"):
        keep = _filtered(screen, listed)
    st.caption(words("indicators.found", count=int(keep.sum()), of=listed.rows.height) + words("worst.order"))
    if not keep.any():
        return
    rows = listed.rows.filter(keep)
    grid.table(
        screen,
        listed.shown.filter(keep),
        key="indicators",
        what=words("indicators.title"),
        download=listed.download.filter(keep),
        way=grid.to_indicators(screen, rows["indicator_id"]),
        look=grid.statuses(words, rows),
    )


def show(indicator_id: str | None) -> None:
    """Turn to an indicator's page, or back to the list."""
    st.session_state["indicator"] = indicator_id
    state.write_to_url(indicator=indicator_id)


@kept(max_entries=24, hash_funcs=BY_KEY)
def _listed(key: Key) -> Listed:
    """One line an indicator: its deciding target among all targets, worst first."""
    words, board = key.words, key.board
    screen = Screen(page="", words=words, board=board, latest=key.as_of.date(), size=key.size)
    table = tables.targets_table(screen)
    deciding = table.one_each()
    rows = pl.DataFrame([_asked_for(board.knowledge, row) for row in deciding.rows.iter_rows(named=True)])
    more = [
        pl.Series(words("column.kind"), [words(f"kind.{kind}") for kind in rows["kind"]]),
        pl.Series(words("column.action"), [_action_names(key, actions) for actions in rows["actions"]]),
    ]
    return Listed(
        rows=rows,
        shown=deciding.shown.select([words(f"column.{name}") for name in _COLUMNS]).with_columns(
            _owners(key, rows, limit=SHORT), more[-1]
        ),
        download=deciding.download.with_columns(_owners(key, rows), *more),
    )


def _owners(key: Key, rows: pl.DataFrame, *, limit: int | None = None) -> pl.Series:
    """Who owns each indicator: as the plan names them anywhere, or who reports it."""
    words, known = key.words, key.board.knowledge
    told = [owners.owner_cell(words, known, indicator_id, limit=limit) for indicator_id in rows["indicator_id"]]
    return pl.Series(words("column.lead"), told)


def _asked_for(known: Knowledge, row: dict[str, Any]) -> dict[str, Any]:
    """What the filters ask of an indicator."""
    indicator_id = row["indicator_id"]
    reporting = known.indicators[indicator_id]["reporting_unit"]
    units = [*owners.lead_units(known, indicator_id), *([reporting] if reporting else [])]
    return {
        "indicator_id": indicator_id,
        "status": row["status"],
        "kind": row["kind"],
        "actions": list(dict.fromkeys(target["action_id"] for target in known.targets_of[indicator_id])),
        "units": list(dict.fromkeys(units)),
        "called": " ".join(_called(known, indicator_id)),
    }


def _called(known: Knowledge, indicator_id: str) -> list[str]:
    """What an indicator is called: its names in every language, and what units write for it."""
    names = [text for field, text in known.indicators[indicator_id].items() if field.startswith("name_") and text]
    aliases = known.catalogue.indicator_aliases.filter(pl.col("indicator_id") == indicator_id)["alias"]
    return [*names, *aliases]


def _action_names(key: Key, actions: list[str]) -> str:
    return key.words.join([key.words.of(key.board.knowledge.actions[action_id]) for action_id in actions])


def _filtered(screen: Screen, listed: Listed) -> pl.Series:
    """Draw the filters; which rows they leave."""
    words, rows = screen.words, listed.rows
    take(screen)
    keep = pl.Series([True]).new_from_index(0, rows.height)
    for name, label, options, write in _choices(screen, rows):
        chosen = _chosen(name, label, [ALL, *options], _or_all(write, words("action.everything")))
        if chosen != ALL:
            keep &= _has(rows, name, chosen)
    sought = _sought(words("indicators.search"), words("indicators.search_hint")).casefold().split()
    if sought:
        every = listed.download.with_columns(rows["called"])
        said = every.select(pl.concat_str(pl.all().cast(pl.String), separator=" ", ignore_nulls=True)).to_series()
        for part in sought:
            keep &= said.str.to_lowercase().str.contains(part, literal=True)
    return keep


def take(screen: Screen) -> None:
    """Take over what the address filters by; what the plan does not know is noted."""
    state.take_from_url(*FILTERS)
    known = screen.board.knowledge
    offered = {"in_action": known.actions, "in_status": set(Status), "of_unit": known.units, "of_kind": set(Kind)}
    for name in FILTERS:
        chosen = st.session_state.get(name)
        if chosen and chosen != ALL and chosen not in offered[name]:
            state.note_unknown(name, chosen)


def _choices(screen: Screen, rows: pl.DataFrame) -> list[tuple[str, str, list[str], Callable[[str], str]]]:
    """Each filter's name, label, what it offers and how that is written."""
    words, known = screen.words, screen.board.knowledge
    concerned, statuses, kinds = set(rows["units"].explode().drop_nulls()), set(rows["status"]), set(rows["kind"])
    actions = [row["action_id"] for row in known.actions_in_order]
    units = [unit_id for unit_id in known.units if unit_id in concerned]
    return [
        ("in_action", words("column.action"), actions, lambda i: words.of(known.actions[i])),
        (
            "in_status",
            words("column.status"),
            [status.value for status in Status if status in statuses],
            lambda s: words(f"status.{s}"),
        ),
        ("of_unit", words("indicators.unit"), units, lambda i: words.of(known.units[i])),
        ("of_kind", words("column.kind"), [k.value for k in Kind if k in kinds], lambda k: words(f"kind.{k}")),
    ]


def _or_all(write: Callable[[str], str], everything: str) -> Callable[[str], str]:
    return lambda option: everything if option == ALL else write(option)


def _has(rows: pl.DataFrame, name: str, chosen: str) -> pl.Series:
    if name in ("in_action", "of_unit"):
        return rows["actions" if name == "in_action" else "units"].list.contains(chosen)
    return rows["status" if name == "in_status" else "kind"] == chosen


def _chosen(name: str, label: str, options: list[str], write: Callable[[str], str]) -> str:
    """A select box whose choice is kept in the address; the first option is what it stands at untouched.

    What none of the indicators has this month stays chosen where it was asked for: then nothing is found.
    """
    chosen = st.session_state.get(name) or options[0]
    options = options if chosen in options else [*options, chosen]
    kept_select(name, label, options, chosen, write=write, width=205)
    state.write_to_url(**{name: None if chosen == options[0] else chosen})
    return str(chosen)


def _sought(label: str, hint: str) -> str:
    """The words looked for, kept in the address."""
    widget, name = f"pick_{SOUGHT}", SOUGHT
    state.take_from_url(name)
    st.session_state[widget] = st.session_state.get(name) or ""
    st.text_input(
        label, key=widget, placeholder=hint, width=300, max_chars=60, on_change=state.take_widget, args=(widget, name)
    )
    sought = str(st.session_state[widget]).strip()
    state.write_to_url(**{SOUGHT: sought or None})
    return sought
