"""What concerns one person in every place at once: dates, where they are, what they wait for, the space they hold, the
mail that waits for them. One statement, for the page that they open the most."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    Max,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from cantine.booking import rules
from cantine.booking.models import MailItem, Occupation, Occurrence, Visit, Waiting
from cantine.booking.queries.post import WAITING
from cantine.booking.queries.waiting import LIVE
from cantine.core import scoping
from cantine.kernel import Interval

What = Literal["date", "here", "waiting", "occupation", "mail"]


@dataclass(frozen=True)
class MyLine:
    """One line of ``what``: a date, an open visit (its arrival), a wait, an occupation (its days), the mail that waits at
    a place (its latest arrival, how many letters)."""

    what: What
    uuid: UUID | None
    place_id: int
    starts_at: datetime | None
    ends_at: datetime | None
    first_day: date | None
    last_day: date | None
    state: str
    name: str
    title: str
    number: int

    @property
    def interval(self) -> Interval:
        assert self.starts_at is not None
        assert self.ends_at is not None
        return Interval(self.starts_at, self.ends_at)


def lines_of_person(*, person_id: int, now: datetime, most_dates: int = 50) -> list[MyLine]:
    """The lines of this person, in time order; one statement."""
    with scoping.unscoped("a person's own lines name the rooms of every place"):
        dates = Occurrence.objects.filter(person_id=person_id, ends_at__gt=now, state__in=sorted(rules.TAKING))
        rows = _lines(
            dates.order_by("starts_at", "id"), "date", state="state", title="booking__title", number="quantity"
        )[:most_dates].union(
            _lines(Visit.objects.filter(person_id=person_id, left_at=None), "here", starts="arrived_at", ends=None),
            _lines(
                Waiting.objects.filter(person_id=person_id, state__in=LIVE, starts_at__gt=now),
                "waiting", state="state", number="quantity",
            ),
            _occupations(person_id, now),
            _mail(person_id),
            all=True,
        )  # fmt: skip
        found = [MyLine(*row) for row in rows]
    return sorted(found, key=lambda line: (line.starts_at is None, line.starts_at or now, str(line.first_day)))


_NOTHING: dict[str, Any] = {
    "at": Cast(Value(None), DateTimeField()),
    "day": Cast(Value(None), DateField()),
    "uuid": Cast(Value(None), UUIDField()),
    "words": Value("", TextField()),
    "one": Value(1, IntegerField()),
}


def _lines(
    rows: "QuerySet[Any]",
    what: What,
    *,
    starts: str = "starts_at",
    ends: str | None = "ends_at",
    state: str | None = None,
    title: str | None = None,
    number: str | None = None,
) -> "QuerySet[Any, tuple[Any, ...]]":
    return rows.values_list(
        Value(what),
        "uuid",
        "place_id",
        starts,
        ends or _NOTHING["at"],
        _NOTHING["day"],
        _NOTHING["day"],
        state or _NOTHING["words"],
        "resource__name" if what != "here" else _NOTHING["words"],
        title or _NOTHING["words"],
        number or _NOTHING["one"],
    )


def _occupations(person_id: int, now: datetime) -> "QuerySet[Any, tuple[Any, ...]]":
    """Those that run or will; the zone of their place says later whether the last day is over."""
    yesterday = now.date() - timedelta(days=1)
    rows = Occupation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=yesterday), person_id=person_id)
    return rows.values_list(
        Value("occupation"), "uuid", "place_id", _NOTHING["at"], _NOTHING["at"], "starts_on", "ends_on",
        _NOTHING["words"], "resource__name", _NOTHING["words"], "quantity",
    )  # fmt: skip


def _mail(person_id: int) -> "QuerySet[Any, tuple[Any, ...]]":
    """One line a place and an organisation: how many letters wait for one of its contacts, and since when at the latest."""
    rows = MailItem.objects.filter(
        WAITING, domiciliation__contacts__person_id=person_id
    ).order_by()  # fmt: skip
    grouped = rows.values("place_id", name=F("domiciliation__customer__name")).annotate(
        latest=Max("received_at"), letters=Count("pk")
    )
    return grouped.values_list(
        Value("mail"), _NOTHING["uuid"], "place_id", "latest", _NOTHING["at"], _NOTHING["day"], _NOTHING["day"],
        _NOTHING["words"], "name", _NOTHING["words"], "letters",
    )  # fmt: skip
