"""Colours that can be read, statuses told apart without colour, and every character drawn as itself."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import polars as pl
import pytest
import vl_convert
from numpy.typing import NDArray
from PIL import Image

from charts.export import INKS
from charts.store import VEGA_LITE
from charts.theme import COLOURS, FILLS, FONTS, INK, INK_ON_FILL, MEASURES, PAPER, SHAPES
from i18n import LANGUAGES, words_for
from rules.model import Status
from tests.charts.drawn import pictures

ROOT = Path(__file__).parent.parent.parent
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
STYLE = re.sub(r"/\*.*?\*/", "", (ROOT / "ui" / "style.css").read_text(encoding="utf-8"), flags=re.DOTALL)
PAGES = {name: (THEME[name]["textColor"], THEME[name]["backgroundColor"]) for name in ("light", "dark")}
GROUNDS = {**PAGES, **{f"{name} picture": INKS[name] for name in ("light", "dark")}}  # type: ignore[index]
READABLE, VISIBLE = 4.5, 3.0  # WCAG 2.2, AA: texts; marks that carry meaning
Colour = tuple[float, float, float]


def colour_of(text: str) -> tuple[Colour, float]:
    """Red, green, blue and opacity, each from 0 to 1."""
    parts = [int(text[n : n + 2], 16) / 255 for n in range(1, len(text), 2)]
    return (parts[0], parts[1], parts[2]), parts[3] if len(parts) == 4 else 1.0


def over(top: Colour, below: Colour, opacity: float) -> Colour:
    red, green, blue = (a * opacity + b * (1 - opacity) for a, b in zip(top, below, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("status", Status)
def test_the_number_in_a_bar_can_be_read(status: Status, ground: str) -> None:
    ink, paper = (colour_of(text)[0] for text in GROUNDS[ground])
    filled = FILLS[status]
    fill = ink if filled == INK else over(colour_of(filled)[0], paper, colour_of(filled)[1])
    inks = {INK: ink, PAPER: paper}
    written = inks.get(INK_ON_FILL[status]) or colour_of(INK_ON_FILL[status])[0]
    assert contrast(written, fill) >= READABLE


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_marks_stand_out_from_the_paper(ground: str) -> None:
    ink, paper = (colour_of(text)[0] for text in GROUNDS[ground])
    faint = {
        status
        for status, colour in COLOURS.items()
        if contrast(ink if colour == INK else colour_of(colour)[0], paper) < VISIBLE
    }
    assert faint <= {Status.AT_RISK}  # amber on white is light in any palette: its triangle and word stand beside it


@pytest.mark.parametrize("page", PAGES)
def test_the_page_colours_of_texts_can_be_read(page: str) -> None:
    grounds = [colour_of(THEME[page][name])[0] for name in ("backgroundColor", "secondaryBackgroundColor")]
    for name, text in THEME[page].items():
        if name.endswith("extColor"):
            assert min(contrast(colour_of(text)[0], ground) for ground in grounds) >= READABLE, name


@pytest.mark.parametrize("page", PAGES)
def test_the_faintest_text_of_our_style_can_be_read_on_all_its_grounds(page: str) -> None:
    ink, paper = (colour_of(text)[0] for text in PAGES[page])
    tints = re.findall(r"background:(#[0-9A-Fa-f]{8})", STYLE)
    grounds = [paper, *(over(*(lambda c: (c[0], paper, c[1]))(colour_of(tint))) for tint in tints)]
    mixed = [int(text) / 100 for text in re.findall(r"currentColor (\d+)%,transparent", STYLE)]
    faintest = min(*mixed, *(float(text) for text in re.findall(r"opacity:([\d.]+)", STYLE) if float(text) > 0))
    assert len(tints) >= 2
    assert min(contrast(over(ink, ground, faintest), ground) for ground in grounds) >= READABLE


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_faintest_text_of_a_chart_can_be_read(ground: str) -> None:
    ink, paper = (colour_of(text)[0] for text in GROUNDS[ground])
    found = {
        layer["mark"]["opacity"]
        for _, (spec, _) in pictures(words_for("en"), "screen")
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text" and isinstance(layer["mark"].get("opacity"), float)
    }
    assert contrast(over(ink, paper, min(found)), paper) >= READABLE


@cache
def grey_mark(status: Status) -> NDArray[np.uint8]:
    """A status' mark on white as a photocopier sees it: 60 x 60 levels of grey."""
    point = {"type": "point", "filled": True, "size": 900, "opacity": 1, "shape": SHAPES[status]}
    colour = COLOURS[status].replace(INK, INKS["light"][0])
    spec = {
        "data": {"values": [{}]},
        "mark": {**point, "color": colour},
        "width": 60,
        "height": 60,
        "encoding": {"x": {"value": 30}, "y": {"value": 30}},
        "config": {"view": {"stroke": None}, "background": "white", "padding": 0},
    }
    picture = Image.open(BytesIO(vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE))).convert("L")
    return np.asarray(picture)


@pytest.mark.parametrize(("one", "other"), [*combinations(Status, 2)])
def test_two_statuses_differ_on_a_grey_copy(one: Status, other: Status) -> None:
    first, second = grey_mark(one), grey_mark(other)
    assert first.shape == second.shape
    differing = np.abs(first.astype(int) - second.astype(int)) > 48
    inked = (first < 220) | (second < 220)
    assert differing.sum() / inked.sum() > 0.15
    for language in LANGUAGES:
        assert words_for(language)(f"status.{one}") != words_for(language)(f"status.{other}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_character_of_a_picture_is_drawn_as_itself(language: str) -> None:
    """Against the box a font draws for what it has not: no character may look like it, nor be left blank."""
    column = f"name_{language.lower().replace('-', '_')}"
    names = [
        text
        for table in ("indicators", "actions", "units", "unit_measures")
        for text in pl.read_csv(ROOT / "data" / "seed" / "xupu_2024" / f"{table}.csv", infer_schema_length=None)[column]
        if text
    ]
    written = "".join([*words_for(language).entries.values(), *names, "①②③④⑤⑥⑦⑧⑨⑩−≥≤·"])
    letters = sorted({letter for letter in written if letter.isprintable() and not letter.isspace()})
    missing, *cells = cells_of(["\U0010fffd", *letters], FONTS[language])
    blank = [letter for letter, cell in zip(letters, cells, strict=True) if cell.min() > 200]
    boxes = [letter for letter, cell in zip(letters, cells, strict=True) if (cell == missing).all()]
    assert len(letters) > 60
    assert (blank, boxes) == ([], [])


def cells_of(letters: list[str], fonts: str) -> list[NDArray[np.uint8]]:
    """Each letter drawn alone in a square of its own."""
    step, columns = MEASURES["screen"].scaled(2), 50
    texts = "".join(
        f'<text x="{n % columns * step + 6}" y="{n // columns * step + 20}">{escape(letter)}</text>'
        for n, letter in enumerate(letters)
    )
    high = (len(letters) // columns + 1) * step
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{columns * step}" height="{high}">'
        f'<rect width="100%" height="100%" fill="white"/><g font-size="14" font-family="{fonts}">{texts}</g></svg>'
    )
    picture = np.asarray(Image.open(BytesIO(vl_convert.svg_to_png(svg, ppi=72))).convert("L"))
    places = [(n // columns * step, n % columns * step) for n in range(len(letters))]
    return [picture[top : top + step, left : left + step] for top, left in places]
