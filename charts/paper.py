"""An SVG drawing as a PDF page."""

from __future__ import annotations


def svg_to_pdf(svg: str) -> bytes:
    """One page as large as the drawing says. A host needs one CJK font installed."""
    import vl_convert

    made: bytes = vl_convert.svg_to_pdf(svg)
    return made
