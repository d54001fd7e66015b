"""One livelihood item: its parts with result, schedule, stages and acceptance, then a part's course and sources."""

from __future__ import annotations

from html import escape

import streamlit as st

from i18n import Words
from i18n.typed import typed
from rules.model import STAGES
from ui import drawing, html, links, owners, reasons
from ui.livelihood import texts
from ui.screen import Screen
from warehouse.livelihood_board import ItemView, PartView


def facts(screen: Screen, item: ItemView) -> None:
    """Where the item stands in the plan, and its units as links."""
    words, known = screen.words, screen.board.knowledge
    group = words("poster.group", group=words(f"livelihood.group.{item.row['item_group']}"), number=item.row["number"])
    told = [group, words.of(item.row, "theme")]
    with st.container(horizontal=True, vertical_alignment="center", key="item_units", gap="medium"):
        st.html(f'<span class="ea-big">{texts.item_chip(words, item)}</span>', width="content")
        for unit_id in owners.ids(item.row["lead_units"]):
            name = links.escape_markdown(words.of(known.units[unit_id]))
            links.to_unit(screen, unit_id, label=f"{words('livelihood.lead')} **{name}**")
    supporting = owners.names(words, known, owners.ids(item.row["supporting_units"]))
    if supporting:
        told.append(f"{words('livelihood.supporting')} {supporting}")
    st.html(f'<div class="ea-muted">{escape(" · ".join(part for part in told if part))}</div>')


def parts(screen: Screen, item: ItemView) -> None:
    """A card a part."""
    st.html("".join(_card(screen, part) for part in item.parts))


def _card(screen: Screen, part: PartView) -> str:
    words, known = screen.words, screen.board.knowledge
    results = texts.result_texts(words, known, part)
    verdict = part.verdict
    chip = html.verdict_chip(words, verdict) if verdict else html.chip(words, "no_data")
    status = verdict["status"] if verdict else "no_data"
    way = f"{texts.bar(part)}" if part.way is not None else ""
    track = texts.track(words, part.stage, status, named=True) if part.is_works else ""
    return (
        f'<section class="ea-part"><div class="n">{escape(words.of(part.row))}{chip}</div>'
        f'<div class="f">{_figure(screen, part, results)}</div>{way}{track}'
        f"<p>{escape(_reason(screen, part))}</p>{_acceptance(words, part)}</section>"
    )


def _figure(screen: Screen, part: PartView, results: list[str]) -> str:
    """The result in large letters; the figure itself, its month and what was due beside it."""
    words = screen.words
    main = f"<b>{escape(results[0])}</b>" if results else ""
    small = list(results[1:])
    if part.figure is not None:
        month = words("livelihood.last_figure", month=words.month_short(part.figure.period))
        small.insert(0, f"{month} {texts.figure_text(words, screen.board.knowledge, part)}")
    if part.way_due is not None:
        small.append(words("livelihood.due", percent=texts.percent(part.way_due)))
    return f"{main} <span>{escape(' · '.join(small))}</span>"


def _reason(screen: Screen, part: PartView) -> str:
    if part.verdict is None:
        return screen.words("livelihood.no_target")
    return reasons.reason_text(screen.words, screen.board.knowledge, part.verdict)


def _acceptance(words: Words, part: PartView) -> str:
    """The stage a person confirmed, or that works have not been accepted yet."""
    row = part.confirmed
    if row is None:
        is_open = part.is_works and (part.stage or 0) < STAGES.index("accepted")
        return f'<p class="ea-muted">{escape(words("livelihood.not_accepted"))}</p>' if is_open else ""
    stage = words(f"stage.{row['stage']}")
    who = typed(words, row["confirmed_by"])
    told = [words("livelihood.confirmed", stage=stage, day=words.day(row["reached_on"]), who=who)]
    if row["note"]:
        told.append(words("livelihood.confirmed_note", note=typed(words, row["note"])))
    return f'<p class="ea-muted">✓ {escape(" · ".join(told))}</p>'


def course(screen: Screen, item: ItemView) -> str | None:
    """The course of one part, chosen where there are several; gives its indicator, None where no part has a number."""
    words, known = screen.words, screen.board.knowledge
    counted = [part for part in item.parts if part.target is not None and part.target["kind"] != "not_quantified"]
    if not counted:
        return None
    chosen = counted[0]
    if len(counted) > 1:
        position = st.pills(
            words("livelihood.which_part"),
            range(len(counted)),
            default=0,
            required=True,
            format_func=lambda n: words.of(counted[n].row),
            key=f"part_{item.item_id}",
            label_visibility="collapsed",
        )
        chosen = counted[position or 0]
    assert chosen.target is not None
    indicator_id = str(chosen.target["indicator_id"])
    drawing.course(screen, indicator_id)
    label = f"**{links.escape_markdown(words.of(known.indicators[indicator_id]))}** →"
    links.to_indicator(screen, indicator_id, label=label)
    return indicator_id
