"""What the demo says beside the coach: what the lifter and the spotter do at a moment, and where one can go next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from negcoach.demo.sample_history import BENCH
from negcoach.formatting import tenths_text
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.score.timeline import Moment, Phase

MARK = "DEMO"

HOME = "Ctrl+R: sample history. Enter: another set. Ctrl+Q: leave the demo."
HISTORY = "All of it is made up. 1 to 5 change the view, Enter opens, Esc goes back."
SUMMARY = "The session, as it was saved. Esc goes home."
ELSEWHERE = "Nothing that you do here is kept: the demo has a folder of its own."
"""What is said on the other screens."""


@dataclass(frozen=True, slots=True)
class Roles:
    """What each role does now, in a sentence that fits into a narrow terminal, and another one where there is room.

    ``spotter`` is empty where nobody spots; ``note`` is about the keys.
    """

    lifter: tuple[str, str]
    spotter: tuple[str, str] = ("", "")
    note: str = ""


_CALLS = "Space at the bottom calls the lift. The demo presses it, or you do."
_TIMES = "Space at the bottom times the rep. The demo presses it, or you do."

_SAFE = "Nobody is left under the load, whatever key was pressed."
_STORED = "Every rep was saved as it ended."
_LIFTER = {
    Phase.READY: ("Take your place.", "Nothing moves before a press of Space."),
    Phase.LEAD_IN: ("Get into position.", "The first lowering begins with its count."),
    Phase.LOWER: ("Lower with the count.", "Keep pace with the bar that you see."),
    Phase.HOLD_BOTTOM: ("Hold at the bottom.", "Stay tight."),
    Phase.LIFT: ("Do what the screen says.", "Only the way down counts."),
    Phase.HOLD_TOP: ("Hold, and breathe.", "The next lowering begins with its count."),
    Phase.SWITCH: ("Change sides.", ""),
    Phase.CLUSTER_REST: ("Rest, with the load down.", ""),
    Phase.RELOAD: ("Wait with the bar racked.", ""),
    Phase.TAKE: ("Do what the screen says.", _SAFE),
    Phase.PAUSED: ("The load is safe.", "p goes on, with a new hand-off."),
    Phase.RACK: ("The set ends here.", ""),
    Phase.DONE: ("The set is done.", _STORED),
}
_SPOTTER = {
    Phase.READY: ("Take your place, too.", ""),
    Phase.LEAD_IN: ("Help with the start.", ""),
    Phase.LOWER: ("Follow without touching.", "A touch ends the set."),
    Phase.HOLD_BOTTOM: ("Have your hands ready.", ""),
    Phase.LIFT: ("Lift now.", "A little faster than it came down."),
    Phase.HOLD_TOP: ("Let go, and stay close.", ""),
    Phase.SWITCH: ("Stay close.", ""),
    Phase.CLUSTER_REST: ("Help put it down.", ""),
    Phase.RELOAD: ("Put on what came off.", ""),
    Phase.TAKE: ("Take the load at once.", ""),
    Phase.PAUSED: ("Keep the load safe.", ""),
    Phase.RACK: ("Help put it down.", "Only then let go."),
    Phase.DONE: ("Help put it down.", "Only then let go."),
}
"""What the lifter and the spotter do in any exercise."""

_BENCH_LIFTER = {
    Phase.READY: ("Lie down under the bar.", "Nothing moves before a press of Space."),
    Phase.LEAD_IN: ("Take it out together.", 'Hold it over you and say "mine".'),
    Phase.LOWER: ("Lower it with the count.", "Keep pace with the bar that you see."),
    Phase.LIFT: ("Push as hard as you can.", "It is more than you can lift alone."),
    Phase.TAKE: ("Hold on: help is coming.", _SAFE),
    Phase.RACK: ("Rack it together.", ""),
    Phase.DONE: ("Rack it together.", _STORED),
}
_BENCH_SPOTTER = {
    Phase.READY: ("Stand behind the bar.", "One palm up, one palm down, close to it."),
    Phase.LEAD_IN: ("Help it off the rack.", 'Let go at "mine".'),
    Phase.LOWER: ("Follow with open hands.", "Do not touch it: a touch ends the set."),
    Phase.LIFT: ("Lift from your legs.", "A little faster than it came down."),
    Phase.TAKE: ("Take the bar at once.", ""),
    Phase.PAUSED: ("Keep it in the rack.", ""),
    Phase.RACK: ("Guide it into the rack.", "Only then let go."),
    Phase.DONE: ("Guide it into the rack.", "Only then let go."),
}
"""What is said otherwise in the bench press, with which the demo begins; from its steps in the catalogue."""


def roles_at(moment: Moment, exercise: Exercise, *, begins_in_s: int | None = None) -> Roles:
    """Return what the roles do at a moment of a set; ``begins_in_s`` is when the demo begins it, if it does."""
    note = _note(moment, begins_in_s, _CALLS if exercise.spotters.at_least else _TIMES)
    return replace(roles_in(moment.phase, exercise), note=note)


def roles_in(phase: Phase, exercise: Exercise) -> Roles:
    """Return what the roles do in a phase of a set."""
    bench = exercise.slug == BENCH
    lifter = (_BENCH_LIFTER if bench else {}).get(phase, _LIFTER[phase])
    spotter = (_BENCH_SPOTTER if bench else {}).get(phase, _SPOTTER[phase])
    return Roles(lifter, spotter if exercise.spotters.at_least else ("", ""))


def _note(moment: Moment, begins_in_s: int | None, pressed: str) -> str:
    if moment.phase is Phase.READY:
        return "" if begins_in_s is None else f"The demo presses Space in {begins_in_s} s."
    if moment.verdict is not None and moment.verdict.measured_ms is not None:
        rep = moment.verdict
        return f"Space, at the bottom: {tenths_text(rep.measured_ms or 0)} of {tenths_text(rep.target_ms)} lowered."
    return pressed if moment.phase in (Phase.LEAD_IN, Phase.LOWER) else ""


def roles_in_rest(
    left_ms: int | None,
    exercise: Exercise,
    *,
    begins: bool,
    forwards: bool = True,
    space_finishes: bool = True,
    offers_more: bool = True,
) -> Roles:
    """Return what the roles do in a rest of which so much is left, negative once it is over.

    ``None`` is after the last set, ``space_finishes`` whether Space ends the session then, and ``offers_more`` whether
    one more set is offered. ``begins`` is whether the demo begins the next set, ``forwards`` whether it forwards the
    rest before that.
    """
    lifter = ("Say how hard it was.", "1 to 9, 0 for 10; x if anything hurts.")
    spotted = exercise.spotters.at_least > 0
    if left_ms is None:
        keys = f"{'Space' if space_finishes else 'q'}: finish. {'a: one more. ' if offers_more else ''}"
        note = f"That was the last set. {keys}n: another exercise."
        return Roles(lifter, ("Help unload.", "") if spotted else ("", ""), note)
    if left_ms > 0:
        spotter = ("Rest too.", "The next set waits for your Space.") if spotted else ("", "")
        note = "The demo says 8, fast-forwards the rest, and presses Space." if begins else ""
        if begins and not forwards:
            note = "The demo presses Space once the rest is over. f: fast-forward."
        return Roles(lifter, spotter, note)
    note = "The demo presses Space." if begins else ""
    if not spotted:
        return Roles(lifter, note=note)
    ready = "Back under the bar." if exercise.slug == BENCH else "Back to your place."
    return Roles(
        (ready, "Five seconds until the first count."),
        ("Take your place again.", "Press Space when both are ready."),
        note,
    )
