"""Text that people typed, as the text it is: no sign in it is read as markup."""

from __future__ import annotations

_SIGNS = frozenset("\\`*_{}[]<>()#+-.!|~$:&@")


def escape_markdown(text: str) -> str:
    """`text` for a label, a caption or a message, in one line; every sign Markdown knows stands for itself."""
    return "".join("\\" + sign if sign in _SIGNS else sign for sign in " ".join(text.split()))
