"""The whole board to a file: written to a temporary file with progress, then handed over."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import BinaryIO

import streamlit as st

from i18n import LANGUAGES
from reports.snapshot.dialects import DIALECTS
from reports.snapshot.export import FORMS, MIMES, Form, Wish, export
from reports.snapshot.fields import table_title
from reports.snapshot.subject import Subject, subject_at, subject_of
from ui import downloads
from ui.access.here import told_export
from ui.head import LANGUAGE_NAMES
from ui.process import the_process
from ui.screen import Screen
from ui.snapshots.views import Choice, choices

FILES_KEPT = 12
"""How many written files wait to be downloaded before the oldest goes."""


def write(screen: Screen) -> None:
    """What, in which form, in which language; then the file."""
    words, found = screen.words, choices(screen)
    chosen = st.selectbox(
        words("snapshots.of_what"),
        list(found),
        format_func=lambda key: found[key].label,
        key="export_of",
        label_visibility="collapsed",
    )
    form: Form = st.segmented_control(
        words("snapshots.form"),
        FORMS,
        default="xlsx",
        required=True,
        format_func=lambda each: words(f"snapshots.form_of.{each}"),
        key="export_form",
    )
    st.caption(words(f"snapshots.about_form.{form}"))
    wish = _wish(screen, form)
    if st.button(words("snapshots.make"), type="primary", icon=":material/save:", key="export_make"):
        _make(screen, found[chosen], form, wish)
    _offer(screen, found[chosen], form, wish)


def _wish(screen: Screen, form: Form) -> Wish:
    """The choices that a form has; the way of CSV is remembered."""
    words, language, with_files = screen.words, screen.words.language, True
    dialect = downloads.remembered_dialect()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if form == "bundle":
            dialect = st.segmented_control(
                words("snapshots.dialect"),
                DIALECTS,
                default=dialect,
                required=True,
                format_func=lambda each: words(f"snapshots.dialect_of.{each}"),
                key="export_dialect",
            )
            downloads.remember_dialect(dialect)
        if form in ("xlsx", "html") or (form == "bundle" and dialect == "people"):
            language = st.segmented_control(
                words("snapshots.language"),
                LANGUAGES,
                default=language,
                required=True,
                format_func=LANGUAGE_NAMES.__getitem__,
                key="export_language",
            )
        if form in ("bundle", "parquet"):
            with_files = st.checkbox(words("snapshots.with_files"), value=True, key="export_files")
    return Wish(language=language, dialect=dialect, with_files=with_files)


def _subject(screen: Screen, choice: Choice) -> Subject:
    process = the_process()
    if choice.snapshot is not None:
        return subject_of(process.warehouse, choice.snapshot)
    if screen.snapshot is not None:
        return subject_of(process.warehouse, screen.snapshot)
    return subject_at(
        process.warehouse,
        process.programme_id,
        month=choice.month,
        as_of=choice.as_of,
        unreviewed=process.settings.unreviewed,
    )


def _make(screen: Screen, choice: Choice, form: Form, wish: Wish) -> None:
    """Writes the file, showing how far it is."""
    words, subject = screen.words, _subject(screen, choice)
    bar = st.progress(0.0)

    def show(share: float, what: str) -> None:
        bar.progress(min(share, 1.0), text=words("snapshots.making", what=_named(screen, what)))

    folder = _folder() / _key(choice, form, wish)
    folder.mkdir(exist_ok=True)
    path = export(subject, folder, form=form, wish=wish, progress=show)
    bar.empty()
    st.session_state["export_made"] = (_key(choice, form, wish), str(path))
    _forget_old()


def _named(screen: Screen, what: str) -> str:
    """A table or an indicator in words."""
    indicators = screen.board.knowledge.indicators
    return screen.words.of(indicators[what]) if what in indicators else table_title(screen.words, what)


def _offer(screen: Screen, choice: Choice, form: Form, wish: Wish) -> None:
    """The file that was written for exactly these choices."""
    key, path = st.session_state.get("export_made", (None, ""))
    if key != _key(choice, form, wish) or not Path(path).exists():
        return
    size = screen.words("snapshots.size_mb", size=screen.words.number(Path(path).stat().st_size / 1e6, 1))
    st.download_button(
        screen.words("snapshots.ready", name=Path(path).name, size=size),
        told_export(Path(path).name, _opened(Path(path))),
        file_name=Path(path).name,
        mime=MIMES[form],
        on_click="ignore",
        icon=":material/download:",
        key="export_download",
    )


def _opened(path: Path) -> Callable[[], BinaryIO]:
    """The file is read only when somebody asks for it."""
    return lambda: path.open("rb")


def _key(choice: Choice, form: Form, wish: Wish) -> str:
    """One folder for one wish at one state of the warehouse, so that no two files mix."""
    process = the_process()
    warehouse = process.warehouse
    asked = (process.programme_id, choice.label, choice.month, choice.as_of, form, *astuple(wish))
    version = (warehouse.version(), warehouse.drive_version())
    return hashlib.sha256(repr((asked, version)).encode()).hexdigest()[:16]


@st.cache_resource(show_spinner=False)
def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="snapshot_files_")


def _folder() -> Path:
    return Path(_temporary().name)


def _forget_old() -> None:
    """Only the newest files wait."""
    files = sorted(_folder().glob("*/*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[FILES_KEPT:]:
        path.unlink(missing_ok=True)
