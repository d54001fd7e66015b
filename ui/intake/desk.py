"""Files in: dropped, kept as drafts, read, asked about, compared with what is known, stored all or nothing."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from etl.annotate import annotate_workbook
from etl.commit import Parcel, commit_intakes
from etl.findings import Finding, Severity
from etl.line import Intake
from etl.questions import NOT_OURS, Question, State
from i18n import Words
from i18n.sentences import amount
from ui import person
from ui.clock import board_now
from ui.data import Knowledge
from ui.intake.reading import Reading, open_readings, read
from ui.markup import escape_markdown
from ui.process import the_process
from ui.refusals import refusal_text
from ui.shell import Screen
from warehouse.aliases import confirm_alias
from warehouse.batches import batch_with_hash
from warehouse.drafts import begin_draft, close_draft, is_open_draft, read_draft, save_draft
from warehouse.errors import WarehouseError

_ROUND = "desk_round"
_SAID = "desk_said"
CELLS_SHOWN = 500


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
        text = words("upload.reading", file=file.name, done=number + 1, total=len(dropped))
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
            st.error(words("upload.refused", file=draft.file_name, reason=refusal_text(words, reading.refusal)))
        else:
            _report(screen, reading, reading.intake, by)
        if st.button(words("upload.give_up"), key=f"drop_{draft.draft_id}", icon=":material/delete:"):
            close_draft(the_process().warehouse, draft.draft_id)
            st.rerun()


def _title(screen: Screen, reading: Reading) -> str:
    """The file's name with its unit, period and what stands in its way."""
    words, known, intake = screen.words, screen.board.knowledge, reading.intake
    parts = [reading.draft.file_name.replace("*", "").replace("_", "\\_")]
    if intake is not None:
        parts += [words.of(known.units[intake.unit_id])] if intake.unit_id else []
        parts += [words.month(intake.period)] if intake.period else []
        parts.append(_standing(words, reading, intake))
    return " · ".join(parts)


def _standing(words: Words, reading: Reading, intake: Intake) -> str:
    if reading.is_ready and reading.refused_cells:
        return f":orange[▲ {words('upload.ready_but', count=reading.refused_cells)}]"
    if reading.is_ready:
        return f":green[■ {words('upload.ready')}]"
    if intake.questions:
        return f":orange[▲ {words('upload.to_confirm', count=len(intake.questions))}]"
    if intake.open_doubts:
        return f":orange[▲ {words('upload.to_explain', count=len(intake.open_doubts))}]"
    return f":red[◆ {words('upload.nothing_to_store')}]"


def _report(screen: Screen, reading: Reading, intake: Intake, by: str) -> None:
    words = screen.words
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
        _ask(screen, reading, intake, by)
    _differences(screen, intake, reading.draft.draft_id)
    _findings(screen, intake)
    _other_cells(screen, intake, reading.draft.draft_id)
    if errors or doubts or intake.questions:
        _offer_annotated(words, reading, intake)


def _cell_states(words: Words, intake: Intake) -> str:
    counted = {state: sum(cell.state is state for cell in intake.cells) for state in State}
    return words(
        "upload.cells",
        loaded=counted[State.LOADED],
        waiting=counted[State.NEEDS_CONFIRMATION],
        refused=counted[State.REFUSED],
        others=counted[State.NOT_OURS],
    )


def _ask(screen: Screen, reading: Reading, intake: Intake, by: str) -> None:
    """One form with all that is open: a choice for each question, a reason for each doubt."""
    words, draft = screen.words, reading.draft
    with st.form(f"ask_{draft.draft_id}", border=True):
        if intake.questions:
            st.markdown(f"**{words('upload.questions')}**")
        chosen = {q.question_id: _question(screen, draft.draft_id, q) for q in intake.questions}
        if intake.open_doubts:
            st.markdown(f"**{words('upload.doubts')}**")
        reasons = _doubts(words, draft.draft_id, intake.open_doubts)
        learn = bool(intake.questions) and st.checkbox(words("upload.learn"), value=True, key=f"learn_{draft.draft_id}")
        if st.form_submit_button(words("upload.apply"), type="primary") and person.known(words, by):
            _keep_answers(reading, chosen, reasons, learn=learn or bool(draft.answers.get("learn")))


def _question(screen: Screen, draft_id: str, question: Question) -> str:
    """The answer picked: a choice's value, not ours, or "" to leave it open."""
    words = screen.words
    labels: dict[str, str] = {"": words("upload.leave_open")}
    labels |= {choice.value: _choice(screen, question, choice.value, choice) for choice in question.choices}
    labels[NOT_OURS] = words("choice.not_ours")
    place = words("ask.at", sheet=question.sheet, cell=question.cell) if question.cell else question.sheet
    return st.selectbox(
        f"{words(f'question.{question.kind.value}', found=question.found)}（{place}）"
        if words.is_chinese
        else f"{words(f'question.{question.kind.value}', found=question.found)} ({place})",
        list(labels),
        format_func=labels.__getitem__,
        key=f"q_{draft_id}_{question.question_id}",
    )


