"""The figures of the exercises, made from parsed tables: what the keys of ``figures.toml`` mean.

All lengths are in hundredths of the body's height, x to the right and y up from the floor; all angles in degrees, where
a bone points: 0 up, 90 to the right, 180 down. ``figures.toml`` explains the keys at its top.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import hypot
from typing import TypeVar

from negcoach.training.exercise.figure import (
    FLAT_SOLE,
    FOREARM,
    SHANK,
    THIGH,
    UPPER_ARM,
    Body,
    Box,
    Figure,
    Limb,
    Point,
    Pose,
    Root,
    Spot,
    Viewpoint,
    Weight,
    joints_of,
)
from negcoach.training.exercise.table_reader import Fields, TableError, kind_of

MOST_POSES = 4
"""The most poses in a row."""

_JOINTS = ("head", "shoulder", "hip", "elbow", "hand", "knee", "ankle", "toe", "shin", "calf", "knuckles")
_JOINTS_OF_GEAR = (*_JOINTS, *(f"far_{joint}" for joint in _JOINTS[3:]))
_REACH = 1.002
"""How much further than a limb is long its end may lie: numbers in the file are rounded."""

_OWN_KEYS = ("steps", "spotter_steps")
"""What a figure never takes from the one that it is like: these are about the exercise's own text."""
_ALIKE = "must give every pose the same limbs in the same way"
_LIMBS = ("arm", "hand", "leg", "foot")
_POSE_KEYS = ("at", "torso", "nod", "wrist", "sole", "far_sole", *_LIMBS, *(f"far_{limb}" for limb in _LIMBS))

_T = TypeVar("_T")


def figures_from(table: Mapping[str, object]) -> dict[str, Figure]:
    """Return the figures of a parsed file, ``[[figure]]`` tables, by the slugs of their exercises.

    Raises ``TableError`` at the first value that is unknown, of a wrong type or out of reach.
    """
    rows = table.get("figure", [])
    if not isinstance(rows, Sequence) or isinstance(rows, str) or set(table) - {"figure"}:
        raise TableError("Begin each figure with [[figure]].", None)
    found: dict[str, Mapping[str, object]] = {}
    figures: dict[str, Figure] = {}
    for index, row in enumerate(rows):
        fields = Fields(row, index)
        slug, like = fields.text("slug"), fields.text("like", "")
        if slug in figures:
            raise fields.error("slug", f'there is already a figure of "{slug}"')
        if like and like not in found:
            raise fields.error("like", f'there is no figure of "{like}" above')
        looks = {key: value for key, value in found[like].items() if key not in _OWN_KEYS} if like else {}
        found[slug] = {**looks, **row}
        figures[slug] = _figure(slug, Fields(found[slug], index))
    return figures


def _figure(slug: str, fields: Fields) -> Figure:
    for key in ("slug", "like"):
        fields.text(key, "")
    root = fields.choice("root", {one.value: one for one in Root}, Root.HIP)
    view = fields.choice("view", {one.value: one for one in Viewpoint}, Viewpoint.RIGHT)
    poses = _poses(fields, "poses", root, view)
    if len(poses) < 2:
        raise fields.error("poses", "must have two poses or more: the start of the lowering, and its end")
    lift = _poses(fields, "lift", root, view)
    spotter, second = _spotter(fields, "spotter", poses), _spotter(fields, "second_spotter", poses)
    for key, alike in (("poses", poses), ("lift", (poses[0], *lift))):
        if len({_form(pose) for pose in alike}) > 1:
            raise fields.error(key, _ALIKE)
    two = (*spotter, *second) if spotter and second else ()
    always = fields.switch("always_two", False)
    frame = fields.value("frame", _read_numbers(4), "four numbers: left, bottom, right, top")
    figure = Figure(
        slug,
        Body(poses, root, view),
        lift,
        two if always else spotter,
        () if always else two,
        _read_all(fields, "gear", _gear, 'lines, each a list of points like [10, 0] or of joints like "hand"'),
        _read_all(fields, "weights", _weight, 'weights like ["hand", 13], or with true at the end for a filled one'),
        _read_all(fields, "bands", _band, "pairs of places, each a rubber bar between two hands"),
        None if frame is None else Box(*(number / 100 for number in frame)),
        _steps(fields, "steps"),
        _steps(fields, "spotter_steps"),
    )
    fields.refuse_others()
    _refuse_missing_joints(fields, figure)
    return figure


