"""The rules that every screen keeps at every size: nothing is cut without a sign, nothing lies outside its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from textual.app import App
from textual.content import Content
from textual.layouts.horizontal import HorizontalLayout
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets._footer import FooterKey

from negcoach.screens.shared.form.fields import Form
from negcoach.screens.shared.form.page import Page
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.key_line import KeyLine
from negcoach.widgets.sizes import TINY_BELOW

MOST_HINT_ROWS = 2
"""The most rows of the hint beside a field."""


LEAST_BESIDE = 4
"""The least columns of the screen below that are seen at each side of a dialog, if any are."""


def layout_faults(app: App[None]) -> Iterator[str]:
    """Yield what is wrong with the layout of the screen that is shown, at its present size."""
    for widget in _shown(app):
        yield from _cut(widget)
        yield from _other_height(widget)
        if widget.show_horizontal_scrollbar:
            yield f"{widget} scrolls sideways"
    yield from _footer_faults(app)
    yield from _strips_beside(app)
    yield from _hint_faults(app)
    yield from _keys_of_others(app)
    focused = app.screen.focused
    read_first = focused is not None and any(isinstance(node, Page) for node in focused.ancestors)
    if focused is not None and not read_first and not _visible(focused):
        yield f"{focused} has the focus, and is not seen"


def _shown(app: App[None]) -> Iterator[Widget]:
    """Yield the widgets that are displayed, and whose parents are."""
    for widget in app.screen.walk_children(Widget):
        if all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget)):
            yield widget


def _visible(widget: Widget) -> bool:
    geometry = widget.screen._compositor.full_map.get(widget)
    return geometry is not None and bool(geometry.visible_region.area)


def _cut(widget: Widget) -> Iterator[str]:
    """Yield where a widget is cut off, or the text in it is: what scrolls is reached, and an ellipsis is a sign."""
    geometry = widget.screen._compositor.full_map.get(widget)
    if geometry is None or isinstance(widget, FooterKey):
        return
    scrolls = any(node.allow_vertical_scroll for node in widget.ancestors if isinstance(node, Widget))
    region, clip = geometry.region, geometry.clip
    if isinstance(widget, Static) and str(widget.content).strip():
        yield from _text_faults(widget)
        yield from _parted_units(widget)
    if not region.area or region in clip:
        return
    if region.x < clip.x or region.right > clip.right:
        yield f"{widget} is cut at the side: {region} in {clip}"
    elif not scrolls:
        yield f"{widget} is cut: {region} in {clip}"


def _other_height(widget: Widget) -> Iterator[str]:
    """Yield a widget that is as tall as its content was in another width: the end would be cut, or nothing be there.

    Beside others, a width that ends within a cell is rounded, which can leave a row empty.
    """
    styles = widget.styles
    bounded = styles.max_height is not None or styles.min_height is not None
    if widget.is_container or bounded or not widget.region.area or styles.height is None or not styles.height.is_auto:
        return
    widget._content_height_cache = (0, 0)
    needed = widget.get_content_height(widget.container_size, widget.app.size, widget.content_size.width)
    beside = isinstance(widget.parent, Widget) and isinstance(widget.parent.layout, HorizontalLayout)
    if needed > widget.content_size.height or (needed < widget.content_size.height and not beside):
        yield f"{widget} is {widget.content_size.height} rows tall, and has {needed}"


def _text_faults(widget: Static) -> Iterator[str]:
    """Yield how the text of a widget has less room than it needs."""
    width, height = widget.content_size
    text = str(widget.content)
    if widget.styles.text_wrap == "nowrap":
        if not height or (widget.styles.text_overflow != "ellipsis" and max(map(len, text.splitlines())) > width):
            yield f"{widget} has no room for {text!r}: {width} × {height}"
    elif not width or (needed := widget.get_content_height(widget.app.size, widget.app.size, width)) > height:
        needed = 0 if not width else needed
        yield f"{widget} needs {needed} rows of {width} for {text!r}, and has {height}"


def _parted_units(widget: Static) -> Iterator[str]:
    """Yield a number at the end of a row whose unit begins the next one, in a text; a table breaks its own cells."""
    if isinstance(widget.content, str | Content):
        rows = [strip.text.strip() for strip in widget.render_lines(widget.size.region)]
        for before, after in pairwise(rows):
            if before[-1:].isdigit() and re.match(r"(%|kg|lb)(?!\w)", after):
                yield f"{widget} breaks a line between a number and its unit: {before!r}, {after!r}"


def _footer_faults(app: App[None]) -> Iterator[str]:
    """Yield keys that are left out of a footer without a sign."""
    for footer in app.screen.query(KeyFooter):
        keys = [key for key in footer.query(FooterKey) if key.display]
        yield from (f"{key.description} is cut" for key in keys if key.region.right > app.size.width)
        bindings = [active.binding for active in app.screen.active_bindings.values() if active.binding.show]
        shown = [key.description for key in keys if not key.has_class("-command-palette")]
        if len({binding.action for binding in bindings}) > len(shown) and shown[-1:] != ["more"]:
            yield f"keys are left out after {shown}"
    for line in app.screen.query(KeyLine):
        text = line.render_line(0).text.rstrip()
        missing = [meaning for key, meaning in line.keys if f"{key} {meaning}" not in text]
        if missing and not text.endswith(("? more", "?", "…")):
            yield f"{missing} is left out of {text!r}"


def _keys_of_others(app: App[None]) -> Iterator[str]:
    """Yield the keys that seem to be those of a dialog as wide as the terminal, and are those of the screen below."""
    screen = app.screen
    if not (isinstance(screen, OpenScreen) and isinstance(screen, ModalScreen)) or app.size.width >= TINY_BELOW:
        return
    last = app.size.height - 1
    boxes = [box.region for box in screen.query(".dialog") if box.region.bottom > last]
    text = "".join(segment.text for segment in screen._compositor.render_strips()[last])
    if not boxes and text.strip():
        yield f"below the dialog are keys that are not its own: {text.strip()!r}"


def _strips_beside(app: App[None]) -> Iterator[str]:
    """Yield a dialog beside which a column or a few of the screen below are seen, too few to show anything."""
    if isinstance(app.screen, ModalScreen):
        for box in app.screen.query(".dialog, #--container"):
            for columns in (box.region.x, app.size.width - box.region.right):
                if 0 < columns < LEAST_BESIDE:
                    yield f"{columns} columns of the screen below are seen beside {box}"


def _hint_faults(app: App[None]) -> Iterator[str]:
    for form in app.screen.query(Form):
        for note in form.query(".note"):
            if note.display and note.size.height > MOST_HINT_ROWS:
                yield f"a hint of {note.size.height} rows: {getattr(note, 'content', note)!s}"
