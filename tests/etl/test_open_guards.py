"""Opening costs no more than stated: bombs, stray cells, slow and greedy files are each one sentence."""

from __future__ import annotations

import io
import os
import random
import string
import struct
import sys
import time
import zipfile
from collections import Counter
from dataclasses import replace

import pytest
import xlwt
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook as Book

from etl.errors import (
    CorruptWorkbook,
    EmptyWorkbook,
    EntitiesDeclared,
    IntakeError,
    MacrosOnly,
    NotAWorkbook,
    PictureOnly,
    TooManyCells,
    TooManyParts,
    TooManySeconds,
    TooMuchMemory,
    UnpacksTooLarge,
    WorkbookTooLarge,
)
from etl.formats.display import Display, display_of_code
from etl.formats.xlsx import read_xlsx, survey_package
from etl.limits import DEFAULT_LIMITS, Limits
from etl.open import read_workbook
from etl.package import pack, unpack
from etl.survey import SharedTexts, _glance, _read, survey_sheet
from etl.worker import Worker, read_apart, read_many
from tests.etl import opening
from tests.etl.forms import saved
from tests.etl.test_intake_open import changed

PART = "xl/worksheets/sheet1.xml"


def far_xls(row: int, column: int) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    sheet.write(0, 0, 1)
    sheet.write(row, column, 1)
    return opening.saved_xls(book)


def repeated_ods(rows: int, columns: int) -> bytes:
    cell = f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" office:value="1"/>'
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    return opening.ods_of(f'<table:table table:name="a">{row}</table:table>')


def packed(size: int) -> bytes:
    return changed(opening.xlsx(), "xl/worksheets/padding.xml", b"<!-- " + b" " * size + b"-->")


def with_bytes(content: bytes, name: str, part: bytes) -> bytes:
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a") as package:
        package.writestr(name, part)
    return made.getvalue()


def greedy() -> bytes:
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{letter}{row}"><v>{row * 7919}</v></c>' for letter in "ABCDEFGHIJ")
        + "</row>"
        for row in range(1, 20_000)
    )
    return changed(opening.xlsx(), PART, f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode())


