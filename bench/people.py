"""Who asks: a manager with a token."""

from bench.ground import Ground, manage
from bench.rows import write_person

PERSON = "bench@cantine.example"


def somebody(on: Ground) -> str:
    """A manager with a token, and their id."""
    with on.owner() as sql:
        write_person(sql, PERSON)
    said = manage(on.environment, "token", "create", "--person", PERSON, "--name", "bench")
    return next(word for word in said.split() if word.startswith("cantine_"))
