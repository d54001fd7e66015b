"""`python -m etl load | check | template | demonstration`: exit 0 fine, 1 some cells refused, 2 some file refused."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from etl.demonstration.load import load_demonstration
from etl.desk import Desk, Outcome, workbooks_in
from etl.errors import IntakeError
from etl.periods import read_period
from etl.plan import Plan
from etl.template import write_template
from warehouse.connection import Warehouse, open_warehouse, utc_now
from warehouse.errors import WarehouseError
from warehouse.seed import load_programme, read_programme
from warehouse.settings import Settings, read_settings

FINE, CELLS_REFUSED, FILES_REFUSED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; what went wrong on purpose is one sentence on the error stream."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked, read_settings()))
    except (IntakeError, WarehouseError) as error:
        print(error, file=sys.stderr)
        return FILES_REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description="Departments' workbooks to the warehouse.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, words, run in (
        ("load", "check workbooks and store what can be stored", _load),
        ("check", "check workbooks and store nothing", _check),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a workbook or a folder of them")
        command.add_argument("--received-at", type=_moment, help="when they came (ISO; UTC unless it says otherwise)")
        command.add_argument("--received-by", default=getpass.getuser(), help="who received them")
        command.add_argument("--json", action="store_true", help="one JSON document instead of lines")
        _add_places(command, run)
    template = commands.add_parser("template", help="write the form a unit fills in for a period")
    template.add_argument("--unit", required=True, help="the unit's id or name")
    template.add_argument("--period", required=True, help="the period, with its year: 2024-10, 2024年10月")
    template.add_argument("--out", required=True, type=Path, help="the .xlsx to write")
    template.add_argument("--blank", action="store_true", help="without earlier figures; needs no warehouse")
    _add_places(template, _template)
    _add_places(commands.add_parser("demonstration", help="load the demonstration set"), _demonstration)
    return parser


def _add_places(command: argparse.ArgumentParser, run: object) -> None:
    command.add_argument("--warehouse", type=Path, help="the warehouse file")
    command.add_argument("--programme", type=Path, help="the programme's folder")
    command.set_defaults(run=run)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _open(asked: argparse.Namespace, settings: Settings) -> tuple[Warehouse, str]:
    warehouse = open_warehouse(asked.warehouse or settings.warehouse_path)
    return warehouse, load_programme(warehouse, asked.programme or settings.programme_folder)


def _load(asked: argparse.Namespace, settings: Settings) -> int:
    return _receive(asked, settings, stores=True)


def _check(asked: argparse.Namespace, settings: Settings) -> int:
    return _receive(asked, settings, stores=False)


def _receive(asked: argparse.Namespace, settings: Settings, *, stores: bool) -> int:
    warehouse, programme_id = _open(asked, settings)
    try:
        desk = Desk(warehouse, programme_id, stores=stores)
        outcomes: list[Outcome] = []
        for path in workbooks_in(asked.paths):
            moment = asked.received_at or utc_now()
            outcome = desk.receive(path, received_at=moment, received_by=asked.received_by)
            outcomes.append(outcome)
            if not asked.json:
                _print_outcome(outcome, desk.plan)
    finally:
        warehouse.close()
    if asked.json:
        print(json.dumps([outcome.as_data() for outcome in outcomes], ensure_ascii=False, indent=1))
    elif not outcomes:
        print("no workbook found", file=sys.stderr)
    return _exit_code(outcomes)


def _exit_code(outcomes: Sequence[Outcome]) -> int:
    if not outcomes or any(outcome.state == "refused" for outcome in outcomes):
        return FILES_REFUSED
    return CELLS_REFUSED if any(outcome.errors for outcome in outcomes) else FINE


def _print_outcome(outcome: Outcome, plan: Plan) -> None:
    intake = outcome.intake
    if intake is None:
        print(f"refused  {outcome.refusal}")
        return
    facts = f"{intake.observations.height} figures ({intake.new} new, {intake.changed} changed, {intake.same} same)"
    unit = plan.units[intake.unit_id] if intake.unit_id else "–"
    period = f"{intake.period:%Y-%m}" if intake.period else "–"
    print(f"{outcome.state:8} {outcome.path}: {unit} {period}, {facts}")
    if outcome.refusal is not None:
        print(f"         {outcome.refusal}")
    for finding in intake.findings:
        place = finding.sheet + (f"!{finding.cell}" if finding.cell else "")
        about = f" {finding.indicator_id}" if finding.indicator_id else ""
        print(f"  {finding.severity:6} {place}{about}: {finding.sentence}")


def _template(asked: argparse.Namespace, settings: Settings) -> int:
    if asked.blank:
        plan, known = Plan.of(read_programme(asked.programme or settings.programme_folder)), None
    else:
        warehouse, programme_id = _open(asked, settings)
        desk = Desk(warehouse, programme_id, stores=False)
        plan, known = desk.plan, desk.known
        warehouse.close()
    unit_id = asked.unit if asked.unit in plan.units else plan.unit_names.get(plan.fold(asked.unit))
    period = read_period(asked.period)
    if unit_id is None or period is None or period.year is None:
        wrong = f"--unit {asked.unit}" if unit_id is None else f"--period {asked.period}"
        print(f"{wrong} is not known: a unit of the plan, a period with its year.", file=sys.stderr)
        return FILES_REFUSED
    month = period.starting(period.year)
    if not plan.owed(unit_id=unit_id, period=month):
        print(f"{plan.units[unit_id]} owes nothing for {month:%Y-%m}.", file=sys.stderr)
        return FILES_REFUSED
    asked.out.write_bytes(write_template(plan, unit_id=unit_id, period=month, known=known))
    print(asked.out)
    return FINE


def _demonstration(asked: argparse.Namespace, settings: Settings) -> int:
    folder = settings.demonstration_folder
    if folder is None:
        print("the settings want no demonstration set", file=sys.stderr)
        return FILES_REFUSED
    warehouse, _ = _open(asked, settings)
    try:
        done = load_demonstration(warehouse, folder, _show_progress)
    finally:
        warehouse.close()
    print(f"\n{done.loaded} files loaded, {done.already_there} there before, {done.withdrawn} withdrawn")
    for sentence in done.refused:
        print(f"refused  {sentence}")
    return FILES_REFUSED if done.refused else FINE


def _show_progress(done: int, total: int, file_name: str) -> None:
    print(f"\r{done}/{total} {file_name:60.60}", end="", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
