"""The demo: La Cantine, Paris, 2009, on this machine, with five people to be."""

import os

from cantine.config.place import port
from cantine.config.prepare import prepare_tables, run
from cantine.config.terminal import say
from cantine.config.words import gettext_noop, translations

PASSWORD = "bienvenue-a-la-cantine"  # noqa: S105  printed, and accepted on loopback in demo mode only
TEXT = gettext_noop("""\
Cantine answers on http://localhost:{port} (Ctrl-C stops it).

  manager@cantine.example     keeps the place
  treasurer@cantine.example   keeps its money and its books
  host@cantine.example        opens on Saturday and holds the till
  member@cantine.example      has a desk, a plan and books rooms
  stranger@cantine.example    is nobody here yet

  Password of all of them: {password} (or one press on the page where one signs in)

Try first: sign in as the manager and book a room on the planning with the mouse; then, in a private window,
sign in as the member and try to take the same room at the same hour.
""")


def enter_demo() -> None:
    """This run, and the processes it starts, are the demo's."""
    os.environ["CANTINE_DEMO"] = "1"
    os.environ.setdefault("CANTINE_DEMO_PASSWORD", PASSWORD)


def load_demo() -> None:
    """Tables and the demo's data; what is there already stays."""
    prepare_tables()
    run("load_demo")


def welcome() -> None:
    """What to know, in French, then in English."""
    for language in ("fr", "en"):
        text = translations(language).gettext(TEXT)
        say(text.format(port=port(), password=os.environ["CANTINE_DEMO_PASSWORD"]))
