"""What every table's model has in common: strict, ordered, coerced columns; the shapes of ids."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

pl.Config.set_engine_affinity("in-memory")  # the streaming engine takes ten times as long for pandera's small questions

ID = r"^[a-z][a-z0-9_]*$"
IDS = r"^([a-z][a-z0-9_]*(;[a-z][a-z0-9_]*)*)?$"
DOCUMENT = r"^(master|annex_[1-9][0-9]*)$"


def values_of(enum: type) -> list[str]:
    """The codes of an enum of the rules, as the tables hold them."""
    return [member.value for member in enum]  # type: ignore[attr-defined]


class Table(pa.DataFrameModel):
    class Config:
        strict = True
        ordered = True
        coerce = True
