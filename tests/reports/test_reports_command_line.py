"""`python -m reports`: make, issue and list on a real warehouse file."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import docx
import pytest

from reports.__main__ import FINE, WRONG, main
from rules.periods import day_of
from tests.places import copied

ORDER = ["--kind", "monthly_work", "--month", "2031-10", "--as-of", "2031-11-20"]


@pytest.fixture
def place(tmp_path: Path, full_file: Path, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "office.duckdb"
    copied(full_file, path)
    monkeypatch.setenv("EIGHT_ACTIONS_WAREHOUSE", str(path))
    monkeypatch.setenv("EIGHT_ACTIONS_PROGRAMME", str(tiny_folder))
    monkeypatch.setenv("EIGHT_ACTIONS_DEMONSTRATION", "0")
    monkeypatch.setenv("EIGHT_ACTIONS_BOARD_DATE", "2031-11-20")
    return tmp_path


def test_the_same_order_makes_the_same_file(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one.docx", "two.docx"):
        assert main(["make", *ORDER, "--language", "en", "--out", str(place / name)]) == FINE
    assert (place / "one.docx").read_bytes() == (place / "two.docx").read_bytes()
    assert "Monthly Work Report, Oct 2031" in capsys.readouterr().out


def test_issuing_numbers_and_archives(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["issue", *ORDER, "--by", "甲", "--out", str(place / "issued.docx")]) == FINE
    assert main(["issue", *ORDER, "--by", "甲", "--number", "1"]) == WRONG
    assert "next number" in capsys.readouterr().err
    assert main(["list", "--json"]) == FINE
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["number"], listed["period"]) == ("月行动专班〔2031〕1号", "2031-10")
    assert day_of(datetime.fromisoformat(listed["recorded_at"])) == date(2031, 11, 20), "the board's own day"
    assert main(["list"]) == FINE
    assert "月汀县" in capsys.readouterr().out
    assert main(["list", "--report", listed["report_id"][:6], "--out", str(place / "again.docx")]) == FINE
    assert (place / "again.docx").read_bytes() == (place / "issued.docx").read_bytes()
    assert docx.Document(str(place / "again.docx")).paragraphs[1].text == "月行动专班〔2031〕1号"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["make", "--kind", "monthly_work", "--period", "2031-Q3", "--out", "x.docx"], "write 2024-10"),
        (["make", "--kind", "monthly_work", "--period", "soon", "--out", "x.docx"], "is no period"),
        (["list", "--report", "none"], "0 issued reports begin"),
    ],
)
def test_a_wrong_order_is_one_sentence(
    place: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(arguments) == WRONG
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
