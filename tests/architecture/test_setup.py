"""What the two commands install is what the locks name: nothing is chosen on the day of the installation."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
SETUP = importlib.util.spec_from_file_location("setup_of_the_house", HOUSE / "tools/setup.py")


def test_nothing_that_a_library_needs_is_missing_from_the_lock() -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "No broken requirements found.")


def test_a_release_published_later_changes_nothing_to_an_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    """pip resolving ``coverage[toml]`` of pytest-cov looked at the newest coverage, and refused it for want of a hash."""
    assert SETUP is not None
    assert SETUP.loader is not None
    setup = importlib.util.module_from_spec(SETUP)
    SETUP.loader.exec_module(setup)
    said: list[tuple[str, ...]] = []
    monkeypatch.setattr(setup, "pip", lambda *arguments: said.append(arguments))
    monkeypatch.setattr(setup, "installed", list)
    monkeypatch.setattr(setup, "STAMP", "/dev/null")
    setup.install("dev")
    assert said == [
        ("install", "--require-hashes", "--no-deps", "--requirement", str(HOUSE / "requirements/dev.lock")),
        ("install", "--no-build-isolation", "--no-deps", "--editable", str(HOUSE)),
    ]
