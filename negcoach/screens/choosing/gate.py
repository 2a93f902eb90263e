"""The safety gate before an overload session: the health screen, the load cap and the spotters."""

from __future__ import annotations

from textual.app import App

from negcoach.coaching.session_plan import Choice
from negcoach.screens.choosing.gate_screens import CapScreen, HealthScreen, SpottersScreen
from negcoach.services import Services
from negcoach.training.exercise.exercise import Family
from negcoach.training.exercise.safety import is_over_cap, is_screened, spotters_needed


async def pass_gate(app: App[None], services: Services, choice: Choice, *, spotters: int | None = None) -> int | None:
    """Pass the gate of an exercise, asking whatever must be asked; call it from a worker.

    Returns the number of spotters, ``None`` when the lifter went back. ``spotters`` is the number that the command line
    gave: when it is enough, nothing else must be in place and the cap could be checked, it is not asked again.
    Regression exercises pass at once, with 0. Raises ``NegcoachError`` when the database cannot be used.
    """
    plan, exercise = choice.prescription, choice.prescription.exercise
    if exercise.family is Family.REGRESSION:
        return 0
    if not is_screened(services.lifter.health_screen(), services.now().date()):
        if not await app.push_screen_wait(HealthScreen()):
            return None
        services.lifter.pass_health_screen(services.now())
    unit = services.settings.unit
    over = is_over_cap(exercise, plan.load_kg, choice.one_rm_kg)
    if over and not await app.push_screen_wait(CapScreen(choice, unit)):
        return None
    enough = spotters is not None and spotters >= spotters_needed(exercise, plan.load_kg, choice.one_rm_kg)
    if enough and not exercise.spotters.also and choice.one_rm_kg is not None:
        return spotters
    return await app.push_screen_wait(SpottersScreen(choice, unit, spotters))
