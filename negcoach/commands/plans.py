"""``negcoach plans``: the plans, with the exercises of each; one as a text to send, and one from such a text."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from negcoach.commands.support import output, output_file
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import config_path, path_to_read
from negcoach.config.files.toml_files import PLANS_FILE
from negcoach.config.library import load_library
from negcoach.config.plans import find_plan, load_plans, save_plan
from negcoach.errors import NegcoachError
from negcoach.formatting import plan_item_text
from negcoach.texts import counted
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.plan.plan import Plan, PlanItem, blocks_of, unknown_exercise

_SEND, _ADD = "send", "add"


def run(options: Options) -> int:
    """Write the plans, for people or as JSON; or send one, or add one."""
    folder = config_path(options).parent
    library = load_library(folder)
    subject = " ".join(options.plan_words).strip()
    if options.action == _SEND:
        return _send(options, folder, library, subject)
    if options.action == _ADD:
        return _add(folder, library, subject)
    if subject or options.output is not None:
        raise NegcoachError("plans lists all of them. To write one as a text: negcoach plans send NAME")
    plans = load_plans(folder)
    if options.json:
        output.write_json([as_json(plan) for plan in plans])
    elif plans:
        output.write_line("\n".join(listing(plans, library)))
    else:
        output.write_line(f"No plans yet. Make one in the app, or in {folder / PLANS_FILE}.")
    return 0


def _send(options: Options, folder: Path, library: Sequence[Exercise], name: str) -> int:
    """Write a plan as a text."""
    from negcoach.transfer.plan_message import plan_message

    if not name:
        raise NegcoachError('Name the plan to send, such as negcoach plans send "Push day".')
    plan = find_plan(folder, name)
    text = plan_message(plan, {exercise.slug: exercise for exercise in library})
    with output_file.opened_output(options, "plan.txt") as file:
        file.write(text)
    if options.output not in (None, output_file.STANDARD_OUTPUT):
        output.write_line(f"{options.output}: {plan.name}, {counted(len(plan.items), 'exercise')}.")
    return 0


def _add(folder: Path, library: Sequence[Exercise], name: str) -> int:
    """Keep the plan of a text, from a file or, without one, as it is pasted."""
    from negcoach.transfer.apps.reading import read_file
    from negcoach.transfer.plan_message import plan_of_message

    if name and name != output_file.STANDARD_OUTPUT:
        text = read_file(path_to_read(name)).text
    else:
        if sys.stdin is None:
            raise NegcoachError("There is nothing to read from. Name a file with the plan.")
        if sys.stdin.isatty():
            output.write_line("Paste the plan, then press Enter and Ctrl+D (on Windows Ctrl+Z and Enter).")
            output.flush()
        text = sys.stdin.read()
    plan = plan_of_message(text, {exercise.slug: exercise for exercise in library})
    save_plan(folder, plan)
    output.write_line(f"Added: {plan.name}, {counted(len(plan.items), 'exercise')}.")
    unknown = unknown_exercise(plan, [exercise.slug for exercise in library])
    if unknown is not None:
        output.write_line(unknown[1])
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
