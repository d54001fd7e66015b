"""`python -m warehouse programme`: another county's plan into this warehouse, or which plans it holds."""

from __future__ import annotations

import argparse

from warehouse.areas import read_areas
from warehouse.connection import borrowed_warehouse
from warehouse.errands import here
from warehouse.seed import load_programme

FINE = 0


def add_parser(commands: argparse._SubParsersAction) -> None:
    """The command's arguments."""
    words = "load a programme's folder beside the others: another county, another year; without one, list them"
    command = commands.add_parser("programme", help=words)
    command.add_argument("programme", nargs="?", type=here, metavar="FOLDER", help="the programme's folder")
    command.add_argument("--warehouse", type=here, help="the warehouse file")
    command.set_defaults(run=run, folder=None)


def run(asked: argparse.Namespace) -> int:
    """Loads the folder where one is given, and lists what the warehouse then holds."""
    with borrowed_warehouse(asked.warehouse) as warehouse:
        loaded = load_programme(warehouse, asked.programme) if asked.programme is not None else None
        for area in read_areas(warehouse):
            mark = "loaded  " if area.programme_id == loaded else ""
            print(f"{mark}{area.programme_id}  {area.ref_area}  {area.year}  {area.name['zh_hans']}")
    return FINE
