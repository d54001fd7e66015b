"""What is done once per process: the settings, the one warehouse, and keeping its first load going."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from etl.demonstration.mark import is_marked, set_mark
from ui import area
from ui.access.visitor import resolver
from warehouse.access import BOARD, acting_as, use
from warehouse.connection import Warehouse, open_warehouse
from warehouse.errands import Errands, folder_of
from warehouse.errors import WarehouseError
from warehouse.seed import load_programme
from warehouse.settings import Settings, read_settings

log = logging.getLogger(__name__)


@dataclass
class FirstLoad:
    """How far the first load is; written by its thread, read by every session."""

    done: int = 0
    total: int = 0
    file_name: str = ""
    error: Exception | None = None
    finished: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Process:
    """The process-wide objects, and the programme this run is for."""

    settings: Settings
    warehouse: Warehouse
    programme_id: str
    first_load: FirstLoad
    errands: Errands

    def close(self) -> None:
        """Ends what runs beside the visitors and gives the file back."""
        self.errands.stop()
        use(None)
        self.warehouse.close()


def the_process() -> Process:
    """The process' objects with the programme of the area this run shows.

    Raises WarehouseError when the file cannot be opened; that is not cached and is tried again.
    """
    started, other = _started(), area.shown()
    return started if other is None else replace(started, programme_id=other)


def home_programme() -> str:
    """The programme the server was started for."""
    return _started().programme_id


@st.cache_resource(show_spinner=False)
def _started() -> Process:
    """Open the warehouse, load the programme, start loading the demonstration set where it is wanted."""
    settings = read_settings()
    warehouse = open_warehouse(settings.warehouse_path)
    with acting_as(BOARD):
        programme_id = load_programme(warehouse, settings.programme_folder)
    use(resolver(warehouse))
    first_load = FirstLoad()
    commands = {"etl": _etl, "reports": _reports, "warehouse": _warehouse, "doctor": _doctor}
    errands = Errands(folder_of(settings.warehouse_path), commands)
    process = Process(settings, warehouse, programme_id, first_load, errands)
    errands.start()
    if settings.demonstration_folder is None or is_marked(warehouse, settings.demonstration_folder):
        first_load.finished.set()
    else:
        threading.Thread(target=_load_demonstration, args=(process,), daemon=True).start()
    gc.collect()
    gc.freeze()
    return process


def _etl(arguments: Sequence[str]) -> int:
    from etl.__main__ import main

    return main(arguments)


def _reports(arguments: Sequence[str]) -> int:
    from reports.__main__ import main

    return main(arguments)


def _warehouse(arguments: Sequence[str]) -> int:
    from warehouse.__main__ import main

    return main(arguments)


def _doctor(arguments: Sequence[str]) -> int:
    from doctor.__main__ import main

    return main(arguments)


def _load_demonstration(process: Process) -> None:
    from etl.demonstration.load import load_demonstration
    from etl.errors import IntakeError

    progress, folder = process.first_load, process.settings.demonstration_folder
    assert folder is not None

    def report(done: int, total: int, file_name: str) -> None:
        progress.done, progress.total, progress.file_name = done, total, file_name

    try:
        with acting_as(BOARD):
            load_demonstration(process.warehouse, folder, report)
            set_mark(process.warehouse, folder)
    except (IntakeError, WarehouseError, OSError) as error:
        log.exception("the demonstration set was not loaded whole")
        progress.error = error
    finally:
        progress.finished.set()
        gc.collect()
        gc.freeze()
