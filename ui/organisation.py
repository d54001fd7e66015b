"""The organisation's pieces: the general task force, the task force of each action, the plan's mechanisms."""

from __future__ import annotations

from html import escape
from itertools import groupby

import polars as pl
import streamlit as st

from ui import html, links, owners, router
from ui.ledgers.data import Row
from ui.screen import Screen

COLUMNS = 4
SERVED_COLUMNS = 3
HERE = "organisation"
TYPES = ("ledger", "look", "rate", "compare", "rhythm", "body")


def county(screen: Screen) -> None:
    """The bodies the master plan sets up."""
    words = screen.words
    rules = screen.board.knowledge.catalogue.organisation_rules
    bodies = rules.filter((pl.col("document") == "master") & (pl.col("rule_type") == "body")).sort("ordinal")
    if bodies.height:
        st.subheader(words("organisation.county"))
        said = "".join(f"<li>{escape(words.of(row))}</li>" for row in bodies.to_dicts())
        st.html(f'<ul class="ea-bodies">{said}</ul>')


def task_forces(screen: Screen) -> None:
    """A card an action: convener, deputies, office, members, mechanism; by post and unit."""
    st.subheader(screen.words("organisation.forces"))
    actions = screen.board.knowledge.actions_in_order
    for start in range(0, len(actions), COLUMNS):
        for column, action in zip(st.columns(COLUMNS, gap="small"), actions[start : start + COLUMNS], strict=False):
            with column, st.container(border=True, key=f"force_{action['action_id']}", height="stretch", gap="xsmall"):
                _task_force(screen, action)


def _task_force(screen: Screen, action: Row) -> None:
    words, known = screen.words, screen.board.knowledge
    name = links.escape_markdown(f"{action['ordinal']} {words.of(action)}")
    page = router.page_at(router.action_path(action["action_id"]))
    st.page_link(page, label=f"**{name}**", query_params=links.query(screen))
    facts = {
        "convener": words.of(action, "convener_post"),
        "deputies": words.of(action, "deputy_posts"),
        "office": owners.names(words, known, [action["office_unit"]]),
        "mechanism": words.of(action, "mechanism"),
    }
    told = "".join(
        f"<dt>{escape(words(f'organisation.{label}'))}</dt><dd>{escape(text)}</dd>" for label, text in facts.items()
    )
    st.html(f'<dl class="ea-force">{told}</dl>')
    members = known.catalogue.action_members.filter(action_id=action["action_id"]).sort("ordinal")["unit_id"].to_list()
    with st.popover(words("organisation.members", count=len(members)), type="tertiary", icon=":material/groups:"):
        st.html(f'<div class="ea-members">{escape(owners.names(words, known, members))}</div>')


def mechanisms(screen: Screen) -> None:
    """The plan's own rules, in a card of the screen that serves them."""
    words = screen.words
    st.subheader(words("organisation.mechanisms"), help=words("organisation.mechanisms_note"))
    served = by_screen(screen.board.knowledge.catalogue.organisation_rules)
    columns = st.columns(SERVED_COLUMNS, gap="small")
    filled = [0] * SERVED_COLUMNS
    for page, rules in served.items():
        shortest = filled.index(min(filled))
        lines = _lines_of(screen, rules)
        filled[shortest] += len(lines) + 2
        with columns[shortest], st.container(border=True, key=f"served_{page}", gap="xsmall"):
            _to_page(screen, page)
            st.html(html.table([], lines))


def by_screen(rules: pl.DataFrame) -> dict[str, list[Row]]:
    """The page that serves them -> its rules by document, kind and order; pages in the navigation's order."""
    order = [name for names in router.SECTIONS.values() for name in names]
    found: dict[str, list[Row]] = {}
    for row in rules.with_row_index("place").to_dicts():
        found.setdefault(row["screen"] or HERE, []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row["document"] != "master", row["document"], TYPES.index(row["rule_type"])))
    return {page: found[page] for page in sorted(found, key=lambda page: order.index(page) if page in order else 99)}


def _to_page(screen: Screen, page: str) -> None:
    words = screen.words
    name = links.escape_markdown(words(f"nav.{page}"))
    if page == HERE or page not in router.page_names():
        st.markdown(f"**{name}**")
        return
    st.page_link(router.page_at(page), label=f"**{name}**", query_params=links.query(screen))


def _lines_of(screen: Screen, rules: list[Row]) -> list[list[str]]:
    """A line a document and kind: what the plan calls for there."""
    words = screen.words
    rows = []
    for (document, kind), group in groupby(rules, key=lambda row: (row["document"], row["rule_type"])):
        names = [_name(screen, row) for row in group]
        head = f"{words.place_short(document)} · {words(f'rule_type.{kind}')}"
        rows.append([f'<span class="ea-muted ea-oneline">{escape(head)}</span>', words.join(names)])
    return rows


def _name(screen: Screen, row: Row) -> str:
    """A rule's name; what no figure can answer says that people judge it."""
    name = escape(screen.words.of(row))
    is_judged = row["rule_type"] in {"look", "rate", "compare"} and not row["countable"]
    hand = escape(screen.words("organisation.by_hand"))
    return f'{name} <span class="ea-muted">{hand}</span>' if is_judged else name
