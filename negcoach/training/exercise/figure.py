"""A small drawn figure that performs an exercise: bodies as joints and bones, with the gear and the load around them.

Lengths are in heights of the body, x to the right and y up from the floor. Angles are in degrees: where a bone points,
0 up, 90 to the right, 180 down. A pose says where the body is and how it is held; between two poses the angles, and the
places of hands and feet, go over evenly, while every bone keeps its length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from math import cos, hypot, radians, sin
from typing import TypeVar

Point = tuple[float, float]

TORSO, THIGH, SHANK, UPPER_ARM = 0.288, 0.245, 0.246, 0.186
"""The bones, in heights of the body (source: Winter, Biomechanics and Motor Control of Human Movement, fig. 4.1)."""
FOREARM = 0.19
"""From the elbow to the middle of a closed hand: 0.146 and the half of 0.108 (the same source, rounded down)."""
FOOT = 0.12
"""From the ankle to the toes (the same source has 0.152 with the heel, which is not drawn)."""
NECK, HEAD = 0.125, 0.062
"""From the shoulders to the middle of the head, and its radius: an eighth of the height is its diameter."""
NOSE = 0.083
"""From the middle of the head to the tip of the nose: longer than a nose, so that it is seen which way a body faces."""
HALF_SHOULDERS, HALF_HIPS = 0.105, 0.055
"""From the middle to a shoulder and to a hip, seen from the front (0.259 / 2 and 0.191 / 2, less the flesh outside)."""

FLAT_SOLE = 105.0
"""Where a foot points that stands on the floor, from its ankle."""

KNUCKLES = 0.08
"""From the hand to the knuckles, where the wrist moves (half of a hand, the same source, and a bar in it)."""

FRONT_FOOT = 0.04
"""What is seen of a foot that points at whoever looks."""
ROLLER = 0.09
"""From the middle of a shank to that of a machine's roller at its shin or calf: a gap can be seen between them."""
_TO_ROLLER = 0.85
"""How far down a shank a roller lies."""
_HALF_BAND = 0.024
"""Half of the thickness of a rubber bar."""
_STEPS = 8  # of a motion, to find the room that it takes

_T = TypeVar("_T")


class Root(Enum):
    """The joint whose place a pose gives; the others follow from it along the bones."""

    HIP = "hip"
    KNEE = "knee"  # kneeling
    ANKLE = "ankle"  # feet that stay where they are
    TOE = "toe"  # heels that rise and sink
    SHOULDER = "shoulder"  # shoulders that lie on something


class Viewpoint(Enum):
    """From where a body is seen."""

    RIGHT = "right"  # from the side, facing right
    LEFT = "left"  # from the side, facing left
    FRONT = "front"  # both sides, alike
    ON_SIDE = "on-side"  # lying on one side, the face towards whoever looks


class Part(Enum):
    """What a shape belongs to, from the back to the front.

    Each is told apart without colour too: a gap lies around what is in front of something else, the lifter is thick and
    solid, the far limbs are thinner, a spotter is thin and has a hollow head.
    """

    GEAR = "gear"
    SPOTTER = "spotter"
    FAR = "far"  # the lifter's arm and leg on the far side
    LIFTER = "lifter"
    LOAD = "load"


_THICK = {Part.LIFTER: 1.0, Part.FAR: 0.7, Part.SPOTTER: 0.6}
"""How thick the bones are that are drawn, to those of the lifter's near side."""
_FACING = {Viewpoint.RIGHT: 1, Viewpoint.LEFT: -1}
"""Which way a body faces that is seen from the side."""


@dataclass(frozen=True, slots=True)
class Limb:
    """An arm or a leg: the angles of its two bones, or the place of its hand or ankle (the other one is ``None``)."""

    angles: tuple[float, float] | None = None
    end: Point | None = None


