"""Accounts and the audit on the command line."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

import pytest

from warehouse import passwords
from warehouse.__main__ import main
from warehouse.connection import Warehouse
from warehouse.sessions import check_password


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    from argon2 import PasswordHasher

    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


def told(warehouse: Warehouse, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words, "--warehouse", str(warehouse.path)]) == 0
    return capsys.readouterr().out


def test_accounts_from_the_command_line(warehouse: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(
        warehouse,
        capsys,
        *("account", "add", "wu", "--name", "Wu", "--role", "reporter"),
        *("--unit", "statistics", "--unit", "emergency"),
    )
    first = re.search(r"password (\S+)", said)
    assert first is not None
    assert check_password(warehouse, "wu", first[1], client=None).units == {"statistics", "emergency"}
    told(warehouse, capsys, "account", "change", "wu", "--until", "2031-12-31", "--unit", "emergency")
    told(warehouse, capsys, "account", "disable", "wu")
    assert told(warehouse, capsys, "account", "list") == "wu  Wu  reporter  emergency  disabled\n"
    told(warehouse, capsys, "account", "enable", "wu")
    again = re.search(r"password (\S+)", told(warehouse, capsys, "account", "reset", "wu"))
    assert again is not None
    assert again[1] != first[1]
    assert check_password(warehouse, "wu", again[1], client=None).must_change


def test_what_does_not_fit_is_one_sentence(warehouse: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["account", "add", "wu", "--name", "Wu", "--role", "reporter", "--warehouse", str(warehouse.path)]
    assert main(asked) == 2
    assert capsys.readouterr().err == "A reporter works for at least one unit: name it.\n"


def test_the_audit_as_csv_and_whether_it_is_whole(
    warehouse: Warehouse, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told(warehouse, capsys, "account", "add", "li", "--name", "Li", "--role", "viewer", "--claim", "li@county.example")
    rows = list(csv.DictReader(StringIO(told(warehouse, capsys, "audit", "--limit", "1"))))
    assert [(row["deed"], row["subject"], row["way"]) for row in rows] == [("accounts", "add li as viewer", "machine")]
    told(warehouse, capsys, "audit", "--out", str(tmp_path / "audit.csv"))
    assert (tmp_path / "audit.csv").read_text(encoding="utf-8").count("\n") >= 3
    assert told(warehouse, capsys, "audit", "--verify") == "every row is as it was written\n"
    with warehouse.cursor() as cursor:
        cursor.execute("UPDATE audit SET who = 'Eve' WHERE audit_number = 1")
    assert main(["audit", "--verify", "--warehouse", str(warehouse.path)]) == 2
    assert "from row 1 on" in capsys.readouterr().err
