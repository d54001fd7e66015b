"""Charts leave as pictures that stand alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from charts.export import to_png, to_svg
from i18n import LANGUAGES, words_for
from ui import courses
from ui.data import board_at
from warehouse.settings import as_of

BOARD = (as_of(date(2031, 11, 20)), date(2031, 10, 1))
INDICATORS = ["retail_growth", "urban_jobs", "business_entities", "bus_station", "major_accidents", "services_growth"]


@pytest.mark.parametrize("indicator_id", INDICATORS)
def test_every_kind_of_chart_becomes_a_picture(office: Path, indicator_id: str) -> None:
    words = words_for("zh-Hans")
    frame, spec = courses.chart_of(board_at(*BOARD), words, indicator_id, size="screen", compact=False)
    told = {"title": "标题", "source": "来源", "period": "2031年10月", "as_of": "截至2031年11月20日"}
    assert to_png(spec, pl.DataFrame(frame), words=words, **told).startswith(b"\x89PNG")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_says_what_and_when(office: Path, language: str) -> None:
    words = words_for(language)
    frame, spec = courses.chart_of(board_at(*BOARD), words, "retail_growth", size="screen", compact=False)
    told = {"title": "T1", "source": "S1", "period": "P1", "as_of": "A1"}
    picture = to_svg(spec, frame, words=words, **told)
    assert all(text in picture for text in told.values())
