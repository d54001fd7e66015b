"""The command line: what it prints, what it stores, and its exit codes; and words for all it can say."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from openpyxl import load_workbook

from etl.__main__ import CELLS_REFUSED, FILES_REFUSED, FINE, main
from etl.errors import REFUSALS, IntakeError
from etl.findings import SENTENCES
from i18n.words import LANGUAGES, words_for
from rules.periods import day_of
from tests.etl.forms import form, row
from warehouse.connection import borrowed_warehouse
from warehouse.queries import read_batches
from warehouse.settings import as_of

MOMENT = "2031-11-10T10:00:00+08:00"
GOOD = form([row("urban_jobs", 2300)])
DOUBTFUL = form([row("urban_jobs", 2300), row("zero_employment_families", "不详")])


@pytest.fixture
def run(tmp_path: Path, tiny_folder: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Runs a command on a warehouse of its own; exit code and what it printed."""

    def _run(command: str, *arguments: object) -> tuple[int, str]:
        places = ["--warehouse", str(tmp_path / "w.duckdb"), "--programme", str(tiny_folder)]
        receives = command in {"load", "check"}
        received = ["--received-at", MOMENT, "--received-by", "督查室"] if receives else []
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


def send(tmp_path: Path, name: str, *rows: dict[str, object], **options: object) -> Path:
    path = tmp_path / name
    path.write_bytes(form(rows, **options))  # type: ignore[arg-type]
    return path


def data(printed: str) -> Any:
    return json.loads(printed)


