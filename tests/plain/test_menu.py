"""Between two exercises: the list, plans, the last session again, and the end, in lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from negcoach.plain.menu import Menu
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.store.queries.sessions.history import sessions
from tests.plain.listener import Answer, Listener, presenter_of
from tests.services import Clock

PLANS = """[[plan]]
name = "Push day"
exercises = [{ exercise = "negative-push-up", sets = 1, reps = 1 }, { exercise = "negative-dip", sets = 1, reps = 1 }]
"""


async def choose(services: Services, clock: Clock, *script: Answer) -> Listener:
    """Choose as the script does, to its end."""
    presenter, listener = presenter_of(services, clock, *script)
    await Menu(listener, presenter, presenter.session, presenter._floor).choose()
    assert listener.unanswered == [], "\n".join(listener.heard)
    return listener


async def test_the_list_has_every_exercise_and_each_can_be_chosen_by_its_number(
    services: Services, clock: Clock
) -> None:
    heard = await choose(services, clock, ("Which exercise?", "l"), ("Which exercise?", "q"))
    numbered = [line for line in heard.heard if line[:1].isdigit()]
    assert len(numbered) == len([one for one in services.library if not one.retired])
    (number,) = [line.split(".")[0] for line in numbered if line.endswith("Negative dip.")]
    heard = await choose(
        services, clock, ("Which exercise?", number), ("Enter starts this", "b"), ("Which exercise?", "q")
    )
    assert heard.said("Negative dip.")


async def test_a_plan_is_done_to_its_end_and_repeated(services: Services, clock: Clock) -> None:
    services.config_path.parent.mkdir(parents=True, exist_ok=True)
    (services.config_path.parent / "plans.toml").write_text(PLANS)
    heard = await choose(
        services,
        clock,
        ("Which exercise?", "p"),
        ("p 1: Push day, 2 exercises.", "p 1"),
        ("Space begins", "space"),
        ("1 of 1 rep,", "space"),
        ("Negative dip, set 1 of 1", "space"),
        ("1 of 1 rep,", "q"),
        ("the whole session?", ""),
        ("A note?", ""),
        ("Which exercise?", "r"),
        ("Negative push-up, set 1 of 2", "q"),
        ("Which exercise?", "q"),
    )
    assert heard.said("Next in the plan: Negative dip.")
    with services.database.read() as connection:
        (done,) = sessions(connection)
    assert [one.prescribed.exercise for one in done.sets] == ["negative-push-up", "negative-dip"]


async def test_a_session_under_way_is_finished_left_open_or_gone_on_with(services: Services, clock: Clock) -> None:
    heard = await choose(
        services,
        clock,
        ("Which exercise?", "negative-dip"),
        ("Enter starts this", ""),
        ("Space begins", "space"),
        ("Rep 1", "escape", 6_000),
        ("ended by the lifter", "q"),
        ("End the session?", "n"),
        ("begin now", "q"),
        ("End the session?", "y"),
        ("the whole session?", ""),
        ("A note?", ""),
        ("Which exercise?", "q"),
    )
    assert heard.said("Session done")


async def test_what_is_due_about_soreness_is_asked_and_stored(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    perform("negative-dip", days_ago=1)
    presenter, listener = presenter_of(
        services, clock, ("Chest", "7"), ("A number from 0", "2"), ("Triceps", ""), ("Front", "b")
    )
    await Menu(listener, presenter, presenter.session, presenter._floor).ask_how_sore()
    assert listener.unanswered == []
    found = Body(services.database).newest_ratings(["chest", "triceps"], services.now() - timedelta(days=1), clock.wall)
    assert [(one.muscle, one.rating) for one in found] == [("chest", 2)]
    presenter, listener = presenter_of(services, clock)
    await Menu(listener, presenter, presenter.session, presenter._floor).ask_how_sore()
    assert listener.heard == []  # not again


async def test_what_cannot_be_chosen_is_said_in_a_line(services: Services, clock: Clock) -> None:
    heard = await choose(
        services, clock, ("Which exercise?", "r"), ("Error:", "p"), ("Error:", "benhc-press"), ("Error:", "q")
    )
    assert heard.said("There is no session to repeat yet")
    assert heard.said("There are no plans yet")
    assert heard.said("Did you mean bench-press?")


async def test_a_number_after_a_name_that_fits_several_chooses_one_of_them(services: Services, clock: Clock) -> None:
    heard = await choose(
        services,
        clock,
        ("Which exercise?", "curl"),
        ("Which exercise?", "2"),
        ("Enter starts this", "b"),
        ("Which exercise?", "1"),
        ("Before overload", "b"),  # of the whole list again, which begins with overload
        ("Which exercise?", "q"),
    )
    at = next(index for index, line in enumerate(heard.heard) if "exercises fit." in line)
    fitting = [line.partition(" ")[2] for line in heard.heard[at + 1 :] if line[:2] in ("1.", "2.")][:2]
    assert len(set(fitting)) == 2 and all("curl" in one for one in fitting)
    chosen = heard.heard[at + 1 :]
    assert fitting[1] in chosen[chosen.index("Which exercise?") :]  # its card


async def test_what_is_left_of_a_plan_is_changed_between_two_exercises_and_in_a_rest(
    services: Services, clock: Clock
) -> None:
    services.config_path.parent.mkdir(parents=True, exist_ok=True)
    (services.config_path.parent / "plans.toml").write_text(PLANS.replace("sets = 1", "sets = 2", 1))
    heard = await choose(
        services,
        clock,
        ("Which exercise?", "p 1"),
        ("Space begins", "space"),
        ("Set 1 of 2: 1 of 1 rep,", "v"),
        ("1. Negative dip, 1 set of 1.", "add negative chin"),
        ("2. Negative chin-up, as advised.", "up 2"),
        ("1. Negative chin-up", "skip 3"),
        ("Give a number from 1 to 2.", "swap 1 nordic curl"),
        ("1. Nordic hamstring curl", "skip 2"),
        ("b goes back.", "b"),
        ("Next: set 2 of 2", "space"),
        ("Press Space again", "space"),
        ("Set 2 of 2: 1 of 1 rep,", "n"),
        ("n: next in the plan, Nordic hamstring curl. v: what is left of the plan.", "v"),
        ("1. Nordic hamstring curl", "skip 1"),
        ("Nothing is left of Push day.", "b"),
        ("Session under way", "f"),
        ("the whole session?", ""),
        ("A note?", ""),
        ("Which exercise?", "q"),
    )
    assert not heard.said("Negative dip, set 1")


async def test_a_session_that_was_forgotten_in_the_menu_ends_before_the_next_exercise(
    services: Services, clock: Clock
) -> None:
    presenter, listener = presenter_of(
        services,
        clock,
        ("Which exercise?", "negative-dip"),
        ("Enter starts this", "sets 1"),
        ("1 set of", ""),
        ("Space begins", "space"),
        ("1 of 1:", "n"),
        ("Session under way", "l"),
        ("It ended after 8 hours without a rep.", ""),
    )
    menu = Menu(listener, presenter, presenter.session, presenter._floor)
    answered = presenter.ask

    async def late(*lines: str) -> str | None:
        """Answer hours later where nothing but the session is under way."""
        typed = await answered(*lines)
        if typed == "l":
            clock.advance(9 * 3_600_000)
        return typed

    presenter.ask = late  # type: ignore[method-assign]
    try:
        await menu.choose()
    except AssertionError as left:  # the script has ended
        assert "was not asked" in str(left)
    assert listener.said("Session done: 1 set")
    assert not presenter.session.under_way


async def test_what_has_not_changed_is_not_said_again(services: Services, clock: Clock) -> None:
    heard = await choose(
        services,
        clock,
        ("Which exercise?", "h"),
        ("Which exercise?", "negative dip"),
        ("Enter starts this", "sets 3"),
        ("Enter starts this", "tempo 3-0-A-0"),
        ("Enter starts this", "b"),
        ("Which exercise?", "q"),
    )
    assert sum(line.startswith("Lower 5 s") for line in heard.heard) == 1
    assert sum(line.startswith("Lower 3 s") for line in heard.heard) == 1
    assert heard.heard.count("r: the last session again.") == 1  # only where it is asked for
