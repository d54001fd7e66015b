"""Reading apart: hostile workbooks cost a worker process at worst, within a stated memory and time.

A worker is this module run by a fresh interpreter, not a fork and not a child that imports the caller's main module:
the caller may be a server full of threads, or a script that a second import would run again. Requests go down its
standard input, grids come back on its standard output, one at a time; one that dies or lingers is replaced.
"""

from __future__ import annotations

import atexit
import gc
import io
import logging
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Final, cast

from etl.errors import CorruptWorkbook, IntakeError, TooManySeconds, TooMuchMemory, WorkbookTooLarge
from etl.grid import Workbook
from etl.limits import DEFAULT_LIMITS, Limits, megabytes
from etl.located import Opened, located_if_small

_ROOT: Final = Path(__file__).resolve().parents[1]
_LENGTH: Final = struct.Struct("<Q")
_LOG: Final = logging.getLogger(__name__)
_BATCH_FILES: Final = 40
_BATCH_BYTES: Final = 1_000_000
_AHEAD_BYTES: Final = 4_000_000  # of files read ahead, so that reading goes on while the caller stores what was read
_PIPE_BYTES: Final = 1_048_576  # the answers to a batch in one piece: each waking of a reader costs
_NICENESS: Final = 5  # a third of another's share: little enough to give way, enough to come through within the limit
_BROKE: Final = 1  # the exit of an interpreter by an exception nobody caught: a file that confused the reader
File = tuple[bytes, str]
Request = tuple[Sequence[File], Limits, bool]
"""Files, what they may cost, and whether the form is to be located in them."""
Packed = bytes | IntakeError
"""What was read as the worker packed it, or why the worker ended on it."""
WORKERS: Final = min(os.cpu_count() or 1, 4)


class _Gone(Exception):
    """The worker ended without an answer."""


class Worker:
    """One process that reads workbooks. Not for two threads at once: the pool below lends each to one."""

    def __init__(self, memory_bytes: int) -> None:
        self.memory_bytes = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, content: bytes, file_name: str, limits: Limits) -> Workbook:
        """The workbook, read apart. Raises an IntakeError; TooManySeconds, TooMuchMemory where it had to be ended."""
        (answer,) = self.read_batch([(content, file_name)], limits)
        return _workbook(unpacked(answer))

    def read_batch(self, files: Sequence[File], limits: Limits, *, locates: bool = False) -> list[Packed]:
        """What became of each of these files, which share the time limit; with `locates` small ones as their form.

        Where the worker ends on one of them the others are read one by one, so that only that one is refused.
        """
        process = self._running()
        too_late = threading.Event()
        watch = threading.Timer(limits.seconds, _end, (process, too_late))
        watch.daemon = True
        watch.start()
        try:
            return _ask(process, (files, limits, locates))
        except _Gone:
            end = self._buried(process, files[0][1], limits, late=too_late.is_set())
        finally:
            watch.cancel()
        if len(files) == 1:
            return [end]
        return [self.read_batch([file], limits, locates=locates)[0] for file in files]

    def close(self) -> None:
        """Ends the process, if one runs."""
        process, self._process = self._process, None
        if process:
            process.kill()
            _close_pipes(process)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _start(self.memory_bytes)
        return self._process

    def _buried(self, process: subprocess.Popen[bytes], file_name: str, limits: Limits, *, late: bool) -> IntakeError:
        """What is said of the file on which the worker ended."""
        code = process.wait()
        self.close()
        _LOG.warning("the reader ended with %s on %s", "the time limit" if late else code, file_name)
        if late:
            return TooManySeconds(file_name, expected=f"{limits.seconds:g}")
        if code == _BROKE:
            return CorruptWorkbook(file_name)
        return TooMuchMemory(file_name, expected=megabytes(limits.memory_bytes))


def _end(process: subprocess.Popen[bytes], too_late: threading.Event) -> None:
    too_late.set()
    process.kill()


def _start(memory_bytes: int) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH", ""))))
    process = subprocess.Popen(
        [sys.executable, "-m", "etl.worker", str(memory_bytes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=_PIPE_BYTES,
        env={**os.environ, "PYTHONPATH": paths},
    )
    _widen(process)
    return process


def _widen(process: subprocess.Popen[bytes]) -> None:
    """Let a whole batch's answers stand in the pipe, where the system lets us."""
    if sys.platform != "linux" or process.stdout is None:
        return
    import fcntl

    with suppress(OSError):  # over what this user's pipes may take together: they stay as they are
        fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            try:
                pipe.close()
            except BrokenPipeError:  # what was still to be sent to a dead process is lost, as it should be
                continue
    process.wait()


def _workbook(answer: Opened | IntakeError) -> Workbook:
    """What was read without locating anything. Raises the IntakeError it may be instead."""
    if isinstance(answer, IntakeError):
        raise answer
    return cast(Workbook, answer)


def unpacked(answer: Packed) -> Opened | IntakeError:
    """What was read. By who goes on with it: a reader that unpacked would take the time of who waits for the next."""
    return answer if isinstance(answer, IntakeError) else cast(Opened | IntakeError, pickle.loads(answer))


def _ask(process: subprocess.Popen[bytes], request: Request) -> list[Packed]:
    if process.stdin is None or process.stdout is None:
        raise _Gone
    try:
        _send(process.stdin, request)
    except (BrokenPipeError, ConnectionError) as error:
        raise _Gone from error
    answers = _receive(process.stdout)
    if answers is None:
        raise _Gone
    return cast(list[Packed], answers)


def _send(stream: IO[bytes], message: object) -> None:
    packed = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(packed)))
    stream.write(packed)
    stream.flush()


