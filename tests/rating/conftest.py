"""A spool with two open items and a closed one, and phones that reach the pages without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from rating.spool import Offer, Spool

TODAY = date(2031, 6, 1)
PLACE = {"zh_hans": "青禾县", "zh_hant": "青禾縣", "en": "Qinghe County"}
NAMES = {"zh_hans": "老年助餐服务点", "zh_hant": "老年助餐服務點", "en": "Meal points <for> the elderly"}
PARTS = {"zh_hans": ["建设7个"], "zh_hant": ["建設7個"], "en": ["7 points built"]}


def offer(item_id: str, until: date | None) -> Offer:
    return Offer(item_id, NAMES, PARTS, until)


OFFERS = [offer("city_1", date(2031, 6, 1)), offer("city_2", date(2031, 12, 31)), offer("city_3", None)]


@pytest.fixture
def make_spool(tmp_path: Path) -> Iterator[Callable[[], Spool]]:
    """Opens the test's spool; as often as wanted, as two processes do."""
    opened: list[Spool] = []

    def make() -> Spool:
        opened.append(Spool(tmp_path / "ratings.sqlite"))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def spool(make_spool: Callable[[], Spool]) -> Spool:
    """A spool as a board has published it: city_1 open until today, city_2 longer, city_3 closed."""
    made = make_spool()
    made.publish(OFFERS, place=PLACE, standing_day=TODAY)
    return made
