"""The catalogue of exercises, made from parsed tables."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

from negcoach.errors import NegcoachError
from negcoach.training.exercise.exercise import (
    ALONE_TEMPO,
    BY_MACHINE,
    Alternative,
    Exercise,
    Family,
    FreeAt,
    LiftShape,
    LoadRule,
    SafeAt,
    SpotterRule,
    Words,
)
from negcoach.training.exercise.limits import (
    LONGEST_LIFT_MS,
    LONGEST_REST_MS,
    MOST_REPS,
    MOST_SETS,
    MOST_SPOTTERS,
    SHORTEST_LIFT_MS,
)
from negcoach.training.exercise.table_reader import Fields, TableError, kind_of, unknown_choice
from negcoach.training.exercise.tempo import Lift, Tempo
from negcoach.training.terms import StartsWith

MUSCLES = (
    "chest",
    "triceps",
    "front shoulder",
    "quadriceps",
    "glutes",
    "hamstrings",
    "biceps",
    "back",
    "calf",
    "adductors",
    "abdominals",
    "forearm",
    BY_MACHINE,
)
"""The muscle groups an exercise can name; rest days are counted between exercises that share one."""

LIFT_CALLS = {
    "lift": "SPOTTER LIFT",
    "jump": "JUMP UP",
    "reset": "KNEES DOWN",
    "step-up": "STEP UP",
    "push-back": "PUSH BACK",
    "other-leg": "OTHER LEG",
    "other-hand": "OTHER HAND",
    "both-up": "BOTH UP",
}
"""The sounds that can call a lift, each with the words that are shown unless the exercise has its own."""

TAKE_CALLS = {
    "take-it": "TAKE IT",
    "feet-on-the-box": "FEET ON THE BOX",
    "knees-down": "KNEES DOWN",
    "hands-down": "HANDS DOWN",
    "come-down": "COME DOWN",
    "set-it-down": "SET IT DOWN",
    **{sound: LIFT_CALLS[sound] for sound in ("other-leg", "other-hand", "both-up")},
}
"""The sounds that can free the lifter of the load, each with the words that are shown unless there are others."""

END_CALLS = {
    "rack-it": "RACK IT",
    "set-it-down": "SET IT DOWN",
    "handles-in": "HANDLES IN",
    "on-the-pins": "ON THE PINS",
    "step-down": "STEP DOWN",
    "sit-back": "SIT BACK",
    "come-down": "COME DOWN",
}
"""The sounds that can be the last word of a set, each with the words that are shown unless there are others."""

_CALLS_OF_LIFT = {
    "jump": ("feet-on-the-box", "step-down"),
    "step-up": ("feet-on-the-box", "step-down"),
    "reset": ("knees-down", "sit-back"),
    "push-back": ("hands-down", "sit-back"),
    "other-leg": ("other-leg", "step-down"),
    "other-hand": ("other-hand", "set-it-down"),
    "both-up": ("both-up", "set-it-down"),
}
"""How an exercise frees the lifter and how its set ends, by the sound of its lift, where it does not say so itself."""

_OWN_LIFTS = {Family.REGRESSION: "BACK UP", Family.TEMPO: "LIFT"}
"""The call of a lift that the lifter does, where the sound alone does not say it."""

LONGEST_CALL = 20
"""The most letters of a call: it is drawn as wide as the screen, so that more letters would be too small."""

MOST_HELP_KG = 35.0
"""The most that one bent-over spotter can be asked to lift of a load (our own choice)."""

ONE_SPOTTER_BELOW_KG = 136.0
"""The load in all from which a second spotter is needed whatever the 1RM (our own choice: 300 lb)."""

LEAST_ALONE_PERCENT = 60
MOST_ALONE_PERCENT = 85
"""The least and the most that is lifted and lowered alone, in percent of the 1RM (Suchomel 2019: 60 to 85 %)."""

_FAMILIES = {family.value: family for family in Family}
_STARTS = {start.value: start for start in StartsWith}
_SAFE_ENDS = {end.value: end for end in SafeAt}
_FREE_ENDS = {end.value: end for end in FreeAt}
_LIFT_SHAPES = {shape.value: shape for shape in LiftShape}
_LIFT_SOUNDS = {sound: sound for sound in LIFT_CALLS}
_TAKE_SOUNDS = {sound: sound for sound in TAKE_CALLS}
_END_SOUNDS = {sound: sound for sound in END_CALLS}

_BEGIN = "Begin each exercise with [[exercise]]."

LONGEST_NAME = 60
"""The longest name or label, in characters."""


def exercises_from(table: Mapping[str, object], *, own: bool) -> tuple[Exercise, ...]:
    """Return the exercises of a parsed catalogue, ``[[exercise]]`` tables, in its order.

    A name and a family are all that an exercise needs; the rest has defaults. ``own`` marks the lifter's.
    Raises ``TableError`` at the first value that is unknown, of a wrong type or out of range.
    """
    for key in table:
        if key != "exercise":
            raise TableError(f"{kind_of(key)} is not known here. {_BEGIN}", None, key)
    rows = table.get("exercise", [])
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise TableError(f"exercise must be a list of tables. {_BEGIN}", None, "exercise")
    exercises: dict[str, Exercise] = {}
    for index, row in enumerate(rows):
        exercise = _exercise(Fields(row, index), own)
        if exercise.slug in exercises:
            key = "slug" if "slug" in row else "name"
            raise TableError(f'{key}: there is already an exercise "{exercise.slug}". Choose another.', index, key)
        exercises[exercise.slug] = exercise
    return tuple(exercises.values())


def slug_of(name: str) -> str:
    """Return the slug made from a name: small letters, words joined by hyphens ("" where nothing is left)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def slugs_by_name(exercises: Collection[Exercise]) -> dict[str, str]:
    """Return the slug of each exercise that a name names, too, by the slug which that name makes.

    ``incline-push-up`` is none, but made of the name of ``hands-raised-push-up``. What the names of several exercises
    make names none of them.
    """
    slugs = {exercise.slug for exercise in exercises}
    names = Counter(slug_of(one.name) for one in exercises)
    return {made: one.slug for one in exercises if (made := slug_of(one.name)) not in slugs and names[made] == 1}


