"""The views of the page, each from the same board, words and rows as the screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from i18n import Words
from i18n.sentences import gap_text
from reports.snapshot import rows
from reports.snapshot.page import html
from reports.snapshot.subject import Subject
from reports.snapshot.workbook.about import facts
from reports.wording.owners import ids, names, owner_text
from reports.wording.reasons import actual_text, reason_text
from reports.wording.targets import target_in_words
from rules.model import Status
from warehouse import summaries
from warehouse.ledgers import read_entries
from warehouse.livelihood_board import read_livelihood

Row = Mapping[str, Any]
SHOWN = 12
"""How many lines a list of the overview holds."""


@dataclass(frozen=True)
class Views:
    """All views of a board in one language, as HTML."""

    subject: Subject
    words: Words

    @cached_property
    def order(self) -> list[str]:
        """Every judged indicator, worst first."""
        worst = rows.worst_first(summaries.deciding_rows(self.subject.board.verdicts))
        return worst["indicator_id"].to_list()

    def overview(self) -> str:
        """Counts, the matrix, the worst gaps, what moved, who has not reported."""
        words = self.words
        body = self._tiles() + html.heading(words("snapshot_page.matrix")) + self._matrix()
        columns = [
            (words("snapshot_page.worst"), self._worst()),
            (words("snapshot_page.moved"), self._moved()),
            (words("snapshot_page.unreported"), self._unreported()),
        ]
        lists = "".join(f"<div>{html.heading(title)}{listed}</div>" for title, listed in columns)
        return html.section("overview", words("snapshot_page.overview"), f'{body}<div class="columns">{lists}</div>')

    def _tiles(self) -> str:
        counted = summaries.status_counts(summaries.deciding_rows(self.subject.board.verdicts))
        made = [
            f'<div class="tile {status}">{html.status_chip(self.words, status)}<b>{counted[status]}</b></div>'
            for status in Status
        ]
        return f'<div class="tiles">{"".join(made)}</div>'

    def _matrix(self) -> str:
        """Actions down, months across."""
        board, words = self.subject.board, self.words
        counts: dict[tuple[str, date], dict[str, int]] = {}
        per_action = summaries.per_action(board.history)
        for action_id, month, status, count in summaries.count_by_status(per_action, "action_id", "month").iter_rows():
            counts.setdefault((action_id, month), {})[status] = count
        months = [date(board.month.year, number, 1) for number in range(1, board.month.month + 1)]
        header = [words("column.action"), *(words.month_short(month) for month in months)]
        made = [
            html.row(
                [
                    html.plain(html.link(f"action_{action['action_id']}", html.text(words.of(action)))),
                    *(self._share(counts.get((action["action_id"], month), {})) for month in months),
                ]
            )
            for action in board.knowledge.actions_in_order
        ]
        return html.table(header, made, name="matrix")

    def _share(self, found: Mapping[str, int]) -> str:
        """A bar of the statuses' shares with how many are behind."""
        total = sum(found.values())
        if not total:
            return html.plain("–")
        parts = "".join(
            f'<i class="{status}" style="flex:{found[status]}"></i>' for status in reversed(Status) if found.get(status)
        )
        return html.plain(f'<span class="bar">{parts}</span><small>{found.get("behind", 0)}/{total}</small>')

    def _worst(self) -> str:
        found = summaries.worst(self.subject.board.verdicts).head(SHOWN)
        return self._list(html.verdict_chip(self.words, row) + self._line(row) for row in found.iter_rows(named=True))

    def _moved(self) -> str:
        board = self.subject.board
        if not board.before.height:
            return self._list([])
        found = summaries.changes(board.verdicts, board.before).sort("step", maintain_order=True)
        return self._list(
            f"{html.status_chip(self.words, row['status_before'])} → {html.verdict_chip(self.words, row)}"
            + self._line(row)
            for row in found.iter_rows(named=True)
        )

    def _line(self, row: Row) -> str:
        """An indicator by name with its gap, linked."""
        known, indicator_id = self.subject.board.knowledge, row["indicator_id"]
        indicator, measure = known.indicators[indicator_id], known.measure_of(indicator_id)
        gap = gap_text(self.words, row, indicator, measure)
        name = html.link(indicator_anchor(indicator_id), html.text(self.words.of(indicator)))
        return f" {name} <small>{html.text(gap)}</small>"

    def _unreported(self) -> str:
        board, words = self.subject.board, self.words
        due = board.reports.filter((pl.col("period") == board.month) & pl.col("state").is_in(["due", "overdue"]))
        return self._list(
            f"<b>{html.text(words.of(board.knowledge.units[row['unit_id']]))}</b> "
            + html.text(words(f"report_state.{row['state']}"))
            for row in due.sort("state", "unit_id", descending=[True, False]).iter_rows(named=True)
        )

    def _list(self, entries: Any) -> str:
        found = list(entries)
        return html.items(found) if found else f"<p>{html.text(self.words('overview.none'))}</p>"

    def actions(self) -> str:
        """A view for each action: all its targets, worst first."""
        board, words = self.subject.board, self.words
        return "".join(
            html.section(
                f"action_{action['action_id']}",
                f"{action['ordinal']} {words.of(action)}",
                self._targets(board.verdicts.filter(action_id=action["action_id"])),
            )
            for action in board.knowledge.actions_in_order
        )

    def _targets(self, verdicts: pl.DataFrame) -> str:
        words = self.words
        columns = ("status", "indicator", "target", "actual", "period", "gap", "lead", "place")
        header = [words(f"column.{name}") for name in columns]
        worst = rows.worst_first(verdicts)
        return html.table(header, [self._target(row) for row in worst.iter_rows(named=True)], name="filtered")

    def _target(self, verdict: Row) -> str:
        words, known = self.words, self.subject.board.knowledge
        target, indicator_id = known.targets[verdict["target_id"]], verdict["indicator_id"]
        indicator, measure = known.indicators[indicator_id], known.measure_of(indicator_id)
        name, led = words.of(indicator), names(words, known, ids(target["lead_units"]))
        asked = target_in_words(words, known, target)
        place = words.place(target["document"], target["section"], target["item"])
        cells = [
            html.plain(html.verdict_chip(words, verdict)),
            html.plain(html.link(indicator_anchor(indicator_id), html.text(name))),
            html.plain(html.text(asked)),
            html.plain(html.text(actual_text(words, known, verdict)), numeric=True),
            html.plain(html.text(words.month(verdict["period"]) if verdict["period"] else ""), on_one_line=True),
            html.plain(html.text(gap_text(words, verdict, indicator, measure))),
            html.plain(html.text(led)),
            html.plain(html.text(place)),
        ]
        return html.row(cells, status=verdict["status"], found_by=f"{name} {asked} {led}")

    def all_indicators(self) -> str:
        """Every indicator by its deciding verdict."""
        verdicts = summaries.deciding_rows(self.subject.board.verdicts)
        return html.section("indicators", self.words("snapshot_page.all_indicators"), self._targets(verdicts))

    def indicator(self, indicator_id: str) -> str:
        """One indicator: status, why, chart, its targets, its figures with their sources."""
        board, words = self.subject.board, self.words
        known, verdict = board.knowledge, board.deciding[indicator_id]
        indicator = known.indicators[indicator_id]
        head = (
            f'<p class="lead">{html.verdict_chip(words, verdict)} {html.text(reason_text(words, known, verdict))}</p>'
        )
        owner = f"<p>{html.text(owner_text(words, known, indicator_id))}</p>"
        chart = f'<div class="chart" data-chart="{html.text(indicator_id)}"></div>'
        body = head + owner + chart + self._targets(board.verdicts.filter(indicator_id=indicator_id))
        body += html.heading(words("snapshot_page.figures")) + self._figures(indicator_id)
        return html.section(indicator_anchor(indicator_id), words.of(indicator), body)

    def _figures(self, indicator_id: str) -> str:
        """Every vintage, the newest period first, with its file and cell."""
        words, known = self.words, self.subject.board.knowledge
        found = self._vintages.get(indicator_id, [])
        if not found:
            return f"<p>{html.text(words('indicator.no_figures'))}</p>"
        columns = ("period", "value", "nature", "unit", "file", "cell", "received", "state")
        made = []
        for row in found:
            unit = known.units.get(row["unit_id"])
            value = rows.figure(words, known, indicator_id, row["obs_value"])
            cells = [
                html.plain(html.text(words.month(row["reference_period"])), on_one_line=True),
                html.cell(words, value),
                html.plain(html.text(words(f"obs_status.{row['obs_status']}"))),
                html.plain(html.text(words.of(unit) if unit else row["unit_id"])),
                html.plain(html.text(row["file_name"])),
                html.plain(html.text(f"{row['sheet']} {row['cell']}")),
                html.cell(words, row["received_at"]),
                html.plain(html.text(words(f"vintage.{row['state']}"))),
            ]
            made.append(html.row(cells))
        return html.table([words(f"column.{name}") for name in columns], made)

    @cached_property
    def _vintages(self) -> dict[str, list[Row]]:
        shown = self.subject.board.knowledge.shown
        key = ["ref_area", "indicator_id", "reference_period"]
        standing = shown.filter(pl.col("withdrawn_at").is_null()).sort("recorded_at", "received_at")
        newest = standing.unique(key, keep="last", maintain_order=True).select(
            *key, "batch_id", newest=pl.lit(value=True)
        )
        state = (
            pl.when(pl.col("withdrawn_at").is_not_null())
            .then(pl.lit("withdrawn"))
            .when(pl.col("newest").is_not_null())
            .then(pl.lit("current"))
            .otherwise(pl.lit("replaced"))
        )
        told = shown.join(newest, on=[*key, "batch_id"], how="left", maintain_order="left").with_columns(state=state)
        ordered = told.sort("reference_period", "recorded_at", descending=True, maintain_order=True)
        found: dict[str, list[Row]] = {}
        for row in ordered.iter_rows(named=True):
            found.setdefault(row["indicator_id"], []).append(row)
        return found

    def units(self) -> str:
        """Every unit: what it leads by status, how it reports."""
        return self._table("units", "snapshot_page.units", rows.units(self.words, self.subject.board))

    def livelihood(self) -> str:
        """The livelihood items part by part."""
        items = read_livelihood(self.subject.warehouse, self.subject.board)
        table = rows.livelihood(self.words, self.subject.board, items)
        return self._table("livelihood", "snapshot_page.livelihood", table)

    def ledgers(self) -> str:
        """The lists' entries as they stand."""
        known = self.subject.board.knowledge
        found = read_entries(self.subject.warehouse, known.catalogue, self.subject.moment.as_of)
        ordered = found.sort(pl.col("due_on"), nulls_last=True, maintain_order=True)
        return self._table("ledgers", "snapshot_page.ledgers", rows.entries(self.words, self.subject.board, ordered))

    def sources(self) -> str:
        """Every workbook received."""
        return self._table("sources", "snapshot_page.sources", rows.sources(self.words, self.subject.board))

    def about(self) -> str:
        """What the page is about, as known when."""
        words = self.words
        told = [html.row([html.plain(html.text(name)), html.plain(html.text(said))]) for name, said in self.facts()]
        note = f"<p>{html.text(words('snapshot_page.offline'))}</p>"
        return html.section("about", words("snapshot_page.about"), html.table([], told) + note)

    def facts(self) -> Sequence[tuple[str, str]]:
        return facts(self.subject, self.words)

    def _table(self, anchor: str, title: str, table: rows.Table) -> str:
        words = self.words
        filled = [
            column for column in range(len(table.header)) if any(row[column] not in (None, "") for row in table.rows)
        ]
        made = [
            html.row([html.cell(words, row[column]) for column in filled], found_by=" ".join(_texts(row)))
            for row in table.rows
        ]
        return html.section(anchor, words(title), html.table([table.header[c] for c in filled], made, name="filtered"))


def _texts(row: Sequence[rows.Cell]) -> list[str]:
    return [each for each in row if isinstance(each, str)]


def indicator_anchor(indicator_id: str) -> str:
    """Where an indicator's view is."""
    return f"i_{indicator_id}"
