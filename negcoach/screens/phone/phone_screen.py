"""Pairing a phone: the page's address as a QR code and in words, the code, and how the phone is."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from negcoach.remote.messages import Serving
from negcoach.remote.qr_code import FULL, qr_lines
from negcoach.screens.phone.link import PhoneLink
from negcoach.screens.shared.colours import follow_colours
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.prose import Prose
from negcoach.widgets.sizes import TINY_BELOW

_WHILE_SILENT = (
    "The program that serves the phone's page hangs, or was stopped. No press of the phone arrives meanwhile."
)
_AFTER_SILENCE = "It goes on by itself if it can. If it does not, switch it off, and open this again."

LOOK_S = 1 / 5
"""How often the state of the phone is looked at."""

CODE_FROM = (78, 22)
"""The columns and rows of the screen from which on there is room for the QR code beside the words."""

_MUTED = "$foreground-muted"
_DARK_AND_LIGHT, _OF_TERMINAL = ("#000000", "#ffffff"), ("ansi_black", "ansi_bright_white")
"""The colours of the QR code in every theme, and in that of the terminal: a camera needs dark on light."""

STARTING = "Starting …"
WAITING = "No phone yet."
GONE = "The phone is not there. Wake it: it comes back by itself."
SILENT = "The phone's page does not answer: press the keys here."
CONNECTED = "Connected: it is the clicker."
_BRIEFLY = {GONE: "The phone is gone.", SILENT: "No answer.", CONNECTED: "Connected"}
"""The same where the terminal is tiny."""


class PhoneScreen(FreshKeys, Screen[None]):
    """What a phone needs to be the clicker. The phone stays on when this is closed."""

    CSS_PATH = "phone_screen.tcss"
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - so does Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-tall"), (30, "-taller")]  # noqa: RUF012 - so does Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f5,q", "close", "close", id="phone.close", tooltip="Close this; the phone stays on"),
        Binding("n", "renew", "new code", id="phone.renew", tooltip="Disconnect this phone, and make a new code"),
        Binding(
            "o", "switch_off", "switch off", id="phone.off", tooltip="Disconnect the phone, and stop serving its page"
        ),
        Binding("up", "scroll(-1)", "Up", id="phone.up", show=False, tooltip="Read what is above"),
        Binding("down", "scroll(1)", "Down", id="phone.down", show=False, tooltip="Read what is below"),
    ]

    def __init__(self, link: PhoneLink, switch_off: Callable[[], None]) -> None:
        """Show the phone of a ``link``; ``switch_off`` ends it."""
        super().__init__()
        self._link = link
        self._switch_off = switch_off
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """Yield the title, the QR code, and beside it what to do."""
        with Horizontal(id="title"):
            yield Static(Content.styled("Phone as a clicker", "bold $text-accent"), id="name")
            yield Static("", id="state", markup=False)
        with Horizontal(id="body"):
            yield Static("", id="code", markup=False)
            with VerticalScroll(id="how", can_focus=False), Vertical(id="steps"):
                yield Prose("", id="lines", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show how the phone is, now and again, and the code in the colours of another theme at once."""
        self.set_interval(LOOK_S, self._look)
        follow_colours(self, lambda _: self._look())

    def on_resize(self) -> None:
        """Show the QR code where there is room for it."""
        self._look()

    def action_close(self) -> None:
        """Go back to the screen below; a key that is held down acts on it only once it is let go."""
        self.drop_held_keys()
        self.dismiss(None)

    def action_renew(self) -> None:
        """Make a new code."""
        self._link.renew_code()

    def action_switch_off(self) -> None:
        """Serve no page any more."""
        self._switch_off()
        self.action_close()

    def action_scroll(self, lines: int) -> None:
        """Scroll what is to be read."""
        self.query_one("#how", VerticalScroll).scroll_relative(y=lines, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Make no code where there is no page."""
        return action != "renew" or self._link.serving is not None

    def _look(self) -> None:
        """Show how the phone is, if that has changed."""
        serving, failed, silent = self._link.serving, self._link.failed, self._link.silent
        shown = (serving, failed, silent, self.app.theme, self.size)
        if shown == self._shown:
            return
        self._shown = shown
        self.refresh_bindings()
        tiny = self.size.width < TINY_BELOW
        self.query_one("#state", Static).update(_state(serving, failed, silent=silent, brief=tiny))
        waits = serving is not None and not serving.connected and not silent
        code = self.query_one("#code", Static)
        code.display = waits and self.size.width >= CODE_FROM[0] and self.size.height >= CODE_FROM[1]
        if serving is not None and code.display:
            code.update(_drawn(_link_of(serving), *(_OF_TERMINAL if self.app.current_theme.ansi else _DARK_AND_LIGHT)))
        self.query_one("#lines", Static).update(
            _lines(serving, failed, silent=silent, drawn=bool(code.display), tiny=tiny)
        )


def _drawn(link: str, dark: str, light: str) -> Content:
    """Return a link as a QR code.

    What is dark in the whole height of a line is its ground there: between two lines, many terminals leave a gap
    beside characters.
    """
    full, other = f"on {dark}", f"{dark} on {light}"
    lines = []
    for line in qr_lines(link):
        runs = ("".join(run) for _, run in groupby(line, FULL.__eq__))
        parts = ((" " * len(run), full) if run[0] == FULL else (run, other) for run in runs)
        lines.append(Content.assemble(*parts))
    return Content("\n").join(lines)


def _state(serving: Serving | None, failed: str, *, silent: bool, brief: bool) -> Content:
    def worded(text: str) -> str:
        return _BRIEFLY[text] if brief else text

    if failed:
        return Content.styled("Not switched on." if brief else failed, "bold $text-error")
    if silent:
        return Content.styled(worded(SILENT), "bold $text-warning")
    if serving is None:
        return Content.styled(STARTING, _MUTED)
    if not serving.connected:
        return Content.styled(worded(GONE), "bold $text-warning") if serving.paired else Content.styled(WAITING, _MUTED)
    trip = "" if brief or serving.trip_ms is None else f"  round trip {serving.trip_ms} ms"
    return Content.assemble((f"✓ {worded(CONNECTED)}", "bold $text-success"), (trip, _MUTED))


def _lines(serving: Serving | None, failed: str, *, silent: bool, drawn: bool, tiny: bool) -> Content:
    """Return what to do, and what to know; ``drawn`` is whether the QR code is there, ``tiny`` how little room."""
    if silent:
        return Content(f"{_WHILE_SILENT}\n\n{_AFTER_SILENCE}")
    if failed:
        again = "Close this, and open it again to try once more."
        return Content(f"{failed}\n\n{again}" if tiny else again)
    if serving is None:
        return Content("")
    address = Content.styled(f"http://{serving.address}:{serving.port}", "bold $text-accent")
    code = Content.styled(f"{serving.code[:3]} {serving.code[3:]}", "bold reverse")
    if serving.connected:
        steps = [
            Content("The big button does the next thing: begin, bottom reached, lift done, go on."),
            Content("End set and It hurts sit apart. The time a press takes to get here is not counted in a lowering."),
            Content("The keys here work beside it. If the phone is lost, the set goes on, and this screen says so."),
        ]
    else:
        point = "Point its camera at the square, or open" if drawn else "Open in its browser"
        steps = [
            Content("1  Connect the phone to the Wi-Fi that this computer is on."),
            Content(f"2  {point}\n   ") + address,
            Content("3  Type the code  ") + code + Content("\n   It is in the square already." if drawn else ""),
            Content("4  In its settings, keep its screen on: a sleeping phone is no clicker."),
        ]
    notes = [
        Content.styled("One phone at a time: the next one with the code takes over.", _MUTED),
        Content.styled("What it sends is not encrypted. Use it only on a network where you trust everyone.", _MUTED),
    ]
    return Content("\n\n").join([*steps, *notes])


def _link_of(serving: Serving) -> str:
    """Return the address with the code behind it, which a browser keeps to itself."""
    return f"http://{serving.address}:{serving.port}/#{serving.code}"