@dataclass(frozen=True, slots=True)
class Pose:
    """How a body is held: ``at`` is the place of its root, ``torso`` points from the hips to the shoulders.

    ``nod`` turns the head against the torso. ``sole`` points from the ankle to the toes, ``wrist`` from the hand to the
    knuckles (``None``: the hand is a fist at the end of its arm). The far limbs are those on the
    other side, ``None`` where they are hidden behind the near ones.
    """

    at: Point
    torso: float = 0.0
    nod: float = 0.0
    arm: Limb | None = None
    leg: Limb | None = None
    sole: float = FLAT_SOLE
    far_arm: Limb | None = None
    far_leg: Limb | None = None
    wrist: float | None = None
    far_sole: float = FLAT_SOLE


@dataclass(frozen=True, slots=True)
class Body:
    """A body in two or three poses, from the start of the lowering to its end, that are evenly far apart in time."""

    poses: tuple[Pose, ...]
    root: Root = Root.HIP
    view: Viewpoint = Viewpoint.RIGHT


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: fixed, or so far from a joint of the lifter."""

    x: float
    y: float
    joint: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """A round weight, or with ``filled`` a roller or handle, around its middle."""

    middle: Spot
    radius: float
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, as thick as ``width``; around one that ``crosses`` its own body a gap is left."""

    part: Part
    points: tuple[Point, ...]
    width: float
    crosses: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """A disc, or where it is not ``filled`` a ring that hides what is behind it."""

    part: Part
    middle: Point
    radius: float
    filled: bool = True


Shape = Line | Disc


@dataclass(frozen=True, slots=True)
class Box:
    """A room from ``left`` to ``right`` and from ``bottom`` to ``top``."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure of an exercise.

    ``lift`` are poses of the lifter on the way back up, between the last one of the lowering and the first: a foot on a
    box, both legs. ``gear`` are lines; those with a joint in them move. ``frame`` is the part that is shown (``None``:
    all of it), for an exercise of which only a part of the body moves. ``bands`` are twisted rubber bars, each between
    two hands. ``spotters`` are those who are drawn, ``two_spotters`` both where one can be enough. ``steps`` are the
    lifter's steps, counted from 1, in the lowering and in the lift, ``spotter_steps`` those of the spotter (``None``:
    no step is of one phase only).
    """

    slug: str
    lifter: Body
    lift: tuple[Pose, ...] = ()
    spotters: tuple[Body, ...] = ()
    two_spotters: tuple[Body, ...] = ()
    gear: tuple[tuple[Spot, ...], ...] = ()
    weights: tuple[Weight, ...] = ()
    bands: tuple[tuple[Spot, Spot], ...] = ()
    frame: Box | None = None
    steps: tuple[int, int] | None = None
    spotter_steps: tuple[int, int] | None = None

    def shapes(self, lowered: float, *, lifting: bool = False) -> tuple[Shape, ...]:
        """Return what is drawn after this part of the lowering: 0.0 at its start, 1.0 at its end.

        The order is that of drawing: each part is in front of those before it, and what is held is in front of who
        holds it, but for a rubber bar, around which the fist of the near hand is seen.
        While ``lifting``, ``lowered`` goes back from 1.0 to 0.0, on the way of the lift.
        """
        joints = self.lifter_joints(lowered, lifting=lifting)
        lines = [_gear_line(spots, joints) for spots in self.gear]
        weights = [
            Disc(_part_of(weight.middle), _place(weight.middle, joints), weight.radius, weight.filled)
            for weight in self.weights
        ]
        spotting: list[Shape] = []
        for spotter in self.spotters:
            held = joints_of(pose_between(spotter.poses, lowered), spotter.root, spotter.view)
            spotting += _body(held, spotter.view, Part.SPOTTER, Part.SPOTTER)
        body = list(_body(joints, self.lifter.view, Part.LIFTER, Part.FAR))
        return (
            *(line for line in lines if line.part is Part.GEAR),
            *spotting,
            *(shape for shape in body if shape.part is Part.FAR),
            *(stroke for ends in self.bands for stroke in _twisted(*(_place(end, joints) for end in ends))),
            *(shape for shape in body if shape.part is Part.LIFTER),
            *(weight for weight in weights if weight.part is Part.GEAR),  # a fixed bar from its end, held by the lifter
            *(line for line in lines if line.part is Part.LOAD),
            *(weight for weight in weights if weight.part is Part.LOAD),
        )

    @property
    def alone(self) -> Figure:
        """The figure of who lifts and lowers alone: without a spotter, and back up the way it came down."""
        return replace(self, lift=(), spotters=(), two_spotters=(), steps=None, spotter_steps=None)

    def with_spotters(self, count: int) -> Figure:
        """Return the figure with so many spotters: one who is drawn stays, and nobody comes to an exercise alone."""
        return replace(self, spotters=self.two_spotters) if count >= 2 and self.two_spotters else self

    def lifter_joints(self, lowered: float, *, lifting: bool = False) -> dict[str, Point]:
        """Return the places of the lifter's joints, by name; see ``shapes``."""
        poses, part = self.lifter.poses, lowered
        if lifting and self.lift:
            poses, part = (poses[-1], *self.lift, poses[0]), 1.0 - lowered
        return joints_of(pose_between(poses, part), self.lifter.root, self.lifter.view)

    @property
    def box(self) -> Box:
        """The room that the whole rep takes, floor included."""
        return self.frame or _room_of(self)


