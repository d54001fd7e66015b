"""Names people have confirmed: listed with who and when, and removed again."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from i18n.typed import typed
from ui import grid, person
from ui.clock import board_now
from ui.process import the_process
from ui.screen import Screen
from warehouse.aliases import read_aliases, remove_alias
from warehouse.ledger import EVER


def draw(screen: Screen, by: str) -> None:
    """The table of confirmed names; a selected one can be removed."""
    words, process = screen.words, the_process()
    names = read_aliases(process.warehouse, process.programme_id, EVER)
    st.caption(words("names.note"))
    if not names.height:
        st.caption(words("names.none"))
        return
    shown = pl.DataFrame([_row(screen, row) for row in names.iter_rows(named=True)])
    chosen = grid.pick(screen, shown, _ids(names), key="alias", column=words("names.alias"))
    if chosen is not None and st.button(words("names.remove"), icon=":material/delete:") and person.known(words, by):
        row = names.row(chosen, named=True)
        remove_alias(
            process.warehouse,
            process.programme_id,
            kind=row["kind"],
            alias=row["alias"],
            by=by,
            at=board_now(),
        )
        st.rerun()


def _ids(names: pl.DataFrame) -> list[str]:
    """What tells confirmed names apart in the address."""
    return names.select(pl.concat_str("kind", "alias", separator="."))["kind"].to_list()


def _row(screen: Screen, row: dict[str, Any]) -> dict[str, str]:
    words, known = screen.words, screen.board.knowledge
    named = {"indicator": known.indicators, "unit": known.units}.get(row["kind"], {})
    meaning = words.of(named[row["meaning"]]) if row["meaning"] in named else row["meaning"]
    return {
        words("names.kind"): words(f"alias_kind.{row['kind']}"),
        words("names.alias"): row["alias"],
        words("names.meaning"): meaning,
        words("names.by"): typed(words, row["confirmed_by"]),
        words("names.when"): words.moment(row["recorded_at"]),
    }
