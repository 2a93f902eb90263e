"""What a session in lines tells mirrors: the set as its score, the rest, and nothing that could end either."""

from __future__ import annotations

from collections.abc import Callable

from negcoach.broadcast.message import Now, RestShown, SetShown, Shown, WordsShown, line_of, read_line
from negcoach.coaching.mirroring import Mirroring
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.coaching.start.start_session import coach_request
from negcoach.mirror.followed_set import FollowedSet
from negcoach.plain.presenter import LinePresenter
from negcoach.services import Services, do_nothing
from negcoach.training.exercise.prescription import Prescription
from tests.plain.listener import Answer, presenter_of
from tests.plain.test_session import SUMMARY, WARM_UP, loaded, short
from tests.services import Clock

SET: tuple[Answer, ...] = (
    ("Space begins", "space"),
    ("Set 1 of 2: 2 of 2 reps", "q"),
    ("End the session?", "y"),
    *SUMMARY,
)


async def told(services: Services, clock: Clock, plan: Prescription, *script: Answer) -> list[tuple[Shown, Now]]:
    """Lead a session, and return all that mirrors are told of it, once each."""
    presenter, listener = presenter_of(services, clock, *script)
    found = list[tuple[Shown, Now]]()

    def tell() -> None:
        shown, now = presenter.mirrored()
        for message in (shown, now):
            assert read_line(line_of(message)) == message
        runner = presenter.lead.runner
        if isinstance(shown, SetShown) and runner is not None:
            assert FollowedSet(shown, now).moment(clock.ns) == runner.advance()
        found.append((shown, now))

    services.on_drawn = tell
    await coach(presenter, plan)
    assert listener.unanswered == [], "\n".join(listener.heard)
    shown, _ = presenter.mirrored()
    assert isinstance(shown, WordsShown) and "lines of text" in shown.lines[0]
    return found


async def coach(presenter: LinePresenter, plan: Prescription) -> None:
    await coach_request(presenter, presenter.session, CoachRequest(plan, None))


async def test_a_set_and_its_rest_are_told_as_they_go(services: Services, clock: Clock) -> None:
    found = await told(services, clock, short(services, "negative-push-up", sets=2), *SET)
    sets = [shown for shown, _ in found if isinstance(shown, SetShown)]
    assert [sets[0].started, sets[-1].started] == [False, True]
    assert (sets[0].card.exercise, sets[0].card.set_label) == ("Negative push-up", "set 1 of 2")
    rests = [(shown, now) for shown, now in found if isinstance(shown, RestShown)]
    shown, now = rests[0]
    assert shown.counts_down and (now.left_ms or 0) > 0
    assert shown.header == "NEGATIVE PUSH-UP  set 1 of 2"
    assert shown.verdict.startswith("2 of 2 reps · target reached")
    assert len(shown.reps) == 2
    assert shown.lines[0].startswith("Next: set 2 of 2")


async def test_a_warm_up_is_told_with_its_rests(services: Services, clock: Clock, perform: Callable[..., None]) -> None:
    script = (
        *WARM_UP,
        ("Warm-up 1 of 3", "space"),
        ("Rest:", "q"),
        ("End the session?", "y"),
    )
    found = await told(services, clock, loaded(services, perform), *script)
    assert any(isinstance(shown, SetShown) and "1 of 3" in shown.card.set_label for shown, _ in found)
    rest = next(shown for shown, _ in found if isinstance(shown, RestShown))
    assert rest.header.endswith("warm-up") and rest.lines[0].startswith("Next: Warm-up 2 of 3")


async def test_what_fails_for_a_mirror_ends_the_mirrors_and_not_the_set(services: Services, clock: Clock) -> None:
    presenter, listener = presenter_of(services, clock, *SET)

    def fails() -> tuple[Shown, Now]:
        raise LookupError

    mirroring = Mirroring(fails, [services])
    services.on_drawn = mirroring.look
    await coach(presenter, short(services, "negative-push-up", sets=2))
    assert listener.unanswered == [] and listener.said("Session done: 1 set, 2 reps")
    assert services.on_drawn is do_nothing
