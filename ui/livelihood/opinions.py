"""What the public says of an item: mean with its interval, stars by bars, reasons, words, the table to download."""

from __future__ import annotations

from collections import Counter
from html import escape

import polars as pl
import streamlit as st

from i18n import Words
from i18n.typed import typed
from reports.table_csv import csv_bytes
from rules.ratings import SMALL_SAMPLE, STARS
from rules.rollup import whole_percentages
from ui import links
from ui.access.here import told_export
from ui.kept import kept
from ui.process import the_process
from ui.screen import Screen
from warehouse.livelihood_board import ItemView, Row
from warehouse.ratings import read_ballots


@kept(max_entries=16)
def _ballots(drive_version: int, programme_id: str, as_of: object) -> pl.DataFrame:
    del drive_version  # part of the cache's key only
    return read_ballots(the_process().warehouse, programme_id, as_of)  # type: ignore[arg-type]


def ballots_of(screen: Screen, item_id: str) -> pl.DataFrame:
    """The ballots that count for an item, oldest first."""
    process = the_process()
    found = _ballots(process.warehouse.drive_version(), process.programme_id, screen.as_of)
    return found.filter(item_id=item_id)


def results(screen: Screen, item: ItemView) -> None:
    """All that has been said of the item so far."""
    words, rating = screen.words, item.rating
    if rating is None:
        st.caption(words("opinion.none"))
        return
    ballots = ballots_of(screen, item.item_id)
    st.html(_mean(words, rating) + _bars(words, rating) + _reasons(words, ballots) + _newest(words, rating))
    st.caption(words("opinion.note"))
    name = words("opinion.file", item=words.of(item.row))
    file_name = words(
        "download.file_name", what=name, month=f"{screen.month:%Y-%m}", as_of=links.query(screen)["as_of"]
    )
    st.download_button(
        words("opinion.download"),
        told_export(file_name, lambda: csv_bytes(ballot_table(words, ballots))),
        file_name=file_name,
        mime="text/csv",
        on_click="ignore",
        key=f"ballots_{item.item_id}",
        icon=":material/download:",
    )


def _mean(words: Words, rating: Row) -> str:
    n = rating["n"]
    count = words("opinion.n_one" if n == 1 else "opinion.n", n=words.number(n))
    told = [count, words("opinion.interval", low=words.number(rating["low"], 1), high=words.number(rating["high"], 1))]
    if rating["spread"] is not None:
        told.append(words("opinion.spread", spread=words.number(rating["spread"], 1)))
    small = words("opinion.small", limit=SMALL_SAMPLE) if rating["is_small_sample"] else ""
    mark = f'<div class="ea-small">▲ {escape(small)}</div>' if small else ""
    return (
        f'<div class="ea-mean"><b>{words.number(rating["mean"], 1)}</b> {escape(words("opinion.of_five"))}</div>'
        f'<div class="ea-muted">{escape(" · ".join(told))}</div>{mark}'
    )


def _bars(words: Words, rating: Row) -> str:
    counts = {star: int(rating[f"star_{star}"]) for star in reversed(STARS)}
    shares = whole_percentages(counts)
    rows = "".join(
        f'<div class="row"><span>{star}★</span><div class="ea-way"><i style="width:{shares[star]}%"></i></div>'
        f"<span>{shares[star]}%</span><span>{words.number(count)}</span></div>"
        for star, count in counts.items()
    )
    return f'<div class="ea-stars">{rows}</div>'


def _reasons(words: Words, ballots: pl.DataFrame) -> str:
    counted = Counter(code for text in ballots["reasons"].drop_nulls() for code in text.split(";"))
    chips = "".join(
        f'<span class="ea-mark">{escape(words(f"rating.reason.{code}"))} {count}</span> '
        for code, count in counted.most_common()
    )
    return f"{_heading(words, 'reasons')}<div>{chips}</div>" if chips else ""


def _newest(words: Words, rating: Row) -> str:
    said = "".join(f"<li>{escape(typed(words, text))}</li>" for text in rating["newest_reasons"])
    return f'{_heading(words, "newest")}<ul class="ea-said">{said}</ul>' if said else ""


def _heading(words: Words, name: str) -> str:
    return f'<div class="ea-ratehead">{escape(words(f"opinion.{name}"))}</div>'


def ballot_table(words: Words, ballots: pl.DataFrame) -> pl.DataFrame:
    """The ballots that count, without anything of their device."""

    def named(codes: str | None) -> str:
        return words.join([words(f"rating.reason.{code}") for code in (codes or "").split(";") if code])

    return pl.DataFrame(
        {
            words("livelihood.column.stars"): ballots["stars"],
            words("livelihood.column.reasons"): [named(codes) for codes in ballots["reasons"]],
            words("livelihood.column.words"): [typed(words, said or "") for said in ballots["words"]],
            words("livelihood.column.cast_at"): [words.moment(at) for at in ballots["cast_at"]],
        }
    )


def rating_table(words: Words, items: tuple[ItemView, ...]) -> pl.DataFrame:
    """All rated items with their numbers, for download."""

    def column(name: str) -> str:
        return words(f"livelihood.column.{name}")

    rows = [
        {
            column("group"): words(f"livelihood.group.{item.row['item_group']}"),
            column("item"): words.of(item.row),
            column("n"): item.rating["n"],
            column("mean"): round(item.rating["mean"], 2),
            column("low"): round(item.rating["low"], 2),
            column("high"): round(item.rating["high"], 2),
            column("spread"): item.rating["spread"] and round(item.rating["spread"], 2),
            **{f"{star}★": item.rating[f"star_{star}"] for star in STARS},
            column("small"): "✓" if item.rating["is_small_sample"] else "",
        }
        for item in items
        if item.rating is not None
    ]
    return pl.DataFrame(rows, infer_schema_length=None)