GREEDY = greedy()
EMPTY = saved(Book())
DOCTYPE = b'<!DOCTYPE a [<!ENTITY b "ccccccccccccccccccccc">]>'
HOSTILE: dict[str, tuple[bytes, type[IntakeError]]] = {
    "a stray cell in the last corner of an xls": (far_xls(65_535, 255), TooManyCells),
    "a row of an ods a million times": (repeated_ods(1_048_576, 1), TooManyCells),
    "a cell of an ods in every column": (repeated_ods(1, 16_384), TooManyCells),
    "numbers beyond all numbers": (repeated_ods(10**30, 1), TooManyCells),
    "a far row in xml 2003": (
        opening.edited(opening.spreadsheetml(), b"<Row>", b'<Row ss:Index="1048576">'),
        TooManyCells,
    ),
    "an endless span in html": (b"<table><tr><td colspan=99999999>1</td></tr></table>", TooManyCells),
    "too wide a text": (b"a," * 3_000 + b"\nb," + b"," * 2_999, TooManyCells),
    "a dense package": (packed(20_000_000), UnpacksTooLarge),
    "entities in an ods": (
        changed(opening.ods(), "content.xml", None, pattern=rb"\?>", by=b"?>" + DOCTYPE),
        EntitiesDeclared,
    ),
    "entities in xml 2003": (
        opening.edited(opening.spreadsheetml(), rb"<Workbook", DOCTYPE + b"<Workbook"),
        EntitiesDeclared,
    ),
    "entities in utf-16": (
        changed(opening.xlsx(), PART, (DOCTYPE.decode() + "<worksheet/>").encode("utf-16")),
        EntitiesDeclared,
    ),
    "no cell filled in": (EMPTY, EmptyWorkbook),
    "a picture of a table": (with_bytes(EMPTY, "xl/media/image1.png", b"\x89PNG"), PictureOnly),
    "macros only": (with_bytes(EMPTY, "xl/vbaProject.bin", b"macro"), MacrosOnly),
    "two parts of one name": (with_bytes(opening.xlsx(), "xl/Workbook.xml", b"<a/>"), CorruptWorkbook),
    "half an older workbook": (opening.xls()[:2_000], CorruptWorkbook),
    "an older workbook without its records": (opening.compound(bytes(5_000)), CorruptWorkbook),
    "an empty package": (b"PK\5\6" + bytes(18), NotAWorkbook),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_one_sentence_soon(name: str) -> None:
    content, refusal = HOSTILE[name]
    started = time.monotonic()
    with pytest.raises(refusal) as raised:
        read_workbook(content, "县局.xls")
    assert time.monotonic() - started < 5
    assert str(raised.value).startswith("县局.xls: ")
    assert str(raised.value).count("\n") == 0


def test_an_unbelievable_declared_size_is_refused_before_room_is_set_aside() -> None:
    dimensions = struct.pack("<HH", 0x0200, 14)
    content = opening.edited(
        opening.xls(),
        dimensions.replace(b"\0", rb"\x00") + b".{14}",
        dimensions + struct.pack("<IIHHH", 0, 2**32 - 1, 0, 65_535, 0),
    )
    with pytest.raises(CorruptWorkbook):
        read_workbook(content, "x.xls")


def test_a_million_formatted_empty_rows_do_no_harm() -> None:
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % row for row in range(100, 1_048_577, 5))
    workbook = read_workbook(
        changed(opening.xlsx(), PART, None, pattern=b"</sheetData>", by=rows + b"</sheetData>"), "x"
    )
    assert len(workbook.sheets[0].cells) == 13
    columns = b'<dimension ref="A1:XFD1048576"/><sheetData>'
    declared = changed(opening.xlsx(), PART, None, pattern=b"<dimension[^>]*>.*?<sheetData>", by=columns)
    assert len(read_workbook(declared, "x").sheets[0].cells) == 13


@pytest.mark.parametrize(
    ("limit", "refusal", "said"),
    [
        ({"file_bytes": 1_000}, WorkbookTooLarge, "at most 1 KB"),
        ({"unpacked_bytes": 2_000}, UnpacksTooLarge, "at most 2 KB"),
        ({"members": 3}, TooManyParts, "at most 3"),
        ({"rows": 3}, TooManyCells, "4 × 4"),
        ({"columns": 3}, TooManyCells, "4 × 4"),
        ({"cells": 15}, TooManyCells, "at most 15"),
    ],
)
def test_each_limit_is_said_in_its_refusal(limit: dict[str, int], refusal: type[IntakeError], said: str) -> None:
    with pytest.raises(refusal, match=said):
        read_workbook(opening.xlsx(), "x.xlsx", limits=replace(DEFAULT_LIMITS, **limit))


def test_limits_come_from_the_environment() -> None:
    given = {"EIGHT_ACTIONS_LIMIT_ROWS": "500", "EIGHT_ACTIONS_LIMIT_SECONDS": "2.5"}
    assert Limits.from_environment(given) == Limits(rows=500, seconds=2.5)
    for wrong in ("many", "0", "-1", "1.5", ""):
        with pytest.raises(ValueError, match="EIGHT_ACTIONS_LIMIT_ROWS"):
            Limits.from_environment({"EIGHT_ACTIONS_LIMIT_ROWS": wrong})


def test_a_worker_out_of_time_is_ended_and_the_next_file_read() -> None:
    worker = Worker(DEFAULT_LIMITS.memory_bytes)
    try:
        with pytest.raises(TooManySeconds, match=r"0\.001 s"):
            worker.read(opening.xls(), "x.xls", replace(DEFAULT_LIMITS, seconds=0.001))
        assert worker.read(opening.xls(), "x.xls", DEFAULT_LIMITS).sheets
    finally:
        worker.close()


