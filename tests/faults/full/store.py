"""The database under death, damage and company: promises 1, 3, 5, 6 and 21 at length."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.backups import backup, latest_backup
from negcoach.store.database.database import open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.own_schema import schema_fault
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.database.tables import TABLES
from negcoach.store.restore.checkup import check, fault_while_open
from negcoach.store.restore.restore import prepared_restore
from negcoach.transfer.native.left_out import leave_out_unreadable
from tests.bench.years import make
from tests.faults.test_flipped_bits import entered, flips
from tests.scene.test_loss import kill_at
from tests.store.database.test_durability import acknowledged_in, start_worker, stored, write_until_killed
from tests.store.samples import NOW

SEED = 20261129

PAGE = 4096
"""The bytes of a page of SQLite's files."""


def flipped_bits(share: float) -> tuple[bool, str]:
    """Flip one bit of a database, 2,000 times."""
    with tempfile.TemporaryDirectory() as folder:
        found = flips(Path(folder), round(2_000 * share), SEED)
    noticed = f"{found['file']} noticed in the file, {found['row']} in a row by its checksum or value"
    return not found["silent"], f"{found['silent']} silent; {noticed}; {found['harmless']} changed nothing"


def killed_storage(share: float) -> tuple[bool, str]:
    """Kill a process that keeps one rep after another, 2,000 times; each rep that it acknowledged must be there."""
    kills, lost, more, reps = max(5, round(2_000 * share)), 0, 0, 0
    chance = random.Random(SEED)
    for begin in range(0, kills, 50):
        with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name:
            folder, acknowledged = Path(name), set[tuple[str, int]]()
            open_database(folder, now=NOW).close()
            times = min(50, kills - begin)
            for _ in range(times):
                acknowledged |= write_until_killed(folder, chance)
            kept = stored(folder)
            lost += len(acknowledged - kept)
            more += max(0, len(kept - acknowledged) - times)  # each death can cut one acknowledgement off
            reps += len(acknowledged)
            lost += check(folder, NOW).integrity != "ok"
    return not lost and not more, f"{kills:,} kills, {reps:,} acknowledged reps: {lost} lost, {more} too many"


def killed_live(share: float) -> tuple[bool, str]:
    """Kill the program in a terminal, 200 times; each rep that the screen showed as done must be there.

    The next start must offer each session that has one, which ``kill_at`` waits for.
    """
    kills = max(2, round(200 * share))
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name, ThreadPoolExecutor(3) as pool:
        folders = [Path(name) / str(number) for number in range(kills)]
        for folder in folders:
            folder.mkdir()
        found = list(pool.map(kill_at, folders, [chance.uniform(0.2, 12.0) for _ in range(kills)]))
    lost = sum(max(0, seen - kept) for seen, kept in found)
    seen = sum(seen for seen, _ in found)
    return not lost, f"{kills} kills, {seen} reps seen: {lost} lost, each session offered again"


def mutants(share: float) -> tuple[bool, str]:
    """Damage a database that has a backup, in seven ways, 2,000 times, and start the program as often as is said."""
    number, chance, found = max(7, round(2_000 * share)), random.Random(SEED), Counter[str]()
    wrong = list[str]()
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name:
        origin = Path(name) / "origin"
        path = make(origin, sessions=12)
        backup(origin, now=NOW)
        whole, before = path.read_bytes(), entered(path)
        for at in range(number):
            how, damage = list(DAMAGES.items())[at % len(DAMAGES)]
            mutant = damage(whole, chance)
            try:
                outcome = _outcome(origin, Path(name) / "mutant", mutant, before)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is a crash
                outcome = f"crash of {type(error).__name__}"
            found[outcome] += 1
            if outcome not in ("restored", "named", "harmless"):
                wrong.append(f"{outcome} ({how}, mutant {at})")
    silent, lost = found["silent"], found["original lost"]
    crashes = sum(count for outcome, count in found.items() if outcome.startswith("crash"))
    figure = (
        f"{number:,} mutants: {crashes} crashes, {silent} silent wrong rows, {lost} originals lost; "
        f"{found['restored']} restored, {found['named']} named, {found['harmless']} harmless"
    )
    return not wrong, " ".join([figure, *wrong[:10]])


