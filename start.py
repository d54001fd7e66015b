"""Installs what is missing and starts: `python start.py` the dashboard, `python start.py test` the checks.

Needs only Python 3.11 to 3.13; everything else goes into .venv beside this file. Arguments after the first are
handed on (`python start.py run --server.port 8600`, `python start.py test tests/rules`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
PINS = {
    "requirements.txt": ("requirements.txt",),
    "requirements-lake.txt": ("requirements.txt", "requirements-lake.txt"),
    "requirements-dev.txt": ("requirements.txt", "requirements-lake.txt", "requirements-dev.txt"),
}
"""Which files each one reads."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge", "chrome")
WINDOWS_BROWSERS = (
    r"Microsoft\Edge\Application\msedge.exe",
    r"Google\Chrome\Application\chrome.exe",
)


def run(*command: str | Path) -> int:
    """Run a command in the project's folder, its output shown; its exit code."""
    return subprocess.call([str(part) for part in command], cwd=ROOT)


def need(*command: str | Path) -> None:
    """As `run`; stop with one sentence where it fails."""
    code = run(*command)
    if code:
        raise SystemExit(f"This step failed (exit code {code}): {' '.join(map(str, command))}")


def install_packages(*names: str) -> None:
    """Install Debian packages; say what is missing where that cannot be done here."""
    apt = shutil.which("apt-get")
    prefix = [] if not hasattr(os, "geteuid") or os.geteuid() == 0 else ["sudo"]
    if apt is None or (prefix and not shutil.which("sudo")):
        raise SystemExit(f"Please install with your system's package manager: {' '.join(names)}")
    need(*prefix, apt, "update", "-qq")
    need(*prefix, apt, "install", "-y", "-qq", *names)


def make_environment(requirements: str) -> None:
    """Create .venv and install the pinned requirements, unless that has been done for exactly these pins."""
    pins = b"".join((ROOT / name).read_bytes() for name in PINS[requirements])
    digest = hashlib.sha256(pins + sys.version.encode()).hexdigest()
    stamp = VENV / f"installed-{requirements}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    if not PYTHON.exists() and run(sys.executable, "-m", "venv", VENV):
        install_packages(f"python3.{sys.version_info.minor}-venv")
        need(sys.executable, "-m", "venv", "--clear", VENV)
    need(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements)
    stamp.write_text(digest)


def has_browser() -> bool:
    programs = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")]
    on_windows = any((Path(p) / b).exists() for p in programs if p for b in WINDOWS_BROWSERS)
    return on_windows or any(shutil.which(name) for name in BROWSERS)


def has_chinese_font() -> bool:
    if os.name == "nt" or sys.platform == "darwin":
        return True
    listing = shutil.which("fc-list")
    return bool(listing and subprocess.run([listing, ":lang=zh"], capture_output=True, check=False).stdout)


def has_database() -> bool:
    """Whether PostgreSQL's programs are here, for the tests of a shared warehouse; not looked for on Windows."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or bool(shutil.which("initdb"))


def start_dashboard(arguments: list[str]) -> int:
    shared = os.environ.get("EIGHT_ACTIONS_WAREHOUSE", "").startswith("ducklake:")
    make_environment("requirements-lake.txt" if shared else "requirements.txt")
    return run(PYTHON, "-m", "streamlit", "run", "app.py", *arguments)


def run_checks(arguments: list[str]) -> int:
    """Style, types, made files, then every test; `arguments` choose tests instead."""
    make_environment("requirements-dev.txt")
    missing = [] if has_browser() else ["chromium"]
    missing += [] if has_chinese_font() else ["fonts-noto-cjk"]
    missing += [] if has_database() else ["postgresql"]
    if missing:
        install_packages(*missing)
    if arguments:
        return run(PYTHON, "-m", "pytest", *arguments)
    made = (("i18n.hant", "--check"), ("charts.compiling", "--check"))
    for check in (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",), *made):
        need(PYTHON, "-m", *check)
    return run(PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile")


def main() -> int:
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise SystemExit(f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}.")
    what, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("run", [])
    commands = {"run": start_dashboard, "test": run_checks}
    if what not in commands:
        raise SystemExit("Use: python start.py [run|test] [arguments]")
    return commands[what](arguments)


if __name__ == "__main__":
    raise SystemExit(main())
