"""The kinds of report: which stretch of time each is about, and the head it wears."""

from __future__ import annotations

from dataclasses import dataclass

from reports.content.model import Masthead
from reports.errors import UnknownKind, UnknownPeriod
from reports.periods import Period, Shape


@dataclass(frozen=True, slots=True)
class Kind:
    """`code` names its words (`paper.kind.<code>`) and its builder."""

    code: str
    shape: Shape
    masthead: Masthead


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("monthly_work", Shape.MONTH, Masthead.DOCUMENT),
        Kind("ten_day_brief", Shape.TEN_DAYS, Masthead.BULLETIN),
        Kind("monthly_bulletin", Shape.MONTH, Masthead.BULLETIN),
        Kind("quarterly_review", Shape.QUARTER, Masthead.BULLETIN),
        Kind("annual_review", Shape.YEAR, Masthead.DOCUMENT),
        Kind("minutes", Shape.MEETING, Masthead.MINUTES),
    )
}


def kind_of(code: str) -> Kind:
    """Raises UnknownKind."""
    try:
        return KINDS[code]
    except KeyError:
        raise UnknownKind(
            "There is no report {kind!r}: choose one of {kinds}.", kind=code, kinds=tuple(KINDS)
        ) from None


def refuse_other_shape(kind: Kind, period: Period) -> None:
    """Raises UnknownPeriod where a kind of report is not about such a stretch of time."""
    if period.shape is not kind.shape:
        raise UnknownPeriod(
            "{kind} is about a {shape}, and {period} is a {given}: write {example}.",
            code="other_shape",
            kind=kind.code,
            shape=kind.shape.replace("_", " "),
            period=period.key,
            given=period.shape,
            example=_EXAMPLES[kind.shape],
        )


_EXAMPLES = {
    Shape.TEN_DAYS: "2024-T32",
    Shape.MONTH: "2024-10",
    Shape.QUARTER: "2024-Q3",
    Shape.YEAR: "2024",
    Shape.MEETING: "the meeting's id",
}
