"""The test floor: Django as the tests run it, and the fixtures that every test may ask for (``tests/floor``).

This file is read before Django's settings, so the environment of the tests is set here and nowhere else.
A ``conftest.py`` of a domain is read as early: it imports models inside its fixtures, not at its top.
"""

import os
from pathlib import Path

from hypothesis import settings

os.environ["CANTINE_TESTING"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "cantine.config.settings"
os.environ["CANTINE_SECRET_KEY"] = "tests only: signs nothing that lasts"  # noqa: S105
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # a browser test runs playwright's loop in the thread that asks the ORM
if "PYTEST_XDIST_WORKER" not in os.environ:  # workers inherit what their parent chose
    _data = Path(os.environ.get("CANTINE_DATA") or Path(__file__).parent / ".cantine")
    os.environ["CANTINE_DATA"] = str(_data.resolve() / "testing")
    for name in ("CANTINE_DEMO", "CANTINE_DEBUG", "CANTINE_PUBLIC_URL", "CANTINE_EMAIL_URL", "CANTINE_AS_OWNER"):
        os.environ.pop(name, None)
    Path(os.environ["CANTINE_DATA"], "static").mkdir(parents=True, exist_ok=True)

# The suite says the same of the same commit, on any machine; ``make faults`` goes where no run has been.
settings.register_profile("suite", derandomize=True, deadline=None, max_examples=40)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("suite")

pytest_plugins = [
    "tests.floor.kinds",
    "tests.floor.database",
    "tests.floor.quick",
    "tests.floor.speech",
    "tests.floor.time",
    "tests.floor.jobs",
    "tests.floor.people",
    "tests.floor.statements",
    "tests.floor.browser",
    "tests.floor.visitors",
]
