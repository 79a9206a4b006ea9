"""What a test may look at of core's tables: the journal, and the letters posted."""

from dataclasses import dataclass
from typing import Any

from cantine.core import facts, scoping, tasks
from cantine.core.models import JournalEntry, Mail


@dataclass(frozen=True)
class Entry:
    """One journal row."""

    name: str
    data: dict[str, Any]
    organisation_id: int | None
    actor_person_id: int | None


def journal() -> list[Entry]:
    """Every entry, oldest first, whatever the tenancy."""
    with scoping.unscoped("a test reads the journal"):
        rows = JournalEntry.objects.order_by("pk")
        return [Entry(row.name, row.data, row.organisation_id, row.actor_person_id) for row in rows]


def letters() -> list[Mail]:
    """Every letter, oldest first, whatever the tenancy."""
    with scoping.unscoped("a test reads the outbox"):
        return list(Mail.objects.order_by("pk"))


def react_again() -> None:
    """Run every reaction to every entry once more, as a queue that delivers twice would."""
    with scoping.unscoped("a test replays the reactions"):
        entries = list(JournalEntry.objects.order_by("pk").values_list("pk", "name"))
    for pk, name in entries:
        for reaction in facts.reactions_to(name):
            tasks.react.func(pk, reaction)


def edit_letters(**columns: Any) -> None:
    """Set columns of every letter, to begin from another state."""
    with scoping.unscoped("a test sets its rows"):
        Mail.objects.update(**columns)
