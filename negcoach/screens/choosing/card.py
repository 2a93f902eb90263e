"""The card of an exercise, with its description, the last time it was trained and the advice; a rep as a bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from negcoach.coaching.advice.programme_today import held_by
from negcoach.coaching.advice.recent_training import RecentTraining
from negcoach.coaching.gate.readiness import CAUTION, MARKS
from negcoach.coaching.words.set_words import PhaseWords, last_time_in_words, percent_of, phases_of
from negcoach.config.figures import figure_of
from negcoach.formatting import clock_text, day_text, short_load_text, sides_done_text, tenths_text
from negcoach.keys.keymap import Keymap
from negcoach.screens.choosing.performing_figure import PerformingFigure
from negcoach.screens.programmes.weeks import state_text
from negcoach.screens.shared.colours import follow_colours
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.texts import clean, counted
from negcoach.training.advice.advice import Advice
from negcoach.training.advice.eccentric_entry import entry_to_test
from negcoach.training.advice.exposure import exposures_of
from negcoach.training.advice.finding import Finding, Level, is_at_most
from negcoach.training.advice.progression.ladders import comes_before
from negcoach.training.advice.progression.planned import Step
from negcoach.training.advice.ramp import stage_percents
from negcoach.training.equipment.equipment import NO_EQUIPMENT, Equipment
from negcoach.training.equipment.load_note import PLATES, cannot_be_loaded, is_rounded, load_note, unload_note
from negcoach.training.equipment.loading import round_down
from negcoach.training.equipment.unloading import UNLOADING, with_lift_call
from negcoach.training.exercise.exercise import Exercise, Family, LiftShape, steps_said
from negcoach.training.exercise.figure import Figure
from negcoach.training.exercise.prescription import Prescription, reps_in_turn
from negcoach.training.exercise.safety import spotters_for
from negcoach.training.plan.course import Course
from negcoach.training.plan.eccentric_test import (
    ECCENTRIC_LOADS,
    LEAST_WEEKS,
    USED_PERCENTS,
    USED_REPS,
    is_testable,
    result_that_counts,
)
from negcoach.training.plan.longest_lowering import LONGEST_LOWERING, has_lowering_test
from negcoach.training.rule import Mark, Rule
from negcoach.training.score.timeline import Phase
from negcoach.training.units import Unit, format_load
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.kept_text import KeptText
from negcoach.widgets.prose import Prose, ProseTable
from negcoach.widgets.themes.sixteen import STANDARD
from negcoach.widgets.themes.themes import ground_of

MAX_LIFT_RATIO = 2
"""A lift is drawn at most this many times as long as the lowering: one of half a minute would leave that no room."""

TALL = 46
"""The rows of a terminal from which the figure has room below the advice, if the card has two columns."""

_WAIT_MS = 3000
"""The length at which a lift that waits for the key is drawn."""

_PHASE_GROUNDS = {
    Phase.LOWER: "warning",
    Phase.HOLD_BOTTOM: "secondary",
    Phase.LIFT: "success",
    Phase.HOLD_TOP: "secondary",
}
"""The theme's colour whose muted one is the ground of a phase."""

_PHASE_SHAPES = {Phase.LOWER: "▼", Phase.HOLD_BOTTOM: "■", Phase.HOLD_TOP: "■"}
_LIFT_SHAPES = {LiftShape.UP: "▲", LiftShape.AGAIN: "↻"}
"""The shape of a lift, which follows its call, as on the coach's screen."""

_FORCED = "A spotter, for forced reps alone"
"""Over the steps of a spotter whom an ordinary set does not need."""

_ACTS = (" LIFT", " PUSH")
"""What is left out of the call of a lift where "SPOTTER LIFT" has no room."""

_LIT = (Phase.LOWER, Phase.LIFT)
"""The phases that have a step of their own."""


