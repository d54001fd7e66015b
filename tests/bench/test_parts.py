"""The one command that measures everything: its parts are there, and what they print becomes a page."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from bench.__main__ import PARTS, Part, machine, run, table


@pytest.mark.parametrize("module", sorted({part.arguments[0] for part in PARTS}))
def test_each_part_is_a_command_that_says_what_it_holds_against_what(module: str) -> None:
    told = subprocess.run([sys.executable, "-m", module, "--help"], capture_output=True, text=True, check=True).stdout
    assert "against" in told or "beside" in told or "lost" in told


def test_parts_have_names_of_their_own() -> None:
    assert len({part.name for part in PARTS}) == len(PARTS)


def test_what_a_part_prints_is_kept_with_its_exit_status() -> None:
    lines, status = run(Part("one", "a part that prints", ("platform",)))
    assert status == 0
    assert len(lines) == 1
    assert run(Part("none", "a part that is not there", ("bench.none",)))[1] == 1


def test_the_page_says_the_machine_the_command_and_the_figures() -> None:
    part = Part("one", "ours against theirs", ("bench.one", "--runs", "2"))
    page = table([(part, ["ratio 2.0 | 3.0", ""], 12.4)], machine(), date(2026, 11, 30))
    assert "cores" in page
    assert "streamlit" in page
    assert "| ours against theirs | `ratio 2.0 \\| 3.0` | `python -m bench.one --runs 2` | 12 s |" in page
