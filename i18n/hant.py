"""Makes the traditional words: `python -m i18n.hant` writes, `--check` only compares (exit 1 when stale).

Fills i18n/catalogue/hant.json and every `_zh_hant` column of data/seed/*/*.csv from the simplified words beside it.
Runs when words change; `to_hant` is also what papers for traditional readers write persons' words with (`i18n.typed`).
"""

from __future__ import annotations

import csv
import io
import json
import sys
from functools import cache
from pathlib import Path

from i18n.words import FOLDER, read_entries

SEED = Path(__file__).parent.parent / "data" / "seed"
EXCEPTIONS: tuple[tuple[str, str], ...] = (
    ("溆", "漵"),
    ("臺", "台"),
    ("巖", "岩"),
    ("餈", "糍"),
    ("制種", "製種"),
    ("編髮", "編發"),
    ("里程錶", "里程表"),
    ("瞭解", "了解"),
    ("回復", "回覆"),
)
"""What the converter gets wrong or writes unusually, after conversion: (made, right). Reviewed by hand."""


@cache
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("s2tw")


def to_hant(text: str) -> str:
    """Simplified to traditional Chinese, with the reviewed exceptions."""
    made = _converter().convert(text)
    for wrong, right in EXCEPTIONS:
        made = made.replace(wrong, right)
    return made


def words_json() -> str:
    made = {key: to_hant(entry["hans"]) for key, entry in read_entries().items()}
    return json.dumps(made, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def filled_csv(text: str) -> str:
    """A seed file's text with every `_zh_hant` column made from its `_zh_hans` column."""
    rows = list(csv.DictReader(io.StringIO(text)))
    header = next(csv.reader(io.StringIO(text)))
    made = [name for name in header if name.endswith("_zh_hant")]
    for row in rows:
        for name in made:
            row[name] = to_hant(row[name.replace("_zh_hant", "_zh_hans")])
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def outputs() -> dict[Path, str]:
    """Every made file with what it should hold."""
    made = {FOLDER / "hant.json": words_json()}
    for path in sorted(SEED.glob("*/*.csv")):
        made[path] = filled_csv(path.read_text(encoding="utf-8"))
    return made


def main() -> int:
    stale = [
        (path, text)
        for path, text in outputs().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        print(path.relative_to(SEED.parent.parent))
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8", newline="\n")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
