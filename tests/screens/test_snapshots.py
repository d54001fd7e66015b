"""The snapshots screen: take, open, leave, compare, write out; and the downloads every table has."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from i18n import words_for
from tests.screens.conftest import BOARD_DATE, choose, html_of, open_screen, tables_of
from tests.warehouse.batch_rows import figure, report
from ui.downloads import machine_names
from ui.process import the_process
from warehouse.snapshots import Snapshot, read_snapshots

EN = words_for("en")


def taken() -> list[Snapshot]:
    process = the_process()
    return read_snapshots(process.warehouse, process.programme_id, datetime.max)


def take(name: str, **query: str) -> AppTest:
    """A visitor takes a snapshot of what the head says."""
    visit = open_screen("snapshots", lang="en", **query)
    visit.text_input(key="pick_person").set_value("Officer A").run()
    visit.text_input(key="snapshot_name").set_value(name)
    visit.button(key="snapshot_save").click().run()
    assert not visit.exception
    return visit


def test_a_snapshot_is_taken_with_a_name_and_who(office: Path) -> None:
    visit = open_screen("snapshots", lang="en", month="2031-10")
    visit.text_input(key="snapshot_name").set_value("October meeting")
    visit.button(key="snapshot_save").click().run()
    assert EN("person.needed") in [warning.value for warning in visit.warning]
    assert taken() == []
    take("October meeting", month="2031-10")
    (found,) = taken()
    assert (found.name, found.taken_by) == ("October meeting", "Officer A")


def test_an_opened_snapshot_stands_still_and_is_marked(office: Path) -> None:
    take("October meeting", month="2031-10")
    (snapshot,) = taken()
    later = snapshot.as_of + timedelta(seconds=1)
    report(the_process().warehouse, later, figure("gdp_growth", snapshot.reference_period, -9.0))
    opened = open_screen("", lang="en", snapshot=snapshot.snapshot_id)
    assert "October meeting" in html_of(opened)
    assert opened.query_params["snapshot"] == snapshot.snapshot_id
    assert opened.query_params["month"] == "2031-10"
    now = open_screen("", lang="en", month="2031-10", as_of=BOARD_DATE.isoformat())
    tiles = [html for html in html_of(opened).split("<div") if "ea-tile" in html or 'class="n"' in html]
    assert tiles != [html for html in html_of(now).split("<div") if "ea-tile" in html or 'class="n"' in html]
    opened.button(key="snapshot_leave").click().run()
    assert "October meeting" not in html_of(opened)
    assert "snapshot" not in opened.query_params


def test_another_month_leaves_the_snapshot(office: Path) -> None:
    take("October meeting", month="2031-10")
    visit = open_screen("", lang="en", snapshot=taken()[0].snapshot_id)
    choose(visit, month="2031-08")
    assert "October meeting" not in html_of(visit)
    assert "snapshot" not in visit.query_params


def test_an_unknown_snapshot_in_the_address_is_passed_over(office: Path) -> None:
    visit = open_screen("", lang="en", snapshot="nobody")
    assert not visit.exception
    assert "snapshot" not in visit.query_params


def test_rename_check_and_remove(office: Path) -> None:
    visit = take("October meeting", month="2031-10")
    (snapshot,) = taken()
    visit.button(key="snapshot_check").click().run()
    assert EN("snapshots.unchanged") in [each.value for each in visit.success]
    visit.text_input(key=f"rename_{snapshot.snapshot_id}").set_value("Autumn")
    visit.button(key="snapshot_rename").click().run()
    assert [each.name for each in taken()] == ["Autumn"]
    visit.button(key="snapshot_remove").click().run()
    assert taken() == []
    assert not visit.exception


def test_two_moments_are_compared(office: Path) -> None:
    take("August", month="2031-08", as_of="2031-09-20")
    visit = open_screen("snapshots", lang="en", month="2031-10", view="compare")
    assert not visit.exception
    counts = {metric.label: metric.value for metric in visit.metric}
    assert int(counts[EN("snapshots.change.new")]) > 0
    assert int(counts[EN("snapshots.verdicts")]) > 0
    assert {"compare_figures", "compare_verdicts"} <= set(tables_of(visit))


@pytest.mark.parametrize("form", ["bundle", "parquet", "xlsx", "html"])
def test_the_board_is_written_to_a_file(office: Path, form: str) -> None:
    visit = open_screen("snapshots", lang="en", month="2031-10", view="export")
    visit.segmented_control(key="export_form").set_value(form).run()
    visit.button(key="export_make").click().run()
    assert not visit.exception
    labels = [button.proto.label for button in visit.get("download_button")]
    assert any("2031-10_as-of_2031-11-20" in label for label in labels)


def test_every_table_offers_both_ways_of_csv_and_a_workbook(office: Path) -> None:
    visit = open_screen("plan_check", lang="en")
    labels = [button.proto.label for button in visit.get("download_button")]
    assert [EN(f"download.{name}") for name in ("csv_people", "csv_programs", "xlsx")] == labels[-3:]
    remembered = open_screen("plan_check", lang="en", csv="programs")
    labels = [button.proto.label for button in remembered.get("download_button")]
    assert labels[-3:-1] == [EN("download.csv_programs"), EN("download.csv_people")]


def test_machine_headers_are_the_same_in_every_language() -> None:
    keys = ["status", "indicator", "target_value", "period"]
    for language in ("zh-Hans", "zh-Hant", "en"):
        words = words_for(language)
        assert machine_names(words, [words(f"column.{key}") for key in keys]) == keys
    assert machine_names(EN, ["x", "x"]) == ["x", "x_2"]
