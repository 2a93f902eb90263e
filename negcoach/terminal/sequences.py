"""Splitting what a terminal sends into keys, control sequences and pastes; whatever is none of them is dropped.

A terminal sends characters, control sequences (ECMA-48) and, in brackets, what was pasted. A sequence begins with an
escape or with a C1 control (U+009B for ESC [), and a malformed one ends where a whole one would, as in the VT500
(https://vt100.net/emu/dec_ansi_parser): no part of it is ever a key. A sequence that is not complete is held back. When
nothing follows for ``patience_s``, ``expire`` gives it up: an escape that stands alone is the key, with alt too, and
everything else was noise.
"""

from __future__ import annotations

import codecs
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ESCAPE = "\x1b"

ESCAPE_PATIENCE_S = 0.01
"""How long an escape may be the beginning of a sequence (tmux's ``escape-time``, its default since 3.5).

A terminal writes a sequence in one piece, and connections keep it so; Textual's 0.1 s are felt at each Escape. Only
what comes in bulk is cut off anywhere: for more of that ``SEQUENCE_PATIENCE_S`` is waited.
"""

SEQUENCE_PATIENCE_S = 0.3
"""How long to wait for the rest of a sequence that has begun: a slow connection may deliver it in pieces."""

PASTE_PATIENCE_S = 1.0
"""How long to wait for the rest of a paste. Escape ends one at once: no terminal pastes it."""

MOST_PATIENCE_S = 1.0
"""How long the end of anything is waited for in all (our own choice): whoever presses a key again and again must not
keep waiting for it what swallows that key. What comes in bulk was never typed, and is waited for anew."""

BULK = 64
"""How many characters at once no key sends (our own choice)."""

LONGEST_SEQUENCE = 256
"""No sequence that means something is longer (characters, our own choice)."""

LONGEST_PASTE = 10_000
"""Of a paste this many characters are taken: more than any field holds (our own choice)."""

NOT_DECODED = "\ufffd"
"""What stands for bytes that are no text."""

_CSI, _SS3 = r"(?:\x1b\[|\x9b)", r"(?:\x1bO|\x8f)"
_OTHER_KEY = re.compile(rf"{_CSI}27;(\d{{1,3}});(\d{{1,7}})~", re.ASCII)
"""A key with what is held down with it, as xterm reports it once a program has asked for that (modifyOtherKeys)."""
_SHIFT = 2
_PASTE_BEGINS = ("\x1b[200~", "\x9b200~")
_PASTE_ENDS = ("\x1b[201~", "\x9b201~")
_ABORTS = "\x18\x1a"
"""CAN and SUB."""

_COMPLETE = re.compile(
    rf"""
        {_CSI}\[[A-E]               # function keys of the Linux console
      | {_CSI}M[^\x00-\x1f]{{3}}     # the mouse as X10 reports it
      | {_CSI}(?!\[|M)[ -?]*[@-~]  # of a malformed one, too, this is the end
      | {_SS3}[0-9;]*[ -/:<-~]      # function keys and the number pad
      | \x1b[ -/]+[0-~]            # such as a choice of a character set, which is no key
      | \x1b[^ -/\[O\]PX^_\x1b\x80-\x9f]  # a key with alt
    """,
    re.VERBOSE | re.DOTALL,
)
_BEGUN = re.compile(rf"(?:{_CSI}(?:\[|M[^\x00-\x1f]{{0,2}}|[ -?]*)|{_SS3}[0-9;]*|\x1b[ -/]*)(?P<all>\Z)?")
_WITHOUT_END = re.compile(rf"{_CSI}\d{{1,3}}\$")
"""What rxvt sends for a key with shift, which ends with a dollar."""
_KEY_UNLESS_MORE = re.compile(rf"\x1b[ -/]?|{_WITHOUT_END.pattern}")
"""Escape, a key with alt, and what rxvt sends: all may begin something else."""
_ALT_ESCAPE = "\x9b"
"""What xterm sends for Escape with alt, as it comes; other terminals begin a sequence with it."""
_STRING_BEGINS = re.compile(r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])")
_STRING_ENDS = re.compile(f"[{_ABORTS}\x9c{ESCAPE}]")
_OSC_ENDS = re.compile(f"[{_ABORTS}\x9c{ESCAPE}\x07]")
_IN_PASTE = re.compile("[\x1b\x9b]")


