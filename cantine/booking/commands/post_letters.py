"""The letter that announces letters: one to each person of a domiciled organisation, however many came."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.booking import facts
from cantine.booking.models import Domiciliation, DomiciliationContact, MailItem
from cantine.booking.queries.post import WAITING, domiciliations_to_announce
from cantine.booking.rules import post as rules
from cantine.booking.rules.post import MailKind
from cantine.core import mail
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.letters import Action, Block, Row, Sheet, absolute, letter_of
from cantine.people import queries as persons
from cantine.people.queries import PersonRef
from cantine.places import queries as places
from cantine.places.queries import Letterhead, PlaceRef
from cantine.ui import formats
from cantine.ui.palette import print_colours


def announce_mail(*, actor: Actor, now: datetime, place: PlaceRef, limit: int = 500) -> int:
    """Write to the people of each organisation whose letters have come to their hour; returns how many organisations.

    Letters that left meanwhile are not announced. Records MailAnnounced.
    """
    authorize(actor, "mail.announce", Target(place.organisation_id, place.id))
    due = domiciliations_to_announce(place_id=place.id, now=now, limit=limit)
    for domiciliation_id in due:
        with transaction.atomic():
            _announce(domiciliation_id, actor, now, place)
    return len(due)


def _announce(domiciliation_id: int, actor: Actor, now: datetime, place: PlaceRef) -> None:
    row = Domiciliation.objects.select_for_update(no_key=True).select_related("customer").get(pk=domiciliation_id)
    items = list(MailItem.objects.filter(WAITING, domiciliation=row, announced_at=None).order_by("received_at", "pk"))
    if not items:
        return
    told = DomiciliationContact.objects.filter(domiciliation=row).values_list("person_id", flat=True)
    people = [person for person in persons.persons_of(list(told)).values() if person.email]
    head, ids = places.letterhead_of(place_id=place.id), tuple(item.pk for item in items)
    for person in people:
        with translation.override(person.language):
            sheet = _sheet(place, head, row.customer.name, items, person)
            letter = letter_of(sheet, to=person.email, reply_to=head.email)
        once = f"booking:mail:{ids[0]}-{ids[-1]}:{person.id}"
        mail.post(
            letter, once=once, now=now, organisation_id=place.organisation_id, place_id=place.id, person_id=person.id
        )
    MailItem.objects.filter(pk__in=ids).update(announced_at=now)
    announced = facts.MailAnnounced(
        organisation_id=place.organisation_id, place_id=place.id, domiciliation_id=row.pk, mail_ids=ids,
        letters=len(people),
    )  # fmt: skip
    record(announced, actor=actor, now=now)


def _sheet(place: PlaceRef, head: Letterhead, customer: str, items: Sequence[MailItem], person: PersonRef) -> Sheet:
    counts = rules.counted(MailKind(item.kind) for item in items)
    colour, ink = print_colours(place.accent)
    contact = " · ".join(part for part in (head.email, head.phone) if part)
    said = {"customer": customer, "what": in_words(counts)}
    return Sheet(
        subject=_("Mail for %(customer)s: %(what)s") % said,
        hello=_("Hello %(name)s,") % {"name": person.name} if person.name else _("Hello,"),
        lead=_("mail came for %(customer)s: %(what)s. You can collect it at the counter.") % said,
        rows=tuple(_rows(items, place)),
        blocks=tuple(_blocks(counts, head)),
        actions=(Action(label=_("See my mail"), href=absolute("/moi/courrier/")),) if person.has_account else (),
        foot="\n".join(part for part in (place.name, head.address, contact) if part),
        sender=place.name,
        colour=colour,
        ink=ink,
    )


def in_words(counts: dict[MailKind, int]) -> str:
    """“2 letters, 1 parcel”."""
    said = {
        MailKind.LETTER: ngettext("%(count)s letter", "%(count)s letters", counts.get(MailKind.LETTER, 0)),
        MailKind.PARCEL: ngettext("%(count)s parcel", "%(count)s parcels", counts.get(MailKind.PARCEL, 0)),
        MailKind.REGISTERED: ngettext(
            "%(count)s registered letter", "%(count)s registered letters", counts.get(MailKind.REGISTERED, 0)
        ),
    }
    return ", ".join(said[kind] % {"count": count} for kind, count in counts.items())


def kind_words(kind: MailKind) -> str:
    return {
        MailKind.LETTER: _("Letter"), MailKind.PARCEL: _("Parcel"), MailKind.REGISTERED: _("Registered letter"),
    }[kind]  # fmt: skip


def _rows(items: Sequence[MailItem], place: PlaceRef) -> Iterator[Row]:
    """Those that say who sent them; the others are counted above."""
    for item in items:
        if item.sender:
            when = formats.moment(item.received_at, place.zone)
            yield Row(text=f"{kind_words(MailKind(item.kind))} · {item.sender} · {when}")


def _blocks(counts: dict[MailKind, int], head: Letterhead) -> Iterator[Block]:
    if MailKind.REGISTERED in counts:
        yield Block(
            title=_("A registered letter"),
            lines=(
                _(
                    "Come soon, with a proof of who you are: the delays that it opens run from the day it was received here."
                ),
            ),
        )
    if head.address:
        yield Block(title=_("Where"), lines=(head.address,))
