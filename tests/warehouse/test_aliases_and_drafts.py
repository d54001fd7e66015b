"""Confirmed names are kept with who and when and can be taken back; drafts survive whoever opens the file again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.warehouse.batch_rows import PROGRAMME
from warehouse.aliases import confirm_alias, read_alias_history, read_aliases, remove_alias
from warehouse.connection import Warehouse, open_warehouse
from warehouse.drafts import begin_draft, close_draft, read_draft, read_drafts, save_draft
from warehouse.errors import UnfitDecision, UnknownAlias, UnknownDraft

EVER = datetime(9999, 1, 1)


def learn(warehouse: Warehouse, alias: str, meaning: str, kind: str = "indicator") -> None:
    confirm_alias(warehouse, PROGRAMME, kind=kind, alias=alias, meaning=meaning, by="analyst")


def known(warehouse: Warehouse) -> list[tuple[str, str, str]]:
    return read_aliases(warehouse, PROGRAMME, EVER).select("kind", "alias", "meaning").rows()


def test_a_name_is_learned_changed_and_forgotten_with_everything_kept(warehouse: Warehouse) -> None:
    learn(warehouse, "城镇就业新增", "urban_jobs")
    learn(warehouse, "城镇就业新增", "urban_jobs")
    learn(warehouse, "人社局", "human_resources", kind="unit")
    assert known(warehouse) == [("indicator", "城镇就业新增", "urban_jobs"), ("unit", "人社局", "human_resources")]
    learn(warehouse, "城镇就业新增", "gdp_growth")
    assert known(warehouse)[0][2] == "gdp_growth"
    remove_alias(warehouse, PROGRAMME, kind="indicator", alias="城镇就业新增", by="chief")
    assert known(warehouse) == [("unit", "人社局", "human_resources")]
    history = read_alias_history(warehouse, PROGRAMME, EVER).filter(kind="indicator")
    assert history.select("meaning", "removed", "confirmed_by").rows() == [
        ("urban_jobs", False, "analyst"),
        ("gdp_growth", False, "analyst"),
        ("gdp_growth", True, "chief"),
    ]
    learn(warehouse, "城镇就业新增", "urban_jobs")
    assert len(known(warehouse)) == 2


def test_an_alias_that_cannot_be_is_refused(warehouse: Warehouse) -> None:
    for kind, alias in (("colour", "红"), ("unit", " ")):
        with pytest.raises(UnfitDecision):
            learn(warehouse, alias, "statistics", kind=kind)
    with pytest.raises(UnknownAlias):
        remove_alias(warehouse, PROGRAMME, kind="unit", alias="红", by="chief")


def begin(warehouse: Warehouse, *, by: str = "analyst", content: bytes = b"book") -> str:
    return begin_draft(warehouse, PROGRAMME, by=by, file_name="10月.xlsx", content=content)


def test_a_draft_outlives_the_process_with_its_answers(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    opened = open_warehouse(path)
    draft_id = begin(opened)
    for answer in ({"q1": "urban_jobs"}, {"q1": "urban_jobs", "q2": "not_ours"}):
        save_draft(opened, draft_id, answers=answer)
    opened.close()
    opened = open_warehouse(path)
    (draft,) = read_drafts(opened, PROGRAMME, by="analyst")
    assert (draft.draft_id, draft.content, draft.file_name) == (draft_id, b"book", "10月.xlsx")
    assert draft.answers == {"q1": "urban_jobs", "q2": "not_ours"}
    assert draft.saved_at > draft.begun_at
    assert read_draft(opened, draft_id) == draft
    assert opened.version() == 0  # a draft is nothing readers see
    opened.close()


def test_the_same_file_again_is_the_same_draft_until_it_is_closed(warehouse: Warehouse) -> None:
    first = begin(warehouse)
    assert begin(warehouse) == first
    assert begin(warehouse, by="other") != first
    assert begin(warehouse, content=b"other book") != first
    close_draft(warehouse, first)
    assert first not in {draft.draft_id for draft in read_drafts(warehouse, PROGRAMME)}
    assert begin(warehouse) != first


def test_a_closed_draft_takes_no_answers(warehouse: Warehouse) -> None:
    draft_id = begin(warehouse)
    close_draft(warehouse, draft_id)
    for act in (lambda: save_draft(warehouse, draft_id, answers={}), lambda: close_draft(warehouse, draft_id)):
        with pytest.raises(UnknownDraft):
            act()
    with pytest.raises(UnknownDraft):
        read_draft(warehouse, "none")
