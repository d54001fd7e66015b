"""`ledgers load|template|export`: the lists' workbook in, blank, and out."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from etl.commands.outcome import CELLS_REFUSED, FINE, answer_json, moment_on, opened
from etl.errors import FileUnreadable, WishUnclear
from etl.ledgers import LedgerIntake, LedgerKnown, read_ledgers, store_ledgers, write_ledgers
from i18n.words import LANGUAGES, words_for
from warehouse.connection import Warehouse
from warehouse.errands import here
from warehouse.ledger import EVER
from warehouse.ledgers import read_all_evidence, read_entries
from warehouse.queries import read_catalogue, read_observations
from warehouse.seed import read_programme
from warehouse.settings import Settings, as_of, board_date


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What `ledgers` is asked: load, template or export, and a file."""
    command.add_argument("what", choices=("load", "template", "export"))
    command.add_argument("file", type=here, help="the workbook to read or to write")
    command.add_argument("--action", help="the id of the action the rows or the sheets' names are of")
    command.add_argument("--language", choices=LANGUAGES, default="zh-Hans", help="of the workbook")
    command.add_argument("--day", type=date.fromisoformat, help="export: as known on this day; today where not given")
    command.add_argument("--check", action="store_true", help="load: say what differs and store nothing")
    command.add_argument("--by", default=getpass.getuser(), help="load: who writes")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Loads, or writes the blank or the filled workbook."""
    tasks: dict[str, Callable[[argparse.Namespace, Settings], int]] = {"load": load, "export": export}
    return tasks.get(asked.what, template)(asked, settings)


def template(asked: argparse.Namespace, settings: Settings) -> int:
    """Writes a blank workbook; needs no warehouse."""
    catalogue = read_programme(asked.programme or settings.programme_folder)
    _refuse_unknown(asked.action, set(catalogue.actions["action_id"]))
    return _wrote(asked, write_ledgers(catalogue, words_for(asked.language), action_id=asked.action))


def export(asked: argparse.Namespace, settings: Settings) -> int:
    """Writes the entries as they stand; what comes out loads back unchanged."""
    with opened(asked, settings) as (warehouse, programme_id):
        moment = as_of(asked.day or board_date(settings, warehouse))
        known = _known(warehouse, programme_id, moment)
    _refuse_unknown(asked.action, set(known.catalogue.actions["action_id"]))
    entries = known.entries if asked.action is None else known.entries.filter(action_id=asked.action)
    words = words_for(asked.language)
    content = write_ledgers(known.catalogue, words, entries=entries, evidence=known.evidence, action_id=asked.action)
    return _wrote(asked, content)


def load(asked: argparse.Namespace, settings: Settings) -> int:
    """Stores a workbook's entries, all or nothing; says what differs and which cells are wrong."""
    with opened(asked, settings) as (warehouse, programme_id):
        known = _known(warehouse, programme_id, EVER)
        _refuse_unknown(asked.action, set(known.catalogue.actions["action_id"]))
        intake = read_ledgers(_content(asked.file), asked.file.name, known, action_id=asked.action)
        is_stored = not intake.errors and not asked.check
        if is_stored:
            store_ledgers(warehouse, programme_id, intake, by=asked.by, at=moment_on(warehouse, settings))
    _say(intake, is_stored=is_stored, as_json=asked.json)
    return CELLS_REFUSED if intake.errors else FINE


def _say(intake: LedgerIntake, *, is_stored: bool, as_json: bool) -> None:
    counted = {kind: intake.count(kind) for kind in ("new", "changed", "same")}
    if as_json:
        findings = [finding.sentence for finding in intake.findings]
        answer_json({**counted, "stored": is_stored, "findings": findings})
        return
    told = ", ".join(f"{count} {kind}" for kind, count in counted.items())
    print(f"{intake.file_name}: {told}; {'stored' if is_stored else 'nothing stored'}")
    for finding in intake.findings:
        print(f"  {'error' if finding.is_error else 'info '}  {finding.sentence}")


def _known(warehouse: Warehouse, programme_id: str, moment: datetime) -> LedgerKnown:
    catalogue = read_catalogue(warehouse, programme_id, moment)
    return LedgerKnown(
        catalogue,
        read_entries(warehouse, catalogue, moment),
        read_all_evidence(warehouse, programme_id, moment),
        read_observations(warehouse, programme_id, moment),
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(path.name, found=str(error)) from error


def _wrote(asked: argparse.Namespace, content: bytes) -> int:
    asked.file.write_bytes(content)
    if asked.json:
        answer_json({"file": str(asked.file)})
    else:
        print(asked.file)
    return FINE


def _refuse_unknown(action_id: str | None, actions: set[str]) -> None:
    if action_id is not None and action_id not in actions:
        raise WishUnclear("--action", found=action_id, expected=f"one of {', '.join(sorted(actions))}")
