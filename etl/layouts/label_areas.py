"""Places within labels: the plan's own, and others whose figures are none of ours."""

from __future__ import annotations

import re
from dataclasses import replace

from etl.layouts.label import Label, Place
from etl.plan import Plan

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


def leading_area(text: str, plan: Plan) -> str:
    """The place a folded title begins with, where it is not the plan's own: 怀化市2024年1-9月主要指标."""
    found = _LEADING_AREA.match(text)
    if found is None or _NO_LEADING_AREA.match(text) or any(text.startswith(name) for name in plan.area_names):
        return ""
    return found[0]


def placed(label: Label, plan: Plan) -> Label:
    """The label with its place, where what is left of it begins with one or is one."""
    own = plan.area_names
    rest = label.rest
    if rest in own or (len(rest) > 1 and any(name[:-1] == rest and name[-1] in _SUFFIXES for name in own)):
        return replace(label, place=Place.OWN, rest="")
    if rest in _WIDER or (_AREA.fullmatch(rest) and rest not in _NOT_AREAS and len(rest) > 1):
        return replace(label, place=Place.OTHER)
    for name in own:
        if rest.startswith(name) and len(name) > 1:
            return replace(label, place=Place.OWN, rest=rest.removeprefix(name).lstrip("的"))
    return label
