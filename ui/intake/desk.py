"""Files in: dropped, kept as drafts, read, asked about, compared with what is known, stored all or nothing."""

from __future__ import annotations

import streamlit as st

from etl.commit import Parcel, commit_intakes
from etl.line import Intake
from i18n import Words
from ui import person
from ui.access.here import may
from ui.clock import board_now
from ui.intake import report
from ui.intake.reading import Reading, open_readings, read, stored_before
from ui.markup import escape_markdown
from ui.process import the_process
from ui.refusals import refusal_text
from ui.screen import Screen
from warehouse.access import Right
from warehouse.aliases import confirm_alias
from warehouse.drafts import begin_draft, close_draft, is_open_draft, read_draft
from warehouse.errors import WarehouseError

_ROUND = "desk_round"
_SAID = "desk_said"


def draw(screen: Screen, by: str) -> None:
    """The uploader, the drafts with their reports, and the button that stores what is ready."""
    words = screen.words
    _take_files(words, by)
    for kind, text in st.session_state.pop(_SAID, []):
        (st.success if kind == "good" else st.error)(text)
    readings = open_readings()
    if not readings:
        st.caption(words("upload.nothing_open"))
        return
    st.subheader(words("upload.waiting", count=len(readings)))
    ready = [reading for reading in readings if reading.is_ready]
    if st.button(
        words("upload.commit", count=len(ready)), type="primary", disabled=not ready, key="commit_ready"
    ) and person.known(words, by):
        _store(screen, ready)
    for reading in readings:
        _draft(screen, reading, by)


def _take_files(words: Words, by: str) -> None:
    """Keep every dropped file as a draft at once, read it, and empty the uploader."""
    turn = st.session_state.setdefault(_ROUND, 0)
    dropped = st.file_uploader(words("upload.drop"), accept_multiple_files=True, key=f"drop_{turn}")
    if not dropped or not person.known(words, by):
        return
    process, progress = the_process(), st.progress(0.0)
    for number, file in enumerate(dropped):
        text = words("upload.reading", file=escape_markdown(file.name), done=number + 1, total=len(dropped))
        progress.progress(number / len(dropped), text=text)
        draft_id = begin_draft(
            process.warehouse, process.programme_id, by=by, file_name=file.name, content=file.getvalue()
        )
        read(read_draft(process.warehouse, draft_id))
    st.session_state[_ROUND] = turn + 1
    st.rerun()


def _draft(screen: Screen, reading: Reading, by: str) -> None:
    words, draft = screen.words, reading.draft
    with st.expander(_title(screen, reading), expanded=not reading.is_ready):
        if reading.intake is None:
            assert reading.refusal is not None
            reason = refusal_text(words, reading.refusal, escape_markdown)
            st.error(words("upload.refused", file=escape_markdown(draft.file_name), reason=reason))
        else:
            report.draw(screen, reading, reading.intake, by)
        if st.button(words("upload.give_up"), key=f"drop_{draft.draft_id}", icon=":material/delete:"):
            close_draft(the_process().warehouse, draft.draft_id)
            st.rerun()


def _title(screen: Screen, reading: Reading) -> str:
    """The file's name with its unit, period and what stands in its way."""
    words, known, intake = screen.words, screen.board.knowledge, reading.intake
    parts = [escape_markdown(reading.draft.file_name)]
    if intake is not None:
        parts += [words.of(known.units[intake.unit_id])] if intake.unit_id else []
        parts += [words.month(intake.period)] if intake.period else []
        parts.append(_standing(words, reading, intake))
    return " · ".join(parts)


def _standing(words: Words, reading: Reading, intake: Intake) -> str:
    """In a few words, with a shape: ready, or the first thing in its way."""
    if reading.locked is not None:
        return f":red[◆ {words('upload.locked')}]"
    if reading.stored is not None and not reading.is_again:
        return f":blue[● {words('upload.known')}]"
    if reading.is_ready and reading.refused_cells:
        return f":orange[▲ {words('upload.ready_but', count=reading.refused_cells)}]"
    if reading.is_ready:
        return f":green[■ {words('upload.ready')}]"
    if intake.questions:
        return f":orange[▲ {words('upload.to_confirm', count=len(intake.questions))}]"
    if intake.open_doubts:
        return f":orange[▲ {words('upload.to_explain', count=len(intake.open_doubts))}]"
    return f":red[◆ {words('upload.nothing_to_store')}]"


def _remember(reading: Reading) -> None:
    """Keep the names that were confirmed in this file as names of the plan, where that was wanted."""
    process, draft = the_process(), reading.draft
    if reading.intake is None or not draft.answers.get("learn") or not may(Right.NAMES):
        return
    for learned in reading.intake.learned:
        confirm_alias(
            process.warehouse,
            process.programme_id,
            kind=learned.kind,
            alias=learned.alias,
            meaning=learned.meaning,
            by=draft.drafted_by,
            at=board_now(),
        )


def _store(screen: Screen, ready: list[Reading]) -> None:
    """Store every ready draft in one go, all of them or none; files stored before are not doubled."""
    words, process = screen.words, the_process()
    said: list[tuple[str, str]] = []
    with process.warehouse.write_lock:  # two people may press at once: the second finds it done
        waiting = [r for r in ready if is_open_draft(process.warehouse, r.draft.draft_id)]
        fresh = [r for r in waiting if r.is_again or stored_before(r.draft) is None]
        again = [r for r in ready if r not in fresh]
        said += [("bad", words("upload.already", file=escape_markdown(r.draft.file_name))) for r in again]
        try:
            moment = board_now()
            stored = commit_intakes(
                process.warehouse,
                [Parcel(r.intake, is_demonstration=False, recorded_at=moment) for r in fresh if r.intake is not None],
            )
        except WarehouseError as error:
            st.session_state[_SAID] = [("bad", refusal_text(words, error, escape_markdown))]
            st.rerun()
        for reading in waiting:
            _remember(reading)
            close_draft(process.warehouse, reading.draft.draft_id)
    figures = sum(parcel.intake.observations.height for parcel, _ in stored)
    if stored:
        said.append(("good", words("upload.committed", count=len(stored), figures=figures)))
    st.session_state[_SAID] = said
    st.rerun()
