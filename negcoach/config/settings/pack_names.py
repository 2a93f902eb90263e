"""The names of the sound packs that can be chosen."""

from __future__ import annotations

SOUND_PACKS = ("voice", "british", "german", "spanish", "french", "italian", "portuguese", "japanese", "tones")
"""``voice`` is American English, ``tones`` has no words; ``negcoach sounds`` says what each is."""
