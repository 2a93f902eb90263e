"""What the demo says beside the coach: what the lifter and the spotter do at a moment, and where one can go next."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.formatting import tenths_text
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.score.timeline import Moment, Phase

MARK = "DEMO"

HOME = "Ctrl+R: sample history. Enter: another set. Ctrl+Q: leave the demo."
HISTORY = "All of it is made up. 1 to 5 change the view, Enter opens, Esc goes back."
LAST_SET = "That was the last set. q: summary. a: one more. n: another exercise."
SUMMARY = "The session, as it is stored. Esc goes home."
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


_PRESSED_HERE = "Space at the bottom calls the lift. The demo presses it, or you do."

_LIFTER = {
    Phase.READY: ("Lie down under the bar.", "Nothing moves before a press of Space."),
    Phase.LEAD_IN: ("Take it out together.", 'Hold it over you and say "mine".'),
    Phase.LOWER: ("Lower it with the count.", "Keep pace with the bar that you see."),
    Phase.HOLD_BOTTOM: ("Hold it at the bottom.", "Stay tight."),
    Phase.LIFT: ("Push as hard as you can.", "It is more than you can lift alone."),
    Phase.HOLD_TOP: ("Hold it, and breathe.", "The next lowering begins with its count."),
    Phase.SWITCH: ("Change sides.", ""),
    Phase.CLUSTER_REST: ("Rest, with the load down.", ""),
    Phase.RELOAD: ("Wait with the bar racked.", ""),
    Phase.TAKE: ("Hold on: help is coming.", "Nobody is left under the load, whatever key was pressed."),
    Phase.PAUSED: ("The load is safe.", "p goes on, with a new hand-off."),
    Phase.RACK: ("Rack it together.", ""),
    Phase.DONE: ("Rack it together.", "Every rep was stored as it ended."),
}
_SPOTTER = {
    Phase.READY: ("Stand behind the bar.", "One palm up, one palm down, close to it."),
    Phase.LEAD_IN: ("Help it off the rack.", 'Let go at "mine".'),
    Phase.LOWER: ("Follow with open hands.", "Do not touch it: a touch ends the set."),
    Phase.HOLD_BOTTOM: ("Hands ready below it.", ""),
    Phase.LIFT: ("Lift from your legs.", "A little faster than it came down."),
    Phase.HOLD_TOP: ("Let go, and stay close.", ""),
    Phase.SWITCH: ("Stay close.", ""),
    Phase.CLUSTER_REST: ("Guide it into the rack.", ""),
    Phase.RELOAD: ("Hang the hooks on.", ""),
    Phase.TAKE: ("Take the bar at once.", ""),
    Phase.PAUSED: ("Keep it in the rack.", ""),
    Phase.RACK: ("Guide it into the rack.", "Only then let go."),
    Phase.DONE: ("Guide it into the rack.", "Only then let go."),
}
_ALONE = {
    Phase.READY: ("Take your place.", "Nothing moves before a press of Space."),
    Phase.LEAD_IN: ("Take your position.", ""),
    Phase.LIFT: ("Back up, as it says.", "Only the way down counts."),
    Phase.TAKE: ("Do as it says, at once.", "Nobody is left under the load, whatever key was pressed."),
    Phase.RACK: ("The set ends here.", ""),
    Phase.DONE: ("Done.", "Every rep was stored as it ended."),
}


def roles_at(moment: Moment, exercise: Exercise, *, begins_in_s: int | None = None) -> Roles:
    """Return what the roles do at a moment of a set; ``begins_in_s`` is when the demo begins it, if it does."""
    phase = moment.phase
    spotted = exercise.spotters.at_least > 0
    lifter = _LIFTER[phase] if spotted else _ALONE.get(phase, _LIFTER[phase])
    return Roles(lifter, _SPOTTER[phase] if spotted else ("", ""), _note(moment, begins_in_s))


def _note(moment: Moment, begins_in_s: int | None) -> str:
    if moment.phase is Phase.READY:
        return "" if begins_in_s is None else f"The demo presses Space in {begins_in_s} s."
    if moment.verdict is not None and moment.verdict.measured_ms is not None:
        rep = moment.verdict
        return f"Space, at the bottom: {tenths_text(rep.measured_ms or 0)} of {tenths_text(rep.target_ms)} lowered."
    return _PRESSED_HERE if moment.phase in (Phase.LEAD_IN, Phase.LOWER) else ""


def roles_in_rest(left_ms: int | None, exercise: Exercise, *, begins: bool) -> Roles:
    """Return what the roles do in a rest of which so much is left, negative once it is over.

    ``None`` is after the last set. ``begins`` is whether the demo begins the next one.
    """
    lifter = ("Say how hard it was.", "1 to 9, 0 for 10; x if anything hurts.")
    spotted = exercise.spotters.at_least > 0
    if left_ms is None:
        return Roles(lifter, ("Unload the bar.", "") if spotted else ("", ""), LAST_SET)
    if left_ms > 0:
        spotter = ("Rest too.", "The next set waits for your Space.") if spotted else ("", "")
        return Roles(lifter, spotter, "The demo says 8, forwards the rest, and presses Space." if begins else "")
    note = "The demo presses Space." if begins else ""
    if not spotted:
        return Roles(lifter, note=note)
    return Roles(
        ("Back under the bar.", "Five seconds until the first count."),
        ("Behind the bar again.", "Press Space when both are ready."),
        note,
    )
