"""datapackage.json: what the tables of a bundle hold, as a Frictionless Data Package (version 1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from i18n import Words, words_for
from reports.snapshot.archive import WrittenFile
from reports.snapshot.dialects import ForPeople, ForPrograms
from reports.snapshot.fields import Field, table_about, table_title
from reports.snapshot.subject import Subject
from warehouse.kept import Kept, Reference

TYPES: Mapping[Any, str] = {
    pl.Int64: "integer",
    pl.Float64: "number",
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.Datetime: "datetime",
    pl.String: "string",
    pl.Binary: "string",
}


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table as it lies in a bundle, with those of its references that hold for every row."""

    kept: Kept
    file: WrittenFile
    rows: int
    holds: tuple[Reference, ...] = ()


def data_package(
    subject: Subject, tables: Sequence[WrittenTable], form: ForPrograms | ForPeople, *, parquet: bool
) -> dict[str, Any]:
    """The descriptor of a bundle: titles in English, descriptions in Chinese and English."""
    chinese, english = words_for("zh-Hans"), words_for("en")
    programme = subject.board.knowledge.catalogue.programme
    return {
        "profile": "data-package" if parquet else "tabular-data-package",
        "name": f"{subject.moment.programme_id}_{subject.stamp}".lower(),
        "title": _package_title(subject, english),
        "description": " ".join(_package_description(subject, words) for words in (chinese, english)),
        "version": str(subject.moment.catalogue_version),
        "programme": programme["name"],
        "resources": [_resource(table, form, parquet=parquet) for table in tables],
    }


def _package_title(subject: Subject, words: Words) -> str:
    return words(
        "dictionary.package",
        programme=words.named(subject.board.knowledge.catalogue.programme["name"]),
        period=words.month(subject.month),
        as_of=words.day(subject.as_of_day),
    )


def _package_description(subject: Subject, words: Words) -> str:
    sentence = _package_title(subject, words) + ("。" if words.is_chinese else ".")
    mark = words("dictionary.demonstration") if subject.board.knowledge.has_demonstration else ""
    return f"{sentence}{'' if words.is_chinese else ' '}{mark}".strip()


def _resource(table: WrittenTable, form: ForPrograms | ForPeople, *, parquet: bool) -> dict[str, Any]:
    name = table.kept.table
    made: dict[str, Any] = {
        "name": name,
        "path": table.file.path,
        "profile": "data-resource" if parquet else "tabular-data-resource",
        "title": table_title(words_for("en"), name),
        "description": described(name),
        "format": "parquet" if parquet else "csv",
        "mediatype": "application/vnd.apache.parquet" if parquet else "text/csv",
        "bytes": table.file.bytes,
        "hash": f"sha256:{table.file.sha256}",
    }
    if not parquet:
        made["encoding"] = form.encoding
        made["dialect"] = {"delimiter": ",", "lineTerminator": form.line_end, "quoteChar": '"', "doubleQuote": True}
    return {**made, "schema": _schema(table, form)}


def described(table: str) -> str:
    """What a table holds, in two languages."""
    return " ".join(table_about(words_for(language), table) for language in ("zh-Hans", "en"))


def _schema(table: WrittenTable, form: ForPrograms | ForPeople) -> dict[str, Any]:
    columns = form.fields(table.kept.table)
    header = {each.name: title for title, each in columns}
    made: dict[str, Any] = {
        "fields": [_field(title, each, form, table.kept) for title, each in columns],
        "missingValues": [""],
    }
    if table.kept.key:
        made["primaryKey"] = [header[name] for name in table.kept.key]
    if table.holds:
        made["foreignKeys"] = [_foreign_key(reference, header, form) for reference in table.holds]
    return made


def _foreign_key(reference: Reference, header: Mapping[str, str], form: ForPrograms | ForPeople) -> dict[str, Any]:
    others = {each.name: title for title, each in form.fields(reference.table)}
    return {
        "fields": [header[name] for name in reference.columns],
        "reference": {"resource": reference.table, "fields": [others[name] for name in reference.others]},
    }


def _field(title: str, each: Field, form: ForPrograms | ForPeople, kept: Kept) -> dict[str, Any]:
    made: dict[str, Any] = {"name": title, "type": TYPES[each.kind]}
    if isinstance(form, ForPeople):
        made |= _for_people(each, form)
    else:
        made |= _for_programs(each, kept)
    if each.kind == pl.Datetime:
        made["format"] = form.moment_format
    if each.unit is not None:
        made["unit"] = each.unit
    return made


def _for_people(each: Field, form: ForPeople) -> dict[str, Any]:
    """The header is the column's name already; answers are in words."""
    if each.kind == pl.Boolean:
        return {"trueValues": [form.words("dictionary.yes")], "falseValues": [form.words("dictionary.no")]}
    return {}


def _for_programs(each: Field, kept: Kept) -> dict[str, Any]:
    chinese, english = words_for("zh-Hans"), words_for("en")
    made: dict[str, Any] = {"title": each.title(english), "description": field_description(each, chinese, english)}
    constraints = {name: value for name, value in each.allowed.items() if not (each.nullable and name == "pattern")}
    if each.name in kept.key or not (each.nullable or each.kind in (pl.String, pl.Binary)):
        constraints["required"] = True  # a text that must be there may still be an empty one
    return {**made, "constraints": constraints} if constraints else made


def field_description(each: Field, chinese: Words, english: Words) -> str:
    """A column in two languages: its name, then what the name leaves open."""
    parts = []
    for words, stop in ((chinese, "。"), (english, ". ")):
        note = each.note(words)
        if each.kind == pl.Datetime:
            note = note + ("" if words.is_chinese or not note else " ") + words("dictionary.utc")
        parts.append(f"{each.title(words)}{stop}{note}".strip())
    return " ".join(parts)
