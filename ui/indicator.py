"""The indicator screen's pieces: the choice, the verdict and why, the outlook, targets, figures and their sources."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from i18n import Words
from i18n.sentences import amount, gap_text
from i18n.typed import typed
from rules.model import Kind, Status
from rules.periods import due_day, periods_of_year
from ui import grid, html, indicator_list, links, notes, owners, parts, reasons, state, tables
from ui.access.here import may_for, told_export
from ui.choose import one_of
from ui.process import the_process
from ui.screen import Screen
from warehouse.access import Right
from warehouse.queries import read_batch_file

Row = dict[str, Any]


def _options(screen: Screen) -> list[str]:
    return [indicator_id for indicator_id, rows in screen.board.knowledge.targets_of.items() if rows]


def take() -> None:
    """Take over which indicator the address names.

    The list is asked for by the navigation's link, without any parameter, by a link that filters it, and by going back.
    """
    asked = st.query_params
    if state.has_written("indicator"):
        asks_list = state.has_left_address("indicator")
    else:
        asks_list = "indicator" not in asked and any(name in asked for name in links.FILTERS)
    if asks_list or not {"lang", "indicator"} & set(asked):
        st.session_state["indicator"] = None
    state.take_from_url("indicator")


def shown(screen: Screen) -> str | None:
    """The indicator to show; None = the list of all."""
    wanted = st.session_state.get("indicator")
    if wanted and wanted not in _options(screen):
        state.note_unknown("indicator", wanted)
        return None
    return wanted or None


def title(screen: Screen) -> str:
    """The name of the indicator shown, or of the list."""
    indicator_id = shown(screen)
    if indicator_id is None:
        indicator_list.take(screen)
    known = screen.board.knowledge.indicators
    return screen.words.of(known[indicator_id]) if indicator_id else screen.words("indicators.title")


def choose(screen: Screen, indicator_id: str) -> None:
    """The way back to the list, and a box to turn to another indicator."""
    words, known = screen.words, screen.board.knowledge
    with st.container(horizontal=True, key="indicator_choice", gap="small"):
        st.button(
            words("indicators.back"),
            key="to_list",
            icon=":material/arrow_back:",
            on_click=indicator_list.show,
            args=(None,),
        )
        one_of(
            "indicator",
            words("indicator.pick"),
            _options(screen),
            write=lambda i: words.of(known.indicators[i]),
            default=indicator_id,
        )


def verdict(screen: Screen, indicator_id: str) -> None:
    """The deciding verdict: value, status, gap, why, by which rule, what would turn it, and who owns it."""
    words, known = screen.words, screen.board.knowledge
    row = screen.board.deciding[indicator_id]
    indicator, measure = known.indicators[indicator_id], known.measure_of(indicator_id)
    value = reasons.actual_text(words, known, row)
    period = words.month(row["period"]) if row["period"] else ""
    gap = gap_text(words, row, indicator, measure)
    flags = words.join([words(f"flag.{flag}") for flag in _flags(row)])
    facts = [part for part in (period, gap, flags) if part]
    st.html(
        f'<div class="ea-big">{escape(value)} {html.verdict_chip(words, row)}</div>'
        f'<div class="ea-muted">{escape(" · ".join(facts))}</div>'
        f'<p class="ea-reason">{escape(reasons.reason_text(words, known, row))}</p>'
        f"<p>{escape(owners.owner_text(words, known, indicator_id, limit=6))}</p>"
    )
    _in_force(screen, row)
    _last_verdict(screen, row)
    _rule(screen, row)


def _flags(row: Row) -> list[str]:
    return [flag for flag in (row["flags"] or "").split(";") if flag]


def _in_force(screen: Screen, row: Row) -> None:
    """Which of several targets decides: the one a person marked, or the stricter where they contradict."""
    words, known, indicator_id = screen.words, screen.board.knowledge, row["indicator_id"]
    if indicator_id not in known.contradicting:
        return
    target = known.targets[row["target_id"]]
    asked = tables.target_in_words(words, known, target)
    place = words.place(target["document"], target["section"], target["item"])
    marks = known.marks.filter((pl.col("indicator_id") == indicator_id) & pl.col("target_id").is_not_null())
    if marks.height:
        mark = marks.row(0, named=True)
        who, reason = typed(words, mark["marked_by"]), typed(words, mark["reason"])
        said = words("indicator.in_force", target=asked, place=place, who=who, reason=reason)
    else:
        said = words("indicator.stricter", target=asked, place=place)
    st.html(f'<p class="ea-past">{escape(said)}</p>')


def _last_verdict(screen: Screen, row: Row) -> None:
    if row["last_status"]:
        chip = html.chip(screen.words, row["last_status"])
        st.html(f'<p class="ea-muted">{escape(screen.words("indicator.last"))} {chip}</p>')


def _rule(screen: Screen, row: Row) -> None:
    """The rule opened up: in words, with the numbers used and the value that would have turned it."""
    words, known = screen.words, screen.board.knowledge
    indicator_id = row["indicator_id"]
    indicator, measure = known.indicators[indicator_id], known.measure_of(indicator_id)
    with st.expander(words("indicator.rule"), icon=":material/gavel:"):
        st.write(words(f"rule.{row['kind']}"))
        if row["turning_value"] is not None and row["status"] not in (Status.DONE, Status.ON_TRACK):
            turning = amount(words, row["turning_value"], indicator, measure)
            better = words(f"status.{Status.ON_TRACK.value}")
            st.write(words("indicator.turning", value=turning, status=better))
        used = reasons.named_inputs(words, known, row)
        if used:
            st.caption(words("indicator.numbers"))
            parts.facts(used)


def targets(screen: Screen, indicator_id: str) -> None:
    """Every target row of the indicator with its place, verdict and reason."""
    words = screen.words
    found = tables.targets_table(screen)
    found = found.where(found.rows["indicator_id"] == indicator_id)
    body = []
    for row in found.rows.iter_rows(named=True):
        target = screen.board.knowledge.targets[row["target_id"]]
        body.append(
            [
                f"<b>{escape(tables.target_in_words(words, screen.board.knowledge, target))}</b>",
                html.verdict_chip(words, row),
                escape(words.place(target["document"], target["section"], target["item"])),
                escape(reasons.reason_text(words, screen.board.knowledge, row)),
                escape(words(f"strength.{target['strength']}")),
                escape(owners.owner_cell(words, screen.board.knowledge, indicator_id, target=target)),
                escape(words.of(target, "note")),
            ]
        )
    header = ["target", "status", "place", "reason", "strength", "lead", "note"]
    st.html(html.table([words(f"column.{name}") for name in header], body))
    actions = dict.fromkeys(screen.board.knowledge.targets_of[indicator_id][i]["action_id"] for i in range(len(body)))
    with st.container(horizontal=True, key="indicator_actions"):
        for action_id in actions:
            links.to_action(screen, action_id)


def figures(screen: Screen, indicator_id: str) -> None:
    """Every vintage with its source; a selected row offers the source file itself."""
    known = screen.board.knowledge
    rows = known.observations.filter(pl.col("indicator_id") == indicator_id).sort(
        "reference_period", "recorded_at", descending=[True, True]
    )
    if not rows.height:
        _no_figures(screen, indicator_id)
        return
    states = _vintage_states(rows)
    found = [_figure_row(screen, row, state) for row, state in zip(rows.iter_rows(named=True), states, strict=True)]
    shown = pl.DataFrame([text for text, _ in found])
    download = pl.DataFrame([numbers for _, numbers in found], infer_schema_length=None)
    events = notes.texts_by_period(screen.as_of, indicator_id)
    noted = [typed(screen.words, events.get(period, "")) for period in rows["reference_period"]]
    download = download.with_columns(pl.Series(screen.words("column.event_notes"), noted))
    name = screen.words.of(known.indicators[indicator_id])
    column = screen.words("column.file")
    ids = [f"{row['batch_id']}.{row['reference_period']:%Y-%m}" for row in rows.iter_rows(named=True)]
    chosen = grid.pick(screen, shown, ids, key="source", column=column, what=name, download=download)
    if chosen is not None:
        _offer_source(screen.words, rows.row(chosen, named=True))


def _vintage_states(rows: pl.DataFrame) -> list[str]:
    """current, replaced or withdrawn for each row; `rows` newest vintage first within a period."""
    seen: set[Any] = set()
    states = []
    for row in rows.iter_rows(named=True):
        if row["withdrawn_at"] is not None:
            states.append("withdrawn")
        elif row["reference_period"] in seen:
            states.append("replaced")
        else:
            seen.add(row["reference_period"])
            states.append("current")
    return states


def _figure_row(screen: Screen, row: Row, state: str) -> tuple[Row, Row]:
    words, known = screen.words, screen.board.knowledge
    indicator, measure = known.indicators[row["indicator_id"]], known.measure_of(row["indicator_id"])
    factor = 1.0 if words.is_chinese else measure["factor_en"]
    head = {words("column.period"): words.month(row["reference_period"])}
    tail = {
        words("column.nature"): words(f"obs_status.{row['obs_status']}"),
        words("column.state"): words(f"vintage.{state}"),
        words("column.file"): row["file_name"],
        words("column.sheet"): row["sheet"],
        words("column.cell"): row["cell"],
        words("column.cell_text"): row["cell_text"],
        words("column.unit"): words.of(known.units[row["unit_id"]]),
        words("column.received"): words.moment(row["received_at"]),
        words("column.by"): typed(words, row["received_by"]),
        words("column.note"): typed(words, row["note"] or ""),
    }
    value, measured = words("column.value"), words("column.measure")
    number = None if row["obs_value"] is None else row["obs_value"] * factor
    return (
        head | {value: amount(words, row["obs_value"], indicator, measure)} | tail,
        head | {words("column.period"): row["reference_period"], value: number, measured: words.of(measure)} | tail,
    )


def _offer_source(words: Words, row: Row) -> None:
    warehouse, batch_id = the_process().warehouse, row["batch_id"]
    if not may_for(Right.ORIGINALS, row["unit_id"]):
        return
    st.download_button(
        words("indicator.download_source", file=row["file_name"]),
        told_export(row["file_name"], lambda: read_batch_file(warehouse, batch_id)[1], units=(row["unit_id"],)),
        file_name=row["file_name"],
        on_click="ignore",
        icon=":material/description:",
        key="source_file",
    )


def _no_figures(screen: Screen, indicator_id: str) -> None:
    words, known = screen.words, screen.board.knowledge
    unit = owners.names(words, known, [known.indicators[indicator_id]["reporting_unit"]])
    if all(row["kind"] == Kind.NOT_QUANTIFIED for row in known.targets_of[indicator_id]):
        st.caption(words("overview.none"))
        return
    release = known.release_of(indicator_id)
    if release.frequency == "annual":
        day = due_day(periods_of_year(release, screen.month.year)[-1], release)
        st.caption(words("indicator.no_figures_annual", unit=unit, day=words.day(day)))
        return
    st.caption(words("indicator.no_figures", unit=unit))
