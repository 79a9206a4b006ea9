"""What ``deploy/`` promises about the program: settings, commands, ports, and that its settings pass the checks."""

import os
import re
import subprocess
import sys
from pathlib import Path

from cantine.config.cli import OURS
from cantine.config.place import FIRST_PORT

HOUSE = Path(__file__).resolve().parents[2]
DEPLOY = HOUSE / "deploy"
TEXTS = {file.relative_to(DEPLOY).as_posix(): file.read_text() for file in DEPLOY.rglob("*") if file.is_file()}
SETTING = re.compile(r"\bCANTINE_[A-Z_]+")
COMMAND = re.compile(r"\.venv/bin/cantine (\w+)")
PROXIED = re.compile(r"127\.0\.0\.1:(\d+)")


def test_every_setting_that_it_names_is_in_the_reference() -> None:
    known = set(SETTING.findall((HOUSE / "docs/reference/configuration.md").read_text()))
    strangers = {file: sorted(set(SETTING.findall(text)) - known) for file, text in TEXTS.items()}
    assert {file: names for file, names in strangers.items() if names} == {}


def test_every_command_that_it_runs_exists() -> None:
    run = {word for text in TEXTS.values() for word in COMMAND.findall(text)}
    assert run == {"migrate", "serve", "backup"}
    assert run - {"migrate"} <= OURS


def test_proxies_send_pages_and_live_pages_to_the_two_ports_of_the_program() -> None:
    for proxy in ("caddy/Caddyfile", "nginx/cantine.conf"):
        live, pages = (int(port) for port in PROXIED.findall(TEXTS[proxy]))
        assert (pages, live) == (FIRST_PORT, FIRST_PORT + 1)


def test_the_page_of_installation_names_each_of_its_files() -> None:
    page = (HOUSE / "docs/how-to/install.md").read_text() + TEXTS["README.md"]
    assert [file for file in TEXTS if file != "README.md" and Path(file).name.removesuffix(".timer") not in page] == []


def test_its_settings_pass_the_checks_of_a_public_site(tmp_path: Path) -> None:
    lines = [line for line in TEXTS["cantine.env"].splitlines() if line and not line.startswith("#")]
    given = dict(line.split("=", 1) for line in lines) | {"CANTINE_DATA": str(tmp_path)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CANTINE_", "DJANGO_"))}
    command = [sys.executable, "-m", "cantine", "check", "--deploy", "--fail-level=WARNING"]
    done = subprocess.run(command, env=kept | given, cwd=HOUSE, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
