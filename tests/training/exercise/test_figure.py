"""The figures: bones that keep their length, hands and feet that stay where they are, and what a rep moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from math import hypot
from pathlib import Path

import pytest

from negcoach.config.figures import figure_of, read_figures
from negcoach.config.library import shipped_exercises
from negcoach.errors import NegcoachError
from negcoach.training.exercise.exercise import Exercise, Family, steps_said
from negcoach.training.exercise.figure import (
    FOOT,
    FOREARM,
    FRONT_FOOT,
    HEAD,
    KNUCKLES,
    NECK,
    NOSE,
    ROLLER,
    SHANK,
    THIGH,
    TORSO,
    UPPER_ARM,
    Body,
    Disc,
    Figure,
    Line,
    Part,
    Point,
    Pose,
    joints_of,
    pose_between,
)

EXERCISES = shipped_exercises()
STEPS = [step / 24 for step in range(25)]


def bones(joints: Mapping[str, Point]) -> dict[tuple[str, str], float]:
    """Return the length of each bone that is drawn between these joints."""
    front = "outer_hip" in joints
    found = {("hip", "shoulder"): TORSO, ("shoulder", "head"): NECK}
    for side in ("", "far_"):
        shoulder, hip = (f"{side}outer_shoulder", f"{side}outer_hip") if front else ("shoulder", "hip")
        found[shoulder, f"{side}elbow"] = UPPER_ARM
        found[f"{side}elbow", f"{side}hand"] = FOREARM
        found[hip, f"{side}knee"] = THIGH
        found[f"{side}knee", f"{side}ankle"] = SHANK
        found[f"{side}ankle", f"{side}toe"] = FRONT_FOOT if front else FOOT
    found["hand", "knuckles"] = KNUCKLES
    return {(one, other): length for (one, other), length in found.items() if one in joints and other in joints}


def figure(exercise: Exercise) -> Figure:
    found = figure_of(exercise.slug)
    assert found is not None, f"{exercise.slug} has no figure"
    return found


all_figures = pytest.mark.parametrize("figure", [pytest.param(figure_of(one.slug), id=one.slug) for one in EXERCISES])


def distance(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def lifters_head(figure: Figure) -> Disc:
    discs = [shape for shape in figure.shapes(0.0) if isinstance(shape, Disc)]
    (head,) = (disc for disc in discs if (disc.part, disc.radius) == (Part.LIFTER, HEAD))
    return head


def motions(figure: Figure) -> list[tuple[Body, list[Pose]]]:
    """Return each body of a figure with its poses through a whole rep."""
    lifter = figure.lifter
    back = (lifter.poses[-1], *figure.lift, lifter.poses[0])
    found = [(lifter, [pose_between(poses, part) for poses in (lifter.poses, back) for part in STEPS])]
    for spotter in (*figure.spotters, *figure.two_spotters):
        found.append((spotter, [pose_between(spotter.poses, part) for part in STEPS]))
    return found


def test_every_exercise_has_a_figure() -> None:
    assert [exercise.slug for exercise in EXERCISES if figure_of(exercise.slug) is None] == []


OWN = replace(EXERCISES[0], slug="axle-press", own=True)
assert OWN.load is not None
SAME_LIFT = replace(OWN.load, one_rm_of="bench-press")


@pytest.mark.parametrize(
    ("exercise", "slug"),
    [
        (OWN, "axle-press"),  # nobody knows what it looks like
        (replace(OWN, figure="tempo-row"), "tempo-row"),
        (replace(OWN, load=SAME_LIFT), "bench-press"),
        (replace(OWN, load=SAME_LIFT, figure="tempo-row"), "tempo-row"),
        (replace(OWN, load=SAME_LIFT, family=Family.TEMPO), "axle-press"),  # lifted alone: the figure has a spotter
        (next(one for one in EXERCISES if one.slug == "tempo-bench-press"), "tempo-bench-press"),
    ],
)
def test_an_exercise_of_the_lifters_own_is_performed_by_the_figure_it_names_or_that_of_the_same_lift(
    exercise: Exercise, slug: str
) -> None:
    assert exercise.figure_slug == slug
    assert (figure_of(slug) is None) == (slug == "axle-press")


@pytest.mark.parametrize(
    "exercise", [one for one in EXERCISES if one.slug != "eccentric-squat"], ids=lambda one: one.slug
)
def test_the_words_of_the_steps_say_which_is_of_which_phase(exercise: Exercise) -> None:
    assert steps_said(exercise.lifter_steps, exercise.words.lift) == figure(exercise).steps


def test_steps_that_say_nothing_of_a_phase_are_of_none() -> None:
    assert steps_said(("Sit down.", "Keep your lower back on the pad."), "LIFT") == (None, None)
    assert steps_said(("On LIFT, push through the count.", "Lower it slowly."), "LIFT") == (2, 1)
    assert steps_said((), "LIFT") == (None, None)


def test_a_spotter_is_drawn_where_the_exercise_has_one() -> None:
    spotted = {exercise.slug for exercise in EXERCISES if exercise.spotters.at_least}
    assert {exercise.slug for exercise in EXERCISES if figure(exercise).spotters} == spotted


@pytest.mark.parametrize("there", range(4))
def test_as_many_spotters_are_drawn_as_there_are_or_have_to_be(there: int) -> None:
    for exercise in EXERCISES:
        found = figure_of(exercise.slug, there)
        drawn = max(exercise.spotters.at_least, min(there, 2) if exercise.two_spotter_steps else 0)
        assert found is not None and len(found.spotters) == drawn, exercise.slug
        heads = [shape for shape in found.shapes(0.5) if isinstance(shape, Disc) and shape.part is Part.SPOTTER]
        assert len(heads) == drawn
        apart = [distance(one.middle, other.middle) for one, other in pairwise(heads)]
        assert all(away > 2.4 * HEAD for away in apart), exercise.slug  # two heads, and a gap between them


def test_spotters_face_the_load_from_the_soles_up() -> None:
    for exercise in EXERCISES:
        for spotter in (figure_of(exercise.slug, 2) or figure(exercise)).spotters:
            joints = joints_of(spotter.poses[0], spotter.root, spotter.view)
            ahead = joints["hand"][0] - joints["hip"][0]
            assert (joints["toe"][0] - joints["ankle"][0]) * ahead > 0, exercise.slug


def test_nobody_comes_to_who_lifts_alone() -> None:
    alone = figure_of("bench-press", 2, alone=True)
    assert alone is not None and not alone.spotters


@pytest.mark.parametrize("exercise", [pytest.param(one, id=one.slug) for one in EXERCISES])
def test_the_steps_of_the_lowering_and_the_lift_are_what_they_are_said_to_be(exercise: Exercise) -> None:
    found = figure(exercise)
    assert found.steps is not None
    lower, lift = (exercise.lifter_steps[number - 1] for number in found.steps)
    assert "count" in lower or exercise.slug == "nordic-curl"
    assert exercise.words.lift in lift or exercise.slug == "eccentric-squat"  # the spotters have that call
    assert (found.spotter_steps is not None) == bool(exercise.spotter_steps)
    if found.spotter_steps is not None:
        assert all(1 <= number <= len(exercise.spotter_steps) for number in found.spotter_steps)
        if exercise.two_spotter_steps:  # what lights up is the same for one and for two
            lower, lift = (exercise.two_spotter_steps[number - 1] for number in found.spotter_steps)
            assert "touch" in lower or "hands" in lower
            assert lift.startswith(f"On {exercise.words.lift},")


@all_figures
def test_no_bone_changes_its_length_through_the_whole_rep(figure: Figure) -> None:
    for body, poses in motions(figure):
        for pose in poses:
            joints = joints_of(pose, body.root, body.view)
            lengths = {(one, other): distance(joints[one], joints[other]) for one, other in bones(joints)}
            wrong = {bone: length for bone, length in lengths.items() if abs(length / bones(joints)[bone] - 1) > 0.02}
            assert wrong == {}


@all_figures
def test_hands_and_feet_that_are_put_somewhere_are_there_through_the_whole_rep(figure: Figure) -> None:
    for body, poses in motions(figure):
        for pose in poses:
            joints = joints_of(pose, body.root, body.view)
            for limb, joint in (
                (pose.arm, "hand"),
                (pose.leg, "ankle"),
                (pose.far_arm, "far_hand"),
                (pose.far_leg, "far_ankle"),
            ):
                if limb is not None and limb.end is not None:
                    assert distance(joints[joint], limb.end) < 0.01, joint


@pytest.mark.parametrize(
    ("slug", "planted"),
    [
        ("bench-press", "ankle"),
        ("eccentric-squat", "toe"),
        ("negative-push-up", "hand"),
        ("negative-push-up", "toe"),
        ("inverted-row", "hand"),
        ("inverted-row", "ankle"),
        ("negative-dip", "hand"),
        ("negative-pull-up", "far_hand"),
        ("nordic-curl", "ankle"),
        ("reverse-nordic", "knee"),
        ("slider-leg-curl", "shoulder"),
        ("heel-drop", "toe"),
        ("feet-assisted-pull-up", "ankle"),
        ("tempo-romanian-deadlift", "ankle"),
    ],
)
def test_what_stands_or_grips_does_not_move(slug: str, planted: str) -> None:
    one = figure(next(exercise for exercise in EXERCISES if exercise.slug == slug))
    places = [one.lifter_joints(part)[planted] for part in STEPS]
    assert all(distance(place, places[0]) < 0.005 for place in places)


@all_figures
def test_nobody_stands_below_the_floor_or_moves_by_leaps(figure: Figure) -> None:
    for body, poses in motions(figure):
        drawn = [joints_of(pose, body.root, body.view) for pose in poses]
        beside = {
            "shin",
            "calf",
            "far_shin",
            "far_calf",
        }  # where a roller would be: beside the leg that lies on the floor
        assert {
            joint: y for joints in drawn for joint, (_, y) in joints.items() if y < -0.02 and joint not in beside
        } == {}
        for before, after in pairwise(drawn[: len(STEPS)]):
            assert all(distance(before[joint], after[joint]) < 0.1 for joint in before)


@all_figures
def test_everything_that_is_not_cut_off_on_purpose_lies_in_the_box(figure: Figure) -> None:
    box = figure.box
    assert box.right > box.left and box.top > box.bottom
    if figure.frame is not None:
        return
    for part in STEPS:
        for lifting in (False, True):
            for shape in figure.shapes(part, lifting=lifting):
                for x, y in shape.points if isinstance(shape, Line) else (shape.middle,):
                    assert box.left - 0.01 <= x <= box.right + 0.01
                    assert box.bottom - 0.01 <= y <= box.top + 0.01


@all_figures
def test_the_lift_begins_where_the_lowering_ends_and_ends_where_the_next_begins(figure: Figure) -> None:
    for part in (0.0, 1.0):
        assert figure.shapes(part, lifting=True) == figure.shapes(part)


@all_figures
def test_no_bone_turns_the_long_way_round(figure: Figure) -> None:
    for body in (figure.lifter, *figure.spotters, *figure.two_spotters):
        ways = [body.poses]
        if body is figure.lifter:
            ways.append((body.poses[-1], *figure.lift, body.poses[0]))
        for way in ways:
            for before, after in pairwise(way):
                for one, other in (
                    (before.arm, after.arm),
                    (before.leg, after.leg),
                    (before.far_arm, after.far_arm),
                    (before.far_leg, after.far_leg),
                ):
                    if one is not None and other is not None and one.angles and other.angles:
                        assert all(abs(b - a) <= 180 for a, b in zip(one.angles, other.angles, strict=True))


@pytest.mark.parametrize(
    ("slug", "across", "up"),
    [
        ("bench-press", 0, 1),  # on the back
        ("inverted-row", 1, 1),
        ("slider-leg-curl", 0, 1),
        ("leg-curl", 0, -1),  # on the belly
        ("negative-push-up", 0, -1),
        ("tempo-row", 0, -1),
        ("tempo-squat", 1, 0),  # upright
        ("nordic-curl", 1, 0),
        ("wrist-twist", 1, 0),
    ],
)
def test_the_nose_says_which_way_a_body_faces(slug: str, across: int, up: int) -> None:
    one = figure(next(exercise for exercise in EXERCISES if exercise.slug == slug))
    head = lifters_head(one)
    (tip,) = (
        shape.points[-1]
        for shape in one.shapes(0.0)
        if isinstance(shape, Line)
        and shape.part is Part.LIFTER
        and abs(distance(shape.points[-1], head.middle) - NOSE) < 1e-9
    )
    ahead = (tip[0] - head.middle[0]) / NOSE, (tip[1] - head.middle[1]) / NOSE
    assert not across or ahead[0] * across > 0.4
    assert not up or ahead[1] * up > 0.4


@pytest.mark.parametrize("slug", ["negative-pull-up", "copenhagen"])
def test_who_faces_whoever_looks_has_no_nose(slug: str) -> None:
    one = figure(next(exercise for exercise in EXERCISES if exercise.slug == slug))
    head = lifters_head(one)
    ends = [shape.points[-1] for shape in one.shapes(0.0) if isinstance(shape, Line) and shape.part is Part.LIFTER]
    assert not any(abs(distance(end, head.middle) - NOSE) < 1e-9 for end in ends)


@pytest.mark.parametrize(
    "slug", ["leg-extension", "leg-curl", "two-up-one-down-leg-extension", "two-up-one-down-leg-curl"]
)
def test_a_roller_lies_beside_the_shank_all_the_way(slug: str) -> None:
    one = figure(next(exercise for exercise in EXERCISES if exercise.slug == slug))
    side = -1 if "curl" in slug else 1  # at the calf or the shin
    for part in STEPS:
        joints = one.lifter_joints(part)
        (roller,) = (shape for shape in one.shapes(part) if isinstance(shape, Disc) and shape.part is Part.LOAD)
        knee, ankle = joints["knee"], joints["ankle"]
        bone = (ankle[0] - knee[0]) / SHANK, (ankle[1] - knee[1]) / SHANK
        away = roller.middle[0] - knee[0], roller.middle[1] - knee[1]
        along, out = away[0] * bone[0] + away[1] * bone[1], away[1] * bone[0] - away[0] * bone[1]
        assert 0.7 * SHANK < along < SHANK
        assert out * side == pytest.approx(ROLLER)


def test_a_rubber_bar_is_drawn_between_two_hands_behind_the_nearer() -> None:
    twist = figure(next(exercise for exercise in EXERCISES if exercise.slug == "wrist-twist"))
    for part in STEPS:
        shapes = twist.shapes(part)
        strokes = [shape for shape in shapes if shape.part is Part.LOAD]
        assert len(strokes) > 4  # two edges, and the turns between them
        joints = twist.lifter_joints(part)
        for hand in ("knuckles", "far_hand"):
            ends = [point for stroke in strokes if isinstance(stroke, Line) for point in stroke.points]
            assert min(distance(end, joints[hand]) for end in ends) < 0.1
        places = [shapes.index(stroke) for stroke in strokes]
        assert max(places) < min(index for index, shape in enumerate(shapes) if shape.part is Part.LIFTER)


def test_the_lift_of_a_bodyweight_negative_goes_another_way_than_the_lowering() -> None:
    pull_up = figure(next(exercise for exercise in EXERCISES if exercise.slug == "negative-pull-up"))
    hangs, stands = pull_up.lifter_joints(0.5), pull_up.lifter_joints(0.5, lifting=True)
    assert hangs["ankle"][1] < stands["ankle"][1] < 0.35  # on the box


def test_a_bar_sinks_and_its_spotter_follows_it() -> None:
    bench = figure(next(exercise for exercise in EXERCISES if exercise.slug == "bench-press"))
    bars = [next(shape for shape in bench.shapes(part) if shape.part is Part.LOAD) for part in STEPS]
    heights = [bar.middle[1] for bar in bars if isinstance(bar, Disc)]
    assert all(after < before for before, after in pairwise(heights))
    (behind,) = bench.spotters
    for part, bar in zip(STEPS, bars, strict=True):
        assert isinstance(bar, Disc)
        spotter = joints_of(pose_between(behind.poses, part), behind.root, behind.view)
        assert bar.radius * 0.5 < distance(spotter["hand"], bar.middle) < bar.radius * 3  # near it, not on it


GOOD = '[[figure]]\nslug = "a"\nposes = [\n  { at = [0, 50] },\n  { at = [0, 40] },\n]\n'


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[[figure]]\nslug = 'a'\n", 1, "poses: must have two poses or more"),
        (GOOD.replace("{ at = [0, 40] }", "{ torso = 3 }"), 5, "poses: pose 2: at is missing"),
        (GOOD.replace("{ at = [0, 40] }", "{ at = [0, 40, 1] }"), 5, "poses: pose 2: at must be two numbers"),
        (GOOD.replace("{ at = [0, 40] }", "{ at = [0, 40], arm = [1, 2] }"), 3, "poses: must give every pose"),
        (GOOD.replace("{ at = [0, 50] }", "{ at = [0, 50], foot = [0, 120] }"), 4, "poses: pose 1: foot"),
        (GOOD.replace("{ at = [0, 50] }", "{ at = [0, 50], knee = 3 }"), 4, 'poses: pose 1: "knee" is not a known key'),
        (
            GOOD.replace("{ at = [0, 50] }", "{ at = [0, 50], hand = [0, 60], arm = [1, 2] }"),
            4,
            "poses: pose 1: give arm",
        ),
        (GOOD + 'root = "elbow"\n', 7, 'root: "elbow" is not known'),
        (GOOD + "colour = 3\n", 7, '"colour" is not a known key'),
        (GOOD + 'weights = [["hand", 3]]\n', 7, "weights: hand is not drawn"),
        (GOOD + "gear = [[[0, 0]]]\n", 7, "gear: must be lines"),
        (GOOD + "bands = [[[0, 0]]]\n", 7, "bands: must be pairs of places"),
        (GOOD + 'bands = [["hand", [0, 0]]]\n', 7, "bands: hand is not drawn"),
        (GOOD + "frame = [0, 0, 1]\n", 7, "frame: must be four numbers"),
        (GOOD + "spotter = [{ at = [0, 50] }]\n", 7, "spotter: must have as many poses"),
        (GOOD + "second_spotter = [{ at = [0, 50] }]\n", 7, "second_spotter: must have as many poses"),
        (GOOD + 'like = "b"\n', 7, 'like: there is no figure of "b" above'),
        (GOOD + GOOD, 8, 'slug: there is already a figure of "a"'),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(text: str, line: int, message: str) -> None:
    with pytest.raises(NegcoachError) as refused:
        read_figures(Path("figures.toml"), text)
    assert str(refused.value).startswith(f"figures.toml, line {line}: {message}")


def test_a_figure_like_another_one_takes_what_it_does_not_say_itself() -> None:
    text = GOOD + 'gear = [[[0, 0], [10, 0]]]\n[[figure]]\nslug = "b"\nlike = "a"\nweights = [["hip", 5]]\n'
    first, second = read_figures(Path("figures.toml"), text).values()
    assert second.lifter == first.lifter and second.gear == first.gear
    assert second.weights and not first.weights
