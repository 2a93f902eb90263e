"""The bindings whose keys can be changed."""

from __future__ import annotations

from textual.binding import Binding

from negcoach.keys.actions import ACTIONS, bound_keys


def bound(
    name: str,
    action: str,
    text: str,
    tooltip: str = "",
    *,
    key_display: str | None = None,
    show: bool = True,
    priority: bool = False,
) -> Binding:
    """Return the binding of that name in ``negcoach.keys.actions``, with its usual keys.

    ``text`` is what a line of keys says of it. The tooltip can be left out where it says what its action says.
    """
    return Binding(
        bound_keys(name),
        action,
        text,
        show,
        key_display,
        priority,
        tooltip or ACTIONS[name].text,
        id=name,
    )
