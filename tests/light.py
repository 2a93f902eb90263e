"""Textual with less to do in the tests, and the same outcome: what it takes for every line that it draws, and rule.

The benchmarks do without it: they measure what a lifter has.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.css.model import RuleSet
from textual.strip import Strip

_HELD = {
    name: cache._maxsize
    for name, cache in ((name, getattr(Strip([], 0), name)) for name in Strip.__slots__)
    if isinstance(cache, FIFOCache)
}
"""The caches of a line, and how many entries each of them holds."""


def _make_line(line: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    """Make a line without its seven caches: few lines ever need one."""
    line._segments = list(segments)
    line._cell_length = cell_length
    line._render_cache = line._link_ids = line._cell_count = None


def _make_cache(line: Strip, name: str) -> FIFOCache[object, object]:
    """Make a cache of a line when it is first asked for."""
    if name not in _HELD:
        raise AttributeError(name)
    cache: FIFOCache[object, object] = FIFOCache(_HELD[name])
    setattr(line, name, cache)
    return cache


def lighten() -> None:
    """Let lines make their caches when they need them, and rules be told apart without a call of Python."""
    Strip.__init__ = _make_line  # type: ignore[method-assign]
    Strip.__getattr__ = _make_cache  # type: ignore[attr-defined]
    RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]  # by identity, as Textual's own
