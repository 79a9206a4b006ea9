"""Purposes that a person may agree to, each with the version of the words they read (``queries.names.PURPOSES``).

Nothing of a person shows to others unless that person chose it: every purpose starts refused. When the words of a
purpose change in meaning, its version changes, and a consent to older words no longer counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Purpose:
    """``about`` groups purposes on the page: what others see, or what is sent to the person."""

    code: str
    version: str
    about: str


PURPOSES: dict[str, Purpose] = {
    purpose.code: purpose
    for purpose in (
        Purpose("show_name_on_planning", "2026-11", "seen"),
        Purpose("show_presence", "2026-11", "seen"),
        Purpose("appear_in_members", "2026-11", "seen"),
        Purpose("show_organisations", "2026-11", "seen"),
        Purpose("be_introduced", "2026-11", "seen"),
        Purpose("receive_newsletter", "2026-11", "sent"),
        Purpose("receive_news_of_places", "2026-11", "sent"),
    )
}


@dataclass(frozen=True)
class Given:
    """A consent as it stands in the books."""

    purpose: str
    version: str
    given_at: datetime


def in_force(consents: Iterable[Given]) -> frozenset[str]:
    """The purposes agreed to in their present words."""
    return frozenset(
        given.purpose
        for given in consents
        if given.purpose in PURPOSES and PURPOSES[given.purpose].version == given.version
    )
