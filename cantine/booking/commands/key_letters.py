"""The letter that asks for a key again: once a loan, the day after it was due."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.booking.models import Loan
from cantine.core import mail
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.letters import Action, Sheet, absolute, letter_of
from cantine.people import queries as persons
from cantine.people.queries import PersonRef
from cantine.places import queries as places
from cantine.places.queries import Letterhead, PlaceRef
from cantine.ui import formats
from cantine.ui.palette import print_colours


def remind_loans(*, actor: Actor, now: datetime, place: PlaceRef, limit: int = 500) -> int:
    """Write once to whoever holds a key past its day; returns how many loans were settled. What is lost is not asked for.

    Records nothing: the letters are the trace.
    """
    authorize(actor, "key.remind", Target(place.organisation_id, place.id))
    with transaction.atomic():
        due = Loan.objects.select_for_update(skip_locked=True, no_key=True, of=("self",)).filter(
            key__place_id=place.id, key__lost_at=None, returned_at=None, reminded_at=None, due__lt=place.today(now)
        )
        rows = list(due.select_related("key").order_by("due", "pk")[:limit])
        head = places.letterhead_of(place_id=place.id) if rows else None
        holders = persons.persons_of(row.person_id for row in rows if row.person_id)
        for row in rows:
            person = holders.get(row.person_id or 0)
            if person and person.email and head:
                _ask_again(row, person, head, place, now)
        Loan.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    return len(rows)


def _ask_again(row: Loan, person: PersonRef, head: Letterhead, place: PlaceRef, now: datetime) -> None:
    with translation.override(person.language):
        letter = letter_of(_sheet(row, person, head, place), to=person.email, reply_to=head.email)
    once = f"booking:loan:{row.pk}:overdue"
    mail.post(letter, once=once, now=now, organisation_id=place.organisation_id, person_id=person.id)


def _sheet(row: Loan, person: PersonRef, head: Letterhead, place: PlaceRef) -> Sheet:
    colour, ink = print_colours(place.accent)
    assert row.due is not None
    said = {"key": row.key.label, "day": formats.long_day(row.due), "place": place.name}
    contact = " · ".join(part for part in (head.email, head.phone) if part)
    return Sheet(
        subject=_("To give back: %(key)s") % said,
        hello=_("Hello %(name)s,") % {"name": person.name} if person.name else _("Hello,"),
        lead=_(
            "you have “%(key)s”, which was due on %(day)s. Bring it back to %(place)s, or tell us until when you keep it."
        )
        % said,
        actions=(Action(label=_("See my keys"), href=absolute("/moi/cles/")),) if person.has_account else (),
        foot="\n".join(part for part in (place.name, head.address, contact) if part),
        sender=place.name,
        colour=colour,
        ink=ink,
    )