def _spotter(fields: Fields, key: str, lifter: Sequence[Pose]) -> tuple[Body, ...]:
    """Return a spotter, nobody where no poses are given."""
    facing = fields.choice(f"{key}_faces", {"right": Viewpoint.RIGHT, "left": Viewpoint.LEFT}, Viewpoint.RIGHT)
    poses = _poses(fields, key, Root.HIP, facing)
    if poses and len(poses) != len(lifter):
        raise fields.error(key, f"must have as many poses as the lifter, {len(lifter)}")
    if len({_form(pose) for pose in poses}) > 1:
        raise fields.error(key, _ALIKE)
    return (Body(poses, Root.HIP, facing),) if poses else ()


def _steps(fields: Fields, key: str) -> tuple[int, int] | None:
    found = fields.value(key, _read_numbers(2), "the numbers of two steps, of the lowering and of the lift")
    return None if found is None else (int(found[0]), int(found[1]))


def _poses(fields: Fields, key: str, root: Root, view: Viewpoint) -> tuple[Pose, ...]:
    tables = fields.value(key, lambda found: found if isinstance(found, list) else None, "a list of poses") or []
    if len(tables) > MOST_POSES:
        raise fields.error(key, f"has {len(tables)} poses. Write at most {MOST_POSES}")
    poses = []
    for number, table in enumerate(tables, 1):
        if not isinstance(table, Mapping):
            raise fields.error(key, f"must be poses like {{at = [0, 50]}}, not {kind_of(table)}")
        pose = _pose(fields, key, number, table, FLAT_SOLE * (-1 if view is Viewpoint.LEFT else 1))
        _refuse_out_of_reach(fields, key, number, pose, root, view)
        poses.append(pose)
    return tuple(poses)


def _pose(fields: Fields, key: str, number: int, table: Mapping[str, object], flat_sole: float) -> Pose:
    def error(message: str) -> TableError:
        return _pose_error(fields, key, number, message)

    def numbers(name: str) -> Point | None:
        if name not in table:
            return None
        found = _read_numbers(2)(table[name])
        if found is None:
            raise error(f"{name} must be two numbers, like [10, 50]")
        return found[0], found[1]

    def number_of(name: str, default: float) -> float:
        found = _number(table.get(name, default))
        if found is None:
            raise error(f"{name} must be a number")
        return found

    def limb(angles: str, end: str) -> Limb | None:
        if angles in table and end in table:
            raise error(f"give {angles} or {end}, not both")
        at, place = numbers(angles), numbers(end)
        return Limb(at) if at else Limb(end=_hundredth(place)) if place else None

    for name in table:
        if name not in _POSE_KEYS:
            raise error(f"{kind_of(name)} is not a known key. There are {', '.join(_POSE_KEYS)}")
    at = numbers("at")
    if at is None:
        raise error("at is missing: the place of its root")
    return Pose(
        at=_hundredth(at),
        torso=number_of("torso", 0),
        nod=number_of("nod", 0),
        arm=limb("arm", "hand"),
        leg=limb("leg", "foot"),
        sole=number_of("sole", flat_sole),
        far_arm=limb("far_arm", "far_hand"),
        far_leg=limb("far_leg", "far_foot"),
        wrist=number_of("wrist", 0) if "wrist" in table else None,
        far_sole=number_of("far_sole", number_of("sole", flat_sole)),
    )


def _refuse_out_of_reach(fields: Fields, key: str, number: int, pose: Pose, root: Root, view: Viewpoint) -> None:
    """Raise ``TableError`` for a hand or foot further away than the limb is long: it would not stay where it is."""
    joints = joints_of(pose, root, view)
    for name, limb, start, length in (
        ("hand", pose.arm, "shoulder", UPPER_ARM + FOREARM),
        ("far_hand", pose.far_arm, "shoulder", UPPER_ARM + FOREARM),
        ("foot", pose.leg, "hip", THIGH + SHANK),
        ("far_foot", pose.far_leg, "hip", THIGH + SHANK),
    ):
        if limb is not None and limb.end is not None:
            x, y = joints.get(f"outer_{start}", joints[start])
            away = hypot(limb.end[0] - x, limb.end[1] - y)
            if away > length * _REACH:
                far = f"{name} is {away * 100:.1f} away, and the limb {length * 100:.1f} long"
                raise _pose_error(fields, key, number, far)


