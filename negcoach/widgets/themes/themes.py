"""The themes: our own, and those of Textual, each with inks that are legible on all of its grounds.

A theme names a few colours. What Textual derives from them, such as muted text or the selected row of a list, is often
too faint: 2.1 to 1. So it is derived here, from the same colours, each as near to Textual's as legibility allows.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from functools import lru_cache
from typing import Any

from rich.terminal_theme import TerminalTheme
from textual.app import App
from textual.color import Color
from textual.filter import ANSIToTruecolor, Monochrome, NoColor
from textual.theme import BUILTIN_THEMES, Theme

from negcoach.widgets.themes.contrast import ENHANCED, LARGE, TEXT, contrast, legible, luminance, mix
from negcoach.widgets.themes.filters import FIELD, SELECTED, OwnColours, ThemeColours
from negcoach.widgets.themes.palette import in_palette

TERMINAL = "terminal"
HIGH_CONTRAST = "high-contrast"

_MARGIN = 0.15
"""More contrast than is needed: an ink on a ground that is tinted, as a list with the focus is."""

_PARTS, _LIGHT_PARTS = (0.3, 0.25, 0.2, 0.15), (0.2, 0.15)
"""How much of a muted ground, as that of what is selected, is the colour it has its name from (Textual: 0.3)."""

_COLOURS = ("primary", "secondary", "accent", "warning", "error", "success")


_HEAT = {1: 0.75, 2: 0.85, 3: 0.95, 4: 1.0}
"""How much of a level of the calendar's heat is the accent, the rest ground;"""
_LEAST_HEAT = {1: LARGE + 0.25, 2: LARGE + 0.5, 3: LARGE + 0.75}
"""and how much each stands out at least, more than the one below. A sign is written in the last, which is legible."""


_TINT = 0.05
"""How much of the foreground Textual mixes into the ground of what has the focus."""

_FIELD = (0.08, 0.03)
"""How much of the ground of a field to type in is the foreground, and of every other of several one below another."""

_TINTS = {1: 0.4, 2: 0.67}
"""How far a tint of a warning is on the way from the ground to the muted warning."""

_SORE = {
    1: ("warning-tint-1", "foreground"),
    2: ("warning-tint-2", "foreground"),
    3: ("warning-muted", "text-warning"),
    4: ("error-muted", "text-error"),
    5: ("error-muted", "text-error"),
    6: ("text-error", ""),
}
"""The ground and the ink of each rating of soreness from 1; the last is in reverse, and has none."""

_THUMBS, _TRACK = {"": 0.28, "-hover": 0.4, "-active": 0.5}, 0.06
"""How much of a scroll bar's thumb, as the mouse is beside, on or moving it, and of its track is the foreground."""


class Ground(Enum):
    """What the hand-drawn widgets draw on: which of their colours go with a theme."""

    DARK = "dark"
    LIGHT = "light"
    HIGH_CONTRAST = "high contrast"
    TERMINAL = "terminal"


def ground_of(app: App[Any]) -> Ground:
    """Return the ground of the theme that an app shows."""
    theme = app.current_theme
    if theme.ansi:
        return Ground.TERMINAL
    if theme.name == HIGH_CONTRAST:
        return Ground.HIGH_CONTRAST
    return Ground.DARK if theme.dark else Ground.LIGHT


def show_theme(app: App[Any], name: str) -> None:
    """Show an app in a theme, before it runs or while it does; ``KeyError`` for a name that is not known."""
    theme = theme_named(name)
    if app.console.color_system == "256" and not theme.ansi:
        theme = _in_palette(name)
    if app.get_theme(name) is not theme:
        app.register_theme(theme)
    app.theme = name
    if not app.is_running:
        app.stylesheet.set_variables(app.get_css_variables())  # Textual took those of its own theme
    set_filters(app)


