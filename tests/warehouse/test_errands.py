"""A command beside the open dashboard: handed over, run there, answered; and what happens where nobody answers."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from etl.__main__ import main as etl_main
from warehouse import errands
from warehouse.connection import Warehouse, borrowed_warehouse, open_warehouse
from warehouse.errands import Errands, folder_of, hand_over, here, run_or_hand_over
from warehouse.errors import ErrandLost, WarehouseBusy

ROOT = Path(__file__).parents[2]


def speak(arguments: Sequence[str]) -> int:
    """A command that says where it believes to be."""
    if arguments[0] == "fail":
        raise ZeroDivisionError("no such share")
    if arguments[0] == "misuse":
        raise SystemExit(2)
    print(here(arguments[0]))
    print("one sentence", file=sys.stderr)
    return 1


def busy() -> int:
    raise WarehouseBusy("another process has it")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Path]:
    """A folder whose errands are run."""
    owner = Errands(tmp_path / "w.errands", {"speak": speak})
    owner.start()
    yield owner.folder
    owner.stop()


def test_an_errand_is_run_from_the_givers_folder(
    served: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_or_hand_over("speak", busy, ["plan.xlsx"], tmp_path / "w.duckdb") == 1
    told = capsys.readouterr()
    assert told.out == f"{tmp_path / 'plan.xlsx'}\n"
    assert told.err == "one sentence\n"
    assert not list(served.iterdir())


@pytest.mark.parametrize(("argument", "code", "words"), [("fail", 70, "no such share"), ("misuse", 2, "")])
def test_what_an_errand_meets_does_not_end_its_owner(served: Path, argument: str, code: int, words: str) -> None:
    answer = hand_over("speak", [argument], served, busy=WarehouseBusy("busy"))
    assert answer.code == code
    assert words in answer.err
    assert hand_over("speak", ["again"], served, busy=WarehouseBusy("busy")).code == 1


def test_where_nobody_takes_it_the_command_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errands, "ACCEPTANCE_SECONDS", 0.1)
    with pytest.raises(WarehouseBusy):
        run_or_hand_over("speak", busy, ["x"], tmp_path / "w.duckdb")
    assert not list(folder_of(tmp_path / "w.duckdb").iterdir())


def test_an_owner_that_falls_silent_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errands, "SILENCE_SECONDS", 0.0)

    def take() -> None:
        while not (found := list(tmp_path.glob(f"*{errands.REQUEST}"))):
            threading.Event().wait(0.01)
        found[0].rename(found[0].with_name(found[0].name.replace(errands.REQUEST, errands.TAKEN)))

    thief = threading.Thread(target=take)
    thief.start()
    with pytest.raises(ErrandLost):
        hand_over("speak", ["x"], tmp_path, busy=WarehouseBusy("busy"))
    thief.join()


def test_a_borrowed_warehouse_stays_open_for_its_owner(warehouse: Warehouse, tmp_path: Path) -> None:
    with borrowed_warehouse(warehouse.path) as same:
        assert same is warehouse
    assert warehouse.version() >= 0
    with borrowed_warehouse(tmp_path / "own.duckdb") as own:
        assert own is open_warehouse(tmp_path / "own.duckdb")
    assert open_warehouse(tmp_path / "own.duckdb") is not own


def test_a_real_command_beside_the_open_warehouse(warehouse: Warehouse, tiny_folder: Path) -> None:
    owner = Errands(folder_of(warehouse.path), {"etl": etl_main})
    owner.start()
    try:
        asked = ["history", "--warehouse", str(warehouse.path), "--programme", str(tiny_folder), "--json"]
        done = subprocess.run(
            [sys.executable, "-m", "etl", *asked], cwd=ROOT, capture_output=True, timeout=60, check=False
        )
    finally:
        owner.stop()
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
