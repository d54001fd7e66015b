"""Streamlit's files from memory: the same bytes, compressed where that is asked for, everything else left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from ui import kept_files
from ui.front import STATIC
from ui.kept_files import KeptFiles


async def left(request: Request) -> Response:
    return PlainTextResponse(f"left {request.method}")


def client(folder: Path, *, compresses: bool) -> TestClient:
    app = Starlette(routes=[Route("/{path:path}", left, methods=["GET", "HEAD", "POST"])])
    return TestClient(KeptFiles(app, folder=folder, compresses=compresses))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "a.1.js").write_text("let a = '中';" * 500, encoding="utf-8")
    (tmp_path / "js" / "large.js").write_bytes(b" " * (kept_files.LARGEST + 1))
    (tmp_path / "font.woff2").write_bytes(bytes(range(256)))
    (tmp_path / "page.html").write_text("<p>")
    return tmp_path


@pytest.mark.parametrize("compresses", [False, True])
def test_a_file_arrives_as_it_is_for_good(folder: Path, compresses: bool) -> None:
    visit = client(folder, compresses=compresses)
    for _ in range(2):
        answer = visit.get("/static/js/a.1.js")
        assert answer.content == (folder / "js" / "a.1.js").read_bytes()
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "immutable" in answer.headers["cache-control"]
        assert ("content-encoding" in answer.headers) == compresses
        assert (int(answer.headers["content-length"]) < 1000) == compresses
    assert visit.get("/static/js/a.1.js", headers={"accept-encoding": "identity"}).headers["content-length"] == "7000"
    font = visit.get("/static/font.woff2")
    assert font.content == bytes(range(256))
    assert "content-encoding" not in font.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/static/js/large.js"),
        ("GET", "/static/page.html"),
        ("GET", "/static/../font.woff2"),
        ("GET", "/js/a.1.js"),
        ("POST", "/static/js/a.1.js"),
        ("HEAD", "/static/js/a.1.js"),
    ],
)
def test_everything_else_is_left_to_the_server(folder: Path, method: str, path: str) -> None:
    answer = client(folder, compresses=True).request(method, path)
    assert answer.text == ("" if method == "HEAD" else f"left {method}")
    assert "immutable" not in answer.headers.get("cache-control", "")


def test_the_files_of_the_page_are_kept() -> None:
    kept = KeptFiles(Starlette(), folder=STATIC / "static").files
    assert any("/static/js/embed." in path for path in kept)
    assert any("/static/js/index." in path for path in kept)
    assert not any("PlotlyChart" in path for path in kept)
