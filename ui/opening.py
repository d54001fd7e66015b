"""While the first browser still reads the page's programs, the server opens the warehouse and prepares the overview.

Imported before the server listens, so nothing heavy may be imported here but in the thread.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

log = logging.getLogger(__name__)


@asynccontextmanager
async def opened(app: Any) -> AsyncIterator[None]:
    """For as long as the server runs; the opening goes on beside it."""
    del app
    threading.Thread(target=prepare, daemon=True, name="opening").start()
    yield


def prepare() -> None:
    """Opens the warehouse, judges the board a visitor first sees and builds the overview's charts.

    What fails here fails again for the first visitor, who is told.
    """
    from ui.process import the_process
    from warehouse.errors import WarehouseError

    try:
        if the_process().first_load.finished.is_set():
            _prepare_overview()
    except WarehouseError as error:
        log.warning("the board could not be prepared: %s", error)


def _prepare_overview() -> None:
    from ui import drawing
    from ui.data import knowledge_at, latest_day
    from ui.keys import Key
    from ui.shell import month_first_shown
    from warehouse.settings import as_of

    day = latest_day()
    known = knowledge_at(as_of(day))
    drawing.prepare_overview(Key(known.version, known.as_of, month_first_shown(known, day), "zh-Hans", "screen"))
