"""One small table written in every form a department may send it in, and the locks and damages of files."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Iterator
from hashlib import md5

import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.rc4 import DocumentRC4
from openpyxl import Workbook
from xlwt.CompoundDoc import XlsDoc

from tests.etl.forms import saved

TITLE = "2031年10月主要指标"
HEADER = ("指标名称", "计量单位", "本月止累计", "同比增长")
ROWS = (("社会消费品零售总额", "万元", 382600.0, 0.061), ("城镇新增就业", "人", 2013.0, -0.05))
SHEET = "进度"


def xlsx() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    sheet.append([TITLE])
    sheet.append(HEADER)
    for row in ROWS:
        sheet.append(row)
        sheet.cell(sheet.max_row, 4).number_format = "0.0%"
    sheet.merge_cells("A1:D1")
    return saved(book)


def xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(SHEET)
    sheet.write_merge(0, 0, 0, 3, TITLE)
    percent = xlwt.easyxf(num_format_str="0.0%")
    for column, text in enumerate(HEADER):
        sheet.write(1, column, text)
    for number, row in enumerate(ROWS, 2):
        for column, value in enumerate(row):
            sheet.write(number, column, value, *([percent] if column == 3 else []))
    return saved_xls(book)


def saved_xls(book: xlwt.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


ODS_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
)


def ods_of(tables: str, styles: str = "") -> bytes:
    """A package around `tables`, the XML of its tables."""
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>{ODS_HEAD}<office:automatic-styles>{styles}</office:automatic-styles>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        package.writestr(
            "META-INF/manifest.xml", '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
        package.writestr("content.xml", f"{head}{body}</office:document-content>")
    return made.getvalue()


def ods_cell(value: object, *, percent: bool = False, extra: str = "") -> str:
    if isinstance(value, float):
        kind = "percentage" if percent else "float"
        shown = f"{value:.1%}" if percent else f"{value:g}"
        typed = f'office:value-type="{kind}" office:value="{value!r}"'
    else:
        shown, typed = str(value), 'office:value-type="string"'
    return f"<table:table-cell {typed} {extra}><text:p>{shown}</text:p></table:table-cell>"


def ods() -> bytes:
    covered = '<table:covered-table-cell table:number-columns-repeated="3"/>'
    lines = [ods_cell(TITLE, extra='table:number-columns-spanned="4" table:number-rows-spanned="1"') + covered]
    lines += [
        "".join(ods_cell(value, percent=place == 3) for place, value in enumerate(row)) for row in (HEADER, *ROWS)
    ]
    rows = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    empty = (
        '<table:table-row table:number-rows-repeated="1048572">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return ods_of(f'<table:table table:name="{SHEET}">{rows}{empty}</table:table>')


def spreadsheetml(encoding: str = "utf-8") -> bytes:
    def cell(value: object, place: int) -> str:
        kind = "Number" if isinstance(value, float) else "String"
        style = ' ss:StyleID="p"' if place == 3 else ""
        return f'<Cell{style}><Data ss:Type="{kind}">{value}</Data></Cell>'

    rows = "".join("<Row>" + "".join(map(cell, row, range(4))) + "</Row>" for row in (HEADER, *ROWS))
    title = f'<Row><Cell ss:MergeAcross="3"><Data ss:Type="String">{TITLE}</Data></Cell></Row>'
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>'
        f'<Worksheet ss:Name="{SHEET}"><Table>{title}{rows}</Table></Worksheet></Workbook>'
    )
    return text.encode(encoding)


def html(encoding: str = "gb2312") -> bytes:
    def cell(value: object, place: int) -> str:
        if not isinstance(value, float):
            return f"<td>{value}</td>"
        return f'<td x:num="{value!r}">{value:.1%}</td>' if place == 3 else f"<td x:num>{value:.0f}</td>"

    rows = "".join("<tr>" + "".join(map(cell, row, range(4))) + "</tr>" for row in (HEADER, *ROWS))
    return (
        f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
        f"<meta charset={encoding}><style>td{{}}</style></head>"
        f"<body><table><tr><td colspan=4>{TITLE}</td></tr>{rows}</table></body></html>"
    ).encode(encoding)


def text(delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    lines = [TITLE + delimiter * 3, delimiter.join(HEADER)]
    lines += [delimiter.join((name, unit, f'"{value:,.0f}"', f"{growth:.1%}")) for name, unit, value, growth in ROWS]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def locked_package(password: str) -> bytes:
    made = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx())).encrypt(password, made)
    return made.getvalue()


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def locked_xls(password: str) -> bytes:
    """The older workbook under the older lock (RC4 of 40 bits), which leaves record heads and sheet places readable."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))

    def cipher(plain: bytes) -> bytes:
        return DocumentRC4.decrypt(password, salt, io.BytesIO(plain), blocksize=1024).read()

    locked = cipher(verifier + md5(verifier).digest())
    lock = struct.pack("<HHHHH", 0x002F, 54, 1, 1, 1) + salt + locked
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(SHEET)
    for row, values in enumerate(((TITLE,), HEADER, *ROWS)):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    plain = book.get_biff_data()
    first = 4 + struct.unpack_from("<H", plain, 2)[0]
    shifted = plain[:first] + lock + plain[first:]
    ciphered = cipher(shifted)
    made, place = bytearray(), 0
    for kind, data in records(shifted):
        body = ciphered[place + 4 : place + 4 + len(data)]
        if kind in {0x0809, 0x002F, 0x00E1}:
            body = data
        elif kind == 0x0085:
            body = struct.pack("<I", struct.unpack("<I", data[:4])[0] + len(lock)) + body[4:]
        made += struct.pack("<HH", kind, len(data)) + body
        place += 4 + len(data)
    filler = -len(made) % 4  # what fills up the last sector must be whole records too
    return compound(bytes(made) + struct.pack("<HH", 0, filler) + bytes(filler))


def compound(stream: bytes) -> bytes:
    """A compound file with this workbook stream."""
    made = io.BytesIO()
    XlsDoc().save(made, stream)
    return made.getvalue()


def edited(content: bytes, pattern: bytes, by: bytes) -> bytes:
    changed, times = re.subn(pattern, by, content, count=1, flags=re.DOTALL)
    assert times, pattern
    return changed


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The file with one to three damages: bytes changed, cut out, doubled or the end lost."""
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        size = max(len(damaged), 1)
        place = chance.randrange(size)
        match chance.randrange(6):
            case 0:
                damaged[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                for other in (chance.randrange(size) for _ in range(20)):
                    damaged[other : other + 1] = bytes([chance.randrange(256)])
            case 2:
                del damaged[place : place + chance.randint(1, 500)]
            case 3:
                del damaged[place:]
            case 4:
                damaged[place : place + 8] = b"\xff" * 8
            case _:
                damaged[place:place] = damaged[max(0, place - 300) : place]
    return bytes(damaged)
