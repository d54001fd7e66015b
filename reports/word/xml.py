"""WordprocessingML elements in one line."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """An element `w:tag` with attributes of the same namespace; None leaves an attribute out."""
    made = OxmlElement(tag if ":" in tag else f"w:{tag}")
    for name, value in attributes.items():
        if value is not None:
            made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def twips(millimetres: float) -> int:
    return round(millimetres / 25.4 * 1440)


def half_points(points: float) -> int:
    return round(points * 2)


def text_run(text: str, *properties: Any) -> Any:
    """A run of text with the given run properties."""
    words = OxmlElement("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run = element("r")
    if properties:
        run.append(element("rPr", *properties))
    run.append(words)
    return run


def field(instruction: str, shown: str) -> list[Any]:
    """The runs of a field with the text it last showed."""
    code = OxmlElement("w:instrText")
    code.text = f" {instruction} "
    code.set(qn("xml:space"), "preserve")
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", code),
        element("r", element("fldChar", fldCharType="separate")),
        text_run(shown),
        element("r", element("fldChar", fldCharType="end")),
    ]
