"""What a screen looks like in the themes that it is not shown in, by how it looks in the dark and in the light one.

A colour that is one in the dark theme and another in the light one tells what it was made of: a variable of the themes,
one that is tinted or dimmed, or a colour of the phases, which all dark themes share, and all light ones. From that
follows what it is in each other theme, and whether a text is legible there. To show each screen in all of them takes
twelve times as long; the long form does it, and holds that each colour is then the one that was told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from itertools import groupby

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.constants import DIM_FACTOR
from textual.filter import dim_color

from negcoach.config.settings.theme_names import THEMES
from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.colour_schemes import ColourMode, Scheme, plate_colour, plate_ink, scheme
from negcoach.widgets.themes.contrast import BLACK, ENHANCED, LARGE, TEXT, WHITE, contrast, legible
from negcoach.widgets.themes.themes import HIGH_CONTRAST, TERMINAL, Ground, theme_named
from tests.screens.contrast import inks, needed, read_cells

TOLD_BY = ("dark", "light")
"""The themes by which the others are told."""

TOLD = tuple(name for name in THEMES if name not in (*TOLD_BY, TERMINAL))
"""The themes that are told: the terminal's own has no colours that are known."""

_TINT = 0.05
"""How much of the foreground Textual mixes into the ground of a list or a field that has the focus."""

_BESIDE_AXES = 0.65
"""How much of the ink the labels of a plot's axes have."""

_OF_NO_SCREEN = {"accent", "button-color-foreground"}
"""What nothing is written in, and is the same as another ink in the dark and the light theme: the accent, from which
that ink is made, and that of buttons in a colour, of which there are none."""

Row = Sequence[Segment]
Two = tuple[int, int]
"""A colour in the dark theme, and in the light one."""
Shades = Mapping[str, int]
"""A colour in each theme in which it is known."""


@cache
def colours(theme: str) -> Mapping[str, Color]:
    """Return the variables of a theme that are colours nothing shines through."""
    found = theme_named(theme)
    parsed = {}
    for name, value in {**found.to_color_system().generate(), **found.variables}.items():
        if value.startswith("#") and name not in _OF_NO_SCREEN:
            colour = Color.parse(value)
            if colour.a == 1:
                parsed[name] = colour
    return parsed


@cache
def shades() -> Mapping[Two, list[Shades]]:
    """Return what each colour can be, by what it is in the dark and in the light theme."""
    known: list[Shades] = []
    of = {theme: colours(theme) for theme in (*TOLD_BY, *TOLD)}
    for name in sorted(set.intersection(*(set(variables) for variables in of.values()))):
        known.append({theme: _number(variables[name]) for theme, variables in of.items()})
        tint = {theme: variables["foreground"].with_alpha(_TINT) for theme, variables in of.items()}
        known.append({theme: _number(variables[name].tint(tint[theme])) for theme, variables in of.items()})
    for dark, light in _of_the_phases():
        known.append({name: dark if theme_named(name).dark else light for name in of if name != HIGH_CONTRAST})
    found: dict[Two, list[Shades]] = defaultdict(list)
    for shade in known:
        same = found[shade["dark"], shade["light"]]
        if shade not in same:
            same.append(shade)
    return found


def _of_the_phases() -> Iterator[Two]:
    """Yield the colours that go with the ground of a theme, and black and white: in high contrast they are others."""
    yield from ((BLACK, BLACK), (WHITE, WHITE))
    for phase in Phase:
        dark, light = (scheme(phase, ColourMode.FULL, ground) for ground in (Ground.DARK, Ground.LIGHT))
        names = [field.name for field in fields(Scheme) if field.type == "int"]
        yield from ((getattr(dark, name), getattr(light, name)) for name in names)
        for kg in (25, 20, 15, 10, 5, 2.5, 1.25):
            plates = plate_colour(kg, dark), plate_colour(kg, light)
            yield plates
            yield plate_ink(plates[0], dark), plate_ink(plates[1], light)


@cache
def _made_of(ink: Two, ground: Two) -> Sequence[tuple[Shades, Shades]]:
    """Return what a text of these colours and its ground can be made of; nothing where that is not known."""
    known = shades()
    grounds = known.get(ground, [])
    return [(one, below) for below in grounds for one in known.get(ink) or _fainter(ink, below)]


