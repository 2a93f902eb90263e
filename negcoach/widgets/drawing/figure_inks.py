"""The colours of a figure's parts: from a theme in the app, and where nobody knows what is behind them.

A report's page and a terminal's own ground can be light or dark. So the colours for those are as legible on white as on
black: 3 to 1 or more (WCAG 2.2, 1.4.11), with the same hues as in the app.
"""

from __future__ import annotations

from negcoach.training.exercise.figure import Part

THEME_INKS = {
    Part.GEAR: "foreground-muted",
    Part.SPOTTER: "text-primary",
    Part.FAR: "foreground-muted",
    Part.LIFTER: "foreground",
    Part.LOAD: "text-accent",
}
"""The variable of the theme that each part is drawn in."""

ANYWHERE = {Part.GEAR: 0x86909C, Part.SPOTTER: 0x3B82C4, Part.FAR: 0x86909C, Part.LOAD: 0xC27510}
"""The colours on a ground that is not known, ``0xRRGGBB``; the lifter is in that of the text around the figure."""

ANYWHERE_256 = {Part.GEAR: 245, Part.SPOTTER: 68, Part.FAR: 245, Part.LOAD: 130}
"""The same as the nearest numbers of the palette of 256 colours (xterm's) that are legible."""

ANYWHERE_16 = {Part.SPOTTER: 12, Part.LOAD: 3}
"""The same as numbers of a terminal's own sixteen colours; what is grey elsewhere is faint text (``FAINT``)."""

FAINT = (Part.GEAR, Part.FAR)
"""The parts that stand back behind the others."""
