"""Every figure a report may use, by subject and field, written as the screens write it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from i18n import Words
from i18n.sentences import amount, gap_text
from reports.content.model import Figure
from reports.content.placeholders import Names
from reports.wording.reasons import actual_text, actual_value, reason_text
from reports.wording.saying import asked, said
from reports.wording.targets import status_word, target_in_words
from rules.model import Status
from warehouse import summaries
from warehouse.board import BoardView

BOARD = "board"
"""The subject of counts over the whole plan."""
OF_INDICATOR = (
    "value",
    "said",
    "target",
    "asked",
    "gap",
    "status",
    "period",
    "reason",
    "value_before",
    "status_before",
)
_AT = re.compile(r"(value|said)_(\d{4})(0[1-9]|1[0-2])")
_NONE = "–"


class Figures:
    """Looks figures up on a board; `given` are those counted elsewhere (ledgers, notices), by key.

    Subjects: an indicator (fields OF_INDICATOR, and value_202409 or said_202409 of a period; said is name and value
    in one, asked the target without signs), an action or BOARD
    (a count per status, counted, left_out; of BOARD also better, worse, reported, due), and those of `given`.
    """

    def __init__(self, board: BoardView, words: Words, given: Mapping[str, Figure] | None = None) -> None:
        self.board, self.words = board, words
        self.known = board.knowledge
        self.given = dict(given or {})
        self._found: dict[str, Figure | None] = {}

    def find(self, subject: str, field: str) -> Figure | None:
        """The figure, None where there is no such subject or field."""
        key = f"{subject}:{field}"
        if key not in self._found:
            self._found[key] = self.given.get(key) or self._look_up(subject, field)
        return self._found[key]

    def exists(self, subject: str, field: str) -> bool:
        return self.find(subject, field) is not None

    def add(self, subject: str, field: str, value: float | None, *, text: str | None = None) -> None:
        """A figure the report itself counts or words; `text` is how it is written where it is not a plain number."""
        written = self.words.number(value) if text is None else text
        figure = Figure(subject, field, written, None if value is None else float(value))
        self._found[figure.key] = self.given[figure.key] = figure

    def _look_up(self, subject: str, field: str) -> Figure | None:
        if subject in self.board.deciding:
            return self._of_indicator(subject, field)
        counted = self._counts.get(subject, {}).get(field)
        return None if counted is None else Figure(subject, field, self.words.number(counted), float(counted))

    def _of_indicator(self, indicator_id: str, field: str) -> Figure | None:
        verdict = self.board.deciding[indicator_id]
        at = _AT.fullmatch(field)
        if at:
            return self._at_period(indicator_id, field, date(int(at[2]), int(at[3]), 1))
        if field.endswith("_before"):
            earlier = self._before.get(indicator_id)
            return None if earlier is None else self._written(earlier, field, field.removesuffix("_before"))
        return self._written(verdict, field, field)

    def _written(self, verdict: Mapping[str, Any], field: str, what: str) -> Figure | None:
        words, known, indicator_id = self.words, self.known, verdict["indicator_id"]
        indicator, measure = known.indicators[indicator_id], known.measure_of(indicator_id)
        match what:
            case "value":
                text = actual_text(words, known, verdict)
            case "said":
                told = actual_text(words, known, verdict)
                text = said(words, known, indicator_id, actual_value(verdict), told) if told else ""
            case "asked":
                text = asked(words, known, known.targets[verdict["target_id"]])
            case "target":
                text = target_in_words(words, known, known.targets[verdict["target_id"]])
            case "gap":
                text = gap_text(words, verdict, indicator, measure)
            case "status":
                text = status_word(words, verdict)
            case "period":
                text = words.month(verdict["period"]) if verdict["period"] else ""
            case "reason":
                text = reason_text(words, known, verdict)
            case _:
                return None
        number = verdict["value" if what == "said" else what] if what in ("value", "said", "gap") and text else None
        return Figure(indicator_id, field, text or _NONE, number)

    def _at_period(self, indicator_id: str, field: str, period: date) -> Figure | None:
        known = self.known
        series = known.subjects.series.get(indicator_id, ())
        vintages = [o for o in series if o.period == period and o.withdrawn_at is None and o.recorded_at <= known.as_of]
        if not vintages:
            return None
        value = max(vintages, key=lambda o: o.recorded_at).value
        text = amount(self.words, value, known.indicators[indicator_id], known.measure_of(indicator_id))
        if field.startswith("said"):
            text = said(self.words, known, indicator_id, value, text)
        return Figure(indicator_id, field, text, value)

    @cached_property
    def _before(self) -> dict[str, dict[str, Any]]:
        rows = summaries.deciding_rows(self.board.before) if self.board.before.height else self.board.before
        return {row["indicator_id"]: row for row in rows.iter_rows(named=True)}

    @cached_property
    def _counts(self) -> dict[str, dict[str, int]]:
        board = self.board
        once = summaries.deciding_rows(board.verdicts)
        reported, due = board.reported
        found = {BOARD: {**_counted(once), **self._moved, "reported": reported, "due": due}}
        for action_id in self.known.actions:
            found[action_id] = _counted(board.by_action.filter(action_id=action_id))
        return found

    @cached_property
    def _moved(self) -> dict[str, int]:
        if not self.board.before.height:
            return {"better": 0, "worse": 0}
        steps = summaries.changes(self.board.verdicts, self.board.before)["step"]
        return {"better": int((steps > 0).sum()), "worse": int((steps < 0).sum())}

    @cached_property
    def names(self) -> Names:
        """What the editor calls subjects and fields; a name that two subjects share is given to neither."""
        words, known = self.words, self.known
        subjects = {i: words.of(known.indicators[i]) for i in self.board.deciding}
        subjects |= {a: words.of(row) for a, row in known.actions.items()} | {BOARD: words("paper.subject.board")}
        subjects |= {s: words(f"paper.subject.{s}") for s in self._given_subjects if words.has(f"paper.subject.{s}")}
        times = Counter(subjects.values())
        kept = {s: name for s, name in subjects.items() if times[name] == 1 and not set(name) & set("{}")}
        return Names(kept, self._field_names, "：" if words.is_chinese else ": ")

    @property
    def _given_subjects(self) -> list[str]:
        return list(dict.fromkeys(figure.subject for figure in self.given.values()))

    @property
    def _field_names(self) -> dict[str, str]:
        counts = [status.value for status in Status]
        fields = [*OF_INDICATOR, "counted", "left_out", "better", "worse", "reported", "due"]
        fields += [figure.field for figure in self.given.values() if self.words.has(f"paper.field.{figure.field}")]
        named = {name: self.words(f"paper.field.{name}") for name in fields}
        return named | {name: self.words(f"status.{name}") for name in counts}


def _counted(rows: Any) -> dict[str, int]:
    counted = rows.filter("counted").height if rows.height else 0
    return {**summaries.status_counts(rows), "counted": counted, "left_out": rows.height - counted}
