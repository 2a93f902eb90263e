"""Starting a process of this very package, apart from the terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import negcoach


def command_of(module: str, *arguments: object) -> list[str]:
    """Return the command that runs ``main`` of a module of this package, wherever the package is.

    No module of the working folder is found by it. The package's own folder comes first only while the package is
    found, so that none of its neighbours hides a standard module.
    """
    root = str(Path(negcoach.__file__).resolve().parent.parent)
    find = f"import sys; sys.path.insert(0, {root!r}); import negcoach; sys.path.append(sys.path.pop(0))"
    call = f"main({', '.join(map(repr, arguments))})"
    return [sys.executable, "-P", "-c", f"{find}; from {module} import main; {call}"]


def detached(*, urgent: bool = False) -> dict[str, Any]:
    """Return options that keep Ctrl+C and the terminal's hang-up from the child: the program itself ends it.

    An ``urgent`` child gets a higher priority on Windows; elsewhere it has to ask for it itself.
    """
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        return {"creationflags": flags | subprocess.ABOVE_NORMAL_PRIORITY_CLASS if urgent else flags}
    return {"start_new_session": True}
