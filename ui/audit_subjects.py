"""What an audit row was about, in words: the warehouse keeps it as `verb what`, the same in every language."""

from __future__ import annotations

import re

from i18n import Words

VERBS = {
    "withdrawal": "withdrawal",
    "unsubscribe": "unsubscribe",
    "subscribe": "subscribe",
    "start meeting": "meeting_start",
    "end meeting": "meeting_end",
    "stage of": "stage",
    "snapshot": "snapshot",
    "review": "review",
    "remove remark": "remark_removed",
    "remove note": "note_removed",
    "remark at": "remark",
    "notice": "notice",
    "note": "note",
    "message": "message",
    "mark": "mark",
    "issue": "issue",
    "in force": "in_force",
    "evidence for": "evidence",
    "evidence": "evidence_changed",
    "draft": "draft",
    "decision at": "decision",
    "close": "close",
    "catalogue": "catalogue",
    "bundle": "bundle",
    "batch": "batch",
    "rating address": "rating_address",
    "open ratings": "ratings_opened",
    "collect ratings": "ratings",
    "lock": "lock",
    "unlock": "unlock",
}
"""How a cause begins -> its word `audit.subject_is.<word>`; what follows are ids."""
_CAUSE = re.compile(rf"({'|'.join(map(re.escape, VERBS))})(?: (?=\S)(.*)|$)")
_DEMONSTRATION = re.compile(r"demonstration ([\w.]+) [0-9a-f]{16}")
_BATCHES = re.compile(r"batch (\S+) and (\d+) more")
_LONG_ID = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{8,}\b")


def subject_text(words: Words, subject: str) -> str:
    """A row's subject in words; what is no cause of ours (a file's name, an account) stays as it is."""
    if found := _DEMONSTRATION.fullmatch(subject):
        if found[1] == "whole":
            return words("audit.demonstration_whole")
        return words("audit.demonstration_file", file=f"{found[1]}.csv")
    if found := _BATCHES.fullmatch(subject):
        return words("audit.subject_is.batch_more", id=_short(found[1]), count=found[2])
    if found := _CAUSE.fullmatch(subject):
        return f"{words(f'audit.subject_is.{VERBS[found[1]]}')} {_short(found[2] or '')}".rstrip()
    return subject


def _short(ids: str) -> str:
    return _LONG_ID.sub(r"\1", ids)
