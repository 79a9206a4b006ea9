"""How long a session lasts, whole and idle, and who must have a second factor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

INVITATION = "invitation"  # under this key of the session, an invitation waits for its person to sign in
WITH_SECOND_FACTOR = frozenset({"manager", "treasurer"})
STAFF = frozenset({"manager", "host", "treasurer"})


@dataclass(frozen=True)
class Lease:
    """The longest a session lives, and the longest it may stay unused."""

    whole: timedelta
    idle: timedelta


MEMBER = Lease(timedelta(days=30), timedelta(days=7))
STAFF_LEASE = Lease(timedelta(hours=12), timedelta(hours=1))


def lease_for(roles: Iterable[str]) -> Lease:
    return STAFF_LEASE if STAFF & set(roles) else MEMBER


def is_over(lease: Lease, *, begun_at: datetime, seen_at: datetime, now: datetime) -> bool:
    return now - begun_at > lease.whole or now - seen_at > lease.idle


def second_factor_required(roles: Iterable[str]) -> bool:
    return bool(WITH_SECOND_FACTOR & set(roles))
