"""Reading XML with the standard parser and no document type at all, so that no entity is ever expanded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from etl.errors import CorruptWorkbook, EntitiesDeclared

Start = Callable[[str, dict[str, str]], object]
_WRONG = (expat.ExpatError, ValueError, KeyError, LookupError, OverflowError)


def _nothing(*_: object) -> None:
    """A handler for what is not wanted."""


def run(
    content: bytes | str,
    file_name: str,
    *,
    start: Start = _nothing,
    end: Callable[[str], object] = _nothing,
    data: Callable[[str], object] = _nothing,
    namespaces: bool = False,
) -> None:
    """One pass over the whole text; with `namespaces` a name is `uri}local`.

    Raises EntitiesDeclared at a document type declaration, CorruptWorkbook at anything no XML (or no number) is.
    """
    parser = expat.ParserCreate(namespace_separator="}" if namespaces else None)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data

    def refuse(*_: object) -> None:
        raise EntitiesDeclared(file_name)

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except _WRONG as error:
        raise CorruptWorkbook(file_name) from error


def tree(content: bytes, file_name: str) -> ElementTree.Element:
    """A small text as a tree. Raises as `run` does."""
    run(content, file_name)
    try:
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, *_WRONG) as error:
        raise CorruptWorkbook(file_name) from error


def local(name: str) -> str:
    """A name without its namespace or prefix."""
    return name.rpartition("}")[2].rpartition(":")[2]


def short(name: str) -> str:
    """`urn:…:office:1.0}value-type` as `office:value-type`: names apart that differ in their namespace only."""
    space, _, own = name.rpartition("}")
    words = space.replace("/", ":").split(":")
    kind = words[-2] if len(words) > 1 and words[-1][:1].isdigit() else words[-1]
    return f"{kind}:{own}" if kind else own


def shortened(attributes: dict[str, Any]) -> dict[str, str]:
    return {short(name): value for name, value in attributes.items()}
