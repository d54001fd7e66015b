"""`python -m reports COMMAND`: exit 0 fine, 2 something is wrong, said in one sentence.

A command is a module of `reports.commands`; its name is the command's, its docstring the help.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence

from reports import commands
from reports.errors import ReportError
from warehouse.errands import here, run_or_hand_over
from warehouse.errors import WarehouseError
from warehouse.settings import read_settings

FINE, WRONG = 0, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; what went wrong on purpose is one sentence on the error stream."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    asked = _parser().parse_args(given)
    try:
        asked.settings = read_settings()
        asked.warehouse = asked.warehouse or asked.settings.warehouse_path
        asked.programme = asked.programme or asked.settings.programme_folder
        return run_or_hand_over("reports", lambda: int(asked.run(asked)), given, asked.warehouse)
    except (ReportError, WarehouseError) as error:
        print(error, file=sys.stderr)
        return WRONG
    except OSError as error:
        print(f"{error.filename}: {error.strerror}. Check that the folder exists and may be written.", file=sys.stderr)
        return WRONG


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reports", description="Official reports from the warehouse.")
    found = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in pkgutil.iter_modules(commands.__path__):
        command = importlib.import_module(f"reports.commands.{module.name}")
        words = (command.__doc__ or "").strip().splitlines()[0].rstrip(".")
        made = found.add_parser(module.name, help=words, description=words)
        made.add_argument("--warehouse", type=here, help="the warehouse file")
        made.add_argument("--programme", type=here, help="the programme's folder, or the id of one loaded before")
        command.add_arguments(made)
        made.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
