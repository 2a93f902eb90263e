"""The absolute paths of the style sheets that several screens share.

Textual takes a relative ``CSS_PATH`` from the folder of the screen's own class, also where a parent class gave it: a
subclass in another folder would look in the wrong place.
"""

from __future__ import annotations

from pathlib import Path

DIALOG = Path(__file__).with_name("dialog.tcss")
FIELDS = Path(__file__).with_name("form") / "fields.tcss"
VIEWS = Path(__file__).with_name("views.tcss")
PAGE = Path(__file__).with_name("page.tcss")
