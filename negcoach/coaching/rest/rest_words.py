"""The words of a rest after a set: what the set advises, what is next, and which keys mean something."""

from __future__ import annotations

from dataclasses import dataclass, replace

from negcoach.coaching.rest.after_set import AfterSet, RestChoice
from negcoach.coaching.rest.rest_clock import RestClock
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.coaching.words.set_words import (
    LOST,
    STOP_WORDS,
    held_words,
    load_in_words,
    load_with_percent,
    reps_text,
    taken_back_words,
    tempo_words,
)
from negcoach.coaching.words.way_words import load_off
from negcoach.formatting import stopwatch_text, tenths_text
from negcoach.keys.keymap import Keymap
from negcoach.texts import clean, counted
from negcoach.training.advice.next_set import NextSet
from negcoach.training.equipment.releasers import hooks_text
from negcoach.training.exercise.way import WayKind
from negcoach.training.progress.pain import ACCEPTABLE
from negcoach.training.progress.pain import WORST as WORST_PAIN
from negcoach.training.score.phase_words import REASONS
from negcoach.training.terms import Side, StopReason
from negcoach.training.units import Unit, format_load

Keys = tuple[tuple[str, str], ...]
"""Pairs of key and meaning, the most important first."""

_STOPPED = {StopReason.TEMPO_LOSS: "Tempo lost", StopReason.SPOTTER_TOUCHED: "Bar touched"}

_SEEN_PERCENT = 1
"""From so many percent on it is said how much less the load really is, the nearest that can be loaded."""


