"""Where the warehouse, the programme and the demonstration set are, and which day the board stands on."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path

from rules.periods import CHINA_TIME, day_of
from warehouse.address import place_of
from warehouse.connection import Warehouse, utc_now
from warehouse.errors import UnfitSetting

ROOT = Path(__file__).parent.parent
SWITCH = {"1": True, "true": True, "0": False, "false": False}
DEMONSTRATION_NOTE = "demonstration.toml"


class Unreviewed(StrEnum):
    """What the board does with figures that nobody has accepted yet."""

    SHOW = "show"  # as preliminary
    HOLD = "hold"  # left out until accepted


class SignIn(StrEnum):
    """Who must have signed in: whoever writes, or whoever looks as well."""

    WRITING = "writing"
    VIEWING = "viewing"


@dataclass(frozen=True, slots=True)
class Settings:
    """`demonstration_folder` is None where no demonstration is wanted; `board_date` None = found out anew."""

    warehouse_path: Path
    programme_folder: Path
    demonstration_folder: Path | None
    board_date: date | None
    unreviewed: Unreviewed = Unreviewed.SHOW
    sign_in: SignIn | None = None  # None = nobody, on one's own machine alone
    rating_address: str | None = None  # where the public reaches the rating pages; None = as entered on the screen


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of EIGHT_ACTIONS_* variables; relative paths start at the project's folder.

    EIGHT_ACTIONS_WAREHOUSE, EIGHT_ACTIONS_PROGRAMME, EIGHT_ACTIONS_DEMONSTRATION (1 or 0),
    EIGHT_ACTIONS_BOARD_DATE (2024-12-31), EIGHT_ACTIONS_UNREVIEWED (show or hold), EIGHT_ACTIONS_SIGN_IN
    (writing or viewing) and EIGHT_ACTIONS_RATING_ADDRESS (https://…). Raises UnfitSetting.
    """
    given = os.environ if environment is None else environment
    wanted = _setting(given, "DEMONSTRATION", "1").lower()
    if wanted not in SWITCH:
        raise UnfitSetting(
            "{setting} is {given!r}: set it to 1 or 0.", setting="EIGHT_ACTIONS_DEMONSTRATION", given=wanted
        )
    return Settings(
        warehouse_path=ROOT / place_of(_setting(given, "WAREHOUSE", "data/warehouse/eight_actions.duckdb")),
        programme_folder=ROOT / _setting(given, "PROGRAMME", "data/seed/xupu_2024"),
        demonstration_folder=ROOT / "data" / "raw" if SWITCH[wanted] else None,
        board_date=_date_setting(given),
        unreviewed=_unreviewed(given),
        sign_in=_sign_in(given),
        rating_address=_setting(given, "RATING_ADDRESS", "").rstrip("/") or None,
    )


def board_date(settings: Settings, warehouse: Warehouse) -> date:
    """The day the board stands on: as set, else that of the demonstration set where the warehouse holds
    some of it, else today in China. Raises UnfitSetting where the set's note is unusable."""
    if settings.board_date is not None:
        return settings.board_date
    if settings.demonstration_folder is not None and _holds_demonstration(warehouse):
        return _demonstration_date(settings.demonstration_folder / DEMONSTRATION_NOTE)
    return day_of(utc_now())


def as_of(day: date) -> datetime:
    """The last moment of `day` in China, as naive UTC: what came that day is known."""
    return datetime.combine(day, time.max) - CHINA_TIME


def _setting(given: Mapping[str, str], name: str, default: str) -> str:
    return given.get(f"EIGHT_ACTIONS_{name}", "").strip() or default


def _unreviewed(given: Mapping[str, str]) -> Unreviewed:
    text = _setting(given, "UNREVIEWED", Unreviewed.SHOW)
    try:
        return Unreviewed(text.lower())
    except ValueError:
        raise UnfitSetting(
            "{setting} is {given!r}: set it to show or hold.", setting="EIGHT_ACTIONS_UNREVIEWED", given=text
        ) from None


def _sign_in(given: Mapping[str, str]) -> SignIn | None:
    text = _setting(given, "SIGN_IN", "").lower()
    try:
        return SignIn(text) if text else None
    except ValueError:
        raise UnfitSetting(
            "{setting} is {given!r}: set it to writing or viewing.", setting="EIGHT_ACTIONS_SIGN_IN", given=text
        ) from None


def _date_setting(given: Mapping[str, str]) -> date | None:
    text = _setting(given, "BOARD_DATE", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UnfitSetting(
            "{setting} is {given!r}: write it like 2024-12-31.", setting="EIGHT_ACTIONS_BOARD_DATE", given=text
        ) from None


def _holds_demonstration(warehouse: Warehouse) -> bool:
    with warehouse.cursor() as cursor:
        rows = cursor.execute("SELECT count(*) FROM batch WHERE is_demonstration").fetchall()
    return bool(rows[0][0])


def _demonstration_date(note: Path) -> date:
    try:
        found = tomllib.loads(note.read_text(encoding="utf-8")).get("board_date")
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise UnfitSetting(
            "The demonstration's note {note} cannot be read: {why}", code="demonstration_note", note=note, why=error
        ) from error
    if not isinstance(found, date):
        raise UnfitSetting(
            "{note} has board_date {found!r}: write it like board_date = 2024-12-31.",
            code="demonstration_note",
            note=note,
            found=found,
        )
    return found