def _flip(whole: bytes, chance: random.Random) -> bytes:
    content = bytearray(whole)
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def _overwrite(whole: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(whole) // PAGE) * PAGE
    return whole[:start] + chance.randbytes(PAGE) + whole[start + PAGE :]


def _swap(whole: bytes, chance: random.Random) -> bytes:
    pages = [whole[start : start + PAGE] for start in range(0, len(whole), PAGE)]
    one, other = chance.sample(range(len(pages)), 2)
    pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


def _repeat(whole: bytes, chance: random.Random) -> bytes:
    pages = [whole[start : start + PAGE] for start in range(0, len(whole), PAGE)]
    one, other = chance.sample(range(len(pages)), 2)
    pages[one] = pages[other]
    return b"".join(pages)


def _zero(whole: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(whole) // 512) * 512
    length = 512 * chance.choice([1, 8, 64])
    return (whole[:start] + bytes(length) + whole[start + length :])[: len(whole)]


DAMAGES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "a bit": _flip,
    "a page of noise": _overwrite,
    "cut off": lambda whole, chance: whole[: chance.randrange(len(whole))],
    "cut off after a page": lambda whole, chance: whole[: chance.randrange(len(whole) // PAGE) * PAGE],
    "two pages swapped": _swap,
    "a page twice": _repeat,
    "sectors of zeros": _zero,
}
"""Seven ways in which a disk, a memory or a copy goes wrong."""


def _outcome(origin: Path, folder: Path, mutant: bytes, before: object) -> str:
    """Start with a mutant as the program does, twice where it says so, and return what came of it."""
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(origin, folder)
    path = folder / DATABASE_NAME
    path.write_bytes(mutant)
    said = False
    for _ in range(2):
        try:
            with closing(open_database(folder, now=NOW)) as database:
                if database.notice is not None:
                    kept = [one.read_bytes() for one in folder.glob("negcoach-damaged-*.db")]
                    if len(kept) != 1 or (kept[0] != mutant and not said):
                        return "original lost"
                    return "restored" if entered(path) == before else "silent"
                said = bool(leave_out_unreadable(database, NOW, every_row=False)) or said
                said = fault_while_open(database) is not None or said
        except NegcoachError:
            said = True
    if said:
        return "named"
    try:
        return "harmless" if entered(path) == before else "silent"
    except sqlite3.Error:
        return "silent"


def killed_migrations(share: float) -> tuple[bool, str]:
    """Kill a start on a database of each old version before each of its statements; the next one must find it whole."""
    chance, kills, half, lost = random.Random(SEED), 0, 0, 0
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name:
        newest = make(Path(name) / "newest", sessions=6)
        for version in range(len(MIGRATIONS)):
            old = Path(name) / f"version-{version}"
            make_old(newest, old, version)
            wanted = _migrated(old, Path(name) / "migrated")
            statement = 0
            while True:
                statement += 1
                if statement > 3 and chance.random() > share:
                    if statement > 10_000:
                        break
                    continue
                folder = Path(name) / "killed"
                shutil.rmtree(folder, ignore_errors=True)
                shutil.copytree(old, folder) if version else folder.mkdir()
                if not _start_killed_at(folder, statement):
                    break
                kills += 1
                half += _is_half(folder, version)
                lost += _migrated(folder, None) != wanted
    return (
        not half and not lost,
        f"{kills:,} kills from {len(MIGRATIONS)} versions: {half} half-migrated, {lost} with loss",
    )


def make_old(newest: Path, folder: Path, version: int) -> None:
    """Make a database of an old version with what of a newer one it can hold; version 0 is none at all."""
    if not version:
        return
    open_database(folder, now=NOW, migrations=MIGRATIONS[:version]).close()
    with closing(sqlite3.connect(folder / DATABASE_NAME, isolation_level=None)) as connection:
        connection.execute("ATTACH DATABASE ? AS newest", (str(newest),))
        for table in TABLES:
            theirs = {row[1] for row in connection.execute(f"PRAGMA newest.table_info({table})")}
            both = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})") if row[1] in theirs]
            if both:
                columns = ", ".join(both)
                connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newest.{table}")


def _migrated(folder: Path, into: Path | None) -> object:
    """Open a database, or a copy of it, with the newest version, and return all that was entered."""
    if into is not None:
        shutil.rmtree(into, ignore_errors=True)
        shutil.copytree(folder, into) if folder.exists() else into.mkdir()
        folder = into
    with closing(open_database(folder, now=NOW)) as database:
        if database.notice is not None:
            return database.notice
    return entered(folder / DATABASE_NAME)


def _is_half(folder: Path, version: int) -> bool:
    """Whether a killed start left a database that is neither of the old version nor of the newest, table by table."""
    path = folder / DATABASE_NAME
    if not path.exists() or not path.stat().st_size:
        return version > 0
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found == 0:
            return version > 0 or bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
        return found not in (version, len(MIGRATIONS)) or schema_fault(connection, found) is not None


def _start_killed_at(folder: Path, statement: int) -> bool:
    """Open the database in a process that dies before so many statements are run; return whether it came to that."""
    child = os.fork()
    if not child:
        _open_and_die(folder, statement)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise AssertionError(f"opening {folder} failed")
    return os.WIFSIGNALED(status)


def _open_and_die(folder: Path, statement: int) -> None:
    """Open the database, in a child of its own, until SQLite begins so many statements on it."""
    left = statement

    def count(_: str) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    class Traced(sqlite3.Connection):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)  # type: ignore[arg-type]
            self.set_trace_callback(count)

    connect = sqlite3.connect
    sqlite3.connect = lambda *arguments, **options: connect(*arguments, factory=Traced, **options)  # type: ignore[assignment]
    try:
        open_database(folder, now=NOW).close()
        os._exit(0)
    finally:
        os._exit(1)


