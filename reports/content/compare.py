"""Two issued reports held against each other: which figures changed, which sentences."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from reports.content.model import Content, Figure, Prose

_SENTENCE = re.compile(r"[^。；;.!?！？]*(?:[。；;!?！？]|\.(?=\s|$)|$)")


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure in both reports; an empty text where one of them has it not."""

    subject: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """One sentence that only one of the reports has, its figures filled in."""

    part_id: str
    label: str
    text: str
    is_added: bool


def changed_figures(before: Content, after: Content) -> list[FigureChange]:
    """The figures of either report that are not written alike, in the order of the later one."""
    keys = dict.fromkeys([*after.figures, *before.figures])
    pairs = [(before.figures.get(key), after.figures.get(key)) for key in keys]
    return [
        FigureChange(known.subject, known.field, _text(old), _text(new))
        for old, new in pairs
        if _text(old) != _text(new) and (known := new or old) is not None
    ]


def _text(figure: Figure | None) -> str:
    return "" if figure is None else figure.text


def changed_sentences(before: Content, after: Content) -> list[SentenceChange]:
    """Sentences whose words changed; one whose figures alone moved has not."""
    old, new = _parts(before), _parts(after)
    found: list[SentenceChange] = []
    for part_id in dict.fromkeys([*new, *old]):
        found += _part_changes(part_id, old.get(part_id), new.get(part_id), before, after)
    return found


def _parts(content: Content) -> dict[str, Prose]:
    return {prose.part_id: prose for prose in content.prose()}


def _part_changes(
    part_id: str, old: Prose | None, new: Prose | None, before: Content, after: Content
) -> list[SentenceChange]:
    told_before, told_after = _sentences(old), _sentences(new)
    matcher = difflib.SequenceMatcher(a=told_before, b=told_after, autojunk=False)
    label = (new or old).label  # type: ignore[union-attr]
    found: list[SentenceChange] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            found += [SentenceChange(part_id, label, _filled(s, before), False) for s in told_before[a:b]]
            found += [SentenceChange(part_id, label, _filled(s, after), True) for s in told_after[c:d]]
    return found


def _sentences(prose: Prose | None) -> list[str]:
    lines = prose.template.splitlines() if prose else []
    return [part.strip() for line in lines for part in _SENTENCE.findall(line) if part.strip()]


def _filled(sentence: str, content: Content) -> str:
    runs = Prose("", "", sentence).paragraphs(content.figures)
    return "".join(run.text for line in runs for run in line)
