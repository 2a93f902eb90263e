"""How an extra is installed, in every text that says it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import negcoach
from negcoach.extras import install_library_text, install_text

PACKAGE = Path(negcoach.__file__).parent
ROOT = Path(__file__).resolve().parents[1]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


def test_nothing_says_to_install_from_an_index_that_has_no_negcoach() -> None:
    named = set[str]()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "negcoach[" not in text, path
        assert path.name == "extras.py" or "pip install" not in text, f"{path} names a pip of its own"
        named.update(re.findall(r"install_text\(['\"]([a-z]+)['\"]\)", text))
    assert named and named <= EXTRAS.keys()


def test_it_is_installed_as_the_readme_installs_negcoach() -> None:
    assert ".venv/bin/pip install ." in (ROOT / "README.md").read_text(encoding="utf-8")
    ways = (".venv/bin/pip install '.[png]'", '.venv\\Scripts\\pip install ".[png]"')
    assert install_text("png") in {f"in your copy of negcoach, {way}" for way in ways}


def test_a_library_is_installed_into_the_environment_of_negcoach() -> None:
    ways = (".venv/bin/pip install miniaudio", r".venv\Scripts\pip install miniaudio")
    assert install_library_text("miniaudio") in {f"in your copy of negcoach, {way}" for way in ways}