class RepBar(Widget):
    """One rep as a bar: each phase as long as it lasts, with its symbol, word and time."""

    DEFAULT_CSS = """
    RepBar { height: 1; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._phases: tuple[PhaseWords, ...] = ()
        self._lift_shape = ""
        self._current: Phase | None = None
        self._colour_mode = ColourMode.FULL

    def on_mount(self) -> None:
        """Draw it in as many colours as the app, now and whenever they change."""
        follow_colours(self, self._take_colours)

    def _take_colours(self, mode: ColourMode) -> None:
        if mode is not self._colour_mode:
            self._colour_mode = mode
            self.refresh()

    def mark(self, phase: Phase | None) -> None:
        """Mark the phase that a figure performs now, ``None`` for none."""
        self._current = phase
        self.refresh()

    def show(self, prescription: Prescription | None) -> None:
        """Draw a rep of a prescription; ``None`` empties the bar."""
        self._phases = () if prescription is None else phases_of(prescription)
        self._lift_shape = "" if prescription is None else _LIFT_SHAPES[prescription.exercise.words.lift_shape]
        self.refresh()

    def render(self) -> Content:
        """Return the bar at the widget's size; a label that does not fit gives way to a shorter one."""
        widths = _column_widths(self._phases, self.size.width)
        middle = self.size.height // 2
        rows = [self._row(widths, labelled=row == middle) for row in range(self.size.height)]
        return Content("\n").join(rows)

    def _row(self, widths: list[int], *, labelled: bool) -> Content:
        parts = []
        for phase, width in zip(self._phases, widths, strict=True):
            shape, style = _PHASE_SHAPES.get(phase.phase, self._lift_shape), self._style(phase.phase)
            word = f" {shape} {clean(phase.word)}"
            # The call of a lift says more than about how long it takes, and so does who lifts: the shape says "lift".
            shorter = (word, *(word.removesuffix(act) for act in _ACTS)) if phase.phase is Phase.LIFT else ()
            labels = (f"{word} {phase.time}", *shorter, f" {shape} {phase.time}", f" {shape}", shape)
            label = next((label for label in labels if len(label) <= width), "") if labelled else ""
            if phase.phase is self._current and label.strip():
                lead = len(label) - len(label.lstrip())
                parts += [
                    (label[:lead], style),
                    (label[lead:], f"{style} underline"),
                    (" " * (width - len(label)), style),
                ]
            else:
                parts.append((label.ljust(width), style))
        return Content.assemble(*parts)

    def _style(self, phase: Phase) -> str:
        """Return the style of a phase: muted as the theme has it, in sixteen colours as in the set.

        Sixteen have no muted yellow or green on which white is legible: they would be black, beside a hold in blue.
        """
        look = scheme(phase, self._colour_mode, ground_of(self.app))
        if look.mode is ColourMode.SIXTEEN:
            return f"bold #{STANDARD[look.text]:06x} on #{STANDARD[look.background]:06x}"
        return f"bold $text on ${_PHASE_GROUNDS[phase]}-muted"


