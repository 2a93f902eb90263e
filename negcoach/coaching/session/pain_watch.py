"""Pain that comes into the store while an exercise is under way: a merge brings it, or the lifter's second app."""

from __future__ import annotations

import contextlib

from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.training.advice.exposure import SAME_EXPOSURE
from negcoach.training.advice.readiness.muscles import shared_muscles
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.progress.recovery import is_daily


class PainWatch:
    """Watches for sets of today that ended in pain and that the gate did not know when it let an exercise pass."""

    def __init__(self, services: Services) -> None:
        """Know nothing yet."""
        self._services = services
        self._known: set[str] = set()

    def take_as_known(self) -> None:
        """Take all that hurt today as known: the gate has asked about it."""
        self._known.update(self._hurt_today())

    def look(self, exercise: Exercise, session_id: str | None) -> str:
        """Return the name of what hurt the muscles of an exercise today and was not known, "" for nothing.

        It is known from then on. What hurt in the session (an id) under way is left out: its own rests ask about it.
        The pain of a tendon, which goes on with some, is left out as well.
        """
        name = ""
        if is_daily(exercise):
            return name
        for set_id, (slug, of_session) in self._hurt_today().items():
            other = self._services.exercise(slug)
            same = slug == exercise.slug
            if set_id in self._known or not (same or (other and shared_muscles(exercise, other.muscles))):
                continue
            self._known.add(set_id)
            if of_session != session_id:
                name = exercise.name if other is None else other.name
        return name

    def _hurt_today(self) -> dict[str, tuple[str, str]]:
        """Return the exercise and the session of each set of today that ended in pain, by the set's id."""
        services = self._services
        with contextlib.suppress(NegcoachError):  # what cannot be read is said where it is needed
            return services.lifter.painful_sets(services.session_now() - SAME_EXPOSURE)
        return {}
