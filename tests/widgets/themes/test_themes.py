"""The themes: which there are, and that every ink is legible on every ground of its theme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.theme import BUILTIN_THEMES
from textual.widgets import Input, OptionList, Static

import negcoach
from negcoach.config.settings.theme_names import DEFAULT_THEME, THEMES
from negcoach.widgets.themes.contrast import ENHANCED, LARGE, TEXT, contrast, ink_on, legible, mix
from negcoach.widgets.themes.filters import FIELD, SELECTED, OwnColours
from negcoach.widgets.themes.themes import HIGH_CONTRAST, TERMINAL, Ground, ground_of, show_theme, theme_named

TRUE = [name for name in THEMES if name != TERMINAL]
INKS = ("foreground", "foreground-muted", "foreground-disabled", "text-muted", "text-disabled")
COLOURS = ("primary", "secondary", "accent", "warning", "error", "success")


def colour(name: str, variable: str) -> int:
    theme = theme_named(name)
    red, green, blue = Color.parse({**theme.to_color_system().generate(), **theme.variables}[variable]).rgb
    return red << 16 | green << 8 | blue


def test_every_theme_of_textual_is_offered_but_those_that_ours_take_the_place_of() -> None:
    others = {name for name, theme in BUILTIN_THEMES.items() if not theme.ansi} - {"textual-dark", "textual-light"}
    assert set(THEMES) == others | {"dark", "light", HIGH_CONTRAST, TERMINAL}
    assert DEFAULT_THEME in THEMES
    for name in THEMES:
        assert theme_named(name).name == name


@pytest.mark.parametrize("name", TRUE)
def test_every_ink_is_legible_on_every_ground(name: str) -> None:
    least = ENHANCED if name == HIGH_CONTRAST else TEXT
    grounds = [
        "background",
        "surface",
        "panel",
        "boost",
        "boost-muted",
        "block-cursor-background",
        "block-cursor-blurred-background",
    ]
    for ground in grounds:
        tinted = mix(colour(name, ground), colour(name, "foreground"), 0.05)  # a field that has the focus
        for ink in (*INKS, *(f"text-{one}" for one in COLOURS)):
            assert contrast(colour(name, ink), colour(name, ground)) >= least, (ink, ground)
            assert contrast(colour(name, ink), tinted) >= least, (ink, ground, "tinted")
    for one in COLOURS:
        for ink in ("foreground", f"text-{one}"):
            assert contrast(colour(name, ink), colour(name, f"{one}-muted")) >= least, (ink, one)


@pytest.mark.parametrize("name", TRUE)
def test_what_is_selected_is_told_from_what_is_not_and_a_border_from_the_ground(name: str) -> None:
    assert colour(name, "block-cursor-background") != colour(name, "surface")
    assert colour(name, "block-cursor-background") != colour(name, "background")
    assert contrast(colour(name, "border"), colour(name, "surface")) >= LARGE


@pytest.mark.parametrize("name", TRUE)
def test_each_level_of_heat_stands_out_more_than_the_one_below_and_all_from_the_ground(name: str) -> None:
    levels = [contrast(colour(name, f"heat-{level}"), colour(name, "background")) for level in range(1, 5)]
    assert levels[0] >= LARGE
    assert levels == sorted(set(levels))


def test_no_style_writes_in_a_colour_that_a_theme_need_not_have_made_legible() -> None:
    """``$error`` is faint on the ground of some themes; ``$text-error`` is made from it, and is not."""
    raw = re.compile(rf"(?<!-)\b(?:color|border[a-z-]*|outline[a-z-]*): [^;$]*\$(?:{'|'.join(COLOURS)})\b(?!-)")
    folder = Path(negcoach.__file__).parent
    styles = [*folder.rglob("*.tcss"), *folder.rglob("*.py")]
    found = [f"{style.name}: {match}" for style in styles for match in raw.findall(style.read_text(encoding="utf-8"))]
    assert found == []


def test_an_ink_that_is_legible_stays_and_another_goes_only_as_far_as_it_must() -> None:
    assert legible(0xFFFFFF, [0x000000], TEXT) == 0xFFFFFF
    nearer = legible(0x404040, [0x000000, 0x202020], TEXT)
    assert TEXT <= contrast(nearer, 0x202020) < TEXT + 0.5
    assert legible(0x808080, [0x000000, 0xFFFFFF], ENHANCED) in (0x000000, 0xFFFFFF)  # none is legible on both
    assert mix(0x000000, 0xFF8040, 0.5) == 0x804020
    assert ink_on(0xFFD000) == 0x000000 and ink_on(0x202060) == 0xFFFFFF


class Shown(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("a text")
        yield Input(placeholder="a field")
        yield OptionList("one", "two")


@pytest.mark.parametrize(
    ("name", "ground"),
    [
        ("dark", Ground.DARK),
        ("nord", Ground.DARK),
        ("light", Ground.LIGHT),
        ("rose-pine-dawn", Ground.LIGHT),
        (HIGH_CONTRAST, Ground.HIGH_CONTRAST),
        (TERMINAL, Ground.TERMINAL),
    ],
)
async def test_a_running_app_changes_its_theme(name: str, ground: Ground) -> None:
    app = Shown()
    async with app.run_test() as pilot:
        show_theme(app, name)
        await pilot.pause()
        assert (app.theme, ground_of(app)) == (name, ground)


def test_a_theme_that_is_not_known_is_refused() -> None:
    with pytest.raises(KeyError):
        theme_named("drak")


def test_the_terminals_own_theme_writes_without_colours() -> None:
    def shown(text: str, style: str) -> Style:
        (segment,) = OwnColours().apply([Segment(text, Style.parse(style))], Color(0, 0, 0))
        assert segment.style is not None
        return segment.style

    plain = shown("text", "bold dim red on #202020")
    assert plain.color == plain.bgcolor == RichColor.default() and plain.bold and not plain.dim
    selected = shown("text", f"white on {SELECTED.removeprefix('ansi_')}")
    assert selected.reverse and selected.bgcolor == RichColor.default()
    assert shown("  ", f"white on {SELECTED.removeprefix('ansi_')}").reverse
    assert shown("text", f"white on {FIELD.removeprefix('ansi_')}").underline
    assert shown("━━━", "yellow").color == RichColor.parse("yellow")
    assert shown("━━━", "#ffff00").color == RichColor.default()
    assert not shown("text", f"reverse white on {SELECTED.removeprefix('ansi_')}").reverse
