"""How long a session lasts, whole and idle, and who must have a second factor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cantine.kernel.refusal import Refusal

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
PROOF_HOLDS = timedelta(minutes=10)  # how long a second factor that was shown opens what is gravest


def lease_for(roles: Iterable[str]) -> Lease:
    return STAFF_LEASE if STAFF & set(roles) else MEMBER


def is_over(lease: Lease, *, begun_at: datetime, seen_at: datetime, now: datetime) -> bool:
    return now - begun_at > lease.whole or now - seen_at > lease.idle


def second_factor_required(roles: Iterable[str]) -> bool:
    return bool(WITH_SECOND_FACTOR & set(roles))


def second_factor_days(held: Iterable[tuple[str, date | None]], *, today: date, grace_days: int) -> int:
    """Days left to set a second factor up, 0 once it is due: whoever opens a place finishes that first. Counted from
    the first day of the oldest role that needs one; a role of unknown age has none left."""
    firsts = [since or date.min for role, since in held if role in WITH_SECOND_FACTOR]
    return max(0, grace_days - (today - min(firsts)).days) if firsts else 0


def check_proof(shown_at: datetime | None, *, now: datetime) -> tuple[Refusal, ...]:
    """``people.second_factor_stale`` unless a second factor was shown within the last ten minutes: a password alone, or
    a browser left open, takes nothing out."""
    if shown_at is not None and now - PROOF_HOLDS <= shown_at:
        return ()
    return (Refusal("people.second_factor_stale", {"minutes": int(PROOF_HOLDS.total_seconds() // 60)}),)
