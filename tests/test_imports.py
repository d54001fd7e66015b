"""The house's walls: which room may import which, and who may use which library."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS: dict[str, set[str]] = {
    "app.py": {"ui"},
    "asgi.py": {"ui"},
    "pages": {"ui", "charts", "rules", "reports", "i18n"},
    "ui": {"warehouse", "etl", "charts", "rules", "reports", "doctor", "i18n"},
    "doctor": {"warehouse", "reports"},
    "reports": {"warehouse", "charts", "rules", "i18n"},
    "charts": {"rules", "i18n"},
    "etl": {"warehouse", "rules", "rating", "i18n"},
    "warehouse": {"rules"},
    "rating": {"i18n"},
    "rules": set(),
    "i18n": set(),
}
LIBRARIES: dict[str, set[str]] = {
    "streamlit": {"app.py", "asgi.py", "pages", "ui"},
    "starlette": {"ui", "rating"},
    "altair": {"charts"},
    "vl_convert": {"charts"},
    "duckdb": {"warehouse"},
    "openpyxl": {"etl"},
    "python_calamine": {"etl"},
    "olefile": {"etl"},
    "msoffcrypto": {"etl"},
    "opencc": {"i18n"},
    "docx": {"reports"},
    "xlsxwriter": {"reports"},
    "segno": {"reports"},
    "smtplib": {"reports"},
    "uvicorn": {"rating", "ui"},
    "argon2": {"warehouse"},
    "itsdangerous": {"ui"},
    "sqlite3": {"rating"},
}
NAMES = {room.removesuffix(".py") for room in ROOMS}


def files_of(room: str) -> list[Path]:
    return [ROOT / room] if room.endswith(".py") else sorted((ROOT / room).rglob("*.py"))


def imported_by(path: Path) -> set[str]:
    """The top-level packages a file imports, wherever the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_its_wall_allows(room: str) -> None:
    own = room.removesuffix(".py")
    for path in files_of(room):
        others = (imported_by(path) & NAMES) - {own}
        assert others <= ROOMS[room], f"{path.relative_to(ROOT)} imports {sorted(others - ROOMS[room])}"


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_used_only_in_its_rooms(library: str) -> None:
    for room in ROOMS:
        users = [p.relative_to(ROOT) for p in files_of(room) if library in imported_by(p)]
        assert not users or room in LIBRARIES[library], f"{library} is imported by {users}"


def test_every_folder_of_code_is_a_room() -> None:
    folders = {path.parent.relative_to(ROOT).parts[0] for path in ROOT.glob("*/*.py")}
    assert folders - {"tests", "bench", "docs", ".venv"} == {room for room in ROOMS if not room.endswith(".py")}
