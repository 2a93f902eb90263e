"""What the measurements share: rows of one table, their figures, and the word while they run."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """What was measured, its figures in words, and the same as numbers for JSON; a ``detail`` is not in README.md."""

    what: str
    figures: str
    values: dict[str, float] = field(default_factory=dict)
    detail: bool = False


def tell(what: str) -> None:
    """Say on standard error what is being measured."""
    print(f"  {what} …", file=sys.stderr, flush=True)


def say(rows: Sequence[Row]) -> Sequence[Row]:
    """Say on standard error what was measured, since what comes after it may fail an hour later; return it."""
    for one in rows:
        print(f"    {one.what}: {one.figures}", file=sys.stderr, flush=True)
    return rows


def row(what: str, values: Sequence[float], unit: str, *, of: tuple[str, Sequence[float]] | None = None) -> Row:
    """Return a row of median, least and most; ``of`` is what it is compared with, measured in the same rounds."""
    if not values:
        return Row(what, "not measured")
    median = statistics.median(values)
    numbers = {"median": median, "min": min(values), "max": max(values)}
    said = f"median {median:.4g} {unit} (min {min(values):.4g}, max {max(values):.4g})"
    if of is not None and of[1]:
        numbers["ratio"] = median / statistics.median(of[1])
        said += f" = **{numbers['ratio']:.2f} ×** {of[0]}"
    return Row(what, said, numbers)


def spread(what: str, values: Sequence[float], unit: str = "ms") -> Row:
    """Return a row of median, 95th percentile and most."""
    if not values:
        return Row(what, "nothing was measured")
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    numbers = {"median": statistics.median(ordered), "p95": p95, "max": ordered[-1]}
    return Row(what, ", ".join(f"{name} {value:.1f} {unit}" for name, value in numbers.items()), numbers)


def put_into(text: str, tables: Mapping[str, Sequence[Row]]) -> str:
    """Return a text with each part's table between its marks, as they stand in README.md. Raises ``ValueError``."""
    for part, rows in tables.items():
        begin, end = f"<!-- measured: {part} -->\n", f"<!-- end: {part} -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"it has no place for {part!r}: {begin.strip()} … {end}")
        table = markdown([row for row in rows if not row.detail])
        text = f"{before}{begin}\n{table}\n\n{end}{after}"
    return text


def markdown(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    return "\n".join(["| what | figures |", "| --- | --- |", *(f"| {row.what} | {row.figures} |" for row in rows)])
