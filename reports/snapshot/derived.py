"""What the rules made of the figures, as tables: verdicts with their reasons, what each unit owes."""

from __future__ import annotations

import polars as pl

from i18n import LANGUAGES, words_for
from reports.snapshot.fields import DERIVED, REPORT_DUE, VERDICT
from reports.snapshot.subject import Subject
from reports.wording.reasons import reason_text
from warehouse.kept import Kept, Reference

DERIVED_TABLES: tuple[Kept, ...] = (
    Kept(
        VERDICT,
        ("month", "target_id"),
        refers=(
            Reference(("target_id",), "target", ("target_id",)),
            Reference(("indicator_id",), "indicator", ("indicator_id",)),
            Reference(("action_id",), "action", ("action_id",)),
        ),
    ),
    Kept(REPORT_DUE, ("unit_id", "period"), refers=(Reference(("unit_id",), "unit", ("unit_id",)),)),
)


def derived_rows(subject: Subject, table: str) -> pl.DataFrame:
    """The rows of one of DERIVED_TABLES, from January to the board's month."""
    if table == REPORT_DUE:
        return subject.board.reports.select(list(DERIVED[REPORT_DUE]))
    return _verdicts(subject).select(list(DERIVED[VERDICT]))


def _verdicts(subject: Subject) -> pl.DataFrame:
    history, known = subject.board.history, subject.board.knowledge
    rows = history.to_dicts()
    said = {
        words_for(language).column("reason_text"): [reason_text(words_for(language), known, row) for row in rows]
        for language in LANGUAGES
    }
    return history.with_columns(pl.Series(name, texts, pl.String) for name, texts in said.items())
