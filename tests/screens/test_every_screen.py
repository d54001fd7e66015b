"""Every screen in every language, on a full and an empty warehouse: it opens, in that language, without an error."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from i18n import LANGUAGES, words_for
from tests.screens.conftest import open_screen
from ui.router import OVERVIEW, page_names

ACTION_SCREENS = ["action_industry", "action_livelihood", "action_safety"]
SCREENS = ["", *(name for name in page_names() if name != OVERVIEW), *ACTION_SCREENS]
SIMPLIFIED_ONLY = set("县业总览标临后达应报说为项")
"""Characters that a traditional screen must not show."""


def texts_of(visit: AppTest) -> str:
    """All that the screen says outside charts and tables."""
    found = [element.value for kind in ("caption", "markdown", "subheader", "info") for element in visit.get(kind)]
    found += [re.sub(r"<style>.*?</style>|<[^>]*>", " ", html.proto.body, flags=re.S) for html in visit.get("html")]
    found += [box.label for box in visit.selectbox]
    return unescape("\n".join(str(text) for text in found))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", SCREENS)
def test_the_screen_opens(office: Path, filled: str, screen: str, language: str) -> None:
    visit = open_screen(screen, lang=language)
    assert not visit.exception
    assert not visit.error
    ends = [html.proto.body for html in visit.get("html") if "ea-end" in html.proto.body]
    assert len(ends) == 1
    assert f'data-language="{language}"' in ends[0]
    assert f'data-page="{screen or "overview"}"' in ends[0]


@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_mixes_languages(office: Path, screen: str) -> None:
    english = texts_of(open_screen(screen, lang="en"))
    chinese = set(re.findall(r"[\u4e00-\u9fff]+", english)) - {"简体中文", "繁體中文"}
    assert not chinese
    traditional = texts_of(open_screen(screen, lang="zh-Hant"))
    assert not (SIMPLIFIED_ONLY & set(traditional))


@pytest.mark.parametrize("language", LANGUAGES)
def test_invented_figures_are_marked_as_such(office: Path, language: str) -> None:
    for screen in SCREENS:
        assert words_for(language)("head.demonstration") in texts_of(open_screen(screen, lang=language))