def _fainter(ink: Two, ground: Shades) -> Iterator[Shades]:
    """Yield the texts on a ground that are this colour where they are dim, or beside the axes of a plot."""
    for part, is_plot in ((DIM_FACTOR, False), (_BESIDE_AXES, True)):
        for shade in (one for same in shades().values() for one in same):
            if all(_mixed(shade, ground, name, part, is_plot) == seen for name, seen in zip(TOLD_BY, ink, strict=True)):
                yield {name: _mixed(shade, ground, name, part, is_plot) for name in ground if name in shade}


def _mixed(ink: Shades, ground: Shades, theme: str, part: float, is_plot: bool) -> int:
    """Return an ink that is mixed into its ground, as far as it stays legible."""
    mixed = dim_color(_rich(ground[theme]), _rich(ink[theme]), part).get_truecolor()
    least = TEXT if is_plot else least_in(theme)
    return legible(mixed.red << 16 | mixed.green << 8 | mixed.blue, [ground[theme]], least)


def least_in(theme: str) -> float:
    """Return the least contrast of text in a theme."""
    return ENHANCED if theme == HIGH_CONTRAST else TEXT


@cache
def _faults(ink: Two, ground: Two, *, drawn: bool) -> Sequence[str]:
    made_of = _made_of(ink, ground)
    if not made_of:
        seen = (_named(pair) for pair in zip(ink, ground, strict=True))
        return [
            f"{', in the light theme '.join(seen)}, is of no colours of a theme: what it is in others cannot be told"
        ]
    found = []
    for one, below in made_of:
        for theme in TOLD:
            least = LARGE if drawn else least_in(theme)
            if theme in one and theme in below and (ratio := contrast(one[theme], below[theme])) < least:
                found.append(f"in {theme} {ratio:.2f}: {_named((one[theme], below[theme]))}")
    return found


def faint_in_others(app: App[None], dark: Sequence[Row], light: Sequence[Row]) -> Iterator[str]:
    """Yield what is faint in one of the other themes on a screen that was painted in the dark and the light one."""
    seen = set()
    for _, y, text, styles in _runs(app, dark, light):
        (dark_ink, dark_ground), (light_ink, light_ground) = (inks(style) for style in styles)
        key = (dark_ink, light_ink), (dark_ground, light_ground), needed(text, TEXT) == LARGE
        if key not in seen:
            seen.add(key)
            ink, ground, drawn = key
            yield from (f"row {y}, {text.strip()[:40]!r}, {fault}" for fault in _faults(ink, ground, drawn=drawn))


def other_than_told(
    app: App[None], dark: Sequence[Row], light: Sequence[Row], theme: str, shown: Sequence[Row]
) -> Iterator[str]:
    """Yield what a theme shows in another colour than was told."""
    for x, y, text, styles in _runs(app, dark, light, shown):
        (dark_ink, dark_ground), (light_ink, light_ground), now = (inks(style) for style in styles)
        made_of = _made_of((dark_ink, light_ink), (dark_ground, light_ground))
        told = {(one[theme], below[theme]) for one, below in made_of if theme in one and theme in below}
        if told and now not in told:
            yield f"row {y}, column {x}, {text!r} is {_named(now)} in {theme}, and not {[*map(_named, told)]}"


def _runs(app: App[None], *screens: Sequence[Row]) -> Iterator[tuple[int, int, str, Sequence[Style]]]:
    """Yield each text to be read, where it begins, and its style on each of the screens: the same in all its cells."""
    is_read = read_cells(app)
    for y, rows in enumerate(zip(*screens, strict=True)):
        cells = zip(*([(char, segment.style) for segment in row for char in segment.text] for row in rows), strict=True)
        x = 0
        for same in ([*run] for _, run in groupby(cells, lambda cell: [id(style) for _, style in cell])):
            text = "".join(cell[0][0] for cell in same)
            if needed(text, TEXT) and is_read(x, y):
                yield x, y, text, [style or Style() for _, style in same[0]]
            x += len(same)


def _named(pair: Two) -> str:
    return f"#{pair[0]:06x} on #{pair[1]:06x}"


def _number(colour: Color) -> int:
    red, green, blue = colour.rgb
    return red << 16 | green << 8 | blue


def _rich(colour: int) -> RichColor:
    return RichColor.from_rgb(colour >> 16 & 255, colour >> 8 & 255, colour & 255)
