"""The machine: the program's packages, the disk, the fonts, what makes PDFs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from doctor.findings import Finding, fine, look, wrong
from reports.pdf import find_converter

ROOT = Path(__file__).parent.parent
PYTHONS = ((3, 11), (3, 13))
_PIN = re.compile(r"^(?P<name>[\w.-]+)(?:\[[^]]*\])?==(?P<pin>[^\s;]+)(?:;(?P<marker>.*))?$")
MEGABYTE = 1024 * 1024
LITTLE, TOO_LITTLE = 1000, 200
"""Megabytes of free disk below which one should look, and below which a load may fail."""


def packages(requirements: Path = ROOT / "requirements.txt") -> Iterator[Finding]:
    """Python's version, and every pinned package that is missing or of another version."""
    here = sys.version_info[:2]
    name = f"{here[0]}.{here[1]}"
    if PYTHONS[0] <= here <= PYTHONS[1]:
        yield fine("Python", name)
    else:
        yield wrong("Python", name, "install Python 3.11, 3.12 or 3.13 and start again with it")
    pins = read_pins(requirements)
    others = [
        f"{name} {found or 'missing'} instead of {pin}" for name, pin in pins.items() if (found := _there(name)) != pin
    ]
    if others:
        yield wrong("packages", "; ".join(others), "delete the folder .venv and run `python start.py` again")
    else:
        yield fine("packages", f"{len(pins)} as pinned")


def read_pins(requirements: Path) -> Mapping[str, str]:
    """Package -> version, of those this system needs."""
    found = {}
    for line in requirements.read_text(encoding="utf-8").splitlines():
        pin = _PIN.match(line.strip())
        if pin and _is_for_here(pin["marker"] or ""):
            found[pin["name"]] = pin["pin"]
    return found


def _is_for_here(marker: str) -> bool:
    asked = re.search(r"sys_platform\s*(==|!=)\s*[\"'](\w+)[\"']", marker)
    return asked is None or (sys.platform == asked[2]) == (asked[1] == "==")


def _there(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def disk(folder: Path) -> Iterator[Finding]:
    """Whether the warehouse's folder can be written and has room."""
    subject = "disk"
    place = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        yield wrong(
            subject,
            f"{place} cannot be written ({error.strerror})",
            "give the account that runs the dashboard the right to write there, or set EIGHT_ACTIONS_WAREHOUSE",
        )
        return
    free = shutil.disk_usage(place).free // MEGABYTE
    seen, remedy = f"{free} MB free where the warehouse is", "make room, or move the warehouse to a larger disk"
    if free < TOO_LITTLE:
        yield wrong(subject, seen, remedy)
    elif free < LITTLE:
        yield look(subject, seen, remedy)
    else:
        yield fine(subject, seen)


def fonts() -> Iterator[Finding]:
    """Whether pictures and PDFs made here can show Chinese."""
    subject = "Chinese font"
    if os.name == "nt" or sys.platform == "darwin":
        yield fine(subject, "comes with the system")
        return
    listing = shutil.which("fc-list")
    names = (
        subprocess.run([listing, ":lang=zh", "family"], capture_output=True, text=True, check=False).stdout
        if listing
        else ""
    )
    if names.strip():
        yield fine(subject, sorted(names.splitlines())[0].split(",")[0])
    else:
        yield look(subject, "none: pictures would show boxes", "apt-get install fonts-noto-cjk")


def converter() -> Iterator[Finding]:
    """Whether reports can be made as PDF."""
    program = find_converter()
    if program:
        yield fine("PDF", program)
    else:
        yield look("PDF", "no LibreOffice: reports come as Word only", "install LibreOffice where PDFs are wanted")
