"""What others wrote: texts with markup and escapes, any text for the parsers, hostile databases: 14, 15 and 17."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import html
import io
import json
import os
import random
import re
import shutil
import sqlite3
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from negcoach import cli
from negcoach.app import NegcoachApp
from negcoach.commands.support.days import parse_day
from negcoach.config.library import shipped_exercises
from negcoach.config.settings.settings import SETTINGS
from negcoach.errors import NegcoachError
from negcoach.screens.shared.form.field_values import parse_lowerings, parse_minutes, parse_start, parse_when
from negcoach.screens.shared.history.history_view import View
from negcoach.services import Services
from negcoach.store.database.stamps import new_id, stamp
from negcoach.store.database.totals import update_totals
from negcoach.store.queries.sessions.filtering import parse_filter
from negcoach.texts import clean
from negcoach.training.effort import parse_effort
from negcoach.training.equipment.equipment_text import parse_implement, parse_plates, parse_weight
from negcoach.training.exercise.catalogue import exercises_from
from negcoach.training.exercise.prescription import PARSERS as PRESCRIPTION
from negcoach.training.plan.plan_table import plans_from
from negcoach.training.plan.programme import parse_item
from negcoach.training.plan.programme_table import programmes_from
from negcoach.training.progress.pain import parse_pain
from negcoach.training.units import parse_added_load, parse_load
from negcoach.transfer.apps.dates import parse_wall_time
from negcoach.transfer.native.stored_rows import wrong_values
from negcoach.transfer.plan_message import plan_of_message
from tests.faults.full.screens import services_of_their_own
from tests.faults.test_wrong_values import cases, fill, put
from tests.faults.walk import keep_history
from tests.screens.conftest import rows_of, settle, started
from tests.services import NOW
from tests.store.database.test_own_schema import ACTING, STANDING, spoil

SEED = 20261129

PARSERS_OF_TEXT: dict[str, Callable[[str], object]] = {
    **{f"prescription: {name}": parse for name, parse in PRESCRIPTION.items()},
    **{f"setting: {one.key}": one.read for one in SETTINGS},
    "load": parse_load,
    "added load": parse_added_load,
    "effort": parse_effort,
    "pain": parse_pain,
    "weight": parse_weight,
    "plates": parse_plates,
    "implement": parse_implement,
    "item of a programme": parse_item,
    "lowering times": parse_lowerings,
    "when": lambda text: parse_when(text, NOW),
    "start": lambda text: parse_start(text, NOW, NOW),
    "minutes": parse_minutes,
    "filter": lambda text: parse_filter(text, NOW.date()),
    "day": parse_day,
    "date of a file": parse_wall_time,
    "plan in a message": lambda text: plan_of_message(text, _LIBRARY),
    "exercises.toml": lambda text: exercises_from(tomllib.loads(text), own=True),
    "plans.toml": lambda text: plans_from(tomllib.loads(text)),
    "programmes.toml": lambda text: programmes_from(tomllib.loads(text), own=True),
}
"""Every parser of text that a person or a file gives."""

LONGEST_MS = 50
"""How long a parser may take."""

_LIBRARY = {exercise.slug: exercise for exercise in shipped_exercises()}

_TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789-+.,:;/x×%@#kglbrs ()[]{}\"'=\n\t٣²½–", max_size=60),
    st.text(alphabet=st.characters(categories=("Nd", "Nl", "No", "Cf", "Zs")), max_size=20),
    st.builds(lambda text, times: text * times, st.sampled_from('9 -:.,(a\n["x'), st.integers(1, 20_000)),
)


def parsers(share: float) -> tuple[bool, str]:
    """Give each parser 100,000 texts; it must read them or say why not in one line, in 50 ms."""
    each, faults, slowest = max(50, round(100_000 * share)), list[str](), (0.0, "")
    for name, parse in PARSERS_OF_TEXT.items():
        failed, slow = _tried(name, parse, each)
        faults += failed[:2]
        slowest = max(slowest, slow)
    figure = f"{len(PARSERS_OF_TEXT)} parsers, {each:,} texts each: {len(faults)} faults"
    return not faults and slowest[0] <= LONGEST_MS, "; ".join(
        [figure, f"{slowest[0]:.0f} ms at most ({slowest[1]})", *faults]
    )


def _tried(name: str, parse: Callable[[str], object], times: int) -> tuple[list[str], tuple[float, str]]:
    """Give a parser so many texts; return what was wrong, and the longest that it took (ms) with its text."""
    failed, slowest = list[str](), (0.0, "")

    @settings(max_examples=times, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @seed(SEED)
    @given(_TEXTS)
    def read(text: str) -> None:
        nonlocal slowest
        began_s = time.thread_time()
        try:
            parse(text)
        except tomllib.TOMLDecodeError:
            pass
        except NegcoachError as error:
            if "\n" in str(error):
                failed.append(f"{name} says {str(error)!r}")
        except Exception as error:  # noqa: BLE001  # whatever it is, it is no line that helps
            failed.append(f"{name} fails with {type(error).__name__} on {text[:60]!r}")
        took_ms = (time.thread_time() - began_s) * 1000
        slowest = max(slowest, (took_ms, f"{name}, {text[:20]!r}, {len(text):,} long"))

    with contextlib.suppress(NegcoachError, tomllib.TOMLDecodeError):
        parse("3 May 2026")  # the first word in a date loads the names of the months
    read()
    return failed, slowest


def hostile_databases(share: float) -> tuple[bool, str]:
    """Merge and restore databases that something else changed; one line must say what it is, and nothing be changed."""
    chance, faults, tried = random.Random(SEED), list[str](), 0
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name:
        folder = Path(name)
        sound, ours = fill(folder / "sound"), fill(folder / "ours")
        hostile: list[tuple[str, Callable[[Path], bool]]] = [
            *((what, partial(_spoilt, statement)) for what, statement in {**ACTING, **STANDING, **_ODD}.items()),
            *((f"{table}.{column} = {value!r:.20}", partial(put, table=table, column=column, value=value))
              for table, column, value in cases()),
        ]  # fmt: skip
        chance.shuffle(hostile)
        for what, spoils in hostile[: max(20, round(len(hostile) * share))]:
            other = Path(shutil.copy(sound, folder / "other.db"))
            try:
                if not spoils(other):
                    continue
            except sqlite3.Error:
                continue
            theirs = other.read_bytes()
            for command in ("merge", "restore"):
                tried += 1
                before, backups = ours.read_bytes(), set((folder / "ours").rglob("*.db"))
                status, said = _commanded(command, str(other), "--yes"[: 5 * (command == "restore")], folder)
                refused = status == 2 and said.count("\n") == 1 and ours.read_bytes() == before
                if not refused and status != 0:
                    faults.append(f"{command} of {what}: status {status}, {said[:200]!r}")
                elif status == 0 and (next(wrong_values(ours), None) is not None and command == "merge"):
                    faults.append(f"{command} of {what}: a wrong value came in")
                if other.read_bytes() != theirs:
                    faults.append(f"{command} of {what}: the other file was changed")
                if status == 0:
                    ours.write_bytes(before)
                for made in set((folder / "ours").rglob("*.db")) - backups:
                    made.unlink()
    return not faults, "; ".join([f"{tried} merges and restores: {len(faults)} faults", *faults[:10]])


_ODD = {
    "a collation": "CREATE TABLE more (x TEXT COLLATE NOCASE)",
    "a generated column": "ALTER TABLE sessions ADD COLUMN more AS (started_ms) VIRTUAL",
    "a shorter table": "ALTER TABLE sets DROP COLUMN note",
    "a renamed table": "ALTER TABLE soreness RENAME TO pain",
    "a virtual table": "CREATE VIRTUAL TABLE more USING fts5(x)",
    "a huge note": "UPDATE sessions SET note = hex(zeroblob(30000000))",
    "a newer version": "PRAGMA user_version = 99",
    "no version": "PRAGMA user_version = 0",
    "another program's": "PRAGMA application_id = 1",
}


def _spoilt(statement: str, path: Path) -> bool:
    spoil(path, statement)
    return True


def _commanded(command: str, *arguments: str | Path) -> tuple[int, str]:
    """Run a command on the database in ``ours``; return its status and what it wrote as errors."""
    *given_ones, folder = arguments
    said = io.StringIO()
    options = ["--data-dir", f"{folder}/ours", "--config", f"{folder}/config.toml"]
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        status = cli.main([command, *(str(one) for one in given_ones if one), *options])
    return status, said.getvalue()


_PARTS = (
    *("[red]", "[/]", "[@click=app.quit]x[/]", "[bold", "]", "\\[", "[link=file:///etc/passwd]", "$x", "{x}", "%s"),
    *("\x1b[31m", "\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\x07", "\r", "\n", "\t", "\x00", "\x7f", "\x85"),
    *("=1+1", "@SUM(A1)", "+x", "-x", "<script>alert(1)</script>", "&lt;", "|", "`", "*", "_", "#", '"', "'", ";", ","),
    *("\u202e", "\u200b", "\u2028", "\ufeff", "e\u0301", "日本語", "🏋️‍♀️", "\U000e0001", "ﷺ", "İ"),
)
"""What something could take for markup, a sequence, a formula or another direction."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def markup(share: float) -> tuple[bool, str]:
    """Keep 10,000 texts of markup and escapes; each view and command must show them as they are, and act on none."""
    number, chance = max(50, round(10_000 * share)), random.Random(SEED)
    seen, faults = Counter[str](), list[str]()
    for begin in range(0, number, 50):
        texts = [_marked(chance.choices(_PARTS, k=chance.randint(1, 4)), begin + at) for at in range(50)]
        with services_of_their_own() as (services, clock):
            _keep(services, texts)
            shown = asyncio.run(_screens(services))
            for command in _COMMANDS:
                shown[" ".join(command)] = _plain(command, services, clock.now())
        for where, what in shown.items():
            faults += [f"{where} has {row.strip()!r}" for row in what.rows if _CONTROL.search(row)]
            found, wrong = _held_against(texts, what)
            seen[where] += found
            faults += [f"{where} shows {one}" for one in wrong]
        faults += [f"{where} shows none of them" for where in _TELLING if not seen[where]]
    figure = f"{number:,} texts, {seen.total():,} times on {len(shown)} screens and in files: {len(faults)} faults"
    return not faults, "; ".join([figure, *faults[:8]])


