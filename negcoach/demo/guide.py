"""The guide of the demo: rows at the top of every screen, which say that it is a demo and who does what now."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from negcoach.demo.words import MARK, Roles

MARGIN = 6
"""The columns at the left for the mark of the demo, and below it for the speed."""
TALL = 20
"""The rows from which on there is a third one, for the note."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the guide says: one ``line``, or the ``roles`` in a set or a rest, and the ``speed`` that runs there.

    ``can_forward`` is whether the score can be fast-forwarded now.
    """

    line: str = ""
    roles: Roles | None = None
    speed: int = 1
    can_forward: bool = False


class Guide(Widget):
    """Rows that are split off the top of a screen, so that they cover nothing: the mark of the demo, and its words."""

    DEFAULT_CSS = """
    Guide {
        split: top; height: 1; width: 100%; background: $panel; color: $foreground;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Guide.-roles { height: 3; }
    Guide.-roles.-low { height: 2; }
    """

    guidance: reactive[Guidance] = reactive(Guidance)

    def __init__(self, first: Guidance, terminal_rows: int) -> None:
        """Say ``first`` at first, in as many rows as that takes: the screen is laid out once."""
        super().__init__()
        self.set_reactive(Guide.guidance, first)
        self._fit(terminal_rows)

    def on_resize(self) -> None:
        """Fit the height to the terminal."""
        self._fit(self.app.size.height)

    def watch_guidance(self) -> None:
        """Make room for the roles, or take it back."""
        self._fit(self.app.size.height)

    def render(self) -> Content:
        """Return the rows."""
        said, width = self.guidance, self.size.width
        mark = (f" {MARK} ", "bold $text-accent on $accent-muted")
        if said.roles is None:
            return Content.assemble(mark, (f" {said.line}", "$foreground"))
        roles, forward = said.roles, _forward(said)
        below, note = (f" {forward[0]:<{MARGIN - 1}}", forward[1]), (f" {_note(said)}", "$foreground-muted")
        rows = [Content.assemble(mark, *_role("Lifter ", roles.lifter, width))]
        if roles.spotter[0]:
            rows += [
                Content.assemble(below, *_role("Spotter", roles.spotter, width)),
                Content.assemble(" " * MARGIN, note),
            ]
        else:
            rows.append(Content.assemble(below, note))
        return Content("\n").join(rows)

    def _fit(self, terminal_rows: int) -> None:
        roles = self.guidance.roles
        self.set_class(roles is not None, "-roles")
        self.set_class(terminal_rows < TALL or roles is None or not roles.spotter[0], "-low")


def _forward(said: Guidance) -> tuple[str, str]:
    if said.speed > 1:
        return f"{said.speed}x", "bold $text-warning"
    return ("f ▸▸" if said.can_forward else ""), "$foreground-muted"


def _role(name: str, sentences: tuple[str, str], width: int) -> list[tuple[str, str]]:
    """Return what a role does, with the second sentence where all of it fits."""
    first, second = sentences
    parts = [(f" {name} ", "bold"), (first, "")]
    fits = MARGIN + sum(len(text) for text, _ in parts) + 1 + len(second) <= width
    return [*parts, (f" {second}", "$foreground-muted")] if second and fits else parts


def _note(said: Guidance) -> str:
    note = said.roles.note if said.roles is not None else ""
    if said.speed > 1:
        return f"Fast-forward, {said.speed}x, without sound. f: normal speed again."
    return note or ("f: fast-forward" if said.can_forward else "")
