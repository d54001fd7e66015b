"""Writes docs/data-dictionary.md anew from the models: `python docs/write_dictionary.py [--check]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from i18n import words_for  # noqa: E402
from reports.snapshot.derived import DERIVED_TABLES  # noqa: E402
from reports.snapshot.description import TYPES, field_description  # noqa: E402
from reports.snapshot.fields import Field, fields_of, table_about, table_title  # noqa: E402
from warehouse.kept import KEPT, LEFT_OUT, Kept  # noqa: E402

PLACE = ROOT / "docs" / "data-dictionary.md"
HEAD = """# Data dictionary

Every table of a snapshot's bundle: what it holds, its columns, types, units, keys and references. The same facts are
in the bundle's `datapackage.json`. Made from the models by `python docs/write_dictionary.py`; a test holds both
together.

Moments are UTC, months the first of the month. Lists of ids in one field are separated by `;`. In the bundle for
programs an empty field is nothing, and `""` an empty text.
"""


def dictionary() -> str:
    """The whole document."""
    return "\n".join([HEAD, *_contents(), *(line for kept in _tables() for line in _table(kept)), *_left_out()]) + "\n"


def _tables() -> tuple[Kept, ...]:
    return (*KEPT, *DERIVED_TABLES)


def _contents() -> Iterator[str]:
    chinese, english = words_for("zh-Hans"), words_for("en")
    yield "| Table | 名称 | Name |"
    yield "|---|---|---|"
    for kept in _tables():
        name = kept.table
        yield f"| [{name}](#{name}) | {table_title(chinese, name)} | {table_title(english, name)} |"
    yield ""


def _table(kept: Kept) -> Iterator[str]:
    chinese, english = words_for("zh-Hans"), words_for("en")
    yield f"## {kept.table}"
    yield ""
    yield f"{table_about(chinese, kept.table)} {table_about(english, kept.table)}"
    yield ""
    if kept.key:
        yield f"Key: {', '.join(f'`{name}`' for name in kept.key)}."
    for each in kept.refers:
        own, others = (", ".join(f"`{name}`" for name in names) for names in (each.columns, each.others))
        yield f"Refers: {own} to {others} of [{each.table}](#{each.table})."
    yield ""
    yield "| Column | Type | Filled | Unit | What it is |"
    yield "|---|---|---|---|---|"
    for field in fields_of(kept.table):
        yield _row(field)
    yield ""


def _row(field: Field) -> str:
    allowed = field.allowed.get("enum")
    told = field_description(field, words_for("zh-Hans"), words_for("en"))
    told += f" One of {', '.join(f'`{value}`' for value in allowed)}." if allowed else ""
    filled = "may be empty" if field.nullable else "always"
    return f"| `{field.name}` | {TYPES[field.kind]} | {filled} | {field.unit or ''} | {told.replace('|', '/')} |"


def _left_out() -> Iterator[str]:
    yield "## Not in a snapshot"
    yield ""
    for table, reason in LEFT_OUT.items():
        yield f"- `{table}`: {reason}."


def main() -> int:
    made = dictionary()
    stale = not PLACE.exists() or PLACE.read_text(encoding="utf-8") != made
    if stale and "--check" not in sys.argv:
        PLACE.write_text(made, encoding="utf-8", newline="\n")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