@dataclass(frozen=True, slots=True)
class RestWords:
    """The words of what comes ``after`` a set of work; few of them where there is a ``narrow`` or ``low`` place."""

    after: AfterSet
    unit: Unit
    narrow: bool = False
    low: bool = False
    other_side: Side | None = None
    """The side whose pain the keys would say after the key for it, ``None`` where there is one alone."""
    spoken: bool = False
    """Whether keys are named for a screen reader, and only those that act in lines of text."""

    @property
    def verdict_parts(self) -> tuple[str, ...]:
        """How the set went, in a few parts, the last of which can be left out."""
        after, outcome = self.after, self.after.outcome
        reps, prescription = len(outcome.reps), after.sets.set_prescription(outcome.number)
        done = counted(reps, "rep")
        if prescription.reps is not None:
            target = prescription.reps * max(1, len(prescription.sides))
            done = f"{reps} of {counted(target, 'rep')}"
        how = [outcome.target_time_text(counts=after.sets.prescription.stops_on_tempo)] if reps else []
        return (done, self._ending, *how, f"lowered {tenths_text(outcome.tension_ms)}")

    @property
    def _ending(self) -> str:
        """Why the set ended."""
        return STOP_WORDS[self.after.outcome.stop]

    @property
    def tempo_line(self) -> str:
        """Which reps were taken back, and how the others kept the tempo, in a sentence each; "" for nothing."""
        after, reps = self.after, self.after.outcome.reps
        key = self._next_key
        how = tempo_words(reps, after.rules, key) if after.sets.prescription.stops_on_tempo else held_words(reps, key)
        back = f"{self._name('rest.bring-back')} brings it back." if after.taken_back else ""
        return " ".join(filter(None, (taken_back_words(after.taken_back), back, how)))

    @property
    def drop_word(self) -> str:
        """What comes off before the last set of a drop set, in a few large letters."""
        after, bar = self.after, self.after.next_bar
        lighter = after.next_prescription
        less_kg = after.sets.prescription.load_kg - lighter.load_kg
        off = "" if bar is None else bar.off_word
        return off or f"-{format_load(less_kg, lighter.load_unit or self.unit)}".upper()

    @property
    def outcome_word(self) -> str:
        """The word for how the set went, in large letters."""
        return "DONE" if self.outcome_is_good else "STOPPED"

    @property
    def outcome_is_good(self) -> bool:
        """Whether the set is cheered."""
        return self.after.outcome.stop not in LOST

    @property
    def advice_line(self) -> str:
        """What the last set advises for the next one, "" for nothing."""
        after = self.after
        if after.has_passed_gate:
            return ""
        offer = after.offer
        if after.refusal:
            return after.refusal
        if after.hurt_elsewhere:
            return f"{clean(after.hurt_elsewhere)} hurt today: stop here. Go on only if the pain is gone."
        if after.hurts and after.asks_pain:
            return self._tendon_line
        if offer is not None and offer.after is StopReason.PAIN:
            if not after.changes_exercise:
                return f"It hurts: {REASONS[StopReason.PAIN]}."
            return self._other_hurt_line(clean(after.next_prescription.exercise.name), offer.pain_level)
        if after.hurts:
            return "It hurts: stop here. Go on only if the pain is gone."
        if after.ends_first:
            return "That is enough for today."
        if after.less is not None and after.upcoming is not None:
            return self._less_line(after.less, after.upcoming.sets)
        if after.changes_exercise and after.stopped is not None and after.stopped.is_less:
            less = after.sets.with_less(after.stopped)
            name = clean(after.sets.prescription.exercise.name)
            return f"{_STOPPED[after.stopped.after]}: {name} goes on with {self._amount(less)}."
        return ""

    def next_set_line(self, clock: RestClock, *, asked: bool, waits: bool) -> str:
        """Return what the next set is, and when it begins.

        ``asked`` is whether a second press is awaited, ``waits`` whether the set waits for the key after the rest.
        """
        after = self.after
        prescription, upcoming = after.next_prescription, after.upcoming
        number, one_rm_kg = (upcoming.number, upcoming.sets.one_rm_kg) if upcoming else (0, None)
        load = load_with_percent(prescription, self.unit, one_rm_kg)
        name = f"{clean(prescription.exercise.name)}, " if after.changes_exercise else ""
        reps = reps_text(replace(prescription, reps=prescription.reps_of(number)))
        comes = "If you go on all the same" if after.is_against_advice else "Next"
        what = f"{comes}: {name}{after.next_sets.label(number)} · {reps} · {load}{self._hooks}"
        if after.ends_first or (asked and not clock.over):
            return what
        if not clock.over:
            advised = self.advice_line and self.low
            begins = "waits for you" if waits else "begins by itself"
            return what if advised else f"{what} · {begins} after the rest"
        if after.drops:
            return f"{what}\nNo rest: {self._off}"
        if upcoming is not None and not upcoming.rest_ms:
            return f"{what}\nNo rest between these two. {when_ready(self._next_key)}"
        return f"{what}\n{over_text(clock, self._next_key)}"

    @property
    def _off(self) -> str:
        """What is taken off for the last set of a drop set: ``15 kg off, 7.5 kg from each end. Then press space.``."""
        after, settings = self.after, self.after.session.services.settings
        load_kg = after.next_prescription.load_kg
        off = load_off(after.sets.prescription, load_kg, settings.equipment, self.unit, after.bar)
        key = self._next_key
        return f"{off[0]}, then {key}." if self.narrow else f"{', '.join(off)}. Then press {key}."

    @property
    def _hooks(self) -> str:
        """What hangs on the bar's ends for the next set, `` · hooks: 17.5 kg on each end``; "" for nothing."""
        after, settings = self.after, self.after.session.services.settings
        prescription, upcoming = after.next_prescription, after.upcoming
        loads = settings.equipment.loads_for(prescription, self.unit)
        hooks = hooks_text(prescription, upcoming.sets.one_rm_kg if upcoming else None, loads)
        if not hooks and after.sets.prescription.way.kind is WayKind.ACCENTUATED and not after.changes_exercise:
            return " · straight: take the hooks off"
        return f" · hooks: {hooks}" if hooks else ""

    @property
    def after_last_lines(self) -> tuple[str, ...]:
        """The lines after the last set: what follows, and what one more set would be where it is offered."""
        after = self.after
        if after.hurts:
            return (self._tendon_line if after.asks_pain else "It hurts: stop here.",)
        number, sets = after.outcome.number, after.sets
        last = "the last set" if number >= sets.prescription.sets else sets.label(number)
        line = "That is enough for today." if after.ends_first else f"That was {last}."
        if after.following is not None:
            name = clean(after.following.name)
            line += f" Next in the plan: {name}." if after.following.planned else f" {name} usually follows."
        if after.less is None or not after.offers_more:
            return (line,)
        more = f"{self._amount(after.next_sets)}{self._percent(after.less)}"
        return (line, f"One more set: {more}.")

    def second_press_text(self, choice: RestChoice) -> str:
        """Return what asks for the second press that ends a running rest."""
        goes_on = self.after.ends_first and choice is RestChoice.NEXT_SET
        key = self._name("rest.go-on") if goes_on else self._next_key
        return f"Press {key} again to {'begin now' if choice is RestChoice.NEXT_SET else 'end the session'}"

    def keys(self, *, over: bool, counts_down: bool, azerty: bool) -> Keys:
        """Return the keys that mean something now, those of safety first.

        ``counts_down`` is whether there is a countdown, ``azerty`` whether the key of the 6 sends a minus.
        """
        after, short = self.after, self._short
        hurts: Keys = ((short("coach.pain"), "no pain" if after.outcome.stop is StopReason.PAIN else "it hurts"),)
        more = short("rest.effort-more")
        levels, efforts = f"0-10 {more}", f"1-9 0 {more}"
        if self.spoken:
            levels, efforts = f"0 to 10, or {more}", f"1 to 9, 0 for 10, or {more}"
        effort: Keys = ((levels, "pain"),) if after.asks_pain else ((efforts, "effort"),)
        if self.other_side is not None:
            effort = ((levels if self.spoken else "0-10", "pain"), (short("rest.switch"), self.other_side.value))
        back: Keys = ((short("coach.take-back"), "take back"),)
        if after.taken_back:
            back = (*back, (short("rest.bring-back"), "bring back"))
        for_help: Keys = () if self.spoken else ((short("app.help"), "help"),)
        if after.upcoming is None:
            on = (self._key_after_last, *hurts, *self._swap_key, *self._other_keys_after_last)
            return (*on, *effort, *self._touched_key, *back, *for_help)
        if after.ends_first:
            go_on: Keys = ((short("rest.go-on"), "go on"),) if after.can_go_on else ()
            first: Keys = ((short("coach.next"), "end session"), *go_on, *hurts)
        else:
            first = ((short("coach.next"), "begin the set" if over else "begin now"), *hurts)
        rest = ((self._length_keys(azerty=azerty), "15 s"),) if counts_down and not over else ()
        other: Keys = ((short("rest.other"), "other exercise"),) if after.ends_first else ()
        others = (*other, *self._touched_key, *back, *rest, *self._plan_key, *for_help)
        return (*first, *self._keep_key, (short("coach.leave"), "finish"), *self._swap_key, *effort, *others)

    def _length_keys(self, *, azerty: bool) -> str:
        """The keys that make the rest longer and shorter; a minus that is the 6 of this keyboard does not."""
        keymap = self._keymap
        key = keymap.keys("rest.shorter")[0]
        shorter = self._short("rest.shorter") if keymap.in_rest(key, azerty=azerty) == key else ""
        between = " and " if self.spoken and shorter else " "
        return f"{self._short('rest.longer')}{between}{shorter}".strip()

    @property
    def _keymap(self) -> Keymap:
        return self.after.session.services.keymap

    def _short(self, action: str) -> str:
        return self._keymap.spoken_short(action) if self.spoken else self._keymap.short(action)

    def _name(self, action: str) -> str:
        return self._keymap.spoken_first(action) if self.spoken else self._keymap.name(action)

    @property
    def _next_key(self) -> str:
        return self._name("coach.next")

    def _other_hurt_line(self, name: str, pain: int | None) -> str:
        """Return what the last set of the next exercise, which alternates with this one, says by how much it hurt."""
        if not self.after.hurt_a_tendon or (pain or 0) > ACCEPTABLE:
            return f"{name} hurt: no more of it today."
        go_on = self._name("rest.go-on")
        if pain is None:
            return f"{name} hurt. At {ACCEPTABLE} of {WORST_PAIN} or less, {go_on} goes on with it."
        return f"{name} hurt {pain} of {WORST_PAIN}, which is acceptable: {go_on} goes on, with no more load."

    @property
    def _tendon_line(self) -> str:
        """What the pain of the set says about going on; after the last one, about the next time."""
        after = self.after
        is_last = after.upcoming is None
        pain, side = after.outcome.ended.pain_level, after.stopped_side
        if pain is None:
            where = f" on the {side.value}" if side is not None and self.other_side is not None else ""
            least, go_on = after.least_pain(side), self._name("rest.go-on")
            asked = f"How much does it hurt{where}, {least} to {WORST_PAIN}?"
            return asked if is_last else f"{asked} At {ACCEPTABLE} or less, {go_on} goes on."
        if pain > ACCEPTABLE:
            return f"Pain {pain} of {WORST_PAIN}: stop here."
        then = "no more load next time" if is_last else f"{self._name('rest.go-on')} goes on, with no more load"
        return f"Pain {pain} of {WORST_PAIN} is acceptable: {then}."

    def _less_line(self, less: NextSet, planned: SetsToDo) -> str:
        keeps, stopped, key = self.after.keeps_plan, _STOPPED[less.after], self._name("rest.less")
        lighter, percent = self._amount(planned.with_less(less)), self._percent(less)
        taken, other = (self._amount(planned), lighter) if keeps else (lighter, self._amount(planned))
        if self.narrow:
            return f"{stopped}: {taken} {'kept' if keeps else 'next'}. {key}: {other}"
        if keeps:
            return f"{stopped}, {taken} kept. Press {key} for {other}{percent}."
        return f"{stopped}, so {taken} next{percent}. Press {key} to keep {other}."

    def _amount(self, sets: SetsToDo) -> str:
        """Return what the offer takes less of: ``100 kg`` or ``3 reps``."""
        less = self.after.stopped if self.after.less is None else self.after.less
        if less is None or less.load_kg is None:
            return reps_text(sets.prescription)
        return load_in_words(sets.prescription, self.unit)

    def _percent(self, less: NextSet) -> str:
        """Return how much less the lighter load is, `` (-5 %)``, `` (-7.1 %)`` or `` (-12.5 %, rounded down)``.

        It is "" for fewer reps, and where there is no room.
        """
        if less.load_kg is None or self.narrow or self.after.keeps_plan:
            return ""
        added = self.after.sets.prescription.exercise.bodyweight  # of the body and that together it is less
        more_taken = less.taken_percent - less.percent
        if added or abs(more_taken) < _SEEN_PERCENT:
            return f" (-{less.percent} %)"
        return f" (-{less.taken_percent:g} %{', rounded down' if more_taken > 0 and not self.low else ''})"

    @property
    def _keep_key(self) -> Keys:
        """The key that keeps what was planned, or takes what is advised again; spoken, it is said which of the two."""
        less, planned = self.after.less, self.after.planned_sets
        if less is None:
            return ()
        which, sets = ("advised", planned.with_less(less)) if self.after.keeps_plan else ("planned", planned)
        amount = self._amount(sets)
        return ((self._short("rest.less"), f"the {which} {amount}" if self.spoken else amount),)

    @property
    def _key_after_last(self) -> tuple[str, str]:
        """The key that goes on after the last set."""
        after = self.after
        goes_on = after.goes_on is RestChoice.NEXT_EXERCISE and not after.ends_first
        return self._short("coach.next"), clean(after.following.name) if after.following and goes_on else "finish"

    @property
    def _other_keys_after_last(self) -> Keys:
        """The other ways to go on after the last set."""
        after = self.after
        follows: Keys = (
            ((self._short("rest.go-on"), clean(after.following.name)),) if after.following and after.can_go_on else ()
        )
        more: Keys = ((self._short("rest.another"), "one more"), *self._keep_key) if after.offers_more else ()
        finish: Keys = () if self._key_after_last[1] == "finish" else ((self._short("coach.leave"), "finish"),)
        other = (self._short("rest.other"), "other exercise")
        return (*follows, *more, *self._plan_key, other, *finish)

    @property
    def _plan_key(self) -> Keys:
        """The key that shows what is left of the plan, where the session follows one."""
        return () if self.after.session.agenda is None else ((self._short("rest.plan"), "plan"),)

    @property
    def _swap_key(self) -> Keys:
        """The key with which the other lifter is next, where there are two."""
        return ((self._short("rest.swap"), "other lifter"),) if self.after.session.services.lifter_name else ()

    @property
    def _touched_key(self) -> Keys:
        """The key that says that the spotter touched the bar, where that can be."""
        return ((self._short("rest.touched"), "spotter touched"),) if self.after.can_be_touched else ()


def over_text(clock: RestClock, key: str) -> str:
    """Return ``Rest ended 00:20 ago. Press Space when everyone is ready.``; ``key`` is named in it."""
    return f"Rest ended {stopwatch_text(-clock.left_ms)} ago. {when_ready(key)}"


def when_ready(key: str) -> str:
    """Return what asks for the key that begins the next set."""
    return f"Press {key} when everyone is ready."