class ExerciseCard(VerticalScroll, can_focus=True):
    """The card of the exercise that is highlighted in the list; it scrolls when it is longer than its place."""

    _exercise: Exercise | None = None
    _figure: Figure | None = None
    _spotters = 0

    def compose(self) -> ComposeResult:
        """Lay out the empty parts, which ``show`` fills."""
        with Vertical(id="what"):
            with Vertical(id="head"):
                yield Static(id="name")
                yield Prose(id="meta")
                yield Prose(id="summary")
                yield RepBar()
            yield PerformingFigure(id="figure-beside")
            with Horizontal(id="facts"):
                for fact in ("amount", "tempo", "rest", "load"):
                    yield Static(id=f"fact-{fact}", classes="fact")
            yield KeptText(id="news")
            yield PerformingFigure(id="figure-below")
        with Vertical(id="how"):
            with Horizontal(id="steps"):
                yield KeptText(id="lifter", classes="steps")
                yield KeptText(id="spotter", classes="steps")
            yield KeptText(id="safety", classes="steps")
            yield Prose(id="progress")

    def on_resize(self) -> None:
        """Show the figure below the advice where there are rows for it, beside the name where there are not."""
        self.set_class(self.app.size.height >= TALL, "-tall")

    @property
    def is_whole(self) -> bool:
        """Whether the card is mounted to its last part; an app that ends leaves it without some."""
        return self.is_attached and bool(self.query("#progress"))

    def show(
        self,
        exercise: Exercise,
        recent: RecentTraining,
        now: datetime,
        unit: Unit,
        equipment: Equipment = NO_EQUIPMENT,
        *,
        clock: Callable[[], int],
    ) -> None:
        """Show an exercise with its recent training; the large numbers are those of the advised set.

        Its figure performs a few reps by ``clock``, which returns monotonic nanoseconds.
        """
        prescription = with_lift_call(recent.advice.prescription, recent.one_rm_kg)
        spotters = spotters_for(prescription, recent.advice.one_rm.kg)
        self._update_part("name", Content.styled(clean(exercise.name), "bold"))
        self._update_part("meta", Content.styled(clean(_meta_text(exercise, spotters)), "$foreground-muted"))
        self._update_part("summary", Content(clean(exercise.summary)))
        self.query_one(RepBar).show(prescription)
        figure = figure_of(exercise.figure_slug, spotters)
        self.query_one("#what").set_class(figure is None, "-no-figure")
        for view in self.query(PerformingFigure):
            if figure is not None:
                view.perform(figure, prescription, clock)
        self._facts(recent.advice, recent.one_rm_kg, unit)
        keymap = keymap_of(self)
        news = advice_table(exercise, recent, recent.advice, now, equipment, keymap=keymap)
        test = test_note(recent, keymap.name("exercises.test"))
        if test is not None:
            news.add_row("Test", Text(clean(test.text)))
        add_rules(news, [*rules_told(recent, equipment), *([] if test is None or test.rule is None else [test.rule])])
        self._update_part("news", news)
        self._exercise, self._figure, self._spotters = exercise, figure, spotters
        self._show_steps(None)
        self._update_part("safety", steps_table("Safety", exercise.safety, mark="!"))
        self._update_part("progress", _labelled_text("Progress", exercise.progress))
        self.scroll_home(animate=False)

    def on_performing_figure_phase_shown(self, event: PerformingFigure.PhaseShown) -> None:
        """Mark the phase that the figure performs, and light up what is done in it."""
        event.stop()
        self.query_one(RepBar).mark(event.phase)
        self._show_steps(event.phase)

    def _show_steps(self, phase: Phase | None) -> None:
        """Show the steps of the lifter and the spotter, with those of this phase lit up."""
        exercise, figure = self._exercise, self._figure
        if exercise is None:
            return
        own = figure if figure is not None and figure.slug == exercise.slug else None  # another's counts other steps
        spotter = "Your two spotters" if self._spotters == 2 else "Your spotter"
        if exercise.family is Family.TEMPO:
            spotter = _FORCED
        for part, title, steps, numbers in (
            ("lifter", "You", exercise.lifter_steps, own and own.steps),
            ("spotter", spotter, exercise.steps_of_spotters(self._spotters), own and own.spotter_steps),
        ):
            lit = numbers if own else steps_said(steps, exercise.words.lift)
            number = lit[_LIT.index(phase)] if lit and phase in _LIT else None
            self._update_part(part, steps_table(title, steps, lit=number))

    def show_nothing(self, reason: str) -> None:
        """Show one line instead of an exercise."""
        for part in self.query(Static):
            part.display = False
        self.query_one(RepBar).show(None)
        self._exercise = None
        for view in self.query(PerformingFigure):
            view.stop()
        self.query_one("#what").add_class("-no-figure")
        self._update_part("summary", Content(clean(reason)))

    def _facts(self, advice: Advice, one_rm_kg: float | None, unit: Unit) -> None:
        """Show the numbers of the advised set, and none where no set is."""
        prescription = advice.prescription
        self.query_one("#facts").display = not advice.stopped
        side = " a side" if prescription.exercise.unilateral else ""
        amount, what = f"{prescription.sets} × {prescription.reps}{side}", "sets × reps"
        if prescription.fewer:
            amount, what = f"{reps_in_turn(prescription)}{side}", "reps"
        if prescription.reps is None:
            amount, what = counted(prescription.sets, "set"), f"to fatigue{side}"
        self._update_part("fact-amount", _fact_text(amount, what))
        self._update_part("fact-tempo", _fact_text(str(prescription.tempo), "tempo"))
        self._update_part("fact-rest", _fact_text(clock_text(prescription.rest_ms), "rest"))
        self._update_part("fact-load", _fact_text(*_load_fact(advice, one_rm_kg, unit)))

    def _update_part(self, part: str, content: Content | ProseTable | None) -> None:
        static = self.query_one(f"#{part}", Static)
        static.display = bool(content) if isinstance(content, Content) else content is not None
        static.update(content or "")


