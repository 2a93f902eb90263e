"""A session in full: its totals, its note, and each set with the lowering time of every rep."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from negcoach.screens.colours import paint
from negcoach.screens.labels import STOP_WORDS, minutes_text
from negcoach.screens.session_rows import load_text
from negcoach.store.history import RepRecord, SessionRecord, SetRecord
from negcoach.texts import clean
from negcoach.training.tempo import Tempo
from negcoach.training.timeline import Phase, Rep, StopReason
from negcoach.training.units import Unit, format_load
from negcoach.widgets.inks import ColourMode
from negcoach.widgets.rep_bars import RepBars

ROOMY_FROM = 90
"""Cells of width from which on a session is shown with air around its parts."""


class SessionView(VerticalScroll, can_focus=True):
    """Shows one session; it scrolls when it is longer than its place."""

    DEFAULT_CSS = """
    SessionView {
        height: 1fr;
        padding: 1 1 0 2;
        scrollbar-size-vertical: 1;
        scrollbar-color: $panel;
        .facts { height: auto; margin: 0 0 1 0; }
        .fact { width: 1fr; height: 2; color: $foreground-muted; }
        .note { height: auto; margin: 0 0 1 0; padding: 0 2; border-left: outer $accent; }
        .set { height: auto; margin: 0 0 1 0; padding: 0 2; }
        .outcome { margin: 0 0 1 0; }
        RepBars { max-width: 110; }
        &.-roomy {
            padding: 1 3 0 3;
            .fact { height: 4; padding: 1 2; margin: 0 2 0 0; background: $surface; }
            .fact:last-of-type { margin: 0; }
            .set { padding: 1 2; }
        }
    }
    """

    record: reactive[SessionRecord | None] = reactive(None, recompose=True)
    """The session; ``None`` shows nothing."""

    def __init__(self, unit: Unit, mode: ColourMode, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        """Show loads in ``unit`` and bars in the colours there are."""
        super().__init__(id=id)
        self._unit = unit
        self._mode = mode

    def compose(self) -> ComposeResult:
        """Yield the totals, the note and the sets."""
        if self.record is None:
            return
        with Horizontal(classes="facts"):
            for value, name in facts(self.record, self._unit):
                yield Static(Content.assemble((value, "bold $text-accent"), f"\n{name}"), classes="fact")
        if self.record.note:
            with Vertical(classes="note"):
                yield Static(Content(clean(self.record.note, lines=True)))
        for performed in self.record.sets:
            yield SetBox(performed, self._unit, self._mode)

    def on_resize(self, event: events.Resize) -> None:
        """Give what is shown more air where there is room."""
        self.set_class(event.size.width >= ROOMY_FROM, "-roomy")

    def watch_record(self) -> None:
        """Begin at the top."""
        self.scroll_home(animate=False)


class SetBox(Vertical):
    """One set: what it was, how it ended, and its reps as bars."""

    def __init__(self, performed: SetRecord, unit: Unit, mode: ColourMode) -> None:
        """Show this set."""
        super().__init__(classes="set")
        self._performed = performed
        self._unit = unit
        self._mode = mode

    def compose(self) -> ComposeResult:
        """Yield the two lines and the bars."""
        yield Static(set_title(self._performed, self._unit), classes="title")
        yield Static(set_outcome(self._performed), classes="outcome")
        bars = RepBars(*(rep_of(rep) for rep in self._performed.reps))
        bars.colour_mode = self._mode
        yield bars

    def on_mount(self) -> None:
        """Stand on the ground that the bars are drawn on."""
        paint(self, Phase.LEAD_IN, self._mode)


def title_of(record: SessionRecord) -> str:
    """Return when a session was, "Saturday 25 July 2026, 14:21"."""
    started = record.started_at
    return f"{started:%A} {started.day} {started:%B %Y, %H:%M}"


def facts(record: SessionRecord, unit: Unit) -> list[tuple[str, str]]:
    """Return a session's figures, each with its name, the most telling first."""
    reps = [rep for performed in record.sets for rep in performed.reps]
    measured = [rep for rep in reps if rep.measured_ms is not None]
    volume_kg = sum(performed.load_kg * len(performed.reps) for performed in record.sets)
    sets = len(record.sets)
    found = [
        (f"{sets} × {len(reps) / sets:.3g}" if sets else "0", "sets × reps"),
        (minutes_text(sum(rep.tension_ms for rep in reps)), "under tension"),
    ]
    if measured:
        kept = sum(rep.tension_ms for rep in measured) / sum(rep.target_ms for rep in measured)
        found.append((f"{round(kept * 100)} %", "tempo kept"))
    if volume_kg:
        found.append((format_load(round(volume_kg), unit), "volume load"))
    if record.ended_at is not None:
        minutes = max(1, round((record.ended_at - record.started_at).total_seconds() / 60))
        found.append((f"{minutes} min", "in all" if record.rpe is None else f"RPE {record.rpe:g}"))
    elif record.rpe is not None:
        found.append((f"{record.rpe:g}", "RPE"))
    return found


def set_title(performed: SetRecord, unit: Unit) -> Content:
    """Return "Bench press  set 1 of 3 · 105 kg · 5-1-A-1"."""
    plan = performed.plan
    load = load_text(performed.load_kg, unit)
    if plan.bodyweight:
        load = f"bodyweight + {load}" if performed.load_kg else "bodyweight"
    return Content.assemble(
        (clean(plan.exercise_name), "bold"),
        f"  set {plan.set_number} of {plan.sets} · {load} · {plan.tempo} · lower {_lower_s(plan.tempo)} s",
    )


def set_outcome(performed: SetRecord) -> Content:
    """Return how a set ended and how hard it was; a stop for pain or lost tempo stands out."""
    reason = performed.stop_reason
    said = "not ended" if reason is None else STOP_WORDS[reason]
    alarming = reason in (StopReason.TEMPO_LOSS, StopReason.PAIN, StopReason.SPOTTER_TOUCHED)
    of = "" if performed.plan.reps is None else f" of {performed.plan.reps * (2 if performed.plan.unilateral else 1)}"
    parts = [f"{len(performed.reps)}{of} reps", f"{performed.started_at:%H:%M}"]
    if performed.adherence is not None:
        parts.append(f"tempo kept {round(performed.adherence * 100)} %")
    if performed.rpe is not None:
        parts.append(f"effort {performed.rpe:g}")
    return Content.assemble((said, "bold $text-error" if alarming else ""), " · " + " · ".join(parts))


def rep_of(record: RepRecord) -> Rep:
    """Return a kept rep as the bars take it; its place in the set's sound track was not kept."""
    return Rep(record.ordinal, record.number, record.side, record.target_ms, record.measured_ms, 0)


def _lower_s(tempo: str) -> int:
    return Tempo.parse(tempo).eccentric
