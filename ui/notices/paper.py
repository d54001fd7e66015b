"""A notice as it looks on paper."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from i18n import words_for
from reports.content.make import organ_of
from warehouse.notices import NoticeText


def draw(text: NoticeText, programme: Mapping[str, Any], *, number: str, day: str) -> None:
    """Number, title, addressee, paragraphs, sender and date; the figures marked as written by the system."""
    mark = "：" if text.language != "en" else ":"
    body = "".join(f'<p class="{escape(part.role)}">{escape(part.text)}</p>' for part in text.paragraphs)
    st.html(
        f'<div class="ea-notice" data-text-language="{text.language}"><div class="number">{escape(number)}</div>'
        f"<h3>{escape(text.title)}</h3><p class='to'>{escape(text.addressee)}{mark}</p>{body}"
        f'<p class="day">{escape(organ_of(words_for(text.language), programme))}<br>{escape(day)}</p></div>'
    )
