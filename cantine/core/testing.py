"""What a test may look at of core's tables: the journal, and the letters posted."""

from dataclasses import dataclass
from typing import Any

from cantine.core import scoping
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
