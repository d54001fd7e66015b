"""A second made-up county for tests: the first's plan under other names, a higher target and figures of its own."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

from tests.warehouse.batch_rows import figure, report
from warehouse.connection import Warehouse
from warehouse.seed import load_programme

PROGRAMME = "xingpu_2031"
AREA = "CN_999932"
PLACE = {"zh_hans": "星浦县", "zh_hant": "星浦縣", "en": "Xingpu County"}
OCTOBER = date(2031, 10, 1)
REPORTED = datetime(2031, 11, 9)
CHANGES = (
    ('programme_id = "tiny_2031"', f'programme_id = "{PROGRAMME}"'),
    ('ref_area = "CN_999931"', f'ref_area = "{AREA}"'),
    ("月汀县", PLACE["zh_hans"]),
    ("月汀縣", PLACE["zh_hant"]),
    ("Yueting", "Xingpu"),
    ("月行动", "星行动"),
    ("月行動", "星行動"),
)


def second_folder(first: Path, folder: Path) -> Path:
    """The first county's folder copied to `folder` as the second's; its growth is to be 7.5 percent, not 6.5."""
    shutil.copytree(first, folder)
    replaced(folder / "programme.toml", *CHANGES)
    replaced(folder / "targets.csv", (">=,6.5,", ">=,7.5,"))
    return folder


def replaced(path: Path, *changes: tuple[str, str]) -> None:
    """Every text of the changes is in the file, and is another then."""
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def load_second(warehouse: Warehouse, first: Path, folder: Path) -> str:
    """The second county's plan beside the first's."""
    return load_programme(warehouse, second_folder(first, folder))


def report_second(warehouse: Warehouse, at: datetime = REPORTED, *, growth: float = 7.1, content: bytes = b"2") -> str:
    """What the second county's statistics bureau sends of October."""
    rows = [
        figure("gdp_growth", OCTOBER, growth, ref_area=AREA),
        figure("industry_growth", OCTOBER, 9.5, ref_area=AREA),
    ]
    return report(
        warehouse, at, *rows, unit_id="statistics", content=content, programme_id=PROGRAMME, reference_period=OCTOBER
    )
