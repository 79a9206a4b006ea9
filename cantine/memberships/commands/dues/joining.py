"""Joining an association without an account: nothing is kept until the letter’s link is opened and pressed, so that nobody is
entered by somebody else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.billing.queries import PERSON
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.letters import Action, Sheet, absolute, letter_of
from cantine.core.mail import post
from cantine.kernel import Refusal, Refused
from cantine.memberships.commands.dues.calling import call_dues
from cantine.memberships.queries.dues import dues_lines, find_dues_kind
from cantine.memberships.rules import dues as rules
from cantine.people import commands as people
from cantine.people.rules.organisations import check_email
from cantine.places import commands as places
from cantine.places import queries as place_queries
from cantine.places.queries import PlaceRef
from cantine.ui import formats
from cantine.ui.palette import print_colours

SALT = "cantine.memberships.join"
LASTS = timedelta(days=7)


@dataclass(frozen=True)
class Joined:
    """What a link asks for: who, which dues, how much."""

    place_id: int
    kind: str
    name: str
    email: str
    cents: int
    language: str


def ask_to_join(
    *, actor: Actor, now: datetime, place: PlaceRef, kind: str, name: str, email: str, cents: int | None, language: str
) -> None:
    """Write to the address, with a link that lasts a week; nothing else is written. Records nothing: the letter is in the
    outbox. Refusals: dues_kind_unknown, dues_too_little, dues_too_much, people.email_wrong."""
    authorize(actor, "dues.join", Target(place.organisation_id, place.id))
    found = find_dues_kind(place.organisation_id, code=kind)
    terms = found.terms_on(place.today(now)) if found and found.online and not found.who.organisations else None
    if terms is None:
        raise Refused(Refusal("dues_kind_unknown", field="kind"))
    asked = terms.cents if cents is None or not terms.free else cents
    address = email.strip().lower()
    if refusals := [*rules.check_amount(terms, asked), *check_email(address)]:
        raise Refused(*refusals)
    wish: dict[str, Any] = {
        "place": place.id, "kind": kind, "name": " ".join(name.split())[:120], "email": address, "cents": asked,
        "language": language,
    }  # fmt: skip
    token = signing.dumps(wish, salt=SALT, compress=True)
    with translation.override(language):
        letter = letter_of(_sheet(place, wish, token), to=address)
    post(letter, once=f"join:{token[-40:]}", now=now, organisation_id=place.organisation_id, place_id=place.id)


def confirm_joining(*, actor: Actor, now: datetime, place: PlaceRef, joined: Joined) -> None:
    """The link was pressed: the person is entered, and their dues are called; pressed twice, once. Records what registering
    and calling do. Refusals: those of ``call_dues``."""
    authorize(actor, "dues.confirm", Target(place.organisation_id, place.id))
    with transaction.atomic():
        person_id = people.register_person(
            actor=actor, now=now, email=joined.email, name=joined.name, language=joined.language
        )
        places.note_contact(actor=actor, now=now, place=place, person_id=person_id)
        who = (PERSON, person_id)
        lines = dues_lines(organisation_id=place.organisation_id, who=who)
        if not any(line.state is rules.DuesState.CALLED for line in lines):
            call_dues(actor=actor, now=now, place=place, kind=joined.kind, who=who, cents=joined.cents)


def read_join(token: str) -> Joined | None:
    """What a link of ours asks for, unless it is too old."""
    try:
        said: dict[str, Any] = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Joined(said["place"], said["kind"], said["name"], said["email"], said["cents"], said["language"])


def _sheet(place: PlaceRef, wish: dict[str, Any], token: str) -> Sheet:
    head = place_queries.letterhead_of(place_id=place.id)
    colour, ink = print_colours(place.accent)
    said = {"place": place.name, "amount": formats.money(wish["cents"]), "name": wish["name"]}
    return Sheet(
        subject=_("Join %(place)s: one press more") % said,
        hello=_("Hello %(name)s,") % said if wish["name"] else _("Hello,"),
        lead=_("you asked to join %(place)s, with dues of %(amount)s. Press the button to say that it was you.") % said,
        actions=(Action(label=_("Yes, I join"), href=absolute(reverse("memberships:confirm_join", args=[token]))),),
        body=(_("If it was not you, leave this letter: nothing is kept."),),
        foot="\n".join(part for part in (place.name, head.address, head.email) if part),
        sender=place.name, colour=colour, ink=ink,
    )  # fmt: skip
