"""The lists: the plan's entries from the start, append-only history, evidence, closing, what figures say of them."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.places import copied
from tests.warehouse.batch_rows import PROGRAMME, figure, report
from warehouse import ledgers
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse, open_warehouse
from warehouse.errors import UnfitDecision, UnknownEntry, UnknownEvidence
from warehouse.models import LedgerEntry
from warehouse.plan_entries import ENTRY_SCHEMA, LEDGERS, plan_entries
from warehouse.queries import read_observations
from warehouse.seed import read_programme
from warehouse.shortcomings import lists_of, next_figure, unnamed_problems

APRIL, MAY, JUNE = datetime(2031, 4, 2), datetime(2031, 5, 2), datetime(2031, 6, 2)
LATE = datetime(2031, 12, 31)


def write(warehouse: Warehouse, **fields: Any) -> str:
    entry = {"ledger": "shortcoming", "action_id": "industry", "title": "用工缺口", "by": "甲", "at": APRIL} | fields
    return ledgers.write_entry(warehouse, PROGRAMME, **entry)


def entry_at(warehouse: Warehouse, catalogue: Catalogue, entry_id: str, as_of: datetime = LATE) -> dict[str, Any]:
    return ledgers.read_entries(warehouse, catalogue, as_of).row(
        by_predicate=pl.col("entry_id") == entry_id, named=True
    )


# --- what the plan brings -----------------------------------------------------------------------------------


def test_the_plans_projects_and_dated_tasks_are_there_before_anybody_writes(
    warehouse: Warehouse, tiny_catalogue: Catalogue
) -> None:
    entries = ledgers.read_entries(warehouse, tiny_catalogue, APRIL)
    assert warehouse.frame("SELECT count(*) AS n FROM ledger_entry")["n"][0] == 0
    assert entries.height == tiny_catalogue.projects.height + tiny_catalogue.key_tasks.height
    assert set(entries["origin"]) == {"plan"}
    assert set(entries["state"]) == {"open"}
    station = entry_at(warehouse, tiny_catalogue, "project:south_coach_station")
    assert station["title_en"] == "South coach station"
    assert station["indicator_ids"] == "bus_station"
    assert (station["document"], station["section"], station["item"]) == ("annex_2", "2", "2.2")


def test_the_entries_have_the_models_columns() -> None:
    assert list(LedgerEntry.to_schema().columns) == list(ENTRY_SCHEMA)


def test_an_entry_of_the_plan_keeps_its_names_until_somebody_writes_another(
    warehouse: Warehouse, tiny_catalogue: Catalogue
) -> None:
    entry_id = "key_task:jobs_fair"
    ledgers.revise_entry(warehouse, PROGRAMME, entry_id, by="乙", at=APRIL, progress="场地已定")
    changed = entry_at(warehouse, tiny_catalogue, entry_id)
    assert (changed["title_en"], changed["progress"], changed["origin"]) == (
        "Spring jobs fair held",
        "场地已定",
        "plan",
    )
    assert changed["due_on"] == date(2031, 4, 30)
    ledgers.revise_entry(warehouse, PROGRAMME, entry_id, by="乙", at=MAY, title="夏季招聘会")
    renamed = entry_at(warehouse, tiny_catalogue, entry_id)
    assert (renamed["title"], renamed["title_en"]) == ("夏季招聘会", None)
    history = ledgers.read_entry_history(warehouse, tiny_catalogue, entry_id, LATE)
    assert history["written_by"].to_list() == ["月政办发〔2031〕1号", "乙", "乙"]


def test_every_milestone_of_the_plan_is_followed_by_an_entry() -> None:
    catalogue = read_programme(Path(__file__).parents[2] / "data" / "seed" / "xupu_2024")
    brought = plan_entries(catalogue)
    assert catalogue.projects.height == 82
    assert brought["entry_id"].n_unique() == brought.height
    followed = set(";".join(brought["indicator_ids"].drop_nulls()).split(";"))
    assert set(catalogue.targets.filter(kind="milestone")["indicator_id"]) <= followed


def test_an_action_names_its_own_lists_and_the_rest_is_the_master_plans(tiny_catalogue: Catalogue) -> None:
    names = {row["ledger"]: row["name_zh_hans"] for row in lists_of(tiny_catalogue, "industry")}
    assert names["project"] == "项目清单"
    assert names["shortcoming"] == "问题清单"
    assert {row["ledger"] for row in lists_of(tiny_catalogue, None)} == set(LEDGERS) - {"policy"}


# --- writing, revising, reading back ---------------------------------------------------------------------------


def test_what_was_written_is_known_from_then_on(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    entry_id = write(warehouse, lead_units=["industry_it"], indicator_ids=["urban_jobs", "gdp_growth"])
    ledgers.revise_entry(warehouse, PROGRAMME, entry_id, by="乙", at=JUNE, progress="已招满", due_on=date(2031, 6, 1))
    before = ledgers.read_entries(warehouse, tiny_catalogue, APRIL - timedelta(seconds=1))
    assert entry_id not in set(before["entry_id"])
    first, last = (entry_at(warehouse, tiny_catalogue, entry_id, moment) for moment in (MAY, LATE))
    assert (first["progress"], first["written_by"], first["is_overdue"]) == (None, "甲", False)
    assert (last["progress"], last["written_by"], last["is_overdue"]) == ("已招满", "乙", True)
    assert last["indicator_ids"] == "urban_jobs;gdp_growth"
    assert last["opened_at"] == APRIL


def test_writing_turns_no_board(warehouse: Warehouse) -> None:
    board, drive = warehouse.version(), warehouse.drive_version()
    write(warehouse)
    assert (warehouse.version(), warehouse.drive_version()) == (board, drive + 1)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "  "}, "title is missing"),
        ({"by": ""}, "name of who decides is missing"),
        ({"action_id": "nowhere"}, "nowhere"),
        ({"indicator_ids": ["gdp_growth", "luck"]}, "luck"),
        ({"lead_units": ["ministry"]}, "ministry"),
        ({"ledger": "wishes"}, "ledger"),
        ({"stage": "imagined"}, "stage"),
        ({"ledger": "highlight"}, "must cite a figure"),
        (
            {"ledger": "highlight", "cited_indicator_id": "gdp_growth", "cited_period": date(2031, 3, 1)},
            "no figure has been reported",
        ),
    ],
)
def test_what_does_not_fit_is_not_stored(warehouse: Warehouse, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(UnfitDecision, match=said):
        write(warehouse, **fields)
    assert warehouse.frame("SELECT count(*) AS n FROM ledger_entry")["n"][0] == 0


def test_nobody_writes_to_an_entry_that_is_not_there(warehouse: Warehouse) -> None:
    with pytest.raises(UnknownEntry, match="lost"):
        ledgers.revise_entry(warehouse, PROGRAMME, "lost", by="甲", progress="?")
    with pytest.raises(UnknownEntry, match="lost"):
        ledgers.close_entry(warehouse, PROGRAMME, "lost", by="甲")


def test_several_entries_go_in_whole_or_not_at_all(warehouse: Warehouse) -> None:
    good = {"ledger": "key_task", "action_id": None, "title": "督导"}
    with pytest.raises(UnfitDecision):
        ledgers.write_entries(warehouse, PROGRAMME, [good, {**good, "title": ""}], by="甲", at=APRIL)
    assert warehouse.frame("SELECT count(*) AS n FROM ledger_entry")["n"][0] == 0


def test_a_highlight_cites_a_figure_that_stands(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    report(warehouse, APRIL, figure("gdp_growth", date(2031, 3, 1), 6.9))
    cited = {"cited_indicator_id": "gdp_growth", "cited_period": date(2031, 3, 1)}
    entry_id = write(warehouse, ledger="highlight", title="增速领先", at=MAY, **cited)
    assert entry_at(warehouse, tiny_catalogue, entry_id)["cited_period"] == date(2031, 3, 1)


# --- closing and evidence -----------------------------------------------------------------------------------


def test_a_shortcoming_closes_only_with_evidence(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    entry_id = write(warehouse)
    with pytest.raises(UnfitDecision, match="only with evidence"):
        ledgers.close_entry(warehouse, PROGRAMME, entry_id, by="甲", at=MAY)
    ledgers.close_entry(warehouse, PROGRAMME, entry_id, by="甲", at=MAY, words="到岗", file=("名单.txt", b"done"))
    closed = entry_at(warehouse, tiny_catalogue, entry_id)
    assert (closed["state"], closed["closed_on"], closed["evidence"]) == ("done", date(2031, 5, 2), 1)
    piece = ledgers.read_all_evidence(warehouse, PROGRAMME, LATE).row(0, named=True)
    assert ledgers.read_evidence(warehouse, piece["evidence_id"]) == ("名单.txt", b"done")


def test_other_entries_close_without_and_open_again(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    entry_id = write(warehouse, ledger="key_task")
    ledgers.close_entry(warehouse, PROGRAMME, entry_id, by="甲", at=MAY, closed_on=date(2031, 4, 28))
    ledgers.revise_entry(warehouse, PROGRAMME, entry_id, by="甲", at=JUNE, state="open")
    again = entry_at(warehouse, tiny_catalogue, entry_id)
    assert (again["state"], again["closed_on"]) == ("open", None)
    assert entry_at(warehouse, tiny_catalogue, entry_id, MAY)["closed_on"] == date(2031, 4, 28)


def test_what_is_dropped_needs_a_reason(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    entry_id = write(warehouse)
    with pytest.raises(UnfitDecision, match="Why it is dropped"):
        ledgers.close_entry(warehouse, PROGRAMME, entry_id, by="甲", at=MAY, state="dropped")
    ledgers.close_entry(warehouse, PROGRAMME, entry_id, by="甲", at=MAY, state="dropped", words="与另一项重复")
    assert entry_at(warehouse, tiny_catalogue, entry_id)["state"] == "dropped"


def test_a_failed_piece_of_evidence_leaves_the_entry_open(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    entry_id = write(warehouse)
    for evidence in ({"file": ("空.txt", b"")}, {"link": "no address"}, {"file": ("a", b"a"), "link": "http://b"}):
        with pytest.raises(UnfitDecision):
            ledgers.close_entry(warehouse, PROGRAMME, entry_id, by="甲", at=MAY, **evidence)  # type: ignore[arg-type]
    assert entry_at(warehouse, tiny_catalogue, entry_id)["state"] == "open"
    assert ledgers.read_all_evidence(warehouse, PROGRAMME, LATE).is_empty()


def test_evidence_is_taken_back_but_not_the_last_of_a_closed_shortcoming(warehouse: Warehouse) -> None:
    entry_id = write(warehouse)
    first = ledgers.store_evidence(warehouse, PROGRAMME, entry_id, by="甲", file=("a.txt", b"a"), at=APRIL)
    ledgers.close_entry(warehouse, PROGRAMME, entry_id, by="甲", at=MAY)
    with pytest.raises(UnfitDecision, match="rests on this evidence"):
        ledgers.remove_evidence(warehouse, PROGRAMME, first, by="甲", at=JUNE)
    ledgers.store_evidence(warehouse, PROGRAMME, entry_id, by="甲", link="https://example.org/b", at=JUNE)
    ledgers.remove_evidence(warehouse, PROGRAMME, first, by="甲", at=JUNE)
    assert ledgers.read_all_evidence(warehouse, PROGRAMME, LATE)["link"].to_list() == ["https://example.org/b"]
    assert ledgers.read_all_evidence(warehouse, PROGRAMME, MAY)["evidence_id"].to_list() == [first]
    assert ledgers.read_evidence(warehouse, first) == ("a.txt", b"a")
    with pytest.raises(UnknownEvidence):
        ledgers.remove_evidence(warehouse, PROGRAMME, first, by="甲")


def test_the_same_file_is_kept_once(warehouse: Warehouse) -> None:
    for name in ("a.txt", "b.txt"):
        ledgers.store_evidence(warehouse, PROGRAMME, "x", by="甲", file=(name, b"same"), at=APRIL)
    assert warehouse.frame("SELECT count(*) AS n FROM ledger_evidence_file")["n"][0] == 1


# --- what the figures say ----------------------------------------------------------------------------------------


def test_what_is_behind_and_named_by_no_open_shortcoming(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    verdicts = pl.DataFrame(
        {"indicator_id": ["urban_jobs", "gdp_growth", "retail_growth"], "status": ["behind"] * 2 + ["done"]}
    )
    entry_id = write(warehouse, indicator_ids=["gdp_growth"])

    def unnamed(as_of: datetime) -> list[str]:
        entries = ledgers.read_entries(warehouse, tiny_catalogue, as_of)
        return unnamed_problems(entries, verdicts)["indicator_id"].to_list()

    assert unnamed(APRIL - timedelta(days=1)) == ["urban_jobs", "gdp_growth"]
    assert unnamed(APRIL) == ["urban_jobs"]
    ledgers.close_entry(warehouse, PROGRAMME, entry_id, by="甲", at=MAY, link="https://example.org/proof")
    assert unnamed(MAY) == ["urban_jobs", "gdp_growth"]


def test_the_next_figure_is_the_first_of_a_newer_period_that_came_after_closing(warehouse: Warehouse) -> None:
    def jobs(month: int, value: float, day: datetime) -> None:
        row = figure("urban_jobs", date(2031, month, 1), value)
        report(warehouse, day, row, unit_id="human_resources", content=str(value).encode())

    jobs(3, 900, datetime(2031, 4, 9))
    jobs(3, 910, datetime(2031, 5, 20))  # a correction of what was known
    jobs(4, 1300, datetime(2031, 5, 21))
    jobs(5, 1700, datetime(2031, 6, 9))
    jobs(4, 1320, datetime(2031, 6, 10))  # the next figure itself, corrected
    observations = read_observations(warehouse, PROGRAMME, LATE)
    found = next_figure(observations, "urban_jobs", date(2031, 5, 2))
    assert found is not None
    assert (found["reference_period"], found["obs_value"]) == (date(2031, 4, 1), 1320)
    assert next_figure(observations, "urban_jobs", date(2031, 7, 1)) is None
    assert next_figure(observations, "gdp_growth", date(2031, 5, 2)) is None


STEPS = st.lists(st.sampled_from(["revise", "close", "drop", "reopen", "prove"]), min_size=1, max_size=7)


@settings(max_examples=12)
@given(steps=STEPS, asked=st.integers(min_value=0, max_value=8))
def test_an_entry_stands_at_a_moment_as_the_steps_before_it_left_it(
    loaded_file: Path, tiny_catalogue: Catalogue, steps: list[str], asked: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        warehouse = open_warehouse(copied(loaded_file, Path(folder) / "warehouse.duckdb"))
        entry_id = write(warehouse, ledger="key_task")
        expected = [("open", None, 0)]
        for number, step in enumerate(steps, 1):
            expected.append(_taken(warehouse, entry_id, step, number, expected[-1]))
        number = min(asked, len(steps))
        found = entry_at(warehouse, tiny_catalogue, entry_id, APRIL + timedelta(days=number))
        warehouse.close()
    assert (found["state"], found["progress"], found["evidence"]) == expected[number]


def _taken(
    warehouse: Warehouse, entry_id: str, step: str, number: int, before: tuple[str, str | None, int]
) -> tuple[str, str | None, int]:
    """Takes a step on its own day; how the entry stands then: state, progress, pieces of evidence."""
    state, progress, evidence = before
    told: dict[str, Any] = {"by": "甲", "at": APRIL + timedelta(days=number)}
    if step == "prove":
        ledgers.store_evidence(warehouse, PROGRAMME, entry_id, link=f"https://example.org/{number}", **told)
        return state, progress, evidence + 1
    if step in ("close", "drop"):
        outcome = {"close": "done", "drop": "dropped"}[step]
        ledgers.close_entry(warehouse, PROGRAMME, entry_id, state=outcome, words="原因", **told)
        return outcome, progress, evidence
    changes = {"state": "open"} if step == "reopen" else {"progress": str(number)}
    ledgers.revise_entry(warehouse, PROGRAMME, entry_id, **changes, **told)
    return changes.get("state", state), changes.get("progress", progress), evidence
