"""Rights below the screen: what a reporter of one unit may not do for another, and that every write asks."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.batch_rows import PROGRAMME, figure, report
from warehouse.access import NOBODY, RIGHTS, UNIT_BOUND, Principal, Right, Role, acting_as, current, permit, use
from warehouse.accounts import add_account, reset_password
from warehouse.aliases import confirm_alias
from warehouse.audit import EXPORT, broken_seal, note, read_audit
from warehouse.batches import withdraw_batch
from warehouse.connection import Warehouse
from warehouse.drafts import begin_draft, close_draft, read_draft, read_drafts, save_draft
from warehouse.errors import NotPermitted, UnknownDraft, WarehouseError
from warehouse.locks import lock_month
from warehouse.notes import write_note
from warehouse.queries import mark_in_force, read_batch_file, read_batches
from warehouse.reviews import review_report

ROOT = Path(__file__).parents[2]
OWN, OTHER = "statistics", "housing_construction"
AT, LATER = datetime(2031, 4, 9), datetime(2031, 4, 10)
EVER = datetime(9999, 1, 1)
MARCH = date(2031, 3, 1)
OWN_FIGURE, OTHER_FIGURE = figure("gdp_growth", MARCH, 6.8), figure("affordable_homes", MARCH, 36.0)
REPORTER = Principal("Wu", Role.REPORTER, frozenset({OWN}), "account", "192.0.2.7", "wu")
VIEWER = Principal("Li", Role.VIEWER, way="account", account_id="li")
ANALYST = Principal("Chen", Role.ANALYST, way="account", account_id="chen")


@pytest.fixture(autouse=True)
def nobody_is_left() -> Iterator[None]:
    yield
    use(None)


@pytest.fixture
def batches(warehouse: Warehouse) -> dict[str, str]:
    """A batch of the reporter's unit and one of another, by unit."""
    return {
        OWN: report(warehouse, AT, OWN_FIGURE, unit_id=OWN, content=b"own"),
        OTHER: report(warehouse, AT, OTHER_FIGURE, unit_id=OTHER, content=b"other"),
    }


def counts(warehouse: Warehouse) -> dict[str, int]:
    """How many rows each table has; the audit aside, which keeps refusals too."""
    names = set(
        warehouse.frame("SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()")["table_name"]
    ) - {"audit"}
    return {name: warehouse.frame(f"SELECT count(*) AS n FROM {name}")["n"][0] for name in names}  # noqa: S608 ours


ATTEMPTS: dict[str, Callable[[Warehouse, dict[str, str]], object]] = {
    "load for another unit": lambda w, b: report(w, LATER, OTHER_FIGURE, unit_id=OTHER),
    "load another's figure as one's own": lambda w, b: report(w, LATER, OTHER_FIGURE, unit_id=OWN),
    "load both in one file": lambda w, b: report(w, LATER, OWN_FIGURE, OTHER_FIGURE, unit_id=OWN),
    "withdraw another's batch": lambda w, b: withdraw_batch(w, b[OTHER], by="Wu", reason="mine", at=LATER),
    "withdraw a batch that is none": lambda w, b: withdraw_batch(w, "none", by="Wu", reason="mine", at=LATER),
    "read another's file": lambda w, b: read_batch_file(w, b[OTHER]),
    "accept one's own report": lambda w, b: review_report(
        w, PROGRAMME, unit_id=OWN, period=MARCH, state="accepted", by="Wu", words="", at=LATER
    ),
    "lock a month": lambda w, b: lock_month(w, PROGRAMME, MARCH, by="Wu", reason="", at=LATER),
    "teach a name": lambda w, b: confirm_alias(
        w, PROGRAMME, kind="indicator", alias="GDP", meaning="gdp_growth", by="Wu", at=LATER
    ),
    "write a note": lambda w, b: write_note(
        w, PROGRAMME, indicator_id="gdp_growth", period=MARCH, words="flood", author="Wu", at=LATER
    ),
    "open an account": lambda w, b: add_account(w, "eve", name="Eve", role=Role.ADMINISTRATOR),
}


@pytest.mark.parametrize("name", ATTEMPTS)
@pytest.mark.parametrize("who", [REPORTER, VIEWER, NOBODY], ids=lambda who: who.way + who.name)
def test_a_reporter_does_nothing_for_another_unit(
    warehouse: Warehouse, batches: dict[str, str], name: str, who: Principal
) -> None:
    before = counts(warehouse)
    use(lambda: who)
    with pytest.raises(NotPermitted):
        ATTEMPTS[name](warehouse, batches)
    use(None)
    assert counts(warehouse) == before


def test_a_reporter_works_for_its_own_unit(warehouse: Warehouse, batches: dict[str, str]) -> None:
    with acting_as(REPORTER):
        batch_id = report(warehouse, LATER, OWN_FIGURE, unit_id=OWN, content=b"second")
        assert read_batch_file(warehouse, batch_id)[1] == b"second"
        withdraw_batch(warehouse, batch_id, by="Wu", reason="a slip", at=datetime(2031, 4, 11))
    withdrawn = read_batches(warehouse, PROGRAMME, EVER).filter(batch_id=batch_id)
    assert withdrawn["withdrawn_by"].to_list() == ["Wu"]


