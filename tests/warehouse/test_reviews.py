"""Reviews cover what stood when they were made; the board shows the rest as preliminary or not at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest

from tests.warehouse.batch_rows import PROGRAMME, figure, report
from warehouse.batches import withdraw_batch
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse
from warehouse.errors import MonthLocked, NothingReported, UnfitDecision
from warehouse.locks import lock_month
from warehouse.queries import read_observations
from warehouse.reviews import figures_on_board, read_review_history, read_reviews, review_report, review_states
from warehouse.settings import Unreviewed
from warehouse.verdicts import assess_board

MARCH = date(2031, 3, 1)
NOON = datetime(2031, 4, 20, 4)
HOUR = timedelta(hours=1)
EVER = datetime(9999, 1, 1)


def hour(number: int) -> datetime:
    return NOON + number * HOUR


def retail(warehouse: Warehouse, at: datetime, value: float, **other: object) -> str:
    return report(warehouse, at, figure("retail_growth", MARCH, value), **other)  # type: ignore[arg-type]


def decide(warehouse: Warehouse, state: str, at: datetime, *, words: str = "", unit_id: str = "statistics") -> None:
    review_report(warehouse, PROGRAMME, unit_id=unit_id, period=MARCH, state=state, by="chief", words=words, at=at)


def states(warehouse: Warehouse, as_of: datetime = EVER) -> list[str]:
    return read_observations(warehouse, PROGRAMME, as_of)["review_state"].to_list()


def test_a_report_is_submitted_until_somebody_decides_and_the_past_keeps_its_answer(warehouse: Warehouse) -> None:
    retail(warehouse, hour(0), 8.4)
    decide(warehouse, "accepted", hour(2))
    assert states(warehouse, hour(1)) == ["submitted"]
    assert states(warehouse, hour(2)) == ["accepted"]


def test_a_demonstration_report_counts_as_accepted_until_somebody_decides(warehouse: Warehouse) -> None:
    retail(warehouse, hour(0), 8.4, is_demonstration=True)
    assert states(warehouse) == ["accepted"]
    decide(warehouse, "returned", hour(1), words="the quarter is missing")
    assert states(warehouse) == ["returned"]


def test_a_correction_is_submitted_anew_and_its_return_leaves_the_accepted_figure(warehouse: Warehouse) -> None:
    retail(warehouse, hour(0), 8.4)
    decide(warehouse, "accepted", hour(1))
    retail(warehouse, hour(2), 84.0)
    assert states(warehouse) == ["accepted", "submitted"]
    decide(warehouse, "returned", hour(3), words="84 %?")
    assert states(warehouse) == ["accepted", "returned"]


def test_a_decision_covers_what_stands_and_not_what_was_taken_back(warehouse: Warehouse) -> None:
    retail(warehouse, hour(0), 8.4)
    wrong = retail(warehouse, hour(1), 84.0)
    withdraw_batch(warehouse, wrong, by="chief", reason="wrong", at=hour(2))
    decide(warehouse, "accepted", hour(3))
    assert states(warehouse) == ["accepted", "submitted"]


def test_a_decision_is_about_one_unit_and_one_period(warehouse: Warehouse) -> None:
    retail(warehouse, hour(0), 8.4)
    report(warehouse, hour(0), figure("good_air_days", MARCH, 95.0), unit_id="emergency")
    decide(warehouse, "accepted", hour(1), unit_id="emergency")
    read = read_observations(warehouse, PROGRAMME, EVER).select("indicator_id", "review_state").rows()
    assert dict(read) == {"retail_growth": "submitted", "good_air_days": "accepted"}


def test_a_unit_s_month_is_as_far_as_its_least_accepted_figure(warehouse: Warehouse) -> None:
    report(warehouse, hour(0), figure("retail_growth", MARCH, 8.4), figure("gdp_growth", MARCH, 5.0))
    decide(warehouse, "accepted", hour(1))

    def state() -> tuple[int, int, str]:
        row = review_states(read_observations(warehouse, PROGRAMME, EVER)).row(0, named=True)
        return row["figures"], row["accepted"], row["state"]

    assert state() == (2, 2, "accepted")
    retail(warehouse, hour(2), 8.5)
    assert state() == (2, 1, "submitted")
    decide(warehouse, "returned", hour(3), words="which is right?")
    assert state() == (2, 0, "returned")


def test_a_return_needs_words_a_decision_a_name_and_something_to_decide_on(warehouse: Warehouse) -> None:
    with pytest.raises(NothingReported):
        decide(warehouse, "accepted", hour(1))
    retail(warehouse, hour(0), 8.4)
    for state, words in (("returned", " "), ("applauded", "")):
        with pytest.raises(UnfitDecision):
            decide(warehouse, state, hour(1), words=words)
    with pytest.raises(UnfitDecision):
        review_report(warehouse, PROGRAMME, unit_id="statistics", period=MARCH, state="accepted", by=" ")
    lock_month(warehouse, PROGRAMME, MARCH, by="chief")
    with pytest.raises(MonthLocked):
        decide(warehouse, "accepted", hour(1))
    assert read_reviews(warehouse, PROGRAMME, EVER).is_empty()


def test_the_newest_decision_counts_and_all_are_kept(warehouse: Warehouse) -> None:
    retail(warehouse, hour(0), 8.4)
    for state in ("accepted", "returned", "accepted"):
        words = "see the note" if state == "returned" else ""
        review_report(warehouse, PROGRAMME, unit_id="statistics", period=MARCH, state=state, by="chief", words=words)
    assert read_review_history(warehouse, PROGRAMME, EVER)["words"].to_list() == [None, "see the note", None]
    assert read_reviews(warehouse, PROGRAMME, EVER)["state"].to_list() == ["accepted"]
    with pytest.raises(UnfitDecision, match="would not count"):
        decide(warehouse, "returned", datetime(2000, 1, 1), words="too late")


def test_the_board_shows_the_unaccepted_as_preliminary_or_holds_it_back(
    warehouse: Warehouse, tiny_catalogue: Catalogue
) -> None:
    retail(warehouse, hour(0), 8.4)
    decide(warehouse, "accepted", hour(1))
    retail(warehouse, hour(2), 1.0)
    known = read_observations(warehouse, PROGRAMME, hour(3))
    assert figures_on_board(known, Unreviewed.SHOW)["obs_status"].to_list() == ["A", "P"]
    assert figures_on_board(known, Unreviewed.HOLD)["obs_value"].to_list() == [8.4]

    def verdict(unreviewed: Unreviewed) -> tuple[float, str]:
        shown = figures_on_board(known, unreviewed)
        board = assess_board(tiny_catalogue, shown, month=MARCH, as_of=hour(3))
        row = board.filter(indicator_id="retail_growth").row(0, named=True)
        return row["value"], row["flags"]

    assert verdict(Unreviewed.HOLD) == (8.4, "")
    value, flags = verdict(Unreviewed.SHOW)
    assert value == 1.0
    assert "preliminary" in flags


def test_a_missing_or_estimated_figure_keeps_its_own_status(warehouse: Warehouse) -> None:
    report(
        warehouse,
        hour(0),
        figure("retail_growth", MARCH, None),
        figure("gdp_growth", MARCH, 5.0, obs_status="E"),
        figure("industry_growth", MARCH, 6.0, obs_status="F"),
    )
    shown = figures_on_board(read_observations(warehouse, PROGRAMME, EVER), Unreviewed.SHOW)
    assert sorted(shown["obs_status"]) == ["E", "F", "M"]
    assert isinstance(shown, pl.DataFrame)
