"""Run one list of checks, in order, to the first that fails: ``python tools/suite.py test|check|faults``. What reads the
code runs side by side, and says what it has to say once all of it ended.

``check`` is the quick loop: all that reads the code, then the tests that need no database, no browser and no program of
their own. The tests are sorted by what they ask for (``tests/floor/kinds.py``), not by hand, so that it stays what it is.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
LINT = [
    [BIN / "ruff", "check", "--quiet"],
    [BIN / "ruff", "format", "--check", "--quiet"],
    [BIN / "mypy", "cantine"],
    [BIN / "lint-imports"],
    [sys.executable, "-m", "cantine", "messages", "--check"],
]
COMPILE = [[sys.executable, "-m", "cantine", "messages"]]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal"]  # a long test holds back no other
QUICK = "not database and not journey and not programs and not faults"
SUITES = {
    "test": [LINT, COMPILE, [[*PYTEST, "-m", "not faults"]]],
    "check": [LINT, COMPILE, [[*PYTEST, "-m", QUICK, "cantine", "tests/architecture"]]],
    "faults": [
        COMPILE,
        [[*PYTEST, "-m", "hypothesis and not faults", "--hypothesis-profile", "explore"]],
        [[sys.executable, "-m", "pytest", "-q", "-m", "faults"]],
    ],
}


def environment() -> dict[str, str]:
    """A shell may forbid Python to keep what it compiled: three processes would then compile the house at each run."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def main(suite: str) -> int:
    for together in SUITES[suite]:
        began = time.monotonic()
        quiet = len(together) > 1
        running = [start([str(word) for word in command], quiet=quiet) for command in together]
        ended = [finish(each, began) for each in running]
        if failed := [status for status in ended if status]:
            return failed[0]
    return 0


def start(command: list[str], *, quiet: bool) -> "subprocess.Popen[str]":
    """What runs beside others keeps what it says until it ended, so that their lines do not mix."""
    said = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} if quiet else {}
    return subprocess.Popen(command, cwd=ROOT, env=environment(), text=True, **said)


def finish(process: "subprocess.Popen[str]", began: float) -> int:
    said, _ = process.communicate()
    if said:
        print(said, end="")
    command = list(map(str, process.args))
    words = " ".join([Path(command[0]).name, *command[1:]])
    print(f"{'FAILED' if process.returncode else 'ok'}  {words}  ({time.monotonic() - began:.0f} s)", flush=True)
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
