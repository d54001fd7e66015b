"""What every test may ask for: the made-up programme, read, and a fresh warehouse that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import lakes, places
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse, open_warehouse
from warehouse.seed import load_programme, read_programme

settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")  # a busy machine is no fault of the code
TINY = Path(__file__).parent / "data" / "tiny_2031"


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "which engine the tests' warehouses are on; a lake needs PostgreSQL's programs"
    parser.addoption("--warehouse-engine", choices=(places.FILE, places.LAKE), default=places.FILE, help=words)


def pytest_configure(config: pytest.Config) -> None:
    places.choose_engine(config.getoption("--warehouse-engine"))
    config.addinivalue_line("markers", "file_only: about a DuckDB file as such; skipped on a lake")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("browser"):  # a browser beside a busy second core: once more, and told
            item.add_marker(pytest.mark.flaky(reruns=1))
    for item in items if places.is_lake() else ():
        if item.get_closest_marker("file_only"):
            item.add_marker(pytest.mark.skip(reason="about a DuckDB file as such"))


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Where tests run in several processes, tell each failure as it happens: a run may be cut before its end."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None and session.config.pluginmanager.has_plugin("dsession"):
        session.config.pluginmanager.register(FailuresAtOnce(terminal))


class FailuresAtOnce:
    """Writes a failing test's name and its last lines the moment it is known."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self.terminal = terminal

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed or report.outcome == "rerun":
            self.terminal.write_line("")
            self.terminal.write_line(
                f"{report.nodeid} failed in {report.when} after {report.duration:.0f} s ({report.outcome}):"
            )
            for line in report.longreprtext.splitlines()[-TOLD_AT_ONCE:]:
                self.terminal.write_line(f"    {line}")


TOLD_AT_ONCE = 12


def pytest_unconfigure() -> None:
    lakes.stop_server()


@pytest.fixture(scope="session")
def tiny_folder() -> Path:
    """The folder of the made-up county's programme, `tiny_2031`."""
    return TINY


@pytest.fixture(scope="session")
def tiny_catalogue(tiny_folder: Path) -> Catalogue:
    return read_programme(tiny_folder)


@pytest.fixture(scope="session")
def loaded_file(tmp_path_factory: pytest.TempPathFactory, tiny_folder: Path) -> Path:
    """A closed warehouse file with the tiny programme, to copy."""
    path = places.new(tmp_path_factory.mktemp("loaded") / "warehouse.duckdb")
    opened = open_warehouse(path)
    load_programme(opened, tiny_folder)
    opened.close()
    return path


@pytest.fixture
def warehouse(tmp_path: Path, loaded_file: Path) -> Iterator[Warehouse]:
    """A warehouse of its own for each test, with the tiny programme loaded."""
    opened = open_warehouse(places.copied(loaded_file, tmp_path / "warehouse.duckdb"))
    yield opened
    opened.close()