@dataclass(frozen=True)
class _Shown:
    """What a screen or a command shows: its rows as they are, and the texts in it without what marks or quotes them."""

    rows: Sequence[str]
    texts: Sequence[str]


def _marked(parts: Sequence[str], number: int) -> str:
    """Return a text of such parts with a number after the first one, by which it is found again."""
    return f"{parts[0]}q{number}q{''.join(parts[1:])} {number}"


_MARK = re.compile(r"q(\d+)q")


def _held_against(texts: Sequence[str], shown: _Shown) -> tuple[int, list[str]]:
    """Find the texts in what is shown; return how often they are there, and where one is neither whole nor cut by "…".

    White space does not count. A note of several lines stands in as many rows, with a bar before each.
    """
    rows = _squeezed("".join(shown.rows)).replace("▌", "")
    wanted = {found[1]: _readings(text) for text in texts if (found := _MARK.search(text))}
    seen, wrong = 0, list[str]()
    for text in map(_squeezed, shown.texts):
        for found in _MARK.finditer(text):
            readings = wanted.get(found[1], [])
            seen += bool(readings)
            if readings and not any(_is_verbatim(text, found, whole) or whole in rows for whole in readings):
                wrong.append(f"{text[max(0, found.start() - 20) : found.end() + 80]!r}, not {readings[0]!r}")
    return seen, wrong