def _exercise(fields: Fields, own: bool) -> Exercise:
    name = fields.text("name", longest=LONGEST_NAME)
    family = fields.choice("family", _FAMILIES)
    overload = family is Family.OVERLOAD
    loaded = family.loaded
    starts_with = fields.choice("starts_with", _STARTS, StartsWith.LOWERING)
    lowers_first = starts_with is StartsWith.LOWERING
    spotters = _spotters(fields.table("spotters"), overload)
    exercise = Exercise(
        slug=_slug(fields, name),
        name=name,
        family=family,
        tempo=_counted_tempo(fields, ALONE_TEMPO) if family is Family.TEMPO else _tempo(fields),
        starts_with=starts_with,
        unilateral=fields.switch("unilateral", False),
        lift_ms=fields.seconds("lift_seconds", 3, SHORTEST_LIFT_MS / 1000, LONGEST_LIFT_MS / 1000),
        sets=fields.integer("sets", 3, 1, MOST_SETS),
        reps=fields.integer("reps", 5, 1, MOST_REPS),
        rest_ms=fields.seconds("rest_seconds", 120, 0, LONGEST_REST_MS / 1000),
        load=_load(fields, family),
        spotters=spotters,
        words=_phase_words(fields.table("words"), family, spotters.at_least > 0),
        muscles=_muscles(fields),
        summary=fields.text("summary", ""),
        lifter_steps=fields.texts("lifter_steps"),
        spotter_steps=fields.texts("spotter_steps"),
        two_spotter_steps=_two_spotter_steps(fields, spotters),
        safety=fields.texts("safety"),
        progress=fields.text("progress", ""),
        alternative=_alternative(fields),
        machine=_other_slug(fields, "machine"),
        figure=_other_slug(fields, "figure"),
        safe_at=fields.choice("safe_at", _SAFE_ENDS, SafeAt.TOP if lowers_first else SafeAt.BOTTOM),
        free_at=fields.choice("free_at", _FREE_ENDS, FreeAt.NOWHERE),
        first_lift=_first_lift(fields, loaded, lowers_first),
        daily=_daily(fields, loaded),
        free_bar=_free_bar(fields, loaded, spotters),
        forced_by=_forced_by(fields, family, lowers_first),
        both_knees=fields.switch("both_knees", False),
        retired=fields.switch("retired", False),
        aliases=fields.texts("aliases"),
        good_for=fields.texts("good_for"),
        own=own,
    )
    fields.refuse_others()
    return replace(exercise, words=replace(exercise.words, reload="PLATES ON")) if exercise.unloaded else exercise


def _slug(fields: Fields, name: str) -> str:
    slug = fields.text("slug", "", longest=LONGEST_NAME)
    if not slug:
        slug = slug_of(name)
        if not slug:
            raise fields.error("name", f'"{name}" has no letter a-z to make a slug of. Add slug = "my-exercise"')
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise fields.error("slug", f'"{slug}" must be small letters, digits and single hyphens, like "slow-row"')
    return slug


