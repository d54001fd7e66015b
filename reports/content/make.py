"""Makes a report's content: its kind's sections, every figure they use, and the names at its head."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from i18n import Words
from reports.content import minutes, monthly_bulletin, monthly_work, review, ten_day_brief
from reports.content.kinds import kind_of, refuse_other_shape
from reports.content.material import Material
from reports.content.model import Content, Figure, Prose, Section, Table
from reports.content.placeholders import keys_of, placeholder
from reports.errors import UnknownFigure

Builder = Callable[[Material], list[Section]]
SECTIONS: Mapping[str, Builder] = {
    "monthly_work": monthly_work.sections,
    "ten_day_brief": ten_day_brief.sections,
    "monthly_bulletin": monthly_bulletin.sections,
    "quarterly_review": review.sections,
    "annual_review": review.sections,
    "minutes": minutes.sections,
}
ANNEXES: Mapping[str, Builder] = {"monthly_work": monthly_work.annexes}


def make_content(material: Material, kind_code: str) -> Content:
    """The report as it stands. Raises UnknownKind, UnknownPeriod, and UnknownFigure where edited prose names none."""
    kind = kind_of(kind_code)
    refuse_other_shape(kind, material.period)
    sections = tuple(SECTIONS[kind_code](material))
    annexes = tuple(ANNEXES[kind_code](material)) if kind_code in ANNEXES else ()
    words = material.words
    programme = material.known.catalogue.programme
    place, organ = words.named(programme["name"]), organ_of(words, programme)
    period, addressee = material.period.in_words(words), f"paper.addressee.{kind_code}"
    return Content(
        kind=kind_code,
        period=material.period.key,
        period_words=period,
        language=words.language,
        month=material.month,
        as_of=material.as_of,
        masthead=kind.masthead,
        mark=words(
            f"paper.mark.{kind.masthead}",
            programme=place,
            kind=words(f"paper.kind.{kind_code}"),
            organ=organ,
        ),
        organ=organ,
        title=_title(material, kind_code, programme=place, period=period),
        addressee=words(addressee) if words.has(addressee) else "",
        sections=sections,
        annexes=annexes,
        figures=used_figures(material, (*sections, *annexes)),
        is_demonstration=material.known.has_demonstration,
    )


def _title(material: Material, kind_code: str, *, programme: str, period: str) -> str:
    """Minutes bear the meeting's own name."""
    name = material.cell_typed(material.meeting.row["name"]) if material.meeting else ""
    return material.words(f"paper.title.{kind_code}", programme=programme, period=period, name=name)


def organ_of(words: Words, programme: Mapping[str, Any]) -> str:
    """Who issues: as the programme names it, else the general office of the programme's task force."""
    organ = programme.get("papers", {}).get("organ")
    return words.named(organ) if organ else words("paper.organ", programme=words.named(programme["name"]))


def used_figures(material: Material, sections: tuple[Section, ...]) -> dict[str, Figure]:
    """Every figure of the sections by key. Raises UnknownFigure naming those of the prose that do not exist."""
    keys: list[str] = []
    for block in (block for section in sections for block in section.blocks):
        if isinstance(block, Prose):
            keys += keys_of(block.template)
        elif isinstance(block, Table):
            keys += [run.figure for row in block.rows for run in row if run.figure]
    found = {key: material.figures.find(*key.split(":")) for key in dict.fromkeys(keys)}
    missing = tuple(placeholder(*key.split(":")) for key, figure in found.items() if figure is None)
    if missing:
        raise UnknownFigure(missing)
    return {key: figure for key, figure in found.items() if figure is not None}
