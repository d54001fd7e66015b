"""Loads a snapshot's bundle for programs back into an empty warehouse: the same rows, the same board."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import polars as pl
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

from warehouse.access import Right
from warehouse.batches import ROWS_A_TRANSACTION
from warehouse.catalogue import TABLES
from warehouse.connection import Warehouse, insert_frame
from warehouse.errors import UnfitBundle, WarehouseNotEmpty
from warehouse.extract import MOMENT_FORMAT, file_hash
from warehouse.kept import BATCH, KEPT, LOAD, Kept

if TYPE_CHECKING:
    from warehouse.models import Table

FORMAT = "eight-actions-snapshot/1"
PUBLISHING = (LOAD, BATCH)
"""Their rows make all others count, so they come last."""
Manifest = Mapping[str, Any]


def load_bundle(warehouse: Warehouse, path: Path) -> Manifest:
    """Loads a bundle written for programs (CSV or Parquet) and gives its manifest.

    Raises UnfitBundle before anything is written where a file is missing or is not the one of the manifest, and
    WarehouseNotEmpty where the warehouse holds a plan or figures already.
    """
    with zipfile.ZipFile(path) if zipfile.is_zipfile(path) else _no_bundle(path) as bundle:
        manifest = read_manifest(bundle)
        _check_files(bundle, manifest)
        with warehouse.write_lock:
            _refuse_occupied(warehouse)
            for kept in sorted(KEPT, key=lambda kept: kept.table in PUBLISHING):
                if kept.table not in PUBLISHING:
                    _load_table(warehouse, bundle, manifest, kept)
            _publish(warehouse, bundle, manifest)
    return manifest


def read_manifest(bundle: zipfile.ZipFile) -> Manifest:
    """The bundle's manifest. Raises UnfitBundle where it has none or one of another form."""
    found = [name for name in bundle.namelist() if name.startswith("manifest")]
    if len(found) != 1:
        raise UnfitBundle("{path} holds no manifest: choose the bundle of a snapshot.", path=bundle.filename)
    manifest: Manifest = json.loads(bundle.read(found[0]))
    if manifest.get("format") != FORMAT:
        raise UnfitBundle(
            "{path} is of the form {form!r}, known is {known!r}.",
            path=bundle.filename,
            form=manifest.get("format"),
            known=FORMAT,
        )
    if manifest["dialect"] != "programs":
        raise UnfitBundle(
            "{path} is written for people to read: load the bundle for programs.",
            code="bundle_for_people",
            path=bundle.filename,
        )
    return manifest


def _no_bundle(path: Path) -> zipfile.ZipFile:
    raise UnfitBundle("{path} is no zip file: choose the bundle of a snapshot.", path=path)


def _check_files(bundle: zipfile.ZipFile, manifest: Manifest) -> None:
    there = set(bundle.namelist())
    for file in manifest["files"]:
        if file["path"] not in there:
            raise UnfitBundle("{path} lacks {part}: take the whole bundle.", path=bundle.filename, part=file["path"])
        with bundle.open(file["path"]) as content:
            if hashlib.file_digest(cast(Any, content), "sha256").hexdigest() != file["sha256"]:
                raise UnfitBundle(
                    "{part} in {path} is not the file of the manifest.", part=file["path"], path=bundle.filename
                )


def _refuse_occupied(warehouse: Warehouse) -> None:
    for kept in KEPT:
        with warehouse.cursor() as cursor:
            rows = cursor.execute(f"SELECT count(*) FROM {kept.table}").fetchall()  # noqa: S608 our own table names
        if rows[0][0]:
            raise WarehouseNotEmpty(
                "The warehouse {path} is not empty ({rows} rows in {table}):"
                " load the bundle into a new file (EIGHT_ACTIONS_WAREHOUSE, --warehouse).",
                path=warehouse.path,
                rows=rows[0][0],
                table=kept.table,
            )


def _load_table(warehouse: Warehouse, bundle: zipfile.ZipFile, manifest: Manifest, kept: Kept) -> None:
    row = 0
    for part in read_table(bundle, manifest, kept):
        for rows in part.iter_slices(ROWS_A_TRANSACTION):
            with warehouse.writing(right=Right.SETTINGS) as cursor:
                insert_frame(cursor, kept.table, _numbered(rows, kept, manifest, row))
            row += rows.height


def _publish(warehouse: Warehouse, bundle: zipfile.ZipFile, manifest: Manifest) -> None:
    """In one small transaction, and a version, all of it counts."""
    at = datetime.fromisoformat(manifest["as_of"]).replace(tzinfo=None)
    with warehouse.writing(f"bundle {manifest['programme_id']}", right=Right.SETTINGS, at=at) as cursor:
        for table in PUBLISHING:
            for part in read_table(bundle, manifest, next(kept for kept in KEPT if kept.table == table)):
                insert_frame(cursor, table, part)
        named = manifest["snapshot"]
        if named is not None:
            insert_frame(cursor, "snapshot", _typed(pl.DataFrame([named]), types_of("snapshot")))


