"""A report as a sheet of paper on the screen: the same text, numbers and order as in the Word file."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from html import escape

from i18n import Words, words_for
from reports.content.model import Block, Content, Heading, Masthead, Picture, Prose, Section, Table
from reports.content.placeholders import Run
from ui.reports.source import Paper

Link = Callable[[str], str | None]
"""Where a figure's key leads, None where it has no screen."""


def to_html(paper: Paper, link: Link) -> str:
    """The whole report; its figures lead to where they come from."""
    content, words = paper.content, words_for(paper.content.language)
    counter = _Counter(words)
    parts = [_head(paper, words)]
    parts += [section_html(section, content, paper.pictures, link, counter) for section in content.sections]
    parts += [_annexes(content, paper.pictures, link, counter, words)]
    return f'<div class="ea-paper" lang="{content.language}">{"".join(parts)}</div>'


class _Counter:
    """Numbers headings by level and tables through the report, as the Word file's lists do."""

    def __init__(self, words: Words) -> None:
        self.words, self.levels, self.tables = words, [0, 0, 0, 0], 0

    def heading(self, level: int) -> str:
        self.levels[level - 1] += 1
        self.levels[level:] = [0] * (4 - level)
        number = self.levels[level - 1]
        if not self.words.is_chinese:
            return ".".join(str(n) for n in self.levels[:level]) + " "
        ordinal = self.words.ordinal(number)
        return (f"{ordinal}、", f"（{ordinal}）", f"{number}.", f"（{number}）")[level - 1]

    def table(self) -> int:
        self.tables += 1
        return self.tables


def _head(paper: Paper, words: Words) -> str:
    content = paper.content
    title = f"<h1>{escape(content.title)}</h1>"
    addressee = f'<p class="to">{escape(content.addressee)}</p>' if content.addressee else ""
    if paper.imprint is None:
        return f'{title}<p class="sub">{escape(words("paper.draft"))}</p>{addressee}'
    is_document = content.masthead is Masthead.DOCUMENT
    mark = words("paper.mark_document", organ=content.organ) if is_document else content.mark
    number = f'<p class="number">{escape(paper.imprint.number)}</p>'
    day = escape(words.day(paper.imprint.issued_on))
    sides = "" if is_document else f'<p class="sides"><span>{escape(content.organ)}</span><span>{day}</span></p>'
    return f'<p class="mark">{escape(mark)}</p>{number}{sides}<hr>{title}{addressee}'


def section_html(
    section: Section, content: Content, pictures: Mapping[str, bytes], link: Link, counter: _Counter
) -> str:
    heading = f"<h2>{escape(counter.heading(1) + section.heading)}</h2>"
    return heading + "".join(_block(block, section, content, pictures, link, counter) for block in section.blocks)


def one_section(paper: Paper, section: Section, link: Link) -> str:
    """A section alone, numbered by its place."""
    counter = _Counter(words_for(paper.content.language))
    counter.levels[0] = [s.section_id for s in paper.content.sections].index(section.section_id)
    html = section_html(section, paper.content, paper.pictures, link, counter)
    return f'<div class="ea-paper" lang="{paper.content.language}">{html}</div>'


def _block(
    block: Block, section: Section, content: Content, pictures: Mapping[str, bytes], link: Link, counter: _Counter
) -> str:
    match block:
        case Heading():
            return f"<h3>{escape(counter.heading(block.level) + block.text)}</h3>"
        case Prose():
            lines = block.paragraphs(content.figures)
            return "".join(f"<p>{_runs(runs, link)}</p>" for runs in lines)
        case Table():
            caption = "" if block.caption == section.heading else _caption(block, counter)
            return caption + _table(block, link)
        case Picture():
            return _picture(block, pictures)


def _runs(runs: Sequence[Run], link: Link) -> str:
    return "".join(_run(run, link) for run in runs)


def _run(run: Run, link: Link) -> str:
    text = escape(run.text)
    if not run.figure:
        return text
    address = link(run.figure)
    return f'<a href="{escape(address)}">{text}</a>' if address else f'<span class="fig">{text}</span>'


def _caption(table: Table, counter: _Counter) -> str:
    text = counter.words("paper.table_number", number=counter.table(), caption=table.caption)
    return f'<p class="caption">{escape(text)}</p>'


def _table(table: Table, link: Link) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in table.header)
    body = "".join(f"<tr>{_cells(row, len(table.header), link)}</tr>" for row in table.rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cells(row: Sequence[Run], width: int, link: Link) -> str:
    if len(row) == 1 < width:
        return f'<th colspan="{width}">{escape(row[0].text)}</th>'
    kinds = [' class="number"' if row and row[0].text.isdigit() else "", *[""] * len(row)]
    return "".join(f"<td{kind}>{_run(cell, link)}</td>" for kind, cell in zip(kinds, row, strict=False))


def _picture(picture: Picture, pictures: Mapping[str, bytes]) -> str:
    data = base64.b64encode(pictures[picture.picture_id]).decode()
    return f'<div class="scroll"><img src="data:image/png;base64,{data}" alt="{escape(picture.alt)}"></div>'


def _annexes(content: Content, pictures: Mapping[str, bytes], link: Link, counter: _Counter, words: Words) -> str:
    many = len(content.annexes) > 1
    parts = []
    for number, annex in enumerate(content.annexes, start=1):
        label = words("paper.annex_numbered", number=number) if many else words("paper.annex")
        parts.append(f'<p class="annex">{escape(label)}</p><h1>{escape(annex.heading)}</h1>')
        parts += [_block(block, annex, content, pictures, link, counter) for block in annex.blocks]
    return "".join(parts)
