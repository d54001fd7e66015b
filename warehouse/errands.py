"""Commands while the dashboard has the warehouse open: the command hands itself over and the dashboard runs it.

One process owns a warehouse file. A second one that is started beside it (a scheduled load, a report at month's
end) leaves its command line as a file in a folder beside the warehouse; the owner takes it, runs it and leaves
the answer there. Who may write to that folder may write to the warehouse too, so nothing is opened by it.
"""

from __future__ import annotations

import io
import json
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from pathlib import Path

from warehouse.access import acting_as, operator
from warehouse.address import is_lake_address, place_of
from warehouse.errors import ErrandLost, WarehouseBusy

Main = Callable[[Sequence[str]], int]
"""A command's entry point, as `etl.__main__.main`."""
REQUEST, TAKEN, ANSWER = ".request.json", ".taken.json", ".answer.json"
ACCEPTANCE_SECONDS = 10.0
"""How long a command waits for the owner to take it."""
SILENCE_SECONDS = 30.0
"""How long the owner's sign of life may be missing."""
LOOK_SECONDS = 0.3
_LIFE_SECONDS = 2.0
_folder: ContextVar[Path | None] = ContextVar("working_folder", default=None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an errand said and how it ended."""

    code: int
    out: str
    err: str


def here(text: str) -> Path:
    """A path of a command line, from the folder the command was given in; of a lake's address, what stands for it."""
    if is_lake_address(text):
        return place_of(text)
    folder = _folder.get()
    return Path(text) if folder is None else folder / text


def folder_of(warehouse_path: Path) -> Path:
    """Where a warehouse's errands are left."""
    return warehouse_path.resolve().with_suffix(".errands")


def run_or_hand_over(command: str, run: Callable[[], int], arguments: Sequence[str], warehouse_path: Path) -> int:
    """Runs a command here, or by the process that has the warehouse open. Raises WarehouseBusy, ErrandLost."""
    try:
        return run()
    except WarehouseBusy as busy:
        if _folder.get() is not None:
            raise
        answer = hand_over(command, arguments, folder_of(warehouse_path), busy=busy)
    sys.stdout.write(answer.out)
    sys.stderr.write(answer.err)
    return answer.code


def hand_over(command: str, arguments: Sequence[str], folder: Path, *, busy: WarehouseBusy) -> Answer:
    """Leaves a command for the owner and waits for its answer. Raises `busy` where nobody takes it, ErrandLost."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    base = folder / uuid.uuid4().hex
    request = base.with_name(base.name + REQUEST)
    _write(request, {"command": command, "arguments": list(arguments), "folder": str(Path.cwd())})
    end = time.monotonic() + ACCEPTANCE_SECONDS
    while request.exists():
        if time.monotonic() > end:
            with suppress(FileNotFoundError):
                request.unlink()
                raise busy
        time.sleep(LOOK_SECONDS / 3)
    return _awaited(base)


def _awaited(base: Path) -> Answer:
    taken, answered = base.with_name(base.name + TAKEN), base.with_name(base.name + ANSWER)
    while not answered.exists():
        try:
            silent = time.time() - taken.stat().st_mtime
        except FileNotFoundError:
            silent = 0.0 if answered.exists() else SILENCE_SECONDS + 1
        if silent > SILENCE_SECONDS:
            raise ErrandLost(
                "The dashboard took the command over and then fell silent: what it had stored by then is whole."
                " See whether the dashboard runs, and give the command again."
            )
        time.sleep(LOOK_SECONDS / 3)
    found = json.loads(answered.read_text(encoding="utf-8"))
    answered.unlink()
    taken.unlink(missing_ok=True)  # its owner is about to do so
    return Answer(**found)


class Errands:
    """The owner's side: a thread that takes what is left in the folder, one errand after the other."""

    def __init__(self, folder: Path, mains: Mapping[str, Main]) -> None:
        self.folder = folder
        self._mains = mains
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True, name="errands")

    def start(self) -> None:
        """Clears what a former owner left, and begins to look."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in self.folder.glob(f"*{TAKEN}"):
            left.unlink(missing_ok=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends after the errand under way."""
        self._ended.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            for request in sorted(self.folder.glob(f"*{REQUEST}")):
                self._serve(request)

    def _serve(self, request: Path) -> None:
        base = request.name.removesuffix(REQUEST)
        taken = request.with_name(base + TAKEN)
        try:
            request.rename(taken)
        except FileNotFoundError:
            return  # the command gave up waiting
        taken.touch()
        with _alive(taken), acting_as(operator(_owner(taken))):
            answer = self._run(json.loads(taken.read_text(encoding="utf-8")))
        _write(request.with_name(base + ANSWER), asdict(answer))
        taken.unlink(missing_ok=True)

    def _run(self, asked: dict[str, object]) -> Answer:
        """The errand's own exit and words; an argument it does not take ends it, not the owner."""
        out, err = io.StringIO(), io.StringIO()
        mark = _folder.set(Path(str(asked["folder"])))
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = self._mains[str(asked["command"])](list(asked["arguments"]))  # type: ignore[call-overload]
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 2
        except Exception as error:  # noqa: BLE001 whatever an errand meets is its giver's to read
            code = 70
            err.write(f"{type(error).__name__}: {error}\n")
        finally:
            _folder.reset(mark)
        return Answer(code, out.getvalue(), err.getvalue())


@contextmanager
def _alive(taken: Path) -> Iterator[None]:
    """Touches `taken` every few seconds, so that the command knows its errand is under way."""
    over = threading.Event()

    def touch() -> None:
        while not over.wait(_LIFE_SECONDS):
            taken.touch()

    thread = threading.Thread(target=touch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _owner(path: Path) -> str | None:
    """Who left an errand, by the file's owner; None where the system does not tell."""
    try:
        return path.owner()
    except (KeyError, NotImplementedError, OSError):
        return None


def _write(path: Path, content: object) -> None:
    """Whole or not at all."""
    half = path.with_name(path.name + ".part")
    half.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    half.replace(path)
