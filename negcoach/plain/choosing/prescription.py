"""The form of a prescription in lines: what is advised, and what is typed to change it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from negcoach.coaching.advice.alternative import advice_on
from negcoach.coaching.advice.recent_training import RecentTraining, read_recent_training
from negcoach.coaching.gate.readiness import CAUTION, CAUTIONS
from negcoach.coaching.gate.type_again import doubted_one_rm
from negcoach.coaching.sets_to_do import Choice, NewOneRm
from negcoach.coaching.words.set_words import amount, last_time_in_words, load_in_words, percent_in_words, rep_in_words
from negcoach.coaching.words.way_words import way_in_words
from negcoach.errors import NegcoachError
from negcoach.plain.choosing.questions import LineAsker
from negcoach.plain.terminal.speech import duration, sentence
from negcoach.plain.terminal.terminal import LineTerminal
from negcoach.services import Services
from negcoach.training.advice.advice import Advice, advised_at
from negcoach.training.advice.finding import Level
from negcoach.training.advice.readiness.one_rm_doubt import one_rm_doubt
from negcoach.training.equipment.body_load import require_load
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import PARSERS, Prescription, require_way
from negcoach.training.terms import OneRmKind
from negcoach.training.units import TypedLoad, Unit, format_load, parse_added_load, parse_load, parse_typed_load

_FIELDS = {"sets": "sets", "reps": "reps", "tempo": "tempo", "rest": "rest_ms", "lift": "lift_ms", "type": "way"}
"""What can be typed before a value, and the field of the prescription that it is."""
_EXAMPLES = "load 100, sets 3, reps 4, tempo 5-1-A-1, rest 180, lift wait, type straight"


class LinePrescription:
    """Asks for a prescription, and for a 1RM that it is taken of: Enter takes what is advised."""

    def __init__(self, terminal: LineTerminal, asker: LineAsker, services: Services, exercise: Exercise) -> None:
        """Read the recent training; raises ``NegcoachError`` when the database cannot be read."""
        self._terminal = terminal
        self._asker = asker
        self._services = services
        self._exercise = exercise
        self._recent: RecentTraining = read_recent_training(services, exercise)
        self._one_rm_kg = self._recent.one_rm_kg
        self._one_rm_unit: Unit = services.settings.unit
        self._new: NewOneRm | None = None
        self._given: dict[str, Any] = {}
        self._explained = False
        self._rep_said = ""  # a rep is said again only where it has changed

    async def ask(self, prefilled: Prescription | None, new_one_rm: NewOneRm | None) -> Choice | None:
        """Return what is chosen, ``None`` for the way back; begin with what is ``prefilled``."""
        if new_one_rm is not None:
            self._new, self._one_rm_kg = new_one_rm, new_one_rm.load.kg
        if prefilled is not None:
            self._take_over(prefilled)
        self._one_rm_unit = self._unit  # as in the form it stays, whatever the load becomes
        self._say_advice()
        while True:
            chosen = self._chosen
            choice = Choice(chosen, self._one_rm_kg, self._new, warned=False)
            self._say_chosen(choice)
            typed = await self._asker.ask()
            if typed is None:
                return None
            if typed:
                await self._change(typed)
            elif choice.lacks_load:
                self._terminal.say("A load is needed: type load 100, or 1rm 100 for the 1RM it is a percentage of.")
            else:
                return choice

    @property
    def _advice(self) -> Advice:
        return advice_on(self._recent, self._one_rm_kg)

    @property
    def _chosen(self) -> Prescription:
        """What is advised, at the load that was typed, with what else was."""
        advised = self._advice.prescription
        base = advised_at(advised, self._given["load_kg"]) if "load_kg" in self._given else advised
        return replace(base, **self._given)

    @property
    def _unit(self) -> Unit:
        settings = self._services.settings
        return settings.equipment.unit_as_shown(self._chosen, settings.unit)

    @property
    def _examples(self) -> str:
        return _EXAMPLES if self._exercise.load is None else f"{_EXAMPLES}, 1rm 100"

    def _take_over(self, prefilled: Prescription) -> None:
        """Begin with the values in which a prescription differs from what is advised."""
        advised = self._advice.prescription
        for name in ("load_kg", "load_unit", *_FIELDS.values()):
            value = getattr(prefilled, name)
            if value != getattr(advised, name) and not (name == "load_kg" and not value):
                self._given[name] = value

    def _say_advice(self) -> None:
        """Say how it went last time, what stands against a set today, and what is advised."""
        say, advice, recent = self._terminal.say, self._advice, self._recent
        now = self._services.now()
        say(sentence(self._exercise.name))
        if recent.last is not None:
            say(f"Last time: {last_time_in_words(recent.last, now, recent.unit, self._exercise)}.")
        for line in recent.refused:
            say(f"{CAUTION}: {line}")
        for finding, level in advice.demands_for(advice.prescription):
            if finding.rule is not advice.rule and level is not Level.QUESTION:
                say(f"{CAUTIONS.get(level, CAUTION)}: {finding.text}")
        say(f"Advice: {sentence(advice.what)} {advice.why}")

    def _say_chosen(self, choice: Choice) -> None:
        """Say what Enter starts."""
        prescription = choice.prescription
        unit, say = self._services.settings.unit, self._terminal.say
        load = "no load given" if choice.lacks_load else load_in_words(prescription, unit)
        percent = percent_in_words(prescription, choice.one_rm_kg) if prescription.load_kg else ""
        rest = f", rest {duration(prescription.rest_ms)}" if prescription.sets > 1 else ""
        way = way_in_words(prescription)
        say(sentence(f"{amount(prescription)}, {load}{percent and ', '}{percent}{rest}{f', {way}' if way else ''}"))
        rep = rep_in_words(prescription)
        if rep != self._rep_said:
            say(sentence(rep))
            self._rep_said = rep
        rule = self._exercise.load
        if rule is not None and choice.one_rm_kg is None:
            how = f"type 1rm and the number in {self._one_rm_unit}"
            say(f"Your {rule.of} is not known. Load and cap follow from it: {how}.")
        if self._explained:
            how = "Type another change" if choice.lacks_load else "Enter starts this, or type another change"
        else:
            how = f"{'' if choice.lacks_load else 'Enter starts this. '}To change it type one of: {self._examples}"
        self._explained = True
        say(f"{how}. b goes back.")

    async def _change(self, typed: str) -> None:
        name, _, value = typed.partition(" ")
        name, value = name.casefold(), value.strip()
        try:
            if name == "load":
                self._change_load(value)
            elif name == "1rm" and self._exercise.load is not None:
                await self._change_one_rm(value)
            elif name in _FIELDS:
                self._change_field(_FIELDS[name], value)
            else:
                raise NegcoachError(f"Type one of: {self._examples}.")
        except NegcoachError as error:
            self._terminal.say(str(error))

    def _change_load(self, value: str) -> None:
        exercise, bodyweight = self._exercise, self._exercise.bodyweight
        load = parse_typed_load(value, self._unit, parse_added_load if bodyweight else parse_load)
        require_load(exercise, load.kg, self._services.lifter.body_kg(), load.unit)
        if not bodyweight and load.kg <= 0:
            raise NegcoachError("The load must be above 0.")
        settings = self._services.settings
        load_unit = settings.equipment.unit_to_keep(exercise, load.unit, settings.unit)
        self._given |= {"load_kg": load.kg, "load_unit": load_unit}

    def _change_field(self, name: str, value: str) -> None:
        before = dict(self._given)
        self._given[name] = PARSERS[name](value)
        try:
            chosen = self._chosen
            require_way(chosen.way, self._exercise, chosen.sets)
        except NegcoachError:
            self._given = before
            raise

    async def _change_one_rm(self, value: str) -> None:
        """Take a 1RM; one that may be a slip is typed twice."""
        load: TypedLoad = parse_typed_load(value, self._one_rm_unit, parse_load)
        if load.kg <= 0:
            raise NegcoachError("The 1RM must be above 0.")
        doubt = one_rm_doubt(self._exercise, load.kg, self._recent.facts)
        if doubt and not await self._asker.ask_again(doubted_one_rm(self._exercise, load, doubt)):
            return
        self._one_rm_kg, self._new = load.kg, NewOneRm(load, OneRmKind.ENTERED)
        self._terminal.say(f"1RM: {format_load(load.kg, load.unit)}.")
