"""What was understood of a waiting file: what would change, what was found by cell, where every cell ended."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from etl.annotate import annotate_workbook
from etl.findings import Severity
from etl.line import Intake
from etl.questions import State
from i18n import Words
from i18n.sentences import amount
from ui import grid, refusals
from ui.data import Knowledge
from ui.intake import asking
from ui.intake.reading import Reading
from ui.intake.telling import finding_told
from ui.markup import escape_markdown
from ui.process import the_process
from ui.screen import Screen
from warehouse.drafts import save_draft

CELLS_SHOWN = 500


def draw(screen: Screen, reading: Reading, intake: Intake, by: str) -> None:
    """The report, the questions and doubts with it, and the marked workbook to send back."""
    words = screen.words
    _known_before(words, reading, intake)
    if reading.locked is not None:
        refusals.show(words, reading.locked)
    errors, doubts = intake.count(Severity.ERROR), intake.count(Severity.DOUBT)
    st.write(
        words(
            "upload.summary",
            new=intake.new,
            changed=intake.changed,
            same=intake.same,
            errors=errors,
            doubts=doubts,
        )
    )
    st.caption(_cell_states(words, intake))
    if intake.questions or intake.open_doubts:
        asking.draw(screen, reading, intake, by)
    _differences(screen, intake)
    _findings(screen, intake)
    _other_cells(screen, intake, reading.draft.draft_id)
    if errors or doubts or intake.questions:
        _offer_annotated(words, reading, intake)


def _known_before(words: Words, reading: Reading, intake: Intake) -> None:
    """Says that these very bytes were stored before; where figures have changed since, they can be stored anew."""
    before, draft = reading.stored, reading.draft
    if before is None:
        return
    said = {"when": words.moment(before["recorded_at"]), "by": escape_markdown(before["received_by"])}
    if not intake.new and not intake.changed:
        st.info(words("upload.known_same", **said))
    elif reading.is_again:
        st.info(words("upload.known_again", **said))
    else:
        st.warning(words("upload.known_differs", **said))
        if st.button(words("upload.again"), icon=":material/history:", key=f"again_{draft.draft_id}"):
            save_draft(the_process().warehouse, draft.draft_id, answers={**draft.answers, "again": True})
            st.rerun()


def _cell_states(words: Words, intake: Intake) -> str:
    counted = {state: sum(cell.state is state for cell in intake.cells) for state in State}
    return words(
        "upload.cells",
        loaded=counted[State.LOADED],
        waiting=counted[State.NEEDS_CONFIRMATION],
        refused=counted[State.REFUSED],
        compared=counted[State.COMPARED],
        others=counted[State.NOT_OURS],
    )


def _differences(screen: Screen, intake: Intake) -> None:
    words, known = screen.words, screen.board.knowledge
    rows = intake.differences.filter(pl.col("state") != "same")
    if not rows.height:
        return
    st.markdown(f"**{words('upload.differences')}**")
    shown = [_difference(words, known, row) for row in rows.iter_rows(named=True)]
    grid.table(screen, pl.DataFrame(shown), key="differences")


def _difference(words: Words, known: Knowledge, row: dict[str, Any]) -> dict[str, str]:
    indicator = known.indicators[row["indicator_id"]]
    measure = known.measure_of(row["indicator_id"])
    return {
        words("column.state"): words(f"change.{row['state']}"),
        words("column.indicator"): words.of(indicator),
        words("column.period"): words.month(row["reference_period"]),
        words("change.old"): amount(words, row["old"], indicator, measure) if row["old"] is not None else "",
        words("change.value"): amount(words, row["new"], indicator, measure),
        words("change.difference"): changed_by(words, row["difference"], indicator, measure),
        words("column.sheet"): row["sheet"],
        words("column.cell"): row["cell"],
    }


def changed_by(words: Words, difference: float | None, indicator: dict[str, Any], measure: dict[str, Any]) -> str:
    """The difference in the reader's unit; points and stages, which have none, as a bare number."""
    if difference is None:
        return ""
    if indicator["measure"] == "stage" or indicator["unit_measure"] == "percent":
        return words.signed(difference, indicator["decimals"])
    return words.quantity(difference, measure, decimals=indicator["decimals"], signed=True)


def _findings(screen: Screen, intake: Intake) -> None:
    """What was found, worst first, by sheet and cell, in plain words."""
    words, known = screen.words, screen.board.knowledge
    order = {Severity.ERROR: 0, Severity.DOUBT: 1, Severity.INFO: 2}
    found = [finding for finding in intake.findings if finding.code != "same"]
    if not found:
        return
    st.markdown(f"**{words('upload.findings')}**")
    rows = [
        {
            words("column.status"): words(f"severity.{finding.severity}"),
            words("column.sheet"): finding.sheet,
            words("column.cell"): finding.cell or "",
            words("column.indicator"): words.of(known.indicators[finding.indicator_id]) if finding.indicator_id else "",
            words("column.state"): finding_told(screen, finding),
        }
        for finding in sorted(found, key=lambda finding: order[finding.severity])
    ]
    grid.table(screen, pl.DataFrame(rows), key="findings")


def _other_cells(screen: Screen, intake: Intake, draft_id: str) -> None:
    """Every cell that looked like data and was not loaded, with where it ended and why."""
    words = screen.words
    left = [cell for cell in intake.cells if cell.state not in (State.LOADED, State.COMPARED)]
    if not left or not st.checkbox(words("upload.show_cells", count=len(left)), key=f"cells_{draft_id}"):
        return
    rows = [
        {
            words("column.sheet"): cell.sheet,
            words("column.cell"): cell.cell,
            words("column.cell_text"): cell.text,
            words("column.status"): words(f"cell_state.{cell.state.value}"),
            words("column.state"): _cell_reason(words, cell.reason),
        }
        for cell in left[:CELLS_SHOWN]
    ]
    grid.table(screen, pl.DataFrame(rows), key="other_cells")


def _cell_reason(words: Words, reason: str) -> str:
    for key in (reason, f"cell.{reason}", f"finding.{reason}"):
        if words.has(key):
            return words(key, found="…", expected="…") if "{" in words(key) else words(key)
    return ""


def _offer_annotated(words: Words, reading: Reading, intake: Intake) -> None:
    draft = reading.draft
    stem = draft.file_name.rsplit(".", 1)[0]
    st.download_button(
        words("upload.annotated"),
        lambda: annotate_workbook(draft.content, draft.file_name, intake, language=words.language),
        file_name=f"{stem}_{words('annotate.author')}.xlsx",
        on_click="ignore",
        icon=":material/rate_review:",
        key=f"annotated_{draft.draft_id}",
    )