def test_a_worker_out_of_memory_refuses_its_file_only() -> None:
    limits = replace(DEFAULT_LIMITS, memory_bytes=80_000_000)
    worker = Worker(limits.memory_bytes)
    try:
        with pytest.raises(TooMuchMemory, match="80 MB"):
            worker.read(GREEDY, "x.xlsx", limits)
        assert worker.read(opening.xls(), "x.xls", limits).sheets
    finally:
        worker.close()


def test_a_worker_that_was_killed_is_replaced() -> None:
    worker = Worker(DEFAULT_LIMITS.memory_bytes)
    try:
        worker.read(opening.xls(), "x.xls", DEFAULT_LIMITS)
        process = worker._process
        assert process is not None
        process.kill()
        process.wait()
        assert worker.read(opening.xls(), "x.xls", DEFAULT_LIMITS).sheets
    finally:
        worker.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such steps")
def test_a_worker_gives_way_to_who_waits_for_it() -> None:
    worker = Worker(DEFAULT_LIMITS.memory_bytes)
    try:
        worker.read(opening.xls(), "x.xls", DEFAULT_LIMITS)
        assert worker._process is not None
        own = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, worker._process.pid) == min(own + 5, 19)
    finally:
        worker.close()


def test_many_files_come_back_in_their_order_each_with_its_own_fate() -> None:
    files = [(opening.xlsx(), "1"), (b"", "2"), (opening.xls(), "3"), (opening.text(), "4"), (opening.ods(), "5")] * 4
    read = list(read_many(files))
    assert [outcome.file_name for outcome in read] == [name for _, name in files]
    assert [isinstance(outcome, IntakeError) for outcome in read] == [name == "2" for _, name in files]


def test_a_worker_that_ends_on_one_of_many_refuses_that_one() -> None:
    limits = replace(DEFAULT_LIMITS, memory_bytes=80_000_000)
    files = [(opening.xls(), "1"), (GREEDY, "2"), (opening.ods(), "3"), (opening.text() * 500_000, "4")]
    fates = [type(outcome).__name__ for outcome in read_many(files, limits=limits)]
    assert fates == ["Workbook", "TooMuchMemory", "Workbook", "WorkbookTooLarge"]


def test_what_is_read_apart_is_what_is_read_here() -> None:
    assert read_apart(opening.xlsx(), "x") == read_workbook(opening.xlsx(), "x")


names = st.text(string.ascii_letters + string.digits + "._-/", min_size=1, max_size=40)


@given(parts=st.dictionaries(names, st.binary(max_size=2000), max_size=12))
@example(parts={})
def test_parts_packed_anew_unpack_to_themselves(parts: dict[str, bytes]) -> None:
    """By the library's own reader, which proves names, sizes and sums; empty parts are left out."""
    with zipfile.ZipFile(io.BytesIO(pack(parts))) as package:
        assert package.testzip() is None
        assert {name: package.read(name) for name in package.namelist()} == {k: v for k, v in parts.items() if v}


def test_a_plain_package_is_read_as_it_was_surveyed() -> None:
    """What lies beside the surveyed parts does not reach the reader; what is out of the ordinary is read as it came."""
    content = saved(_book())
    parts = unpack(content, "x", DEFAULT_LIMITS)
    assert parts is not None
    surveyed = survey_package(parts, "x", DEFAULT_LIMITS)
    assert surveyed.is_plain
    as_it_is = read_xlsx(content, replace(surveyed, is_plain=False), "x", DEFAULT_LIMITS)
    assert read_xlsx(b"no package", surveyed, "x", DEFAULT_LIMITS) == as_it_is
    with pytest.raises(CorruptWorkbook):
        read_xlsx(b"no package", replace(surveyed, is_plain=False), "x", DEFAULT_LIMITS)


def _book() -> Book:
    book = Book()
    sheet = book.active
    assert sheet is not None
    for row in (["指标", "数值"], ["就业", 2300], ["增长", 0.071], [None, "注"]):
        sheet.append(row)
    book.create_sheet("二").append(["甲", True])
    return book


