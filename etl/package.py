"""The zip package of an .xlsx or .ods: unpacked within limits, so that nothing later meets a bomb."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from etl.errors import CorruptWorkbook, EncryptedWorkbook, OtherFormat, TooManyParts, UnpacksTooLarge
from etl.formats.display import PLAIN, Display, display_of_style
from etl.formats.markup import local, tree
from etl.limits import Limits, megabytes

WORKBOOK: Final = "xl/workbook.xml"
STYLES: Final = "xl/styles.xml"
SHARED_TEXTS: Final = "xl/sharedStrings.xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_ROOT_LINKS: Final = "_rels/.rels"
_ASIDE: Final = ("docProps/", "xl/media/", "xl/theme/", "xl/printerSettings/", "Pictures/", "Thumbnails/")
_RATIO_MATTERS_FROM: Final = 5_000_000
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_MAKER, _FIRST_DAY = 20, 33  # the oldest version that has folders; 1 January 1980
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
    ValueError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet of the workbook: its name, and the part it is in ("" where no part of that name is there)."""

    name: str
    part: str


def unpack(content: bytes, file_name: str, limits: Limits, *, only_below: int | None = None) -> dict[str, bytes] | None:
    """Every part of the package by name, each read to its end so that declared sizes are proved.

    Pictures, themes and the like are named but not read. None where the package unpacks to more than
    `only_below`. Raises UnpacksTooLarge, TooManyParts, EncryptedWorkbook, CorruptWorkbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            _refuse_bombs(members, file_name, limits)
            if only_below is not None and sum(member.file_size for member in members) > only_below:
                return None
            return {
                member.filename: b"" if _is_aside(member.filename) else package.read(member)
                for member in members
                if not member.is_dir()
            }
    except _BROKEN as error:
        raise CorruptWorkbook(file_name) from error


def _is_aside(part: str) -> bool:
    """Whether a part is nothing of a table: a sheet that claims to be in one is met empty, and refused."""
    return part.startswith(_ASIDE) or part == "[Content_Types].xml"


def _refuse_bombs(members: list[zipfile.ZipInfo], file_name: str, limits: Limits) -> None:
    if len(members) > limits.members:
        raise TooManyParts(file_name, found=str(len(members)), expected=str(limits.members))
    if len({member.filename.lower() for member in members}) < len(members):
        raise CorruptWorkbook(file_name)  # two parts of one name: which one a reader takes nobody can say
    if any(member.flag_bits & 1 for member in members):
        raise EncryptedWorkbook(file_name)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > limits.unpacked_bytes:
        raise UnpacksTooLarge(file_name, found=megabytes(unpacked), expected=megabytes(limits.unpacked_bytes))
    if unpacked > _RATIO_MATTERS_FROM and unpacked > limits.ratio * max(packed, 1):
        found = f"{megabytes(unpacked)} = {unpacked // max(packed, 1)} × {megabytes(packed)}"
        raise UnpacksTooLarge(file_name, found=found, expected=f"{limits.ratio} ×")


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Unpacked parts as a package of their own without compression: what was surveyed, and nothing beside it.

    Its reader unpacks nothing a second time. For less than 4 GB in all; empty parts are left out.
    """
    pieces: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    for part, content in parts.items():
        if not content:
            continue
        name = part.encode()
        about = (0, 0, 0, _FIRST_DAY, zlib.crc32(content), len(content), len(content), len(name), 0)
        pieces += (_LOCAL.pack(b"PK\3\4", _MAKER, *about), name, content)
        directory += (_CENTRAL.pack(b"PK\1\2", _MAKER, _MAKER, *about, 0, 0, 0, 0, place), name)
        place += _LOCAL.size + len(name) + len(content)
    number, length = len(directory) // 2, sum(map(len, directory))
    return b"".join((*pieces, *directory, _END.pack(b"PK\5\6", 0, 0, number, number, length, place, 0)))


def other_package(parts: Mapping[str, bytes], file_name: str) -> OtherFormat:
    """What a package is that holds no workbook."""
    for part, name in (("word/document.xml", ".docx"), ("ppt/presentation.xml", ".pptx"), ("xl/workbook.bin", ".xlsb")):
        if part in parts:
            return OtherFormat(file_name, found=name)
    return OtherFormat(file_name, found=".zip")


def sheet_parts(parts: Mapping[str, bytes], file_name: str) -> list[SheetPart]:
    """The workbook's sheets in order. Raises CorruptWorkbook."""
    try:
        named = _sheets_named(parts[WORKBOOK], parts.get(_LINKS, b"<none/>"))
    except CorruptWorkbook as error:
        raise type(error)(file_name) from error
    return [SheetPart(name, part if part in parts else "") for name, part in named]


@lru_cache(maxsize=32)
def _sheets_named(workbook: bytes, links: bytes) -> tuple[tuple[str, str], ...]:
    """Each sheet's name and part. Kept for the same reason as the styles."""
    targets = {link.get("Id", ""): link.get("Target", "") for link in tree(links, "")}
    sheets = []
    for sheet in tree(workbook, "").iter():
        if local(sheet.tag) == "sheet":
            link = next((value for key, value in sheet.attrib.items() if local(key) == "id"), "")
            sheets.append((sheet.get("name", ""), _part_name(targets.get(link, ""))))
    return tuple(sheets)


def _part_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def is_laid_out_plainly(parts: Mapping[str, bytes], sheets: list[SheetPart]) -> bool:
    """Whether every reader finds the same parts under the same names, so that what was surveyed is what is read."""
    links = parts.get(_LINKS, b"")
    root = parts.get(_ROOT_LINKS, b"")
    return (
        b"&" not in links
        and b"&" not in root
        and (b'="xl/workbook.xml"' in root or b'="/xl/workbook.xml"' in root)
        and all(sheet.part.startswith("xl/") and sheet.part.isascii() for sheet in sheets)
    )


def styles_of(styles: bytes, file_name: str) -> tuple[Display, ...]:
    """The display of each cell style, by its number. Raises CorruptWorkbook."""
    try:
        return _styles_of(styles)
    except CorruptWorkbook as error:
        raise type(error)(file_name) from error


@lru_cache(maxsize=32)
def _styles_of(styles: bytes) -> tuple[Display, ...]:
    """Kept, because offices fill in one template: the styles of a thousand files are the same bytes."""
    root = tree(styles, "")
    codes: dict[int, str] = {}
    cell_formats: list[int] = []
    try:
        for node in root.iter():
            if local(node.tag) == "numFmt":
                codes.setdefault(int(node.get("numFmtId", "0")), node.get("formatCode", ""))
        for child in root:
            if local(child.tag) == "cellXfs":
                cell_formats = [int(style.get("numFmtId", "0")) for style in child]
    except ValueError as error:
        raise CorruptWorkbook("") from error
    displays = tuple(display_of_style(format_id, codes) for format_id in cell_formats)
    return displays if any(display != PLAIN for display in displays) else ()
