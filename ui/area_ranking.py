"""One indicator of all areas, ranked by its figures or by the gap to each area's own target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl
import streamlit as st

from charts import areas as areas_chart
from charts.theme import spoken
from i18n import Words
from ui import grid, links, router
from ui.area import AREA
from ui.area_standings import rivals
from ui.choose import one_of
from ui.drawing import Drawing, draw, made, offer_picture
from ui.kept import kept
from ui.keys import BY_KEY, Key, key_of
from ui.process import the_process
from ui.screen import Screen
from warehouse.area_ranking import indicator_of_areas, placed, shared_indicators

PERCENT, STAGE = "percent", "stage"
"""A unit whose differences are points, and the measure whose figures are steps of a building: no ranking."""


@dataclass(frozen=True)
class Ranking:
    """One indicator of all areas, best first; `rows` as `indicator_of_areas`, those with a place alone."""

    indicator_id: str
    by_gap: bool
    all_rows: pl.DataFrame
    rows: pl.DataFrame


@kept(max_entries=24)
def _shared(version: int, as_of: datetime) -> tuple[str, ...]:
    """The indicators to choose from: the board's own that another plan has too, leading ones first."""
    del version  # part of the cache's key only
    return tuple(shared_indicators(the_process().warehouse, rivals(), as_of))


@kept(max_entries=64, hash_funcs=BY_KEY)
def _ranking(key: Key, indicator_id: str, by_gap: bool) -> Ranking:
    process = the_process()
    rows = indicator_of_areas(
        process.warehouse,
        rivals(),
        indicator_id,
        own=process.programme_id,
        month=key.month,
        as_of=key.as_of,
        unreviewed=process.settings.unreviewed,
    )
    if by_gap:
        rows = rows.with_columns(place=placed("gap"))
    ranked = rows.filter(pl.col("place").is_not_null()).sort("place", "programme_id")
    return Ranking(indicator_id, by_gap, rows, ranked)


@st.fragment
def one_indicator(screen: Screen) -> None:
    """An indicator and an order to choose, the chart, what it leaves out, and all areas as a table.

    A fragment: another indicator is no reason to go on judging areas.
    """
    words = screen.words
    ranking = _chosen(screen)
    if ranking is None:
        st.info(words("areas.none_shared"))
        return
    if ranking.rows.is_empty():
        st.info(words("areas.none_ranked", month=words.month(screen.month)))
    else:
        _chart(screen, ranking)
    st.caption(" ".join(_left_out(screen, ranking)))
    if ranking.rows.height:
        with st.expander(words("areas.table"), icon=":material/table_rows:"):
            _table(screen, ranking)


def _chosen(screen: Screen) -> Ranking | None:
    words, known = screen.words, screen.board.knowledge
    shared = set(_shared(known.version, known.as_of))
    options = [
        row["indicator_id"]
        for row in sorted(known.indicators.values(), key=lambda row: (row["headline"] is None, row["headline"] or 0))
        if row["indicator_id"] in shared and row["measure"] != STAGE
    ]
    indicators, orders = st.columns([3, 2])
    with indicators:
        indicator_id = one_of(
            "rank_by",
            words("areas.pick_indicator"),
            options,
            write=lambda chosen: words.of(known.indicators[chosen]),
        )
    with orders:
        order = one_of("rank_as", words("areas.pick_order"), ["value", "gap"], write=lambda o: words(f"areas.by_{o}"))
    return None if indicator_id is None else _ranking(key_of(screen), indicator_id, order == "gap")


def _chart(screen: Screen, ranking: Ranking) -> None:
    drawing = _drawing(key_of(screen), ranking.indicator_id, ranking.by_gap)
    draw(screen, drawing, to=links.pattern("", links.query(screen), **{AREA: "{area_id}"}))
    name = screen.words.of(screen.board.knowledge.indicators[ranking.indicator_id])
    offer_picture(screen, drawing, key="area_ranking", title=name)


@kept(max_entries=64, hash_funcs=BY_KEY)
def _drawing(key: Key, indicator_id: str, by_gap: bool) -> Drawing:
    words, ranking = key.words, _ranking(key, indicator_id, by_gap)
    own = the_process().programme_id
    places = ranking.rows["programme_id"].to_list()
    at = areas_chart.chosen_places(len(places), places.index(own) if own in places else None)
    named = _places(words)
    rows = [
        _area_row(key, ranking, row, name=named[row["programme_id"]], is_own=row["programme_id"] == own)
        for row in ranking.rows[at].iter_rows(named=True)
    ]
    told = words.join([words("chart.areas.told", place=row.place, name=row.name, value=row.text) for row in rows])
    frame = areas_chart.prepare(rows, words=words, size=key.size)
    shown = made(spoken(frame, told), areas_chart.spec(words, size=key.size), links_by=("area_id",))
    return replace(shown, rows=len(rows))