def advice_table(
    exercise: Exercise,
    recent: RecentTraining,
    advice: Advice,
    now: datetime,
    equipment: Equipment = NO_EQUIPMENT,
    chosen: Prescription | None = None,
    *,
    keymap: Keymap,
) -> ProseTable:
    """Return a table of the last time, what stands against the chosen set (else the advised), and the advice.

    Where the equipment is known, it has the plates of the set, and what its load was rounded down from. Advice to do
    nothing comes first. ``rules_told`` has the rules that it is from.
    """
    last = "never yet" if recent.last is None else last_time_in_words(recent.last, now, recent.unit, exercise)
    stopped, course = advice.stopped, recent.facts.course
    prescription = advice.prescription if chosen is None else chosen
    grid = advice_grid()
    if stopped:
        _add_advice(grid, advice, "bold red", "red")
    grid.add_row("Last time", Text(clean(last)))
    for line in recent.refused:
        grid.add_row(CAUTION, Text(clean(line), style="yellow"))
    for finding, level in _cautions(advice, prescription):
        style = "yellow" if level is Level.WARNING else "bold red"
        asks_more = f"{MARKS[level]} " if level > Level.WARNING else ""
        grid.add_row(CAUTION, Text(clean(f"{asks_more}{finding.text}"), style=style))
    if chosen is not None and not is_at_most(chosen, advice.prescription) and advice.demands_for(chosen):
        grid.add_row(CAUTION, Text("Your set is more than advised.", style="yellow"))
    if course is not None and course.leads:
        grid.add_row("Programme", Text(clean(_programme_text(course, advice))))
    if not stopped:
        style = {Step.MORE: "bold green", Step.LESS: "bold yellow"}.get(advice.step, "bold")
        _add_advice(grid, advice, style, "dim")
        if recent.easier is not None and chosen is None:
            goes = "Enter offers it first." if advice.easier else f"{keymap.name('exercises.easier')} goes to its card."
            first = comes_before(exercise, exposures_of(recent.facts.sessions), recent.facts)
            style = "bold" if advice.easier or first else "dim"
            grid.add_row("Easier", Text(clean(f"{recent.easier.name}. {goes}"), style=style))
        note = load_note(prescription, recent.one_rm_kg, equipment, advice.wanted_kg)
        if note and (chosen is None or not cannot_be_loaded(prescription, equipment)):  # the form's field says that
            grid.add_row("Load", Text(clean(note)))
        off = unload_note(prescription, recent.one_rm_kg, equipment)
        if off:
            grid.add_row("Unload", Text(clean(off)))
    return grid


def rules_told(recent: RecentTraining, equipment: Equipment = NO_EQUIPMENT) -> Sequence[Rule]:
    """Return the rules that the table of the advised set is from: that of the advice, then in the order of its rows."""
    advice = recent.advice
    prescription = advice.prescription
    rules = [_rule_of(recent, advice), *(finding.rule for finding, _ in _cautions(advice, prescription))]
    if not advice.stopped:
        rules += [PLATES] if is_rounded(prescription, equipment, advice.wanted_kg) else []
        rules += [UNLOADING] if unload_note(prescription, recent.one_rm_kg, equipment) else []
    return rules


