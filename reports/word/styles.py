"""The document's styles, its heading numbers and its table of typefaces."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from reports.word.look import ALTERNATIVES, RED, SIHAO, WUHAO, Face, Look
from reports.word.xml import element, half_points

HEADINGS = ("Heading1", "Heading2", "Heading3", "Heading4")
NUMBERING = 1


def set_styles(document: Document, look: Look) -> None:
    """Every style the reports use, written anew over the template's."""
    root = document.styles.element
    for old in root.findall(qn("w:style")):
        if old.get(qn("w:styleId")) not in ("DefaultParagraphFont", "TableNormal", "NoList"):
            root.remove(old)
    _set_defaults(root, look)
    for style in _paragraph_styles(look):
        root.append(style)
    root.append(_table_style())


def _set_defaults(root: Any, look: Look) -> None:
    defaults = root.find(qn("w:docDefaults"))
    if defaults is not None:
        root.remove(defaults)
    language = element(
        "lang", val="en-US" if look.indent else look.locale, eastAsia=look.locale if look.indent else "zh-CN"
    )
    run = element("rPr", *face(look.body), *size(look.body_size), language)
    root.insert(0, element("docDefaults", element("rPrDefault", run), element("pPrDefault", element("pPr"))))


def face(of: Face) -> list[Any]:
    """Run properties of a typeface: East Asian and Latin names apart."""
    return [element("rFonts", ascii=of.latin, hAnsi=of.latin, eastAsia=of.east, cs=of.latin, hint=of.hint)]


def size(points: float) -> list[Any]:
    return [element("sz", val=half_points(points)), element("szCs", val=half_points(points))]


def tracking(points: float) -> list[Any]:
    return [element("spacing", val=round(points * 20))] if points else []


def _style(
    style_id: str,
    name: str,
    *,
    based_on: str | None,
    paragraph: list[Any],
    run: list[Any],
    following: str | None = None,
) -> Any:
    made = element("style", type="paragraph", styleId=style_id, default="1" if based_on is None else None)
    made.append(element("name", val=name))
    if based_on is not None:
        made.append(element("basedOn", val=based_on))
    if following is not None:
        made.append(element("next", val=following))
    made.append(element("qFormat"))
    made.append(element("pPr", *paragraph))
    made.append(element("rPr", *run))
    return made


def _spacing(look: Look, *, before: float = 0, after: float | None = None, line: float | None = None) -> Any:
    given = look.line if line is None else line
    rule = "exact" if look.is_exact else "atLeast"
    after_points = look.paragraph_space if after is None else after
    return element(
        "spacing", before=round(before * 20), after=round(after_points * 20), line=round(given * 20), lineRule=rule
    )


def _indent(look: Look) -> list[Any]:
    """The first line's indent in characters, and in twips for programs that do not count characters."""
    if not look.indent:
        return []
    return [element("ind", firstLineChars=look.indent * 100, firstLine=round(look.indent * look.body_size * 20))]


def _no_indent() -> Any:
    return element("ind", firstLineChars=0, firstLine=0)


def _paragraph_styles(look: Look) -> list[Any]:
    both = "both" if look.indent else "left"
    normal = _style(
        "Normal",
        "Normal",
        based_on=None,
        paragraph=[_spacing(look), *_indent(look), element("jc", val=both)],
        run=[*face(look.body), *tracking(look.tracking), *size(look.body_size)],
    )
    return [
        normal,
        *_heading_styles(look),
        _plain(look, "Title", look.title, look.title_size, after=0 if look.indent else 10, line=look.title_size * 1.5),
        _plain(look, "Mark", look.title, 36, colour=RED, line=60),
        _plain(look, "Subtitle", look.subheading, look.body_size),
        _plain(look, "Numberline", look.body, look.body_size),
        _plain(look, "Addressee", look.body, look.body_size, align="left"),
        _plain(look, "Signature", look.body, look.body_size, align="right"),
        _plain(look, "Caption", look.heading, look.table_size, before=6, line=look.table_size * 1.7, keep_next=True),
        _plain(look, "TableText", look.body, look.table_size, align="left", line=look.table_line, after=0),
        _plain(look, "TableHead", look.heading, look.table_size, line=look.table_line, after=0, keep_next=True),
        _picture_style(),
        _plain(look, "AnnexHead", look.heading, look.body_size, align="left"),
        _plain(look, "Imprint", look.body, SIHAO if look.indent else WUHAO, align="left", line=24, after=0),
        _plain(look, "Header", look.body, WUHAO, line=14, after=0),
        _plain(look, "Footer", look.number, SIHAO if look.indent else WUHAO, line=18, after=0),
    ]


