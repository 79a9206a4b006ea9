"""What bookings, visits and keys hold of a person: the tables of the export, and what becomes of each at an erasure."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cantine.booking.models import (
    DomiciliationContact,
    Feed,
    Loan,
    MailItem,
    NewsStop,
    Occupation,
    Occurrence,
    Visit,
    Waiting,
)  # fmt: skip
from cantine.core import scoping
from cantine.people.queries import Fate, Part, Section, register_part, register_signs

OWN = "one's own rows, with the names of the places"
Rows = Iterable[tuple[object, ...]]
PLACE = ("place", _("Place"))
WHAT = (("place", _("Place")), ("resource", _("Space")))
WHEN = (("starts_at", _("From")), ("ends_at", _("To")))


def sections(person_id: int) -> list[Section]:
    with scoping.unscoped(OWN):
        return [
            table(person_id) for table in (_dates, _visits, _waiting, _occupations, _loans, _told, _mail, _feeds, _news)
        ]


def fates(person_id: int) -> list[Fate]:
    return [
        Fate(_("Your coming bookings: they are cancelled, and the rooms are free"), goes=True),
        Fate(_("The titles, notes and guests of your bookings"), goes=True),
        Fate(_("Your calendar addresses, cards, opening codes and places in a queue"), goes=True),
        Fate(
            _("The dates of your bookings and visits, without your name"),
            goes=False,
            why=_("The place counts its hours; nothing links them to you any more."),
        ),
        Fate(
            _("The trace of mail that you took, without your name"),
            goes=False,
            why=_("The organisation can ask when its mail was handed over."),
        ),
        Fate(
            _("Your name as the legal representative, in a contract of domiciliation that you signed"),
            goes=False,
            why=_("It is part of an agreement, kept as long as it can be contested."),
        ),
        Fate(
            _("Keys lent and spaces occupied for months, with the reports you signed and their photos"),
            goes=False,
            why=_("They are part of an agreement, kept as long as it can be contested."),
        ),
    ]


def _dates(person_id: int) -> Section:
    columns = (
        *WHAT, *WHEN, ("state", _("State")), ("quantity", _("Seats")), ("title", _("Title")), ("note", _("Note")),
        ("guest_names", _("Guests")), ("made_at", _("Asked")), ("reason", _("Reason")),
    )  # fmt: skip
    rows = Occurrence.objects.filter(person_id=person_id).order_by("starts_at").values_list(
        "place__name", "resource__name", "starts_at", "ends_at", "state", "quantity", "booking__title", "booking__note",
        "booking__guest_names", "booking__made_at", "reason",
    )  # fmt: skip
    return _section("dates", _("My bookings"), columns, rows)


def _news(person_id: int) -> Section:
    columns = (PLACE, ("stopped_at", _("Stopped")))
    rows = NewsStop.objects.filter(person_id=person_id).order_by("stopped_at")
    return _section("news", _("News that I stopped"), columns, rows.values_list("place__name", "stopped_at"))


def _visits(person_id: int) -> Section:
    columns = (PLACE, ("arrived_at", _("Arrived")), ("left_at", _("Left")), ("how", _("Noted by")))
    rows = (
        Visit.objects.filter(person_id=person_id)
        .order_by("arrived_at")
        .values_list("place__name", "arrived_at", "left_at", "how")
    )
    return _section("visits", _("My visits"), columns, rows)


def _waiting(person_id: int) -> Section:
    columns = (*WHAT, *WHEN, ("asked_at", _("Asked")), ("state", _("State")))
    rows = Waiting.objects.filter(person_id=person_id).order_by("asked_at")
    values = rows.values_list("place__name", "resource__name", "starts_at", "ends_at", "asked_at", "state")
    return _section("waiting", _("Times that I waited for"), columns, values)


def _occupations(person_id: int) -> Section:
    columns = (*WHAT, ("starts_on", _("From")), ("ends_on", _("To")), ("agreement", _("Agreement")))
    rows = Occupation.objects.filter(person_id=person_id).order_by("starts_on")
    values = rows.values_list("place__name", "resource__name", "starts_on", "ends_on", "agreement")
    return _section("occupations", _("Spaces that I occupy"), columns, values)


def _loans(person_id: int) -> Section:
    columns = (("key", _("Key")), ("lent_at", _("Lent")), ("due", _("Due")), ("returned_at", _("Returned")))
    rows = (
        Loan.objects.filter(person_id=person_id)
        .order_by("lent_at")
        .values_list("key__label", "lent_at", "due", "returned_at")
    )
    return _section("loans", _("Keys lent to me"), columns, rows)


def _told(person_id: int) -> Section:
    columns = (PLACE, ("organisation", _("Organisation")))
    rows = DomiciliationContact.objects.filter(person_id=person_id).order_by("pk")
    values = rows.values_list("domiciliation__place__name", "domiciliation__customer__name")
    return _section("told_of_mail", _("Organisations whose mail I am told of"), columns, values)


def _mail(person_id: int) -> Section:
    columns = (PLACE, ("organisation", _("Organisation")), ("kind", _("What it is")), ("handed_at", _("Handed over")))
    rows = MailItem.objects.filter(handed_to_id=person_id).order_by("handed_at")
    values = rows.values_list("place__name", "domiciliation__customer__name", "kind", "handed_at")
    return _section("mail", _("Mail handed to me"), columns, values)


def _feeds(person_id: int) -> Section:
    columns = (("name", _("Name")), ("kind", _("Of")), ("hint", _("Begins with")), ("made_at", _("Made")))
    rows = Feed.objects.filter(made_by_id=person_id).order_by("made_at")
    return _section("feeds", _("My calendar addresses"), columns, rows.values_list("name", "kind", "hint", "made_at"))


def _section(code: str, title: object, columns: tuple[tuple[str, object], ...], rows: Rows) -> Section:
    return Section(f"booking.{code}", title, columns, tuple(tuple(row) for row in rows))  # type: ignore[arg-type]  # lazy words


def signs(ids: Collection[int], since: datetime) -> set[int]:
    """Whoever booked, came or occupies a space since."""
    with scoping.unscoped("who is still somebody, anywhere"):
        seen = set(Occurrence.objects.filter(person_id__in=ids, ends_at__gte=since).values_list("person_id", flat=True))
        seen |= set(Visit.objects.filter(person_id__in=ids, arrived_at__gte=since).values_list("person_id", flat=True))
        stays = Occupation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=since.date()), person_id__in=ids)
        return seen | set(stays.values_list("person_id", flat=True))


register_signs("booking", signs)
register_part(Part("booking", sections, fates))
