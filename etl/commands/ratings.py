"""`ratings`: collects what the public has said and lists how each item is rated."""

from __future__ import annotations

import argparse

import polars as pl

from etl.commands.outcome import FINE, answer_rows, opened
from etl.ratings import Spool, collect_ballots, spool_path
from warehouse.clock import now_on, on_day
from warehouse.ledger import EVER
from warehouse.ratings import read_ratings
from warehouse.settings import Settings, board_date


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Brings the spool's new ballots in, then lists the ratings."""
    with opened(asked, settings) as (warehouse, programme_id):
        path = spool_path(warehouse.path)
        if path.exists():
            spool = Spool(path)
            day = board_date(settings, warehouse)
            collect_ballots(
                warehouse,
                programme_id,
                spool,
                at=lambda: now_on(warehouse, day),
                clock=lambda moment: on_day(moment, day),
            )
            spool.close()
        rows = read_ratings(warehouse, programme_id, EVER)
    shown = rows.with_columns(pl.col("mean", "low", "high").round(2))
    answer_rows(shown, ("item_id", "n", "mean", "low", "high", "is_small_sample"), as_json=asked.json)
    return FINE
