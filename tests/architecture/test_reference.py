"""Every fact, permission and setting has its line in docs/reference, and no line speaks of what is gone."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cantine.config import reference

HOUSE = Path(__file__).parents[2]
SETTING = re.compile(r"""["'](CANTINE_[A-Z_]+|PORT)["']""")
LINE = re.compile(r"^\| `((?:CANTINE_[A-Z_]+)|PORT)` \|", re.MULTILINE)


@pytest.mark.parametrize("page", ["facts", "permissions"])
def test_a_page_that_the_program_writes_is_up_to_date(page: str) -> None:
    """In a process of its own: a fact or a permission that a test declares is not the product's."""
    done = subprocess.run(
        [sys.executable, "manage.py", page, "--check"], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("page", ["facts", "permissions"])
def test_a_page_out_of_date_is_caught(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    with pytest.raises(CommandError, match="out of date"):
        call_command(page, "--check")
    call_command(page, "--write")
    call_command(page, "--check")
    (tmp_path / f"{page}.md").write_text((tmp_path / f"{page}.md").read_text().replace("| `", "| `un", 1))
    with pytest.raises(CommandError, match="out of date"):
        call_command(page, "--check")


def settings_in(sources: list[str]) -> set[str]:
    return {name for source in sources for name in SETTING.findall(source)}


def test_every_setting_has_its_line_and_every_line_its_setting() -> None:
    code = [file.read_text() for file in (HOUSE / "cantine").rglob("*.py") if "tests" not in file.parts]
    assert settings_in(code) == set(LINE.findall((HOUSE / "docs/reference/configuration.md").read_text()))


def test_a_setting_without_a_line_is_caught() -> None:
    assert settings_in(["env.bool('CANTINE_NEW', False)"]) - set(LINE.findall("| `CANTINE_OLD` | no | … |")) == {
        "CANTINE_NEW"
    }