def test_a_year_the_plan_has_nothing_of_is_neither_locked_nor_given_a_form(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert "not of the programme's years (2030, 2031)" in run("lock", "--period", "2019-10")[1]
    code, printed = run("template", "--unit", "县人社局", "--period", "2035-10", "--out", tmp_path / "x.xlsx")
    assert (code != FINE, "2030 or 2031" in printed) == (True, True)
    assert not (tmp_path / "x.xlsx").exists()


def test_a_month_goes_from_loaded_to_locked_and_a_correction_needs_an_unlock(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert run("load", send(tmp_path, "first.xlsx", row("urban_jobs", 2300)))[0] == FINE
    about = ["--unit", "县人社局", "--period", "2031-10", "--by", "督查室主任"]
    assert data(run("review", "--json")[1])[0]["state"] == "submitted"
    code, printed = run("review", *about, "--state", "returned")
    assert (code, "What the unit shall mend" in printed) == (FILES_REFUSED, True)
    assert "returned" in run("review", *about, "--state", "returned", "--words", "请核对口径")[1]
    assert "accepted" in run("review", *about, "--state", "accepted")[1]
    code, printed = run("lock", "--period", "2031年10月", "--by", "督查室主任")
    assert (code, printed.split()[:2]) == (FINE, ["2031-10", "locked"])
    later = send(tmp_path, "later.xlsx", row("urban_jobs", 2310))
    code, printed = run("check", later)
    assert (code, "2031-10 is locked" in printed) == (FILES_REFUSED, True), "told before anything is loaded"
    code, printed = run("load", later)
    assert (code, "2031-10 is locked" in printed) == (FILES_REFUSED, True)
    code, printed = run("load", later, "--json")
    assert (code, data(printed)[0]["refusal"]) == (FILES_REFUSED, "month_locked")
    assert run("unlock", "--period", "2031-10", "--reason", "年报修订")[0] == FINE
    assert run("load", later)[0] == FINE
    batches = data(run("history", "--json")[1])
    assert [(one["file_name"], one["finding_count"]) for one in batches] == [("later.xlsx", 2), ("first.xlsx", 0)]
    assert data(run("review", "--json")[1])[0]["state"] == "submitted"


def test_a_batch_is_found_given_back_and_withdrawn(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    sent = send(tmp_path, "first.xlsx", row("urban_jobs", 2300))
    run("load", sent)
    line = run("history", "--unit", "县人社局")[1]
    assert "督查室" in line
    batch = line.split()[0]
    out = tmp_path / "out"
    out.mkdir()
    assert run("history", "--batch", batch, "--out", out)[0] == FINE
    assert (out / "first.xlsx").read_bytes() == sent.read_bytes()
    assert run("withdraw", batch, "--reason", "报错月份", "--by", "李四")[0] == FINE
    code, printed = run("withdraw", batch, "--reason", "再次")
    assert (code, "taken back by 李四" in printed) == (FILES_REFUSED, True)
    assert run("withdraw", "zzz", "--reason", "x")[0] == FILES_REFUSED
    assert run("load", sent)[1].startswith("loaded")


def test_what_is_done_on_a_board_of_another_day_counts_on_that_day(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("EIGHT_ACTIONS_BOARD_DATE", "2031-11-20")
    run("load", send(tmp_path, "first.xlsx", row("urban_jobs", 2300)))
    day = date(2031, 11, 20)
    with borrowed_warehouse(tmp_path / "w.duckdb") as warehouse:
        batches = read_batches(warehouse, "tiny_2031", as_of(day))
    assert [day_of(moment) for moment in batches["recorded_at"]] == [day]
    run("withdraw", batches["batch_id"][0], "--reason", "报错月份")
    with borrowed_warehouse(tmp_path / "w.duckdb") as warehouse:
        assert read_batches(warehouse, "tiny_2031", as_of(day))["withdrawn_at"].is_not_null().all()


def test_a_place_that_cannot_be_written_is_one_sentence(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code, printed = run("template", "--unit", "县人社局", "--period", "2031-10", "--out", tmp_path / "no" / "x.xlsx")
    assert code == FILES_REFUSED
    assert "Check that the folder exists" in printed


def test_names_are_confirmed_used_listed_and_removed(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    unheard = send(tmp_path, "unheard.xlsx", row("urban_jobs", 2300, code=None, name="新进城上岗人次"))
    assert run("check", unheard)[0] != FINE
    confirm = ["--confirm", "indicator", "新进城上岗人次", "urban_jobs", "--by", "李四"]
    code, printed = run("aliases", *confirm)
    assert (code, printed.split()[:4]) == (FINE, ["indicator", "新进城上岗人次", "urban_jobs", "李四"])
    code, printed = run("check", unheard)
    assert (code, "1 new" in printed) == (FINE, True)
    assert run("aliases", "--confirm", "indicator", "某项", "no_such")[0] == FILES_REFUSED
    assert run("aliases", "--remove", "indicator", "新进城上岗人次", "--json") == (FINE, "[]\n")
    assert run("aliases", "--remove", "indicator", "新进城上岗人次")[0] == FILES_REFUSED


def test_what_a_file_asks_is_written_filled_in_and_taken(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    doubtful = send(tmp_path, "doubtful.xlsx", row("urban_jobs", "约2300"))
    asked = tmp_path / "asked.json"
    assert run("check", doubtful, "--questions", asked)[0] == FINE
    questions = json.loads(asked.read_text(encoding="utf-8"))
    (doubt,) = questions["files"][0]["doubts"]
    assert doubt["code"] == "approximate"
    code, printed = run("load", doubtful, "--reasons")
    assert (code, printed.split()[0]) == (CELLS_REFUSED, "asked")
    doubt["reason"] = "快报数，月底核定"
    asked.write_text(json.dumps(questions), encoding="utf-8")
    code, printed = run("load", doubtful, "--reasons", "--answers", asked)
    assert (code, printed.split()[0]) == (FINE, "loaded")
    for content in ("no json", "[]", '{"files": [{}]}'):
        asked.write_text(content, encoding="utf-8")
        code, printed = run("load", doubtful, "--answers", asked)
        assert (code, "asked.json" in printed) == (FILES_REFUSED, True)


def test_marked_workbooks_go_into_a_folder(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    doubtful = tmp_path / "doubtful.xlsx"
    doubtful.write_bytes(DOUBTFUL)
    back = tmp_path / "back"
    for _ in range(2):
        run("check", doubtful, "--annotated", back)
    assert sorted(path.name for path in back.iterdir()) == ["doubtful-2.xlsx", "doubtful.xlsx"]
    book = load_workbook(back / "doubtful.xlsx")
    assert book["Sheet"]["E5"].comment.text.startswith("错误：")


def test_every_unit_s_form_is_written_at_once(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code, printed = run("template", "--all", "--period", "2031-10", "--out", tmp_path / "forms", "--json")
    assert code == FINE
    assert "human_resources" in {one["unit_id"] for one in data(printed)}
    assert all(Path(one["file"]).exists() for one in data(printed))


def test_the_units_to_remind_are_text_or_data(run) -> None:  # type: ignore[no-untyped-def]
    given = ["--month", "2031-03", "--day", "2031-04-20"]
    code, text = run("remind", *given)
    assert (code, text.splitlines()[0][:10]) == (FINE, "【数据报送提醒】截至")
    printed = data(run("remind", *given, "--language", "en", "--json")[1])
    assert printed["text"].startswith("Reports outstanding on 20 Apr 2031")
    assert {"unit_id", "due_on", "state", "review"} <= printed["calendar"][0].keys()
    assert printed["reminders"][0]["indicator_ids"]


def test_many_files_are_stored_together_and_know_of_each_other(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "in"
    folder.mkdir()
    send(folder, "1.xlsx", row("urban_jobs", 2300), period="2031年9月")
    send(folder, "2.xlsx", row("urban_jobs", 2200))
    send(folder, "3.xlsx", row("urban_jobs", 2200), title="同数另报")
    (folder / "4.xlsx").write_bytes((folder / "1.xlsx").read_bytes())
    _, printed = run("load", folder, "--json")
    outcomes = data(printed)
    assert [one["state"] for one in outcomes] == ["loaded", "loaded", "loaded", "known"]
    assert [(one["new"], one["same"]) for one in outcomes[:3]] == [(1, 0), (1, 0), (0, 1)]
    assert [finding["code"] for finding in outcomes[1]["findings"]] == ["fell"]


def test_a_file_that_waits_is_not_known_to_the_next(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "in"
    folder.mkdir()
    send(folder, "1.xlsx", row("urban_jobs", "约2300"))
    send(folder, "2.xlsx", row("urban_jobs", 2310))
    send(folder, "3.xlsx", row("urban_jobs", 2310), title="同数另报")
    outcomes = data(run("load", folder, "--reasons", "--json")[1])
    assert [one["state"] for one in outcomes] == ["asked", "loaded", "loaded"]
    assert [(one["new"], one["changed"], one["same"]) for one in outcomes[1:]] == [(1, 0, 0), (0, 0, 1)]


def test_one_file_of_a_locked_month_stops_no_other(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run("lock", "--period", "2031-09")
    folder = tmp_path / "in"
    folder.mkdir()
    send(folder, "1.xlsx", row("urban_jobs", 2300), period="2031年9月")
    send(folder, "2.xlsx", row("urban_jobs", 2400))
    code, printed = run("load", folder, "--json")
    assert (code, [one["state"] for one in data(printed)]) == (FILES_REFUSED, ["refused", "loaded"])


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