def _pose_error(fields: Fields, key: str, number: int, message: str) -> TableError:
    """Return the error about a pose, counted from 1."""
    return TableError(
        f"{fields.path(key)}: pose {number}: {message}.", fields.index, f"{fields.path(key)}.{number - 1}"
    )


def _refuse_missing_joints(fields: Fields, figure: Figure) -> None:
    """Raise ``TableError`` for gear at a joint that this body does not show."""
    joints = joints_of(figure.lifter.poses[0], figure.lifter.root, figure.lifter.view)
    for key, spots in (
        ("gear", [spot for line in figure.gear for spot in line]),
        ("weights", [weight.middle for weight in figure.weights]),
        ("bands", [end for ends in figure.bands for end in ends]),
    ):
        for spot in spots:
            if spot.joint and spot.joint not in joints:
                raise fields.error(key, f"{spot.joint} is not drawn in these poses")


def _form(pose: Pose) -> tuple[object, ...]:
    """Return which limbs a pose gives, and how: only poses that are alike can be mixed."""
    limbs = pose.arm, pose.leg, pose.far_arm, pose.far_leg
    return (pose.wrist is None, *(None if limb is None else limb.angles is None for limb in limbs))


def _read_all(fields: Fields, key: str, read: Callable[[object], _T | None], right: str) -> tuple[_T, ...]:
    def read_list(found: object) -> tuple[_T, ...] | None:
        if not isinstance(found, list):
            return None
        values = [read(one) for one in found]
        return None if None in values else tuple(value for value in values if value is not None)

    return fields.value(key, read_list, right) or ()


def _gear(found: object) -> tuple[Spot, ...] | None:
    """Return a line of points."""
    if not isinstance(found, list) or len(found) < 2:
        return None
    spots = [_spot(one) for one in found]
    return None if None in spots else tuple(spot for spot in spots if spot is not None)


def _band(found: object) -> tuple[Spot, Spot] | None:
    """Return the two ends of a rubber bar."""
    ends = _gear(found)
    return (ends[0], ends[1]) if ends is not None and len(ends) == 2 else None


def _spot(found: object) -> Spot | None:
    """Return a place from ``[x, y]``, ``"joint"`` or ``["joint", x, y]``."""
    if isinstance(found, str):
        found = [found, 0, 0]
    if not isinstance(found, list):
        return None
    joint = found[0] if len(found) == 3 else ""
    numbers = _read_numbers(2)(found[1:] if len(found) == 3 else found)
    if numbers is None or (joint and joint not in _JOINTS_OF_GEAR):
        return None
    return Spot(numbers[0] / 100, numbers[1] / 100, joint)


def _weight(found: object) -> Weight | None:
    """Return a weight from ``[place, radius]``, filled with ``true`` behind."""
    if not isinstance(found, list) or len(found) not in (2, 3):
        return None
    middle, radius = _spot(found[0]), _number(found[1])
    filled = found[2] if len(found) == 3 else False
    if middle is None or radius is None or not isinstance(filled, bool):
        return None
    return Weight(middle, radius / 100, filled)


def _read_numbers(count: int) -> Callable[[object], tuple[float, ...] | None]:
    def read(found: object) -> tuple[float, ...] | None:
        if not isinstance(found, list) or len(found) != count:
            return None
        numbers = [_number(one) for one in found]
        return None if None in numbers else tuple(number for number in numbers if number is not None)

    return read


def _number(found: object) -> float | None:
    right = isinstance(found, int | float) and not isinstance(found, bool) and abs(found) <= 1000
    return float(found) if right else None  # type: ignore[arg-type]  # it is a number


def _hundredth(point: Point) -> Point:
    return point[0] / 100, point[1] / 100
