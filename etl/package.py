"""The zip package of an .xlsx: unpacked within limits, so that nothing later meets a bomb."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree

from etl.errors import CorruptWorkbook, EncryptedWorkbook, OtherFormat, WorkbookTooLarge

MOST_BYTES: Final = 20_000_000
MOST_PARTS: Final = 1_000
MOST_UNPACKED: Final = 100_000_000
MOST_RATIO: Final = 200
_RATIO_MATTERS_FROM = 5_000_000
_WORKBOOK = "xl/workbook.xml"


def unpack(content: bytes, file_name: str) -> dict[str, bytes]:
    """Every part of the package by name, each read to its end so that declared sizes are proved.

    Raises WorkbookTooLarge, EncryptedWorkbook, CorruptWorkbook, OtherFormat.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            _refuse_bombs(members, file_name)
            parts = {member.filename: package.read(member) for member in members if not member.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise CorruptWorkbook(file_name) from error
    if _WORKBOOK not in parts:
        raise _other_package(parts, file_name)
    return parts


def _refuse_bombs(members: list[zipfile.ZipInfo], file_name: str) -> None:
    if len(members) > MOST_PARTS:
        raise WorkbookTooLarge(file_name, found=f"{len(members)} parts", expected=str(MOST_PARTS))
    if len({member.filename for member in members}) < len(members):
        raise CorruptWorkbook(file_name)
    if any(member.flag_bits & 1 for member in members):
        raise EncryptedWorkbook(file_name)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    too_dense = unpacked > _RATIO_MATTERS_FROM and unpacked > MOST_RATIO * max(packed, 1)
    if unpacked > MOST_UNPACKED or too_dense:
        raise WorkbookTooLarge(file_name, found=_megabytes(unpacked), expected=_megabytes(MOST_UNPACKED))


def _other_package(parts: Mapping[str, bytes], file_name: str) -> Exception:
    if "content.xml" in parts:
        return OtherFormat(file_name, found=".ods")
    if "word/document.xml" in parts:
        return OtherFormat(file_name, found=".docx")
    if "xl/workbook.bin" in parts:
        return OtherFormat(file_name, found=".xlsb")
    return OtherFormat(file_name, found=".zip")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


def sheet_parts(parts: Mapping[str, bytes], file_name: str) -> dict[str, str]:
    """The sheets' names in order, each with the name of its part. Raises CorruptWorkbook."""
    workbook = parse(parts[_WORKBOOK], file_name)
    links = parse(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), file_name)
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    sheets: dict[str, str] = {}
    for sheet in workbook.iter():
        if _local(sheet.tag) == "sheet":
            link = next((value for key, value in sheet.attrib.items() if _local(key) == "id"), "")
            sheets[sheet.get("name", "")] = _part_name(targets.get(link, ""))
    return sheets


def _part_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def percent_styles(parts: Mapping[str, bytes], file_name: str) -> frozenset[int]:
    """The cell styles whose number format shows a hundredth as one percent."""
    if "xl/styles.xml" not in parts:
        return frozenset()
    styles = parse(parts["xl/styles.xml"], file_name)
    formats = {9, 10}  # the two percent formats every workbook has
    for node in styles.iter():
        if _local(node.tag) == "numFmt" and _scales_to_percent(node.get("formatCode", "")):
            formats.add(int(node.get("numFmtId", "0")))
    cell_styles = next((node for node in styles if _local(node.tag) == "cellXfs"), ElementTree.Element("none"))
    return frozenset(index for index, style in enumerate(cell_styles) if int(style.get("numFmtId", "0")) in formats)


def _scales_to_percent(code: str) -> bool:
    unquoted = "".join(code.split('"')[::2])  # a quoted or escaped sign is only written, it scales nothing
    return "%" in unquoted.replace("\\%", "")


def parse(content: bytes, file_name: str) -> ElementTree.Element:
    """One part as a tree; a document type declaration (entity bombs) is refused. Raises CorruptWorkbook."""
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise CorruptWorkbook(file_name)
    try:
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise CorruptWorkbook(file_name) from error


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
