"""The threat model names tests that exist, and the bill of materials every pin."""

from __future__ import annotations

import json
import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent


def test_every_test_the_threat_model_names_exists() -> None:
    written = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", written))
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    there = {name for text in texts for name in re.findall(r"^def (test_\w+)\(", text, re.MULTILINE)}
    assert len(named) > 30
    assert named <= there, sorted(named - there)


def test_the_bill_of_materials_has_every_pin() -> None:
    bill = json.loads((ROOT / "deploy" / "sbom.json").read_text(encoding="utf-8"))
    listed = {component["name"]: component["version"] for component in bill["components"]}
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    assert {(canonicalize_name(pin.name), str(pin.specifier)) for pin in pins} == {
        (canonicalize_name(pin.name), f"=={listed.get(canonicalize_name(pin.name))}") for pin in pins
    }
    assert len(listed) > len(pins)  # and what they need in turn
