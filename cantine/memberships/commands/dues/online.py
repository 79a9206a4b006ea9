"""Dues paid from a screen: what waits is asked for by the same attempt as an invoice, and taken as at the counter when the money comes."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from cantine.accounting.queries import LegalEntityRef
from cantine.billing import commands as billing
from cantine.billing.commands.online import Owed
from cantine.billing.queries import payer_card
from cantine.billing.rules import Method
from cantine.core.actor import system
from cantine.kernel import Refused
from cantine.memberships.commands.dues.paying import record_dues
from cantine.memberships.commands.papers import check_entity
from cantine.memberships.queries.dues import DuesLine, find_dues, papers_about
from cantine.memberships.rules.dues import DuesState
from cantine.memberships.rules.papers import PaperKind
from cantine.places.queries import PlaceRef

TELLER = system("memberships.online")
# Settled or given up meanwhile: the money is the payer’s all the same.
NO_MORE_ASKED = frozenset({"dues_settled", "dues_unknown"})


def source_of_dues(dues: UUID) -> str:
    return f"dues:{dues}"


def owed_of(place: PlaceRef, line: DuesLine, entity: LegalEntityRef) -> Owed | None:
    """What dues ask for, under the number of their call; None where their member is known no more."""
    card = payer_card(organisation_id=place.organisation_id, who=line.who) if line.who else None
    if card is None:
        return None
    papers = papers_about([line.uuid]).get(line.uuid, [])
    number = next((number for _uuid, kind, number in papers if kind is PaperKind.DUES_CALL), "")
    return Owed(
        entity_id=entity.id, cents=line.cents if line.state is DuesState.CALLED else 0, title=number,
        payer_name=card.party.name, email=card.party.email, language=card.language, person_id=line.person_id,
    )  # fmt: skip


class PayableDues:
    """What billing asks of dues, by their source."""

    def owed(self, place: PlaceRef, source: str) -> Owed | None:
        line = find_dues(place.organisation_id, uuid=_dues_of(source))
        return owed_of(place, line, check_entity(place)) if line and line.place_id == place.id else None

    def credit(
        self, *, now: datetime, place: PlaceRef, source: str, cents: int, key: str, note: str, replay: bool
    ) -> None:
        """The receipt and the entry of the books, as at the counter. What came for dues that are asked no more stays with
        its payer, for what comes next."""
        dues, today = _dues_of(source), place.today(now)
        try:
            record_dues(
                actor=TELLER, now=now, place=place, dues=dues, method=Method.CARD, cents=cents, received_on=today,
                replay=replay,
            )  # fmt: skip
        except Refused as why:
            line = find_dues(place.organisation_id, uuid=dues)
            if line is None or line.who is None or not {each.code for each in why.refusals} <= NO_MORE_ASKED:
                raise
            billing.record_payment(
                actor=TELLER, now=now, place=place, who=line.who, cents=cents, method=Method.CARD, received_on=today,
                key=key, invoices=[], note=note, replay=replay,
            )  # fmt: skip

    def path(self, place: PlaceRef, source: str) -> str:
        return reverse("memberships:dues_one", args=[place.slug, _dues_of(source)])


def _dues_of(source: str) -> UUID:
    return UUID(source.partition(":")[2])
