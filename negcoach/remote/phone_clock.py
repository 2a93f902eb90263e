"""The phone's clock: when on ours a button was pressed there, whatever the network took to say so.

It is compared as NTP does it: we ask, the phone says its time, and the answer is taken to be from the middle of the
round trip: it is wrong by half of that at most. Of the last answers the one that is wrong by least counts.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice

NS_PER_MS = 1_000_000

TRIPS = 20
"""Of how many of the last round trips the median is said: those of five seconds."""

KEPT = 480
"""How many answers are kept: those of the last two minutes."""

DRIFT_PER_S = 50_000
"""How far two clocks may drift apart in a second (ns): quartz keeps to 20 parts in a million, twice and some more."""


@dataclass(frozen=True, slots=True)
class _Answer:
    sent_ns: int
    trip_ns: int
    ahead_ns: int  # how far the phone's clock is ahead of ours

    def error_ns(self, at_ns: int) -> int:
        """Return by how much it may be wrong at a time."""
        return self.trip_ns // 2 + abs(at_ns - self.sent_ns) * DRIFT_PER_S // 1_000_000_000


class PhoneClock:
    """What is known of a phone's clock. Ours gives monotonic nanoseconds, the phone's milliseconds since any time."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._answers: deque[_Answer] = deque(maxlen=KEPT)

    @property
    def trip_ms(self) -> int | None:
        """The median round trip of the last answers in whole ms, ``None`` before the first."""
        trips = sorted(answer.trip_ns for answer in islice(reversed(self._answers), TRIPS))
        return round(trips[len(trips) // 2] / NS_PER_MS) if trips else None

    def take(self, sent_ns: int, received_ns: int, phone_ms: float) -> None:
        """Take an answer: what we asked at ``sent_ns``, and what the phone's clock said when it was asked.

        A phone that has slept may come back with another clock: then nothing of before counts.
        """
        trip_ns = max(0, received_ns - sent_ns)
        ahead_ns = round(phone_ms * NS_PER_MS) - (sent_ns + trip_ns // 2)
        answer, best = _Answer(sent_ns, trip_ns, ahead_ns), self._best(received_ns)
        if best is not None and abs(ahead_ns - best.ahead_ns) > trip_ns // 2 + best.error_ns(received_ns) + NS_PER_MS:
            self._answers.clear()
        self._answers.append(answer)

    def pressed_ns(self, phone_ms: float, received_ns: int) -> int:
        """Return when, on our clock, a button was pressed that the phone says was pressed at ``phone_ms``.

        It is never after it was heard of, nor before the phone was asked its last answer but one: what it answered
        since it sent after that. Where too little is known, it is when it was heard of.
        """
        best = self._best(received_ns)
        if best is None or len(self._answers) < 2:
            return received_ns
        pressed_ns = round(phone_ms * NS_PER_MS) - best.ahead_ns
        return min(received_ns, max(pressed_ns, self._answers[-2].sent_ns))

    def _best(self, at_ns: int) -> _Answer | None:
        return min(self._answers, key=lambda answer: answer.error_ns(at_ns), default=None)
