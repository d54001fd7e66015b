"""The lists as a workbook: blank, as they stand, and read back with what differs before anything is stored."""

from __future__ import annotations

import polars as pl
import streamlit as st

from etl.errors import IntakeError
from etl.ledgers import LedgerIntake, LedgerKnown, read_ledgers, store_ledgers, write_ledgers
from i18n import Words
from ui import grid, links, person, refusals
from ui.access.here import told_export
from ui.clock import board_now
from ui.ledgers.data import in_view, lists_of
from ui.process import the_process
from ui.screen import Screen
from warehouse.errors import WarehouseError

_ROUND = "ledger_sheet_round"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(screen: Screen, by: str, *, action_id: str | None) -> None:
    """Blank and export to download, a workbook to load; in an expander."""
    words = screen.words
    with st.expander(words("ledgers.spreadsheet"), icon=":material/table_view:"):
        st.caption(words("ledgers.about_workbook"))
        with st.container(horizontal=True):
            _offer(screen, action_id)
        turn = st.session_state.setdefault(_ROUND, 0)
        dropped = st.file_uploader(words("ledgers.drop"), key=f"ledger_sheet_{turn}")
        if dropped is not None:
            _read(screen, by, dropped.name, dropped.getvalue(), action_id)


def _offer(screen: Screen, action_id: str | None) -> None:
    words, known, lists = screen.words, screen.board.knowledge, lists_of(screen)
    entries = in_view(lists, action_id=action_id, ledger=None)
    what = words.of(known.actions[action_id]) if action_id else words("ledgers.all_actions")
    as_of = links.query(screen)["as_of"]
    st.download_button(
        words("ledgers.export"),
        told_export(
            words("ledgers.export_name", what=what, as_of=as_of),
            lambda: write_ledgers(
                known.catalogue, words, entries=entries, evidence=lists.evidence, action_id=action_id
            ),
        ),
        file_name=words("ledgers.export_name", what=what, as_of=as_of),
        mime=XLSX,
        on_click="ignore",
        key="ledger_export",
        icon=":material/download:",
    )
    st.download_button(
        words("ledgers.template"),
        lambda: write_ledgers(known.catalogue, words, action_id=action_id),
        file_name=words("ledgers.template_name"),
        mime=XLSX,
        on_click="ignore",
        key="ledger_template",
        icon=":material/download:",
    )


def _read(screen: Screen, by: str, file_name: str, content: bytes, action_id: str | None) -> None:
    words, lists, known = screen.words, lists_of(screen), screen.board.knowledge
    held = LedgerKnown(known.catalogue, lists.entries, lists.evidence, known.observations)
    try:
        intake = read_ledgers(content, file_name, held, action_id=action_id)
    except IntakeError as refusal:
        refusals.show(words, refusal, within="ledgers.refused")
        return
    _report(screen, intake)
    if intake.errors:
        st.error(words("ledgers.fix_first", count=len(intake.errors)))
    elif not intake.to_store:
        st.info(words("ledgers.no_change"))
    elif st.button(words("ledgers.store", count=len(intake.to_store)), type="primary", key="store_ledgers"):
        _store(words, by, intake)


def _report(screen: Screen, intake: LedgerIntake) -> None:
    """How many are new, changed and the same; each finding with its cell; each difference."""
    words = screen.words
    counted = {kind: intake.count(kind) for kind in ("new", "changed", "same")}
    st.markdown(f"**{words('ledgers.difference', **counted)}**")
    findings = [
        {
            words("ledgers.where"): finding.sheet + (f"!{finding.cell}" if finding.cell else ""),
            words("ledgers.finding"): finding_text(words, finding.code, finding.found, finding.expected),
        }
        for finding in intake.findings
    ]
    if findings:
        grid.table(screen, pl.DataFrame(findings), key="ledger_findings")
    changes = [
        {
            words("ledgers.where"): f"{change.sheet}!{change.row}",
            words("ledger_column.state"): words(f"ledgers.what_{change.kind}"),
            words("ledger_column.title"): change.title,
            words("ledgers.changed_fields"): words.join([words(f"ledger_column.{name}") for name in change.fields]),
        }
        for change in intake.to_store
    ]
    if changes:
        grid.table(screen, pl.DataFrame(changes), key="ledger_changes")


def finding_text(words: Words, code: str, found: str, expected: str) -> str:
    """A finding in the screen's language."""
    return words(f"ledger_finding.{code}", found=found, expected=expected or "–")


def _store(words: Words, by: str, intake: LedgerIntake) -> None:
    if not person.known(words, by):
        return
    process = the_process()
    try:
        stored = store_ledgers(process.warehouse, process.programme_id, intake, by=by, at=board_now())
    except WarehouseError as error:
        refusals.show(words, error, within="ledgers.not_saved")
        return
    st.session_state[_ROUND] += 1
    st.toast(words("ledgers.stored", count=len(stored)))
    st.rerun()
