"""The Word file: the standard's page and typefaces, headings that number themselves, equal bytes for equal reports."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.content.model import Content, Imprint
from reports.errors import NoConverter
from reports.pdf import find_converter, to_pdf
from reports.word import write_word
from reports.word.read import pictures_of
from tests.places import copied
from tests.reports.offices import content, fill_lists
from warehouse.connection import open_warehouse

IMPRINT = Imprint("月行动专班〔2031〕10号", date(2031, 11, 20), "甲")
CONVERTER = find_converter()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, full_file: Path) -> Iterator[Content]:
    opened = open_warehouse(copied(full_file, tmp_path_factory.mktemp("word") / "full.duckdb"))
    fill_lists(opened)
    yield content(opened)
    opened.close()


@pytest.fixture(scope="module")
def issued(made: Content) -> bytes:
    return write_word(made, IMPRINT)


@pytest.fixture
def document(issued: bytes) -> Any:
    return docx.Document(io.BytesIO(issued))


def style_of(document: Any, name: str) -> Any:
    return next(s for s in document.styles.element.iter(qn("w:style")) if s.get(qn("w:styleId")) == name)


def test_the_page_is_the_standards(document: Any) -> None:
    section = document.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    for found, wanted in zip(sides, (37, 35, 28, 26), strict=True):
        assert found == pytest.approx(Mm(wanted), abs=Mm(0.05))
    assert section.page_width == pytest.approx(Mm(210), abs=Mm(0.05))
    grid = section._sectPr.find(qn("w:docGrid"))
    assert 225 / 25.4 * 1440 // int(grid.get(qn("w:linePitch"))) == 22
    tracking = int(style_of(document, "Normal").find(f".//{qn('w:rPr')}/{qn('w:spacing')}").get(qn("w:val")))
    assert 156 / 25.4 * 72 // (16 + tracking / 20) == 28


@pytest.mark.parametrize(
    ("style", "face", "half_points"),
    [
        ("Normal", "仿宋_GB2312", "32"),
        ("Title", "方正小标宋简体", "44"),
        ("Heading1", "黑体", "32"),
        ("Heading2", "楷体_GB2312", "32"),
        ("Heading3", "仿宋_GB2312", "32"),
        ("Footer", "宋体", "28"),
    ],
)
def test_typefaces_and_sizes(document: Any, style: str, face: str, half_points: str) -> None:
    run = style_of(document, style).find(qn("w:rPr"))
    assert run.find(qn("w:rFonts")).get(qn("w:eastAsia")) == face
    assert run.find(qn("w:sz")).get(qn("w:val")) == half_points


def test_every_typeface_names_its_replacements(issued: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(issued)) as archive:
        fonts = archive.read("word/fontTable.xml").decode()
    assert 'w:name="方正小标宋简体"' in fonts
    assert fonts.count("w:altName") == fonts.count("<w:font ")


def test_lines_are_exact_and_paragraphs_begin_two_characters_in(document: Any) -> None:
    properties = style_of(document, "Normal").find(qn("w:pPr"))
    spacing, indent = properties.find(qn("w:spacing")), properties.find(qn("w:ind"))
    assert spacing.get(qn("w:lineRule")) == "exact"
    assert 28 <= int(spacing.get(qn("w:line"))) / 20 <= 30
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_headings_are_styles_with_numbers_of_their_own(document: Any) -> None:
    headings = [p.text for p in document.paragraphs if p.style.style_id == "Heading1"]
    assert headings == ["重要指标", "重点任务", "突出问题", "特色亮点"]
    levels = document.part.numbering_part.element.findall(f".//{qn('w:lvl')}")
    assert [level.find(qn("w:lvlText")).get(qn("w:val")) for level in levels] == ["%1、", "（%2）", "%3.", "（%4）"]
    assert levels[0].find(qn("w:pStyle")).get(qn("w:val")) == "Heading1"
    assert style_of(document, "Heading1").find(f".//{qn('w:outlineLvl')}").get(qn("w:val")) == "0"


def test_an_issued_document_wears_the_red_head_and_a_draft_says_so(document: Any, made: Content) -> None:
    texts = [p.text for p in document.paragraphs]
    assert texts[0] == "月汀县“三大行动”工作总专班办公室文件"
    mark = document.paragraphs[0]._p.find(f".//{qn('w:color')}")
    assert mark.get(qn("w:val")) == "FF0000"
    assert texts[1] == IMPRINT.number
    assert "2031年11月20日" in texts
    assert any(text.endswith("2031年11月20日印发") for text in texts)
    draft = [p.text for p in docx.Document(io.BytesIO(write_word(made))).paragraphs]
    assert "（送审稿）" in draft
    assert IMPRINT.number not in draft


def test_tables_are_native_and_repeat_their_header(document: Any, made: Content) -> None:
    assert len(document.tables) == sum(type(block).__name__ == "Table" for block in made.blocks())
    for table in document.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)


def test_charts_are_sharp_and_have_words(document: Any, issued: bytes) -> None:
    shape = document.inline_shapes[0]
    assert "各行动指标状态" in shape._inline.docPr.get("descr")
    (name, png), *_ = pictures_of(issued).items()
    assert name == "composition"
    image = docx.image.image.Image.from_blob(png)
    assert image.px_width / (shape.width / Mm(25.4)) >= 299


def test_pages_are_numbered_outside(document: Any) -> None:
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p
        assert paragraph.find(f".//{qn('w:jc')}").get(qn("w:val")) == align
        assert "PAGE" in "".join(t.text for t in paragraph.iter(qn("w:instrText")))
        assert footer.paragraphs[0].text.startswith("— ")


def test_invented_figures_are_marked_on_every_page(document: Any) -> None:
    assert "虚构" in document.sections[0].header.paragraphs[0].text


def test_equal_reports_are_equal_bytes(made: Content, issued: bytes) -> None:
    assert write_word(made, IMPRINT) == issued
    with zipfile.ZipFile(io.BytesIO(issued)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = docx.Document(io.BytesIO(issued)).core_properties
    assert core.created.replace(tzinfo=None) == made.as_of.replace(microsecond=0)
    assert core.title == made.title


@pytest.mark.skipif(CONVERTER is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_with_numbers_and_figures(tmp_path: Path, issued: bytes, made: Content) -> None:
    (tmp_path / "report.docx").write_bytes(issued)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(CONVERTER), profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "report.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "report.txt").read_text(encoding="utf-8-sig").replace("、 ", "、").replace("） ", "）")
    for heading in ("一、重要指标", "（一）总体情况", "二、重点任务", "三、突出问题", "四、特色亮点"):
        assert heading in text
    for prose in made.prose():
        for runs in prose.paragraphs(made.figures):
            assert "".join(run.text for run in runs) in text
    for key, figure in made.figures.items():
        assert figure.text in text, key


@pytest.mark.skipif(CONVERTER is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_a_pdf_of_it(issued: bytes) -> None:
    assert to_pdf(issued).startswith(b"%PDF-")


def test_without_a_converter_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.pdf.find_converter", lambda: None)
    with pytest.raises(NoConverter, match="download the Word file"):
        to_pdf(b"")


def test_a_converter_that_hangs_is_ended(tmp_path: Path) -> None:
    hanging = tmp_path / "converter"
    hanging.write_text("#!/bin/sh\nexec tail -f /dev/null\n")
    hanging.chmod(0o700)
    with pytest.raises(NoConverter, match="longer than"):
        to_pdf(b"", seconds=0.2, converter=str(hanging))
