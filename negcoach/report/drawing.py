"""The start and the end of a lowering as an SVG picture, from the poses of the figure that performs it in the app."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from negcoach.report.blocks import Drawing
from negcoach.training.exercise.figure import Figure, Line, Part, Shape
from negcoach.widgets.drawing.figure_inks import ANYWHERE

_UNITS = 100  # of the picture, for a height of the body
_GAP = 14
_COLOURS = {Part.LIFTER: "currentColor", **{part: f"#{colour:06x}" for part, colour in ANYWHERE.items()}}
_GROUND = "var(--ground)"  # of the page, light or dark
_GAP_AROUND = 0.018
"""How wide the gap is around what is in front, in heights of the body."""


def drawing_svg(drawing: Drawing) -> str:
    """Return the two poses, beside each other, as one ``svg`` element."""
    figure, label = drawing.figure, escape(drawing.label, quote=True)
    box = figure.box
    width, height = (box.right - box.left) * _UNITS, (box.top - box.bottom) * _UNITS
    views = []
    for place, lowered in enumerate((0.0, 1.0)):
        shapes = "".join(_shapes(figure, lowered))
        # Each pose has a view of its own, which cuts off what lies outside the frame.
        views.append(
            f'<svg x="{place * (width + _GAP):.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'viewBox="{box.left * _UNITS:.1f} {-box.top * _UNITS:.1f} {width:.1f} {height:.1f}">{shapes}</svg>'
        )
    return (
        f'<svg viewBox="0 0 {2 * width + _GAP:.1f} {height:.1f}" role="img" aria-label="{label}" '
        f'xmlns="http://www.w3.org/2000/svg" fill="none" stroke-linecap="round" stroke-linejoin="round">'
        f"<title>{escape(drawing.label)}</title>{''.join(views)}</svg>"
    )


def _shapes(figure: Figure, lowered: float) -> Iterator[str]:
    """Yield the shapes as elements, with a gap in the page's own colour around what is in front of another part."""
    box = figure.box
    if box.bottom <= 0:
        floor = Line(Part.GEAR, ((box.left, 0.0), (box.right, 0.0)), 0.008)
        yield _shape(floor, _COLOURS[Part.GEAR])
    for part, run in groupby(figure.shapes(lowered), lambda shape: shape.part):
        shapes = list(run)
        yield from (_shape(shape, _GROUND, wider=_GAP_AROUND) for shape in shapes)
        for shape in shapes:
            if isinstance(shape, Line) and shape.crosses:
                yield _shape(shape, _GROUND, wider=_GAP_AROUND)
            yield _shape(shape, _COLOURS[part])


def _shape(shape: Shape, colour: str, *, wider: float = 0.0) -> str:
    """Return a shape as an element; ``wider`` is how far it reaches out beyond its edge (heights of the body)."""
    if isinstance(shape, Line):
        points = " ".join(f"{x * _UNITS:.1f},{-y * _UNITS:.1f}" for x, y in shape.points)
        width = (shape.width + 2 * wider) * _UNITS
        return f'<polyline points="{points}" stroke="{colour}" stroke-width="{width:.1f}"/>'
    x, y, radius = shape.middle[0] * _UNITS, -shape.middle[1] * _UNITS, (shape.radius + wider) * _UNITS
    at = f'<circle cx="{x:.1f}" cy="{y:.1f}"'
    if shape.filled or wider:
        return f'{at} r="{radius:.1f}" fill="{colour}"/>'
    ring = f'{at} r="{radius - 1.2:.1f}" stroke="{colour}" stroke-width="2.4"/>'
    return ring if shape.part is Part.SPOTTER else f'{ring}{at} r="1.8" fill="{colour}"/>'
