"""What the places hold of a person: the tables of the export, and what becomes of each at an erasure."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cantine.core import scoping
from cantine.kernel import Refusal
from cantine.people.queries import Fate, Part, Section, Tie, register_part, register_signs, register_ties
from cantine.places import queries
from cantine.places.models import Acceptance, Contact, HoursGiven, Insurance, Role, Shift

OWN = "one's own rows, with the names of the places"
Rows = Iterable[tuple[object, ...]]
PLACE = ("place", _("Place"))


def sections(person_id: int) -> list[Section]:
    with scoping.unscoped(OWN):
        return [table(person_id) for table in (_roles, _contacts, _rules, _insurances, _shifts, _hours)]


def fates(person_id: int) -> list[Fate]:
    return [
        Fate(_("Your roles, the notes of the teams about you, your insurances, your coming shifts"), goes=True),
        Fate(
            _("Past shifts, hours given and house rules accepted, without your name"),
            goes=False,
            why=_("The place counts them; nothing links them to you any more."),
        ),
    ]


def _roles(person_id: int) -> Section:
    columns = (PLACE, ("role", _("Role")), ("since", _("Beginning")), ("until", _("Ended")))
    rows = (
        Role.objects.filter(person_id=person_id).order_by("since").values_list("place__name", "role", "since", "until")
    )
    return _section("roles", _("My roles"), columns, rows)


def _contacts(person_id: int) -> Section:
    columns = (("organisation", _("Organisation")), ("note", _("Note of the team")), ("since", _("Since")))
    rows = (
        Contact.objects.filter(person_id=person_id).order_by("since").values_list("organisation__name", "note", "since")
    )
    return _section("contacts", _("Address books that I am in"), columns, rows)


def _rules(person_id: int) -> Section:
    columns = (PLACE, ("version", _("Version")), ("accepted_at", _("Accepted")))
    rows = Acceptance.objects.filter(person_id=person_id).order_by("accepted_at")
    values = rows.values_list("house_rules__place__name", "house_rules__version", "accepted_at")
    return _section("house_rules", _("House rules that I accepted"), columns, values)


def _insurances(person_id: int) -> Section:
    columns = (
        ("organisation", _("Organisation")), ("insurer", _("Insurer")), ("valid_until", _("Valid until")),
        ("seen_at", _("Seen")),
    )  # fmt: skip
    rows = (
        Insurance.objects.filter(person_id=person_id)
        .order_by("seen_at")
        .values_list("organisation__name", "insurer", "valid_until", "seen_at")
    )
    return _section("insurances", _("My insurances"), columns, rows)


def _shifts(person_id: int) -> Section:
    columns = (
        PLACE, ("day", _("Day")), ("starts", _("From")), ("ends", _("To")), ("duty", _("Duty")), ("state", _("State")),
        ("note", _("Note")),
    )  # fmt: skip
    rows = Shift.objects.filter(person_id=person_id).order_by("day", "starts")
    values = rows.values_list("place__name", "day", "starts", "ends", "duty", "state", "note")
    return _section("shifts", _("My shifts"), columns, values)


def _hours(person_id: int) -> Section:
    columns = (PLACE, ("year", _("Year")), ("hours", _("Hours")))
    rows = HoursGiven.objects.filter(person_id=person_id).order_by("year").values_list("place__name", "year", "hours")
    return _section("hours_given", _("Hours that I gave"), columns, rows)


def _section(code: str, title: object, columns: tuple[tuple[str, object], ...], rows: Rows) -> Section:
    return Section(f"places.{code}", title, columns, tuple(tuple(row) for row in rows))  # type: ignore[arg-type]  # lazy words


def signs(ids: Collection[int], since: datetime) -> set[int]:
    """Whoever holds a role is in relation with a place, seen or not."""
    with scoping.unscoped("who is still somebody, anywhere"):
        rows = Role.objects.filter(Q(until=None) | Q(until__gte=since.date()), person_id__in=ids)
        return set(rows.values_list("person_id", flat=True))


def ties(person_id: int, now: datetime) -> list[Tie]:
    """A place that the public sees keeps a manager; one that is hidden may be left, and its person is told."""
    return [
        Tie(
            Refusal(
                "sole_manager" if alone.place.published_at is not None else "sole_manager_of_hidden",
                {"place": alone.place.name, "team": alone.team},
            ),
            reverse("places:team", args=[alone.place.slug]),
            blocks=alone.place.published_at is not None,
        )
        for alone in queries.lock_managed_alone(person_id=person_id, now=now)
    ]


register_signs("places", signs)
register_ties("places", ties)
register_part(Part("places", sections, fates))
