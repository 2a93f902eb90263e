"""The button on the phone, as a screen of the app has it: what a press means there now, and what stands on it."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.remote.messages import Face
from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.themes.themes import Ground


@dataclass(frozen=True, slots=True)
class Button:
    """What the large button means on a screen: ``act`` in a few words, "" where a press means nothing.

    ``word`` and ``count`` say where the set or the rest is, ``lines`` what it is about. ``ends`` is whether a set can
    be ended now, ``hurts`` whether it can be said that it hurts. ``of`` names the very thing that a press is about, as
    that set's third rep: a press that was made for another one does not count. The colours are those of the ``phase``.
    """

    act: str
    word: str
    count: str
    lines: tuple[str, ...]
    ends: bool
    hurts: bool
    phase: Phase
    of: str

    def face(self, number: int) -> Face:
        """Return it as the phone shows it, in the colours that the coach has on a dark ground."""
        look = scheme(self.phase, ColourMode.FULL, Ground.DARK)
        return Face(
            *(number, self.act, self.word, self.count, self.lines, self.ends, self.hurts),
            *(look.background, look.text, look.accent),
        )


def question(asks: str, of: object, *, call: str = "", hurts: bool) -> Button:
    """Return the button over a question that is answered at the laptop, on which it may still be said that it hurts.

    ``call`` frees the lifter of the load ("": it is safe).
    """
    lines = (asks, "Choose at the laptop")
    return Button("", call, "", lines, ends=False, hurts=hurts, phase=Phase.READY, of=str(id(of)))


NOTHING = Button("", "negcoach", "", ("Choose at the laptop",), ends=False, hurts=False, phase=Phase.READY, of="")
"""The button while no set is led."""
