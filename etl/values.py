"""Reading what a cell says: a number, a reported absence, a stage. Only where there is one reading."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from etl.characters import SIMPLIFIED_OF
from etl.fold import fold
from etl.grid import Cell, exact, plain
from rules.model import Measure, ObsStatus

STAGE_WORDS: Final[tuple[tuple[str, ...], ...]] = (
    ("前期", "前期工作", "前期阶段"),
    ("开工", "已开工", "开工建设"),
    ("主体", "主体施工", "主体建设"),
    ("完工", "已完工", "竣工", "已竣工", "建成", "已建成"),
    ("验收", "已验收", "通过验收", "竣工验收"),
    ("投用", "已投用", "投入使用", "已投入使用"),
)
"""The words of each stage, in the order of rules.model.STAGES; the first is the form's own."""
NATURE_WORDS: Final[dict[str, ObsStatus]] = {
    "终值": ObsStatus.FINAL,
    "快报": ObsStatus.PRELIMINARY,
    "预计": ObsStatus.FORECAST,
    "无": ObsStatus.MISSING,
    "最终": ObsStatus.FINAL,
    "初步": ObsStatus.PRELIMINARY,
    "预计数": ObsStatus.FORECAST,
    "估计": ObsStatus.ESTIMATED,
}
"""How certain a figure is; the first four are the form's drop-down."""

_ABSENT = re.compile(r"[-‐‑‒–—―−─/\\….⋯]+")
_ABSENT_WORDS = {"暂无", "未统计", "未公布", "未发布", "不公布", "无数据", "n/a", "na"}
_COUNTED = {Measure.EVENTS, Measure.OPEN_CASES}
_NO_CHANGE = {"持平", "同比持平", "与上年持平", "与去年持平", "与上年同期持平", "与去年同期持平"}
_RISES, _FALLS = "增长|上升|提高|增加|正增长|增|升|涨", "下降|减少|降低|回落|负增长|降|减|跌"
_BEFORE = "预计达到|预计|预估|大约|大概|约|近|超过|超|逾"
_AFTER = "以上|左右|上下|余|多"
_SPOKEN = re.compile(
    rf"""(?:\(?(?P<before>{_BEFORE})\)?)?\s*
    (?:同比|[比较](?:上年|去年)(?:同期)?)?\s*(?P<word>{_RISES}|{_FALLS})?\s*
    (?:(?P<between>{_BEFORE}))?\s*
    (?P<sign>[-+‐‑–—−]\s*)?(?P<number>\d+(?:,\d+)*(?:\.\d+)?|\.\d+)\s*
    (?:(?P<after>{_AFTER}))?(?P<unit>.*?)\s*(?:(?P<last>{_AFTER})|\((?P<aside>预计|约)\))?""",
    re.VERBOSE,
)
_MARKS = "①-⑳⑴-⒇❶-❿⓪²³¹⁰⁴-⁹⁽⁾*＊#＃※"
_NOTE_MARKS = re.compile(rf"^[{_MARKS}]+(?=\s*[-+－＋\d])|(?<=[\d%％])\s*注?[{_MARKS}]+$")
_SPECIAL_DIGITS = re.compile("(?<![a-zA-Z㎡米])[①-⒛⓪-⓿❶-➓²³¹⁰⁴-⁹₀-₉¼-¾⅐-↉㈠-㉟㊀-㊿㋀-㋋㍘-㍰㏠-㏾]")
_CURRENCY = "¥￥$ "
_DIRECTIONS = frozenset({*_RISES.split("|"), *_FALLS.split("|"), "同比增长", "同比"})
_MULTIPLIERS = frozenset({"百", "千", "万", "十万", "百万", "千万", "亿"})
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


class ValueUnclear(Exception):
    """A cell without exactly one reading. `code` is a finding's code, `expected` its data."""

    def __init__(self, code: str, expected: str = "") -> None:
        super().__init__(code, expected)
        self.code = code
        self.expected = expected