def _cautions(advice: Advice, prescription: Prescription) -> Iterator[tuple[Finding, Level]]:
    """Yield what stands against a set beside the advice itself, and is no question that comes first."""
    for finding, level in advice.demands_for(prescription):
        if finding.rule is not advice.rule and level is not Level.QUESTION:
            yield finding, level


def _rule_of(recent: RecentTraining, advice: Advice) -> Rule:
    """Return the rule behind the advice; a programme, whose name its own row has, is called that."""
    course, rule = recent.facts.course, advice.rule
    is_programme = course is not None and course.leads and rule.name == course.programme.name
    return replace(rule, name="programme") if is_programme else rule


def advice_grid() -> ProseTable:
    """Return the empty table of advice: what a row is about, and its text."""
    grid = ProseTable(padding=(0, 2, 0, 0))
    grid.add_column(width=9, style="dim")
    grid.add_column(ratio=1)
    return grid


def add_rule(grid: ProseTable, recent: RecentTraining, advice: Advice) -> None:
    """Add the rule behind the advice, with its mark."""
    add_rules(grid, [_rule_of(recent, advice)])


def add_rules(grid: ProseTable, rules: Sequence[Rule]) -> None:
    """Add one row of rules, each once, those of one mark together: ``recovery, soreness (partly published)``."""
    names: dict[Mark, dict[str, None]] = {}
    for rule in rules:
        names.setdefault(rule.mark, {})[rule.name] = None
    text = "; ".join(f"{', '.join(some)} ({mark})" for mark, some in names.items())
    grid.add_row("Rule" if sum(map(len, names.values())) == 1 else "Rules", Text(clean(text), style="dim"))


@dataclass(frozen=True, slots=True)
class GuidedTestNote:
    """What the card says of the guided test: ``rule`` is whose its numbers are, ``None`` where it has none."""

    text: str
    rule: Rule | None = None


def test_note(recent: RecentTraining, key: str) -> GuidedTestNote | None:
    """Return the eccentric 1RM and what follows from it, or that it may be tested now; ``None`` while it may not.

    Of the body alone it is the longest lowering.
    """
    facts, exercise = recent.facts, recent.base.exercise
    if has_lowering_test(exercise):
        return _lowering_note(recent, key)
    if not is_testable(exercise):
        return None
    result = result_that_counts(facts.eccentric_one_rms, exercise.tempo.eccentric, facts.now)
    if result is None:
        may_begin = facts.one_rm is not None and entry_to_test(exercise, facts, recent.advice).open
        return GuidedTestNote(f"Press {key} for the guided test of your eccentric 1RM.") if may_begin else None
    percents, reps, unit = USED_PERCENTS, USED_REPS, recent.unit
    low, high = (format_load(round_down(result.kg * percent / 100, facts.loads), unit) for percent in percents)
    tested = f"eccentric 1RM {format_load(result.kg, unit)} at {result.tempo}, {day_text(result.at.date())}"
    loads = f"{percents[0]}-{percents[1]} % of it, {low} to {high}, for {reps[0]} to {reps[1]} reps"
    return GuidedTestNote(f"{tested}: {loads}.", ECCENTRIC_LOADS)


def _lowering_note(recent: RecentTraining, key: str) -> GuidedTestNote | None:
    """Return the longest lowering, and that it may be tested now, where it may and the last test is weeks ago."""
    facts, exercise = recent.facts, recent.base.exercise
    results = facts.longest_lowerings
    newest = results[-1] if results else None
    known = "" if newest is None else f"longest lowering {tenths_text(newest.ms)}, {day_text(newest.at.date())}."
    is_new = newest is not None and facts.now - newest.at < timedelta(weeks=LEAST_WEEKS)
    if not is_new and entry_to_test(exercise, facts, recent.advice).open:
        again, first = f"Press {key} to test it again.", f"Press {key} for the test of your longest lowering."
        known = f"{known} {again}" if known else first
    return GuidedTestNote(known, LONGEST_LOWERING) if known else None


