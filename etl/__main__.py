"""`python -m etl COMMAND`: exit 0 fine, 1 some cell is refused or waits for an answer, 2 some file is refused."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from etl.commands import decisions, demonstration, forms, ledgers, ratings, receiving
from etl.commands.outcome import CELLS_REFUSED, FILES_REFUSED, FINE
from etl.errors import IntakeError
from i18n.words import LANGUAGES
from warehouse.errands import here, run_or_hand_over
from warehouse.errors import WarehouseError
from warehouse.settings import Settings, read_settings

__all__ = ["CELLS_REFUSED", "FILES_REFUSED", "FINE", "main"]

Run = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; what went wrong on purpose is one sentence on the error stream."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    asked = _parser().parse_args(given)
    try:
        settings = read_settings()
        place = asked.warehouse or settings.warehouse_path
        return run_or_hand_over("etl", lambda: int(asked.run(asked, settings)), given, place)
    except (IntakeError, WarehouseError) as error:
        print(error, file=sys.stderr)
        return FILES_REFUSED
    except OSError as error:
        print(f"{error.filename}: {error.strerror}. Check that the folder exists and may be written.", file=sys.stderr)
        return FILES_REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description="Departments' workbooks to the warehouse.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_receiving(commands)
    _add_forms(commands)
    _add_decisions(commands)
    _command(commands, "ratings", "collect the public's ratings and list them", ratings.run)
    lists = _command(commands, "ledgers", "load the lists' workbook, write it blank, or export it", ledgers.run)
    ledgers.add_arguments(lists)
    _command(commands, "demonstration", "load the demonstration set", demonstration.run)
    return parser


def _command(commands: argparse._SubParsersAction, name: str, words: str, run: Run) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=words)
    command.add_argument("--warehouse", type=here, help="the warehouse file")
    command.add_argument("--programme", type=here, help="the programme's folder, or the id of one loaded before")
    command.add_argument("--json", action="store_true", help="one JSON document instead of lines")
    command.set_defaults(run=run)
    return command


def _add_receiving(commands: argparse._SubParsersAction) -> None:
    for name, words, run in (
        ("load", "check workbooks and store what can be stored", receiving.load),
        ("check", "check workbooks and store nothing", receiving.check),
    ):
        command = _command(commands, name, words, run)
        command.add_argument("paths", nargs="+", type=here, metavar="PATH", help="a workbook or a folder of them")
        command.add_argument("--received-at", type=_moment, help="when they came (ISO; UTC unless it says otherwise)")
        command.add_argument("--received-by", default=getpass.getuser(), help="who received them")
        command.add_argument("--answers", type=here, help="a filled file of questions (see check --questions)")
        command.add_argument("--questions", type=here, help="write what the files ask, to be filled in, to this .json")
        command.add_argument("--annotated", type=here, help="write each workbook with its cells marked to this folder")
        command.add_argument("--language", choices=LANGUAGES, default="zh-Hans", help="of the marked workbooks")
        command.add_argument("--reasons", action="store_true", help="store no file with a doubt that has no reason")


def _add_forms(commands: argparse._SubParsersAction) -> None:
    template = _command(commands, "template", "write the form a unit fills in for a period", forms.template)
    who = template.add_mutually_exclusive_group(required=True)
    who.add_argument("--unit", help="the unit's id or name")
    who.add_argument("--all", action="store_true", help="every unit that owes something")
    template.add_argument("--period", required=True, help="the period, with its year: 2024-10, 2024年10月")
    template.add_argument("--out", required=True, type=here, help="the .xlsx to write, or a folder")
    template.add_argument("--blank", action="store_true", help="without earlier figures; needs no warehouse")
    remind = _command(commands, "remind", "what is due, received and late, and whom to remind", forms.remind)
    remind.add_argument("--month", required=True, help="the newest period looked at: 2024-10")
    remind.add_argument("--day", type=date.fromisoformat, help="as of this day (2024-11-20); today where not given")
    remind.add_argument("--soon", type=int, default=3, help="days before a figure is due from which to remind")
    remind.add_argument("--language", choices=LANGUAGES, default="zh-Hans", help="of the message")


def _add_decisions(commands: argparse._SubParsersAction) -> None:
    review = _command(commands, "review", "accept or return a unit's period; without --state, list", decisions.review)
    review.add_argument("--unit", help="the unit's id or name")
    review.add_argument("--period", help="the period, with its year")
    review.add_argument("--state", choices=("accepted", "returned", "submitted"))
    review.add_argument("--words", default="", help="what the unit shall mend")
    for name, words, run in (
        ("lock", "close a period to changes; without --period, list", decisions.lock),
        ("unlock", "open a locked period again", decisions.unlock),
    ):
        command = _command(commands, name, words, run)
        command.add_argument("--period", required=name == "unlock", help="the period, with its year")
        command.add_argument("--reason", required=name == "unlock", default="", help="why")
        command.add_argument("--by", default=getpass.getuser(), help="who decides")
    review.add_argument("--by", default=getpass.getuser(), help="who decides")
    withdraw = _command(
        commands, "withdraw", "take a batch back; the figures before it stand again", decisions.withdraw
    )
    withdraw.add_argument("batch", help="the batch's id, or its beginning (see history)")
    withdraw.add_argument("--reason", required=True, help="why")
    withdraw.add_argument("--by", default=getpass.getuser(), help="who decides")
    aliases = _command(commands, "aliases", "list the names people confirmed, or change them", decisions.aliases)
    change = aliases.add_mutually_exclusive_group()
    change.add_argument(
        "--confirm", nargs=3, metavar=("KIND", "ALIAS", "MEANING"), help="kind: indicator, unit, unit_measure"
    )
    change.add_argument("--remove", nargs=2, metavar=("KIND", "ALIAS"))
    aliases.add_argument("--by", default=getpass.getuser(), help="who decides")
    history = _command(commands, "history", "who sent what when; or give a batch's file back", decisions.history)
    history.add_argument("--unit", help="only this unit's")
    history.add_argument("--batch", help="the batch whose file to write")
    history.add_argument("--out", type=here, help="where to write it")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


if __name__ == "__main__":
    raise SystemExit(main())
