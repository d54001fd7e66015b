"""`demonstration`: the demonstration set, loaded at its own moments."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from etl.commands.outcome import FILES_REFUSED, FINE, answer_json, opened, show_progress
from etl.demonstration.load import load_demonstration
from warehouse.settings import Settings


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Loads what is not there yet."""
    folder = settings.demonstration_folder
    if folder is None:
        print("the settings want no demonstration set", file=sys.stderr)
        return FILES_REFUSED
    with opened(asked, settings) as (warehouse, _):
        done = load_demonstration(warehouse, folder, show_progress)
    if asked.json:
        answer_json(asdict(done))
    else:
        files = f"{done.loaded} files loaded, {done.already_there} there before, {done.withdrawn} withdrawn"
        print(f"{files}; {done.rows} rows beside the figures")
        for sentence in done.refused:
            print(f"refused  {sentence}")
    return FILES_REFUSED if done.refused else FINE
