"""A Word document as PDF, where LibreOffice is installed: time-limited, in a profile of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from reports.errors import NoConverter
from reports.word.look import ALTERNATIVES

SECONDS = 90
NAMES = ("soffice", "libreoffice")
PLACES = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
)
SYSTEM_FONTS = Path("/etc/fonts/fonts.conf")


def find_converter() -> str | None:
    """The program's path; None where none is installed."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    return found or next((str(path) for path in PLACES if path.exists()), None)


def to_pdf(document: bytes, *, seconds: float = SECONDS, converter: str | None = None) -> bytes:
    """The document's PDF. Raises NoConverter: none installed, took too long, or made nothing."""
    program = converter or find_converter()
    if program is None:
        raise NoConverter(
            "No LibreOffice is installed here: download the Word file, or install LibreOffice.", code="no_libreoffice"
        )
    with tempfile.TemporaryDirectory(prefix="report_pdf_") as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(document)
        _run(_command(program, folder), seconds, _write_fonts(folder))
        made = folder / "report.pdf"
        if not made.exists():
            raise NoConverter("LibreOffice made no PDF of the document: download the Word file.")
        return made.read_bytes()


def _command(program: str, folder: Path) -> list[str]:
    return [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "report.docx"),
    ]


def _run(command: list[str], seconds: float, fonts: dict[str, str]) -> None:
    """Runs the converter; after `seconds` it is ended with all it started."""
    try:
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **fonts},
            start_new_session=os.name == "posix",
        )
    except OSError as error:
        raise NoConverter("LibreOffice could not be started ({why}): download the Word file.", why=error) from error
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        raise NoConverter(
            "LibreOffice took longer than {seconds:.0f} seconds: try again, or download the Word file.",
            code="converter_slow",
            seconds=seconds,
        ) from None


def _end(process: subprocess.Popen[bytes]) -> None:
    """The launcher starts a second program, and both must go."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _write_fonts(folder: Path) -> dict[str, str]:
    """Settings under which a typeface that is not installed gives way to the next of its kind, where fontconfig
    chooses typefaces; the environment that points to them."""
    aliases = "".join(_alias(name, listed.split(",")) for name, (listed, _) in ALTERNATIVES.items())
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>'
        f'<include ignore_missing="yes">{SYSTEM_FONTS}</include>{aliases}</fontconfig>\n',
        encoding="utf-8",
    )
    return {"FONTCONFIG_FILE": str(path)} if SYSTEM_FONTS.exists() else {}


def _alias(name: str, alternatives: list[str]) -> str:
    families = "".join(f"<family>{escape(other)}</family>" for other in alternatives)
    return f'<alias binding="same"><family>{escape(name)}</family><accept>{families}</accept></alias>'
