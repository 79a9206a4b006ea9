"""What a subscription gave for days that no longer count is withheld: a pause began, or its end is known. What counts again is given
back. The ledger says both."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Max, Q, Sum

from cantine.memberships import rules
from cantine.memberships.commands.drawing import enter
from cantine.memberships.commands.wording import WITHHELD
from cantine.memberships.models import Allowance, AllowanceEntry
from cantine.memberships.queries import SubscriptionLine
from cantine.memberships.rules import EntryKind
from cantine.places.queries import PlaceRef


def withhold(place: PlaceRef, line: SubscriptionLine, now: datetime) -> None:
    """In the transaction of a command that authorized, under the lock of the subscription."""
    mine = Allowance.objects.select_for_update(no_key=True).filter(
        Q(expires_on=None) | Q(expires_on__gte=place.today(now)),
        organisation_id=place.organisation_id,
        right=line.right,
        place_id=place.id,
    )
    rows = list(mine.order_by("pk"))
    if line.until is not None:
        over = [row for row in rows if row.begins_on <= line.until and (row.expires_on or date.max) > line.until]
        Allowance.objects.filter(pk__in=[row.pk for row in over]).update(expires_on=line.until)
    held = _withheld(rows)
    enter([entry for row in rows for entry in _entries(row, line, held.get(row.pk, (0, 0, 0)), now)])


def lengthen(place: PlaceRef, line: SubscriptionLine | None, former: date) -> None:
    """A last day was taken back: what it had shortened serves as long as it would have."""
    assert line is not None
    cut = Allowance.objects.filter(
        organisation_id=place.organisation_id, place_id=place.id, right=line.right, expires_on=former
    )
    for row in cut.select_for_update(no_key=True).order_by("pk"):
        terms = line.terms(max(line.since, row.begins_on))
        for each in rules.grants_in(row.begins_on, included=terms.included if terms else (), running=line.running):
            if row.source.startswith(f"{line.right}:{each.key}") and each.expires_on > former:
                Allowance.objects.filter(pk=row.pk).update(expires_on=each.expires_on)


def _withheld(rows: list[Allowance]) -> dict[int, tuple[object, int, int]]:
    """By allowance: how much is withheld, below zero, and how many times it was withheld and given back."""
    found = AllowanceEntry.objects.filter(allowance__in=rows, source=WITHHELD).values_list("allowance_id")
    taken = Sum("quantity"), Max("turn", filter=Q(kind="expiry")), Max("turn", filter=Q(kind="give_back"))
    return {
        key: (total, expiries or 0, returns or 0)
        for key, total, expiries, returns in found.annotate(total=taken[0], expiries=taken[1], returns=taken[2])
    }


def _entries(
    row: Allowance, line: SubscriptionLine, held: tuple[object, int, int], now: datetime
) -> Iterator[AllowanceEntry]:  # fmt: skip
    last = row.expires_on or date.max
    counts = bool(rules.active_spans(line.running, first_day=row.begins_on, last_day=last))
    total, expiries, returns = held
    common = {
        "organisation_id": row.organisation_id, "allowance_id": row.pk, "source": WITHHELD, "person_id": row.person_id,
        "day": row.begins_on, "at": now,
    }  # fmt: skip
    if not counts and row.balance:
        yield AllowanceEntry(kind=EntryKind.EXPIRY.value, quantity=-row.balance, turn=expiries + 1, **common)
    elif counts and total:
        yield AllowanceEntry(kind=EntryKind.GIVE_BACK.value, quantity=-total, turn=returns + 1, **common)  # type: ignore[operator]  # a sum of decimals
