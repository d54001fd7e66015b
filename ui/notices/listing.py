"""The lists: counts, what the rule proposes by step, what is open, the register of all with its download."""

from __future__ import annotations

from datetime import date
from html import escape

import polars as pl
import streamlit as st

from i18n.notice_text import why_text
from i18n.typed import typed
from rules.notices import STEPS
from rules.periods import day_of
from ui import grid, links, router
from ui.notices import reading
from ui.notices.reading import Row
from ui.screen import Screen

SHOWN = 6
"""How many indicators a step lists before the rest is asked for."""
STEP_COLOURS = {"remind": "at_risk", "notice": "behind", "interview": "behind"}
ON_SCREEN = 10
"""How many of the register's columns a screen has room for; the words themselves are in the file and the notice."""
OPEN = ["open", "replied"]
"""States of a notice that is not over."""
WIDTHS = {"screen": 3, "projector": 3, "phone": 1}


def tiles(screen: Screen) -> None:
    """How many indicators are proposed at each step, in how many letters; how many are open, overdue, closed."""
    words, notices = screen.words, reading.notices(screen)
    proposed = reading.proposals(screen)
    shown = [
        (
            words("notices.tile.proposed", step=reading.step_name(screen, step)),
            rows["indicator_id"].n_unique(),
            words("notices.tile.indicators", letters=rows.height),
            STEP_COLOURS[step],
        )
        for step in reversed(_steps(screen))
        for rows in (proposed.filter(step=step),)
    ]
    letters = words("notices.tile.letters")
    is_open = pl.col("state").is_in(OPEN)
    shown += [
        (words("notices.tile.open"), notices.filter(is_open).height, letters, "on_track"),
        (words("notices.tile.overdue"), notices.filter("is_reply_overdue").height, letters, "behind"),
        (words("notices.tile.closed"), notices.filter(state="closed").height, letters, "done"),
    ]
    made = "".join(
        f'<div class="ea-tile" style="--c:var(--{colour})"><div class="w">{escape(name)}</div>'
        f'<div class="n">{count}</div><div class="d">{escape(unit)}</div></div>'
        for name, count, unit, colour in shown
    )
    st.html(f'<div class="ea-tiles">{made}</div>')


def _steps(screen: Screen) -> list[str]:
    """The programme's steps, mildest first."""
    ruled = set(screen.board.knowledge.catalogue.notice_rules["step"])
    return [step.value for step in STEPS if step.value in ruled]


def proposed(screen: Screen) -> None:
    """What the rule proposes, a column a step, the furthest first; one line an indicator opens its decision."""
    words, steps = screen.words, _steps(screen)
    st.subheader(words("notices.proposed"), help=rule_text(screen))
    if not steps:
        st.info(words("notices.no_rule"))
        return
    rows = reading.proposals(screen)
    if not rows.height:
        st.caption(words("notices.none_proposed"))
        return
    st.caption(words("notices.proposed_note"))
    columns = st.columns(len(steps), gap="medium") if WIDTHS[screen.size] > 1 else [st.container() for _ in steps]
    for column, step in zip(columns, reversed(steps), strict=True):
        with column:
            _proposed_step(screen, step, rows.filter(step=step))


def rule_text(screen: Screen) -> str:
    """The rule in words, a line a step."""
    words = screen.words
    lines = []
    for row in screen.board.knowledge.catalogue.notice_rules.iter_rows(named=True):
        key = "notices.rule_months_one" if row["behind_months"] == 1 else "notices.rule_months"
        told = words(key, months=row["behind_months"], figures=row["behind_figures"], days=row["reply_days"])
        extra = words("notice_text.clause") + words("notices.rule_overdue") if row["for_overdue_report"] else ""
        lines.append(f"**{words.of(row)}** {told}{extra}")
    return "\n\n".join(lines)


def _proposed_step(screen: Screen, step: str, rows: pl.DataFrame) -> None:
    words = screen.words
    grouped = rows.group_by("indicator_id", maintain_order=True).agg("unit_id")
    st.markdown(f"**{links.escape_markdown(reading.step_name(screen, step))}** {grouped.height}")
    if not rows.height:
        st.caption(words("overview.none"))
        return
    key = f"notices_all_{step}"
    limit = grouped.height if st.session_state.get(key) else SHOWN
    first = {row["indicator_id"]: row for row in reversed(rows.to_dicts())}
    with st.container(key=f"list_proposed_{step}", gap=None):
        for indicator_id, units in grouped.head(limit).iter_rows():
            _line(screen, indicator_id, _proposal_label(screen, first[indicator_id], units))
    if grouped.height > SHOWN:
        label = words("notices.more", count=grouped.height - SHOWN)
        st.toggle(label, key=key, help=words("notices.show_all"))


