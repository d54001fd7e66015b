"""A notice as it looks on paper."""

from __future__ import annotations

from html import escape

import streamlit as st

from warehouse.notices import NoticeText


def draw(text: NoticeText, *, number: str, day: str) -> None:
    """Number, title, addressee, paragraphs and date; the figures marked as written by the system."""
    mark = "：" if text.language != "en" else ":"
    body = "".join(f'<p class="{escape(part.role)}">{escape(part.text)}</p>' for part in text.paragraphs)
    st.html(
        f'<div class="ea-notice" data-text-language="{text.language}"><div class="number">{escape(number)}</div>'
        f"<h3>{escape(text.title)}</h3><p class='to'>{escape(text.addressee)}{mark}</p>{body}"
        f'<p class="day">{escape(day)}</p></div>'
    )
