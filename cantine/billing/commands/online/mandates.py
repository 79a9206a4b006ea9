"""A payer lets a provider debit their account: asked for, given on the provider's page, followed to its truth, stopped."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from cantine.billing import facts
from cantine.billing.commands.online.providers import provider_of
from cantine.billing.commands.online_debit_wording import letter_asking
from cantine.billing.models import OnlineMandate, OnlinePayment
from cantine.billing.queries.online import account_of
from cantine.billing.queries.online_mandates import (
    DebitingRef,
    debiting_at,
    find_online_mandate,
    mandate_truth_of,
    online_mandates_to_ask,
)
from cantine.billing.queries.payers import ORGANISATION, PERSON, PayerCard, Who, payer_cards
from cantine.billing.rules.online import (
    UNANSWERED,
    Account,
    Consent,
    MandateIntent,
    MandateTruth,
    SaysNo,
    Stage,
    Unreachable,
    learnt_of_mandate,
    next_look_at_mandate,
)
from cantine.core import jobs, scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.mail import post
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

LEARNT = ("stage", "mandate", "why", "earliest_on", "next_look_at", "moved_at")


def ask_online_mandate(
    *, actor: Actor, now: datetime, place: PlaceRef, who: Who, by_letter: bool = False, replay: bool = False
) -> UUID:  # fmt: skip
    """The authorisation that this payer gives, or gave, to who invoices at the place: one lives at a time, and is answered again.
    ``by_letter`` writes them where to give it, unless they did.

    Refusals: payer_unknown, debits_not_connected, no_address_to_write_to. Records OnlineMandateAsked.
    """
    person = who[1] if who[0] == PERSON else None
    authorize(actor, "online.authorise", Target(place.organisation_id, place.id, person))
    with transaction.atomic():
        on = debiting_at(place)
        if on is None or not provider_of(on.provider).debits:
            raise Refused(Refusal("debits_not_connected"))
        card = payer_cards(organisation_id=place.organisation_id, whos=[who]).get(who)
        if card is None:
            raise Refused(Refusal("payer_unknown"))
        if by_letter and not card.party.email:
            raise Refused(Refusal("no_address_to_write_to"))
        row = _asked(place, on, card, actor, now, replay=replay)
        if by_letter and row.stage == Consent.WAITING and not replay:
            name = provider_of(on.provider).name
            post(
                letter_asking(row.uuid, place, on.name, name, to=card.party.email, language=card.language),
                once=f"online-mandate:{row.uuid}:{place.today(now)}", now=now, organisation_id=place.organisation_id,
                place_id=place.id, person_id=person,
            )  # fmt: skip
    return row.uuid


def start_online_mandate(*, actor: Actor, now: datetime, place: PlaceRef, mandate: UUID, back: str) -> str:
    """The address of the provider's page where it is given; its own key makes it one request, however often it is asked for.

    Refusals: mandate_unknown, mandate_signed_already, provider_unreachable, provider_says_no. Records nothing: what comes of it is.
    """
    with scoping.scope([place.organisation_id]):
        row = _row(place, mandate)
        authorize(actor, "online.authorise", Target(place.organisation_id, place.id, _whose(row)))
        if row.stage != Consent.WAITING:
            raise Refused(Refusal("mandate_signed_already"))
        account, code, card = account_of(row.connection), row.provider, _card(row)
    party = card.party if card else None
    intent = MandateIntent(
        str(row.uuid), row.payer_name, party.email if party else "", back, card.language if card else "fr"
    )
    with _spoken_with(code):
        asked = provider_of(code).create_mandate(account, intent)
    with scoping.scope([place.organisation_id]):
        OnlineMandate.objects.filter(pk=row.pk, reference="").update(
            reference=asked.reference,
            next_look_at=next_look_at_mandate(asked_at=row.asked_at, now=now, stage=Consent.WAITING),
        )
    return asked.address


def follow_online_mandate(
    *, actor: Actor, now: datetime, organisation_id: int, mandate: UUID, replay: bool = False
) -> bool:  # fmt: skip
    """Ask the provider how it stands, outside of any transaction of ours, then write what was learnt; whether it answered.

    Refusals: none. Records OnlineMandateMoved.
    """
    authorize(actor, "online.follow", Target(organisation_id))
    with scoping.scope([organisation_id]):
        row = OnlineMandate.objects.select_related("connection").filter(uuid=mandate).first()
        if row is None:
            return False
        account, code, reference = account_of(row.connection), row.provider, row.reference
    told = _told(account, code, reference) if reference else MandateTruth()
    with scoping.scope([organisation_id]), transaction.atomic():
        _learn(_locked(row.pk), told, actor, now, replay=replay)
    return told != MandateTruth()


def follow_mandates_due(*, actor: Actor, now: datetime, most: int = 100) -> int:
    """Ask about all that nobody told of in time: how many. Refusals: none. Records OnlineMandateMoved."""
    authorize(actor, "online.follow", Target(None))
    due = online_mandates_to_ask(now=now, most=most)
    for organisation_id, mandate in due:
        follow_online_mandate(actor=actor, now=now, organisation_id=organisation_id, mandate=mandate)
    return len(due)


def stop_online_mandate(*, actor: Actor, now: datetime, place: PlaceRef, mandate: UUID) -> None:
    """It serves no more, here and at the provider, who drops what it did not take yet: what waits is asked about at once.

    Refusals: mandate_unknown, provider_unreachable, provider_says_no. Records OnlineMandateMoved.
    """
    with scoping.scope([place.organisation_id]):
        row = _row(place, mandate)
        authorize(actor, "online.authorise", Target(place.organisation_id, place.id, _whose(row)))
        account, code, reference = account_of(row.connection), row.provider, row.reference
    if row.stage not in {Consent.WAITING, Consent.ACTIVE}:
        return
    if reference:
        with _spoken_with(code):
            provider_of(code).stop_mandate(account, reference)
    with scoping.scope([place.organisation_id]), transaction.atomic():
        _learn(_locked(row.pk), MandateTruth(Consent.STOPPED), actor, now)
        waiting = OnlinePayment.objects.filter(mandate_id=row.pk, stage=Stage.STARTED)
        for payment in waiting.values_list("uuid", flat=True):
            jobs.later("billing.follow_payment", organisation_id=place.organisation_id, payment=str(payment))


def _asked(
    place: PlaceRef, on: DebitingRef, card: PayerCard, actor: Actor, now: datetime, *, replay: bool
) -> OnlineMandate:  # fmt: skip
    """The one that lives, else a new one; two who ask at once find the same."""
    kind, key = card.who
    whose = {"customer_id": key} if kind == ORGANISATION else {"customer_id": None, "person_id": key}
    lives = OnlineMandate.objects.filter(
        connection_id=on.connection_id, stage__in=[Consent.WAITING, Consent.ACTIVE], **whose
    )
    if (found := lives.first()) is not None:
        return found
    try:
        with transaction.atomic():
            row = OnlineMandate.objects.create(
                uuid=uuid4(), organisation_id=place.organisation_id, place_id=place.id, entity_id=on.entity_id,
                connection_id=on.connection_id, provider=on.provider, payer_name=card.party.name[:160], asked_at=now,
                moved_at=now, next_look_at=next_look_at_mandate(asked_at=now, now=now, stage=Consent.WAITING), **whose,
            )  # fmt: skip
    except IntegrityError:
        return lives.get()
    _tell(facts.OnlineMandateAsked, row, actor, now, replay=replay)
    return row


def _told(account: Account, code: str, reference: str) -> MandateTruth:
    try:
        return provider_of(code).fetch_mandate(account, reference)
    except Unreachable:
        return MandateTruth()


def _learn(row: OnlineMandate, told: MandateTruth, actor: Actor, now: datetime, *, replay: bool = False) -> None:
    before = mandate_truth_of(row)
    after = learnt_of_mandate(before, told)
    row.next_look_at = next_look_at_mandate(asked_at=row.asked_at, now=now, stage=after.stage)
    if row.next_look_at is None and after.stage is Consent.WAITING:
        after = learnt_of_mandate(after, MandateTruth(Consent.REFUSED, why=UNANSWERED))
    row.stage, row.why, row.earliest_on = after.stage, after.why[:200], after.earliest
    row.mandate = row.mandate or after.mandate[:120]
    if after.stage is not before.stage:
        row.moved_at = now
        _tell(facts.OnlineMandateMoved, row, actor, now, replay=replay, state=after.stage.value)
    row.save(update_fields=LEARNT)


@contextmanager
def _spoken_with(code: str) -> Iterator[None]:
    """What a provider's failures are to whoever asked."""
    name = provider_of(code).name
    try:
        yield
    except Unreachable as error:
        raise Refused(Refusal("provider_unreachable", {"provider": name})) from error
    except SaysNo as error:
        raise Refused(Refusal("provider_says_no", {"provider": name, "why": error.why})) from error


def _row(place: PlaceRef, mandate: UUID) -> OnlineMandate:
    row = OnlineMandate.objects.select_related("connection").filter(place_id=place.id, uuid=mandate).first()
    if row is None:
        raise Refused(Refusal("mandate_unknown"))
    return row


def _locked(pk: int) -> OnlineMandate:
    return OnlineMandate.objects.select_for_update(of=("self",)).get(pk=pk)


def _whose(row: OnlineMandate) -> int | None:
    return None if row.customer_id else row.person_id


def _card(row: OnlineMandate) -> PayerCard | None:
    line = find_online_mandate(row.uuid)
    return payer_cards(organisation_id=row.organisation_id, whos=[line.who]).get(line.who) if line else None


def _tell(
    kind: type[facts.OnlineMandateFact], row: OnlineMandate, actor: Actor, now: datetime, *, replay: bool = False, **more: str
) -> None:  # fmt: skip
    fact = kind(organisation_id=row.organisation_id, place_id=row.place_id, online_mandate=row.uuid, **more)
    record(fact, actor=actor, now=now, replay=replay)