def test_a_reporter_reads_the_audit_of_its_own_unit_alone(warehouse: Warehouse, batches: dict[str, str]) -> None:
    with acting_as(REPORTER):
        rows = read_audit(warehouse)
    assert rows["subject"].to_list() == [f"batch {batches[OWN]}"]
    for who in (VIEWER, NOBODY):
        with acting_as(who), pytest.raises(NotPermitted):
            read_audit(warehouse)


def test_an_analyst_reads_no_one_coming_and_going(warehouse: Warehouse, batches: dict[str, str]) -> None:
    add_account(warehouse, "li", name="Li", role=Role.VIEWER)
    deeds = set(read_audit(warehouse)["deed"])
    with acting_as(ANALYST):
        assert set(read_audit(warehouse)["deed"]) == deeds - {"accounts"}
        with pytest.raises(NotPermitted):
            reset_password(warehouse, "li")


def test_another_persons_draft_is_unknown_to_a_reporter(warehouse: Warehouse) -> None:
    theirs = begin_draft(warehouse, PROGRAMME, by="Chen", file_name="a.xlsx", content=b"theirs")
    with acting_as(REPORTER):
        mine = begin_draft(warehouse, PROGRAMME, by="Chen", file_name="b.xlsx", content=b"mine")
        assert [draft.drafted_by for draft in read_drafts(warehouse, PROGRAMME)] == ["Wu"]
        for deed in (lambda: read_draft(warehouse, theirs), lambda: close_draft(warehouse, theirs)):
            with pytest.raises(UnknownDraft):
                deed()
        save_draft(warehouse, mine, answers={"choices": {}})
    with acting_as(NOBODY):
        assert read_drafts(warehouse, PROGRAMME) == []
        with pytest.raises(WarehouseError):
            close_draft(warehouse, mine)


def test_the_resolver_is_asked_at_the_moment_of_the_write(warehouse: Warehouse) -> None:
    signed_in = [REPORTER]
    use(lambda: signed_in[0])
    report(warehouse, AT, OWN_FIGURE, unit_id=OWN)
    signed_in[0] = NOBODY  # signed out elsewhere meanwhile
    with pytest.raises(NotPermitted) as refusal:
        report(warehouse, LATER, OWN_FIGURE, unit_id=OWN, content=b"late")
    assert refusal.value.code == "sign_in_needed"


def test_every_write_with_a_cause_is_told_with_its_refusals(warehouse: Warehouse, batches: dict[str, str]) -> None:
    with acting_as(REPORTER), pytest.raises(NotPermitted):
        report(warehouse, LATER, OTHER_FIGURE, unit_id=OTHER, content=b"x")
    with acting_as(ANALYST):
        mark_in_force(
            warehouse, PROGRAMME, "gdp_growth", target_id=None, marked_by="Chen", reason="as agreed", at=LATER
        )
    newest, refused = read_audit(warehouse, limit=2).to_dicts()
    assert (newest["who"], newest["role"], newest["deed"], newest["outcome"]) == ("Chen", "analyst", "plan", "done")
    assert (refused["who"], refused["unit_ids"], refused["outcome"]) == ("Wu", OTHER, "refused")
    assert refused["client"] == "192.0.2.7"


def test_a_write_that_fails_leaves_no_audit_row(warehouse: Warehouse) -> None:
    before = read_audit(warehouse).height
    with pytest.raises(RuntimeError), warehouse.writing("half", right=Right.NOTES):
        raise RuntimeError("the power is gone")
    assert read_audit(warehouse).height == before


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET who = 'Eve' WHERE audit_number = 2",
        "DELETE FROM audit WHERE audit_number = 2",
        "UPDATE audit SET recorded_at = recorded_at - INTERVAL 1 DAY WHERE audit_number = 3",
    ],
)
def test_a_changed_audit_shows(warehouse: Warehouse, batches: dict[str, str], tampering: str) -> None:
    note(warehouse, EXPORT, "overview.csv")
    assert broken_seal(warehouse) is None
    with warehouse.cursor() as cursor:
        cursor.execute(tampering)
    assert broken_seal(warehouse) in (2, 3)


@given(role=st.sampled_from(Role), right=st.sampled_from(Right), units=st.sets(st.sampled_from("abcd")))
def test_a_right_is_for_the_role_and_for_own_units(role: Role, right: Right, units: set[str]) -> None:
    who = Principal("x", role, frozenset("ab"), "account")
    allowed = right in RIGHTS[role]
    if role is Role.REPORTER and right in UNIT_BOUND:
        allowed = bool(units) and units <= {"a", "b"}
    with acting_as(who):
        if allowed:
            assert permit(right, sorted(units)) is who
        else:
            with pytest.raises(NotPermitted):
                permit(right, sorted(units))


def test_without_a_resolver_the_machines_operator_works() -> None:
    assert (current().role, current().way) == (Role.ADMINISTRATOR, "machine")


def writers(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node


def test_every_write_names_its_right() -> None:
    rooms = ("warehouse", "etl", "reports", "ui", "pages", "rating", "doctor")
    for path in (path for room in rooms for path in (ROOT / room).rglob("*.py")):
        for call in writers(path):
            place = f"{path.relative_to(ROOT)}:{call.lineno}"
            if call.func.attr == "writing":  # type: ignore[attr-defined]
                assert any(keyword.arg == "right" for keyword in call.keywords), place
            if call.func.attr == "noting":  # type: ignore[attr-defined]
                assert path.stem in ("audit", "accounts", "sessions", "connection"), place
