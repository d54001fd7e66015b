"""The server opens the board before anybody comes: what it prepared is what the first visitor is shown."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from streamlit.runtime.caching import get_resource_cache_stats_provider

from tests.screens.conftest import open_screen
from ui.opening import prepare


def kept_charts() -> int:
    """The bytes of the overview's charts the process keeps."""
    (stats,) = get_resource_cache_stats_provider().get_stats().values()
    return sum(one.byte_length for one in stats if one.cache_name.endswith(("_composition", "_matrix")))


def test_the_first_visitor_finds_the_overview_prepared(office: Path) -> None:
    prepare()
    prepared = kept_charts()
    assert prepared > 0
    assert not open_screen("", lang="zh-Hans").exception
    assert kept_charts() == prepared
    assert not open_screen("", lang="en").exception
    assert kept_charts() > prepared


@pytest.mark.usefixtures("filled")
def test_it_opens_full_or_empty(office: Path, caplog: pytest.LogCaptureFixture) -> None:
    prepare()
    assert office.exists()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.file_only
def test_a_file_that_cannot_be_opened_is_told_once_and_the_visitor_is_told_too(
    office: Path, caplog: pytest.LogCaptureFixture
) -> None:
    content = office.read_bytes()
    office.write_bytes(b"no warehouse")
    prepare()
    (told,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert told.startswith("the board could not be prepared: ")
    assert open_screen("", lang="en").error
    office.write_bytes(content)