def _plain(
    look: Look,
    style_id: str,
    of: Face,
    points: float,
    *,
    align: str = "center",
    before: float = 0,
    after: float | None = None,
    line: float | None = None,
    colour: str | None = None,
    keep_next: bool = False,
) -> Any:
    """A style without a first-line indent."""
    names = {"Header": "header", "Footer": "footer", "Caption": "caption", "Title": "Title", "Subtitle": "Subtitle"}
    colours = [element("color", val=colour)] if colour else []
    kept = [element("keepNext")] if keep_next else []
    return _style(
        style_id,
        names.get(style_id, style_id),
        based_on="Normal",
        paragraph=[
            *kept,
            *([element("snapToGrid", val=0)] if line is not None else []),
            _spacing(look, before=before, after=after, line=line),
            _no_indent(),
            element("jc", val=align),
        ],
        run=[*face(of), *colours, element("spacing", val=0), *size(points)],
    )


def _picture_style() -> Any:
    """A picture's line is as high as the picture."""
    spacing = element("spacing", before=120, after=120, line=240, lineRule="auto")
    paragraph = [spacing, _no_indent(), element("jc", val="center")]
    return _style("Picture", "Picture", based_on="Normal", paragraph=paragraph, run=[])


def _heading_styles(look: Look) -> list[Any]:
    faces = (look.heading, look.subheading, look.body, look.body)
    made = []
    for level, style_id in enumerate(HEADINGS):
        is_bold = level == 2 or not look.indent
        points = look.body_size if look.indent else (15, 12.5, 12, 12)[level]
        before = 0 if look.indent else (14, 10, 8, 6)[level]
        numbering = element("numPr", element("ilvl", val=level), element("numId", val=NUMBERING))
        made.append(
            _style(
                style_id,
                f"heading {level + 1}",
                based_on="Normal",
                following="Normal",
                paragraph=[
                    element("keepNext"),
                    numbering,
                    _spacing(look, before=before),
                    *_indent(look),
                    element("jc", val="left"),
                    element("outlineLvl", val=level),
                ],
                run=[*face(faces[level]), *([element("b"), element("bCs")] if is_bold else []), *size(points)],
            )
        )
    return made


def _table_style() -> Any:
    borders = element(
        "tblBorders",
        *[element(side, val="single", sz=4, space=0, color="000000") for side in ("top", "left", "bottom", "right")],
        *[element(side, val="single", sz=4, space=0, color="000000") for side in ("insideH", "insideV")],
    )
    margins = element("tblCellMar", element("left", w=60, type="dxa"), element("right", w=60, type="dxa"))
    made = element("style", type="table", styleId="ReportTable")
    made.append(element("name", val="Report Table"))
    made.append(element("basedOn", val="TableNormal"))
    made.append(element("tblPr", borders, margins))
    return made


def set_numbering(document: Document, look: Look) -> None:
    """One list of the headings' levels; the heading styles point to it, so headings number themselves."""
    root = document.part.numbering_part.element
    for old in list(root):
        root.remove(old)
    levels = [
        element(
            "lvl",
            element("start", val=1),
            element("numFmt", val=number_format),
            element("pStyle", val=HEADINGS[level]),
            element("suff", val="nothing" if look.indent else "space"),
            element("lvlText", val=pattern),
            element("lvlJc", val="left"),
            ilvl=level,
        )
        for level, (number_format, pattern) in enumerate(look.formats)
    ]
    root.append(element("abstractNum", element("multiLevelType", val="multilevel"), *levels, abstractNumId=0))
    root.append(element("num", element("abstractNumId", val=0), numId=NUMBERING))


def set_typefaces(document: Document, look: Look) -> None:
    """The font table with what to take instead where a typeface is missing."""
    faces = (look.title, look.body, look.heading, look.subheading, look.number)
    names = dict.fromkeys(name for of in faces for name in (of.east, of.latin))
    root = parse_xml(f"<w:fonts {nsdecls('w')}/>")
    for name in names:
        alternatives, family = ALTERNATIVES[name]
        font = element("font", element("altName", val=alternatives), element("family", val=family), name=name)
        root.append(font)
    part = _font_part(document)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _font_part(document: Document) -> Part:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            return relation.target_part
    raise LookupError("the template has no font table")
