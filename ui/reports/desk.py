"""The two faces of the screen: a draft to look at, write and issue; an issued report as it went out."""

from __future__ import annotations

from urllib.parse import urlencode

import polars as pl
import streamlit as st

from reports.content.model import Content
from reports.errors import UnknownFigure
from rules.periods import day_of
from ui import links, refusals, router
from ui.markup import escape_markdown
from ui.reports import archive, issue, source, writing
from ui.reports import paper as sheet
from ui.reports.choice import Choice, ask, open_issued
from ui.screen import Screen
from warehouse.errors import WarehouseError

VIEWS = ("preview", "write", "archive")


def link_to(screen: Screen, content: Content) -> sheet.Link:
    """A figure of an indicator leads to its screen, one of an action to the action's, at the report's moment."""
    known = screen.board.knowledge
    moment = {"month": f"{content.month:%Y-%m}", "as_of": day_of(content.as_of).isoformat()}

    def link(key: str) -> str | None:
        subject = key.split(":")[0]
        if subject in known.indicators:
            return f"{router.INDICATOR}?{urlencode(links.query(screen, **moment, indicator=subject))}"
        if subject in known.actions:
            return f"{router.action_path(subject)}?{urlencode(links.query(screen, **moment))}"
        return None

    return link


def draft(screen: Screen, choice: Choice, reports: pl.DataFrame) -> None:
    """Choosing and the views; then the paper, the editor, or what was issued before."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="report_bar"):
        ask(screen, choice)
        view = _view(screen)
        tools = st.container(horizontal=True, vertical_alignment="bottom", width="content")
    if view == "archive":
        archive.listing(screen, reports)
        return
    words = screen.words
    try:
        paper = source.draft(screen, choice.kind, choice.period)
    except UnknownFigure as error:
        st.error(
            words("paper.screen.unknown", placeholders=words.join([escape_markdown(p) for p in error.placeholders]))
        )
        return
    with tools:
        issue.downloads(screen, paper)
        if view == "preview":  # what goes out is looked at first
            issue.offer_issue(screen, choice, paper)
    writing.warn_typed()
    if view == "write":
        writing.write(screen, choice, paper, link_to(screen, paper.content))
    else:
        st.html(sheet.to_html(paper, link_to(screen, paper.content)))


def _view(screen: Screen) -> str:
    words = screen.words
    return st.segmented_control(
        words("paper.screen.view"),
        VIEWS,
        default="preview",
        required=True,
        format_func=lambda v: words(f"paper.screen.{v}"),
        key="report_view",
        label_visibility="collapsed",
    )


def issued(screen: Screen, reports: pl.DataFrame, report_id: str) -> None:
    """The report as it went out, its files, and what changed against another."""
    words = screen.words
    try:
        paper = source.issued(report_id)
    except WarehouseError as error:
        refusals.show(words, error, within="paper.screen.damaged")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="report_bar"):
        st.button(
            words("paper.screen.back"),
            icon=":material/arrow_back:",
            on_click=open_issued,
            args=(None,),
            key="report_back",
        )
        issue.downloads(screen, paper, report_id)
    number = escape_markdown(paper.imprint.number) if paper.imprint else ""
    st.caption(words("paper.screen.kept", number=number, title=escape_markdown(paper.content.title)))
    archive.compare(screen, reports, report_id)
    st.html(sheet.to_html(paper, link_to(screen, paper.content)))
