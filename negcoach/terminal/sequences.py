"""Splitting what a terminal sends into keys, escape sequences and pastes; whatever is none of them is dropped.

A terminal sends characters, escape sequences (ECMA-48) and, in brackets, what was pasted. A sequence that is not
complete is held back. When nothing follows for ``patience_s``, ``expire`` gives it up: an escape that stands alone is
the key, everything else was noise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ESCAPE = "\x1b"

ESCAPE_PATIENCE_S = 0.01
"""How long an escape may be the beginning of a sequence (tmux's ``escape-time``, its default since 3.5).

A terminal writes a sequence in one piece, and connections keep it so; Textual's 0.1 s are felt at each Escape.
"""

SEQUENCE_PATIENCE_S = 0.3
"""How long to wait for the rest of a sequence that has begun: a slow connection may deliver it in pieces."""

PASTE_PATIENCE_S = 1.0
"""How long to wait for the rest of a paste. Escape ends one at once: no terminal pastes it."""

LONGEST_SEQUENCE = 256
"""No sequence that means something is longer (characters, our own choice)."""

LONGEST_PASTE = 10_000
"""Of a paste this many characters are taken: more than any field holds (our own choice)."""

_PASTE_BEGINS = "\x1b[200~"
_PASTE_ENDS = "\x1b[201~"

_COMPLETE = re.compile(
    r"""\x1b(?:
        \[\[[A-E]               # function keys of the Linux console
      | \[M[^\x00-\x1f]{3}      # the mouse as X10 reports it
      | \[(?!\[|M)[0-?]*[\ -/]*[@-~]
      | O[0-9;]*[@-~]           # SS3: function keys and the number pad
      | [^\[O\]PX^_\x1b]        # a key with alt
    )""",
    re.VERBOSE | re.DOTALL,
)
_BEGUN = re.compile(r"\x1b(?:\[(?:\[|M[^\x00-\x1f]{0,2}|[0-?]*[ -/]*)|O[0-9;]*)?\Z")
_MALFORMED = re.compile(r"\x1b(?:\[(?:\[|M[^\x00-\x1f]*|[0-?]*[ -/]*)|O[0-9;]*)")
_STRING_BEGINS = re.compile(r"\x1b[\]PX^_]")
_STRING_ENDS = re.compile("[\x07\x18\x1a\x9c\x1b]")
_WITHOUT_END = re.compile(r"\x1b\[\d{1,3}\$")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text that was pasted."""

    text: str


class Splitter:
    """Splits the text that a terminal sends; ``feed`` and ``expire`` yield characters, sequences and ``Pasted``."""

    def __init__(self) -> None:
        self._held = ""
        self._in_string = False  # a title, a clipboard or another answer that nobody has asked for
        self._overlong = False
        self._pasted: list[str] | None = None
        self._room = 0

    @property
    def patience_s(self) -> float | None:
        """How long to wait for more before ``expire``; ``None`` while nothing is held back."""
        if self._held == ESCAPE:
            return ESCAPE_PATIENCE_S
        if self._pasted is not None:
            return PASTE_PATIENCE_S
        return SEQUENCE_PATIENCE_S if self._held or self._in_string or self._overlong else None

    def feed(self, text: str) -> Iterator[str | Pasted]:
        """Yield what is complete with this text."""
        text, self._held = self._held + text, ""
        at = 0
        done: str | Pasted | None
        while at < len(text):
            if self._pasted is not None:
                at, done = self._read_paste(text, at)
            elif self._in_string:
                at, done = self._skip_string(text, at), None
            elif self._overlong:
                at, done = self._skip_overlong(text, at), None
            elif text[at] != ESCAPE:
                at, done = at + 1, text[at]
            else:
                at, done = self._read_sequence(text, at)
            if done is not None:
                yield done

    def expire(self) -> Iterator[str | Pasted]:
        """Yield what the text that is held back means after all, now that nothing has followed it."""
        held, self._held = self._held, ""
        self._in_string = self._overlong = False
        if self._pasted is not None:
            yield self._end_paste()
        if held == ESCAPE or _WITHOUT_END.fullmatch(held):  # rxvt ends a sequence with a dollar, when shift is down
            yield held

    def _read_sequence(self, text: str, at: int) -> tuple[int, str | None]:
        if text.startswith(_PASTE_BEGINS, at):
            self._pasted, self._room = [], LONGEST_PASTE
            return at + len(_PASTE_BEGINS), None
        complete = _COMPLETE.match(text, at)
        if complete is not None:
            return complete.end(), complete.group()
        if _STRING_BEGINS.match(text, at):
            self._in_string = True
            return at + 2, None
        if _BEGUN.match(text, at):
            if len(text) - at <= LONGEST_SEQUENCE:
                self._held = text[at:]
            else:
                self._overlong = True
            return len(text), None
        if text.startswith(ESCAPE, at + 1):
            return at + 1, ESCAPE
        malformed = _MALFORMED.match(text, at)
        return (malformed.end() if malformed else at + 1), None

    def _skip_string(self, text: str, at: int) -> int:
        """Skip to the end of a string; an escape that does not end it begins something new."""
        end = _STRING_ENDS.search(text, at)
        if end is None:
            return len(text)
        if end.group() == ESCAPE and end.end() == len(text):
            self._held = ESCAPE
            return len(text)
        self._in_string = False
        if end.group() != ESCAPE:
            return end.end()
        return end.end() + 1 if text[end.end()] == "\\" else end.start()

    def _skip_overlong(self, text: str, at: int) -> int:
        """Skip to the end of a sequence that is too long to mean anything."""
        while at < len(text) and "\x20" <= text[at] <= "\x3f":
            at += 1
        if at < len(text):
            self._overlong = False
            return at + 1 if "\x40" <= text[at] <= "\x7e" else at
        return at

    def _read_paste(self, text: str, at: int) -> tuple[int, Pasted | None]:
        """Collect what is pasted, up to its end or to an escape that does not belong to it."""
        escape = text.find(ESCAPE, at)
        if escape < 0:
            self._collect(text[at:])
            return len(text), None
        self._collect(text[at:escape])
        if text.startswith(_PASTE_ENDS, escape):
            return escape + len(_PASTE_ENDS), self._end_paste()
        if _PASTE_ENDS.startswith(text[escape:]):
            self._held = text[escape:]
            return len(text), None
        return escape, self._end_paste()

    def _collect(self, text: str) -> None:
        if self._pasted is not None and self._room > 0:
            self._pasted.append(text[: self._room])
            self._room -= len(text)

    def _end_paste(self) -> Pasted:
        text = "".join(self._pasted or ())
        self._pasted = None
        return Pasted(text)
