"""The rating pages as HTML: small, readable without a script or a style sheet, everything from outside escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from i18n import LANGUAGES, Words
from rating.spool import Ballot, Offer

REASONS = ("quality", "speed", "benefit", "fairness", "attitude", "upkeep", "unaware")
WORDS_LIMIT = 200
LANGUAGE_NAMES = {"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the words of their language, the county's name in it, and the path they are on."""

    words: Words
    place: str
    path: str

    def title(self) -> str:
        return self.words("rating.title", place=self.place) if self.place else self.words("rating.title_plain")

    def name_of(self, offer: Offer) -> str:
        return self.words.named(offer.names)


def address(path: str, **query: str) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def whole(reader: Reader, title: str, *body: str) -> str:
    """A page: head with the other languages, the parts of `body` below."""
    language = reader.words.language
    links = "".join(
        f'<a lang="{other}" href="{escape(address(reader.path, lang=other))}">{LANGUAGE_NAMES[other]}</a>'
        for other in reversed(LANGUAGES)
        if other != language
    )
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/style.css"><link rel="icon" href="data:,"></head>'
        f'<body><div class="top">{links}{escape(reader.title())}</div>{"".join(body)}</body></html>'
    )


def list_page(reader: Reader, offers: Sequence[Offer]) -> str:
    """The items that are open."""
    words = reader.words
    rows = "".join(f"<li>{_link(reader, offer)}</li>" for offer in offers)
    shown = f"<ul>{rows}</ul>" if rows else f'<p class="say">{escape(words("rating.none_open"))}</p>'
    return whole(reader, reader.title(), f"<h1>{escape(words('rating.open_now'))}</h1>", shown)


def message_page(reader: Reader, text: str, *, heading: str = "") -> str:
    """One sentence, and the way to the other items."""
    head = f"<h1>{escape(heading)}</h1>" if heading else ""
    return whole(reader, heading or text, head, _said(text), _others(reader))


def item_page(reader: Reader, offer: Offer, token: str, *, given: Ballot | None, note: str = "", said: str = "") -> str:
    """The form for an item; `given` is the device's vote so far, `note` what was wrong, `said` what has been done."""
    words = reader.words
    until = words.day(offer.open_until) if offer.open_until else ""
    parts = "".join(f"<li>{escape(part)}</li>" for part in words.named(offer.parts))  # type: ignore[arg-type]
    told = words("rating.given", stars=given.stars, day=until) if given else ""
    return whole(
        reader,
        reader.name_of(offer),
        _said(said, told) if said else "",
        f"<h1>{escape(reader.name_of(offer))}</h1>",
        f"<ul>{parts}</ul>" if parts else "",
        f'<p class="soft">{escape(words("rating.until", day=until))}</p>',
        _said(note) if note else "",
        _said(told) if given and not said and not note else "",
        _form(reader, offer, token, given),
        _others(reader),
    )


def _form(reader: Reader, offer: Offer, token: str, given: Ballot | None) -> str:
    words = reader.words
    hidden = {"token": token, "lang": words.language}
    kept = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items())
    written = escape(given.words) if given else ""
    return (
        f'<form method="post" action="{escape(_path(offer))}" accept-charset="utf-8">{kept}'
        f"<fieldset><legend>{escape(words('rating.ask'))}</legend>{_stars(words, given)}</fieldset>"
        f"<fieldset><legend>{escape(words('rating.why'))}</legend>{_chips(words, given)}</fieldset>"
        f'<h2><label for="words">{escape(words("rating.words", limit=WORDS_LIMIT))}</label></h2>'
        f'<textarea id="words" name="words" maxlength="{WORDS_LIMIT}" rows="3">{written}</textarea>'
        f"<button>{escape(words('rating.change' if given else 'rating.send'))}</button>"
        f'<p class="soft">{escape(words("rating.private"))}</p></form>'
    )


def _stars(words: Words, given: Ballot | None) -> str:
    return "".join(
        f'<label class="star"><input type="radio" name="stars" value="{star}" required'
        f"{' checked' if given and given.stars == star else ''}>"
        f"<b>{'★' * star}{'☆' * (5 - star)}</b>{escape(words(f'rating.star.{star}'))}</label>"
        for star in (5, 4, 3, 2, 1)
    )


def _chips(words: Words, given: Ballot | None) -> str:
    chosen = given.reasons if given else ()
    return "".join(
        f'<label class="chip"><input type="checkbox" name="reason" value="{code}"'
        f"{' checked' if code in chosen else ''}>{escape(words(f'rating.reason.{code}'))}</label>"
        for code in REASONS
    )


def _path(offer: Offer) -> str:
    return f"/r/{offer.item_id}"


def _link(reader: Reader, offer: Offer) -> str:
    target = address(_path(offer), lang=reader.words.language)
    return f'<a href="{escape(target)}">{escape(reader.name_of(offer))}</a>'


def _said(*texts: str) -> str:
    return f'<p class="say" role="status">{"<br>".join(escape(text) for text in texts if text)}</p>'


def _others(reader: Reader) -> str:
    target = address("/", lang=reader.words.language)
    return f'<p><a href="{escape(target)}">{escape(reader.words("rating.others"))}</a></p>'
