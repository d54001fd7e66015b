"""A chart as it is laid out: the boxes of its texts and the lines, symbols and bars that they may not cover."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import pi, sqrt
from typing import Any

import polars as pl
import vl_convert

from charts.store import VEGA_LITE
from charts.theme import INK, MEASURES, PAPER, Size

Rectangle = tuple[float, float, float, float]  # left, top, right, bottom
CJK, LATIN = 1.0, 0.56
FAINT = 0.3
"""Marks less opaque than this (shaded gaps) may lie under a text."""


@dataclass(frozen=True)
class Scene:
    """Texts with their boxes, and what is drawn under them as small boxes, all in pixels of the whole picture."""

    texts: list[tuple[str, Rectangle]]
    drawn: list[tuple[str, Rectangle]]


def scene_of(spec: dict[str, Any], frame: pl.DataFrame, *, width: int) -> Scene:
    """Lays the chart out at a width. Axis lines, grids and shaded areas do not count as drawn."""
    full = {**spec, "data": {"name": "source", "values": json.loads(frame.write_json())}, "width": width}
    written = json.dumps(full).replace(f'"{INK}"', '"#111111"').replace(f'"{PAPER}"', '"#ffffff"')
    laid = vl_convert.vegalite_to_scenegraph(json.loads(written), vl_version=VEGA_LITE)
    texts: list[tuple[str, Rectangle]] = []
    drawn: list[tuple[str, Rectangle]] = []
    origin = tuple(laid["origin"])
    for kind, item, (x, y), is_axis in _marks(laid["scenegraph"], origin, False):
        if item.get("opacity", 1) == 0:
            continue
        if kind == "text" and item.get("text") not in (None, "") and "strokeWidth" not in item:
            texts.append((str(item["text"]), _text_box(item, x, y)))
        elif not is_axis and item.get("opacity", 1) > FAINT:
            drawn += [(kind, box) for box in _boxes(kind, item, x, y)]
    return Scene(texts, drawn)


def scene_of_rows(frame: pl.DataFrame, *, size: Size, width: float) -> Scene:
    """A trend's plot of this width, from its rows alone: fast enough to look at every chart there is."""
    measure, rows = MEASURES[size], frame.to_dicts()
    low, high = (row["value"] for row in rows if row["role"] == "domain")

    def at(month: float, value: float) -> dict[str, Any]:
        return {"x": (month - 0.5) / 12 * width, "y": (high - value) / (high - low) * measure.plot_height}

    texts, drawn = [], []
    style = {"fontSize": measure.strong, "lineBreak": "\n", "lineHeight": measure.strong * 1.25, "baseline": "middle"}
    for row in rows:
        if row["role"] == "last" and row["label"]:
            lift = row["label"].count("\n") * measure.strong * 1.25 / 2
            hung = {"dx": row["label_dx"], "dy": row["label_dy"] - lift, "align": row["label_align"]}
            texts.append(
                (row["label"], _text_box(style | hung | at(row["month"], row["value"]) | {"text": row["label"]}, 0, 0))
            )
        if row["role"] in ("target", "start"):
            start, end = at(0.5, row["value"]), at(12.5, row["value"])
            drawn += [("rule", box) for box in _pieces(start["x"], start["y"], end["x"], end["y"], measure.line * 0.35)]
    lines: dict[tuple[str, int | None], list[dict[str, Any]]] = {}
    for row in rows:
        if row["role"] in ("actual", "path", "forecast", "last_year", "other"):
            lines.setdefault((row["role"], row["piece"]), []).append(at(row["month"], row["value"]))
    for (role, _), points in lines.items():
        for start, end in pairwise(points):
            drawn += [(role, box) for box in _pieces(start["x"], start["y"], end["x"], end["y"], measure.line * 0.35)]
    return Scene(texts, drawn)


def overlaps(scene: Scene) -> Iterator[tuple[str, str]]:
    """Pairs of a text and what it touches: another text, or a line, symbol or bar."""
    for index, (text, box) in enumerate(scene.texts):
        for other, with_box in scene.texts[index + 1 :]:
            if _meet(box, with_box):
                yield text, other
        touched = {kind for kind, with_box in scene.drawn if _meet(box, with_box)}
        yield from ((text, kind) for kind in sorted(touched))


def _marks(
    node: Any, origin: tuple[float, ...], is_axis: bool
) -> Iterator[tuple[str, dict[str, Any], tuple[float, ...], bool]]:
    """Every item with its mark type, the origin of its group and whether it belongs to an axis."""
    if isinstance(node, list):
        for child in node:
            yield from _marks(child, origin, is_axis)
        return
    kind, role = node.get("marktype"), str(node.get("role", ""))
    is_axis = is_axis or role.startswith("axis")
    if kind == "group" or kind is None:
        for item in node.get("items", []):
            if isinstance(item, dict) and item.get("marktype"):
                yield from _marks(item, origin, is_axis)
            else:
                moved = (origin[0] + item.get("x", 0), origin[1] + item.get("y", 0))
                yield from _marks(item.get("items", []), moved, is_axis)
        return
    items = node.get("items", [])
    if kind == "line":
        for start, end in pairwise(items):
            yield "line", {**start, "x2": end["x"], "y2": end["y"], "step": node.get("interpolate")}, origin, is_axis
        return
    for item in items:
        yield str(kind), item, origin, is_axis


def _text_box(item: dict[str, Any], x: float, y: float) -> Rectangle:
    lines = re.split(r"\n", str(item["text"])) if item.get("lineBreak") else [str(item["text"])]
    letters = item.get("fontSize", 11)
    line = item.get("lineHeight", letters + 2)
    width = max(sum(CJK if ord(c) > 0x2E7F else LATIN for c in text) for text in lines) * letters
    left = x + item.get("x", 0) + item.get("dx", 0)
    left -= {"right": width, "center": width / 2}.get(item.get("align", "left"), 0)
    middle = y + item.get("y", 0) + item.get("dy", 0)
    middle += {"top": letters / 2, "bottom": -letters / 2, "middle": 0}.get(item.get("baseline", ""), -letters * 0.35)
    top = middle - letters * 0.5
    return left, top, left + width, top + letters + line * (len(lines) - 1)


def _boxes(kind: str, item: dict[str, Any], x: float, y: float) -> list[Rectangle]:
    left, top = x + item.get("x", 0), y + item.get("y", 0)
    if kind == "symbol":
        half = sqrt(item.get("size", 64) / pi)
        return [(left - half, top - half, left + half, top + half)] if item.get("size", 64) else []
    if kind == "rect":
        right, bottom = left + item.get("width", 0), top + item.get("height", 0)
        return [(left, top, right, bottom)] if item.get("fill") != "#E39A0B" else []
    if kind not in ("rule", "line"):
        return []
    right, bottom = x + item.get("x2", item.get("x", 0)), y + item.get("y2", item.get("y", 0))
    half = item.get("strokeWidth", 1) / 2
    if item.get("step") == "step-after":
        return _pieces(left, top, right, top, half) + _pieces(right, top, right, bottom, half)
    return _pieces(left, top, right, bottom, half)


def _pieces(left: float, top: float, right: float, bottom: float, half: float) -> list[Rectangle]:
    """A line as small squares along it."""
    count = max(1, int(max(abs(right - left), abs(bottom - top)) / 2))
    points = [(left + (right - left) * n / count, top + (bottom - top) * n / count) for n in range(count + 1)]
    return [(px - half, py - half, px + half, py + half) for px, py in points]


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
