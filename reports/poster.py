"""The poster of a livelihood item: A4 with the code to scan, what is asked and until when; SVG, PDF, all in a ZIP."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import segno

from charts.paper import svg_to_pdf
from charts.theme import FONTS
from charts.wrapping import text_width, wrap
from i18n import Words

WIDTH, HEIGHT, MARGIN = 595, 842, 48  # A4 in points
ROOM = WIDTH - 2 * MARGIN
CODE_SIZE = 360
BAND = 140
MARK = "#1F6FB2"
INK = "#17191D"
SOFT = "#4A5563"


@dataclass(frozen=True, slots=True)
class Poster:
    """`names`, `group` and `place` by zh_hans, zh_hant, en; `parts` the same, a list each; `address` is what the
    code leads to."""

    item_id: str
    number: int
    names: Mapping[str, str]
    group: str  # its code: provincial, assistance, city
    parts: Mapping[str, Sequence[str]]
    place: Mapping[str, str]
    address: str
    until: date


def item_address(address: str, item_id: str) -> str:
    """Where a poster's code leads: the item's page under the address of the rating pages."""
    return f"{address.rstrip('/')}/r/{item_id}"


def poster_svg(poster: Poster, *, words: Words, second: Words | None = None) -> str:
    """The poster in one language, or with a second one in smaller letters below each line."""
    languages = [words] if second is None else [words, second]
    heading = _Lines(languages)
    heading.add([w("poster.heading", place=w.named(poster.place)) for w in languages], 32, "#FFFFFF", bold=True)
    upper = _Lines(languages)
    groups = [w(f"livelihood.group.{poster.group}") for w in languages]
    told = [w("poster.group", group=g, number=poster.number) for w, g in zip(languages, groups, strict=True)]
    upper.add(told, 18, SOFT)
    upper.add([w.named(poster.names) for w in languages], 38, INK, bold=True)
    for part in _few(words.named(poster.parts), lines=4 if second is None else 2):  # type: ignore[arg-type]
        upper.add([part], 18, SOFT)
    lower = _Lines(languages)
    lower.add([w("poster.ask") for w in languages], 23, MARK, bold=True)
    lower.add([w("poster.until", day=w.day(poster.until)) for w in languages], 20, INK)
    lower.add([w("poster.free") for w in languages], 15.5, SOFT)
    lower.add([poster.address], 12, SOFT)
    return _sheet(heading, upper, lower, poster.address)


def _few(parts: Sequence[str], *, lines: int) -> list[str]:
    """As many parts as the sheet has room for."""
    return [*parts[: lines - 1], "……"] if len(parts) > lines else list(parts)


class _Lines:
    """Centred lines one below the other, each in the second language too where there is one; `height` in points."""

    def __init__(self, languages: list[Words]) -> None:
        self.languages = languages
        self.made: list[str] = []
        self.height = 0.0

    def add(self, texts: list[str], size: float, colour: str, *, bold: bool = False) -> None:
        """A line in the first language, below it in smaller letters what `texts` has for the second."""
        for rank, (words, text) in enumerate(zip(self.languages, texts, strict=False)):
            self._write(words, text, size if rank == 0 else size * 0.62, colour, bold=bold and rank == 0)
        self.height += size * 0.35

    def _write(self, words: Words, text: str, size: float, colour: str, *, bold: bool) -> None:
        weight = ' font-weight="700"' if bold else ""
        for part in wrap(text, width=ROOM / size, lines=3).split("\n"):
            shown = min(size, ROOM / max(text_width(part), 1))
            self.height += shown * 1.25
            self.made.append(
                f'<text x="{WIDTH / 2}" y="{self.height - shown * 0.25:.1f}" text-anchor="middle"'
                f' font-size="{shown:.1f}" fill="{colour}" font-family="{escape(FONTS[words.language])}"{weight}>'
                f"{escape(part)}</text>"
            )

    def at(self, top: float) -> str:
        return f'<g transform="translate(0 {top:.1f})">{"".join(self.made)}</g>'


def _sheet(heading: _Lines, upper: _Lines, lower: _Lines, address: str) -> str:
    """Heading in its band, the item below it, the rest at the foot, and the code in the middle of what is left."""
    foot = HEIGHT - MARGIN - lower.height
    head = BAND + 30 + upper.height
    size = min(CODE_SIZE, foot - head - 24)
    path, modules = code_path(address)
    place = f"translate({(WIDTH - size) / 2:.2f} {(head + foot - size) / 2:.2f}) scale({size / modules:.4f})"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FFFFFF"/><rect width="{WIDTH}" height="{BAND}" fill="{MARK}"/>'
        f"{heading.at((BAND - heading.height) / 2)}{upper.at(BAND + 30)}"
        f'<g transform="{place}"><rect width="{modules}" height="{modules}" fill="#FFFFFF"/>'
        f'<path d="{path}" fill="#000000"/></g>{lower.at(foot)}</svg>'
    )


def code_path(address: str) -> tuple[str, int]:
    """The dark modules of a QR code as one SVG path in module units, and how many modules wide it is, quiet zone
    included. A quarter of the code may be dirty or torn."""
    code = segno.make(address, error="q", micro=False)
    runs, modules = [], 0
    for y, bits in enumerate(code.matrix_iter(border=4)):
        row = bytes(bits)
        modules = len(row)
        x = 0
        while x < modules:
            end = x
            while end < modules and row[end]:
                end += 1
            if end > x:
                runs.append(f"M{x} {y}h{end - x}v1h{x - end}z")
            x = max(end, x + 1)
    return "".join(runs), modules


def poster_pdf(poster: Poster, *, words: Words, second: Words | None = None) -> bytes:
    """The poster as a PDF page of A4."""
    return svg_to_pdf(poster_svg(poster, words=words, second=second))


def posters_zip(posters: Iterable[tuple[str, Poster]], *, words: Words, second: Words | None = None) -> bytes:
    """Every poster as SVG and PDF under the file name given with it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, poster in posters:
            svg = poster_svg(poster, words=words, second=second)
            archive.writestr(f"{name}.svg", svg)
            archive.writestr(f"{name}.pdf", svg_to_pdf(svg))
    return packed.getvalue()
