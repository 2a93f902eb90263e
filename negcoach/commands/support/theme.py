"""The theme that the command line or the environment asks for."""

from __future__ import annotations

import os

from negcoach.commands.support.options import Options
from negcoach.config.settings.theme_names import THEMES
from negcoach.errors import NegcoachError
from negcoach.texts import clean, quoted


def asked_theme(options: Options) -> str | None:
    """Return the name of the theme for this run, ``None`` for that of the settings. Raises ``NegcoachError``.

    ``--theme`` goes before ``NEGCOACH_THEME``, which goes before the settings.
    """
    named = options.theme or os.environ.get("NEGCOACH_THEME", "")
    if not named or named in THEMES:
        return named or None
    raise NegcoachError(f"NEGCOACH_THEME: no theme {quoted(clean(named[:40]))}. There are: {', '.join(THEMES)}.")
