"""Who has given no sign for two years: neither a sign-in, nor a token, nor what the domains above call a sign.

A domain registers one from its ``words.py`` (read at start): a function of (ids, since) that gives those of the ids who
were active since. People knows no domain above it.
"""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db.models import Q

from cantine.people.models import Erasure, Person
from cantine.people.rules.erasure import INACTIVE_AFTER, LAST_NOTICE

Signs = Callable[[Collection[int], datetime], set[int]]
_SIGNS: dict[str, Signs] = {}


def register_signs(code: str, signs: Signs) -> None:
    if code in _SIGNS:
        raise ValueError(f"The signs of {code!r} are registered twice.")
    _SIGNS[code] = signs


def inactive_persons(*, now: datetime, among: Collection[int] | None = None) -> list[int]:
    """Persons without any sign since two years. Those who keep the installation are never among them."""
    since = now - INACTIVE_AFTER
    rows = Person.objects.filter(
        Q(last_login=None) | Q(last_login__lt=since), joined_at__lt=since, erased_at=None, is_staff=False
    ).exclude(tokens__last_used_at__gte=since)
    ids = set((rows if among is None else rows.filter(pk__in=among)).values_list("pk", flat=True))
    for signs in _SIGNS.values():
        ids -= signs(ids, since) if ids else set()
    return sorted(ids)


def inactive_unwarned(*, now: datetime) -> list[int]:
    """Those whom nobody warned yet."""
    warned = Erasure.objects.filter(undone_at=None, done_at=None).values_list("person_id", flat=True)
    return sorted(set(inactive_persons(now=now)) - set(warned))


def inactive_warned(*, now: datetime) -> list[int]:
    """Those who were warned, and are not erased yet."""
    rows = Erasure.objects.filter(inactive=True, undone_at=None, done_at=None)
    return list(rows.order_by("pk").values_list("person_id", flat=True))


def inactive_to_remind(*, now: datetime) -> list[int]:
    """Those whose last week begins."""
    rows = Erasure.objects.filter(inactive=True, undone_at=None, done_at=None, due_at__lte=now + LAST_NOTICE)
    return list(rows.order_by("pk").values_list("person_id", flat=True))
