"""Text that people typed, as the text it is: no sign in it is read as markup."""

from __future__ import annotations

import re

_MARKUP = re.compile(
    r"""[\\`*\[\]<>~$&@]                 # emphasis, code, links, HTML, quotations, formulas, entities, mail addresses
      | (?<!\w)_ | _(?!\w)               # an underscore within a word is none
      | (?<!\d):(?=[a-zA-Z0-9_+/-])      # icons, colours, and addresses with their protocol
      | (?<=www)\.                       # addresses without one
      | -(?=[->]) | (?<=[-<])-           # signs that are drawn as arrows and dashes
      | ^[#+-]                           # headings and lists
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def escape_markdown(text: str) -> str:
    """`text` for a label, a caption or a message, in one line; every sign of markup stands for itself."""
    line = " ".join(text.split())
    return _NUMBERED.sub(r"\1\\\2", _MARKUP.sub(lambda found: f"\\{found[0]}", line))


class Prepared(str):
    """HTML that stands as it is: given to `st.html` it is not looked through for indents and for a file's name."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)
