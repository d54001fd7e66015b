"""Labels: what a heading or a row's name says of its figures, apart from what it names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from etl.layouts.label import FOREIGN, Label, Said
from etl.layouts.label_areas import placed
from etl.layouts.label_units import SIGNED, units_of
from etl.layouts.label_words import RELATIVE, ROLE_OF, SAID, SUMS, cut_word
from etl.periods import read_period, take_period
from etl.plan import Plan

MOST_KEPT: Final = 65_536
"""Texts remembered from file to file."""
_PROGRESS = re.compile(
    r"(?:占|完成)(?:全年|年度|年初|年|全年度)?(?:目标|计划|任务)[^()]*|.*(?:完成率|完成比例|完成进度|完成百分比|达标率)"
    r"|(?:序时)?进度"
)
_TARGET = re.compile(
    r"(?P<of>.*?)(?:全年|年度|年初|本年|年)?(?:预期|工作)?(?:目标|计划|任务)(?:任务|值|数|量|额|进度)?"
)
_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|\d+(?:\.\d+)*[、.)](?!\d)|[#*※△▲★☆◆●○■□◇]+|-+)"
)
_CIRCLED = re.compile("^[\\s\u3000]*[①-⑳]")
_PART = re.compile(r"(?:其中|#)[::,]?")
_BRACKET = re.compile(r"(?P<head>.*?)\((?P<inner>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_SIGN_LEFT = re.compile(r"(?:±|\+-|\+/-|-\+)$")


class Reader:
    """Takes labels apart by one plan's words, each text once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._read: dict[str, Label] = {}

    def read(self, text: str) -> Label:
        if text not in self._read:
            if len(self._read) >= MOST_KEPT:
                self._read.clear()
            self._read[text] = self._take_apart(text)
        return self._read[text]

    def base(self, folded: str) -> str:
        """A name without what it says of measure and accumulation: 工业增加值 of 工业增加值增速."""
        return self._basis(Label(folded), folded).rest

    def _take_apart(self, text: str) -> Label:
        folded = self._plan.fold(_CIRCLED.sub("", text))
        label = Label(text)
        bare = self._without_ordinal(folded)
        if _PART.match(bare):
            label, bare = replace(label, part=True), self._without_ordinal(_PART.sub("", bare, count=1))
        label, bare = self._unit(label, bare)
        if role := ROLE_OF.get(bare):
            return replace(label, whole=bare, rest=bare, role=role)
        label = replace(label, whole=bare)
        if bare in self._plan.unit_names and bare not in self._plan.area_names:
            return replace(label, rest=bare)
        if not label.units and (units := units_of(bare, self._plan)):
            return replace(label, units=units)
        if (dated := read_period(text)) is not None:
            return replace(label, period=dated)
        period, rest, count = take_period(bare)
        label = replace(label, period=period, several_periods=count > 1)
        return placed(self._basis(label, rest), self._plan)

    def _without_ordinal(self, folded: str) -> str:
        return _ORDINAL.sub("", folded, count=1) if _ORDINAL.match(folded) else folded

    def _unit(self, label: Label, folded: str) -> tuple[Label, str]:
        """The last brackets' unit, or the one after a last colon; brackets that say when or how are opened."""
        tail = ""
        while (found := _BRACKET.fullmatch(folded)) and found["head"]:
            inner = found["inner"]
            if units := units_of(inner, self._plan):
                said = Said.GROWTH if SIGNED.match(inner) else label.said
                return replace(label, units=units, said=said), found["head"] + tail
            opened = self._basis(Label(inner), take_period(inner)[1])
            if opened.rest:
                break
            folded, tail = found["head"], inner + tail
        folded += tail
        head, mark, last = folded.rpartition(":") if ":" in folded else folded.rpartition(",")
        if mark and head and (units := units_of(last, self._plan)):
            return replace(label, units=units), head
        if folded.endswith("%") and len(folded) > 1:
            bare = _SIGN_LEFT.sub("", folded[:-1])
            return replace(label, units=("%",), said=Said.GROWTH if bare != folded[:-1] else label.said), bare
        return label, folded

    def _basis(self, label: Label, rest: str) -> Label:
        """Takes measure and accumulation words off both ends until nothing more comes off."""
        said, sums, relative = label.said, label.accumulation, label.relative
        while True:
            rest = rest.strip("_:,-/.、的()")
            if _PROGRESS.fullmatch(rest):
                said, rest = Said.PROGRESS, ""
                break
            cut = cut_word(rest)
            if cut is None:
                break
            word, rest = cut
            said = _combined(said, SAID.get(word), label.units)
            relative = relative or word in RELATIVE
            sums = sums or RELATIVE.get(word) or SUMS.get(word)
        if (target := _TARGET.fullmatch(rest)) and rest:
            said, rest = Said.TARGET, target["of"]
        return replace(label, said=said, accumulation=sums, relative=relative, rest=rest)


def _combined(before: Said | None, now: Said | None, units: tuple[str, ...]) -> Said | None:
    """Two announcements in one label: what is no figure of ours wins; a change in percent is a growth."""
    if now in {Said.CHANGE, Said.COMPARED} and units == ("%",):
        now = Said.GROWTH
    found = {before, now} - {None}
    foreign = [said for said in found if said in FOREIGN]
    if foreign:
        return foreign[0]
    if Said.COMPARED in found and found & {Said.SHARE, Said.LEVEL}:
        return Said.CHANGE
    return now if before is Said.COMPARED and now else before or now