def _readings(text: str) -> list[str]:
    """Return how a text may stand: on one line, and with its lines divided by a stroke, as in the report."""
    lines = clean(text, lines=True).splitlines()
    return [_squeezed(clean(text)), _squeezed("/".join(line for line in lines if line.strip()))]


def _is_verbatim(text: str, mark: re.Match[str], whole: str) -> bool:
    """Whether a text stands around its mark, whole or up to an ellipsis, which is three dots without Unicode."""
    before, _, after = whole.partition(mark[0])
    behind = text[mark.end() :]
    same = len(os.path.commonprefix([after, behind]))  # noqa: RUF071  # of texts
    is_whole = same == len(after) or behind[same:].startswith(("…", "..."))
    return is_whole and text[: mark.start()].endswith(before)


def _squeezed(text: str) -> str:
    return "".join(text.split())


_COMMANDS: tuple[tuple[str, ...], ...] = (
    ("history",),
    ("history", "--json"),
    ("export", "--format", "json"),
    ("export", "--format", "csv"),
    ("export", "--format", "strong"),
    ("export", "--format", "ical"),
    ("report", "-o", "report.md"),
    ("report", "-o", "report.html"),
    ("doctor",),
)

_TELLING = (
    View.SESSIONS.value,
    "a session, enter",
    View.EXERCISE.value,
    *(" ".join(command) for command in _COMMANDS[:-1]),
)
"""Where some of the texts must be seen; the rest shows that what holds them changes nothing there."""