def set_filters(app: App[Any]) -> None:
    """Have the app's lines filtered as its theme needs it."""
    theme = app.current_theme
    first = OwnColours() if theme.ansi else ThemeColours(_sixteen(theme), _least(theme))
    no_colour = NoColor if theme.ansi else Monochrome
    others = [each for each in app._filters if not isinstance(each, OwnColours | ANSIToTruecolor)]
    app._filters[:] = [first, *(no_colour() if isinstance(each, Monochrome | NoColor) else each for each in others)]


def _sixteen(theme: Theme) -> TerminalTheme:
    """Return what the sixteen colours are in a theme: those with a name that fits, legible on all of its grounds."""
    names = ("background", "text-error", "text-success", "text-warning", "text-primary", "text-secondary")
    variables = {**theme.to_color_system().generate(), **theme.variables}
    shown = [Color.parse(variables[name]).rgb for name in (*names, "text-accent", "foreground")]
    return TerminalTheme(shown[0], shown[-1], shown, shown)


def _least(theme: Theme) -> float:
    """Return the least contrast of text in a theme."""
    return ENHANCED if theme.name == HIGH_CONTRAST else TEXT


@lru_cache(maxsize=32)
def theme_named(name: str) -> Theme:
    """Return one of our own themes, or one of Textual's with inks that are legible; ``KeyError`` for another name."""
    if name == TERMINAL:
        return _TERMINAL
    return with_legible_inks(_OWN[name] if name in _OWN else BUILTIN_THEMES[name])


@lru_cache(maxsize=32)
def _in_palette(name: str) -> Theme:
    """Return a theme as it is shown in a terminal of 256 colours."""
    theme = theme_named(name)
    background = theme.to_color_system().generate()["background"]
    return in_palette(theme, len(_HEAT), background, high_contrast=name == HIGH_CONTRAST)


def with_legible_inks(theme: Theme) -> Theme:
    """Return a theme in which every ink that Textual derives is legible on every ground it derives."""
    least = _least(theme) + _MARGIN
    derived = theme.to_color_system().generate()
    background, surface, panel, foreground = (
        _number(derived[name]) for name in ("background", "surface", "panel", "foreground")
    )
    boost, boost_muted = (mix(surface, foreground, part) for part in _FIELD)
    muted = {name: _muted(_number(derived[name]), background, foreground) for name in _COLOURS}
    selected = muted["primary"]
    blurred = mix(background, selected, 0.6)
    inks = {name: _number(derived[f"text-{name}" if theme.dark else name]) for name in _COLOURS}
    plain = [background, surface, panel, boost, boost_muted, blurred]
    # a field that has the focus is tinted, also where it stands on the ground of what is selected
    grounds = [tinted for ground in (*plain, selected) for tinted in (ground, mix(ground, foreground, _TINT))]
    foreground = legible(foreground, [*grounds, *muted.values()], least)
    grounds += [mix(ground, foreground, _TINT) for ground in (*plain, selected)]  # by the foreground as it is now
    variables = {
        "foreground": foreground,
        "text": foreground,
        "text-muted": legible(mix(foreground, background, 0.35), grounds, least),
        "text-disabled": legible(mix(foreground, background, 0.5), grounds, least),
        "boost": boost,
        "boost-muted": boost_muted,
        **{f"{name}-muted": ground for name, ground in muted.items()},
        **{f"warning-tint-{level}": mix(background, muted["warning"], part) for level, part in _TINTS.items()},
        **{f"text-{name}": legible(ink, [*grounds, muted[name]], least) for name, ink in inks.items()},
        "block-cursor-foreground": foreground,
        "block-cursor-background": selected,
        "block-cursor-blurred-foreground": foreground,
        "block-cursor-blurred-background": blurred,
        "border": legible(_number(derived["primary"]), grounds, LARGE),
        **{
            f"heat-{level}": legible(
                mix(background, _number(derived["accent"]), part), [background], _LEAST_HEAT.get(level, least)
            )
            for level, part in _HEAT.items()
        },
        "footer-foreground": foreground,
        "footer-background": panel,
        "footer-description-foreground": foreground,
        "input-cursor-background": foreground,
        "input-cursor-foreground": background,
        "input-selection-background": foreground,
        "input-selection-foreground": background,
        "button-foreground": foreground,
        **{f"scrollbar{now}": mix(background, foreground, part) for now, part in _THUMBS.items()},
        **{f"scrollbar-background{now}": mix(background, foreground, _TRACK) for now in _THUMBS},
    }
    variables |= {f"sore-{rating}": variables[name] for rating, (name, _) in _SORE.items()}
    variables |= {f"text-sore-{rating}": variables[ink] for rating, (_, ink) in _SORE.items() if ink}
    variables["foreground-muted"] = variables["text-muted"]
    variables["foreground-disabled"] = variables["text-disabled"]
    variables["footer-key-foreground"] = variables["text-accent"]
    return replace(
        theme,
        foreground=f"#{foreground:06x}",
        variables={
            **theme.variables,
            **{name: f"#{colour:06x}" for name, colour in variables.items()},
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-text-style": "none",
        },
    )


