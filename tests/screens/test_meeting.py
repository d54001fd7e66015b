"""The meeting screen: its agendas, one page at a time, what is noted, what opens the next meeting, the minutes."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from i18n import words_for
from reports.table_csv import csv_bytes
from tests.screens.conftest import html_of, open_screen
from ui import shell
from ui.data import board_at
from ui.meeting import minutes, new
from ui.meeting.agenda import CLOSING, KINDS, OPENING, Agenda, count_items, position, read_agenda, slides_of
from ui.meeting.record import live, record_at
from ui.process import the_process
from ui.remembered import COOKIE
from warehouse import summaries
from warehouse.audit import read_audit
from warehouse.board import BoardView
from warehouse.ledgers import close_entry
from warehouse.meetings import decide, end_meeting, start_meeting, write_remark
from warehouse.notes import write_note
from warehouse.settings import as_of

EN, ZH = words_for("en"), words_for("zh-Hans")
OCTOBER = date(2031, 10, 1)
LATEST = as_of(date(2031, 11, 20))
HELD = datetime(2031, 10, 22, 2)


def slide_of(visit: AppTest) -> str | None:
    found = re.search(r'data-slide="([^"]*)"', html_of(visit))
    return found.group(1) if found else None


def press(visit: AppTest, key: str) -> AppTest:
    return visit.button(key=key).click().run()


def board() -> BoardView:
    return board_at(LATEST, OCTOBER)


def hold(name: str = "September meeting", at: datetime = HELD, *, ended: bool = False) -> str:
    process = the_process()
    meeting_id = start_meeting(
        process.warehouse,
        process.programme_id,
        name=name,
        held_on=at.date(),
        period=date(2031, 9, 1),
        figures_as_of=at,
        agenda="behind",
        kept_by="Wu",
        at=at,
    )
    if ended:
        end_meeting(process.warehouse, process.programme_id, meeting_id, at=at + timedelta(hours=2))
    return meeting_id


def note(visit: AppTest, form: str, text: str) -> AppTest:
    """Write a decision or a remark on the page shown, and keep it."""
    press(visit, "note")
    visit.text_area(key=f"{form}_words").set_value(text)
    visit.button(key="note").click()  # a dialog runs by itself in a browser; here it must be opened with each run
    label = EN(f"meeting.save_{form}")
    return next(button for button in visit.button if button.label == label).click().run()


def resolve(meeting_id: str, words: str, due_on: date, *, indicator_id: str = "retail_growth", minute: int = 1) -> str:
    process = the_process()
    return decide(
        process.warehouse,
        process.programme_id,
        meeting_id,
        words=words,
        lead_unit="statistics",
        due_on=due_on,
        by="Wu",
        indicator_id=indicator_id,
        at=HELD.replace(minute=minute),
    )


def begin(visit: AppTest, who: str = "Wu") -> AppTest:
    visit.text_input(key="pick_person").set_value(who).run()
    return press(visit, "start_meeting")


# agendas


def test_worst_first_is_the_order_of_the_board(office: Path) -> None:
    codes = [slide.code for slide in slides_of(board(), Agenda("behind"))]
    assert codes == [OPENING, *summaries.worst(board().verdicts)["indicator_id"], CLOSING]


def test_by_action_groups_and_one_action_lists_all_its_indicators(office: Path) -> None:
    every = slides_of(board(), Agenda("action"))[1:-1]
    groups = [slide.group for slide in every]
    assert list(dict.fromkeys(groups)) == [row["action_id"] for row in board().knowledge.actions_in_order]
    assert groups == sorted(groups, key=groups.index)
    one = slides_of(board(), Agenda("action", ("industry",)))[1:-1]
    counted = board().by_action.filter("counted", action_id="industry")["indicator_id"]
    assert sorted(slide.indicator_id for slide in one) == sorted(counted)


def test_by_unit_lists_what_it_leads(office: Path) -> None:
    known = board().knowledge
    for slide in slides_of(board(), Agenda("unit"))[1:-1]:
        leads = [row["lead_units"] or "" for row in known.targets_of[slide.indicator_id]]
        assert slide.group in ";".join(leads).split(";")


def test_an_own_selection_keeps_its_order_and_drops_what_is_unknown(office: Path) -> None:
    slides = slides_of(board(), Agenda("own", ("urban_jobs", "no_such", "gdp_growth")))
    assert [slide.code for slide in slides] == [OPENING, "urban_jobs", "gdp_growth", CLOSING]


@pytest.mark.parametrize("kind", ["behind", "action", "unit"])
def test_an_agenda_cut_to_the_worst_leaves_the_others_to_the_rest(office: Path, kind: str) -> None:
    whole, cut = Agenda(kind), Agenda(kind, first=3)
    items = [slides_of(board(), agenda)[1:-1] for agenda in (whole, cut, cut.rest)]
    assert [len(part) for part in items] == [count_items(board(), whole), 3, count_items(board(), whole) - 3]
    assert sorted(items[1] + items[2], key=lambda slide: slide.code) == sorted(items[0], key=lambda slide: slide.code)
    assert summaries.worst(board().verdicts)["indicator_id"][0] in {slide.indicator_id for slide in items[1]}
    assert cut.rest.start == cut
    assert [read_agenda(agenda.code) for agenda in (whole, cut, cut.rest)] == [whole, cut, cut.rest]


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_a_code_of_its_own(office: Path, kind: str) -> None:
    agenda = Agenda(kind, ("retail_growth",) if kind == "own" else ())
    codes = [slide.code for slide in slides_of(board(), agenda)]
    assert len(codes) == len(set(codes))
    assert read_agenda(agenda.code) == agenda


@pytest.mark.parametrize("code", ["", None, "own", "own:", "loudest", ":x"])
def test_what_is_no_agenda_is_none(code: str | None) -> None:
    assert read_agenda(code) is None


def test_a_page_that_is_not_there_is_the_first(office: Path) -> None:
    assert position(slides_of(board(), Agenda("behind")), "no_such") == 0


# the screen


def test_looking_ahead_turns_pages_and_keeps_nothing(office: Path) -> None:
    visit = open_screen("meeting", lang="en")
    press(visit, "look_ahead")
    assert slide_of(visit) == OPENING
    assert visit.button(key="turn_back").disabled
    press(visit, "turn_on")
    worst = summaries.worst(board().verdicts)["indicator_id"][0]
    assert slide_of(visit) == worst
    assert visit.query_params["slide"] == worst
    assert EN.of(board().knowledge.indicators[worst]) in html_of(visit)
    assert visit.button(key="note").disabled
    press(visit, "leave")
    assert slide_of(visit) is None
    assert "agenda" not in visit.query_params
    assert record_at(live()).meetings == {}


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("kind", ["behind", "action", "unit", "action:industry"])
def test_every_page_opens_in_every_language(office: Path, language: str, kind: str) -> None:
    agenda = read_agenda(kind)
    assert agenda is not None
    visit = open_screen("meeting", lang=language, agenda=kind)
    for slide in slides_of(board(), agenda)[:: 4 if kind != "behind" else 2]:
        visit.session_state["slide"] = slide.code
        visit.run()
        assert not visit.exception
        assert slide_of(visit) == slide.code


def test_a_link_reopens_the_page_of_a_past_month(office: Path) -> None:
    visit = open_screen(
        "meeting", lang="en", agenda="own:retail_growth;urban_jobs", slide="urban_jobs", month="2031-05"
    )
    assert slide_of(visit) == "urban_jobs"
    assert EN("meeting.place", at=3, of=4) in html_of(visit)
    assert 'data-month="2031-05"' in html_of(visit)


def test_a_meeting_needs_a_name_and_freezes_what_is_known(office: Path) -> None:
    visit = open_screen("meeting", lang="en")
    press(visit, "start_meeting")
    assert [box.value for box in visit.warning] == [EN("person.needed")]
    begin(visit)
    meeting = next(iter(record_at(live()).meetings.values()))
    assert (meeting["reference_period"], meeting["kept_by"], meeting["ended_at"]) == (OCTOBER, "Wu", None)
    assert meeting["figures_as_of"] <= LATEST
    assert EN.moment(meeting["figures_as_of"]) in html_of(visit)
    assert visit.query_params["meeting"] == meeting["meeting_id"]


def test_a_meeting_shows_its_own_month_and_leaving_gives_the_board_back(office: Path) -> None:
    meeting_id = hold()
    visit = open_screen("meeting", lang="en", month="2031-10")
    press(visit, f"go_on_{meeting_id}")
    assert 'data-month="2031-09"' in html_of(visit)
    assert 'data-as-of="2031-10-22"' in html_of(visit)
    press(visit, "leave")
    assert 'data-month="2031-10"' in html_of(visit)
    assert "September meeting" in html_of(visit)


def test_the_list_jumps(office: Path) -> None:
    visit = open_screen("meeting", lang="en", agenda="behind", slide=OPENING)
    press(visit, "open_outline")
    press(visit, "jump_retail_growth")
    assert slide_of(visit) == "retail_growth"


def test_the_decisions_of_the_last_meeting_open_the_next_the_overdue_first(office: Path) -> None:
    older = hold("August meeting", datetime(2031, 9, 22, 2), ended=True)
    resolve(older, "still open from August", date(2031, 12, 1), minute=0)
    meeting_id = hold(ended=True)
    resolve(meeting_id, "due long after", date(2031, 12, 20), minute=1)
    resolve(meeting_id, "done in time", date(2031, 11, 1), minute=2)
    resolve(meeting_id, "late by now", date(2031, 11, 10), minute=3)
    resolve(meeting_id, "due this week", date(2031, 11, 24), minute=4)
    process = the_process()
    done = next(d for d in record_at(live()).decisions if d["words"] == "done in time")
    close_entry(
        process.warehouse, process.programme_id, done["entry_id"], by="Li", closed_on=date(2031, 10, 30), at=LATEST
    )
    brought = record_at(live()).brought_before(None)
    assert [(row["words"], row["standing"]) for row in brought] == [
        ("late by now", "overdue"),
        ("due this week", "soon"),
        ("still open from August", "open"),
        ("due long after", "open"),
        ("done in time", "done"),
    ]
    page = html_of(open_screen("meeting", lang="en", agenda="behind"))
    places = [page.index(row["words"]) for row in brought]
    assert places == sorted(places)
    assert f"{EN('standing.overdue')} 1" in re.sub(r"<[^>]*>", "", page)


def test_only_a_meeting_that_has_ended_is_the_last_one(office: Path) -> None:
    last = hold("Last", HELD, ended=True)
    resolve(last, "of the last", date(2031, 12, 1))
    abandoned = hold("Abandoned", HELD + timedelta(days=5))
    resolve(abandoned, "of one never closed", date(2031, 12, 1))
    mine, another = (hold(name, HELD + timedelta(days=20, minutes=m)) for m, name in enumerate(("Mine", "Another")))
    resolve(mine, "of the running one", date(2031, 12, 1))
    record, process = record_at(live()), the_process()
    for meeting in (None, record.meetings[mine], record.meetings[another]):
        assert [row["words"] for row in record.brought_before(meeting)] == ["of the last"]
    end_meeting(process.warehouse, process.programme_id, mine, at=HELD + timedelta(days=20, hours=1))
    ended = record_at(live())
    assert [row["words"] for row in ended.brought_before(ended.meetings[another])] == ["of the last"]
    assert {row["words"] for row in ended.brought_before(None)} == {"of the last", "of the running one"}


def test_what_was_said_last_time_stands_on_the_item(office: Path) -> None:
    meeting_id, process = hold(ended=True), the_process()
    write_remark(
        process.warehouse,
        process.programme_id,
        meeting_id,
        words="Look at it again.",
        author="Wu",
        indicator_id="retail_growth",
        at=HELD,
    )
    page = html_of(open_screen("meeting", lang="en", agenda="behind", slide="retail_growth"))
    assert EN("meeting.said_before") in page
    assert "Look at it again." in page


def test_ending_a_meeting_shows_its_minutes(office: Path) -> None:
    visit = begin(open_screen("meeting", lang="en"))
    visit.session_state["slide"] = CLOSING
    visit.run()
    press(visit, "end_meeting")
    meeting = next(iter(record_at(live()).meetings.values()))
    assert meeting["ended_at"] is not None
    assert slide_of(visit) is None
    assert EN("meeting.ended", moment=EN.moment(meeting["ended_at"])) in html_of(visit)
    press(visit, "all_meetings")
    assert meeting["name"] in html_of(visit)


def test_the_rest_of_a_short_agenda_is_one_press_away(office: Path) -> None:
    first = [slide.code for slide in slides_of(board(), Agenda("behind", first=2))]
    rest = [slide.code for slide in slides_of(board(), Agenda("behind", after=2))]
    visit = open_screen("meeting", lang="en", agenda="behind:first=2", slide=CLOSING)
    button = visit.button(key="other_part")
    assert button.label == EN("meeting.go_to_rest", count=len(rest) - 2)
    press(visit, "other_part")
    assert (slide_of(visit), visit.query_params["agenda"]) == (OPENING, "behind:after=2")
    press(visit, "turn_on")
    assert slide_of(visit) == rest[1]
    press(visit, "open_outline")
    press(visit, "other_part")
    press(visit, "turn_on")
    assert slide_of(visit) == first[1]


def test_a_meeting_keeps_how_many_items_it_was_planned_for(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new, "ITEMS", (2, 4))
    visit = open_screen("meeting", lang="en")
    total = count_items(board(), Agenda("behind"))
    box = visit.selectbox(key="new_items_behind")
    assert box.options == [
        EN("meeting.worst_items", count=2) + EN("meeting.about_minutes", count=6),
        EN("meeting.worst_items", count=4) + EN("meeting.about_minutes", count=12),
        EN("meeting.all_items", count=total) + EN("meeting.about_minutes", count=3 * total),
    ]
    box.set_value(2).run()
    begin(visit)
    assert visit.query_params["agenda"] == "behind:first=2"
    assert EN("meeting.place", at=1, of=4) in html_of(visit)
    press(visit, "leave")
    press(visit, "replay")
    assert EN("meeting.place", at=1, of=4) in html_of(visit)


def test_a_meeting_left_open_is_listed_to_go_on_with_or_to_end(office: Path) -> None:
    visit = begin(open_screen("meeting", lang="en"))
    meeting_id = visit.query_params["meeting"]
    press(visit, "turn_on")
    assert visit.button(key="leave").label == EN("meeting.pause")
    press(visit, "leave")
    press(visit, "all_meetings")
    assert EN("meeting.open") in [heading.value for heading in visit.subheader]
    assert visit.button(key=f"go_on_{meeting_id}")
    press(visit, f"end_{meeting_id}")
    assert record_at(live()).meetings[meeting_id]["ended_at"] is not None
    press(visit, "all_meetings")
    assert EN("meeting.open") not in [heading.value for heading in visit.subheader]
    assert visit.button(key=f"minutes_{meeting_id}")


@pytest.mark.parametrize(("kept", "recorder"), [({}, "Zhang"), ({COOKIE: "Li"}, "Li")])
def test_a_reload_leaves_the_recorder_and_the_audit_as_they_were(
    office: Path, monkeypatch: pytest.MonkeyPatch, kept: dict[str, str], recorder: str
) -> None:
    visit = press(begin(open_screen("meeting", lang="en"), "Zhang"), "turn_on")
    note(visit, "decision", "first")
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: kept))
    again = open_screen(
        "meeting", lang="en", **{name: visit.query_params[name] for name in ("meeting", "agenda", "slide")}
    )
    note(again, "decision", "second")
    note(again, "remark", "third")
    record = record_at(live())
    assert [row["noted_by"] for row in record.decisions] == ["Zhang", recorder]
    assert [row["author"] for row in record.remarks] == [recorder]
    told = read_audit(the_process().warehouse).filter(deed="meetings").sort("audit_number")["who"].to_list()
    assert told == ["Zhang", "Zhang", recorder, recorder]


def test_what_was_noted_is_said_in_the_head_of_its_page_alone(office: Path) -> None:
    visit = press(begin(open_screen("meeting", lang="en")), "turn_on")
    note(visit, "remark", "Look again.")
    assert EN("meeting.remark_kept") in html_of(visit)
    assert not visit.toast
    press(visit, "turn_on")
    assert EN("meeting.remark_kept") not in html_of(visit)
    press(visit, "turn_back")
    assert EN("meeting.remark_kept") not in html_of(visit)


def test_going_on_begins_where_the_meeting_was_left(office: Path) -> None:
    visit = begin(open_screen("meeting", lang="en"))
    meeting_id, page = visit.query_params["meeting"], slide_of(press(press(visit, "turn_on"), "turn_on"))
    press(visit, "leave")
    press(visit, "replay")
    assert slide_of(visit) == page != OPENING
    other = open_screen("meeting", lang="en")
    press(other, f"go_on_{meeting_id}")
    assert slide_of(other) == page


def test_two_meetings_of_one_name_are_told_apart_and_the_other_persons_is_ended_after_a_question(office: Path) -> None:
    visit = begin(open_screen("meeting", lang="en"), "Zhang")
    meeting_id = visit.query_params["meeting"]
    other = open_screen("meeting", lang="en")
    begun = record_at(live()).meetings[meeting_id]["started_at"]
    pages = len(slides_of(board(), Agenda("behind")))
    assert EN("meeting.begun", who="Zhang", moment=EN.moment(begun)) in html_of(other)
    assert EN("meeting.pages", count=pages) in html_of(other)
    question = EN("meeting.end_of_other", who="Zhang")
    other.text_input(key="pick_person").set_value("Li").run()
    assert question in [box.value for box in other.warning]
    press(press(other, f"go_on_{meeting_id}"), "to_end")
    assert "end_meeting" not in [button.key for button in other.button]
    assert question in [box.value for box in other.warning]
    press(other, f"end_{meeting_id}")
    assert read_audit(the_process().warehouse, limit=1)["who"].to_list() == ["Li"]


@pytest.mark.parametrize("more", [{}, {"agenda": "behind", "slide": "retail_growth"}])
def test_a_meeting_nobody_knows_is_said_to_be_none(office: Path, more: dict[str, str]) -> None:
    visit = open_screen("meeting", lang="en", meeting="xyz", **more)
    said = EN("address.unknown", what=EN("address.what.meeting"), value="xyz", shown=EN("meeting.all_meetings"))
    assert [box.value for box in visit.warning] == [said]
    assert slide_of(visit) is None
    assert "meeting" not in visit.query_params
    press(visit, "look_ahead")
    press(visit, "leave")
    assert [box.value for box in visit.warning] == []


def test_the_head_of_a_breach_names_the_months_its_events_are_of(office: Path) -> None:
    page = html_of(open_screen("meeting", lang="zh-Hans", agenda="own:major_accidents", slide="major_accidents"))
    assert f"{ZH('meeting.so_far', year=2031, to='10月')} · 发生1起" in page
    assert '<div class="ea-m-figure">1起' in page
    assert "1次" not in page


def test_the_end_of_a_running_meeting_is_reached_from_every_page(office: Path) -> None:
    visit = begin(open_screen("meeting", lang="en"))
    press(visit, "to_end")
    assert slide_of(visit) == CLOSING
    press(visit, "turn_back")
    press(visit, "to_end")
    press(visit, "end_meeting")
    assert next(iter(record_at(live()).meetings.values()))["ended_at"] is not None
    looked = open_screen("meeting", lang="en", agenda="behind")
    assert "to_end" not in [button.key for button in looked.button]


def test_minutes_are_a_table_for_spreadsheets(office: Path) -> None:
    meeting_id = hold()
    resolve(meeting_id, "Visit ten shops", date(2031, 11, 10))
    process = the_process()
    write_remark(process.warehouse, process.programme_id, meeting_id, words="Well done.", author="Wu", at=HELD)
    record = record_at(live())
    screen = shell.Screen("meeting", EN, board(), date(2031, 11, 20), "screen")
    table = minutes.minutes_table(screen, record, record.meetings[meeting_id])
    assert table.rows() == [
        (
            EN("meeting.decision"),
            EN.of(board().knowledge.indicators["retail_growth"]),
            "Visit ten shops",
            EN.of(board().knowledge.units["statistics"]),
            "",
            "2031-11-10",
            EN("standing.overdue"),
            "",
            "Wu",
        ),
        (EN("meeting.remark"), EN("meeting.whole"), "Well done.", "", "", "", "", "", "Wu"),
    ]
    assert csv_bytes(table).startswith(b"\xef\xbb\xbf")


def test_an_event_note_is_listed_added_and_taken_back(office: Path) -> None:
    process = the_process()
    write_note(
        process.warehouse,
        process.programme_id,
        indicator_id="retail_growth",
        period=date(2031, 3, 1),
        words="two shops closed",
        author="Wu",
        at=datetime(2031, 4, 20),
    )
    visit = open_screen("indicator", lang="en", indicator="retail_growth")
    assert "two shops closed" in html_of(visit)
    visit.text_input(key="pick_person").set_value("Li").run()
    visit.text_input(key="note_words").set_value("a fair was held")
    visit.selectbox(key="note_period").set_value(date(2031, 9, 1))
    next(button for button in visit.button if button.label == EN("notes.add")).click().run()
    assert "a fair was held" in html_of(visit)
    next(button for button in visit.button if (button.key or "").startswith("remove_")).click().run()
    assert "a fair was held" not in html_of(visit)
    past = open_screen("indicator", lang="en", indicator="retail_growth", month="2031-03", as_of="2031-04-18")
    assert "two shops closed" not in html_of(past)
