"""Pictures that stand alone: drawn, in both themes, with their head inside and Chinese as glyphs."""

from __future__ import annotations

import struct
import zlib

import pytest

from charts.export import complete, to_png, to_svg
from i18n import words_for
from tests.charts.drawn import pictures

HANS = words_for("zh-Hans")
HEAD = {
    "title": "社会消费品零售总额增速",
    "source": "县统计局",
    "period": "2024年10月",
    "as_of": "2024年11月20日 09:00",
}
FULL = {name: made for name, made in pictures(HANS, "screen") if not name.endswith("empty")}


def distinct_bytes(png: bytes) -> int:
    """How many different bytes the picture's pixels have: a blank one has next to none."""
    at, packed = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += 12 + length
    return len(set(zlib.decompress(packed)))


@pytest.mark.parametrize("name", ["trend_0_growth_rate", "matrix_full", "bullet_full", "stages"])
def test_a_png_is_drawn_and_not_blank(name: str) -> None:
    spec, frame = FULL[name]
    png = to_png(spec, frame, words=HANS, **HEAD, scale=1)
    assert png.startswith(b"\x89PNG")
    assert distinct_bytes(png) > 50


def test_an_svg_says_what_it_shows_of_when_and_from_whom() -> None:
    spec, frame = FULL["trend_0_growth_rate"]
    svg = to_svg(spec, frame, words=HANS, **HEAD)
    for text in (*HEAD.values(), "总体方案 ≥10%", "8.5%（−1.5个百分点）"):
        assert text in svg
    assert "Noto Sans CJK SC" in svg


@pytest.mark.parametrize(("theme", "ink", "paper"), [("light", "#17191D", "#FFFFFF"), ("dark", "#F2F4F7", "#0E1117")])
def test_a_picture_outside_the_page_has_colours_of_its_own(theme: str, ink: str, paper: str) -> None:
    for name, (spec, frame) in FULL.items():
        made = complete(spec, frame, words=HANS, **HEAD, theme=theme)  # type: ignore[arg-type]
        assert made["background"] == paper
        assert made["config"]["axis"]["labelColor"] == ink
        assert '"currentColor"' not in str(made).replace("'", '"'), name
        assert '"Canvas"' not in str(made).replace("'", '"'), name


def test_completing_a_picture_leaves_the_shared_spec_alone() -> None:
    spec, frame = FULL["matrix_full"]
    complete(spec, frame, words=HANS, **HEAD)
    assert spec["data"] == {"name": "source"}
    assert spec["width"] == "container"


def test_a_long_head_is_broken_into_lines() -> None:
    spec, frame = FULL["calendar"]
    head = {**HEAD, "title": "企业和群众办事纸质证照免提交率" * 3}
    made = complete(spec, frame, words=HANS, **head, width=360)
    assert len(made["title"]["text"]) == 3
    assert len(made["title"]["subtitle"]) > 1
