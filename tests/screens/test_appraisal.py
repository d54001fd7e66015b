"""The appraisal's screen: a ranking, every score opened, marks with name and reason, a what-if that stores nothing."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from i18n import LANGUAGES, words_for
from tests.screens.conftest import html_of, open_screen, tables_of
from ui.appraisal import listing, reading
from ui.data import board_at
from ui.process import the_process
from ui.screen import Screen
from warehouse.appraisal import read_marks
from warehouse.drive import read_drive
from warehouse.settings import as_of

EN = words_for("en")
LATEST = as_of(date(2031, 11, 20))
DRIVE = Path(__file__).parent.parent.parent / "data" / "raw" / "drive"


def shares(visit: AppTest) -> list[dict[str, str]]:
    return tables_of(visit)["appraisal_table"].to_dicts()


def marks() -> list[tuple[object, ...]]:
    return read_marks(the_process().warehouse, "tiny_2031", LATEST).select("subject_id", "mark", "marked_by").rows()


def test_the_ranking_is_in_order_and_kept_in_the_address(office: Path) -> None:
    visit = open_screen("appraisal", lang="en")
    assert visit.query_params["form"] == "master"
    assert visit.query_params["by"] == "action"
    rows = shares(visit)
    scores = [Decimal(row["Score"]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert rows[0]["Place"] == "1"
    assert {row["Subject"] for row in rows} == {"Industry Upgrade", "Livelihood Improvement", "Safety Guard"}


def test_units_are_ranked_by_what_they_answer_for(office: Path) -> None:
    rows = shares(open_screen("appraisal", lang="en", by="unit"))
    names = {row["Subject"] for row in rows}
    assert "County Human Resources and Social Security Bureau" in names
    assert len(rows) >= 5


def test_the_ranking_s_file_has_places_scores_and_shares_as_numbers(office: Path) -> None:
    screen = Screen("appraisal", EN, board_at(LATEST, date(2031, 10, 1)), date(2031, 11, 20), "screen")
    found = reading.ranking(screen, "master", "action")
    for subject_id in found.order:
        shown, numbers = listing._told(screen, found, subject_id)
        assert f"{numbers['Score']:.2f}" == shown["Score"]
        assert str(numbers["Place"]) == shown["Place"]
        assert all(isinstance(value, float | None) for name, value in numbers.items() if name.endswith("(%)"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("by", "subject"), [("action", "livelihood"), ("unit", "emergency")])
def test_a_score_opens_to_its_parts_and_rows(office: Path, language: str, by: str, subject: str) -> None:
    visit = open_screen("appraisal", lang=language, by=by, subject=subject)
    words = words_for(language)
    assert not visit.exception
    assert words("appraisal.left_out_mark") in html_of(visit)
    assert tables_of(visit), "the rows behind the parts"
    assert visit.query_params["subject"] == subject


def test_the_parts_shown_reckon_to_the_score_shown(office: Path) -> None:
    visit = open_screen("appraisal", lang="en", subject="industry")
    (listed,) = [row for row in shares(open_screen("appraisal", lang="en")) if row["Subject"] == "Industry Upgrade"]
    total = weights = Fraction(0)
    frames = tables_of(visit).values()
    by_label = {each.label.split("　")[0]: frame for each, frame in zip(visit.expander, frames, strict=False)}
    weight_of = {"Targets on schedule": 40, "Reports in time": 20, "Key tasks on time": 10}
    for name, frame in by_label.items():
        share = sum(map(Fraction, frame["Counted"])) / sum(map(Fraction, frame["Countable"]))
        total += share * weight_of[name]
        weights += weight_of[name]
    total, weights = total + 10, weights + 10  # no shortcoming was raised: taken as full
    weights += 10  # no experience was published: taken as zero
    exact = total / weights * 100
    shown = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert str(shown) == listed["Score"]


def give(visit: AppTest, *, by: str, mark: float | None, reason: str) -> AppTest:
    visit.text_input(key="pick_person").set_value(by)
    box = next(each for each in visit.number_input if each.label == EN("appraisal.mark"))
    if mark is not None:
        box.set_value(mark)
    next(each for each in visit.text_input if each.label == EN("appraisal.reason")).set_value(reason)
    next(each for each in visit.button if each.label == EN("appraisal.save")).click()
    return visit.run()


def test_a_mark_is_kept_with_name_and_reason_and_counts(office: Path) -> None:
    before = open_screen("appraisal", lang="en", subject="safety")
    assert EN("appraisal.left_out_mark") in html_of(before)
    give(before, by="Supervision office", mark=90.5, reason="Three rounds of visits")
    assert marks() == [("safety", 90.5, "Supervision office")]
    after = open_screen("appraisal", lang="en", subject="safety")
    assert EN("appraisal.left_out_mark") not in html_of(after)
    assert "90.5" in html_of(after)


@pytest.mark.parametrize(("by", "mark", "reason"), [("", 90.0, "why"), ("Office", 90.0, " "), ("Office", None, "why")])
def test_a_mark_without_name_number_or_reason_is_not_kept(
    office: Path, by: str, mark: float | None, reason: str
) -> None:
    visit = give(open_screen("appraisal", lang="en", subject="safety"), by=by, mark=mark, reason=reason)
    assert not visit.exception
    assert marks() == []


def test_other_weights_are_tried_side_by_side_and_nothing_is_stored(office: Path) -> None:
    visit = open_screen("appraisal", lang="en")
    standing = shares(visit)
    before = the_process().warehouse.drive_version(), the_process().warehouse.version()
    assert EN("appraisal.unchanged") in [caption.value for caption in visit.caption]
    visit.number_input(key="what_if_master_tiny_targets").set_value(0.0)
    visit.run()
    assert EN("appraisal.column.tried_rank") in html_of(visit)
    assert shares(visit) == standing
    assert (the_process().warehouse.drive_version(), the_process().warehouse.version()) == before
    visit.button(key="what_if_reset").click()
    visit.run()
    assert visit.number_input(key="what_if_master_tiny_targets").value == 40.0


def test_weights_and_what_is_counted_are_seen(office: Path) -> None:
    shown = html_of(open_screen("appraisal", lang="en"))
    for key in ("appraisal.measure.reports_in_time", "appraisal.missing.zero", "appraisal.missing.full"):
        assert EN(key) in shown


def test_an_address_that_makes_no_sense_opens_the_ranking(office: Path) -> None:
    visit = open_screen("appraisal", lang="en", form="annex_99", by="county", subject="nobody")
    assert not visit.exception
    assert visit.query_params["form"] == "master"
    assert "subject" not in visit.query_params


def test_the_demonstration_s_marks_fit_their_table() -> None:
    rows = read_drive(DRIVE / "appraisal_mark.csv")
    assert rows["recorded_at"].is_sorted()
    assert rows["reason"].str.len_chars().min() > 5
    text = (DRIVE / "appraisal_mark.csv").read_text(encoding="utf-8")
    assert {len(row) for row in csv.reader(io.StringIO(text))} == {len(rows.columns)}