class Reading(NamedTuple):
    """What a cell says. `number` None is a reported absence; `unit` is the one written in the cell itself."""

    number: Decimal | None
    status: ObsStatus | None = None  # only where the cell itself says how certain it is
    unit: str = ""
    approximate: bool = False


def is_blank(cell: Cell | None) -> bool:
    """Nothing was reported: no cell, or one that shows nothing. Neither a zero nor a reported absence."""
    return cell is None or not (shows(cell) or cell.trouble)


def shows(cell: Cell) -> bool:
    """Whether `Cell.text` is more than nothing, without writing it out."""
    value = cell.value
    return bool(value.strip()) if isinstance(value, str) else value is not None


def without_marks(written: str) -> str:
    """A text without the marks of notes before and behind its number: 8.1①, ²8.1, 8.1注¹."""
    return _NOTE_MARKS.sub("", written.strip())


def is_absent(text: str) -> bool:
    """Whether a text stands for a figure that is not there: a dash, a slash, 暂无."""
    return bool(_ABSENT.fullmatch(text.replace(" ", ""))) or fold(text) in _ABSENT_WORDS


def read_number(cell: Cell, *, measure: Measure) -> Reading:
    """The number a valued cell says. Raises ValueUnclear."""
    if cell.trouble:
        raise ValueUnclear(cell.trouble)
    value = cell.value
    if isinstance(value, bool):
        raise ValueUnclear("not_a_number")
    if isinstance(value, int | float):
        return _formatted(cell, exact(value))
    if isinstance(value, date | time | timedelta):
        raise ValueUnclear("date_in_value")
    return _read_text(str(value), measure)


def _formatted(cell: Cell, number: Decimal) -> Reading:
    """A number as its format shows it. Raises ValueUnclear where it shows another number than the cell holds."""
    if not (cell.affix or cell.percent) and cell.divisor == 1:  # most numbers by far
        return Reading(number)
    affix = cell.affix.strip(_CURRENCY)
    if affix in _DIRECTIONS:
        affix = ""
    if affix in _MULTIPLIERS or (cell.percent and affix) or (cell.divisor != 1 and not affix):
        raise ValueUnclear("shown_otherwise", f"{shown_number(cell)}{cell.affix}")
    if cell.percent:
        return Reading(number * 100, unit="%")
    return Reading(number / cell.divisor, unit=affix)


def shown_number(cell: Cell) -> str:
    """The number a numeric cell's format shows, without the words beside it."""
    assert isinstance(cell.value, int | float)
    shown = plain(exact(cell.value) * (100 if cell.percent else 1) / cell.divisor)
    return f"{shown}%" if cell.percent else shown


def _read_text(written: str, measure: Measure) -> Reading:
    written = without_marks(written)
    if _SPECIAL_DIGITS.search(written):  # folded to plain digits, they would join the number
        raise ValueUnclear("not_a_number")
    text = unicodedata.normalize("NFKC", written).translate(SIMPLIFIED_OF).strip()
    folded = fold(text)
    if is_absent(text):
        return Reading(None, ObsStatus.MISSING)
    if folded in {"无", "没有"}:
        if measure in _COUNTED:  # none happened, or nothing is known
            raise ValueUnclear("two_readings", "0 / —")
        return Reading(None, ObsStatus.MISSING)
    if folded in _NO_CHANGE:
        if measure is not Measure.YOY_GROWTH:
            raise ValueUnclear("growth_given")
        return Reading(Decimal(0), unit="%")
    return _read_spoken(text, measure)