def _tempo(fields: Fields, default: str = "5-0-A-1") -> Tempo:
    text = fields.text("tempo", default, longest=40)
    try:
        return Tempo.parse(text)
    except NegcoachError as error:
        raise TableError(f'{fields.path("tempo")} "{text}": {error}', fields.index, fields.path("tempo")) from None


def _load(fields: Fields, family: Family) -> LoadRule | None:
    if not family.loaded:
        if "load" in fields:
            raise fields.error("load", "a regression exercise is done with bodyweight. Leave load out")
        return None
    load = fields.table("load")
    if family is Family.TEMPO:
        percent = load.integer("percent", LEAST_ALONE_PERCENT + 5, 10, MOST_ALONE_PERCENT)
        cap = load.integer("cap_percent", MOST_ALONE_PERCENT, 10, MOST_ALONE_PERCENT)
    else:
        percent = load.integer("percent", 105, 10, 200)
        cap = load.integer("cap_percent", max(120, percent), 10, 200)
    if cap < percent:
        raise load.error("cap_percent", f"{cap} is below percent, {percent}. The cap is at least as high")
    of, one_rm_of = load.text("of", "1RM", longest=LONGEST_NAME), _other_slug(load, "one_rm_of")
    rule = LoadRule(percent, cap, of, one_rm_of)
    load.refuse_others()
    return rule


def _spotters(fields: Fields, overload: bool) -> SpotterRule:
    return _usual_spotters(overload) if fields.is_empty else _read_spotters(fields, overload)


@cache
def _usual_spotters(overload: bool) -> SpotterRule:
    return _read_spotters(Fields({}, 0), overload)


def _read_spotters(fields: Fields, overload: bool) -> SpotterRule:
    at_least = fields.integer("at_least", 1 if overload else 0, 0, MOST_SPOTTERS)
    total_kg = fields.kilograms("second_from_total_kg")
    above_1rm_kg = fields.kilograms("second_from_above_1rm_kg")
    help_kg = fields.kilograms("second_above_help_kg")
    if overload and at_least == 1 and help_kg is None and (total_kg is None or above_1rm_kg is not None):
        # A limit above the 1RM alone, as files of older versions have it, is out of reach below the cap.
        help_kg = MOST_HELP_KG
        total_kg = ONE_SPOTTER_BELOW_KG if total_kg is None else total_kg
    rule = SpotterRule(
        at_least=at_least,
        second_from_total_kg=total_kg,
        second_from_above_1rm_kg=above_1rm_kg,
        second_above_help_kg=help_kg,
        also=fields.text("also", "", longest=LONGEST_NAME),
        instead=fields.text("instead", "", longest=LONGEST_NAME),
    )
    fields.refuse_others()
    return rule


def _alternative(fields: Fields) -> Alternative | None:
    if "alternative" not in fields:
        fields.table("alternative")
        return None
    table, usual = fields.table("alternative"), Alternative()
    other = _other_slug(table, "exercise")
    if other:
        alternative = Alternative(exercise=other)
    else:
        alternative = Alternative(
            percent=table.integer("percent", usual.percent, 10, MOST_ALONE_PERCENT),
            tempo=_counted_tempo(table, usual.tempo),
            sets=table.integer("sets", usual.sets, 1, MOST_SETS),
            reps=table.integer("reps", usual.reps, 1, MOST_REPS),
        )
    table.refuse_others()
    return alternative


def _other_slug(fields: Fields, key: str) -> str:
    slug = fields.text(key, "", longest=LONGEST_NAME)
    if slug and slug != slug_of(slug):
        raise fields.error(key, f'"{slug}" must be the slug of an exercise, like "negative-push-up"')
    return slug


def _counted_tempo(fields: Fields, default: Tempo) -> Tempo:
    """Read the tempo of an exercise that is lifted alone: its lift has seconds."""
    tempo = _tempo(fields, str(default))
    if isinstance(tempo.concentric, Lift):
        raise fields.error("tempo", f'"{tempo}" must count the lift too, like "4-0-1-0"')
    return tempo


def _first_lift(fields: Fields, loaded: bool, lowers_first: bool) -> bool:
    first_lift = fields.switch("first_lift", False)
    if first_lift and (loaded or not lowers_first):
        raise fields.error("first_lift", "is for a regression exercise that starts with the lowering. Leave it out")
    return first_lift


def _daily(fields: Fields, loaded: bool) -> bool | None:
    if "daily" not in fields:
        fields.switch("daily", False)
        return None
    daily = fields.switch("daily", False)
    if daily and loaded:
        raise fields.error("daily", "is for a regression exercise: a load needs days of rest. Leave it out")
    return daily


