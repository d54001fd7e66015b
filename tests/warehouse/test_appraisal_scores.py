"""Scores from the warehouse: what is counted for whom, when it counts, and the same again from the export alone."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path

import polars as pl
import pytest

from reports.table_csv import csv_bytes
from rules.appraisal import Counted, Standing, ranks, rounded
from tests.warehouse.batch_rows import PROGRAMME, figure, report
from warehouse.appraisal import (
    appraisal_inputs,
    criteria_of,
    cutoff_of,
    export_inputs,
    forms_of,
    give_mark,
    read_marks,
    read_material,
    scores_from,
)
from warehouse.appraisal_rows import Material
from warehouse.board import judge_month, read_knowledge
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse
from warehouse.errors import SeedError, UnfitDecision
from warehouse.ledgers import close_entry, write_entry
from warehouse.seed import read_programme

APRIL, MARCH = date(2031, 4, 1), date(2031, 3, 1)
NOON = datetime(2031, 5, 20, 4)
ROOT = Path(__file__).parent.parent.parent
SHARED = ("subject_id", "criterion_id")


@pytest.fixture
def driven(warehouse: Warehouse) -> Warehouse:
    """Figures of two units, one late; tasks and shortcomings in time, late, open and not yet due."""
    for month in (1, 2, 3, 4):
        period = date(2031, month, 1)
        moment = datetime(2031, month + 1, 8)
        late = timedelta(days=12 if month == 3 else 0)
        jobs, station = figure("urban_jobs", period, 270.0 * month), figure("bus_station", period, 1.0)
        report(warehouse, moment + late, jobs, unit_id="human_resources", content=b"jobs%d" % month)
        report(warehouse, moment, station, unit_id="housing_construction", content=b"bus%d" % month)
    for entry in (
        ("key_task", "livelihood", "on time", date(2031, 4, 10), date(2031, 4, 9)),
        ("key_task", "livelihood", "late", date(2031, 4, 10), date(2031, 4, 11)),
        ("key_task", "livelihood", "not due", date(2031, 7, 1), None),
        ("key_task", "industry", "open", date(2031, 4, 30), None),
        ("shortcoming", "safety", "closed", date(2031, 5, 1), date(2031, 4, 28)),
        ("shortcoming", "safety", "open, not due", date(2031, 6, 30), None),
        ("shortcoming", "safety", "no day", None, None),
    ):
        write(warehouse, *entry)
    return warehouse


def write(
    warehouse: Warehouse, ledger: str, action_id: str, title: str, due_on: date | None, closed_on: date | None
) -> str:
    at = datetime(2031, 3, 20)
    unit = {"livelihood": "human_resources", "industry": "industry_it", "safety": "emergency"}[action_id]
    entry_id = write_entry(
        warehouse,
        PROGRAMME,
        ledger=ledger,
        action_id=action_id,
        title=title,
        by="clerk",
        lead_units=[unit],
        due_on=due_on,
        at=at,
    )
    if closed_on is not None:
        moment = datetime.combine(closed_on, datetime.min.time())
        link = "https://example.org/paper"
        close_entry(warehouse, PROGRAMME, entry_id, by="clerk", closed_on=closed_on, words="done", link=link, at=moment)
    return entry_id


def material_of(warehouse: Warehouse, month: date = APRIL, as_of: datetime = NOON) -> Material:
    return read_material(warehouse, judge_month(read_knowledge(warehouse, PROGRAMME, as_of), month))


def inputs_of(warehouse: Warehouse, subject_kind: str = "action", month: date = APRIL) -> pl.DataFrame:
    marks = read_marks(warehouse, PROGRAMME, NOON)
    return appraisal_inputs(material_of(warehouse, month), marks, form="master", subject_kind=subject_kind)


def counted(inputs: pl.DataFrame, subject_id: str, criterion_id: str) -> tuple[float, float]:
    rows = inputs.filter(subject_id=subject_id, criterion_id=criterion_id)
    return float(rows["counts"].sum()), float(rows["of"].sum())


def test_figures_count_for_the_action_and_for_who_answers_for_them(driven: Warehouse) -> None:
    actions, units = inputs_of(driven), inputs_of(driven, "unit")
    assert counted(actions, "livelihood", "tiny_targets")[0] == 2.0  # jobs and the coach station
    assert counted(units, "human_resources", "tiny_targets")[0] == 1.0
    received = units.filter(subject_id="human_resources", criterion_id="tiny_reports", row_id="urban_jobs")
    assert dict(received.select("day", "state").iter_rows())[MARCH] == "late"
    assert received["counts"].sum() == 3.0


def test_a_figure_not_yet_late_is_not_counted_against_anybody(driven: Warehouse) -> None:
    states = inputs_of(driven, "unit").filter(criterion_id="tiny_reports")["state"]
    assert "due" not in set(states)


def test_tasks_and_shortcomings_count_once_their_day_has_come(driven: Warehouse) -> None:
    inputs = inputs_of(driven)
    assert counted(inputs, "livelihood", "tiny_tasks") == (1.0, 3.0)  # with the plan's own jobs fair
    assert counted(inputs, "industry", "tiny_tasks") == (0.0, 1.0)
    assert counted(inputs, "safety", "tiny_tasks") == (0.0, 0.0)
    assert counted(inputs, "safety", "tiny_problems") == (1.0, 2.0)  # the one without a day counts as open
    told = dict(inputs.filter(criterion_id="tiny_tasks", row_kind="entry").select("title", "state").iter_rows())
    assert told == {"on time": "in_time", "late": "closed_late", "open": "still_open", "举办春季招聘会": "still_open"}


def test_what_happens_after_the_month_s_books_are_closed_counts_for_the_next(driven: Warehouse) -> None:
    assert cutoff_of(APRIL, NOON) == date(2031, 5, 20)
    assert cutoff_of(MARCH, NOON) == date(2031, 4, 30)
    assert cutoff_of(date(2031, 12, 1), datetime(2033, 1, 1)) == date(2032, 1, 31)
    earlier = inputs_of(driven, month=date(2031, 2, 1))
    assert counted(earlier, "livelihood", "tiny_tasks") == (0.0, 0.0)
    assert counted(earlier, "safety", "tiny_problems") == (0.0, 1.0)


def test_experiences_are_set_against_the_most_any_has(driven: Warehouse) -> None:
    assert counted(inputs_of(driven), "safety", "tiny_experiences") == (0.0, 0.0)
    for title, action_id in (("one", "safety"), ("two", "safety"), ("three", "industry")):
        entry_id = write_entry(
            driven,
            PROGRAMME,
            ledger="highlight",
            action_id=action_id,
            title=title,
            by="clerk",
            cited_indicator_id="urban_jobs",
            cited_period=MARCH,
            at=datetime(2031, 4, 25),
        )
        close_entry(driven, PROGRAMME, entry_id, by="clerk", closed_on=date(2031, 5, 2), at=datetime(2031, 5, 2))
    inputs = inputs_of(driven)
    found = {action: counted(inputs, action, "tiny_experiences") for action in ("safety", "industry", "livelihood")}
    assert found == {"safety": (2.0, 2.0), "industry": (1.0, 2.0), "livelihood": (0.0, 2.0)}


def mark(warehouse: Warehouse, catalogue: Catalogue, value: float | None, at: datetime, **other: object) -> None:
    given = {
        "criterion_id": "tiny_drive",
        "subject_kind": "action",
        "subject_id": "safety",
        "month": MARCH,
        "reason": "three rounds of visits in a month",
        "by": "督查室",
    }
    give_mark(warehouse, catalogue, mark=value, at=at, **(given | other))  # type: ignore[arg-type]


def test_without_a_person_s_mark_the_criterion_is_left_out_and_said_so(
    driven: Warehouse, tiny_catalogue: Catalogue
) -> None:
    def drive(month: date = APRIL) -> tuple[Standing, object]:
        scores = scores_from(inputs_of(driven, month=month), criteria_of(tiny_catalogue, "master"))
        part = next(p for p in scores["safety"].parts if p.criterion.criterion_id == "tiny_drive")
        return part.standing, part.share

    assert drive() == (Standing.LEFT_OUT, None)
    mark(driven, tiny_catalogue, 87.3, NOON - timedelta(hours=3))
    assert drive()[0] is Standing.COUNTED  # March's mark stands in April too
    assert drive(date(2031, 2, 1))[0] is Standing.LEFT_OUT
    mark(driven, tiny_catalogue, None, NOON - timedelta(hours=2), reason="given to the wrong one")
    assert drive()[0] is Standing.LEFT_OUT
    assert driven.frame("SELECT count(*) AS n FROM appraisal_mark")["n"][0] == 2


@pytest.mark.parametrize(
    "wrong",
    [{"reason": " "}, {"by": ""}, {"value": 101.0}, {"value": -1.0}, {"value": 87.35}, {"criterion_id": "tiny_tasks"}],
)
def test_a_mark_without_reason_name_bounds_or_place_is_refused(
    driven: Warehouse, tiny_catalogue: Catalogue, wrong: dict[str, object]
) -> None:
    value = wrong.pop("value", 80.0)
    with pytest.raises(UnfitDecision):
        mark(driven, tiny_catalogue, value, NOON, **wrong)  # type: ignore[arg-type]


def again(text: str) -> dict[str, Decimal | None]:
    """Scores from the exported table alone, in decimals of fifty digits, as a person with a calculator would."""
    rows = list(csv.DictReader(io.StringIO(text)))
    found: dict[str, Decimal | None] = {}
    with localcontext() as context:
        context.prec = 50
        for subject in {row["subject_id"] for row in rows}:
            shares: dict[str, tuple[Decimal, Decimal]] = {}
            counted_any = False
            for name in {row["criterion_id"] for row in rows}:
                mine = [row for row in rows if row["subject_id"] == subject and row["criterion_id"] == name]
                counts, of = (sum(Decimal(row[column]) for row in mine) for column in ("counts", "of"))
                weight, missing = Decimal(mine[0]["weight"]), mine[0]["missing"]
                if of > 0:
                    counted_any = True
                    shares[name] = (Decimal(counts) / Decimal(of), weight)
                elif missing != "leave_out":
                    shares[name] = (Decimal(missing == "full"), weight)
            total = sum(weight for _, weight in shares.values())
            points = sum(share * weight for share, weight in shares.values())
            exact = 100 * points / total if counted_any else None
            found[subject] = None if exact is None else exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return found


@pytest.mark.parametrize("subject_kind", ["action", "unit"])
@pytest.mark.parametrize("month", [MARCH, APRIL])
def test_scores_reckoned_again_from_the_export_agree_to_the_last_digit(
    driven: Warehouse, tiny_catalogue: Catalogue, subject_kind: str, month: date
) -> None:
    for n, (subject, value) in enumerate([("safety", 87.3), ("industry", 66.7), ("emergency", 91.1)]):
        kind = "unit" if subject == "emergency" else "action"
        moment = NOON - timedelta(hours=n + 1)
        mark(driven, tiny_catalogue, value, moment, subject_id=subject, subject_kind=kind)
    inputs = inputs_of(driven, subject_kind, month)
    scores = scores_from(inputs, criteria_of(tiny_catalogue, "master"))
    table = export_inputs(inputs, tiny_catalogue, form="master", subject_kind=subject_kind, month=month)
    reckoned = again(csv_bytes(table).decode("utf-8-sig"))
    assert reckoned == {s: None if x.total is None else rounded(x.total) for s, x in scores.items()}
    assert len({value for value in reckoned.values() if value is not None}) > 2
    assert ranks({s: x.total for s, x in scores.items()})


def test_every_subject_has_a_row_for_every_criterion(driven: Warehouse, tiny_catalogue: Catalogue) -> None:
    for kind in ("action", "unit"):
        inputs = inputs_of(driven, kind)
        pairs = inputs.select(SHARED).unique()
        assert pairs.height == inputs["subject_id"].n_unique() * len(criteria_of(tiny_catalogue, "master"))
        assert inputs.filter(row_kind="nothing").select(pl.col("of").sum()).item() == 0.0


def test_an_annex_s_form_is_for_its_own_action() -> None:
    catalogue = read_programme(ROOT / "data" / "seed" / "xupu_2024")
    assert forms_of(catalogue) == ["master", "annex_6", "annex_8"]
    for form in forms_of(catalogue):
        criteria = catalogue.appraisal_criteria.filter(version=form)
        assert criteria["weight"].sum() == 100.0
        looked = catalogue.organisation_rules.filter(
            pl.col("rule_type").is_in(["look", "rate", "compare"]), document=form
        )
        assert set(criteria["rule_id"]) == set(looked["rule_id"])
        words_only = set(looked.filter(~pl.col("countable"))["rule_id"])
        marked = set(criteria.filter(measure=Counted.PERSONS_MARK.value)["rule_id"])
        assert marked == words_only


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("tiny_drive,master,master_compare_1,persons_mark,10,leave_out", "{}zero", "leave_out for a person's mark"),
        ("tiny_targets,master,", "tiny_targets,annex_1,", "its rule's document, master"),
        ("master,master_look_1,targets", "master,master_ledger_1,targets", "a rule of type look, rate, compare"),
        ("master,master_look_1,targets", "master,nowhere,targets", "one of rule_id in organisation_rules.csv"),
    ],
)
def test_criteria_that_do_not_hold_together_are_refused(
    tmp_path: Path, tiny_folder: Path, old: str, new: str, expected: str
) -> None:
    for path in tiny_folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    target = tmp_path / "appraisal_criteria.csv"
    text = target.read_text(encoding="utf-8")
    assert old in text
    target.write_text(text.replace(old, new.format(old.removesuffix("leave_out")), 1), encoding="utf-8")
    with pytest.raises(SeedError, match=expected):
        read_programme(tmp_path)
