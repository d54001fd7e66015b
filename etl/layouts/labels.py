"""Labels: what a heading or a row's name says of its figures, apart from what it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from etl.periods import PeriodReading, read_period, take_period
from etl.plan import Plan
from rules.model import Accumulation


class Said(StrEnum):
    """What kind of number a label announces; those of FOREIGN are never a figure of the plan."""

    LEVEL = "level"
    GROWTH = "growth"
    SHARE = "share"
    COMPARED = "compared"  # against a year ago: a growth or a change in units
    CHANGE = "change"  # against a year ago, in units
    STEP = "step"  # against the period before
    EARLIER = "earlier"
    TARGET = "target"
    PROGRESS = "progress"
    RANK = "rank"


FOREIGN: Final = frozenset({Said.CHANGE, Said.STEP, Said.EARLIER, Said.TARGET, Said.PROGRESS, Said.RANK})


class Role(StrEnum):
    """What a column is for, where its heading says so."""

    NAME = "name"
    UNIT = "unit"
    TIME = "time"
    AREA = "area"
    ORDINAL = "ordinal"
    NOTE = "note"


class Place(StrEnum):
    OWN = "own"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart. `whole` is all it names (folded), `rest` what is left once the facets are out.

    `relative` is a period that only the context can date (本月, 1-本月).
    """

    text: str
    whole: str = ""
    rest: str = ""
    said: Said | None = None
    accumulation: Accumulation | None = None
    period: PeriodReading | None = None
    units: tuple[str, ...] = ()
    place: Place | None = None
    role: Role | None = None
    part: bool = False
    relative: bool = False
    several_periods: bool = False

    @property
    def is_bare(self) -> bool:
        """Says how and when, names nothing."""
        return not self.rest and self.role is None


