"""Run one list of checks, in order, to the first that fails: ``python tools/suite.py test|check|faults``.

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
    "test": [*LINT, *COMPILE, [*PYTEST, "-m", "not faults"]],
    "check": [*LINT, *COMPILE, [*PYTEST, "-m", QUICK, "cantine", "tests/architecture"]],
    "faults": [
        *COMPILE,
        [*PYTEST, "-m", "hypothesis and not faults", "--hypothesis-profile", "explore"],
        [sys.executable, "-m", "pytest", "-q", "-m", "faults"],
    ],
}


def environment() -> dict[str, str]:
    """A shell may forbid Python to keep what it compiled: three processes would then compile the house at each run."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def main(suite: str) -> int:
    for command in SUITES[suite]:
        words = " ".join(Path(word).name if index == 0 else str(word) for index, word in enumerate(command))
        began = time.monotonic()
        status = subprocess.run([str(word) for word in command], cwd=ROOT, env=environment(), check=False).returncode
        print(f"{'ok' if status == 0 else 'FAILED'}  {words}  ({time.monotonic() - began:.0f} s)", flush=True)
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
