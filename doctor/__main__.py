"""`python -m doctor`: exit 0 all fine, 1 something wants attention, 2 something is wrong."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from doctor import machine, store
from doctor.findings import Finding, Grade, wrong
from warehouse.errands import run_or_hand_over
from warehouse.errors import UnfitSetting, WarehouseError
from warehouse.settings import Settings, read_settings

CODES = {Grade.FINE: 0, Grade.LOOK: 1, Grade.WRONG: 2}


def main(arguments: Sequence[str] | None = None) -> int:
    """Looks at everything and tells it, the running dashboard asked about the warehouse it has open."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="python -m doctor", description="What is wrong here, and what to do.")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")
    asked = parser.parse_args(given)
    try:
        settings = read_settings()
    except UnfitSetting as error:
        unfit = wrong("settings", str(error), "correct the variable and start again (docs/operating.md)")
        return _tell([*examine_machine(), unfit], as_json=asked.json)
    try:
        place = settings.warehouse_path
        return run_or_hand_over("doctor", lambda: _tell(list(examine(settings)), as_json=asked.json), given, place)
    except WarehouseError as error:
        busy = wrong("warehouse", str(error), "stop the other process, or restart it where it no longer answers")
        return _tell([*examine_machine(), busy], as_json=asked.json)


def examine(settings: Settings) -> Iterator[Finding]:
    """All findings. Raises WarehouseBusy."""
    found = list(store.examine(settings))  # busy is known before anything is told
    yield from examine_machine()
    yield from machine.disk(settings.warehouse_path.parent)
    yield from found


def examine_machine() -> Iterator[Finding]:
    yield from machine.packages()
    yield from machine.fonts()
    yield from machine.converter()


def _tell(found: list[Finding], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=1))
    else:
        for finding in found:
            print(finding)
    return max(CODES[finding.grade] for finding in found)


if __name__ == "__main__":
    raise SystemExit(main())
