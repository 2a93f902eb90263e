"""What is said can be read aloud."""

from __future__ import annotations

import pytest

from negcoach.plain.terminal.speech import duration, sentence, spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("105 kg · 105 % of 1RM", "105 kg, 105 % of 1RM"),
        ("3 × 4 at 105 kg", "3 times 4 at 105 kg"),
        ("107.8 → 107.5 kg", "107.8 to 107.5 kg"),
        ("lift ~3 s", "lift about 3 s"),
        ("−20 kg", "minus 20 kg"),
        ("It ends: on FEET ON THE BOX you stop.", "It ends: on feet on the box you stop."),
        ("1RM of 105 KG", "1RM of 105 KG"),
    ],
)
def test_signs_are_said_as_words(written: str, said: str) -> None:
    assert spoken(written) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [("SPOTTER LIFT", "Spotter lift."), ("Set 1", "Set 1."), ("Rest.", "Rest."), ("Ready?", "Ready?"), ("", "")],
)
def test_calls_are_words_and_not_letters(text: str, said: str) -> None:
    assert sentence(text) == said


@pytest.mark.parametrize(
    ("ms", "said"),
    [(0, "0 seconds"), (1, "1 second"), (59_001, "1 minute"), (90_000, "1 minute 30 seconds"), (180_000, "3 minutes")],
)
def test_times_are_said_in_minutes_and_seconds(ms: int, said: str) -> None:
    assert duration(ms) == said
