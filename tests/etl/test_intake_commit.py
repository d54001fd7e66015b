"""Committing: one batch a file, all or nothing, once; and the demonstration set at its own moments."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from etl.commit import Parcel, commit_intake, commit_intakes
from etl.demonstration.load import COLUMNS, load_demonstration
from etl.errors import DemonstrationUnfit, NothingToStore
from etl.known import Known
from etl.template import write_template
from tests.etl.forms import RECEIVED, form, row, taken
from warehouse.batches import withdraw_batch
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse
from warehouse.queries import read_batch_file, read_batches, read_findings, read_observations

EVER = datetime(9999, 1, 1)
TINY = "tiny_2031"


def values_of(warehouse: Warehouse, as_of: datetime = EVER) -> dict[str, float]:
    """The newest standing value of each indicator."""
    frame = read_observations(warehouse, TINY, as_of).sort("recorded_at")
    return {one["indicator_id"]: one["obs_value"] for one in frame.to_dicts() if one["withdrawn_at"] is None}


def test_an_intake_becomes_one_batch_with_its_places(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    content = form([row("urban_jobs", 2300), row("industry_growth", "很好")])
    known = Known()
    committed = commit_intake(warehouse, taken(tiny_catalogue, content), recorded_at=RECEIVED, known=known)
    assert committed.is_new
    figure = read_observations(warehouse, TINY, EVER).row(0, named=True)
    assert (figure["obs_value"], figure["sheet"], figure["cell"]) == (2300.0, "Sheet", "E4")
    assert (figure["file_name"], figure["received_by"], figure["recorded_at"]) == ("report.xlsx", "督查室", RECEIVED)
    finding = read_findings(warehouse, [committed.batch_id]).row(0, named=True)
    assert (finding["severity"], finding["code"], finding["cell"]) == ("error", "not_a_number", "E5")
    assert read_batch_file(warehouse, committed.batch_id) == ("report.xlsx", content)
    newest = known.newest("urban_jobs", date(2031, 10, 1))
    assert newest is not None
    assert newest.batch_id == committed.batch_id


def test_the_same_bytes_again_double_nothing(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    intake = taken(tiny_catalogue, form([row("urban_jobs", 2300)]))
    first, again = commit_intake(warehouse, intake), commit_intake(warehouse, intake)
    assert (again.batch_id, again.is_new) == (first.batch_id, False)
    assert read_observations(warehouse, TINY, EVER).height == 1
    withdraw_batch(warehouse, first.batch_id, by="督查室", reason="报错")
    assert commit_intake(warehouse, intake).is_new


def test_a_file_without_a_figure_is_not_stored(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    intake = taken(tiny_catalogue, form([row("urban_jobs", None), row("industry_growth", "很好")]))
    with pytest.raises(NothingToStore):
        commit_intake(warehouse, intake)
    assert read_batches(warehouse, TINY, EVER).is_empty()


def test_many_intakes_are_stored_together_each_its_own_batch(warehouse: Warehouse, tiny_catalogue: Catalogue) -> None:
    parcels = [
        Parcel(taken(tiny_catalogue, form([row("urban_jobs", value)])), is_demonstration=True, recorded_at=RECEIVED)
        for value in (1, 2, 3)
    ]
    stored = commit_intakes(warehouse, parcels)
    assert [parcel for parcel, _ in stored] == parcels
    frame = read_observations(warehouse, TINY, EVER)
    by_batch = dict(frame.select("batch_id", "obs_value").iter_rows())
    assert [by_batch[batch_id] for _, batch_id in stored] == [1.0, 2.0, 3.0]
    assert commit_intakes(warehouse, []) == []


def arrival(folder: Path, name: str, content: bytes, received_at: str, *withdrawal: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    path = folder / "received.csv"
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        if is_new:
            writer.writerow(COLUMNS)
        writer.writerow([name, received_at, "督查室", *(withdrawal or ("", "", ""))])


@pytest.fixture
def raw(tmp_path: Path, tiny_catalogue: Catalogue) -> Path:
    """A set of three months: a revision, a withdrawn report, a file that is no workbook."""

    def jobs(month: int, value: object) -> bytes:
        values: dict[str, tuple[object, ...]] = {"urban_jobs": (value, "终值", None)}
        return write_template(tiny_catalogue, unit_id="human_resources", period=date(2031, month, 1), values=values)

    raw = tmp_path / "raw"
    arrival(raw / "2031-08", "a.xlsx", jobs(8, 1800), "2031-09-05T01:00:00")
    arrival(raw / "2031-08", "b.xlsx", jobs(8, 1850), "2031-10-07T01:00:00")
    arrival(
        raw / "2031-09", "c.xlsx", jobs(9, 9999), "2031-10-05T01:00:00", "2031-10-06T00:00:00", "县人社局", "单位有误"
    )
    arrival(raw / "2031-09", "d.xlsx", jobs(9, 2000), "2031-10-08T01:00:00")
    arrival(raw / "2031-09", "e.xlsx", b"no workbook", "2031-10-09T01:00:00")
    (raw / "demonstration.toml").write_text(f'programme_id = "{TINY}"\nboard_date = 2031-11-15\nlabel = "演示"\n')
    return raw


def test_the_demonstration_comes_at_its_moments(warehouse: Warehouse, raw: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    done = load_demonstration(warehouse, raw, lambda *step: seen.append(step))
    assert (done.loaded, done.withdrawn, len(done.refused)) == (4, 1, 1)
    assert "e.xlsx" in done.refused[0]
    assert [name for *_, name in seen] == ["a.xlsx", "c.xlsx", "b.xlsx", "d.xlsx", "e.xlsx", ""]
    assert seen[-1][:2] == (5, 5)

    def standing(as_of: datetime) -> list[float]:
        frame = read_observations(warehouse, TINY, as_of).filter(pl.col("withdrawn_at").is_null())
        return sorted(frame["obs_value"])

    assert standing(datetime(2031, 9, 6)) == [1800.0]
    assert standing(datetime(2031, 10, 5, 12)) == [1800.0, 9999.0]
    assert standing(datetime(2031, 10, 6, 12)) == [1800.0]
    assert standing(datetime(2031, 12, 1)) == [1800.0, 1850.0, 2000.0]
    batches = read_batches(warehouse, TINY, EVER)
    assert batches["is_demonstration"].all()
    assert (batches["recorded_at"] == batches["received_at"]).all()
    codes = read_findings(warehouse, batches["batch_id"].to_list()).filter(indicator_id="urban_jobs")["code"].to_list()
    assert "revised" in codes
    assert "fell" not in codes


def test_an_interrupted_load_goes_on_and_doubles_nothing(warehouse: Warehouse, raw: Path) -> None:
    hidden = raw / "2031-09" / "received.csv"
    later = hidden.read_text(encoding="utf-8")
    hidden.unlink()
    assert load_demonstration(warehouse, raw).loaded == 2
    hidden.write_text(later, encoding="utf-8")
    done = load_demonstration(warehouse, raw)
    assert (done.loaded, done.already_there, done.withdrawn) == (2, 2, 1)
    again = load_demonstration(warehouse, raw)
    assert (again.loaded, again.already_there, again.withdrawn) == (0, 4, 0)
    assert values_of(warehouse)["urban_jobs"] == 2000.0


def test_an_unreadable_set_says_so(warehouse: Warehouse, raw: Path) -> None:
    (raw / "2031-08" / "a.xlsx").unlink()
    with pytest.raises(DemonstrationUnfit, match=r"a\.xlsx"):
        load_demonstration(warehouse, raw)
    (raw / "2031-08" / "received.csv").write_text("file\n", encoding="utf-8")
    with pytest.raises(DemonstrationUnfit, match=r"received\.csv"):
        load_demonstration(warehouse, raw)
    (raw / "demonstration.toml").write_text("board_date = 2031-11-15\n", encoding="utf-8")
    with pytest.raises(DemonstrationUnfit, match="programme_id"):
        load_demonstration(warehouse, raw)