def _keep(services: Services, texts: Sequence[str]) -> None:
    """Keep the texts as the notes, titles and exercises of sessions: as an import, and as typed."""
    keep_history(services)
    with services.database.write() as connection:
        rows = connection.execute("SELECT id FROM sessions").fetchall()
        names = [text.replace("\n", " ") for text in texts]  # a line break parts the names of a session
        for (row_id,), text, name, other in zip(rows, texts, names, texts[::-1], strict=False):
            connection.execute("UPDATE sessions SET note = ?, title = ? WHERE id = ?", (text, other, row_id))
            connection.execute(
                "UPDATE sets SET note = ?, exercise_name = ? WHERE session_id = ?", (other, name, row_id)
            )
        for at, (text, name) in enumerate(zip(texts, names, strict=True)):
            when, ms = stamp(services.now() - timedelta(days=at))
            connection.execute(
                "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, set_number, kind, load_kg, "
                "reps, note, started_at, started_ms, changed_ms) VALUES (?, ?, ?, ?, ?, 'normal', 60, 5, ?, ?, ?, 1)",
                (new_id(services.now()), rows[0][0], f"own-{at}", name, at + 1, text, when, ms),
            )
        update_totals(connection, *(str(row[0]) for row in rows))


async def _screens(services: Services) -> dict[str, _Shown]:
    """Show the home screen, every view, and the session with the most texts; return what they show."""
    shown = dict[str, _Shown]()
    app = NegcoachApp(services)

    def look(where: str) -> None:
        rows = rows_of(app)
        shown[where] = _Shown(rows, rows)

    async with app.run_test(size=(150, 50)) as pilot:
        await started(pilot)
        look("home")
        for view in View:
            app.action_history(view.name)
            await settle(pilot)
            look(view.value)
            if view is View.SESSIONS:
                for key in ("end", "enter", "end"):
                    await pilot.press(key)
                    await settle(pilot)
                    look(f"a session, {key}")
                await pilot.press("escape")
                await settle(pilot)
        assert app.is_running and not app._exit, "a text ended the app"
    return shown


def _plain(command: Sequence[str], services: Services, now: datetime) -> _Shown:
    """Run a command; return what it writes, and the texts in that as whoever reads the file gets them."""
    said, wrong, folder = io.StringIO(newline=""), io.StringIO(), services.database.path.parent
    options = ["--data-dir", str(folder), "--config", str(services.config_path), "--engine", "silent"]
    if "report" in command:  # up to the real today, which is later than the clock's
        options += ["--weeks", str((datetime.now(now.tzinfo) - now).days // 7 + 10)]
    with contextlib.chdir(folder), contextlib.redirect_stdout(said), contextlib.redirect_stderr(wrong):
        status = cli.main([*command, *options])
    assert status in (0, 1), f"{command}: status {status}, {wrong.getvalue()[:200]!r}"
    text = (folder / command[-1]).read_text("utf-8") if "report" in command else said.getvalue()
    return _Shown(text.replace("\r\n", "\n").split("\n"), list(_READ.get(command[-1], _rows)(text)))


def _rows(text: str) -> Iterator[str]:
    yield from text.splitlines()


def _json_texts(text: str) -> Iterator[str]:
    left = [json.loads(text)]
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            left += value.values()
        elif isinstance(value, list):
            left += value


def _cells(text: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(text, newline="")):
        yield from row


def _calendar_texts(text: str) -> Iterator[str]:
    for line in text.replace("\r\n ", "").splitlines():
        yield re.sub(r"\\([\\;,])", r"\1", line.replace("\\n", "\n"))


def _page_texts(text: str) -> Iterator[str]:
    yield html.unescape(re.sub(r"<[^>]*>", "", text))


def _markdown_texts(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", line))


_READ: dict[str, Callable[[str], Iterator[str]]] = {
    "--json": _json_texts,
    "json": _json_texts,
    "csv": _cells,
    "strong": _cells,
    "ical": _calendar_texts,
    "report.html": _page_texts,
    "report.md": _markdown_texts,
}
"""How a file of each format is read, by the last word of the command."""