def pose_between(poses: Sequence[Pose], part: float) -> Pose:
    """Return the pose after this part (0.0 to 1.0) of the way through ``poses``."""
    steps = len(poses) - 1
    step = min(int(part * steps), steps - 1)
    return _between(poses[step], poses[step + 1], part * steps - step)


def joints_of(pose: Pose, root: Root, view: Viewpoint) -> dict[str, Point]:
    """Return the places of a body's joints in a pose, by name; those of the far side begin with ``far_``.

    Beside them are ``shin`` and ``calf``, where the roller of a machine lies above the ankle.
    """
    hip = _hip(pose, root)
    joints = {"hip": hip, "shoulder": _along(hip, pose.torso, TORSO)}
    joints["head"] = _along(joints["shoulder"], pose.torso + pose.nod, NECK)
    front = view is Viewpoint.FRONT
    for far in (False, True):
        side = "far_" if far else ""
        arm, leg, sole = (pose.far_arm, pose.far_leg, pose.far_sole) if far else (pose.arm, pose.leg, pose.sole)
        out = (-1 if far else 1) if front else 0
        if front:
            sole = 180.0
            if far:
                arm, leg = _mirrored(pose.arm, hip[0]), _mirrored(pose.leg, hip[0])
            joints[side + "outer_shoulder"] = joints["shoulder"][0] + out * HALF_SHOULDERS, joints["shoulder"][1]
            joints[side + "outer_hip"] = hip[0] + out * HALF_HIPS, hip[1]
        facing = out or (-1 if view is Viewpoint.LEFT else 1)
        if arm is not None:
            start = joints.get(side + "outer_shoulder", joints["shoulder"])
            hangs = front and arm.end is not None and arm.end[1] < start[1]  # then elbows go outwards the other way
            bend = facing if hangs else -facing
            joints[side + "elbow"], joints[side + "hand"] = _limb(arm, start, UPPER_ARM, FOREARM, bend)
            if pose.wrist is not None and not far:
                joints["knuckles"] = _along(joints["hand"], pose.wrist, KNUCKLES)
        if leg is not None:
            start = joints.get(side + "outer_hip", hip)
            joints[side + "knee"], joints[side + "ankle"] = _limb(leg, start, THIGH, SHANK, facing)
            for place, way in (("shin", facing), ("calf", -facing)):
                joints[side + place] = _beside(joints[side + "knee"], joints[side + "ankle"], way)
            joints[side + "toe"] = _along(joints[side + "ankle"], sole, FRONT_FOOT if front else FOOT)
    return joints


