"""Figures in prose: `{f:retail_growth:value}` as stored, `{社会消费品零售总额增速：实绩}` as edited.

A figure is bound: its text comes from the board at the report's as-of each time the report is made, so prose can be
written around it, and it cannot be typed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.errors import UnknownFigure

_STORED = re.compile(r"\{f:([a-z][a-z0-9_]*):([a-z][a-z0-9_]*)\}")
_BRACED = re.compile(r"\{[^{}]*\}|[{}]")
_TYPED = re.compile(r"[−+-]?\d[\d,]*(?:\.\d+)?\s*(?:%|％|个百分点|(?:percentage )?points?\b)")
_SIDES = re.compile("：|: ?")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `figure` is the key of the figure it writes, "" for words."""

    text: str
    figure: str = ""


@dataclass(frozen=True)
class Names:
    """The figures' names in the reader's language: subjects and fields, each by its id; names are unique."""

    subjects: Mapping[str, str]
    fields: Mapping[str, str]
    colon: str = "："

    def written(self, subject: str, field: str) -> str:
        """A figure's placeholder as the editor shows it; one without a name stays as it is stored."""
        if subject not in self.subjects or field not in self.fields:
            return placeholder(subject, field)
        return f"{{{self.subjects[subject]}{self.colon}{self.fields[field]}}}"


def placeholder(subject: str, field: str) -> str:
    """A figure's place in stored prose."""
    return f"{{f:{subject}:{field}}}"


def defuse_braces(text: str) -> str:
    """Text from outside as part of prose: its braces are no placeholders."""
    return text.replace("{", "｛").replace("}", "｝")


def keys_of(template: str) -> list[str]:
    """The keys `subject:field` of a stored text's figures, in order. Raises UnknownFigure on other braces."""
    faults = tuple(part for part in _BRACED.findall(template) if not _STORED.fullmatch(part))
    if faults:
        raise UnknownFigure(faults)
    return [f"{subject}:{field}" for subject, field in _STORED.findall(template)]


def runs_of(line: str, texts: Mapping[str, str]) -> tuple[Run, ...]:
    """A stored line as runs of words and of figures, whose texts are by key. Raises UnknownFigure."""
    missing = tuple(placeholder(*key.split(":")) for key in keys_of(line) if key not in texts)
    if missing:
        raise UnknownFigure(missing)
    runs: list[Run] = []
    end = 0
    for found in _STORED.finditer(line):
        key = f"{found[1]}:{found[2]}"
        runs += [Run(line[end : found.start()])] if found.start() > end else []
        runs.append(Run(texts[key], key))
        end = found.end()
    return (*runs, Run(line[end:])) if end < len(line) else tuple(runs)


def for_editor(template: str, names: Names) -> str:
    """Stored prose with its placeholders in the reader's words."""
    return _STORED.sub(lambda found: names.written(found[1], found[2]), template)


def from_editor(text: str, names: Names, exists: Callable[[str, str], bool]) -> str:
    """Edited prose as stored. Raises UnknownFigure naming every brace that refers to no figure."""
    by_name = {names.written(s, f): (s, f) for s in names.subjects for f in names.fields}
    faults: list[str] = []

    def stored(found: re.Match[str]) -> str:
        plain = _STORED.fullmatch(found[0])
        pair = by_name.get(_normal(found[0], names.colon)) or (plain and (plain[1], plain[2]))
        if not pair or not exists(*pair):
            faults.append(found[0])
            return found[0]
        return placeholder(*pair)

    made = _BRACED.sub(stored, text)
    if faults:
        raise UnknownFigure(tuple(faults))
    return made


def _normal(braced: str, colon: str) -> str:
    """The colon before the field as the names write it; the one a keyboard gave may be of another width."""
    sides = list(_SIDES.finditer(braced))
    if not sides:
        return braced
    last = sides[-1]
    return f"{{{braced[1 : last.start()].strip()}{colon}{braced[last.end() : -1].strip()}}}"


def typed_numbers(template: str) -> list[str]:
    """Percentages and points written by hand, which no figure keeps true."""
    return [found.strip() for found in _TYPED.findall(_STORED.sub("", template))]
