"""The account pages as HTML: small, without a script, everything from outside escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from i18n import LANGUAGES, Words

LANGUAGE_NAMES = {"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}
STYLE = """
:root{color-scheme:light dark;--ink:#1B2430;--paper:#FFF;--soft:#F3F5F8;--line:#B9C2CE;--main:#1F6FB2;--bad:#B3350A}
@media(prefers-color-scheme:dark){:root{--ink:#E8ECF1;--paper:#12171E;--soft:#1D252F;--line:#4A5766;--main:#6DB3F2;
--bad:#FF8A5B}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--soft);color:var(--ink);
font:18px/1.5 'Noto Sans CJK SC','Microsoft YaHei','PingFang SC','Segoe UI',sans-serif}
:lang(zh-Hant){font-family:'Noto Sans CJK TC','Microsoft JhengHei','PingFang TC',sans-serif}
main{width:min(26rem,100vw);padding:2rem;background:var(--paper);border:1px solid var(--line);border-radius:.5rem}
nav{display:flex;gap:1rem;justify-content:flex-end;font-size:.85em}
h1{font-size:1.35rem;margin:.5rem 0 1rem}
label{display:block;margin:.9rem 0 .25rem}
input{width:100%;padding:.55rem .7rem;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);
border-radius:.35rem}
button{width:100%;margin-top:1.3rem;padding:.65rem;font:inherit;border:0;border-radius:.35rem;background:var(--main);
color:var(--paper);cursor:pointer}
a{color:var(--main)}
:focus-visible{outline:3px solid var(--main);outline-offset:2px}
.bad{color:var(--bad);border-left:.3rem solid var(--bad);padding-left:.7rem}
.good{border-left:.3rem solid var(--main);padding-left:.7rem}
.soft{font-size:.9em;opacity:.8}
"""


@dataclass(frozen=True)
class Field:
    """One line of a form; `auto` is what the browser may fill in."""

    name: str
    label: str
    kind: str = "text"
    auto: str = "off"
    value: str = ""


@dataclass(frozen=True)
class Form:
    """Where it goes, its lines, its button, and what goes along unseen."""

    action: str
    fields: Sequence[Field]
    button: str
    hidden: dict[str, str]


def page(words: Words, path: str, title: str, *body: str, query: dict[str, str] | None = None) -> str:
    """A whole page, with itself in the other languages."""
    kept = query or {}
    others = "".join(
        f'<a lang="{other}" href="{escape(path)}?{escape(urlencode({**kept, "lang": other}))}">'
        f"{LANGUAGE_NAMES[other]}</a>"
        for other in LANGUAGES
        if other != words.language
    )
    return (
        f'<!DOCTYPE html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="icon" href="data:,"><style>{STYLE}</style></head>'
        f"<body><main><nav>{others}</nav><h1>{escape(title)}</h1>{''.join(body)}</main></body></html>"
    )


def form(made: Form) -> str:
    """A form to be sent by POST."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in made.hidden.items()
    )
    fields = "".join(_field(one, is_first=at == 0) for at, one in enumerate(made.fields))
    return (
        f'<form method="post" action="{escape(made.action)}">{hidden}{fields}'
        f"<button>{escape(made.button)}</button></form>"
    )


def said(text: str, *, is_bad: bool = False) -> str:
    """A sentence about what was done or why not."""
    return f'<p class="{"bad" if is_bad else "good"}" role="alert">{escape(text)}</p>' if text else ""


def soft(text: str) -> str:
    return f'<p class="soft">{escape(text)}</p>'


def link(href: str, text: str) -> str:
    return f'<p><a href="{escape(href)}">{escape(text)}</a></p>'


def _field(one: Field, *, is_first: bool) -> str:
    focus = " autofocus" if is_first else ""
    return (
        f'<label for="{one.name}">{escape(one.label)}</label>'
        f'<input id="{one.name}" name="{one.name}" type="{one.kind}" autocomplete="{one.auto}" maxlength="128"'
        f' value="{escape(one.value)}" required{focus}>'
    )
