"""Measurements of the real program, for their figures: ``python -m tests.bench``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tests.bench.table import Row, markdown, put_into

PARTS = ("start", "live", "beats", "history", "soak")


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", nargs="*", metavar="|".join(PARTS), help="what to measure; without it everything")
    parser.add_argument("--short", action="store_true", help="few rounds: to see that it runs, not for its figures")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a Markdown table")
    parser.add_argument("-o", "--output", type=Path, help="put each part's table between its marks in README.md, say")
    options = parser.parse_args()
    unknown = [what for what in options.what if what not in PARTS]
    if unknown:
        parser.error(f"no measurement {unknown[0]!r}; there are {', '.join(PARTS)}")
    text = _with_marks(parser, options.output, options.what or PARTS) if options.output else ""
    tables: dict[str, list[Row]] = {}
    for what in options.what or PARTS:
        tables[what] = import_module(f"tests.bench.{what}").run(short=options.short)
    rows = [row for table in tables.values() for row in table]
    if options.json:
        print(json.dumps([{"what": row.what, "figures": row.figures, **row.values} for row in rows], indent=2))
    else:
        print(markdown(rows))
    if options.output:
        options.output.write_text(put_into(text, tables), encoding="utf-8")


def _with_marks(parser: argparse.ArgumentParser, path: Path, parts: Sequence[str]) -> str:
    """Return the text of a file that has a place for each part: better told now than after an hour."""
    try:
        text = path.read_text("utf-8")
        put_into(text, dict.fromkeys(parts, ()))
    except (OSError, ValueError) as error:
        parser.error(f"{path}: {error}")
    return text


main()
