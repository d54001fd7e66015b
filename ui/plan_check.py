"""The plan check's pieces: the count of rows, the contradictions, the row in force, the tables of targets."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from i18n.typed import typed
from rules.model import Kind
from ui import html, tables
from ui.clock import board_now
from ui.process import the_process
from ui.screen import Screen
from warehouse.queries import mark_in_force as store_mark

VIEWS = ("all", "without_lead", "unquantified")


def differing(screen: Screen) -> list[str]:
    """Indicators whose targets contradict each other, in the order of the plan."""
    return screen.board.knowledge.contradicting


def summary(screen: Screen) -> None:
    """How many targets have a number, a direction alone or words alone; how many contradict or name no lead."""
    targets = screen.board.knowledge.catalogue.targets
    in_words = pl.col("kind") == Kind.NOT_QUANTIFIED
    worded = targets.filter(in_words)["indicator_id"].unique()
    judged = targets.filter(~in_words)["indicator_id"].unique()
    st.write(
        screen.words(
            "check.summary",
            rows=targets.height,
            indicators=targets["indicator_id"].n_unique(),
            quantified=targets.filter("quantified").height,
            unquantified=targets.filter(~pl.col("quantified")).height,
            directions=targets.filter(~pl.col("quantified"), ~in_words).height,
            worded=targets.filter(in_words).height,
            alone=worded.is_in(judged.implode()).not_().sum(),
            contradictions=len(differing(screen)),
            without_lead=targets.filter(_without_lead()).height,
        )
    )


def _without_lead() -> pl.Expr:
    return pl.col("lead_units").is_null() | (pl.col("lead_units") == "")


def contradictions(screen: Screen) -> None:
    """Each contradicting indicator with its rows, their verdicts and which decides."""
    words, known = screen.words, screen.board.knowledge
    verdicts = {row["target_id"]: row for row in screen.board.verdicts.iter_rows(named=True)}
    body = []
    for indicator_id in differing(screen):
        for n, row in enumerate(known.targets_of[indicator_id]):
            again = ' class="ea-again"' if n else ""  # on a phone each row stands alone and says its name
            name = f"<b{again}>{escape(words.of(known.indicators[indicator_id]))}</b>"
            body.append([name, *_contradiction_cells(screen, row, verdicts[row["target_id"]])])
    header = ["indicator", "target", "place", "status", "state"]
    st.html(html.table([words(f"column.{name}") for name in header], body))


def _contradiction_cells(screen: Screen, row: dict[str, Any], verdict: dict[str, Any]) -> list[str]:
    words, known = screen.words, screen.board.knowledge
    decided = ""
    if known.in_force.get(row["indicator_id"]) == row["target_id"]:
        decided = words("check.in_force")
    elif verdict["is_deciding"] and row["indicator_id"] not in known.in_force:
        decided = words("check.stricter")
    return [
        escape(tables.target_in_words(words, known, row)),
        escape(words.place(row["document"], row["section"], row["item"])),
        html.chip(words, verdict["status"]),
        escape(decided),
    ]


def decisions(screen: Screen) -> None:
    """Who marked which row, when and on what ground."""
    words, known = screen.words, screen.board.knowledge
    for row in known.marks.filter(pl.col("target_id").is_not_null()).iter_rows(named=True):
        name = words.of(known.indicators[row["indicator_id"]])
        marked = words(
            "check.history",
            who=typed(words, row["marked_by"]),
            when=words.moment(row["recorded_at"]),
            reason=typed(words, row["reason"]),
        )
        st.html(f'<p class="ea-muted"><b>{escape(name)}</b> {escape(marked)}</p>')


def mark_in_force(screen: Screen) -> None:
    """A person marks one row as the one in force, with name and ground; stored append-only."""
    words, known = screen.words, screen.board.knowledge
    found = differing(screen)
    if not found:
        return
    with st.expander(words("check.mark"), icon=":material/gavel:"):
        indicator_id = st.selectbox(
            words("column.indicator"),
            found,
            format_func=lambda i: words.of(known.indicators[i]),
            key="mark_indicator",
            filter_mode="contains",
        )
        with st.form("mark", border=False):
            choices = ["", *(row["target_id"] for row in known.targets_of[indicator_id])]
            standing = known.in_force.get(indicator_id, "")
            chosen = st.radio(
                words("check.choice"),
                choices,
                index=choices.index(standing) if standing in choices else 0,
                format_func=lambda t: _choice(screen, t),
            )
            who = st.text_input(words("check.who"), max_chars=60)
            ground = st.text_input(words("check.reason"), max_chars=300)
            if st.form_submit_button(words("check.save"), type="primary"):
                _store(screen, indicator_id, chosen, who.strip(), ground.strip())


def _choice(screen: Screen, target_id: str) -> str:
    words, known = screen.words, screen.board.knowledge
    if not target_id:
        return words("check.stricter")
    row = known.targets[target_id]
    place = words.place(row["document"], row["section"], row["item"])
    return f"{tables.target_in_words(words, known, row)} · {place}"


def _store(screen: Screen, indicator_id: str, target_id: str, who: str, ground: str) -> None:
    if not who or not ground:
        st.error(screen.words("check.need_both"))
        return
    process = the_process()
    store_mark(
        process.warehouse,
        process.programme_id,
        indicator_id,
        target_id=target_id or None,
        marked_by=who,
        reason=ground,
        at=board_now(),
    )
    st.toast(screen.words("check.saved"))
    st.rerun()


def targets(screen: Screen) -> None:
    """All targets, or those without a lead, or those not quantified; a name opens its indicator."""
    words = screen.words
    view = st.segmented_control(
        words("check.view"),
        VIEWS,
        default="all",
        required=True,
        format_func=lambda v: words(f"check.{v}"),
        key="check_view",
        label_visibility="collapsed",
    )
    table = tables.targets_table(screen)
    ids = screen.board.knowledge.catalogue.targets
    if view == "without_lead":
        table = table.where(table.rows["target_id"].is_in(ids.filter(_without_lead())["target_id"].implode()))
    elif view == "unquantified":
        table = table.where(table.rows["target_id"].is_in(ids.filter(~pl.col("quantified"))["target_id"].implode()))
    tables.draw(screen, table, key=f"check_{view}", what=words("nav.plan_check"))
