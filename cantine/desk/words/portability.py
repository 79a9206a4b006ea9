"""What the desk holds of a person: what they asked for, and the time that they gave."""

from django.utils.translation import gettext_lazy as _

from cantine.desk.models import Request, TimeSpent
from cantine.people.queries import Fate, Part, Section, register_part


def sections(person_id: int) -> list[Section]:
    return [_asked(person_id), _given(person_id)]


def fates(person_id: int) -> list[Fate]:
    return [
        Fate(_("What you asked places for, and what was written about it"), goes=True),
        Fate(
            _("The time that you gave to requests, without your name"), goes=False,
            why=_("The place counts what each flow costs it; nothing links it to you any more."),
        ),
    ]  # fmt: skip


def _asked(person_id: int) -> Section:
    columns = (
        ("organisation", _("Organisation")), ("came_at", _("When")), ("subject", _("Subject")), ("what", _("What")),
        ("days", _("Days wished")), ("people", _("People")), ("state", _("State")),
    )  # fmt: skip
    mine = Request.objects.filter(person_id=person_id).order_by("came_at", "pk")
    rows = mine.values_list("organisation__name", "came_at", "subject", "what", "days", "people", "state")
    return Section("desk.requests", _("What I asked for"), columns, tuple(tuple(row) for row in rows))


def _given(person_id: int) -> Section:
    columns = (("organisation", _("Organisation")), ("day", _("Day")), ("minutes", _("Minutes")))
    mine = TimeSpent.objects.filter(person_id=person_id).order_by("day", "pk")
    rows = mine.values_list("organisation__name", "day", "minutes")
    return Section("desk.time", _("Time that I gave to requests"), columns, tuple(tuple(row) for row in rows))


register_part(Part("desk", sections, fates))
