"""Each command as it starts from a shell, where nothing but itself has loaded what it needs."""

from __future__ import annotations

import pytest

from negcoach.commands.parser.help_texts import COMMANDS
from tests.commands.places import CommandLine, keep_session

WAITS_FOR_A_TERMINAL = {"coach", "demo", "mirror", "remote"}
ONES = {
    "exercises": "exercises --json",
    "exercises show": "exercises show dip",
    "plans": "plans list",
    "programme": "programme status",
    "history": "history list",
    "body": "body list",
    "settings": "settings",
    "sounds": "sounds list",
    "render": "render dip --reps 2 -o set.wav",
    "export": "export --format csv -o -",
    "report": "report -o -",
    "import": "import exported.json --yes",
    "merge": "merge other.db",
    "backup": "backup saved.db",
    "restore": "restore saved.db --yes",
    "doctor": "--engine silent doctor",
}
"""A run of each command."""


@pytest.mark.parametrize("command", ONES.values())
def test_a_command_loads_by_itself_what_it_needs(negcoach: CommandLine, command: str) -> None:
    keep_session(negcoach.data)
    negcoach.write_config("# nothing yet\n")
    negcoach("export", "--format", "json", "-o", "exported.json")
    for copy in ("other.db", "saved.db"):
        negcoach("backup", copy)
    if command.startswith("backup"):
        (negcoach.folder / "saved.db").unlink()
    alone = negcoach.from_shell(*command.split())
    assert "Traceback" not in alone.err
    assert alone.out, alone.err
    assert alone.status == 0 or "doctor" in command, alone.err


def test_each_command_that_waits_for_no_terminal_is_run_alone() -> None:
    assert set(ONES) == set(COMMANDS) - WAITS_FOR_A_TERMINAL
