"""The exercise and the prescription that the options of a command describe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negcoach.commands.support.options import Options, integer, parse_option
from negcoach.config.settings.settings import Settings
from negcoach.errors import NegcoachError
from negcoach.training.equipment.body_load import require_load
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.limits import MOST_SPOTTERS
from negcoach.training.exercise.prescription import (
    ADVISED_FIELDS,
    PARSERS,
    Prescription,
    default_prescription,
    require_way,
)
from negcoach.training.exercise.search import find
from negcoach.training.units import TypedLoad, parse_added_load, parse_load, parse_typed_load

if TYPE_CHECKING:
    from negcoach.coaching.sets_to_do import CoachRequest
    from negcoach.training.plan.plan import Plan


def what_to_coach(
    options: Options, library: Sequence[Exercise], settings: Settings, config_folder: Path
) -> CoachRequest | Plan:
    """Return the exercise to coach with the set that is asked for, or the plan. Raises ``NegcoachError``."""
    from negcoach.coaching.sets_to_do import CoachRequest

    if options.plan is not None:
        return _plan(options, library, config_folder)
    exercise = chosen_exercise(options, library)
    prescribed, advised = prescription(options, exercise, settings), left_out(options)
    if options.test:
        from negcoach.coaching.guided_test import has_test

        if not has_test(exercise):
            raise NegcoachError(
                f"--test: {exercise.name} has no test. "
                "Overload with a load, negatives towards a full rep and Nordics have one."
            )
        require_a_test_alone(options)
    percent = None if options.load is None else parse_option("--load", options.load, _eccentric_percent, None)
    if percent is not None:
        _require_testable("--load", exercise)
    return CoachRequest(prescribed, spotters(options), advised, test=options.test, eccentric_percent=percent)


def require_a_test_alone(options: Options) -> None:
    """Refuse sets of the lifter's own, which a test does not take."""
    given = _option_of_a_set(options)
    if given is not None:
        raise NegcoachError(f"--test has its own sets: leave {given} out.")


def _require_testable(option: str, exercise: Exercise) -> None:
    from negcoach.training.plan.eccentric_test import is_testable

    if not is_testable(exercise):
        raise NegcoachError(
            f"{option}: {exercise.name} has no eccentric 1RM to test; only overload with a load has one."
        )


def _eccentric_percent(text: str) -> float | None:
    from negcoach.training.plan.eccentric_test import parse_eccentric_percent

    return parse_eccentric_percent(text)


def _plan(options: Options, library: Sequence[Exercise], config_folder: Path) -> Plan:
    """Return the plan that is named; nothing else can be asked for with it."""
    from negcoach.config.plans import find_plan, require_exercises

    if options.exercise:
        raise NegcoachError("coach takes EXERCISE or --plan NAME, not both.")
    given = _option_of_a_set(options)
    if given is not None:
        raise NegcoachError(f"--plan has its own sets: leave {given} out, or change the plan.")
    plan = find_plan(config_folder, options.plan or "")
    require_exercises(config_folder, plan, library)
    return plan


def chosen_exercise(options: Options, library: Sequence[Exercise]) -> Exercise:
    """Return the exercise that was named, in one word or several. Raises ``NegcoachError``."""
    return find(library, " ".join(options.exercise))


def prescription(options: Options, exercise: Exercise, settings: Settings) -> Prescription:
    """Return the prescription of the options, with the exercise's defaults, and the lead-in of the settings.

    Raises ``NegcoachError`` that names the option.
    """
    usual = default_prescription(
        exercise, lead_in_ms=settings.lead_in_first_s * 1000, next_lead_in_ms=settings.lead_in_s * 1000
    )
    parse = parse_added_load if exercise.bodyweight else parse_load
    unit = settings.equipment.unit_as_shown(usual, settings.unit)
    usual_load = TypedLoad(usual.load_kg, unit)  # also while a percentage is not yet turned into kg
    load = parse_option(
        "--load",
        options.load,
        lambda text: (
            usual_load
            if _eccentric_percent(text) is not None
            else _load_of(exercise, parse_typed_load(text, unit, parse))
        ),
        usual_load,
    )
    given = _given_values(options)
    if "lead_in_ms" in given:
        given["next_lead_in_ms"] = min(given["lead_in_ms"], usual.next_lead_in_ms)
    if "way" in given:
        require_way(given["way"], exercise, given.get("sets"))
    load_unit = settings.equipment.unit_to_keep(exercise, load.unit, settings.unit)
    return replace(usual, load_kg=load.kg, load_unit=load_unit, **given)


def _load_of(exercise: Exercise, load: TypedLoad) -> TypedLoad:
    require_load(exercise, load.kg, None, load.unit)
    return load


def left_out(options: Options) -> frozenset[str]:
    """Return the fields of the prescription that no option gives."""
    given = {name for name in PARSERS if _given(options, name) is not None}
    given |= {"load_kg", "load_unit"} if options.load is not None else set()
    given |= {"next_lead_in_ms"} if "lead_in_ms" in given else set()
    return ADVISED_FIELDS - given


def spotters(options: Options) -> int | None:
    """Return how many people spot, ``None`` when it was not given. Raises ``NegcoachError``."""
    return parse_option("--spotters", options.spotters, integer(0, MOST_SPOTTERS), None)


def option_of(name: str) -> str:
    """Return the option for a field of the prescription: ``--lead-in`` for ``lead_in_ms``."""
    return f"--{_attribute_of(name).replace('_', '-')}"


def _attribute_of(name: str) -> str:
    """Return the attribute of the options for a field of the prescription: the set's type is its ``way``."""
    return "set_type" if name == "way" else name.removesuffix("_ms")


def _option_of_a_set(options: Options) -> str | None:
    """Return the first option that was given of those about a set, ``None`` where none was."""
    names = (name for name in ("load", "spotters", *PARSERS) if _given(options, name) is not None)
    return next(map(option_of, names), None)


def _given(options: Options, name: str) -> str | None:
    """Return the text of the option for a field of the prescription, ``None`` where it was not given."""
    text: str | None = getattr(options, _attribute_of(name), None)
    return text


def _given_values(options: Options) -> dict[str, Any]:
    """Return the values of the options that were given, by the field of the prescription."""
    values = {}
    for name, parse in PARSERS.items():
        text = _given(options, name)
        if text is not None:
            values[name] = parse_option(option_of(name), text, parse, None)
    return values
