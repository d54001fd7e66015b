"""An SVG drawing as a PDF page."""

from __future__ import annotations

import vl_convert


def svg_to_pdf(svg: str) -> bytes:
    """One page as large as the drawing says. A host needs one CJK font installed."""
    made: bytes = vl_convert.svg_to_pdf(svg)
    return made
