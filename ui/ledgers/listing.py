"""The lists: what each holds, which of it is overdue, and the table that opens an entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
import streamlit as st

from etl.ledgers.form import list_names
from i18n.entries import entry_standing, entry_title
from i18n.typed import typed
from ui import grid, links, state
from ui.choose import kept_select
from ui.kept import kept
from ui.keys import BY_KEY, Key, key_of
from ui.ledgers import showing
from ui.ledgers.data import Lists, in_view, lists_at, lists_of
from ui.process import the_process
from ui.screen import Screen
from warehouse.plan_entries import LEDGERS

ALL = "all"
SHOWS = ("open", "overdue", "closed", "all")
_ORDER = {"overdue": 0, "soon": 1, "open": 2, "done": 3, "dropped": 4}


@dataclass(frozen=True)
class View:
    """What the visitor looks at; `action_id` and `ledger` None = all."""

    action_id: str | None
    ledger: str | None
    show: str
    sought: str


def choose(screen: Screen) -> View:
    """Action and what to show as select boxes, the list as tiles; all kept in the address."""
    words, known = screen.words, screen.board.knowledge
    state.take_from_url("ledger_action", "ledger", "show")
    actions = [ALL, *(row["action_id"] for row in known.actions_in_order)]
    action = _kept("ledger_action", actions, ALL)
    show = _kept("show", list(SHOWS), "open")

    def name(action_id: str) -> str:
        return words("ledgers.all_actions") if action_id == ALL else words.of(known.actions[action_id])

    kept_select("ledger_action", words("ledgers.pick_action"), actions, action, write=name, width=280)
    kept_select(
        "show", words("ledgers.pick_state"), list(SHOWS), show, write=lambda s: words(f"ledgers.show_{s}"), width=150
    )
    ledger = _kept("ledger", [ALL, *LEDGERS], ALL)
    state.write_to_url(
        ledger_action=None if action == ALL else action,
        show=None if show == "open" else show,
        ledger=None if ledger == ALL else ledger,
    )
    sought = st.text_input(
        words("ledgers.search"), key="ledger_search", placeholder=words("ledgers.search_hint"), width=260
    )
    return View(None if action == ALL else action, None if ledger == ALL else ledger, show, sought)


def _kept(name: str, options: list[str], default: str) -> str:
    chosen = st.session_state.get(name)
    if chosen not in options:
        chosen = st.session_state[name] = default
    return str(chosen)


def tiles(screen: Screen, view: View) -> None:
    """A tile a list: how many are open, overdue and closed; a click shows that list alone, or all again."""
    words = screen.words
    names = list_names(screen.board.knowledge.catalogue, words, view.action_id)
    entries = in_view(lists_of(screen), action_id=view.action_id, ledger=None)
    with st.container(horizontal=True, key="ledger_tiles", gap="small"):
        for ledger in LEDGERS:
            mine = entries.filter(ledger=ledger)
            label = _tile_label(screen, names[ledger], mine)
            is_chosen = view.ledger == ledger
            if st.button(label, key=f"tile_{ledger}", type="primary" if is_chosen else "secondary", width="stretch"):
                st.session_state["ledger"] = ALL if is_chosen else ledger
                st.rerun()


def _tile_label(screen: Screen, name: str, mine: pl.DataFrame) -> str:
    words = screen.words
    is_open = mine["state"] == "open"
    overdue = int(mine["is_overdue"].sum())
    told = f":red[{words('ledgers.count_overdue', count=overdue)}] · " if overdue else ""
    closed = words("ledgers.count_closed", count=mine.height - int(is_open.sum()))
    return f"**{int(is_open.sum())}** {links.escape_markdown(name)} *{told}{closed}*"


@dataclass(frozen=True)
class Table:
    """The same entries twice: as rows, and in words for screen and download."""

    rows: pl.DataFrame
    shown: pl.DataFrame
    download: pl.DataFrame


@kept(max_entries=24, hash_funcs=BY_KEY)
def _table(key: Key, drive_version: int, screen_page: str) -> Table:
    del drive_version, screen_page  # part of the cache's key only
    screen = Screen(page="", words=key.words, board=key.board, latest=key.as_of.date(), size=key.size)
    lists = lists_at(key.as_of)
    standing = pl.Series("standing", [entry_standing(row, lists.day) for row in lists.by_id.values()], dtype=pl.String)
    order = pl.col("standing").replace_strict(_ORDER, return_dtype=pl.Int64)
    rows = lists.entries.with_columns(standing).with_columns(order=order).sort("order", "due_on", nulls_last=True)
    told = [_told(screen, row) for row in rows.iter_rows(named=True)]
    shown = pl.DataFrame([first for first, _ in told], infer_schema_length=None)
    return Table(rows, shown, pl.DataFrame([{**first, **more} for first, more in told], infer_schema_length=None))


def _told(screen: Screen, row: dict[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """An entry in words: what the table shows, and what the download says more."""
    words, known = screen.words, screen.board.knowledge
    entry: dict[str, object] = row
    action_id = str(row["action_id"] or "")
    action = words.of(known.actions[action_id]) if action_id in known.actions else words("ledgers.county")

    def name(column: str) -> str:
        return words(f"ledger_column.{column}")

    def told(column: str) -> str:
        return typed(words, str(row[column] or ""))

    shown: dict[str, object] = {
        name("state"): showing.mark_text(words, str(row["standing"])),
        name("title"): typed(words, entry_title(words, entry, known.indicators)),
        name("due_on"): words.day(row["due_on"]) if isinstance(row["due_on"], date) else "",
        name("owner"): showing.owner(screen, entry),
        name("indicator_ids"): showing.indicators_text(screen, entry),
        name("progress"): told("progress"),
        name("list"): words(f"ledger_short.{row['ledger']}"),
        name("action_id"): action,
    }
    more = {
        name("description"): told("description"),
        name("lead_person"): told("lead_person"),
        name("stage"): words(f"stage.{row['stage']}") if row["stage"] else "",
        name("due_on"): row["due_on"],
        name("closed_on"): row["closed_on"],
        name("closing_words"): told("closing_words"),
        name("evidence"): row["evidence"],
        name("origin"): words(f"entry_origin.{row['origin']}"),
        name("entry_id"): row["entry_id"],
    }
    return shown, more


def table(screen: Screen, view: View) -> None:
    """The entries in view, what is most urgent first; a title opens its entry."""
    words = screen.words
    made = _table(key_of(screen), the_process().warehouse.drive_version(), "ledgers")
    keep = _kept_rows(made, view)
    if not keep.any():
        st.caption(words("ledgers.nothing"))
        return
    hidden = [words("ledger_column.list")] if view.ledger else []
    hidden += [words("ledger_column.action_id")] if view.action_id else []
    rows = made.rows.filter(keep)
    title, standing = words("ledger_column.title"), words("ledger_column.state")
    here = st.query_params.to_dict()
    grid.table(
        screen,
        made.shown.filter(keep).drop(hidden),
        key="entries",
        what=_name(screen, view),
        download=made.download.filter(keep),
        way=grid.Way("ledgers", here, "entry", rows["entry_id"].to_list(), title),
        look=grid.Look(statuses={standing: [showing.MARKS[each] for each in rows["standing"]]}),
    )


def _kept_rows(made: Table, view: View) -> pl.Series:
    rows = made.rows
    keep = pl.Series([True]).new_from_index(0, rows.height)
    if view.action_id is not None:
        keep &= (rows["action_id"] == view.action_id).fill_null(False)
    if view.ledger is not None:
        keep &= rows["ledger"] == view.ledger
    if view.show == "overdue":
        keep &= rows["is_overdue"]
    elif view.show != "all":
        keep &= (rows["state"] == "open") == (view.show == "open")
    for part in view.sought.casefold().split():
        said = made.download.select(pl.concat_str(pl.all().cast(pl.String), separator=" ", ignore_nulls=True))
        keep &= said.to_series().str.to_lowercase().str.contains(part, literal=True)
    return keep


def _name(screen: Screen, view: View) -> str:
    words, known = screen.words, screen.board.knowledge
    of = words.of(known.actions[view.action_id]) if view.action_id else words("ledgers.all_actions")
    names = list_names(known.catalogue, words, view.action_id)
    return f"{of}_{names[view.ledger]}" if view.ledger else of


def open_entry(entry_id: str | None) -> None:
    """Go to an entry, or back to the lists."""
    state.write_to_url(entry=entry_id)
    st.rerun()


def entry_wanted(lists: Lists) -> str | None:
    """The entry the address names, where there is one."""
    wanted = st.query_params.get("entry")
    return wanted if wanted in lists.by_id else None