def _choice(screen: Screen, question: Question, value: str, choice: Any) -> str:
    """A choice in words: the name of what it stands for, and how alike it is."""
    words, known = screen.words, screen.board.knowledge
    if question.kind.value == "indicator" and value in known.indicators:
        name = words.of(known.indicators[value])
    elif question.kind.value == "unit" and value in known.units:
        name = words.of(known.units[value])
    elif words.has(choice.words):
        name = words(choice.words, **choice.params)
    else:
        name = value
    return f"{name}  {round(choice.score * 100)}%" if 0 < choice.score < 1 else name


def _doubts(words: Words, draft_id: str, doubts: tuple[Finding, ...]) -> dict[str, str]:
    """A reason for each doubt; where there are several, one for all that have none of their own."""
    common = ""
    if len(doubts) > 1:
        common = st.text_input(words("upload.common_reason"), key=f"all_{draft_id}", max_chars=200)
    return {doubt.doubt_id: _doubt(words, draft_id, doubt).strip() or common.strip() for doubt in doubts}


def _doubt(words: Words, draft_id: str, doubt: Finding) -> str:
    said = words(f"finding.{doubt.code}", found=doubt.found, expected=doubt.expected)
    place = f"{doubt.sheet}!{doubt.cell}" if doubt.cell else doubt.sheet
    label = words("upload.reason", what=f"{place} {said}")
    return st.text_input(label, key=f"d_{draft_id}_{doubt.doubt_id}", max_chars=200)


def _keep_answers(reading: Reading, chosen: dict[str, str], reasons: dict[str, str], *, learn: bool) -> None:
    """Keep the answers with the draft, and whether the names in them are worth remembering."""
    process, draft = the_process(), reading.draft
    given = {question_id: value for question_id, value in chosen.items() if value}
    said = {doubt_id: text.strip() for doubt_id, text in reasons.items() if text.strip()}
    answers = {
        "choices": {**draft.answers.get("choices", {}), **given},
        "reasons": {**draft.answers.get("reasons", {}), **said},
        "learn": learn,
    }
    save_draft(process.warehouse, draft.draft_id, answers=answers)
    st.rerun()


def _differences(screen: Screen, intake: Intake, draft_id: str) -> None:
    words, known = screen.words, screen.board.knowledge
    rows = intake.differences.filter(pl.col("state") != "same")
    if not rows.height:
        return
    st.markdown(f"**{words('upload.differences')}**")
    shown = [_difference(words, known, row) for row in rows.iter_rows(named=True)]
    st.dataframe(pl.DataFrame(shown), hide_index=True, key=f"diff_{draft_id}")


def _difference(words: Words, known: Knowledge, row: dict[str, Any]) -> dict[str, str]:
    indicator = known.indicators[row["indicator_id"]]
    measure = known.measure_of(row["indicator_id"])
    return {
        words("column.state"): words(f"change.{row['state']}"),
        words("column.indicator"): words.of(indicator),
        words("column.period"): words.month(row["reference_period"]),
        words("change.old"): amount(words, row["old"], indicator, measure) if row["old"] is not None else "",
        words("change.value"): amount(words, row["new"], indicator, measure),
        words("change.difference"): words.signed(row["difference"], indicator["decimals"])
        if row["difference"] is not None
        else "",
        words("column.sheet"): row["sheet"],
        words("column.cell"): row["cell"],
    }


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
            words("column.state"): words(f"finding.{finding.code}", found=finding.found, expected=finding.expected),
        }
        for finding in sorted(found, key=lambda finding: order[finding.severity])
    ]
    st.dataframe(pl.DataFrame(rows), hide_index=True)


def _other_cells(screen: Screen, intake: Intake, draft_id: str) -> None:
    """Every cell that looked like data and was not loaded, with where it ended and why."""
    words = screen.words
    left = [cell for cell in intake.cells if cell.state is not State.LOADED]
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
    st.dataframe(pl.DataFrame(rows), hide_index=True, key=f"cell_table_{draft_id}")


def _cell_reason(words: Words, reason: str) -> str:
    for key in (reason, f"cell.{reason}", f"finding.{reason}"):
        if words.has(key):
            return words(key, found="…", expected="…") if "{" in words(key) else words(key)
    return ""


def _remember(reading: Reading) -> None:
    """Keep the names that were confirmed in this file as names of the plan, where that was wanted."""
    process, draft = the_process(), reading.draft
    if reading.intake is None or not draft.answers.get("learn"):
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


def _store(screen: Screen, ready: list[Reading]) -> None:
    """Store every ready draft in one go, all of them or none; files stored before are not doubled."""
    words, process = screen.words, the_process()
    said: list[tuple[str, str]] = []
    with process.warehouse.write_lock:  # two people may press at once: the second finds it done
        waiting = [r for r in ready if is_open_draft(process.warehouse, r.draft.draft_id)]
        fresh = [r for r in waiting if batch_with_hash(process.warehouse, r.draft.file_sha256) is None]
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
