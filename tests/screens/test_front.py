"""What the browser is given beside a run, asked of the dashboard's own server app."""

from __future__ import annotations

import json
import re

import pytest
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from charts import store
from ui import front, own_files

HTML = {"accept": "text/html,application/xhtml+xml"}


async def page(request: Request) -> Response:
    """Streamlit's page as its server answers it: a file with validators."""
    del request
    return FileResponse(own_files.STATIC / "index.html")


async def other(request: Request) -> Response:
    del request
    return HTMLResponse("<html><head></head><body>sign in</body></html>")


@pytest.fixture
def client() -> TestClient:
    """The middleware outside of one that compresses, as in Streamlit's own server."""
    routes = [Route("/", page), Route("/other", other), *front.ROUTES]
    app = front.NamedPrograms(GZipMiddleware(Starlette(routes=routes), minimum_size=10))
    return TestClient(app)


def test_the_page_names_programs_that_are_there_and_runs_ours(client: TestClient) -> None:
    answer = client.get("/", headers=HTML)
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert not {"etag", "last-modified", "content-encoding"} & set(answer.headers)
    head, rest = answer.text.split("</head>")
    named = re.findall(r'modulepreload" crossorigin href="\./static/js/([^"]+)"', head)
    assert len(named) == len(set(named))
    assert all((own_files.PROGRAMS / name).exists() for name in named)
    assert rest.index('id="root"') < rest.index('rel="stylesheet"'), "our style counts over what is written as it goes"
    assert any(name.startswith("embed.") for name in named)
    run = re.findall(r'<script type="module" crossorigin src="\./([^"]+)"', head)
    page = f"ea/{own_files.own_name('page.js')}"
    assert run[0] == page, "a link is followed within the page before anything else runs"
    assert run[1].startswith("static/js/index.")
    assert run[-1] == f"ea/{own_files.own_name('charts.js')}"


@pytest.mark.parametrize("name", own_files.OWN)
def test_our_own_files_are_named_by_the_page_and_served_for_good(client: TestClient, name: str) -> None:
    served = own_files.own_name(name)
    assert f'"./ea/{served}"' in client.get("/", headers=HTML).text
    answer = client.get(f"/ea/{served}")
    assert answer.text == own_files.own_text(name)
    assert answer.headers["content-type"].startswith("text/css" if name.endswith("css") else "text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert client.get(f"/ea/{name.replace('.', '.0123.')}").text == own_files.own_text(name)


@pytest.mark.parametrize("path", ["other.0123.js", "front.0123.py", "style", "style.css", "..style.css", "a.b.c.d"])
def test_no_other_file_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/ea/{path}").status_code == 404


def test_what_is_no_page_of_the_board_goes_as_it_is(client: TestClient) -> None:
    assert client.get("/other", headers=HTML).text.count("script") == 0
    untouched = client.get("/", headers={"accept": "*/*"})
    assert untouched.headers["etag"]
    assert "ea/charts" not in untouched.text
    assert client.head("/other", headers=HTML).status_code == 200


def test_the_script_imports_vega_from_files_that_are_there() -> None:
    imported = re.findall(r"from '\.\./static/js/([^']+)'", own_files.own_text("charts.js"))
    assert [name.split(".")[0] for name in imported] == ["embed", "vega-interpreter"]
    assert all((own_files.PROGRAMS / name).exists() for name in imported)


def test_the_font_charts_are_measured_in_is_there() -> None:
    (name,) = re.findall(r"\.\./static/media/([^)]+)\)", own_files.own_text("style.css"))
    assert (own_files.STATIC / "static" / "media" / name).exists()
    assert any(own_files.FONT in text for text in store.kept().programs.values())


def test_another_page_of_streamlits_goes_as_it_is() -> None:
    assert front.written(b"<head></head><div id='root'></div>", "picture") == b"<head></head><div id='root'></div>"


def test_a_program_is_given_by_its_name_for_good(client: TestClient) -> None:
    name, text = next(iter(store.kept().programs.items()))
    answer = client.get(f"/ea/{name}.json")
    assert answer.json() == json.loads(text)
    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/ea/unknown.json").status_code == 404
