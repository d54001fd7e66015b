"""A chart as a picture that stands alone: its title, period, as-of and source are inside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

import polars as pl

from charts.store import VEGA_LITE
from charts.theme import DATA, INK, PAPER
from charts.wrapping import text_width, wrap
from i18n import Words

Theme = Literal["light", "dark"]
INKS: Mapping[Theme, tuple[str, str]] = {"light": ("#17191D", "#FFFFFF"), "dark": ("#F2F4F7", "#0E1117")}
WIDTH = 960


def to_png(
    spec: Mapping[str, Any],
    frame: pl.DataFrame,
    *,
    words: Words,
    title: str,
    source: str,
    period: str,
    as_of: str,
    theme: Theme = "light",
    width: int = WIDTH,
    scale: float = 2.0,
) -> bytes:
    """The chart as PNG, `width` x `scale` pixels wide; texts are written as given.

    A host needs one CJK font installed, or a folder of fonts registered with vl-convert.
    """
    picture = complete(
        spec,
        frame,
        words=words,
        title=title,
        source=source,
        period=period,
        as_of=as_of,
        theme=theme,
        width=width,
    )
    import vl_convert

    made: bytes = vl_convert.vegalite_to_png(picture, vl_version=VEGA_LITE, scale=scale)
    return made


def to_svg(
    spec: Mapping[str, Any],
    frame: pl.DataFrame,
    *,
    words: Words,
    title: str,
    source: str,
    period: str,
    as_of: str,
    theme: Theme = "light",
    width: int = WIDTH,
) -> str:
    """The chart as SVG; as `to_png`."""
    picture = complete(
        spec,
        frame,
        words=words,
        title=title,
        source=source,
        period=period,
        as_of=as_of,
        theme=theme,
        width=width,
    )
    import vl_convert

    made: str = vl_convert.vegalite_to_svg(picture, vl_version=VEGA_LITE)
    return made


def complete(
    spec: Mapping[str, Any],
    frame: pl.DataFrame,
    *,
    words: Words,
    title: str,
    source: str,
    period: str,
    as_of: str,
    theme: Theme = "light",
    width: int = WIDTH,
) -> dict[str, Any]:
    """The specification with its data, head and fixed colours: everything a picture outside the page needs."""
    ink, paper = INKS[theme]

    def fixed(written: str) -> Any:
        return json.loads(written.replace(f'"{INK}"', f'"{ink}"').replace(f'"{PAPER}"', f'"{paper}"'))

    made: dict[str, Any] = fixed(json.dumps(spec, ensure_ascii=False))
    data = fixed(frame.write_json())
    small = made["config"]["text"]["fontSize"]
    facts = [
        words("chart.export.period", period=period),
        words("chart.export.as_of", as_of=as_of),
        words("chart.export.source", source=source),
    ]
    head = {
        "text": wrap(title, width=width / (small * 1.5), lines=3).split("\n"),
        "subtitle": _lines(facts, width / small),
        "anchor": "start",
        "frame": "bounds",
        "offset": small,
        "fontSize": round(small * 1.4),
        "color": ink,
        "subtitleFontSize": small,
        "subtitleColor": ink,
        "subtitlePadding": round(small * 0.5),
    }
    return {
        **made,
        "data": {"name": DATA, "values": data},
        "title": head,
        "width": width,
        "background": paper,
        "padding": {"top": 20, "left": 20, "right": 20, "bottom": 20},
    }


def _lines(facts: list[str], width: float) -> list[str]:
    """The facts on as few lines as fit the picture; `width` in Chinese characters."""
    lines = facts[:1]
    for fact in facts[1:]:
        if text_width(lines[-1] + fact) + 1 > width:
            lines.append(fact)
        else:
            lines[-1] += "　" + fact
    return lines
