"""What one file may cost before it is refused; every number can be set from outside."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

_PREFIX: Final = "EIGHT_ACTIONS_LIMIT_"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes are counted as 1,000,000 to the MB; `cells` are places: rows times columns of the box all values lie in."""

    file_bytes: int = 20_000_000
    unpacked_bytes: int = 100_000_000
    ratio: int = 200  # unpacked size to packed size, of anything large
    members: int = 1_000  # parts of a package, sheets of a workbook
    rows: int = 200_000
    columns: int = 2_000
    cells: int = 1_000_000
    characters: int = 20_000_000  # of text the cells of a sheet show together
    seconds: float = 30.0
    memory_bytes: int = 2_147_483_648

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Limits:
        """The limits with those that EIGHT_ACTIONS_LIMIT_<NAME> sets. Raises ValueError naming the variable."""
        given = os.environ if environment is None else environment
        changed = {
            field.name: _positive(variable, given[variable], whole=field.name != "seconds")
            for field in fields(cls)
            if (variable := _PREFIX + field.name.upper()) in given
        }
        return cls(**changed)  # type: ignore[arg-type]


def _positive(variable: str, text: str, *, whole: bool) -> float:
    try:
        number = int(text) if whole else float(text)
    except ValueError:
        raise ValueError(f"{variable} must be a number above zero, not {text!r}") from None
    if not number > 0:
        raise ValueError(f"{variable} must be a number above zero, not {text!r}")
    return number


DEFAULT_LIMITS: Final = Limits.from_environment()


def megabytes(size: int) -> str:
    """A size as a refusal writes it."""
    return f"{size / 1_000_000:.0f} MB" if size >= 1_000_000 else f"{size / 1_000:.0f} KB"
