"""What a request says: its language, and the vote in its form."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request

from i18n import LANGUAGES
from rating.page import REASONS, WORDS_LIMIT

BODY_LIMIT = 8192
"""Bytes of the largest form: 200 Chinese characters are 1,800 when encoded."""


class UnfitForm(Exception):
    """A form no page of ours sends: too long, of another type, or with values we do not offer."""


@dataclass(frozen=True, slots=True)
class Vote:
    """`stars` is None where none was chosen."""

    token: str
    stars: int | None
    reasons: tuple[str, ...]
    words: str


def language_of(request: Request, *, chosen: str | None = None) -> str:
    """The language asked for by `chosen` or the address, else the browser's first that we have, else simplified."""
    wanted = chosen or request.query_params.get("lang")
    if wanted in LANGUAGES:
        return str(wanted)
    accepted = [_ours(tag) for tag in _by_quality(request.headers.get("accept-language", ""))]
    return next((language for language in accepted if language), LANGUAGES[0])


def _by_quality(header: str) -> list[str]:
    """The language tags of a header, most wanted first."""
    found = []
    for part in header[:500].split(","):
        tag, _, rest = part.strip().partition(";")
        number = rest.strip().removeprefix("q=")
        is_number = number.replace(".", "", 1).isdecimal()
        found.append((-(float(number) if is_number else 1.0), tag.lower()))
    return [tag for quality, tag in sorted(found, key=lambda entry: entry[0]) if quality < 0]


def _ours(tag: str) -> str | None:
    if tag.startswith(("zh-tw", "zh-hk", "zh-mo", "zh-hant")):
        return "zh-Hant"
    if tag.startswith("zh"):
        return "zh-Hans"
    return "en" if tag.startswith("en") else None


async def read_form(request: Request) -> dict[str, list[str]]:
    """The fields of a form. Raises UnfitForm."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise UnfitForm("not a form")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise UnfitForm("too long")
    try:
        return parse_qs(body.decode("ascii"), errors="strict", max_num_fields=20)
    except ValueError as error:
        raise UnfitForm("not readable") from error


def vote_of(form: dict[str, list[str]]) -> Vote:
    """The vote of a form's fields. Raises UnfitForm."""
    stars = form.get("stars", [""])[0]
    if stars and stars not in ("1", "2", "3", "4", "5"):
        raise UnfitForm("stars")
    reasons = tuple(code for code in REASONS if code in form.get("reason", []))
    if set(form.get("reason", [])) - set(REASONS):
        raise UnfitForm("reason")
    words = plain(form.get("words", [""])[0])
    if len(words) > WORDS_LIMIT:
        raise UnfitForm("words")
    return Vote(form.get("token", [""])[0], int(stars) if stars else None, reasons, words)


def plain(text: str) -> str:
    """A text on one line, without signs that cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
