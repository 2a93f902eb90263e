"""Measurements of the real program, for their figures: ``python -m tests.bench``."""

from __future__ import annotations

import argparse
import json

from tests.bench import beats


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", nargs="?", default="beats", choices=["beats"], help="what to measure")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a Markdown table")
    options = parser.parse_args()
    rows = beats.run()
    if options.json:
        print(json.dumps([{"what": what, "figures": figures} for what, figures in rows], indent=2))
        return
    print("| what | figures |\n| --- | --- |")
    for what, figures in rows:
        print(f"| {what} | {figures} |")


main()
