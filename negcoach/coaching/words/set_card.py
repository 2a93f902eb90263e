"""The card of a set: what does not change during it, for the coach's face, for mirrors and for lines of text."""

from __future__ import annotations

from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.sets_in_turn import SetsInTurn
from negcoach.coaching.words.set_words import OPEN_LOWERING, back_up_text, load_with_percent
from negcoach.coaching.words.way_words import way_steps
from negcoach.texts import clean
from negcoach.training.equipment.releasers import hooks_text
from negcoach.training.equipment.unloading import reload_texts, with_unload_note
from negcoach.training.progress.recovery import is_daily
from negcoach.training.score.stop_rules import StopRules
from negcoach.widgets.coach.set_card import SetCard


def set_card(session: RunningSession, in_turn: SetsInTurn, rules: StopRules, label: str) -> SetCard:
    """Return the card of the set that is due, which is called ``label`` and whose reps are judged by ``rules``."""
    services, sets = session.services, in_turn.sets
    settings = services.settings
    bar = sets.bar(session.bar, settings.equipment)
    prescription = with_unload_note(sets.prescription, sets.one_rm_kg, bar)
    loads = settings.equipment.loads_for(prescription, settings.unit)
    return SetCard(
        exercise=clean(f"{services.lifter_name} · {prescription.exercise.name}".removeprefix(" · ")),
        set_label=label,
        load_label=load_with_percent(prescription, settings.unit, sets.one_rm_kg),
        tempo_label=OPEN_LOWERING if sets.open_lowering else str(prescription.tempo),
        words=prescription.exercise.words,
        has_sides=prescription.exercise.unilateral,
        rules=rules,
        loaded=not prescription.exercise.bodyweight,
        hooks=hooks_text(prescription, sets.one_rm_kg, loads),
        plates=reload_texts(sets.prescription, sets.one_rm_kg, bar),
        steps=way_steps(sets, in_turn.number, settings.equipment, settings.unit, session.bar),
        back_up=back_up_text(sets.prescription),
        figure="" if sets.open_lowering else prescription.exercise.figure_slug,
        spotters=sets.spotters,
        alone=prescription.exercise.alone,
        open_lowering=sets.open_lowering,
        counts_tempo=sets.prescription.stops_on_tempo,
        asks_pain=is_daily(prescription.exercise),
        next_key=services.keymap.short("coach.next"),
    )