def _receive(stream: IO[bytes]) -> object:
    """The next message, None where the other side has ended."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    packed = stream.read(length)
    return pickle.loads(packed) if len(packed) == length else None


class _Pool:
    """Lends workers out, at most so many at once, each kept alive for the next file."""

    def __init__(self, size: int) -> None:
        self._idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(size):
            self._idle.put(None)

    def read(self, files: Sequence[File], limits: Limits, *, locates: bool = False) -> list[Packed]:
        worker = self._idle.get()
        try:
            if worker is not None and worker.memory_bytes != limits.memory_bytes:
                worker.close()
                worker = None
            worker = worker or Worker(limits.memory_bytes)
            return worker.read_batch(files, limits, locates=locates)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        while not self._idle.empty():
            worker = self._idle.get_nowait()
            if worker:
                worker.close()


_POOL: Final = _Pool(WORKERS)
atexit.register(_POOL.close)


def read_apart(content: bytes, file_name: str, *, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """The workbook, read by a worker process. Raises an IntakeError."""
    (answer,) = _POOL.read([(content, file_name)], limits)
    return _workbook(unpacked(answer))


def read_many(
    files: Iterable[File], *, limits: Limits = DEFAULT_LIMITS, locates: bool = False
) -> Iterator[Opened | IntakeError]:
    """For each (content, file name) in their order the workbook or its refusal.

    With `locates` small workbooks that hold the form come as that. All are read apart, some ahead of the caller, who
    meanwhile goes on with those already there.
    """
    batches = _batches(files)
    ahead: deque[tuple[int, Future[list[Packed]]]] = deque()
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="reader") as readers:
        while True:
            while len(ahead) <= WORKERS or sum(size for size, _ in ahead) < _AHEAD_BYTES:
                batch = next(batches, None)
                if batch is None:
                    break
                size = sum(len(content) for content, _ in batch)
                ahead.append((size, readers.submit(_read_batch, batch, limits, locates=locates)))
            if not ahead:
                return
            yield from map(unpacked, ahead.popleft()[1].result())


def _batches(files: Iterable[File]) -> Iterator[list[File]]:
    """Small files together, since each message costs; the large ones alone."""
    batch: list[File] = []
    size = 0
    for file in files:
        if batch and (len(batch) == _BATCH_FILES or size + len(file[0]) > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += len(file[0])
    if batch:
        yield batch


def _read_batch(files: list[File], limits: Limits, *, locates: bool) -> list[Packed]:
    small = [file for file in files if len(file[0]) <= limits.file_bytes]
    read = iter(_POOL.read(small, limits, locates=locates) if small else ())
    return [
        next(read) if len(content) <= limits.file_bytes else too_large(content, file_name, limits)
        for content, file_name in files
    ]


def too_large(content: bytes, file_name: str, limits: Limits) -> WorkbookTooLarge:
    """The refusal of a file that is not read at all."""
    return WorkbookTooLarge(file_name, found=megabytes(len(content)), expected=megabytes(limits.file_bytes))


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """The worker's own loop: until no request comes. A file that breaks the reader ends the process, not the caller."""
    import etl.formats.read  # noqa: F401 what stays for the process's life, before the collector is told so

    gc.freeze()
    gc.disable()  # a workbook's cells hold no cycles: looking for them while they are made costs as much as reading
    while (request := _receive(requests)) is not None:
        files, limits, locates = cast(Request, request)
        _send(answers, [_packed_answer(content, file_name, limits, locates=locates) for content, file_name in files])
        gc.collect()


def _packed_answer(content: bytes, file_name: str, limits: Limits, *, locates: bool) -> bytes:
    from etl.formats.read import read_content

    answer: IntakeError
    try:
        workbook = read_content(content, file_name, limits)
        opened = located_if_small(workbook) if locates else workbook
        return pickle.dumps(opened, protocol=pickle.HIGHEST_PROTOCOL)
    except IntakeError as refusal:
        answer = refusal
    except MemoryError:
        answer = TooMuchMemory(file_name, expected=megabytes(limits.memory_bytes))
    return pickle.dumps(answer)


def _limit_memory(memory_bytes: int) -> None:
    """Windows has no such limit: there the survey and the time limit stand alone."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _give_way() -> None:
    """Whoever waits for what was read, or for a screen, comes before the reading ahead. Windows knows no such steps."""
    if sys.platform != "win32":
        os.nice(_NICENESS)


def main() -> None:
    _limit_memory(int(sys.argv[1]))
    _give_way()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=_PIPE_BYTES)
    sys.stdout = io.StringIO()  # a library that prints must not print into an answer
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
