"""What people type is shown as typed: nothing in it is read as markup, and plain names stay as they are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ui.markup import escape_markdown

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SIGNS = st.text(alphabet="ab1 \\`*_{}[]<>()#+-.!|~$:&;/@^='\"县。", max_size=24)
STREAMLIT = re.compile(r"(?<!\\):(?:[a-z][\w-]*\[|[\w+-]+:|material/)|(?<!\\)\$|(?<!\\)<-|(?<!\\)->")
"""What Streamlit reads beside Markdown: coloured text, icons, formulas, arrows."""


def shown(text: str) -> str:
    """What a reader sees of a paragraph; fails where anything in it is more than text."""
    tokens = PARSER.parse(text)
    kinds = {token.type for token in tokens} - {"paragraph_open", "paragraph_close", "inline"}
    assert not kinds, kinds
    children: list[Token] = [child for token in tokens for child in token.children or []]
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children)


@given(SIGNS)
def test_a_reader_sees_what_was_typed(text: str) -> None:
    escaped = escape_markdown(text)
    assert shown(escaped) == " ".join(text.split())
    assert not STREAMLIT.search(escaped.replace("\\\\", ""))


@pytest.mark.parametrize(
    "text",
    [
        "**粗**",
        "[a](http://b)",
        "![x](y)",
        "<b>x</b>",
        "# 标题",
        "- 项",
        "1. 项",
        "> 引",
        ":red[x]",
        ":material/add:",
        "$x$",
    ],
)
def test_what_would_be_markup_is_none(text: str) -> None:
    assert shown(escape_markdown(text)) == text
    assert escape_markdown(text) != text


@pytest.mark.parametrize(
    "text", ["县人社局_2024年10月.xlsx", "2024年10月!F7", "Q3 figures (final).xls", "10:30", "三公经费：12.5", "a-b"]
)
def test_a_plain_name_is_left_as_it_is(text: str) -> None:
    assert escape_markdown(text) == text
