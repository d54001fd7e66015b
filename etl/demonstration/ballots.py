"""Invents the demonstration's public ratings: `python -m etl.demonstration.ballots` writes them to its drive folder.

No person gave any of these votes and no device has any of these numbers. The same seed always gives the same votes.
"""

from __future__ import annotations

import csv
import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

FOLDER = Path(__file__).parent.parent.parent / "data" / "raw" / "drive"
PROGRAMME, SPOOL = "xupu_2024", "demonstration"
OPENED, LAST = datetime(2024, 9, 10, 1), datetime(2024, 11, 19, 12)
BALLOT_COLUMNS = ("programme_id", "item_id", "device_hash", "stars", "reasons", "words", "cast_at", "spool_id",
                  "ballot_number", "recorded_at")  # fmt: skip
OPENING_COLUMNS = ("programme_id", "item_id", "open_until", "opened_by", "recorded_at")
CHANGED_MIND = 0.04
"""The share of devices that vote a second time."""


@dataclass(frozen=True, slots=True)
class Course:
    """How an item is rated: how many devices, how many of 100 give one star, two … five, and what some of them say."""

    item_id: str
    devices: int
    weights: tuple[int, int, int, int, int]
    reasons: tuple[str, ...]
    words: tuple[str, ...]


COURSES: tuple[Course, ...] = (
    Course("provincial_11", 268, (4, 7, 19, 41, 29), ("benefit", "attitude", "speed"),
           ("招聘会离家近，方便。", "希望多一些适合四五十岁的岗位。", "线上申请一次就办好了。",
            "村里还不太清楚怎么申请。")),
    Course("city_2", 214, (17, 24, 27, 21, 11), ("speed", "quality", "upkeep"),
           ("开工以后停了半个月，希望说明原因。", "雨水管换了，下雨不再积水。", "施工占了停车的地方，晚上噪声大。",
            "盼着早点完工。")),
    Course("provincial_20", 163, (3, 6, 16, 39, 36), ("quality", "benefit", "upkeep"),
           ("路宽了，会车不用倒。", "弯道护栏装好了，放心多了。", "边沟要有人清。")),
    Course("provincial_8", 121, (2, 3, 10, 34, 51), ("attitude", "benefit"),
           ("医生讲得很耐心。", "等的时间有点长。", "结果用短信通知，很好。")),
    Course("provincial_12", 84, (5, 9, 21, 37, 28), ("benefit", "quality", "fairness"),
           ("饭菜软和，老人吃得惯。", "我们社区什么时候也能有？", "价格公道。")),
    Course("provincial_22", 47, (6, 13, 30, 34, 17), ("quality", "unaware"),
           ("护栏和牌子都有了。", "不知道水源地在哪里。")),
    Course("city_1", 33, (3, 12, 24, 40, 21), ("speed", "benefit"), ("菜店和药店都近了。",)),
    Course("provincial_4", 18, (11, 22, 28, 28, 11), ("speed", "benefit"), ("排了两个月还没有位置。", "老师很负责。")),
    Course("city_4", 9, (0, 11, 22, 45, 22), ("quality",), ("护工少了些。",)),
    Course("provincial_14", 4, (0, 0, 0, 50, 50), ("attitude",), ("法律援助帮我要回了工钱。",)),
)  # fmt: skip
CLOSED = ("provincial_14",)
"""Items that were opened and closed again."""


def write(folder: Path = FOLDER) -> None:
    """Writes rating_ballot.csv and rating_opening.csv."""
    _write(folder / "rating_ballot.csv", BALLOT_COLUMNS, ballots())
    _write(folder / "rating_opening.csv", OPENING_COLUMNS, openings())


def _write(path: Path, columns: Sequence[str], rows: Iterator[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def openings() -> Iterator[tuple[object, ...]]:
    """Every rated item opened on one day; one of them closed later."""
    for course in COURSES:
        yield PROGRAMME, course.item_id, "2024-12-31", "民生可感专班办公室（演示）", OPENED.isoformat()
    for item_id in CLOSED:
        yield PROGRAMME, item_id, "", "民生可感专班办公室（演示）", "2024-10-21T02:00:00"


def ballots() -> Iterator[tuple[object, ...]]:
    """Every vote in the order in which it was cast, collected at the end of its day in China."""
    chance = random.Random("xupu_2024 ratings")
    cast = sorted(vote for course in COURSES for vote in _votes(course, chance))
    for number, (at, item_id, device, stars, reasons, words) in enumerate(cast, start=1):
        collected = at.replace(hour=15, minute=30, second=0, microsecond=0)
        yield PROGRAMME, item_id, device, stars, reasons, words, at.isoformat(), SPOOL, number, collected.isoformat()


def _votes(course: Course, chance: random.Random) -> Iterator[tuple[datetime, str, str, int, str, str]]:
    seconds = int((LAST - OPENED).total_seconds())
    told = {chance.randrange(course.devices): words for words in course.words}
    for n in range(course.devices):
        device = hashlib.sha256(f"{course.item_id} {n}".encode()).hexdigest()[:32]
        at = _daytime(OPENED + timedelta(seconds=chance.randrange(seconds)), chance)
        yield (at, course.item_id, device, *_opinion(course, chance), told.get(n, ""))
        if chance.random() < CHANGED_MIND:
            yield (
                at + timedelta(minutes=chance.randrange(1, 30)),
                course.item_id,
                device,
                *_opinion(course, chance),
                told.get(n, ""),
            )


def _daytime(at: datetime, chance: random.Random) -> datetime:
    """Between eight in the morning and ten at night in China."""
    return at.replace(hour=chance.randrange(0, 14), minute=chance.randrange(60), second=chance.randrange(60))


def _opinion(course: Course, chance: random.Random) -> tuple[int, str]:
    stars = chance.choices((1, 2, 3, 4, 5), weights=course.weights)[0]
    reasons = [code for code in course.reasons if chance.random() < 0.45]
    return stars, ";".join(reasons)


if __name__ == "__main__":
    write()
