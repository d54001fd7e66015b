"""What a file is, by its content: its name is the sender's word for it and is not asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from etl.errors import EmptyFile, NotAWorkbook, OtherFormat, PictureOnly

OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF", b"\x01\0\0\0\x28\0\0\0")
_OTHERS: Final = {
    b"%PDF": ".pdf",
    b"{\\rtf": ".rtf",
    b"Rar!": ".rar",
    b"7z\xbc\xaf": ".7z",
    b"\x1f\x8b": ".gz",
    b"\x09\x00\x04\x00": "Excel 2",
    b"\x09\x02\x06\x00": "Excel 3",
    b"\x09\x04\x06\x00": "Excel 4",
}
_SPREADSHEET_2003: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_CONTROLS: Final = frozenset(map(chr, (*range(9), 11, *range(14, 27), *range(28, 32), 127)))
_HEAD: Final = 8192


class Kind(Enum):
    """The forms that can be opened, as the sender would call them."""

    PACKAGE = ".xlsx"
    OLE = ".xls"
    XML_2003 = "XML 2003"
    HTML = ".html"
    TEXT = ".csv"


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A kind, with the decoded text where it is one."""

    kind: Kind
    text: str = ""


def sniff(content: bytes, file_name: str) -> Sniffed:
    """What the bytes are. Raises EmptyFile, PictureOnly, OtherFormat, NotAWorkbook."""
    if content.startswith(b"PK"):
        return Sniffed(Kind.PACKAGE)
    if content.startswith(OLE):
        return Sniffed(Kind.OLE)
    if not content.strip(b"\0 \r\n\t"):
        raise EmptyFile(file_name)
    _refuse_others(content, file_name)
    text = decoded(content)
    if text is None:
        raise NotAWorkbook(file_name)
    return _sniff_text(text, file_name)


def _refuse_others(content: bytes, file_name: str) -> None:
    for mark, name in _OTHERS.items():
        if content.startswith(mark):
            raise OtherFormat(file_name, found=name)
    looks_like_a_picture = content.startswith(_PICTURES) or content[4:12] in {b"ftypheic", b"ftypmif1", b"ftypavif"}
    if looks_like_a_picture and decoded(content[:_HEAD]) is None:
        raise PictureOnly(file_name)


def _sniff_text(text: str, file_name: str) -> Sniffed:
    head = text[:_HEAD].lstrip().lower()
    if head.startswith("<"):
        if _SPREADSHEET_2003 in head and not head.startswith("<html"):
            return Sniffed(Kind.XML_2003, text)
        if "<html" in head or "<table" in head or head.startswith("<!doctype html"):
            return Sniffed(Kind.HTML, text)
        raise OtherFormat(file_name, found=".xml") if head.startswith("<?xml") else NotAWorkbook(file_name)
    if head.startswith("mime-version:"):
        raise OtherFormat(file_name, found=".mht")
    if head.startswith(("{", "[{")):
        raise OtherFormat(file_name, found=".json")
    if any(mark in text for mark in ",\t;|"):
        return Sniffed(Kind.TEXT, text)
    raise NotAWorkbook(file_name)


def decoded(content: bytes) -> str | None:
    """The bytes as text: by their mark, else UTF-8, else GB18030; None where they are no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif content[1:2] == b"\0" and b"\0" not in content[0::2][:_HEAD]:
        encodings = ("utf-16-le",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS & set(text) else text
    return None
