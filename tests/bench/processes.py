"""What the processes of a program cost, read from ``/proc`` (Linux)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_S = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Cost:
    """What one process has used so far (CPU seconds) and holds now (resident kB, open files, threads)."""

    cpu_s: float
    resident_kb: int
    files: int
    threads: int


def tree(pid: int) -> list[int]:
    """Return a process and all below it, itself first."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int(_stat(int(entry.name))[1])
            except (OSError, ValueError, IndexError):
                continue  # it ended meanwhile
            children.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for known in found:
        found += children.get(known, [])
    return found


def cost(pid: int) -> Cost:
    """Return what a process has used and holds."""
    fields = _stat(pid)
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines() if ":" in line
    )
    return Cost(
        cpu_s=(int(fields[11]) + int(fields[12])) / TICKS_PER_S,
        resident_kb=int(status["VmRSS"].split()[0]),
        files=len(list(Path(f"/proc/{pid}/fd").iterdir())),
        threads=int(status["Threads"]),
    )


def _stat(pid: int) -> list[str]:
    """The fields of ``/proc/PID/stat`` behind the name, which may hold spaces: state first, then the parent."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(") ")[2].split()
