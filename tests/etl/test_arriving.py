"""Files on their way to the desk: rounds that leave nothing out, a collector that rests meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.arriving import FILES_A_COMMIT, collector_resting, rounds


@given(number=st.integers(0, 3 * FILES_A_COMMIT + 1))
@example(number=FILES_A_COMMIT)
@example(number=FILES_A_COMMIT + 1)
def test_rounds_take_every_file_once_and_never_too_many(number: int) -> None:
    places = [place for start, end in rounds([Path("not/there")] * number) for place in range(start, end)]
    assert places == list(range(number))
    assert all(0 < end - start <= FILES_A_COMMIT for start, end in rounds([Path("not/there")] * number))


def test_large_files_make_rounds_of_their_own(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in "abc"]
    for path, size in zip(paths, (1, 70_000_000, 70_000_000), strict=True):
        with path.open("wb") as file:
            file.truncate(size)
    assert list(rounds(paths)) == [(0, 2), (2, 3)]


@pytest.fixture
def thawed() -> Iterator[None]:
    """Nothing frozen meanwhile; what was is frozen again."""
    was_frozen = gc.get_freeze_count()
    gc.unfreeze()
    yield
    gc.unfreeze()
    if was_frozen:
        gc.freeze()


def made() -> list[list[int]]:
    return [[place] for place in range(2000)]


def is_old(rows: list[list[int]]) -> bool:
    """Whether the next searches, among the young, pass them over."""
    young = {id(one) for generation in (0, 1) for one in gc.get_objects(generation)}
    return not any(id(row) in young for row in rows)


@pytest.mark.usefixtures("thawed")
def test_what_a_round_made_is_not_searched_for_cycles_at_once() -> None:
    with collector_resting():
        assert not gc.isenabled()
        rows = made()
        assert not is_old(rows)
    assert gc.isenabled()
    assert is_old(rows)
    assert gc.get_freeze_count() == 0


@pytest.mark.usefixtures("thawed")
def test_what_the_process_has_frozen_stays_so() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    with collector_resting():
        made()
    assert gc.get_freeze_count() == frozen > 0


@pytest.mark.usefixtures("thawed")
def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_resting():
            made()
        assert not gc.isenabled()
    finally:
        gc.enable()
