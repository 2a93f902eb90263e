"""Pairing: the code that is typed into a phone, and the token by which that phone is known from then on.

A code is of six digits, is good for one phone, and for five tries. After each wrong one nobody's is looked at for a
while, each time for longer, whoever tries: an address in the network proves nothing. So somebody who tries day and
night finds the code in some years.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable

DIGITS = 6
MOST_TRIES = 5
"""How many wrong codes one code is good for; then a new one takes its place (our own choice)."""

FIRST_WAIT_S, LONGEST_WAIT_S = 1, 60
"""How long nobody's code is looked at after a wrong one: twice as long after each (our own choice)."""

CALM_S = 600
"""After so long without a wrong code the waits begin anew (our own choice)."""

_TOKEN_BYTES = 24


class Pairing:
    """Who may press: whoever has typed the code, until the next one has. ``clock`` gives monotonic nanoseconds."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._token = ""
        self._tries = 0
        self._wait_s = 0
        self._wrong_ns: int | None = None
        self.code = _new_code()
        """The code that is good now."""

    def wait_s(self) -> int:
        """Return for how many seconds (rounded up) no code is looked at."""
        if self._wrong_ns is None:
            return 0
        left_ns = self._wrong_ns + self._wait_s * 1_000_000_000 - self._clock()
        return max(0, -(-left_ns // 1_000_000_000))

    def try_code(self, typed: str) -> str | None:
        """Return the token of a phone that typed the code, ``None`` where it is wrong, or comes too soon.

        The token that there was before is worth nothing from then on, and neither is this code.
        """
        if self.wait_s():
            return None
        if not hmac.compare_digest(typed.encode(), self.code.encode()):
            self._count_wrong()
            return None
        self._token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._wrong_ns, self._wait_s = None, 0
        self.renew()
        return self._token

    def knows(self, token: str) -> bool:
        """Return whether a token is that of the phone that was paired last."""
        return bool(self._token) and hmac.compare_digest(token.encode(), self._token.encode())

    def renew(self) -> None:
        """Put a new code in the place of the one that there is."""
        self.code, self._tries = _new_code(), 0

    def forget_phone(self) -> None:
        """Know no phone any more."""
        self._token = ""

    def _count_wrong(self) -> None:
        now = self._clock()
        if self._wrong_ns is None or now - self._wrong_ns > CALM_S * 1_000_000_000:
            self._wait_s = 0
        self._wrong_ns = now
        self._wait_s = min(max(FIRST_WAIT_S, 2 * self._wait_s), LONGEST_WAIT_S)
        self._tries += 1
        if self._tries >= MOST_TRIES:
            self.renew()


def _new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