def _muted(colour: int, background: int, foreground: int) -> int:
    """Return the strongest ground of a colour on which the text, and so what is fainter, is well legible."""
    parts = _PARTS if luminance(background) < luminance(foreground) else _LIGHT_PARTS
    grounds = [mix(background, colour, part) for part in parts]
    return next((ground for ground in grounds if contrast(foreground, ground) >= ENHANCED), grounds[-1])


def _number(value: str) -> int:
    red, green, blue = Color.parse(value).rgb
    return red << 16 | green << 8 | blue


_OWN = {
    "dark": replace(BUILTIN_THEMES["textual-dark"], name="dark"),
    "light": Theme(
        name="light",
        dark=False,
        background="#f8f9fb",
        surface="#edf0f4",
        panel="#dfe4eb",
        foreground="#171b21",
        primary="#1763b6",
        secondary="#5b4aa8",
        accent="#9a4a00",
        warning="#8f5a00",
        error="#b4232c",
        success="#1c6b35",
    ),
    HIGH_CONTRAST: Theme(
        name=HIGH_CONTRAST,
        background="#000000",
        surface="#0a0a0a",
        panel="#1c1c1c",
        foreground="#ffffff",
        primary="#3d8bff",
        secondary="#c9a6ff",
        accent="#ffd84d",
        warning="#ffb547",
        error="#ff7a70",
        success="#6cf08a",
    ),
}

_TERMINAL = Theme(
    name=TERMINAL,
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_yellow",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost=FIELD,
    variables={
        **dict.fromkeys(
            (
                "surface",
                "panel",
                "text",
                *(f"text-{name}" for name in ("muted", "disabled", *_COLOURS)),
                *(f"{name}-muted" for name in ("foreground", "background", *_COLOURS)),
                "foreground-disabled",
                "block-cursor-foreground",
                "block-cursor-blurred-foreground",
                "ansi-background",
                "ansi-foreground",
                "footer-key-foreground",
                "border",
                *(f"heat-{level}" for level in _HEAT),
                *(f"warning-tint-{level}" for level in _TINTS),
                *(f"{part}sore-{rating}" for part in ("", "text-") for rating in _SORE),
                *(f"scrollbar{part}{now}" for part in ("", "-background") for now in ("", "-hover", "-active")),
            ),
            "ansi_default",
        ),
        "boost": FIELD,
        "boost-muted": FIELD,
        "primary-muted": FIELD,
        "block-cursor-background": SELECTED,
        "block-cursor-blurred-background": FIELD,
        "input-selection-background": SELECTED,
        "block-cursor-text-style": "bold",
        "screen-selection-background": SELECTED,
        "screen-selection-foreground": "ansi_default",
    },
)
