"""A load of the history that may be a slip of a digit: it is asked about once, in its form."""

from __future__ import annotations

from collections.abc import Callable

from negcoach.coaching.keys.key_runs import HELD_MS
from negcoach.errors import NegcoachError
from negcoach.screens.shared.form.fields import FieldError
from negcoach.services import Services
from negcoach.training.advice.readiness.one_rm_doubt import load_slip
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.units import Unit, format_load


class LoadSlips:
    """The loads of one form that were asked about: Enter again saves such a one.

    An Enter that may be the one before, held down or sent twice, is no answer.
    """

    def __init__(self, clock: Callable[[], int]) -> None:
        """Ask about none yet; ``clock`` gives monotonic nanoseconds."""
        self._clock = clock
        self._asked_ns: dict[float, int] = {}  # when Enter was last pressed on each load that was asked about

    def check(self, exercise: Exercise | None, load_kg: float, before_kg: float | None, unit: Unit) -> None:
        """Raise ``FieldError`` until Enter answers it where a load may be a slip, by the one (kg) before or the last.

        ``exercise`` is ``None`` where the library does not have it.
        """
        if not load_slip(exercise, load_kg, before_kg):
            return
        now_ns, asked_ns = self._clock(), self._asked_ns.get(load_kg)
        self._asked_ns[load_kg] = now_ns
        if asked_ns is None or now_ns - asked_ns < HELD_MS * 1_000_000:
            load, before = format_load(load_kg, unit), format_load(before_kg or 0.0, unit)
            raise FieldError("load", f"{load}, and {before} before? Enter again saves it.")


def last_load_kg(services: Services, slug: str) -> float | None:
    """Return the heaviest load (kg) of an exercise's last session, ``None`` where that is not known."""
    try:
        last = services.lifter.last_performed(slug)
    except NegcoachError:
        return None  # what is kept says so
    return max(last.loads_kg, default=None) if last is not None else None
