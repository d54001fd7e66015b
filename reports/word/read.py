"""What is taken back out of a Word file we wrote: its charts."""

from __future__ import annotations

import io

import docx
from docx.oxml.ns import qn


def pictures_of(document: bytes) -> dict[str, bytes]:
    """PNG by picture_id."""
    opened = docx.Document(io.BytesIO(document))
    found = {}
    for shape in opened.inline_shapes:
        inline = shape._inline
        relation = next(inline.iter(qn("a:blip"))).get(qn("r:embed"))
        found[inline.docPr.get("name")] = opened.part.related_parts[relation].blob
    return found
