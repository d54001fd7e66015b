"""The specifications of the screens' charts, built beforehand and compiled to what a browser draws by.

Altair takes half a second to import, and Vega-Lite has to be compiled to Vega, which takes longer than drawing it.
`compiled.tsv.gz`, written by `python -m charts.compiling`, has both:

- `specs`: name of a specification (family and what it depends on) -> Vega-Lite, of use as long as the programs of this
  room are those it was built by (`sources`), else it is built by Altair as if there were no store;
- `programs`: digest of a specification -> Vega.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VEGA_LITE = "6.4"
"""The version of Vega-Lite that specifications are written in; Vega is the one it compiles to."""
FOLDER = Path(__file__).parent
FILE = FOLDER / "compiled.tsv.gz"
Spec = dict[str, Any]
Build = Callable[..., Spec]
BUILDERS: dict[str, Build] = {}
"""A family's name to what builds its specification from a language, a size and what else it depends on."""


@dataclass(frozen=True)
class Store:
    """What the file holds, each specification and program as JSON text."""

    sources: str
    specs: Mapping[str, str]
    programs: Mapping[str, str]


def specification(family: str) -> Callable[[Build], Build]:
    """A family's builder, asked once for each of its arguments and only for what is not in the store."""

    def keeping(build: Build) -> Build:
        BUILDERS[family] = build

        @functools.cache
        def found(*given: object) -> Spec:
            text = _specs().get(name_of(family, *given))
            spec: Spec = build(*given) if text is None else json.loads(text)
            return spec

        return functools.wraps(build)(found)

    return keeping


@dataclass(frozen=True)
class Program:
    """A Vega program: its name (the digest of its specification), its JSON, and whether it was compiled beforehand."""

    name: str
    text: str
    is_kept: bool


def program(spec: Mapping[str, Any]) -> Program:
    """The Vega program of a specification; compiled now where it was not beforehand."""
    name = digest(spec)
    text = kept().programs.get(name)
    if text is not None:
        return Program(name, text, is_kept=True)
    unnamed = {part: value for part, value in spec.items() if part != "description"}
    return Program(name, _compiled_now(json.dumps(unnamed, sort_keys=True)), is_kept=False)


@functools.lru_cache(maxsize=64)
def _compiled_now(spec: str) -> str:
    return compiled(json.loads(spec))


def compiled(spec: Mapping[str, Any]) -> str:
    """The Vega program of a specification, as JSON. The page puts its own width and height in."""
    import vl_convert

    from charts.theme import FILL

    sized = {**spec, "width": 400, "height": 300 if spec["height"] == FILL else spec["height"]}
    made = vl_convert.vegalite_to_vega(sized, vl_version=VEGA_LITE)
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def name_of(family: str, *given: object) -> str:
    """A specification's name in the store."""
    return "|".join(map(str, (family, *given)))


def digest(spec: Mapping[str, Any]) -> str:
    """What tells one specification from another, its description left out."""
    told = {name: part for name, part in spec.items() if name != "description"}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def sources() -> str:
    """What tells the programs of this room, in whatever way lines end, from those of another day."""
    told = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.py")):
        told.update(path.read_text(encoding="utf-8").encode())
    return told.hexdigest()


@functools.cache
def kept() -> Store:
    """The store as it stands in its file; empty where there is none."""
    if not FILE.exists():
        return Store("", {}, {})
    return read(FILE.read_bytes())


def read(content: bytes) -> Store:
    """The store from its file's content: a line each of kind, name and text, tabs between them."""
    found: dict[str, dict[str, str]] = {"sources": {}, "spec": {}, "program": {}}
    for line in gzip.decompress(content).decode().split("\n"):
        kind, name, text = line.split("\t", 2)
        found[kind][name] = text
    return Store(found["sources"].get("", ""), found["spec"], found["program"])


def written(store: Store) -> bytes:
    """The store as its file's content; the same store gives the same bytes. Raises ValueError for text of two lines."""
    kinds = {"sources": {"": store.sources}, "spec": store.specs, "program": store.programs}
    lines = ["\t".join((kind, name, text)) for kind, named in kinds.items() for name, text in sorted(named.items())]
    if any("\n" in line for line in lines):
        raise ValueError("a specification is written on one line")
    return gzip.compress("\n".join(lines).encode(), mtime=0)


@functools.cache
def _specs() -> Mapping[str, str]:
    store = kept()
    return store.specs if store.sources == sources() else {}
