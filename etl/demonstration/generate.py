"""Writes the demonstration set: workbooks as departments would send them, every figure invented.

`python -m etl.demonstration.generate [--out data/raw] [--programme data/seed/xupu_2024]`
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from etl.demonstration.aims import aims_of
from etl.demonstration.courses import draw_course
from etl.demonstration.post import Letter, write_post
from etl.demonstration.story import Story, Turn, read_story
from etl.known import Figure, Known
from etl.plan import Plan, PlanIndicator
from etl.template import write_template
from rules.model import ObsStatus, Status
from warehouse.catalogue import Catalogue
from warehouse.seed import read_programme
from warehouse.settings import DEMONSTRATION_NOTE

BOARD_DATE = date(2024, 11, 20)
MARK = "（演示数据，数字虚构）"
RECEIVED_COLUMNS = ("file", "received_at", "received_by", "withdrawn_at", "withdrawn_by", "withdrawn_reason")
_NOTE = """\
# The demonstration set. Every figure in this folder is invented by a generator and describes no real place;
# no department sent any of these workbooks. Made by `python -m etl.demonstration.generate`.
programme_id = "{programme_id}"
board_date = {board_date}

[label]
zh_hans = "演示数据，数字虚构"
zh_hant = "演示數據，數字虛構"
en = "Demonstration data, figures invented"

[note]
zh_hans = "全部数字均为程序虚构，不反映任何地方的真实情况，也不是任何单位报送的数据。"
zh_hant = "全部數字均為程序虛構，不反映任何地方的真實情況，也不是任何單位報送的數據。"
en = "Every figure is invented by a program; none describes a real place or was reported by any department."
"""


def write_demonstration(folder: Path, *, catalogue: Catalogue, story: Story | None = None) -> list[Letter]:
    """Writes workbooks, `received.csv` beside them and `demonstration.toml`; the same bytes each time.

    Gives the letters in the order received. Files already in `folder` that are not of the set are left alone.
    """
    plan = Plan.of(catalogue)
    letters = plan_letters(catalogue, plan=plan, story=story or read_story())
    standing: dict[tuple[str, date], Figure] = {}
    for letter in letters:
        target = folder / f"{letter.period:%Y-%m}"
        target.mkdir(parents=True, exist_ok=True)
        (target / letter.file_name).write_bytes(_workbook(letter, plan, standing))
        standing.update(_figures(letter))
    for period in sorted({letter.period for letter in letters}):
        received = [letter for letter in letters if letter.period == period]
        _write_received(folder / f"{period:%Y-%m}" / "received.csv", received)
    note = _NOTE.format(programme_id=plan.programme_id, board_date=BOARD_DATE)
    (folder / DEMONSTRATION_NOTE).write_text(note, encoding="utf-8", newline="\n")
    return letters


def plan_letters(catalogue: Catalogue, *, plan: Plan, story: Story) -> list[Letter]:
    """Every workbook that will be sent, oldest first, nothing written yet."""
    courses = {
        name: draw_course(aim, story.turns.get(name) or _default(name))
        for name, aim in aims_of(catalogue, plan).items()
    }
    return write_post(plan, courses=courses, story=story)


def _default(indicator_id: str) -> Turn:
    return Turn(indicator_id, Status.ON_TRACK, Status.ON_TRACK, None, {})


def _workbook(letter: Letter, plan: Plan, standing: dict[tuple[str, date], Figure]) -> bytes:
    """The unit's form with only this letter's rows, marked as invented in its title."""
    indicators = {name: plan.indicators[name] for name in letter.entries}
    known = Known(
        (name, standing[name, period])
        for name, indicator in indicators.items()
        for period in _referred(indicator, letter.period)
        if (name, period) in standing
    )
    form = replace(plan, indicators=indicators, title=plan.title + MARK)
    return write_template(
        form, unit_id=letter.unit_id, period=letter.period, known=known, values=letter.entries, guided=False
    )


def _referred(indicator: PlanIndicator, period: date) -> tuple[date, date]:
    """The two earlier periods the form shows beside the new figure."""
    return indicator.period_before(period), date(period.year - 1, period.month, 1)


def _figures(letter: Letter) -> Iterable[tuple[tuple[str, date], Figure]]:
    for name, value in letter.stored.items():
        status = ObsStatus.MISSING if value is None else ObsStatus.FINAL
        figure = Figure("", letter.unit_id, letter.period, value, status, None, letter.received_at)
        yield (name, letter.period), figure


def _write_received(path: Path, letters: Iterable[Letter]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(RECEIVED_COLUMNS)
        for letter in letters:
            lines.writerow(
                (
                    letter.file_name,
                    _moment(letter.received_at),
                    letter.received_by,
                    _moment(letter.withdrawn_at),
                    letter.withdrawn_by,
                    letter.withdrawn_reason,
                )
            )


def _moment(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def main(arguments: list[str] | None = None) -> int:
    """The command line; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m etl.demonstration.generate", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("data/raw"), help="folder to write to")
    parser.add_argument("--programme", type=Path, default=Path("data/seed/xupu_2024"))
    given = parser.parse_args(arguments)
    letters = write_demonstration(given.out, catalogue=read_programme(given.programme))
    print(f"{len(letters)} workbooks for {len({letter.period for letter in letters})} periods in {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
