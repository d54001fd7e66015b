"""Reading words: names folded, units converted, periods and values with exactly one reading."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.fold import characters_of, fold, nearest, split_unit
from etl.grid import Cell, column_letters, column_number
from etl.measures import UnitWords
from etl.periods import PeriodReading, Span, periods_within, read_period, said_otherwise, years_within
from etl.values import ValueUnclear, is_blank, read_nature, read_number, read_stage
from rules.model import Measure, ObsStatus
from warehouse.catalogue import Catalogue


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("漵浦縣製度", "溆浦县制度"),
        ("曆史文化", "歷史文化"),
        ("全麵 推進", "全面推进"),
        ("ＧＤＰ增速（％）", "gdp增速(%)"),
        ("1—10月", "1-10月"),
        ("“八大行动”", "八大行动"),
        ("复工復產複習", "复工复产复习"),
        ("【其中】", "(其中)"),
    ],
)
def test_ways_of_writing_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_names_in_both_scripts_teach_characters_but_not_unclear_ones() -> None:
    table = characters_of([("甲丙", "〇丙"), ("乙", "〡"), ("丁", "〡"), ("长", "不同长度")])
    assert "〇".translate(table) == "甲"
    assert "〡".translate(table) == "〡"


def test_near_names_are_ranked_for_a_person() -> None:
    names = {fold("城镇新增就业"): "jobs", fold("城镇新增就业人数"): "jobs", fold("空气优良率"): "air"}
    assert nearest(fold("城镇新增就业数"), names) == ["jobs"]
    assert nearest(fold("粮食产量"), names) == []


@pytest.mark.parametrize(
    ("text", "label", "unit"),
    [
        ("本期数值（万元）", "本期数值", "万元"),
        ("招商引资(单位：亿元)", "招商引资", "亿元"),
        ("城镇新增就业", "城镇新增就业", ""),
    ],
)
def test_a_label_gives_up_its_unit(text: str, label: str, unit: str) -> None:
    assert split_unit(text) == (label, unit)


@given(st.integers(min_value=1, max_value=16384))
def test_column_letters_and_numbers_are_each_other_s_inverse(column: int) -> None:
    assert column_number(column_letters(column)) == column


UNITS = [
    ("万元", "cny", 8, "0.0001"),
    ("亿元", "cny", 8, "1"),
    ("元", "cny", 8, "0.00000001"),
    ("億元", "cny", 4, "10000"),
    ("万人", "person", 0, "10000"),
    ("千人", "person", 0, "1000"),
    ("％", "percent", 0, "1"),
    ("户", "family", 0, "1"),
    ("户", "dwelling", 0, "1"),
    ("万户", "entity", 0, "10000"),
    ("元/月", "cny", 8, None),
    ("人", "family", 0, None),
    ("公顷", "cny", 8, None),
]


@pytest.mark.parametrize(("written", "measure", "mult", "factor"), UNITS)
def test_units_convert_exactly_or_not_at_all(
    tiny_catalogue: Catalogue, written: str, measure: str, mult: int, factor: str | None
) -> None:
    words = UnitWords.of(tiny_catalogue.unit_measures.to_dicts())
    expected = None if factor is None else Decimal(factor)
    assert words.factor(written, unit_measure=measure, unit_mult=mult) == expected


PERIODS = [
    ("2024年10月", 10, Span.MONTH, 2024),
    ("2024年1—10月", 10, Span.TO_DATE, 2024),
    ("1-10月", 10, Span.TO_DATE, None),
    ("1至10月累计", 10, Span.TO_DATE, None),
    ("202410", 10, Span.MONTH, 2024),
    (202410, 10, Span.MONTH, 2024),
    (202410.0, 10, Span.MONTH, 2024),
    ("2024.10", 10, Span.MONTH, 2024),
    ("2024-10", 10, Span.MONTH, 2024),
    ("2024/3", 3, Span.MONTH, 2024),
    ("２０２４年３月", 3, Span.MONTH, 2024),
    ("2024年3月末", 3, Span.MONTH, 2024),
    ("截至2024年9月30日", 9, Span.MONTH, 2024),
    ("2024-09-30", 9, Span.MONTH, 2024),
    ("一季度", 3, Span.QUARTER, None),
    ("2024年第三季度", 9, Span.QUARTER, 2024),
    ("2024年前三季度", 9, Span.TO_DATE, 2024),
    ("1—3季度", 9, Span.TO_DATE, None),
    ("上半年", 6, Span.TO_DATE, None),
    ("2024年", 12, Span.YEAR, 2024),
    ("2024年度", 12, Span.YEAR, 2024),
    ("2024年全年", 12, Span.YEAR, 2024),
    ("5月", 5, Span.MONTH, None),
    (date(2024, 10, 31), 10, Span.MONTH, 2024),
    (datetime(2024, 2, 1, 0, 0), 2, Span.MONTH, 2024),
]


@pytest.mark.parametrize(("written", "month", "span", "year"), PERIODS)
def test_periods_as_offices_write_them(written: str | float | date, month: int, span: Span, year: int | None) -> None:
    assert read_period(written) == PeriodReading(month, span, year)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "本月",
        "1—本月",
        "13月",
        "24年10月",
        2024.1,
        10,
        "2024年",
        "9月和10月",
        "2023年12月-2024年2月",
        True,
        None,
        "十月",
    ],
)
def test_what_is_no_single_period_is_not_guessed(written: str | float | None) -> None:
    reading = read_period(written)
    assert reading is None or (written == "2024年" and reading.span is Span.YEAR)


def test_titles_and_file_names_give_periods_and_years() -> None:
    assert periods_within("县人社局_2024年10月报表.xlsx") == [PeriodReading(10, Span.MONTH, 2024)]
    assert years_within("县人社局2024年报表") == [2024]
    assert years_within("report-202410.xlsx") == [2024]
    assert years_within("电话20240101123") == []


def cell(value: object, *, percent: bool = False) -> Cell:
    return Cell(1, 1, value, percent=percent)  # type: ignore[arg-type]


GROWTH, LEVEL = Measure.YOY_GROWTH, Measure.LEVEL
NUMBERS = [
    (12.5, False, LEVEL, "12.5", ""),
    ("１２．５", False, LEVEL, "12.5", ""),
    ("2,013人", False, LEVEL, "2013", "人"),
    ("1.2万人", False, LEVEL, "1.2", "万人"),
    ("增长8.5%", False, GROWTH, "8.5", "%"),
    ("增長8.5%", False, GROWTH, "8.5", "%"),
    ("同比增长8.5%", False, GROWTH, "8.5", "%"),
    ("下降19.2%", False, GROWTH, "-19.2", "%"),
    ("增长-6.2%", False, GROWTH, "-6.2", "%"),
    ("负增长6.2", False, GROWTH, "-6.2", ""),
    ("增8.1%", False, GROWTH, "8.1", "%"),
    ("降8.1%", False, GROWTH, "-8.1", "%"),
    ("同比升0.6%", False, GROWTH, "0.6", "%"),
    ("比去年同期减19.2%", False, GROWTH, "-19.2", "%"),
    ("-6.2%", False, GROWTH, "-6.2", "%"),
    ("－6.2", False, GROWTH, "-6.2", ""),
    ("持平", False, GROWTH, "0", "%"),
    ("增长3.8倍", False, GROWTH, "380", "%"),
    (0.085, True, GROWTH, "8.5", "%"),
    (0.07, True, GROWTH, "7", "%"),
    (0.1 + 0.2, False, GROWTH, "0.3", ""),
    ("0", False, Measure.EVENTS, "0", ""),
]


@pytest.mark.parametrize(("value", "percent", "measure", "number", "unit"), NUMBERS)
def test_numbers_with_one_reading(value: object, percent: bool, measure: Measure, number: str, unit: str) -> None:
    reading = read_number(cell(value, percent=percent), measure=measure)
    assert (reading.number, reading.unit, reading.approximate) == (Decimal(number), unit, False)


@pytest.mark.parametrize(
    ("value", "number", "status", "approximate"),
    [
        ("约120", "120", ObsStatus.ESTIMATED, True),
        ("120人左右", "120", ObsStatus.ESTIMATED, True),
        ("120以上", "120", ObsStatus.ESTIMATED, True),
        ("预计8.5", "8.5", ObsStatus.FORECAST, False),
        ("8.5（预计）", "8.5", ObsStatus.FORECAST, False),
    ],
)
def test_qualifiers_stay_with_the_number(value: str, number: str, status: ObsStatus, approximate: bool) -> None:
    reading = read_number(cell(value), measure=LEVEL)
    assert (reading.number, reading.status, reading.approximate) == (Decimal(number), status, approximate)


@pytest.mark.parametrize("token", ["—", "——", "-", "－", "/", "…", "……", "无", "未统计", "暂无"])
def test_absence_is_reported_absence_and_never_zero(token: str) -> None:
    reading = read_number(cell(token), measure=LEVEL)
    assert (reading.number, reading.status) == (None, ObsStatus.MISSING)


@pytest.mark.parametrize(
    ("value", "measure", "code"),
    [
        ("1 5", LEVEL, "two_readings"),
        ("2,01", LEVEL, "two_readings"),
        ("(12.5)", LEVEL, "two_readings"),
        ("下降-6.2%", GROWTH, "two_readings"),
        ("降-6.2%", GROWTH, "two_readings"),
        ("增8.1%", LEVEL, "growth_given"),
        ("降0.8个百分点", GROWTH, "points_given"),
        ("3.8倍", LEVEL, "two_readings"),
        ("无", Measure.EVENTS, "two_readings"),
        ("90.93亿元、8%", LEVEL, "several_numbers"),
        ("12-15", LEVEL, "several_numbers"),
        ("提高0.8个百分点", GROWTH, "points_given"),
        ("增长8.5%", LEVEL, "growth_given"),
        ("持平", LEVEL, "growth_given"),
        ("完成", LEVEL, "not_a_number"),
        (True, LEVEL, "not_a_number"),
        (date(2024, 1, 10), LEVEL, "date_in_value"),
    ],
)
def test_what_has_no_single_reading_is_refused(value: object, measure: Measure, code: str) -> None:
    with pytest.raises(ValueUnclear) as unclear:
        read_number(cell(value), measure=measure)
    assert unclear.value.code == code


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False), st.booleans())
def test_a_written_number_is_read_as_itself(number: Decimal, full_width: bool) -> None:
    text = f"{number:,.4f}"
    wide = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,-"}) if full_width else text
    assert read_number(cell(wide), measure=LEVEL).number == number


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    for measure in (LEVEL, GROWTH, Measure.EVENTS):
        try:
            reading = read_number(cell(text), measure=measure)
        except ValueUnclear:
            continue
        assert reading.number is not None or reading.status is ObsStatus.MISSING


def test_stages_are_words() -> None:
    assert [read_stage(cell(word)).number for word in ("前期", "開工", "主体", "完工", "验收", "投入使用")] == [
        0,
        1,
        2,
        3,
        4,
        5,
    ]
    assert read_stage(cell("—")).status is ObsStatus.MISSING
    for unclear in (3, "快好了"):
        with pytest.raises(ValueUnclear, match="stage_unknown"):
            read_stage(cell(unclear))


def test_natures_and_blanks() -> None:
    assert read_nature(cell("快报")) is ObsStatus.PRELIMINARY
    assert read_nature(None) is None
    with pytest.raises(ValueUnclear, match="nature_unknown"):
        read_nature(cell("大概"))
    assert is_blank(None)
    assert is_blank(cell("  "))
    assert not is_blank(cell(0))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023年10月", "2023-10"),
        ("2024年9月", "2024-09"),
        ("2023年度报表", "2023"),
        ("2023年1-10月", "2023-10"),
        ("截至2023年10月31日", "2023-10"),
        ("2024年“三大行动”1-10月报表", None),
        ("2024年报表", None),
        ("10月", None),
        ("Sheet1", None),
        ("填报日期：2025年1月8日", None),
        ("请于11月8日前报送", None),
        ("2025-01-08", None),
    ],
)
def test_a_period_said_otherwise(text: str, said: str | None) -> None:
    assert said_otherwise(text, [date(2024, 10, 1)]) == said
