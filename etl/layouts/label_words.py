"""The words of headings: what a column is for, how a figure is summed, which kind of number it is."""

from __future__ import annotations

from typing import Final

from etl.layouts.label import Role, Said
from rules.model import Accumulation

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
ROLE_OF: Final = {word: role for role, words in _ROLES.items() for word in words}
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
RELATIVE: Final = dict.fromkeys(_TO_NOW, _YTD) | dict.fromkeys(_NOW, _PERIOD)
SUMS: Final = dict.fromkeys(_SUMMED, _YTD) | dict.fromkeys(_CURRENT, _PERIOD) | dict.fromkeys(_CLOSING, _END)
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
SAID: Final[dict[str, Said]] = (
    dict.fromkeys(_AGAINST, Said.CHANGE)
    | dict.fromkeys(_COMPARED, Said.COMPARED)
    | dict.fromkeys(_GROWTH, Said.GROWTH)
    | dict.fromkeys(_STEP, Said.STEP)
    | dict.fromkeys(_SHARE, Said.SHARE)
    | dict.fromkeys(_LEVEL, Said.LEVEL)
    | dict.fromkeys(_EARLIER, Said.EARLIER)
    | dict.fromkeys(_RANK, Said.RANK)
)
_WORDS: Final = frozenset({*SAID, *SUMS, *RELATIVE, *_NEUTRAL})
_LENGTHS: Final = sorted({len(word) for word in _WORDS}, reverse=True)
_TOTALS = frozenset({"合计", "总计", "小计", "总数", "共计"})


def is_total(text: str) -> bool:
    """Whether a folded name is that of a sum: 合计."""
    return text in _TOTALS


def cut_word(rest: str) -> tuple[str, str] | None:
    """The longest word at the label's end, else at its start, and what is left."""
    for length in _LENGTHS:
        if (word := rest[-length:]) in _WORDS:
            return word, rest[:-length]
    for length in _LENGTHS:
        if (word := rest[:length]) in _WORDS:
            return word, rest[length:]
    return None