def _hip(pose: Pose, root: Root) -> Point:
    """Return where the hips are, along the bones from the root."""
    thigh, shank = (pose.leg.angles if pose.leg else None) or (180.0, 180.0)
    match root:
        case Root.HIP:
            return pose.at
        case Root.SHOULDER:
            return _along(pose.at, pose.torso, -TORSO)
        case Root.KNEE:
            return _along(pose.at, thigh, -THIGH)
        case Root.ANKLE:
            return _along(_along(pose.at, shank, -SHANK), thigh, -THIGH)
        case Root.TOE:
            return _along(_along(_along(pose.at, pose.sole, -FOOT), shank, -SHANK), thigh, -THIGH)


def _limb(limb: Limb, start: Point, upper: float, lower: float, side: int) -> tuple[Point, Point]:
    """Return the middle joint of a limb and its end; ``side`` is where the middle joint goes when the limb bends."""
    if limb.angles is not None:
        middle = _along(start, limb.angles[0], upper)
        return middle, _along(middle, limb.angles[1], lower)
    x, y = limb.end or start
    away = hypot(x - start[0], y - start[1]) or 1e-9
    ahead, up = (x - start[0]) / away, (y - start[1]) / away
    reach = min(away, upper + lower)
    first = (upper**2 - lower**2 + reach**2) / (2 * reach)
    out = side * max(0.0, upper**2 - first**2) ** 0.5
    middle = start[0] + ahead * first - up * out, start[1] + up * first + ahead * out
    return middle, (start[0] + ahead * reach, start[1] + up * reach)


def _along(start: Point, angle: float, length: float) -> Point:
    return start[0] + sin(radians(angle)) * length, start[1] + cos(radians(angle)) * length


def _beside(knee: Point, ankle: Point, side: int) -> Point:
    """Return the place of a roller above the ankle: 1 at the shin of who faces right, -1 at the calf."""
    across, up = (ankle[0] - knee[0]) / SHANK, (ankle[1] - knee[1]) / SHANK
    along, aside = _TO_ROLLER * SHANK, side * ROLLER
    return knee[0] + across * along - up * aside, knee[1] + up * along + across * aside


def _mirrored(limb: Limb | None, x: float) -> Limb | None:
    if limb is None:
        return None
    angles = None if limb.angles is None else (-limb.angles[0], -limb.angles[1])
    return Limb(angles, None if limb.end is None else (2 * x - limb.end[0], limb.end[1]))


def _between(a: Pose, b: Pose, part: float) -> Pose:
    def mix(one: float, other: float) -> float:
        return one * (1.0 - part) + other * part  # exact at both ends

    def mix_points(one: Point, other: Point) -> Point:
        return mix(one[0], other[0]), mix(one[1], other[1])

    def mix_limbs(one: Limb | None, other: Limb | None) -> Limb | None:
        if one is None or other is None:
            return None
        return Limb(_mixed(one.angles, other.angles, mix_points), _mixed(one.end, other.end, mix_points))

    return Pose(
        mix_points(a.at, b.at),
        mix(a.torso, b.torso),
        mix(a.nod, b.nod),
        mix_limbs(a.arm, b.arm),
        mix_limbs(a.leg, b.leg),
        mix(a.sole, b.sole),
        mix_limbs(a.far_arm, b.far_arm),
        mix_limbs(a.far_leg, b.far_leg),
        _mixed(a.wrist, b.wrist, mix),
        mix(a.far_sole, b.far_sole),
    )


def _mixed(one: _T | None, other: _T | None, mix: Callable[[_T, _T], _T]) -> _T | None:
    return None if one is None or other is None else mix(one, other)


def _place(spot: Spot, joints: dict[str, Point]) -> Point:
    x, y = joints[spot.joint] if spot.joint else (0.0, 0.0)
    return x + spot.x, y + spot.y


def _part_of(*spots: Spot) -> Part:
    """Return what something at these places is: the load, where it moves with a joint."""
    return Part.LOAD if any(spot.joint for spot in spots) else Part.GEAR


def _gear_line(spots: tuple[Spot, ...], joints: dict[str, Point]) -> Line:
    return Line(_part_of(*spots), tuple(_place(spot, joints) for spot in spots), 0.024)