def decoder() -> codecs.IncrementalDecoder:
    """Return what decodes the bytes of a terminal, as UTF-8.

    A byte that is no UTF-8 but a C1 control is that control. Other bytes that are no text give ``NOT_DECODED``.
    """
    return codecs.getincrementaldecoder("utf-8")(_ERRORS)


def _decode_c1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return chr(wrong[0]) if len(wrong) == 1 and _is_c1(chr(wrong[0])) else NOT_DECODED, error.end


def _is_c1(character: str) -> bool:
    """Return whether this is a control of 8 bits, which ECMA-48 also has as an escape and a letter."""
    return "\x80" <= character <= "\x9f"


_ERRORS = "negcoach-terminal"
codecs.register_error(_ERRORS, _decode_c1)


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text that was pasted."""

    text: str


class Splitter:
    """Splits the text that a terminal sends; ``feed`` and ``expire`` yield characters, sequences and ``Pasted``.

    Sequences are yielded as they begin with an escape. ``clock`` gives monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held = ""
        self._in_bulk = False  # where what came last was cut off anywhere
        self._string_ends: re.Pattern[str] | None = None  # of a title, or another answer that nobody has asked for
        self._malformed = False
        self._pasted: list[str] | None = None
        self._room = 0
        self._since_s: float | None = None

    @property
    def patience_s(self) -> float | None:
        """How long to wait for more before ``expire``; ``None`` while nothing is held back."""
        if self._since_s is None:
            return None
        patience_s = PASTE_PATIENCE_S if self._pasted is not None else SEQUENCE_PATIENCE_S
        if self._held == _ALT_ESCAPE or _KEY_UNLESS_MORE.fullmatch(self._held):
            patience_s = SEQUENCE_PATIENCE_S if self._in_bulk else ESCAPE_PATIENCE_S
        return max(0.0, min(patience_s, self._since_s + MOST_PATIENCE_S - self._clock()))

    def feed(self, text: str) -> Iterator[str | Pasted]:
        """Yield what is complete with this text."""
        self._in_bulk = len(text) >= BULK
        text, self._held = self._held + text, ""
        at = 0
        done: str | Pasted | None
        while at < len(text):
            if self._pasted is not None:
                at, done = self._read_paste(text, at)
            elif self._string_ends is not None:
                at, done = self._skip_string(text, at, self._string_ends), None
            elif self._malformed:
                at, done = self._skip_malformed(text, at)
            elif text[at] != ESCAPE and not _is_c1(text[at]):
                at, done = at + 1, text[at]
            else:
                at, done = self._read_sequence(text, at)
            if not self._is_unfinished:
                self._since_s = None
            elif self._since_s is None or self._in_bulk:
                self._since_s = self._clock()
            if done is not None:
                yield done

    def expire(self) -> Iterator[str | Pasted]:
        """Yield what the text that is held back means after all, now that nothing has followed it."""
        held, self._held = self._held, ""
        self._string_ends, self._malformed, self._since_s = None, False, None
        if self._pasted is not None:
            yield self._end_paste()
        if held == _ALT_ESCAPE:
            yield ESCAPE
        elif _KEY_UNLESS_MORE.fullmatch(held):
            yield _in_seven_bits(held)

    @property
    def _is_unfinished(self) -> bool:
        return bool(self._held) or self._malformed or self._string_ends is not None or self._pasted is not None

    def _read_sequence(self, text: str, at: int) -> tuple[int, str | None]:
        complete = _COMPLETE.match(text, at)
        if complete is not None:
            if complete.group() in _PASTE_BEGINS:
                self._pasted, self._room = [], LONGEST_PASTE
                return complete.end(), None
            return complete.end(), _in_seven_bits(complete.group())
        string = _STRING_BEGINS.match(text, at)
        if string is not None:
            self._string_ends = _OSC_ENDS if string.group() in ("\x1b]", "\x9d") else _STRING_ENDS
            return string.end(), None
        begun = _BEGUN.match(text, at)
        if begun is None:  # a control that begins nothing
            return at + 1, None
        if begun["all"] is not None:
            if len(text) - at <= LONGEST_SEQUENCE:
                self._held = text[at:]
            else:
                self._malformed = True
            return len(text), None
        return self._read_cut_off(begun.group(), text, begun.end())

    def _read_cut_off(self, begun: str, text: str, end: int) -> tuple[int, str | None]:
        """Read a sequence that what follows it, at ``end``, does not belong to."""
        if text[end] in _ABORTS:
            return end + 1, None
        if _KEY_UNLESS_MORE.fullmatch(begun):
            return end, _in_seven_bits(begun)
        self._malformed = re.fullmatch(f"{_CSI}[ -?]*", begun) is not None
        return end, None

    def _skip_string(self, text: str, at: int, ends: re.Pattern[str]) -> int:
        """Skip to the end of a string; an escape that does not end it begins something new."""
        end = ends.search(text, at)
        if end is None:
            return len(text)
        if end.group() == ESCAPE and end.end() == len(text):
            self._held = ESCAPE
            return len(text)
        self._string_ends = None
        if end.group() != ESCAPE:
            return end.end()
        return end.end() + 1 if text[end.end()] == "\\" else end.start()

    def _skip_malformed(self, text: str, at: int) -> tuple[int, str | None]:
        """Skip to the end of a sequence that means nothing. A character that no sequence has was typed meanwhile."""
        while at < len(text) and " " <= text[at] <= "?":
            at += 1
        if at == len(text):
            return at, None
        begins = text[at] == ESCAPE or _is_c1(text[at])
        ends = "@" <= text[at] <= "~" or text[at] in _ABORTS
        self._malformed = not (begins or ends)
        return at if begins else at + 1, text[at] if self._malformed else None

    def _read_paste(self, text: str, at: int) -> tuple[int, Pasted | None]:
        """Collect what is pasted, up to its end or to an escape that does not belong to it."""
        found = _IN_PASTE.search(text, at)
        if found is None:
            self._collect(text[at:])
            return len(text), None
        escape = found.start()
        self._collect(text[at:escape])
        for end in _PASTE_ENDS:
            if text.startswith(end, escape):
                return escape + len(end), self._end_paste()
            if end.startswith(text[escape:]):
                self._held = text[escape:]
                return len(text), None
        if text[escape] == ESCAPE:
            return escape, self._end_paste()
        self._collect(text[escape])
        return escape + 1, None

    def _collect(self, text: str) -> None:
        if self._pasted is not None and self._room > 0:
            self._pasted.append(text[: self._room])
            self._room -= len(text)

    def _end_paste(self) -> Pasted:
        text = "".join(self._pasted or ())
        self._pasted = None
        return Pasted(text)


def _in_seven_bits(sequence: str) -> str:
    """Return a sequence as it begins with an escape; a key that only xterm reports so as all others report it."""
    other_key = _OTHER_KEY.fullmatch(sequence)
    if other_key is not None:
        held, point = map(int, other_key.groups())
        types = held == _SHIFT and point <= sys.maxunicode and chr(point).isprintable()
        return chr(point) if types else f"{ESCAPE}[{point};{held}u"
    return f"{ESCAPE}{chr(ord(sequence[0]) - 0x40)}{sequence[1:]}" if _is_c1(sequence[0]) else sequence
