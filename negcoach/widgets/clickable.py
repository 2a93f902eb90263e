"""Words on a screen that are clicked to do something, beside the keys that do it too."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.style import Style

_ACTION = "clicked"


def clickable(text: str, style: str, action: str) -> Content:
    """Return a text that the screen answers with one of its own actions, ``screen.step(1)``, where it is clicked.

    It looks like any other: Textual's own ``@click`` would underline it as a link.
    """
    return Content.styled(text, style).stylize(Style.from_meta({_ACTION: action}))


def clicked_action(event: events.Click) -> str | None:
    """Return the action of the text that was clicked, ``None`` where it has none."""
    return event.style.meta.get(_ACTION)
