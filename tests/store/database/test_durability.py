"""Kept before shown: what was acknowledged is there, whoever dies, and whoever writes or reads at the same time."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from negcoach.store.database.backups import backup
from negcoach.store.database.database import open_database
from negcoach.store.database.files import DATABASE_NAME, recheck_marker
from negcoach.store.database.lock import REPLACING_NAME
from negcoach.store.journal import Journal
from negcoach.store.queries.sessions.history import session_rows, sessions
from negcoach.store.restore.checkup import check
from tests.store.samples import BENCH, NOW, keep, make_database

ROOT = Path(__file__).parents[3]

Stored = set[tuple[str, int]]


def start_worker(*arguments: str | Path, under: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*under, sys.executable, "-m", "tests.store.worker", *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def acknowledged_in(output: str) -> Stored:
    """The reps that a writer said were kept; a line that its death cut short is none."""
    lines = (line.split() for line in output.splitlines(keepends=True) if line.endswith("\n"))
    return {(set_id, int(ordinal)) for set_id, ordinal in lines}


def stored(folder: Path) -> Stored:
    with closing(open_database(folder, now=NOW)) as database, database.read() as connection:
        assert database.notice is None
        return {
            (performed.id, rep.ordinal)
            for record in sessions(connection)
            for performed in record.sets
            for rep in performed.reps
        }


def write_until_killed(folder: Path, chance: random.Random) -> Stored:
    """Kill a writer after some acknowledgements and a moment more, so that death meets it anywhere in a commit."""
    with start_worker("write", folder) as writer:
        assert writer.stdout is not None
        output = "".join(writer.stdout.readline() for _ in range(chance.randrange(6)))
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(timeout=chance.random() * 0.02)
        writer.kill()
        return acknowledged_in(output + writer.stdout.read())


def test_killing_the_program_at_any_moment_loses_no_rep_while_another_one_reads(folder: Path) -> None:
    chance = random.Random(20261122)
    open_database(folder, now=NOW).close()
    acknowledged: Stored = set()
    with start_worker("read", folder) as reader:
        for _ in range(20):
            acknowledged |= write_until_killed(folder, chance)
            assert acknowledged <= stored(folder)
        seen, _ = reader.communicate("")
    kept = stored(folder)
    assert (reader.returncode, int(seen)) == (0, len(kept))
    assert len(kept) - len(acknowledged) <= 20, "at most the rep whose acknowledgement each death cut off"
    assert check(folder, NOW).integrity == "ok"


def test_writers_at_once_lose_nothing(folder: Path) -> None:
    writers = [start_worker("write", folder, "12") for _ in range(8)]  # each may be the one that makes the file
    outputs = [writer.communicate()[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 8
    acknowledged = set().union(*map(acknowledged_in, outputs))
    assert len(acknowledged) == 96
    assert stored(folder) == acknowledged
    assert check(folder, NOW).integrity == "ok"


def test_starts_at_once_on_a_damaged_file_keep_it_and_lose_nothing(folder: Path) -> None:
    path = make_database(folder, sessions=2)
    before = stored(folder)
    backup(folder, now=NOW)
    damaged = path.read_bytes()[:100].ljust(path.stat().st_size, b"\0")
    path.write_bytes(damaged)
    writers = [start_worker("write", folder, "4") for _ in range(4)]
    outputs = [writer.communicate()[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 4
    with closing(open_database(folder, now=NOW)) as database:
        assert database.notice is not None and "was restored" in database.notice, "none of the writers has told it"
        database.notice_told()
    assert stored(folder) == before.union(*map(acknowledged_in, outputs))
    assert [kept.read_bytes() for kept in folder.glob("negcoach-damaged-*.db")] == [damaged]


def test_threads_of_one_program_share_its_database(folder: Path) -> None:
    with closing(open_database(folder, now=NOW)) as database:
        journal = Journal(database)
        seen: list[int] = []

        def write_and_read() -> None:
            set_id = journal.begin_set(journal.begin_session(NOW), BENCH, NOW)
            for ordinal in range(1, 11):
                keep(journal, set_id, ordinal)
                with database.read() as connection:
                    seen.append(sum(row.reps for row in session_rows(connection, 10)))

        threads = [threading.Thread(target=write_and_read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert max(seen) == 40 and len(seen) == 40
    assert len(stored(folder)) == 40


def test_a_write_that_a_power_failure_cut_is_rolled_back_on_the_next_start(folder: Path, tmp_path: Path) -> None:
    path = make_database(folder, sessions=40)
    after = tmp_path / "after"
    after.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")  # pages go to the file before the commit
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE reps SET measured_ms = 1")
        connection.execute("UPDATE sessions SET note = 'half a write', rep_count = 0")
        for name in (DATABASE_NAME, f"{DATABASE_NAME}-journal"):
            shutil.copyfile(folder / name, after / name)
        connection.execute("ROLLBACK")
    assert (after / DATABASE_NAME).read_bytes() != path.read_bytes()
    report = check(after, NOW)
    assert report.problem is not None and "interrupted" in str(report.problem)
    with closing(open_database(after, now=NOW)) as database, database.read() as reading:
        assert database.notice is None
        assert {(row.note, row.reps) for row in session_rows(reading, 100)} == {("", 2)}
    assert (after / DATABASE_NAME).read_bytes() == path.read_bytes()
    assert check(after, NOW).integrity == "ok"


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace makes the system call fail")
def test_a_folder_that_cannot_be_synchronised_keeps_each_rep_once_in_one_session(folder: Path, tmp_path: Path) -> None:
    """Some file systems cannot: SQLite says so after its commit, when all is in the file; see ``commit``."""
    open_database(folder, now=NOW).close()
    trace = tmp_path / "trace"
    calls = "fsync,fdatasync"
    failing = ("-P", str(folder), "-e", f"trace={calls}", "-e", f"inject={calls}:error=EINVAL")  # of the folder alone
    with start_worker("write", folder, "5", under=("strace", "-f", "-qq", "-o", str(trace), *failing)) as writer:
        output, _ = writer.communicate("")
    assert writer.returncode == 0
    assert trace.read_text().count("(INJECTED)") >= 7, "the session, the set and each rep met it"
    assert len(acknowledged_in(output)) == 5
    assert stored(folder) == acknowledged_in(output)
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (1,)
    assert check(folder, NOW).problem is None


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace makes the system call fail")
def test_a_folder_that_could_not_be_synchronised_once_is_synchronised_all_the_same(
    folder: Path, tmp_path: Path
) -> None:
    """Else a power failure could bring the journal of the last rep back, which undoes it."""
    open_database(folder, now=NOW).close()
    trace = tmp_path / "trace"

    def synchronised(*failing: str) -> list[str]:
        of_the_folder = ("-P", str(folder), "-e", "trace=fsync,fdatasync", *failing)
        with start_worker("write", folder, "2", under=("strace", "-f", "-qq", "-o", str(trace), *of_the_folder)) as one:
            output, _ = one.communicate("")
        assert (one.returncode, len(acknowledged_in(output))) == (0, 2)
        return trace.read_text().splitlines()

    last = len(synchronised())
    made = synchronised("-e", f"inject=fsync,fdatasync:error=EIO:when={last}")
    assert len(made) == last + 1
    assert "(INJECTED)" in made[-2] and made[-1].endswith("= 0")


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace makes the system call fail")
@pytest.mark.parametrize("error", ["ESTALE", "ETIMEDOUT"])
def test_a_page_that_cannot_be_read_just_now_is_no_damage(folder: Path, tmp_path: Path, error: str) -> None:
    """Nothing is put aside for it: the backup that would take the file's place is older."""
    path = make_database(folder, sessions=20)
    backup(folder, now=NOW)
    recheck_marker(path).touch()  # so that the start reads all of the file
    pages = path.stat().st_size // 4096
    trace = tmp_path / "trace"
    failing = ("-P", str(path), "-e", "trace=pread64", "-e", f"inject=pread64:error={error}:when={pages}+")
    with start_worker("read", folder, under=("strace", "-f", "-qq", "-o", str(trace), *failing)) as reader:
        reader.communicate("")
    assert reader.returncode == 1
    assert "(INJECTED)" in trace.read_text()
    assert not (folder / REPLACING_NAME).exists(), "it was not taken for damaged, at the first look either"
    assert list(folder.glob("negcoach-*.db")) == []
    with closing(open_database(folder, now=NOW)) as database:
        assert database.notice is None


