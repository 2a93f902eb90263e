"""What was done of a guided test in a session, by which it goes on: what comes after each set of an exercise."""

from __future__ import annotations

from negcoach.coaching.guided_test import lowering_of, lowerings_done, single_of, singles_done
from negcoach.coaching.rest.after_lowering import AfterLowering
from negcoach.coaching.rest.after_set import AfterSet
from negcoach.coaching.rest.after_single import AfterSingle
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.set_runner import SetOutcome, SetRunner
from negcoach.coaching.sets_to_do import SetsToDo, Upcoming


class DoneOfTest:
    """The singles or lowerings that were done of a test, also before it was interrupted; none of sets of work."""

    def __init__(self, session: RunningSession, sets: SetsToDo) -> None:
        """Begin with what the session has of the test that ``sets`` are of, if they are of one."""
        self._session = session
        exercise = sets.prescription.exercise
        self._singles = list(singles_done(session.performed, exercise)) if sets.is_test else []
        self._lowerings = list(lowerings_done(session.performed, exercise)) if sets.open_lowering else []

    def after(self, sets: SetsToDo, runner: SetRunner, outcome: SetOutcome, upcoming: Upcoming | None) -> AfterSet:
        """Return what comes after one of ``sets``: what is no test has the rules of work."""
        done = self._session, sets, runner, outcome, upcoming
        if sets.open_lowering:
            return AfterLowering(*done, self._lowerings)
        return AfterSingle(*done, self._singles) if sets.is_test else AfterSet(*done)

    def add(self, sets: SetsToDo, outcome: SetOutcome) -> None:
        """Take a set that is over, as it was rated in its rest."""
        if sets.open_lowering:
            self._lowerings.append(lowering_of(outcome))
        elif sets.is_test:
            self._singles.append(single_of(outcome, unilateral=sets.prescription.exercise.unilateral))
