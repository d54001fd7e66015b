"""The command line: what it prints, what it stores, and its exit codes; and words for all it can say."""

from __future__ import annotations

import json
from pathlib import Path
from string import Formatter

import pytest

from etl.__main__ import CELLS_REFUSED, FILES_REFUSED, FINE, main
from etl.errors import REFUSALS, IntakeError
from etl.findings import SENTENCES
from i18n.words import LANGUAGES, words_for
from tests.etl.forms import form, row

MOMENT = "2031-11-10T10:00:00+08:00"
GOOD = form([row("urban_jobs", 2300)])
DOUBTFUL = form([row("urban_jobs", 2300), row("zero_employment_families", "不详")])


@pytest.fixture
def run(tmp_path: Path, tiny_folder: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Runs a command on a warehouse of its own; exit code and what it printed."""

    def _run(command: str, *arguments: object) -> tuple[int, str]:
        places = ["--warehouse", str(tmp_path / "w.duckdb"), "--programme", str(tiny_folder)]
        received = [] if command == "template" else ["--received-at", MOMENT, "--received-by", "督查室"]
        code = main([command, *map(str, arguments), *received, *places])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return _run


def test_loading_says_what_was_stored_and_refused_by_cell(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    good, doubtful = tmp_path / "good.xlsx", tmp_path / "doubtful.xlsx"
    good.write_bytes(GOOD)
    doubtful.write_bytes(DOUBTFUL)
    code, printed = run("load", good)
    assert (code, printed) == (FINE, f"loaded   {good}: 县人社局 2031-10, 1 figures (1 new, 0 changed, 0 same)\n")
    code, printed = run("load", doubtful)
    assert code == CELLS_REFUSED
    assert "  error  Sheet!E5 zero_employment_families: 不详 is not a number\n" in printed
    code, printed = run("load", good)
    assert (code, printed.split()[0]) == (FINE, "known")


def test_checking_stores_nothing(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    good = tmp_path / "good.xlsx"
    good.write_bytes(GOOD)
    for _ in range(2):
        code, printed = run("check", good)
        assert (code, printed.split()[0]) == (FINE, "checked")
        assert "1 new" in printed


def test_folders_are_walked_and_a_refused_file_stops_no_other(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "in" / "10月"
    folder.mkdir(parents=True)
    (folder / "good.xlsx").write_bytes(GOOD)
    (folder / "broken.xlsx").write_bytes(GOOD[:300])
    (folder / "~$good.xlsx").write_bytes(b"lock")
    (folder / "readme.txt").write_text("none")
    code, printed = run("load", folder.parent)
    assert code == FILES_REFUSED
    assert [line.split()[0] for line in printed.splitlines()] == ["refused", "loaded"]


def test_a_machine_gets_json(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    doubtful = tmp_path / "doubtful.xlsx"
    doubtful.write_bytes(DOUBTFUL)
    code, printed = run("load", doubtful, tmp_path / "missing.xlsx", "--json")
    assert code == FILES_REFUSED
    first, second = json.loads(printed)
    assert (first["state"], first["unit_id"], first["period"], first["new"]) == (
        "loaded",
        "human_resources",
        "2031-10-01",
        1,
    )
    assert first["findings"][0]["cell"] == "E5"
    assert (second["state"], second["refusal"]) == ("refused", "file_unreadable")


def test_the_form_is_written_and_refused_in_words(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "form.xlsx"
    for blank in ([], ["--blank"]):
        assert run("template", "--unit", "县人社局", "--period", "2031-10", "--out", out, *blank)[0] == FINE
        assert out.read_bytes()[:2] == b"PK"
    for unit, period in (("无此单位", "2031-10"), ("statistics", "10月"), ("statistics", "2031-01")):
        code, printed = run("template", "--unit", unit, "--period", period, "--out", out)
        assert (code, len(printed.splitlines())) == (FILES_REFUSED, 1)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def subclasses(error: type[IntakeError]) -> set[type[IntakeError]]:
    return {error, *(deeper for below in error.__subclasses__() for deeper in subclasses(below))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_and_refusal_has_words(language: str) -> None:
    words = words_for(language)
    assert subclasses(IntakeError) - {IntakeError} == set(REFUSALS)
    keys = [f"finding.{code}" for code in SENTENCES] + [f"refusal.{refusal.code}" for refusal in REFUSALS]
    keys += [f"severity.{severity.value}" for severity, _ in SENTENCES.values()]
    for key in keys:
        assert fields(words.entries[key]) <= {"found", "expected"}