def _programme_text(course: Course, advice: Advice) -> str:
    """Return where the lifter is in a programme or, where its rule is the advice, how much of it is done."""
    programme = course.programme
    if advice.rule.name == programme.name:
        sides = sides_done_text(course)
        done = f"{len(course.done)} of {programme.session_count} done{sides and ', '}{sides}"
        return f"{programme.name} · {done}"
    return f"{programme.name}: {state_text(held_by(advice, course))}"


def _add_advice(grid: ProseTable, advice: Advice, style: str, why_style: str) -> None:
    """Add what to do and why."""
    grid.add_row("Next", Text(clean(advice.what), style=style))
    grid.add_row("", Text(clean(advice.why), style=why_style))


def steps_table(title: str, steps: Sequence[str], mark: str = "", lit: int | None = None) -> ProseTable | None:
    """Return a titled list whose lines hang behind their number or mark; ``None`` without steps.

    The step ``lit``, counted from 1, is the one that is done now.
    """
    if not steps:
        return None
    grid = ProseTable(padding=(0, 1))
    grid.add_column(justify="right", width=1, no_wrap=True)
    grid.add_column(ratio=1)
    grid.title = Text(clean(title), style="bold not italic")
    grid.title_justify = "left"
    for number, step in enumerate(steps, 1):
        if number == lit:
            grid.add_row(Text("►", style="bold"), Text(clean(step), style="bold"))
        else:
            grid.add_row(Text(mark or str(number), style="dim"), Text(clean(step)))
    return grid


def _meta_text(exercise: Exercise, spotters: int) -> str:
    parts = [exercise.family.label, ", ".join(exercise.muscles)]
    if spotters:
        parts.append(counted(spotters, "spotter"))
    elif exercise.family.loaded:
        parts.append("no spotter needed")
    if exercise.spotters.also:
        parts.append(exercise.spotters.also)
    if exercise.own:
        parts.append("your own")
    return " · ".join(part for part in parts if part)


def _load_fact(advice: Advice, one_rm_kg: float | None, unit: Unit) -> tuple[str, str]:
    """Return the advised load and its label: a percentage of the 1RM, known or not, or added to the body.

    The label has the last word of a "two-limb max": beside the other facts it is seen whole in the narrowest card.
    """
    prescription, rule = advice.prescription, advice.prescription.exercise.load
    if rule is None:
        what = "added" if prescription.load_kg > 0 else "help"
        return (
            (short_load_text(prescription.load_kg, unit, bodyweight=True), what)
            if prescription.load_kg
            else ("body", "weight")
        )
    what = clean(rule.of).rpartition(" ")[2]
    if prescription.load_kg:
        share = "load" if one_rm_kg is None else f"{percent_of(prescription.load_kg, one_rm_kg)} % of {what}"
        return format_load(prescription.load_kg, prescription.load_unit or unit), share
    if advice.step in (Step.LESS, Step.REST, Step.REFUSED):  # less than usual: how much, the 1RM would tell
        return "light", "load"
    percent = stage_percents(prescription.exercise)[0] if advice.step is Step.RAMP_IN else rule.percent
    return f"{percent:.0f} %", f"of {what}"


def _fact_text(value: str, label: str) -> Content:
    return Content.assemble((clean(value), "bold $text-accent"), "\n", (label, "$foreground-muted"))


def _labelled_text(label: str, text: str) -> Content | None:
    return Content.assemble((f"{label}  ", "bold"), (clean(text), "$foreground-muted")) if text else None


def _column_widths(phases: Sequence[PhaseWords], width: int) -> list[int]:
    """Return how many columns each phase gets: in proportion to its time; together they fill the width."""
    lower_ms = next((phase.ms for phase in phases if phase.phase is Phase.LOWER and phase.ms), _WAIT_MS)
    times = [min(_WAIT_MS if phase.ms is None else phase.ms, MAX_LIFT_RATIO * lower_ms) for phase in phases]
    ends = [sum(times[: index + 1]) * width // max(1, sum(times)) for index in range(len(times))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]
