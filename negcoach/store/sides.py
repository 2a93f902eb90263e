"""What the lifter said about the sides of an exercise: how that is stored, as facts, and named in an export."""

from __future__ import annotations

from collections.abc import Mapping

WEAKER_SIDE = "weaker-side:"
"""Before an exercise (a slug): the fact that holds which side the lifter says is the weaker one."""

ONLY_SIDE = "only-side:"
"""Before an exercise (a slug): the fact that holds which one side of it the lifter trains, or ``BOTH``."""

BOTH = "both"
"""The value of ``ONLY_SIDE`` where both sides are trained again."""

SIDE_FACTS = {"weaker": WEAKER_SIDE, "only": ONLY_SIDE}
"""By what an export calls it ("which"): what the name of the fact begins with."""


def side_fact(row: Mapping[str, object]) -> dict[str, object]:
    """Return the row of ``facts`` for what an export has of a side: exercise, which, side and changed_ms."""
    name = f"{SIDE_FACTS[str(row['which'])]}{row['exercise']}"
    return {"name": name, "value": row["side"], "changed_ms": row["changed_ms"]}