def _forced_by(fields: Fields, family: Family, lowers_first: bool) -> int:
    """Read how many spotters help up forced reps: those of what is lifted alone, and lowered first."""
    forced_by = fields.integer("forced_by", 0, 0, MOST_SPOTTERS)
    if forced_by and not (family is Family.TEMPO and lowers_first):
        raise fields.error("forced_by", "is for a tempo exercise that starts with the lowering. Leave it out")
    return forced_by


def _two_spotter_steps(fields: Fields, spotters: SpotterRule) -> tuple[str, ...]:
    """Read the steps of two spotters: for an exercise that is not always done with two."""
    steps = fields.texts("two_spotter_steps")
    if steps and spotters.at_least >= 2:
        raise fields.error("two_spotter_steps", "there are always two. Write their steps as spotter_steps")
    return steps


def _free_bar(fields: Fields, loaded: bool, spotters: SpotterRule) -> bool:
    """Read whether it is done with a free bar: so are those that need safety arms or pins."""
    free_bar = fields.switch("free_bar", "safety" in spotters.also)
    if free_bar and not loaded:
        raise fields.error("free_bar", "is for an exercise with a load. Leave it out")
    return free_bar


def _phase_words(fields: Fields, family: Family, spotted: bool) -> Words:
    return _usual_words(family, spotted) if fields.is_empty else _read_words(fields, family, spotted)


@cache
def _usual_words(family: Family, spotted: bool) -> Words:
    return _read_words(Fields({}, 0), family, spotted)


def _read_words(fields: Fields, family: Family, spotted: bool) -> Words:
    loaded = family.loaded
    sound = fields.choice("lift_sound", _LIFT_SOUNDS, "lift")
    call = _OWN_LIFTS.get(family, LIFT_CALLS["lift"]) if sound == "lift" else LIFT_CALLS[sound]
    finish = fields.text("finish", "set the weight down" if loaded else "rest", longest=LONGEST_NAME)
    take_sound, end_sound = _calls_of(sound, finish, loaded, spotted)
    take_sound = fields.choice("take_sound", _TAKE_SOUNDS, take_sound)
    end_sound = fields.choice("end_sound", _END_SOUNDS, end_sound)
    words = Words(
        lift=_call(fields, "lift", call),
        lift_sound=sound,
        lift_note=fields.text("lift_note", "", longest=LONGEST_NAME),
        bottom=fields.text("bottom", "the bottom", longest=LONGEST_NAME),
        take=_call(fields, "take", "SPOTTER TAKE IT" if take_sound == "take-it" else TAKE_CALLS[take_sound]),
        take_sound=take_sound,
        end=_call(fields, "end", END_CALLS[end_sound]),
        end_sound=end_sound,
        lift_shape=fields.choice("lift_shape", _LIFT_SHAPES, LiftShape.AGAIN if sound == "reset" else LiftShape.UP),
        lower=_call(fields, "lower", "LOWER"),
        lift_done=fields.text("lift_done", "weight is up" if loaded else "I am up", longest=LONGEST_NAME),
        bottom_reached=fields.text("bottom_reached", "weight is down" if loaded else "I am down", longest=LONGEST_NAME),
        finish=finish,
    )
    fields.refuse_others()
    return words


def _calls_of(lift_sound: str, finish: str, loaded: bool, spotted: bool) -> tuple[str, str]:
    """Return the sounds that free the lifter and that end the set, for an exercise that does not say so itself."""
    take_sound, end_sound = _CALLS_OF_LIFT.get(lift_sound, ("come-down", "come-down"))
    if loaded:
        end_sound = "rack-it" if "rack" in finish.lower().split() else "set-it-down"
        if spotted:
            take_sound = "take-it"
        elif take_sound not in LIFT_CALLS:
            take_sound = "set-it-down"
    return take_sound, end_sound


def _call(fields: Fields, key: str, default: str) -> str:
    """Read a call: it is drawn letter by letter, so it has only letters that can be drawn."""
    call = fields.text(key, default, longest=LONGEST_CALL).upper()
    if not re.fullmatch(r"[A-Z0-9]+( [A-Z0-9]+){0,3}", call):
        raise fields.error(key, f'"{call}" must be one to four words of letters A-Z, like "SPOTTER LIFT"')
    return call


def _muscles(fields: Fields) -> tuple[str, ...]:
    muscles = tuple(muscle.lower() for muscle in fields.texts("muscles"))
    for muscle in muscles:
        if muscle not in MUSCLES:
            raise fields.error("muscles", unknown_choice(muscle, MUSCLES))
    return tuple(dict.fromkeys(muscles))
