"""``python -m tests.make_shipped``: make ``catalogue_data.py`` of ``catalogue.toml`` again, after that was changed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from pprint import pformat

CATALOGUE = Path(__file__).parents[1] / "negcoach" / "training" / "exercise" / "catalogue.toml"

HEAD = '''"""``catalogue.toml`` as Python reads it: every start needs it, and TOML takes its time.

Made by ``python -m tests.make_shipped``; change ``catalogue.toml``.
"""

from __future__ import annotations

# fmt: off
TABLES: dict[str, object] = \\
'''


def catalogue() -> dict[str, object]:
    """Return the tables of the catalogue."""
    return tomllib.loads(CATALOGUE.read_text("utf-8"))


def main() -> None:
    """Write the module."""
    text = HEAD + pformat(catalogue(), width=118, sort_dicts=False) + "\n"
    CATALOGUE.with_name("catalogue_data.py").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
