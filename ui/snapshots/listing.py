"""The snapshots there are; one of them opened, checked, renamed or removed."""

from __future__ import annotations

import polars as pl
import streamlit as st

from i18n import Words
from i18n.typed import typed
from rules.periods import day_of
from ui import grid, links, opened, person, refusals, router
from ui.clock import board_now
from ui.markup import escape_markdown
from ui.process import the_process
from ui.screen import Screen
from warehouse.errors import UnfitDecision
from warehouse.snapshots import Snapshot, is_unchanged, remove_snapshot, rename_snapshot


def snapshots(screen: Screen, by: str) -> None:
    """All snapshots as a table; the chosen one with what can be done with it below."""
    words, found = screen.words, opened.all_snapshots()
    if not found:
        st.info(words("snapshots.none"))
        return
    rows = [
        {
            words("snapshots.column.name"): typed(words, each.name),
            words("snapshots.column.month"): words.month(each.reference_period),
            words("snapshots.column.as_of"): words.moment(each.as_of),
            words("snapshots.column.taken"): words(
                "snapshots.taken", by=typed(words, each.taken_by), at=words.moment(each.taken_at)
            ),
            words("snapshots.column.words"): typed(words, each.words or ""),
        }
        for each in found
    ]
    ids = [each.snapshot_id for each in found]
    place = grid.pick(screen, pl.DataFrame(rows), ids, key="saved", first=True)
    _one(screen, found[place or 0], by)


def _one(screen: Screen, snapshot: Snapshot, by: str) -> None:
    words = screen.words
    facts = [
        words.month(snapshot.reference_period),
        words("head.known", day=words.day(day_of(snapshot.as_of))),
        words(
            "snapshots.plan_of",
            plan=snapshot.catalogue_version,
            preset=_preset_name(words, snapshot.preset_name),
            version=snapshot.preset_version,
        ),
    ]
    st.subheader(escape_markdown(typed(words, snapshot.name)))
    st.caption(escape_markdown(" · ".join(facts)))
    if snapshot.words:
        st.text(typed(words, snapshot.words))
    is_open = screen.snapshot is not None and screen.snapshot.snapshot_id == snapshot.snapshot_id
    with st.container(horizontal=True, vertical_alignment="center", key="snapshot_actions"):
        wants_open = st.button(
            words("snapshots.is_open" if is_open else "snapshots.open"),
            icon=":material/visibility:",
            type="primary",
            disabled=is_open,
            key="snapshot_open",
        )
        wants_check = st.button(words("snapshots.check"), icon=":material/fact_check:", key="snapshot_check")
        _manage(screen, snapshot, by)
    if wants_open:
        opened.open_snapshot(snapshot)
        st.switch_page(router.page_at(router.OVERVIEW), query_params=_address(screen, snapshot))
    if wants_check:
        _check(screen, snapshot)


def _preset_name(words: Words, name: str) -> str:
    """A rule preset's name in the reader's language, where it is the one every plan begins with."""
    return words("snapshots.preset_default") if name == "default" else words("snapshots.preset_named", name=name)


def _address(screen: Screen, snapshot: Snapshot) -> dict[str, str]:
    """What opens the overview at the snapshot."""
    return links.query(screen, snapshot=snapshot.snapshot_id) | opened.choices_of(snapshot)


def _check(screen: Screen, snapshot: Snapshot) -> None:
    """Whether the warehouse still says of that moment what it said when the snapshot was taken."""
    same = is_unchanged(the_process().warehouse, snapshot)
    if same is None:
        st.info(screen.words("snapshots.not_held"))
    elif same:
        st.success(screen.words("snapshots.unchanged"))
    else:
        st.warning(screen.words("snapshots.changed"))


def _manage(screen: Screen, snapshot: Snapshot, by: str) -> None:
    words, key = screen.words, snapshot.snapshot_id
    with st.popover(words("snapshots.manage"), icon=":material/edit:", key="snapshot_manage"):
        name = st.text_input(words("snapshots.name"), snapshot.name, max_chars=80, key=f"rename_{key}")
        said = st.text_input(words("snapshots.words"), snapshot.words or "", max_chars=500, key=f"rewords_{key}")
        if st.button(words("snapshots.rename"), key="snapshot_rename") and person.known(words, by):
            _rename(screen, snapshot, name, said, by)
        if st.button(words("snapshots.remove"), icon=":material/delete:", key="snapshot_remove") and person.known(
            words, by
        ):
            remove_snapshot(the_process().warehouse, snapshot, by=by, at=board_now())
            st.toast(words("snapshots.removed", name=escape_markdown(snapshot.name)))
            st.rerun()


def _rename(screen: Screen, snapshot: Snapshot, name: str, said: str, by: str) -> None:
    try:
        rename_snapshot(the_process().warehouse, snapshot, name=name, words=said, by=by, at=board_now())
    except UnfitDecision as error:
        refusals.show(screen.words, error)
        return
    st.toast(screen.words("snapshots.renamed"))
    st.rerun()
