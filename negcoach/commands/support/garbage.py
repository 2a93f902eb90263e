"""Commands that read very much do without the search for garbage in cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Look for no cycles within the block: what is read has none, and the search takes up to a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
