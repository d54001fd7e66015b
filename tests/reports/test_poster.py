"""Posters: the code leads to the item, the sheet is A4, every item's name fits."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import segno

from charts.wrapping import text_width
from i18n import LANGUAGES, words_for
from reports.poster import HEIGHT, WIDTH, Poster, code_path, item_address, poster_pdf, poster_svg, posters_zip
from warehouse.catalogue import Catalogue
from warehouse.seed import read_programme

SEED = Path(__file__).parent.parent.parent / "data" / "seed" / "xupu_2024"
FIELDS = ("zh_hans", "zh_hant", "en")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_programme(SEED)


def posters(catalogue: Catalogue) -> list[Poster]:
    parts = catalogue.livelihood_parts
    return [
        Poster(
            item_id=row["item_id"],
            number=row["number"],
            names={name: row[f"name_{name}"] for name in FIELDS},
            group=row["item_group"],
            parts={name: parts.filter(item_id=row["item_id"])[f"name_{name}"].to_list() for name in FIELDS},
            place=catalogue.programme["place"],
            address=item_address("https://pingjia.example.gov.cn/", row["item_id"]),
            until=date(2024, 12, 31),
        )
        for row in catalogue.livelihood_items.iter_rows(named=True)
    ]


def rows_of(path: str, modules: int) -> list[list[int]]:
    """The modules a path fills."""
    filled = [[0] * modules for _ in range(modules)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        for column in range(int(x), int(x) + int(width)):
            filled[int(y)][column] = 1
    return filled


@pytest.mark.parametrize("address", ["http://a/r/b", "https://pingjia.example.gov.cn/ms/r/provincial_22"])
def test_the_path_is_the_code_module_by_module(address: str) -> None:
    path, modules = code_path(address)
    wanted = [list(row) for row in segno.make(address, error="q", micro=False).matrix_iter(border=4)]
    assert rows_of(path, modules) == wanted
    assert not any(wanted[0])  # the quiet zone


@pytest.mark.parametrize(("first", "second"), [*((language, None) for language in LANGUAGES), ("zh-Hans", "en")])
def test_every_items_poster_stays_on_its_sheet_with_a_code_that_can_be_scanned(
    catalogue: Catalogue, first: str, second: str | None
) -> None:
    words = words_for(first)
    for poster in posters(catalogue):
        drawn = poster_svg(poster, words=words, second=words_for(second) if second else None)
        root = ElementTree.fromstring(drawn)
        assert (root.get("width"), root.get("height")) == (str(WIDTH), str(HEIGHT))
        scale = float(re.findall(r"scale\(([\d.]+)\)", drawn)[0])
        assert scale * code_path(poster.address)[1] >= 150, poster.item_id  # five centimetres
        for text in root.iter(f"{SVG}text"):
            assert text_width(text.text or "") * float(text.get("font-size", "0")) <= WIDTH - 60, poster.item_id
        for lines in [group for group in root.findall(f"{SVG}g") if group.find(f"{SVG}text") is not None]:
            top = float(re.findall(r"translate\(0 ([\d.]+)\)", lines.get("transform", ""))[0])
            assert top + max(float(text.get("y", "0")) for text in lines) <= HEIGHT - 20


def test_a_poster_says_what_is_asked_until_when_and_where(catalogue: Catalogue) -> None:
    poster, words = posters(catalogue)[0], words_for("zh-Hans")
    said = " ".join(ElementTree.fromstring(poster_svg(poster, words=words, second=words_for("en"))).itertext())
    for text in (
        "溆浦县",
        words.named(poster.names),
        poster.address,
        "2024年12月31日",
        words("poster.ask"),
        words_for("en")("poster.free"),
    ):
        assert text in said


def test_all_posters_come_in_one_archive_as_svg_and_pdf(catalogue: Catalogue) -> None:
    words = words_for("zh-Hans")
    chosen = [(f"{n:02d}", poster) for n, poster in enumerate(posters(catalogue)[:2], start=1)]
    with zipfile.ZipFile(io.BytesIO(posters_zip(chosen, words=words))) as archive:
        assert archive.namelist() == ["01.svg", "01.pdf", "02.svg", "02.pdf"]
        assert archive.read("01.pdf").startswith(b"%PDF")
    made = poster_pdf(chosen[0][1], words=words)
    assert re.findall(rb"MediaBox \[([^\]]*)\]", made) == [b"0 0 595 842"]