def _area_row(key: Key, ranking: Ranking, row: dict[str, Any], *, name: str, is_own: bool) -> areas_chart.AreaRow:
    shown = row["gap" if ranking.by_gap else "value"]
    target = None if ranking.by_gap else row["target"]
    return areas_chart.AreaRow(
        area_id=row["programme_id"],
        name=name,
        place=row["place"],
        value=shown,
        text=_amount(key, ranking.indicator_id, shown, signed=ranking.by_gap),
        is_own=is_own,
        target=target,
        target_text=_amount(key, ranking.indicator_id, target),
    )


def _amount(key: Key, indicator_id: str, value: float | None, *, signed: bool = False) -> str:
    """A figure with its unit as the indicator is written; a dash where there is none."""
    if value is None:
        return "–"
    known = key.board.knowledge
    measure = known.measure_of(indicator_id)
    decimals = known.indicators[indicator_id]["decimals"]
    if signed and measure["unit_measure"] == PERCENT:
        return key.words("chart.points", gap=key.words.signed(value, decimals))
    return key.words.quantity(value, measure, decimals=decimals, signed=signed)


def _left_out(screen: Screen, ranking: Ranking) -> list[str]:
    """What the chart shows and what it does not, in sentences."""
    words, rows = screen.words, ranking.all_rows
    said = [words("areas.gap_how")] if ranking.by_gap else []
    if not ranking.by_gap and ranking.rows["target"].is_not_null().any():
        said.append(words("areas.tick"))
    if ranking.rows.height > areas_chart.SHOWN:
        said.append(words("areas.shown_some", all=words.number(ranking.rows.height), shown=areas_chart.SHOWN))
    alike = rows.filter("is_alike")
    figures = alike.filter(pl.col("value").is_not_null())
    counted = {
        "without": alike.height - figures.height,
        "untargeted": figures["target"].is_null().sum() if ranking.by_gap else 0,
        "unlike": rows.height - alike.height,
    }
    return said + [words(f"areas.{name}", count=words.number(float(count))) for name, count in counted.items() if count]


def _table(screen: Screen, ranking: Ranking) -> None:
    """Every area with a place; a name opens that area's board."""
    shown, download = _frames(key_of(screen), ranking.indicator_id, ranking.by_gap)
    indicator = screen.words.of(screen.board.knowledge.indicators[ranking.indicator_id])
    name = screen.words("areas.file_indicator", indicator=indicator)
    areas = ranking.rows["programme_id"].to_list()
    way = grid.Way(router.OVERVIEW, links.query(screen), AREA, areas, screen.words("column.area"))
    grid.table(screen, shown, key="area_table", what=name, download=download, way=way)


@kept(max_entries=24, hash_funcs=BY_KEY)
def _frames(key: Key, indicator_id: str, by_gap: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The table in words, and with numbers as numbers in the unit named beside them."""
    words, rows = key.words, _ranking(key, indicator_id, by_gap).rows
    measure, named = key.board.knowledge.measure_of(indicator_id), _places(words)
    factor = 1.0 if words.is_chinese else measure["factor_en"]
    shown, download = [], []
    for row in rows.iter_rows(named=True):
        period = {words("column.period"): words.month(row["period"])}
        first = {
            words("column.place_of"): row["place"],
            words("column.area"): named[row["programme_id"]],
        }
        texts = {
            header: _amount(key, indicator_id, row[name], signed=name == "gap") for name, header in _columns(words)
        }
        numbers = {header: None if row[name] is None else row[name] * factor for name, header in _columns(words)}
        shown.append(first | texts | period)
        download.append(first | numbers | {words("column.measure"): words.of(measure)} | period)
    return pl.DataFrame(shown), pl.DataFrame(download, infer_schema_length=None)


def _columns(words: Words) -> list[tuple[str, str]]:
    headers = {"value": "column.actual", "target": "column.area_target", "gap": "column.area_gap"}
    return [(name, words(header)) for name, header in headers.items()]


def _places(words: Words) -> dict[str, str]:
    """programme_id -> its area's name; of one year each area has one plan."""
    return {one.programme_id: words.named(one.place) for one in rivals()}