MOST_KEPT: Final = 65_536
"""Texts remembered from file to file."""
_ROLES: Final[dict[Role, frozenset[str]]] = {
    Role.NAME: frozenset(
        {"指标", "指标名称", "项目", "项目名称", "名称", "内容", "指标项目", "主要指标", "工作内容", "类别"}
    ),
    Role.UNIT: frozenset({"单位", "计量单位", "数据单位", "指标单位"}),
    Role.TIME: frozenset({"时间", "月份", "年份", "日期", "年度", "报告期", "期别", "统计时间", "年月", "时期", "年"}),
    Role.AREA: frozenset(
        {"地区", "区域", "县市区", "县(市、区)", "县(市)", "乡镇", "乡镇名称", "市州", "省份", "县区", "地市", "行政区"}
        | {"地区名称", "街道", "乡镇街道", "乡镇(街道)", "区县", "城市", "省市", "县市"}
    ),
    Role.ORDINAL: frozenset({"序号", "编号", "代码", "编码", "指标代码", "指标编码", "行次", "no", "no."}),
    Role.NOTE: frozenset(
        {"月", "季", "旬", "月度", "季度", "月报", "季报", "年报"}
        | {"备注", "说明", "责任单位", "牵头单位", "责任人", "联系人", "数据来源", "来源", "频度", "口径", "完成情况"}
        | {"注释", "责任领导", "联系电话", "统计口径", "存在问题", "下步打算", "填报单位", "报送单位"}
    ),
}
_ROLE_OF: Final = {word: role for role, words in _ROLES.items() for word in words}
_YTD, _PERIOD, _END = Accumulation.YTD, Accumulation.PERIOD, Accumulation.END_OF_PERIOD
_TO_NOW: Final = (
    "1-本月止累计", "1-本月累计", "1-本月", "1至本月累计", "1至本月", "本月止累计", "本月累计", "本月止",
    "截至本月累计", "截至本月", "截止本月累计", "截止本月", "至本月止累计", "本期累计", "本期止累计", "本季累计",
    "1-本季累计", "1-本季",
)  # fmt: skip
_NOW: Final = ("本月数", "本月", "当月值", "当月数", "当月", "本季数", "本季", "当季值", "当季")
_SUMMED: Final = (
    "本年累计数", "本年累计", "年初至今累计", "年初至今", "自年初累计", "年初累计", "年初以来累计", "年初以来",
    "累计值", "累计数", "累计完成额", "累计完成数", "累计完成", "累计额", "累计",
)  # fmt: skip
_CURRENT: Final = ("当期值", "当期数", "当期", "本期值", "本期数")
_CLOSING: Final = (
    "期末值", "期末数", "期末余额", "期末", "月末数", "月末", "季末数", "季末", "年末数", "年末", "时点数", "时点",
)  # fmt: skip
_RELATIVE: Final = dict.fromkeys(_TO_NOW, _YTD) | dict.fromkeys(_NOW, _PERIOD)
_SUMS: Final = dict.fromkeys(_SUMMED, _YTD) | dict.fromkeys(_CURRENT, _PERIOD) | dict.fromkeys(_CLOSING, _END)
_GROWTH: Final = (
    "比上年同期增长率", "比上年同期增长", "比上年同期增速", "比去年同期增长", "较上年同期增长", "较去年同期增长",
    "同期增长",
    "比上年增长", "比去年增长", "较上年增长", "较去年增长", "同比增长率", "同比增长速度", "同比增长", "同比增速",
    "同比增幅",
    "同比实际增速", "同比实际增长", "同比名义增速", "可比价增速", "名义增速", "增长速度", "增长率", "增速", "增幅",
    "同比增减率", "比上年同期增减率", "增减率", "按可比价格增长", "可比价增长", "可比增长", "实际增长", "增长",
)  # fmt: skip
_AGAINST: Final = (
    "比上年同期增减", "比上年同期增加", "比去年同期增减",
    "较上年同期增减",
    "比上年增减", "比上年增加", "较上年增减", "同比增减", "增减额", "增减", "增量",
)  # fmt: skip
_COMPARED: Final = (
    "比上年同期+-", "比上年同期±", "比上年同期", "比去年同期", "较上年同期", "较去年同期", "比上年", "较上年", "比去年",
    "同比±", "同比+-", "与上年同期比", "同比",
)  # fmt: skip
_STEP: Final = (
    "环比增长",
    "环比增速",
    "环比",
    "比上月增长",
    "比上月增减",
    "比上月",
    "较上月",
    "比上季",
    "较上季",
    "比上期",
    "较上期",
)
_SHARE: Final = ("所占比重", "所占比例", "占比", "比重", "份额")
_LEVEL: Final = ("绝对值", "绝对量", "绝对额", "绝对数", "总量指标", "总量")
_EARLIER: Final = (
    "上年同期累计", "去年同期累计", "上年同期数", "去年同期数", "上年同期值", "上年同期", "去年同期", "同期数",
    "上年同月",
    "上月数", "上期数", "上年数", "上年末", "去年末", "上月末", "上月", "上期", "上季", "上年", "去年", "基期",
    "同期",
)  # fmt: skip
_RANK: Final = ("位次", "排名", "名次", "排位", "排序")
_NEUTRAL: Final = (
    "完成情况", "实际完成数", "实际完成", "完成数", "完成额", "完成值", "完成量", "本期数值", "数值", "实际数",
    "实际值",
    "实绩", "数据", "完成",
)  # fmt: skip
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
_SIGNED = re.compile(r"^(?:±|\+-|\+/-|-\+)(?=[%‰])")
_UNIT_LINE = re.compile(r"(?:计量|数量|金额)?单位[::]([^()。;]+)")
_AREA = re.compile(r"[\u4e00-\u9fff]{1,12}(?:省|自治区|市|州|盟|县|区|旗|镇|乡|街道)")
_NOT_AREAS = frozenset(
    {
        "城市",
        "地区",
        "园区",
        "小区",
        "社区",
        "辖区",
        "城区",
        "城镇",
        "乡镇",
        "山区",
        "库区",
        "景区",
        "林区",
        "开发区",
        "县市",
    }
    | {"市州", "县区", "区县", "超市", "集市", "股市", "楼市"}
)
_WIDER = frozenset({"全国", "全省", "全市", "全州", "全区", "全县", "全镇", "全乡", "省", "市", "国家"})
_SUFFIXES = frozenset("省市州县区")
_LEADING_AREA = re.compile(
    r"(?:全[国省市州区]|我[省市州区]|[\u4e00-\u9fff]{2,12}自治[州县区]|[\u4e00-\u9fff]{2,3}[省市州县区])"
)
_NO_LEADING_AREA = re.compile(
    r"[各分]|.?(?:地|城)[区市]|.{0,2}(?:开发|高新|工业|示范|试验|保税|集聚|功能|城|园|山|社|小|县市|市县|乡镇)区"
)
_TOTALS = frozenset({"合计", "总计", "小计", "总数", "共计"})


def is_total(text: str) -> bool:
    return text in _TOTALS


def leading_area(text: str, plan: Plan) -> str:
    """The place a folded title begins with, where it is not the plan's own: 怀化市2024年1-9月主要指标."""
    found = _LEADING_AREA.match(text)
    if found is None or _NO_LEADING_AREA.match(text) or any(text.startswith(name) for name in plan.area_names):
        return ""
    return found[0]