def _proposal_label(screen: Screen, row: Row, unit_ids: list[str]) -> str:
    words, known = screen.words, screen.board.knowledge
    name = words.of(known.indicators[row["indicator_id"]])
    unit = words.of(known.units[unit_ids[0]])
    if len(unit_ids) > 1:
        unit = words("notices.units_count", unit=unit, count=len(unit_ids))
    told = f"{why_text(words, reading.subject_of(known, row), row)} · {unit}"
    return f"**{links.escape_markdown(name)}** {links.escape_markdown(told)}"


def _line(screen: Screen, notice: str, label: str) -> None:
    st.page_link(router.page_at("notices"), label=label, query_params=links.query(screen, notice=notice))


def open_ones(screen: Screen) -> None:
    """Notices waiting for a reply or a close-out, overdue replies first."""
    words = screen.words
    rows = reading.notices(screen).filter(pl.col("state").is_in(OPEN))
    st.subheader(words("notices.open"), help=words("notices.open_note"))
    if not rows.height:
        st.caption(words("notices.none_open"))
        return
    open_lines(screen, most_urgent(rows), key="list_open_notices")


def most_urgent(rows: pl.DataFrame) -> pl.DataFrame:
    """Open notices with the overdue replies first, then by the day they are due."""
    return rows.sort("is_reply_overdue", "reply_due_on", descending=[True, False], maintain_order=True)


def open_lines(screen: Screen, rows: pl.DataFrame, *, key: str) -> None:
    """A line a notice; each opens it."""
    with st.container(key=key, gap=None):
        for row in rows.iter_rows(named=True):
            _line(screen, row["notice_id"], open_label(screen, row))


def open_label(screen: Screen, row: Row) -> str:
    """A line about an open notice: how urgent, number, step, indicator, unit, what became of it."""
    words, known = screen.words, screen.board.knowledge
    since = reading.since_then(screen, row)
    facts = [words.of(known.units[row["unit_id"]]), words(f"notices.{since}") if since else ""]
    told = " · ".join(part for part in facts if part)
    head = f"{typed(screen.words, row['number'])} {reading.step_name(screen, row['step'])}"
    name = words.of(known.indicators[row["indicator_id"]])
    return f"{_urgency(screen, row)} {links.escape_markdown(head)} **{links.escape_markdown(name)}** " + (
        links.escape_markdown(told)
    )


def _urgency(screen: Screen, row: Row) -> str:
    words = screen.words
    if row["is_reply_overdue"]:
        days = (day_of(screen.as_of) - row["reply_due_on"]).days
        key = "notices.reply_overdue_one" if days == 1 else "notices.reply_overdue"
        return f":red[◆ {words(key, days=days)}]"
    if row["state"] == "replied":
        return f":blue[● {words('notices.replied_on', day=words.day(day_of(row['replied_at'])))}]"
    return f":orange[▲ {words('notices.reply_until', day=words.day(row['reply_due_on']))}]"


def register(screen: Screen) -> None:
    """Every notice ever decided, newest first, with its CSV; a number opens the notice."""
    words = screen.words
    st.subheader(words("notices.register"))
    rows = reading.notices(screen).reverse()
    if not rows.height:
        st.caption(words("notices.none_yet"))
        return
    shown = pl.DataFrame([_register_row(screen, row) for row in rows.iter_rows(named=True)], infer_schema_length=None)
    way = grid.Way("notices", links.query(screen), "notice", rows["notice_id"].to_list())
    told = shown.select(shown.columns[:ON_SCREEN])
    grid.table(screen, told, key="notices_register", what=words("nav.notices"), download=shown, way=way)


def _register_row(screen: Screen, row: Row) -> Row:
    words, known = screen.words, screen.board.knowledge
    since = reading.since_then(screen, row)

    def day(moment: date | None) -> str:
        return words.day(moment) if moment else ""

    return {
        words("notices.column.number"): typed(words, row["number"] or ""),
        words("notices.column.step"): reading.step_name(screen, row["step"]),
        words("notices.column.state"): words(f"notices.state.{row['state']}"),
        words("column.unit"): words.of(known.units[row["unit_id"]]),
        words("column.indicator"): words.of(known.indicators[row["indicator_id"]]),
        words("notices.column.month"): words.month(row["reference_period"]),
        words("notices.column.months"): row["months_behind"],
        words("notices.column.since"): words(f"notices.{since}") if since else "",
        words("notices.column.issued_on"): day(day_of(row["recorded_at"])),
        words("notices.column.reply_due"): day(row["reply_due_on"]),
        words("notices.column.replied_on"): day(day_of(row["replied_at"]) if row["replied_at"] else None),
        words("notices.column.reply"): typed(words, row["reply_words"] or ""),
        words("notices.column.closed_on"): day(day_of(row["closed_at"]) if row["closed_at"] else None),
        words("notices.column.closing"): typed(words, row["closing_words"] or ""),
        words("notices.column.reason"): typed(words, row["reason"] or ""),
        words("notices.column.by"): typed(words, row["decided_by"]),
    }
