"""Builds and compiles the screens' charts beforehand: `python -m charts.compiling` writes `charts/compiled.tsv.gz`,
`--check` only compares (exit 1 when it is stale). To be run when a program of this room has changed."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterator

from charts import areas, bullet, calendar, composition, matrix, ranking, stages, store, trend
from charts.theme import SIZES, Size, filling
from i18n import LANGUAGES

PAGE: tuple[Size, ...] = SIZES
PLACES: tuple[Size, ...] = (*SIZES, "tile")
"""The sizes of a chart that stands alone, and those of one that may be one of several."""
ROWS_HIGH = (1, 2, 4)
"""How many times as high as usual a calendar's row may be."""
FAMILIES = (areas, bullet, calendar, composition, matrix, ranking, stages, trend)
"""Imported, they have named their builders in `store.BUILDERS`."""


def asked() -> Iterator[tuple[str, tuple[object, ...]]]:
    """Each family with what its specifications on screens depend on besides the language."""
    for size in PLACES:
        yield "trend", (size,)
        yield "stages", (size,)
        for times in ROWS_HIGH if size in PAGE and size != "phone" else (1,):
            yield "calendar", (size, False, times)
    for size in PAGE:
        yield "bullet", (size,)
        yield "composition", (size, False)
        yield "matrix", (size, False)
        yield "areas", (size,)
        for dense in (False, True):
            yield "ranking", (size, dense)


def build() -> store.Store:
    """The store as it should be."""
    specs: dict[str, str] = {}
    programs: dict[str, str] = {}
    for language, (family, given) in itertools.product(LANGUAGES, asked()):
        spec = store.BUILDERS[family](language, *given)
        specs[store.name_of(family, language, *given)] = json.dumps(spec, ensure_ascii=False, separators=(",", ":"))
        fills = [filling(spec)] if isinstance(spec["height"], int) else []
        programs |= {store.digest(shown): store.compiled(shown) for shown in (spec, *fills)}
    return store.Store(store.sources(), specs, programs)


def main() -> int:
    made = build()
    if made == store.kept():
        return 0
    if "--check" in sys.argv:
        print(f"{store.FILE.name} is stale: run `python -m charts.compiling`", file=sys.stderr)
        return 1
    store.FILE.write_bytes(store.written(made))
    print(f"{store.FILE.name}: {len(made.specs)} specifications, {len(made.programs)} programs")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
