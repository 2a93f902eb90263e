"""Measurements of the real program, for their figures: ``python -m tests.bench``. README.md says what it shows."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

from tests.bench.table import Row, markdown, put_into

PARTS = ("start", "live", "mirror", "presses", "remote", "beats", "history", "transfer", "soak")

AT_A_TIME = 4
"""How many parts run side by side where their figures mean little: most of their time is waiting for real sets."""

ALONE = ("remote",)
"""It types keys at a person's pace without looking; on a busy machine they come before there is what they act on."""

README = Path(__file__).with_name("README.md")
"""What ``-o`` writes the tables into: it has a place for each part."""


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", nargs="*", metavar="|".join(PARTS), help="what to measure; without it everything")
    parser.add_argument("--short", action="store_true", help="few rounds, side by side: to see that it runs")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a Markdown table")
    parser.add_argument("-o", "--readme", action="store_true", help="put the tables into tests/bench/README.md, too")
    options = parser.parse_args()
    unknown = [what for what in options.what if what not in PARTS]
    if unknown:
        parser.error(f"no measurement {unknown[0]!r}; there are {', '.join(PARTS)}")
    parts = options.what or PARTS
    if options.readme:
        _require_places(parser, parts)
    if options.short and len(parts) > 1 and not options.readme:
        tables = _side_by_side(parts)
    else:
        tables = {what: import_module(f"tests.bench.{what}").run(short=options.short) for what in parts}
    rows = [row for table in tables.values() for row in table]
    if options.json:
        print(json.dumps([{"what": row.what, "figures": row.figures, **row.values} for row in rows], indent=2))
    else:
        print(markdown(rows))
    if options.readme:
        README.write_text(put_into(README.read_text("utf-8"), tables), encoding="utf-8")


def _side_by_side(parts: Sequence[str]) -> dict[str, list[Row]]:
    """Measure the parts in short, each in a process of its own; if one fails, this one ends with its status."""

    def measured(part: str) -> list[Row]:
        command = [sys.executable, "-m", "tests.bench", part, "--short", "--json"]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        if done.returncode:
            print(f"{part}: failed", file=sys.stderr)
            sys.exit(done.returncode)
        return [Row(one.pop("what"), one.pop("figures"), one) for one in json.loads(done.stdout)]

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        # The longest come last in ``PARTS``.
        tables = {part: pool.submit(measured, part) for part in reversed(parts) if part not in ALONE}
        rows = {part: table.result() for part, table in tables.items()}
    return {part: rows[part] if part in rows else measured(part) for part in parts}


def _require_places(parser: argparse.ArgumentParser, parts: Sequence[str]) -> None:
    """Refuse to begin if the README lacks a place for one of the parts: better told now than after an hour."""
    try:
        put_into(README.read_text("utf-8"), dict.fromkeys(parts, ()))
    except (OSError, ValueError) as error:
        parser.error(f"{README}: {error}")


if __name__ == "__main__":
    main()
