"""Typefaces, sizes and measures: GB/T 9704-2012 for Chinese, the same page with a plain hierarchy for English."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

ERHAO, SANHAO, SIHAO, WUHAO = 22.0, 16.0, 14.0, 10.5
"""Chinese type sizes in points: 二号, 三号, 四号, 五号."""
RED = "FF0000"

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
"""156 mm: 28 characters of 三号."""
FOOTER = 22.0
"""The page number stands 7 mm below the text."""
LINES, CHARACTERS = 22, 28
LINE_PITCH = math.floor((PAGE_HEIGHT - TOP - BOTTOM) / 25.4 * 72 / LINES * 20) / 20
"""Points from line to line: 22 lines in 225 mm, in whole twentieths of a point."""


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface by its East Asian and its Latin name."""

    east: str
    latin: str = "Times New Roman"
    hint: str | None = "eastAsia"
    """Whose quotation marks: both scripts share their characters."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a document of one language looks; sizes in points, spaces in points, indents in characters.

    `tracking` is added after each character, so that a line holds as many as the standard asks.
    """

    locale: str
    title: Face
    body: Face
    heading: Face  # first level
    subheading: Face  # second level
    number: Face  # page numbers
    title_size: float
    body_size: float
    line: float
    is_exact: bool
    indent: int
    tracking: float
    paragraph_space: float
    table_size: float
    table_line: float
    formats: tuple[tuple[str, str], ...]
    """Word's number format and pattern of each heading level."""


_CHINESE_NUMBERS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)
_ENGLISH_NUMBERS = (("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"), ("lowerLetter", "(%4)"))


def _chinese(locale: str, title: str, body: str, heading: str, subheading: str, number: str) -> Look:
    return Look(
        locale=locale,
        title=Face(title),
        body=Face(body),
        heading=Face(heading),
        subheading=Face(subheading),
        number=Face(number, number),
        title_size=ERHAO,
        body_size=SANHAO,
        line=LINE_PITCH,
        is_exact=True,
        indent=2,
        tracking=math.floor((TEXT_WIDTH / 25.4 * 72 / CHARACTERS - SANHAO) * 20) / 20,
        paragraph_space=0,
        table_size=WUHAO,
        table_line=15,
        formats=_CHINESE_NUMBERS,
    )


LOOKS: Mapping[str, Look] = {
    "zh-Hans": _chinese("zh-CN", "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"),
    # GB2312 faces hold no traditional characters
    "zh-Hant": _chinese("zh-TW", "方正小标宋繁体", "仿宋", "黑体", "楷体", "宋体"),
    "en": Look(
        locale="en-GB",
        title=Face("宋体", hint=None),
        body=Face("宋体", hint=None),
        heading=Face("黑体", "Arial", None),
        subheading=Face("黑体", "Arial", None),
        number=Face("宋体", hint=None),
        title_size=20,
        body_size=12,
        line=17,
        is_exact=False,
        indent=0,
        tracking=0,
        paragraph_space=6,
        table_size=10,
        table_line=13,
        formats=_ENGLISH_NUMBERS,
    ),
}

ALTERNATIVES: Mapping[str, tuple[str, str]] = {
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S,小标宋体,华文中宋,STZhongsong,Noto Serif CJK SC,宋体", "roman"),
    "方正小标宋繁体": ("FZXiaoBiaoSong-B05,華康中明體,Noto Serif CJK TC,新細明體,宋体", "roman"),
    "仿宋_GB2312": ("FangSong_GB2312,仿宋,FangSong,华文仿宋,STFangsong,Noto Serif CJK SC", "modern"),
    "仿宋": ("FangSong,华文仿宋,STFangsong,Noto Serif CJK TC", "modern"),
    "楷体_GB2312": ("KaiTi_GB2312,楷体,KaiTi,华文楷体,STKaiti,Noto Serif CJK SC", "modern"),
    "楷体": ("KaiTi,標楷體,DFKai-SB,Noto Serif CJK TC", "modern"),
    "黑体": ("SimHei,微软雅黑,Microsoft YaHei,Noto Sans CJK SC", "swiss"),
    "宋体": ("SimSun,新細明體,Noto Serif CJK SC", "roman"),
    "Times New Roman": ("Liberation Serif", "roman"),
    "Arial": ("Liberation Sans", "swiss"),
}
"""What to take where a typeface is not installed, and its family."""
