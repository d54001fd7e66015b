"""Writes deploy/sbom.json anew: every package the product runs with, as CycloneDX: `python docs/write_sbom.py`.

From requirements.txt and what is installed here, without any network. A package that another system alone needs
(Windows' time zones) is named by its pin.
"""

from __future__ import annotations

import json
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "deploy" / "sbom.json"


def pins() -> list[Requirement]:
    """What requirements.txt asks for."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


def materials() -> dict[str, Any]:
    """The bill of materials: components by name, and which needs which."""
    found: dict[str, Distribution | Requirement] = {}
    for pin in pins():
        _follow(pin, found)
    components = [_component(name, found[name]) for name in sorted(found)]
    needs = [{"ref": f"pkg:{name}", "dependsOn": _needs(found[name], found)} for name in sorted(found)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "eight-actions-dashboard", "version": _version()}},
        "components": components,
        "dependencies": needs,
    }


def _follow(wanted: Requirement, found: dict[str, Distribution | Requirement]) -> None:
    """Adds a package and all it needs on this system; a pin of another system stands for itself."""
    name = canonicalize_name(wanted.name)
    if name in found:
        return
    try:
        found[name] = distribution(name)
    except PackageNotFoundError:
        found[name] = wanted
        return
    for needed in _requirements(found[name], wanted.extras):
        _follow(needed, found)


def _requirements(package: Distribution | Requirement, extras: set[str]) -> list[Requirement]:
    if isinstance(package, Requirement):
        return []
    asked = [Requirement(text) for text in package.requires or ()]
    return [one for one in asked if not one.marker or any(one.marker.evaluate({"extra": e}) for e in ("", *extras))]


def _needs(package: Distribution | Requirement, found: dict[str, Distribution | Requirement]) -> list[str]:
    names = {canonicalize_name(one.name) for one in _requirements(package, set())}
    return [f"pkg:{name}" for name in sorted(names & found.keys())]


def _component(name: str, package: Distribution | Requirement) -> dict[str, Any]:
    pinned = isinstance(package, Requirement)
    version = next(iter(package.specifier)).version if isinstance(package, Requirement) else package.version
    licence = "" if pinned else str(package.metadata.get("License-Expression") or "")  # type: ignore[union-attr]
    made = {
        "type": "library",
        "bom-ref": f"pkg:{name}",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
    }
    return made | ({"licenses": [{"expression": licence}]} if licence else {})


def _version() -> str:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return next(line.split('"')[1] for line in text.splitlines() if line.startswith("version"))


if __name__ == "__main__":
    PLACE.write_text(json.dumps(materials(), indent=1) + "\n", encoding="utf-8")
    print(PLACE.relative_to(ROOT))
