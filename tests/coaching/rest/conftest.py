"""What the tests of the rests share: what comes after a set."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from negcoach.coaching.rest.after_set import AfterSet
from negcoach.coaching.rest.after_single import AfterSingle
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.set_runner import SetOutcome, SetRunner
from negcoach.coaching.sets_to_do import SetsToDo, Upcoming
from negcoach.coaching.standstill import StandstillWatch
from negcoach.services import Services
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.timeline import Rep
from negcoach.training.terms import SetPurpose, StopReason
from tests.services import prescribed

After = Callable[..., AfterSet]


@pytest.fixture
def after(services: Services) -> After:
    """What comes after a set, the first of three, of two reps at 105 kg, the last of which lasted ``last_ms``."""

    def made(
        stop: StopReason,
        last_ms: int = 4_900,
        *,
        number: int = 1,
        last: bool = False,
        test: bool = False,
        alone: bool = False,
    ) -> AfterSet:
        session = RunningSession(services)
        plan = prescribed(services, "negative-push-up" if alone else "bench-press", sets=3, reps=2)
        sets = SetsToDo(plan, 1, 100.0, purpose=SetPurpose.TEST if test else SetPurpose.WORK)
        session.recorder.prepare_set(prescribed_set_of(plan, 1, spotters=1, one_rm_kg=100.0))
        watch = StandstillWatch(services.clock, services.elapsed, services.player)
        runner = SetRunner(SetRun(plan, 10_000), services.player, session.recorder, watch)
        reps = (Rep(1, 1, None, 5_000, 5_000, 10_000), Rep(2, 2, None, 5_000, last_ms, 20_000))
        outcome = SetOutcome(number, reps[:1] if test else reps, stop, load_kg=plan.load_kg)
        upcoming = None if last else Upcoming(sets, 2, plan.rest_ms)
        if test:
            return AfterSingle(session, sets, runner, outcome, upcoming, ())
        return AfterSet(session, sets, runner, outcome, upcoming)

    return made