def _twisted(one: Point, other: Point) -> Iterator[Line]:
    """Yield the strokes of a twisted rubber bar: its two edges, and the turns between them."""
    length = hypot(other[0] - one[0], other[1] - one[1]) or 1e-9
    ahead = (other[0] - one[0]) / length, (other[1] - one[1]) / length

    def at(along: float, out: float) -> Point:
        return (
            one[0] + ahead[0] * along - ahead[1] * out * _HALF_BAND,
            one[1] + ahead[1] * along + ahead[0] * out * _HALF_BAND,
        )

    for out in (-1.0, 1.0):
        yield Line(Part.LOAD, (at(0.0, out), at(length, out)), 0.012)
    turns = max(1, round(length / (2.5 * _HALF_BAND)))
    for turn in range(turns + 1):
        middle = length * turn / turns
        ends = max(0.0, middle - _HALF_BAND / 2), min(length, middle + _HALF_BAND / 2)
        yield Line(Part.LOAD, (at(ends[0], -1.0), at(ends[1], 1.0)), 0.012)


def _body(joints: dict[str, Point], view: Viewpoint, near: Part, far: Part) -> Iterator[Shape]:
    """Yield the shapes of a body: the far limbs first, and its near arm last."""
    for side, part in (("far_", near if view is Viewpoint.FRONT else far), ("", near)):
        thick = _THICK[part]
        shoulder = joints.get(side + "outer_shoulder", joints["shoulder"])
        hip = joints.get(side + "outer_hip", joints["hip"])
        if side + "knee" in joints:
            leg = hip, joints[side + "knee"], joints[side + "ankle"], joints[side + "toe"]
            yield Line(part, leg[:3], 0.055 * thick)
            yield Line(part, leg[2:], 0.04 * thick)
        if not side:
            yield from _trunk(joints, view, part)
        if side + "elbow" in joints:
            elbow, hand = joints[side + "elbow"], joints[side + "hand"]
            fist = (joints["knuckles"],) if "knuckles" in joints and not side else ()
            yield Line(part, (elbow, hand, *fist), 0.045 * thick, crosses=not side or view is Viewpoint.FRONT)
            yield Line(part, (shoulder, elbow), 0.045 * thick)


def _trunk(joints: dict[str, Point], view: Viewpoint, part: Part) -> Iterator[Shape]:
    """Yield the shapes of torso and head; from the side a nose says which way they face."""
    thick = _THICK[part]
    shoulder, head = joints["shoulder"], joints["head"]
    if view is not Viewpoint.FRONT:
        yield Line(part, (shoulder, joints["hip"]), 0.085 * thick)
    else:
        chest = shoulder[0], shoulder[1] - 0.05  # its round end leaves the neck free
        yield Line(part, (chest, joints["hip"]), 0.12 * thick)
        yield Line(part, (joints["far_outer_shoulder"], joints["outer_shoulder"]), 0.06 * thick)
    if view in _FACING:
        up = (head[0] - shoulder[0]) / NECK, (head[1] - shoulder[1]) / NECK
        ahead = up[1] * _FACING[view], -up[0] * _FACING[view]
        tip, face = ((head[0] + ahead[0] * away, head[1] + ahead[1] * away) for away in (NOSE, HEAD))
        yield Line(part, (face, tip), 0.03)
    yield Disc(part, head, HEAD, filled=part is not Part.SPOTTER)


@lru_cache(maxsize=64)
def _room_of(figure: Figure) -> Box:
    xs, ys = [], [0.0]
    ways = (False, True) if figure.lift else (False,)
    for lifting in ways:
        for step in range(_STEPS + 1):
            for shape in figure.shapes(step / _STEPS, lifting=lifting):
                points = shape.points if isinstance(shape, Line) else (shape.middle,)
                reach = shape.width / 2 if isinstance(shape, Line) else shape.radius
                xs += [x + way * reach for x, _ in points for way in (-1, 1)]
                ys += [y + way * reach for _, y in points for way in (-1, 1)]
    return Box(min(xs), min(ys), max(xs), max(ys))
