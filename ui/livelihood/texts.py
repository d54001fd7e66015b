"""The livelihood screen's small texts and pieces of HTML: results, bars against schedule, stage tracks."""

from __future__ import annotations

from html import escape

from i18n import Words
from i18n.sentences import achieved_text, amount
from rules.model import STAGES
from rules.precision import whole_down
from ui import html
from warehouse.board import Knowledge
from warehouse.livelihood_board import ItemView, PartView


def number_and_name(words: Words, item: ItemView) -> str:
    return (
        f"{item.row['number']}. {words.of(item.row)}"
        if not words.is_chinese
        else f"{item.row['number']} {words.of(item.row)}"
    )


def result_texts(words: Words, known: Knowledge, part: PartView) -> list[str]:
    """What officials say of a part's figure, the most telling form first."""
    if part.target is None:
        return []
    indicator, measure = known.indicators[part.target["indicator_id"]], known.measure_of(part.target["indicator_id"])
    return [achieved_text(words, each.form.value, each.size, indicator, measure) for each in part.achieved]


def figure_text(words: Words, known: Knowledge, part: PartView) -> str:
    """The newest figure with its unit; "" where there is none."""
    if part.target is None or part.figure is None:
        return ""
    indicator_id = part.target["indicator_id"]
    return amount(words, part.figure.value, known.indicators[indicator_id], known.measure_of(indicator_id))


def percent(share: float) -> str:
    """A share 0-1 as whole percent, rounded down."""
    return str(whole_down(share * 100))


def bar(part: PartView) -> str:
    """How far a part has come, with a tick where it is due to be by now; an empty track where nothing is known."""
    status = part.verdict["status"] if part.verdict else "no_data"
    fill = f'<i style="width:{(part.way or 0) * 100:.1f}%;background:var(--{status})"></i>'
    tick = f'<b style="left:{part.way_due * 100:.1f}%"></b>' if part.way_due is not None else ""
    unknown = " none" if part.way is None else ""
    return f'<div class="ea-way{unknown}">{fill}{tick}</div>'


def track(words: Words, stage: int | None, status: str, *, named: bool) -> str:
    """The six stages as dots, those reached filled; with the stages' names where there is room."""
    dots = []
    for position, name in enumerate(STAGES):
        reached = stage is not None and position <= stage
        now = " now" if position == stage else ""
        label = f"<span>{escape(words(f'stage.{name}'))}</span>" if named else ""
        dots.append(f'<li class="{"on" if reached else "off"}{now}" style="--c:var(--{status})"><i></i>{label}</li>')
    told = words("livelihood.stage_unknown") if stage is None else words(f"stage.{STAGES[stage]}")
    kind = " named" if named else ""
    return f'<ol class="ea-track{kind}" title="{escape(told)}" aria-label="{escape(told)}">{"".join(dots)}</ol>'


def stage_word(words: Words, stage: int | None) -> str:
    return "" if stage is None else words(f"stage.{STAGES[stage]}")


def item_chip(words: Words, item: ItemView) -> str:
    """Shape and word of the item's worst part."""
    return html.verdict_chip(words, item.verdict) if item.verdict else html.chip(words, "no_data")


def rating_text(words: Words, item: ItemView) -> str:
    """Mean and number of ratings, with the small sample's mark; "" where nobody has rated."""
    if item.rating is None:
        return ""
    told = words("livelihood.rated", mean=words.number(item.rating["mean"], 1), n=words.number(item.rating["n"]))
    return f"{told}\N{NO-BREAK SPACE}*" if item.rating["is_small_sample"] else told