def _numbered(rows: pl.DataFrame, kept: Kept, manifest: Manifest, before: int) -> pl.DataFrame:
    """A plan's rows carry their version and their order."""
    if kept.rows != "plan":
        return rows
    order = pl.int_range(before + 1, before + rows.height + 1, dtype=pl.Int64, eager=True)
    return rows.with_columns(catalogue_version=pl.lit(manifest["catalogue_version"], pl.Int64), seed_row=order)


def read_table(bundle: zipfile.ZipFile, manifest: Manifest, kept: Kept) -> Iterator[pl.DataFrame]:
    """The rows of a kept table in a bundle, in parts and in the model's types; none where the bundle has none."""
    for file in manifest["files"]:
        if file["table"] == kept.table:
            read = _read_parquet if file["path"].endswith(".parquet") else _read_csv
            with bundle.open(file["path"]) as content:
                for part in read(content, types_of(kept.table)):
                    yield _checked(_typed(_with_content(bundle, part, kept), types_of(kept.table)), kept, file["path"])


def _read_csv(content: IO[bytes], types: Mapping[str, Any]) -> Iterator[pl.DataFrame]:
    """Moments and bytes are read as the text they are written in."""
    columns = {name: _ARROW.get(kind, pa.string()) for name, kind in types.items()}
    reader = arrow_csv.open_csv(
        content,
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=columns, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
        ),
    )
    for batch in reader:
        yield cast(pl.DataFrame, pl.from_arrow(batch))


def _read_parquet(content: IO[bytes], types: Mapping[str, Any]) -> Iterator[pl.DataFrame]:
    del types  # Parquet knows its own
    for batch in parquet.ParquetFile(content).iter_batches():
        yield cast(pl.DataFrame, pl.from_arrow(batch))


_ARROW: Mapping[Any, pa.DataType] = {
    pl.Int64: pa.int64(),
    pl.Float64: pa.float64(),
    pl.Boolean: pa.bool_(),
    pl.Date: pa.date32(),
}


def types_of(table: str) -> dict[str, Any]:
    """The columns of a kept table with their types."""
    if table == LOAD:
        return dict(_LOAD_TYPES)
    return {name: column.dtype.type.base_type() for name, column in model_of(table).to_schema().columns.items()}


def model_of(table: str) -> type[Table]:
    """The model of a kept table other than the plan's version."""
    from warehouse import models
    from warehouse.seed import seed_models

    seeds: dict[str, type[Table]] = {TABLES[name]: model for name, model in seed_models().items()}
    named: type[Table] = getattr(models, "".join(word.capitalize() for word in table.split("_")), models.Table)
    return seeds.get(table, named)


_LOAD_TYPES: Mapping[str, Any] = {
    "catalogue_version": pl.Int64,
    "programme_id": pl.String,
    "digest": pl.String,
    "programme_json": pl.String,
    "preset_json": pl.String,
    "recorded_at": pl.Datetime,
}


def _with_content(bundle: zipfile.ZipFile, part: pl.DataFrame, kept: Kept) -> pl.DataFrame:
    """A file's hash replaced by its bytes, which lie in the bundle under it."""
    if not kept.is_content:
        return part
    content = [bundle.read(f"files/{name}") for name in part["content"]]
    for name, found in zip(part["content"], content, strict=True):
        if file_hash(found) != name:
            raise UnfitBundle(
                "files/{part} in {path} is not the file it is named for.", part=name, path=bundle.filename
            )
    return part.with_columns(pl.Series("content", content, pl.Binary))


def _checked(part: pl.DataFrame, kept: Kept, path: str) -> pl.DataFrame:
    """Holds the rows against their model: a bundle is a file like any other."""
    import pandera.errors

    if kept.table == LOAD or kept.is_content:
        return part
    try:
        return model_of(kept.table).to_schema().validate(part, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.select("index", "column", "failure_case", "check").head(5).iter_rows()
        faults = "; ".join(f"row {index}, {column}: {value!r} fails {check}" for index, column, value, check in cases)
        raise UnfitBundle("{path}: {faults}", path=path, faults=faults) from error


def _typed(part: pl.DataFrame, types: Mapping[str, Any]) -> pl.DataFrame:
    return part.select(_read_as(name, part.schema[name], kind) for name, kind in types.items())


def _read_as(name: str, given: Any, kind: Any) -> pl.Expr:
    """A column in its type; days and moments may come as the text they are written in."""
    column = pl.col(name)
    if kind == pl.Datetime:
        return column.str.to_datetime(MOMENT_FORMAT, time_unit="us") if given == pl.String else column.cast(kind("us"))
    if kind == pl.Date and given == pl.String:
        return column.str.to_date()
    return column.cast(kind)