def unit_line(text: str, plan: Plan) -> tuple[str, ...]:
    """The units a line such as `单位：亿元、%` gives; empty where it gives none."""
    found = _UNIT_LINE.search(plan.fold(text))
    return _units(found[1], plan) if found else ()


def _units(text: str, plan: Plan) -> tuple[str, ...]:
    parts = [_SIGNED.sub("", part) for part in re.split(r"[、,;和]", text.removeprefix("单位:")) if part]
    return tuple(parts) if parts and all(_is_unit(part, plan) for part in parts) else ()


def _is_unit(text: str, plan: Plan) -> bool:
    """A unit of the plan, or one that can be told for a unit and is none of the plan's (元/人)."""
    if plan.unit_words.meanings(text) or text in {"个百分点", "百分点", "‰"}:
        return True
    of, per, each = text.partition("/")
    return bool(per and each) and len(each) <= 4 and bool(plan.unit_words.meanings(of))


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
        if role := _ROLE_OF.get(bare):
            return replace(label, whole=bare, rest=bare, role=role)
        label = replace(label, whole=bare)
        if bare in self._plan.unit_names and bare not in self._plan.area_names:
            return replace(label, rest=bare)
        if not label.units and (units := _units(bare, self._plan)):
            return replace(label, units=units)
        if (dated := read_period(text)) is not None:
            return replace(label, period=dated)
        period, rest, count = take_period(bare)
        label = replace(label, period=period, several_periods=count > 1)
        return self._place(self._basis(label, rest))

    def _without_ordinal(self, folded: str) -> str:
        return _ORDINAL.sub("", folded, count=1) if _ORDINAL.match(folded) else folded

    def _unit(self, label: Label, folded: str) -> tuple[Label, str]:
        """The last brackets' unit, or the one after a last colon; brackets that say when or how are opened."""
        tail = ""
        while (found := _BRACKET.fullmatch(folded)) and found["head"]:
            inner = found["inner"]
            if units := _units(inner, self._plan):
                said = Said.GROWTH if _SIGNED.match(inner) else label.said
                return replace(label, units=units, said=said), found["head"] + tail
            opened = self._basis(Label(inner), take_period(inner)[1])
            if opened.rest:
                break
            folded, tail = found["head"], inner + tail
        folded += tail
        head, mark, last = folded.rpartition(":") if ":" in folded else folded.rpartition(",")
        if mark and head and (units := _units(last, self._plan)):
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
            cut = _cut(rest)
            if cut is None:
                break
            word, rest = cut
            said = _combined(said, _SAID.get(word), label.units)
            relative = relative or word in _RELATIVE
            sums = sums or _RELATIVE.get(word) or _SUMS.get(word)
        if (target := _TARGET.fullmatch(rest)) and rest:
            said, rest = Said.TARGET, target["of"]
        return replace(label, said=said, accumulation=sums, relative=relative, rest=rest)

    def _place(self, label: Label) -> Label:
        own = self._plan.area_names
        rest = label.rest
        if rest in own or (len(rest) > 1 and any(name[:-1] == rest and name[-1] in _SUFFIXES for name in own)):
            return replace(label, place=Place.OWN, rest="")
        if rest in _WIDER or (_AREA.fullmatch(rest) and rest not in _NOT_AREAS and len(rest) > 1):
            return replace(label, place=Place.OTHER)
        for name in own:
            if rest.startswith(name) and len(name) > 1:
                return replace(label, place=Place.OWN, rest=rest.removeprefix(name).lstrip("的"))
        return label


_SAID: Final[dict[str, Said]] = (
    dict.fromkeys(_AGAINST, Said.CHANGE)
    | dict.fromkeys(_COMPARED, Said.COMPARED)
    | dict.fromkeys(_GROWTH, Said.GROWTH)
    | dict.fromkeys(_STEP, Said.STEP)
    | dict.fromkeys(_SHARE, Said.SHARE)
    | dict.fromkeys(_LEVEL, Said.LEVEL)
    | dict.fromkeys(_EARLIER, Said.EARLIER)
    | dict.fromkeys(_RANK, Said.RANK)
)
_WORDS: Final = frozenset({*_SAID, *_SUMS, *_RELATIVE, *_NEUTRAL})
_LENGTHS: Final = sorted({len(word) for word in _WORDS}, reverse=True)


def _cut(rest: str) -> tuple[str, str] | None:
    """The longest word at the label's end, else at its start, and what is left."""
    for length in _LENGTHS:
        if (word := rest[-length:]) in _WORDS:
            return word, rest[:-length]
    for length in _LENGTHS:
        if (word := rest[:length]) in _WORDS:
            return word, rest[length:]
    return None


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