def _read_spoken(text: str, measure: Measure) -> Reading:
    numbers = _NUMBER.findall(text)
    if len(numbers) > 1:
        spaced = re.fullmatch(r"[-+]?[\d,.]+(?:\s+[\d,.]+)+", text)
        raise ValueUnclear("two_readings" if spaced else "several_numbers")
    spoken = _SPOKEN.fullmatch(text)
    if not numbers or spoken is None:
        raise ValueUnclear("two_readings" if re.fullmatch(r"\(\s*[\d,.]+\s*%?\)", text) else "not_a_number")
    if "," in spoken["number"] and not _GROUPED.fullmatch(spoken["number"]):
        raise ValueUnclear("two_readings", spoken["number"].replace(",", "."))
    number = _signed(spoken, Decimal(spoken["number"].replace(",", "")))
    number, unit = _scaled(spoken, number, measure)
    qualifiers = {spoken[name] for name in ("before", "between", "after", "last", "aside")} - {None}
    forecast = any(str(word).startswith("预") for word in qualifiers)
    status = ObsStatus.FORECAST if forecast else ObsStatus.ESTIMATED if qualifiers else None
    return Reading(number, status, unit, approximate=bool(qualifiers) and not forecast)


def _signed(spoken: re.Match[str], number: Decimal) -> Decimal:
    """Falling and minus are each negative; both together could mean either."""
    minus = bool(spoken["sign"]) and not spoken["sign"].startswith("+")
    falls = spoken["word"] is not None and spoken["word"] in _FALLS.split("|")
    if falls and spoken["sign"]:
        raise ValueUnclear("two_readings")
    return -number if minus or falls else number


def _scaled(spoken: re.Match[str], number: Decimal, measure: Measure) -> tuple[Decimal, str]:
    """The number with its own unit; "grew 3.8 times" is +380 %, points are never a growth or a share."""
    unit = spoken["unit"].strip()
    if unit.endswith("百分点"):
        raise ValueUnclear("points_given")
    if spoken["word"] and measure is not Measure.YOY_GROWTH:
        raise ValueUnclear("growth_given")
    if unit == "倍":
        if spoken["word"] is None:
            raise ValueUnclear("two_readings")
        return number * 100, "%"
    return number, unit


def read_stage(cell: Cell) -> Reading:
    """The position of a stage word in rules.model.STAGES. Raises ValueUnclear; a number is no stage."""
    if cell.trouble:
        raise ValueUnclear(cell.trouble)
    folded = fold(cell.text)
    if _ABSENT.fullmatch(cell.text.strip()) or folded in _ABSENT_WORDS | {"无"}:
        return Reading(None, ObsStatus.MISSING)
    for position, words in enumerate(STAGE_WORDS):
        if folded in words:
            return Reading(Decimal(position))
    raise ValueUnclear("stage_unknown", " / ".join(words[0] for words in STAGE_WORDS))


def read_nature(cell: Cell | None) -> ObsStatus | None:
    """How certain the sender says the figure is; None where nothing is said. Raises ValueUnclear."""
    if cell is None or is_blank(cell):
        return None
    nature = _nature_said(cell.text)
    if nature is None:
        raise ValueUnclear("nature_unknown", " / ".join(list(NATURE_WORDS)[:4]))
    return nature


@lru_cache(maxsize=4096)
def _nature_said(text: str) -> ObsStatus | None:
    return NATURE_WORDS.get(fold(text))


def readings_offered(written: str) -> list[str]:
    """The numbers a cell with more than one reading may mean: its parts, or its digits put together."""
    text = unicodedata.normalize("NFKC", written).translate(SIMPLIFIED_OF).strip()
    bracketed = re.fullmatch(r"\(\s*([\d,.]+\s*%?)\s*\)", text)
    if bracketed:
        return [bracketed[1], f"-{bracketed[1]}"]
    if re.fullmatch(r"[-+]?[\d,.]+(?:\s+[\d,.]+)+", text):
        together = "".join(text.split())
        return list(
            dict.fromkeys([together, ".".join(text.split()) if text.count(" ") == 1 else together, *text.split()])
        )
    if "," in text and len(_NUMBER.findall(text)) == 1:
        return [text.replace(",", ""), text.replace(",", ".")]
    if text in {"无", "没有"}:
        return ["0", "—"]
    parts = [part.strip() for part in re.split(r"[、;\n/]|,(?!\d)", text)]
    return [part for part in parts if re.search(r"\d", part)]
