"""Processes of tests that tell what they did until they end or are killed."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

PATIENCE_SECONDS = 120
"""How long nothing may be told by a process that goes on."""


@cache
def _context() -> Any:
    """Processes that are quick to start and hold nothing of this one: a fork server where there is one."""
    kinds = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in kinds else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(["tests.faults.work", "warehouse.models", "pandera.polars"])
    return context


@contextmanager
def _no_main_module() -> Iterator[None]:
    """A new process runs its parent's main module first, and a screen under test leaves its script as that."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def start(target: Callable[..., None], *arguments: object) -> tuple[BaseProcess, Connection]:
    """A process at `target(*arguments, tell)`, and the end of the pipe where it is heard."""
    hear, tell = _context().Pipe(duplex=False)
    process: BaseProcess = _context().Process(target=target, args=(*arguments, tell), daemon=True)
    with _no_main_module():
        process.start()
    tell.close()
    return process, hear


def heard(way: Connection) -> Iterator[Any]:
    """What is told until the process has ended.

    Raises TimeoutError where it neither tells anything nor ends.
    """
    with way:
        while way.poll(PATIENCE_SECONDS):
            try:
                yield way.recv()
            except (EOFError, OSError):
                return
    raise TimeoutError(f"nothing was told for {PATIENCE_SECONDS} seconds")