_WHOLLY_UNREADABLE = ("pread64:error=EIO:when=8+", "read:error=EIO:when=2+")
"""From a page on; with read, negcoach itself reads its header first."""


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace makes the system call fail")
@pytest.mark.parametrize(
    ("failures", "restored"), [(("pread64:error=EIO:when=8",), True), (_WHOLLY_UNREADABLE, False)], ids=["once", "on"]
)
def test_a_backup_of_which_a_read_fails_is_not_taken_for_damaged(
    folder: Path, tmp_path: Path, failures: tuple[str, ...], restored: bool
) -> None:
    """SQLite calls a failed read damage; once it succeeds, at the second look or the next start, all is restored."""
    path = make_database(folder, sessions=3)
    stored = backup(folder, now=NOW)
    path.write_bytes(bytes(path.stat().st_size))
    trace = tmp_path / "trace"
    failing = ("-P", str(stored), "-e", "trace=read,pread64", *(f"-einject={one}" for one in failures))
    with start_worker("read", folder, under=("strace", "-f", "-qq", "-o", str(trace), *failing)) as reader:
        reader.communicate("")
    assert "(INJECTED)" in trace.read_text()
    assert (reader.returncode == 0) is restored
    assert len(list(folder.glob("negcoach-damaged-*"))) == restored
    with closing(open_database(folder, now=NOW)) as database, database.read() as connection:
        assert len(session_rows(connection, 10)) == 3