SURVEYED = (
    b'<worksheet xmlns="u"><sheetData><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>0.5</v></c>'
    b'<c r="XFD9" s="1"/></row><row r="9"><c r="F7" t="e"><v>#N/A</v></c><c r="AA9" s="1"><f>A1</f><v></v></c>'
    b'<c r="C9" t="str"><f>"" </f><v></v></c><c r="D9" t="inlineStr"><is><t>a</t></is></c></row></sheetData>'
    b"</worksheet>"
)


def test_both_ways_to_survey_a_sheet_agree() -> None:
    displays = (Display(), Display(percent=True))
    glanced, uses = _glance(SURVEYED, displays) or pytest.fail("the sheet is plain")
    read, read_uses = _read(SURVEYED, "x", displays, {})
    assert replace(glanced, is_plain=False) == read
    assert (uses.number, uses.indices()) == (read_uses.number, read_uses.indices()) == (1, [1])
    assert (read.bottom, read.right) == (9, 27)
    assert read.troubled == {(7, 6): "error_value", (9, 27): "formula_without_value"}


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        (b"<sheetData>", b"<!-- <c r='A1'/> --><sheetData>"),
        (b'<row r="2">', b'<row r="2" hidden="1">'),
        (b'<c r="A2"', b'<c\tr="A2"'),
        (b'<c r="A2"', b"<c r='A2'"),
        (b'<c r="A2" t="s">', b'<c t="s" r="A2">'),
        (b"<worksheet", b'<?xml version="1.0" encoding="gbk"?><worksheet'),
        (b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'),
    ],
)
def test_what_is_not_plain_goes_through_the_parser(pattern: bytes, by: bytes) -> None:
    assert _glance(opening.edited(SURVEYED, pattern, by), ()) is None


def test_one_long_text_shown_by_many_cells_is_counted() -> None:
    shared = SharedTexts(b"<sst><si><t>" + b"a" * 60_000 + b"</t></si></sst>", "x")
    cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % row for row in range(1, 400))
    sheet = b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    with pytest.raises(TooManyCells, match="23,940,000"):
        survey_sheet(sheet, "x", displays=(), shared=shared, limits=DEFAULT_LIMITS)


@pytest.mark.parametrize(
    ("code", "display"),
    [
        ("General", Display()),
        ("0.00", Display()),
        ("0.0%", Display(percent=True)),
        ('0.0"%"', Display(affix="%")),
        ("0.0\\%", Display(affix="%")),
        ("#,##0", Display()),
        ("#,##0,", Display(divisor=1_000)),
        ("0.0,,", Display(divisor=1_000_000)),
        ("0!.0,", Display(divisor=10_000)),
        ('0"."0000"万"', Display(divisor=10_000, affix="万")),
        ('0.00"亿元";-0.00"亏"', Display(affix="亿元")),
        ("#,##0_);(#,##0)", Display()),
        ("[$¥-804]#,##0.00", Display()),
        ('yyyy"年"m"月"', Display(affix="年月")),
        ("@", Display()),
    ],
)
def test_number_formats_that_change_the_reading(code: str, display: Display) -> None:
    assert display_of_code(code) == display


ORIGINALS = (
    opening.xlsx(),
    opening.xls(),
    opening.ods(),
    opening.spreadsheetml(),
    opening.html(),
    opening.text(encoding="gb18030"),
    opening.text("\t", "utf-16"),
    opening.locked_xls("VelvetSweatshop"),
)


def test_two_hundred_damaged_files_are_each_read_or_refused() -> None:
    chance, fates, sentences = random.Random(2031), Counter[str](), list[str]()
    started = time.monotonic()
    for number in range(200):
        content = opening.mutated(ORIGINALS[number % len(ORIGINALS)], chance)
        try:
            workbook = read_workbook(content, f"{number}.xls")
            fates["read"] += all(cell.text is not None for sheet in workbook.sheets for cell in sheet.cells.values())
        except IntakeError as refusal:
            sentences.append(str(refusal))
            fates["refused"] += 1
    assert fates.total() == 200
    assert all(len(sentence) < 250 for sentence in sentences)
    assert min(fates["read"], fates["refused"]) > 10
    assert time.monotonic() - started < 60
