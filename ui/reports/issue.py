"""Downloading and issuing: the Word file, its PDF, and giving a report its number."""

from __future__ import annotations

import streamlit as st

from i18n import Words
from reports.content.kinds import KINDS
from reports.errors import NoConverter
from reports.issuing import issue, number_text
from reports.pdf import find_converter, to_pdf
from ui import person, refusals
from ui.access.here import told_export
from ui.clock import board_now
from ui.process import the_process
from ui.reports.choice import Choice, open_issued
from ui.reports.source import Paper, word_file
from ui.screen import Screen
from warehouse.errors import NumberTaken
from warehouse.issued import next_running

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def downloads(screen: Screen, paper: Paper, report_id: str | None = None) -> None:
    """Word always; PDF where LibreOffice is installed."""
    words, title = screen.words, paper.content.title
    st.download_button(
        words("paper.screen.word"),
        told_export(f"{title}.docx", lambda: word_file(paper, report_id)),
        file_name=f"{title}.docx",
        mime=WORD,
        on_click="ignore",
        icon=":material/description:",
        key="report_word",
    )
    if find_converter() is not None:
        _pdf(words, paper, report_id, title)


def _pdf(words: Words, paper: Paper, report_id: str | None, title: str) -> None:
    """Made when asked for, since it takes seconds; then offered for download."""
    if not st.button(words("paper.screen.pdf"), icon=":material/picture_as_pdf:", key="report_pdf"):
        return
    try:
        with st.spinner(words("paper.screen.pdf_wait")):
            made = to_pdf(word_file(paper, report_id))
    except NoConverter as error:
        refusals.show(words, error, within="paper.screen.pdf_failed")
        return
    st.download_button(
        words("paper.screen.pdf_ready"),
        made,
        file_name=f"{title}.pdf",
        mime="application/pdf",
        on_click="ignore",
        icon=":material/download:",
        key="report_pdf_ready",
    )


def offer_issue(screen: Screen, choice: Choice, paper: Paper) -> None:
    """Number, day and name; then the report goes to the archive and is shown there."""
    words, process = screen.words, the_process()
    kind = KINDS[choice.kind]
    with st.popover(words("paper.screen.issue"), icon=":material/approval:", type="primary"):
        st.caption(words("paper.screen.issue_note"))
        issued_on = st.date_input(words("paper.screen.day"), screen.latest, key="report_day", format="YYYY-MM-DD")
        year = issued_on.year
        proposed = next_running(process.warehouse, process.programme_id, choice.kind, year)
        running = st.number_input(
            words("paper.screen.number"), min_value=1, value=proposed, step=1, key=f"report_number_{choice.kind}_{year}"
        )
        programme = screen.board.knowledge.catalogue.programme
        st.write(f"**{number_text(words, programme, kind.masthead, year=year, running=int(running))}**")
        by = person.ask(words, "reports")
        if st.button(words("paper.screen.issue_now"), type="primary", key="report_issue") and person.known(words, by):
            try:
                report_id = issue(
                    process.warehouse,
                    programme,
                    paper.content,
                    running=int(running),
                    issued_on=issued_on,
                    by=by,
                    at=board_now(),
                )
            except NumberTaken:
                st.error(words("paper.screen.taken", number=int(running)))
                return
            open_issued(report_id)
            st.toast(words("paper.screen.issued"))
            st.rerun()
