"""Values as people read them: loads, shares, durations, days and dates, in English everywhere.

Screens, commands, the report and the names of edits share these functions. What the rules in ``training`` write too is
elsewhere: a load alone in ``negcoach.training.units``, "3 reps", "3 days ago" and "18:05" in ``negcoach.texts``. Where
two places write the same value in different ways, each way has its own function; a ``cell`` is the short form in a
column of a table.
"""

from __future__ import annotations

from negcoach.texts import counted, days_since

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, timedelta

    from negcoach.training.exercise.way import Way
    from negcoach.training.plan.course import Course
    from negcoach.training.plan.plan import PlanItem
    from negcoach.training.units import Unit

NO_VALUE = "–"

"""The placeholder for no value."""

BY_THE_CLOCK, CLOCK, CLOCK_SIGN = "by the clock", "clock", "○"
"""How a lowering went that nobody measured, in a narrow column, and as a sign: in its prescribed time, neither kept nor
lost."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def load_text(load_kg: float, unit: Unit, *, bodyweight: bool) -> str:
    """Return ``105 kg``; for the body ``bodyweight``, ``bodyweight + 5 kg`` or ``bodyweight, 20 kg of help``."""
    if not bodyweight:
        return _load(load_kg, unit)
    if load_kg < 0:
        return f"bodyweight, {help_text(load_kg, unit)}"
    return f"bodyweight + {_load(load_kg, unit)}" if load_kg else "bodyweight"


def way_done_text(way: Way, load_kg: float, before_kg: float | None, unit: Unit) -> str:
    """Return the way that a set was done, ``cluster 2, 25 s`` or ``drop 10 %: 100 → 90 kg``, "" for straight.

    ``before_kg`` is the load of the set before it, ``None`` where that is not known. What was to be a drop is none
    where it had no less load: the equipment can have nothing lighter.
    """
    from negcoach.training.exercise.way import STRAIGHT, WayKind  # most texts need none of it
    from negcoach.training.units import format_drop

    if way.kind is WayKind.DROP and before_kg is not None:
        return f"{way}: {format_drop(before_kg, load_kg, unit)}" if load_kg < before_kg else ""
    return "" if way == STRAIGHT else str(way)


def help_text(load_kg: float, unit: Unit) -> str:
    """Return ``20 kg of help`` for a load of -20 kg."""
    return f"{_load(-load_kg, unit)} of help"


def short_load_text(load_kg: float, unit: Unit, *, bodyweight: bool) -> str:
    """Return ``105 kg``; for a bodyweight exercise ``bodyweight``, ``+5 kg`` or ``-20 kg``, which is help."""
    if not bodyweight or load_kg < 0:
        return _load(load_kg, unit)
    return f"+{_load(load_kg, unit)}" if load_kg else "bodyweight"


def load_cell(load_kg: float | None, unit: Unit) -> str:
    """Return ``105 kg``, ``-20 kg`` for help, ``body`` for a load of 0, a dash for none."""
    if load_kg is None:
        return NO_VALUE
    return _load(load_kg, unit) if load_kg else "body"


def load_range_text(loads_kg: Sequence[float], unit: Unit, *, bodyweight: bool) -> str:
    """Return ``95 – 107.5 kg``, or one load if all are equal."""
    low, high = min(loads_kg), max(loads_kg)
    if low == high:
        return load_text(low, unit, bodyweight=bodyweight)
    if low == 0 and bodyweight:
        return f"bodyweight, up to + {_load(high, unit)}"
    if low < 0:
        most = help_text(low, unit)
        if high > 0:
            return f"bodyweight, from {most} to + {_load(high, unit)}"
        return f"bodyweight, {f'{_load(-high, unit)} to' if high else 'up to'} {most}"
    span = f"{_load(low, unit).removesuffix(f' {unit}')} – {_load(high, unit)}"
    return f"bodyweight + {span}" if bodyweight else span


def plan_item_text(item: PlanItem, *, bodyweight: bool) -> str:
    """Return what an exercise of a plan fixes, ``3 sets of 5 · 100 kg``, or ``as advised``."""
    reps = "" if item.reps is None else "to fatigue" if isinstance(item.reps, str) else f"of {item.reps}"
    sets = "" if item.sets is None and not reps else "sets" if item.sets is None else counted(item.sets, "set")
    fixed = [
        f"{sets} {reps}".strip(),
        "" if item.tempo is None else str(item.tempo),
        "" if item.load is None else load_text(item.load.kg, item.load.unit, bodyweight=bodyweight),
        "" if item.rest_ms is None else f"rest {clock_text(item.rest_ms)}",
        "" if item.way is None else str(item.way),
    ]
    return " · ".join(filter(None, fixed)) or "as advised"


def course_text(course: Course, between: str = ", ") -> str:
    """Return ``Week 3 of 8, session 2 of 2, Thursday at the earliest``, or how a programme ended."""
    from negcoach.training.plan.course import State, due_in_words, sessions_in_words  # most texts need none of it

    if course.state is State.STOPPED and course.record.stopped_at is not None:
        return f"Stopped on {day_text(course.record.stopped_at.date())}"
    if course.state is State.FINISHED or course.slot is None:
        return f"Finished{f' on {day_text(course.last.at.date())}' if course.last else ''}"
    session = sessions_in_words(course.slot, course.programme)
    when = "paused" if course.state is State.PAUSED else due_in_words(course)
    return f"{session[0].upper()}{session[1:]}{between}{when}"


def sides_done_text(course: Course) -> str:
    """Return on which sides a programme's sessions were done, ``left 131, right 118`` or ``right side``.

    "" where both have as many, where there are no sides and where nothing is done.
    """
    done = course.done_on
    if len(done) < 2:
        return "".join(f"{side.value} side" for side in done)
    return ", ".join(f"{side.value} {count}" for side, count in done.items()) if len(set(done.values())) > 1 else ""


def percent_text(share: float | None) -> str:
    """Return ``97 %`` for 0.97, a dash for none."""
    return NO_VALUE if share is None else f"{whole_percent(share)} %"


def whole_percent(share: float) -> int:
    """Return 97 for 0.97; what is less than the 90 % by which a tempo is kept is not rounded up to it."""
    from negcoach.training.progress.adherence import KEPT_PERCENT, is_kept  # many commands write no share

    percent = round(share * 100)
    return percent - 1 if percent == KEPT_PERCENT and not is_kept(share) else percent


def target_time_text(adherence: float | None, held_ms: Sequence[int] = ()) -> str:
    """Return ``97 % of target time``: how long the measured lowerings took, of their prescribed time.

    Where none was measured (``None``) they went ``by the clock``, but for those whose tempo does not count: how long
    these were held on the average (of ``held_ms``) is ``held 3.1 s``.
    """
    if adherence is None and held_ms:
        return f"held {tenths_text(sum(held_ms) / len(held_ms))}"
    return BY_THE_CLOCK if adherence is None else f"{percent_text(adherence)} of target time"


def target_share_text(adherence: float | None, reps: int, *, held: bool = False, narrow: bool = False) -> str:
    """Return ``97 %``, or ``by the clock`` (``narrow``: ``clock``) where none of the reps was measured.

    Where the tempo of those that were does not count it is ``held``. Without a rep it is a dash.
    """
    if adherence is None and held:
        return "held"
    if adherence is None and reps:
        return CLOCK if narrow else BY_THE_CLOCK
    return percent_text(adherence)


def rpe_text(rpe: float | None) -> str:
    """Return ``8`` or ``8.5``, a dash for none."""
    return NO_VALUE if rpe is None else f"{rpe:g}"


def reps_of_sets_text(reps: Sequence[int], longest: int = 22) -> str:
    """Return ``3 × 4`` for three sets of four reps, ``5 sets · 4, 2, 4, 4, 3`` where they differ, a dash for none.

    What is longer than ``longest`` is ``5 sets · 17 reps``, or ``17 reps``.
    """
    if not reps:
        return NO_VALUE
    if len(set(reps)) == 1:
        return f"{len(reps)} × {reps[0]}"
    sets, in_all = counted(len(reps), "set"), counted(sum(reps), "rep", commas=False)
    forms = (f"{sets} · {', '.join(map(str, reps))}", f"{sets} · {in_all}")
    return next((form for form in forms if len(form) <= longest), in_all)


def clock_text(ms: int) -> str:
    """Return ``3:00`` or ``90:00``: elapsed whole minutes and seconds, as a rest is typed."""
    return _minutes_and_seconds(ms // 1000)


def countdown_text(left_ms: int) -> str:
    """Return ``3:00`` until a second has passed, ``0:00`` only when nothing is left."""
    return _minutes_and_seconds(-(-max(0, left_ms) // 1000))


def stopwatch_text(ms: int) -> str:
    """Return ``03:12`` or ``1:03:12``: minutes in two digits, and elapsed whole seconds of a clock that runs."""
    seconds = max(0, ms) // 1000
    return _hours(seconds) if seconds >= 3600 else f"{seconds // 60:02}:{seconds % 60:02}"


def time_text(ms: float) -> str:
    """Return ``27:40`` or ``1:27:40`` to the nearest second: how long something took that is over.

    The lowering times of several sets are added up to it; those of a set are ``tenths_text``, as each rep's are.
    """
    seconds = nearest_second(ms)
    return _hours(seconds) if seconds >= 3600 else _minutes_and_seconds(seconds)


def nearest_second(ms: float) -> int:
    """Return the number of seconds, half a second rounded up."""
    return int((ms + 500) // 1000)


def seconds_text(ms: float) -> str:
    """Return ``5 s`` or ``4.85 s``: seconds to the millisecond, without trailing zeros."""
    return f"{ms / 1000:g} s"


def tenths_text(ms: float) -> str:
    """Return ``5.0 s`` or ``4.9 s``: always with a tenth."""
    return f"{ms / 1000:.1f} s"


def held_text(seconds: float) -> str:
    """Return ``3.8 s down to the hands``: how long the reps of a Nordic were held, before their tempo counts."""
    return f"{seconds:.1f} s down to the hands"


def lowering_text(ms: int, target_ms: int = 0) -> str:
    """Return ``4.9 s``: how long a lowering took; ``target_ms`` is its prescribed time, 0 for as long as it can be.

    What is less than the share of it that keeps the tempo, or else than what a drop is told by, is not rounded up to
    it: nothing reads "3.0 s, and under 3 s it is a drop".
    """
    from negcoach.training.exercise.limits import SHORTEST_S  # many commands write no lowering
    from negcoach.training.progress.adherence import KEPT_PERCENT

    least_ms = target_ms * KEPT_PERCENT / 100 if target_ms else SHORTEST_S * 1000
    return tenths_text(ms // 100 * 100 if ms < least_ms <= round(ms, -2) else ms)


def short_tenths_text(ms: int) -> str:
    """Return ``5 s`` or ``4.9 s``: with a tenth unless it is 0; half a tenth is rounded up."""
    tenths = (ms + 50) // 100
    return f"{tenths // 10}.{tenths % 10} s" if tenths % 10 else f"{tenths // 10} s"


def whole_minutes(ms: float) -> int:
    """Return the number of minutes, rounded, at least 1."""
    return max(1, round(ms / 60_000))


def minutes_text(length: timedelta) -> str:
    """Return ``62 min``: how long a session was, in ``whole_minutes``."""
    return f"{whole_minutes(length.total_seconds() * 1000)} min"


def left_text(ms: float) -> str:
    """Return ``12 s left`` or ``3 min left``: how long something will still take, rounded up."""
    seconds = int(-(-max(0.0, ms) // 1000))
    return f"{seconds} s left" if seconds <= 60 else f"{-(-seconds // 60)} min left"


def size_text(size_bytes: int) -> str:
    """Return the size of a file: "950 B", "12 kB", "1.5 MB"."""
    if size_bytes < 1_000_000:
        return f"{size_bytes} B" if size_bytes < 1000 else f"{size_bytes / 1000:.0f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def days_ago_cell(days: int, *, years: bool = False) -> str:
    """Return ``today`` or ``3 d``, with ``years`` ``2 y`` from a year on."""
    if days < 1:
        return "today"
    return f"{days // 365} y" if years and days >= 365 else f"{days} d"


def time_ago_text(at: datetime, now: datetime) -> str:
    """Return ``just now``, ``5 min ago``, ``2 h ago``, ``3 d ago`` or, from a hundred days on, ``Mar 2026``."""
    minutes = int((now - at).total_seconds() // 60)
    days = days_since(at, now)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    if days < 1:
        return f"{minutes // 60} h ago"
    return f"{days} d ago" if days < 100 else month_text(at)


def day_text(day: date, *, year: bool = True) -> str:
    """Return ``2 Nov 2026`` or ``2 Nov``."""
    return f"{day.day} {month_text(day) if year else short_month_text(day)}"


def recent_day_text(day: date, now: date) -> str:
    """Return ``2 Nov``, with the year unless it is this year."""
    return day_text(day, year=day.year != now.year)


def padded_day_text(day: date, *, year: bool = True) -> str:
    """Return ``02 Nov 2026`` or ``02 Nov``: of the same width for every day."""
    return f"{day.day:02} {month_text(day) if year else short_month_text(day)}"


def long_day_text(day: date, *, weekday: bool = True, year: bool = True) -> str:
    """Return ``Monday 2 November 2026``, without the weekday or the year if so asked."""
    name = f"{weekday_text(day)} " if weekday else ""
    return f"{name}{day.day} {_MONTHS[day.month - 1]}{f' {day.year}' if year else ''}"


def weekday_text(day: date) -> str:
    """Return ``Monday``."""
    from negcoach.training.terms import WEEKDAYS

    return WEEKDAYS[day.weekday()]


def short_weekday_text(day: date) -> str:
    """Return ``Mon``."""
    return weekday_text(day)[:3]


def day_cell(day: date) -> str:
    """Return ``Mon 02``: of the same width for every day."""
    return f"{short_weekday_text(day)} {day.day:02}"


def month_text(day: date) -> str:
    """Return ``Nov 2026``."""
    return f"{short_month_text(day)} {day.year}"


def short_month_text(day: date) -> str:
    """Return ``Nov``."""
    return _MONTHS[day.month - 1][:3]


def long_month_text(day: date) -> str:
    """Return ``November 2026``."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _minutes_and_seconds(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def _hours(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _load(load_kg: float, unit: Unit) -> str:
    from negcoach.training.units import format_load  # it loads typing, and most commands write no load

    return format_load(load_kg, unit)