def killed_system_calls(share: float) -> tuple[bool, str]:
    """Kill the start that migrates at each call that writes, synchronises, renames or removes a file (strace)."""
    if shutil.which("strace") is None:
        return True, "not measured: strace is not installed"
    kills, half, lost = 0, 0, 0
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name:
        newest = make(Path(name) / "newest", sessions=6)
        for version in (0, 1, len(MIGRATIONS) - 1):
            old = Path(name) / f"version-{version}"
            make_old(newest, old, version)
            wanted = _migrated(old, Path(name) / "migrated")
            for call in CALLS:
                for when in _whens(call, share):
                    folder = Path(name) / "killed"
                    shutil.rmtree(folder, ignore_errors=True)
                    shutil.copytree(old, folder) if version else folder.mkdir()
                    if not _start_killed_at_call(folder, call, when):
                        break
                    kills += 1
                    half += _is_half(folder, version)
                    lost += _migrated(folder, None) != wanted
    return not half and not lost, f"{kills:,} kills at system calls: {half} half-migrated, {lost} with loss"


CALLS = ("pwrite64", "fdatasync", "fsync", "unlink", "rename", "ftruncate")
"""The system calls by which a file changes, or is made to stay."""


def _whens(call: str, share: float) -> Iterator[int]:
    """Yield which of the calls is the last: each of the first ones, and then every so many."""
    at, step = 1, 1 if share >= 1 else max(1, round(0.2 / share))
    while True:
        yield at
        at += step if call == "pwrite64" else 1


def _start_killed_at_call(folder: Path, call: str, when: int) -> bool:
    done = subprocess.run(
        [
            *("strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}"),
            *("-e", f"inject={call}:signal=SIGKILL:when={when}"),
            *(sys.executable, "-c", _OPEN, str(folder)),
        ],
        capture_output=True,
        check=False,
    )
    if done.returncode > 0 and done.returncode != 128 + signal.SIGKILL:
        raise AssertionError(done.stderr.decode())
    return done.returncode != 0


_OPEN = """
import pathlib, sys
from negcoach.store.database.database import open_database
from tests.store.samples import NOW
open_database(pathlib.Path(sys.argv[1]), now=NOW).close()
"""


def two_writers(share: float) -> tuple[bool, str]:
    """Let two processes keep 1,000 reps each in one database."""
    each = max(10, round(1_000 * share))
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name:
        folder = Path(name)
        writers = [start_worker("write", folder, str(each)) for _ in range(2)]
        said = [acknowledged_in(writer.communicate()[0]) for writer in writers]
        failed = sum(writer.returncode != 0 for writer in writers)
        kept = stored(folder)
    good = not failed and kept == set().union(*said) and len(kept) == 2 * each
    return good, f"{len(kept):,} of {2 * each:,} rows; {failed} writers ended by a lock"


def backups_restored(share: float) -> tuple[bool, str]:
    """Back up a history that grows, 200 times, and restore each backup into another folder."""
    times, restored = max(3, round(200 * share)), 0
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name:
        folder, other = Path(name) / "data", Path(name) / "other"
        with start_worker("write", folder, "1") as first:
            first.communicate()
        other.mkdir()
        for week in range(times):
            with start_worker("write", folder, "3") as writer:
                writer.communicate()
            now = NOW + timedelta(weeks=week)
            made = backup(folder, now=now)
            with prepared_restore(other, made, now) as ready:
                ready.swap_in(now)
            found = entered(other / DATABASE_NAME) == entered(folder / DATABASE_NAME)
            restored += found and latest_backup(folder, NOW) == made and check(other, NOW).integrity == "ok"
            for aside in other.glob("negcoach-before-restore-*.db"):
                aside.unlink()
    return restored == times, f"{restored} of {times} verified and restored with every row"
