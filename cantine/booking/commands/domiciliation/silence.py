"""Mail that nobody collects for three months: the team is told once, with the letter to the registry ready."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.booking.commands.domiciliation.papers import write_to_registry
from cantine.booking.commands.letters import answering
from cantine.booking.models import Domiciliation
from cantine.booking.queries.domiciliation import ContractCard, contracts_of
from cantine.booking.rules.domiciliation import RegistryReason
from cantine.core import mail
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.letters import Action, Sheet, absolute, letter_of
from cantine.places.queries import PlaceRef
from cantine.ui import formats
from cantine.ui.palette import print_colours


def tell_of_silence(*, actor: Actor, now: datetime, place: PlaceRef) -> int:
    """Tell the team of each organisation whose mail waits for three months, and prepare the letter to the registry; once, until it
    is collected. Returns how many. Records RegistryLetterPrepared. Refusals: none."""
    authorize(actor, "domiciliation.follow", Target(place.organisation_id, place.id))
    told, today = 0, place.today(now)
    for card in contracts_of(place, today=today):
        silent = card.silent_since(today)
        if (silent is None) is (card.silence_told_on is None):
            continue
        with transaction.atomic():
            Domiciliation.objects.filter(pk=card.id).update(silence_told_on=today if silent else None)
            if silent is not None:
                write_to_registry(place, card, RegistryReason.SILENT, silent, actor, now)
                _tell_team(place, card, now)
                told += 1
    return told


def _tell_team(place: PlaceRef, card: ContractCard, now: datetime) -> None:
    for number, (address, language) in enumerate(answering(place, now)):
        with translation.override(language):
            letter = letter_of(_sheet(place, card), to=address)
        once = f"booking:silence:{card.id}:{place.today(now)}:{number}"
        mail.post(letter, once=once, now=now, organisation_id=place.organisation_id, place_id=place.id)


def _sheet(place: PlaceRef, card: ContractCard) -> Sheet:
    colour, ink = print_colours(place.accent)
    assert card.oldest is not None
    said = {"firm": card.customer, "day": formats.full_day(formats.day_of(card.oldest, place.zone))}
    return Sheet(
        subject=_("Mail that nobody collects: %(firm)s") % said,
        hello=_("Hello,"),
        lead=_(
            "mail for %(firm)s has been waiting since %(day)s. After three months the law asks you to tell the registry: the letter"
            " is ready, sign it and send it."
        )
        % said,
        actions=(Action(label=_("See the file"), href=absolute(f"/{place.slug}/domiciliations/{card.uuid}/")),),
        foot=place.name,
        sender=place.name,
        colour=colour,
        ink=ink,
    )
