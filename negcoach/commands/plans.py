"""``negcoach plans``: the plans, with the exercises of each and what is fixed of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negcoach.commands.support import output
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import config_path
from negcoach.config.library import load_library
from negcoach.config.plans import load_plans
from negcoach.config.toml_files import PLANS_FILE
from negcoach.formatting import plan_item_text
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.plan.plan import Plan, PlanItem, blocks_of, unknown_exercise


def run(options: Options) -> int:
    """Write the plans, for people or as JSON."""
    folder = config_path(options).parent
    library, plans = load_library(folder), load_plans(folder)
    if options.json:
        output.write_json([as_json(plan) for plan in plans])
    elif plans:
        output.write_line("\n".join(listing(plans, library)))
    else:
        output.write_line(f"No plans yet. Make one in the app, or in {folder / PLANS_FILE}.")
    return 0


def as_json(plan: Plan) -> dict[str, object]:
    """Return a plan as values for JSON, in the documented order of keys; null is as advised."""
    return {"name": plan.name, "exercises": [_item_as_json(item) for item in plan.items]}


def listing(plans: Sequence[Plan], library: Sequence[Exercise]) -> Iterator[str]:
    """Yield the lines of the list: each plan with its exercises, of which two that alternate have one number."""
    bodyweight = {exercise.slug: exercise.bodyweight for exercise in library}
    longest = max(len(slug) for plan in plans for slug in plan.exercises)
    for plan in plans:
        yield plan.name
        for number, block in enumerate(blocks_of(plan.items), start=1):
            for letter, item in zip("ab" if len(block) > 1 else " ", block, strict=True):
                text = plan_item_text(item, bodyweight=bodyweight.get(item.exercise, False))
                yield f"{number:>4}{letter} {item.exercise:<{longest}}  {text}"
        unknown = unknown_exercise(plan, bodyweight)
        if unknown is not None:
            yield f"      {unknown[1]}"
        yield ""
    yield '"negcoach coach --plan NAME" begins a plan; 2a and 2b alternate, set by set.'


def _item_as_json(item: PlanItem) -> dict[str, object]:
    return {
        "exercise": item.exercise,
        "sets": item.sets,
        "reps": item.reps,
        "tempo": None if item.tempo is None else str(item.tempo),
        "load_kg": None if item.load is None else item.load.kg,
        "rest_s": None if item.rest_ms is None else item.rest_ms / 1000,
        "superset": item.superset,
    }
