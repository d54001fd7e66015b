"""The name of who works here outlives a reload: the browser keeps it, and gives it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy

from tests.screens.conftest import open_screen
from ui.remembered import COOKIE


def scripts(visit: object) -> list[str]:
    return [html.proto.body for html in visit.get("html") if COOKIE in html.proto.body]  # type: ignore[attr-defined]


def test_a_name_typed_is_kept_by_the_browser_once(office: Path) -> None:
    visit = open_screen("upload", lang="zh-Hans")
    assert scripts(visit) == []
    visit.text_input(key="pick_person").set_value("吴<某>;'").run()
    (script,) = scripts(visit)
    assert f"{COOKIE}=%E5%90%B4%3C%E6%9F%90%3E%3B%27; path=/" in script
    assert scripts(visit.run()) == []


@pytest.mark.parametrize(("kept", "shown"), [("%E5%90%B4%E6%9F%90", "吴某"), ("x" * 90, "x" * 40), ("", "")])
def test_what_the_browser_kept_stands_in_the_field(
    office: Path, monkeypatch: pytest.MonkeyPatch, kept: str, shown: str
) -> None:
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {COOKIE: kept}))
    visit = open_screen("upload", lang="en")
    assert visit.text_input(key="pick_person").value == shown
