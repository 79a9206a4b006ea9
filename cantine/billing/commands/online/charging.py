"""Invoices debited by a provider: ordered in one transaction, sent by a job under a key of their own, told to who pays."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from cantine.billing import facts
from cantine.billing.commands.online.following import lock_payment, tell_moved
from cantine.billing.commands.online.providers import provider_of
from cantine.billing.commands.online_debit_wording import letter_before
from cantine.billing.models import Debit, OnlineMandate, OnlinePayment
from cantine.billing.queries.documents import find_invoice
from cantine.billing.queries.online import account_of
from cantine.billing.queries.online_mandates import (
    DebitingRef,
    charges_to_send,
    debiting_at,
    online_mandates_of,
    preview_of_charges,
)
from cantine.billing.queries.payers import PERSON, payer_cards
from cantine.billing.rules.online import Charged, Intent, SaysNo, Stage, Unreachable, next_look
from cantine.billing.rules.sepa import Taken, is_target_day
from cantine.core import jobs, scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.mail import post
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


def charge_invoices(
    *, actor: Actor, now: datetime, place: PlaceRef, invoices: Sequence[UUID], on: date, key: str, replay: bool = False
) -> list[UUID]:  # fmt: skip
    """These invoices are to be debited on that day by the provider that is on, each by a charge of its own; a job sends them and
    writes to who pays. The same ``key`` twice charges nothing more, and answers the same charges.

    Refusals: debits_not_connected, not_a_day_of_banks, debit_too_early, nothing_to_debit, debit_going, and why one of these invoices
    cannot be taken. Records OnlinePaymentStarted.
    """
    authorize(actor, "online.charge", Target(place.organisation_id, place.id))
    with transaction.atomic():
        known = _known(place, key, invoices)
        if known:
            return known
        debiting = debiting_at(place)
        if debiting is None or not provider_of(debiting.provider).debits:
            raise Refused(Refusal("debits_not_connected"))
        try:
            takes = _takes(place, debiting, invoices, on, now, replay=replay)
        except Refused:
            if known := _known(place, key, invoices):  # the same press, twice at once
                return known
            raise
        made = [
            _ordered(each, place, debiting, on, _key(key, each.due.uuid), actor, now, replay=replay) for each in takes
        ]
        for payment in () if replay else made:
            jobs.later("billing.charge_mandate", organisation_id=place.organisation_id, payment=str(payment))
    return made


def send_charge(
    *, actor: Actor, now: datetime, organisation_id: int, payment: UUID, replay: bool = False
) -> bool:  # fmt: skip
    """Ask the provider for the debit, outside of any transaction of ours, under the charge's own key: killed in between, it asks again
    and is told that it is there. Then write to who pays: the day, the amount.

    Refusals: none: what the provider refuses is kept on the charge, whose invoice is free again. Records OnlinePaymentMoved.
    """
    authorize(actor, "online.follow", Target(organisation_id))
    with scoping.scope([organisation_id]):
        row = _waiting(payment)
        if row is None or row.mandate is None or row.invoice is None:
            return False
        account, code, named = account_of(row.connection), row.connection.provider, row.mandate.mandate
        intent = Intent(
            key=str(row.uuid), cents=row.cents, back="", on=_not_before(row.charged_on, row.mandate.earliest_on),
            label=f"{row.invoice.reference}, {places.place_refs(ids=[row.place_id])[row.place_id].name}",
        )  # fmt: skip
    try:
        charged = provider_of(code).charge_mandate(account, named, intent)
    except Unreachable:
        return _later(organisation_id, row.pk, now)
    except SaysNo as error:
        return _refused(organisation_id, row.pk, error.why, actor, now)
    return _sent(organisation_id, row.pk, charged, intent.on, now, replay=replay)


def send_charges_due(*, actor: Actor, now: datetime, most: int = 100) -> int:
    """Those that no provider has yet: how many. Refusals: none. Records OnlinePaymentMoved."""
    authorize(actor, "online.follow", Target(None))
    due = charges_to_send(now=now, most=most)
    for organisation_id, payment in due:
        send_charge(actor=actor, now=now, organisation_id=organisation_id, payment=payment)
    return len(due)


def _key(key: str, invoice: UUID | None) -> str:
    return f"{key[:40]}:{invoice.hex if invoice else ''}"


def _known(place: PlaceRef, key: str, invoices: Sequence[UUID]) -> list[UUID]:
    """What a press before this one made of them."""
    keys = [_key(key, each) for each in invoices]
    rows = OnlinePayment.objects.filter(organisation_id=place.organisation_id, key__in=keys)
    return list(rows.order_by("pk").values_list("uuid", flat=True))


def _takes(
    place: PlaceRef, debiting: DebitingRef, invoices: Sequence[UUID], on: date, now: datetime, *, replay: bool
) -> list[Taken]:  # fmt: skip
    """Those asked for that may be taken; none is where one may not, and all the reasons are told."""
    if not is_target_day(on):
        raise Refused(Refusal("not_a_day_of_banks", {"day": on}, "on"))
    given = online_mandates_of(place.organisation_id)
    found = preview_of_charges(place, debiting, given, on=on, today=place.today(now))
    if on < found.earliest and not replay:
        raise Refused(Refusal("debit_too_early", {"day": found.earliest}, "on"))
    wanted = set(invoices)
    takes = [each for each in found.takes if each.due.uuid in wanted]
    if wrong := [why for due, why in found.leaves if due.uuid in wanted]:
        raise Refused(*wrong)
    if not takes or len(takes) < len(wanted):
        raise Refused(Refusal("nothing_to_debit", {"day": on}, "on"))
    return takes


def _ordered(
    each: Taken, place: PlaceRef, debiting: DebitingRef, on: date, key: str, actor: Actor, now: datetime, *, replay: bool
) -> UUID:  # fmt: skip
    """The charge, and the debit that no other can stand beside: the database keeps one that lives an invoice."""
    uuid = uuid4()
    try:
        with transaction.atomic():
            row = OnlinePayment.objects.create(
                uuid=uuid, organisation_id=place.organisation_id, place_id=place.id, connection_id=debiting.connection_id,
                invoice_id=each.due.id, key=key, cents=each.due.left_cents, mandate_id=each.mandate, charged_on=on,
                started_at=now, moved_at=now, next_look_at=next_look(started_at=now, now=now, stage=Stage.STARTED),
            )  # fmt: skip
            Debit.objects.create(
                organisation_id=place.organisation_id, online=row, invoice_id=each.due.id, cents=each.due.left_cents
            )
    except IntegrityError as error:
        same = OnlinePayment.objects.filter(organisation_id=place.organisation_id, key=key).values_list(
            "uuid", flat=True
        )
        if (known := same.first()) is not None:
            return known
        raise Refused(Refusal("debit_going", {"name": each.due.name, "reference": each.due.reference})) from error
    assert each.due.uuid is not None
    fact = facts.OnlinePaymentStarted(
        organisation_id=place.organisation_id, place_id=place.id, online_payment=uuid, invoice=each.due.uuid, cents=row.cents
    )  # fmt: skip
    record(fact, actor=actor, now=now, replay=replay)
    return uuid


def _waiting(payment: UUID) -> OnlinePayment | None:
    rows = OnlinePayment.objects.select_related("connection", "mandate", "invoice")
    return rows.filter(uuid=payment, reference="", stage=Stage.STARTED, mandate__isnull=False).first()


def _not_before(on: date | None, earliest: date | None) -> date | None:
    return max(each for each in (on, earliest) if each) if on or earliest else None


def _later(organisation_id: int, pk: int, now: datetime) -> bool:
    with scoping.scope([organisation_id]), transaction.atomic():
        row = lock_payment(pk)
        look = next_look(started_at=row.started_at, now=now, stage=Stage.STARTED)
        OnlinePayment.objects.filter(pk=pk).update(next_look_at=look or now)
    return False


def _refused(organisation_id: int, pk: int, why: str, actor: Actor, now: datetime) -> bool:
    """Its invoice is free again; and the authorisation is asked about, for it may be what is over."""
    with scoping.scope([organisation_id]), transaction.atomic():
        row = lock_payment(pk)
        if row.reference or row.stage != Stage.STARTED:
            return False
        row.stage, row.why, row.next_look_at, row.moved_at = Stage.FAILED, why[:200], None, now
        row.save(update_fields=["stage", "why", "next_look_at", "moved_at"])
        Debit.objects.filter(online=row).update(live=False)
        tell_moved(row, actor, now, replay=False)
        for mandate in OnlineMandate.objects.filter(payments=row).values_list("uuid", flat=True):
            jobs.later("billing.follow_mandate", organisation_id=organisation_id, mandate=str(mandate))
    return False


def _sent(
    organisation_id: int, pk: int, charged: Charged, asked_on: date | None, now: datetime, *, replay: bool
) -> bool:  # fmt: skip
    with scoping.scope([organisation_id]), transaction.atomic():
        row = lock_payment(pk)
        if row.reference:
            return False
        row.reference, row.charged_on = charged.reference, charged.on or asked_on
        row.save(update_fields=["reference", "charged_on"])
        if not replay:
            _write(row, now)
    return True


def _write(row: OnlinePayment, now: datetime) -> None:
    """One letter a charge; none to whoever has no address: the provider writes too."""
    place = places.place_refs(ids=[row.place_id])[row.place_id]
    assert row.invoice is not None  # a debit is of an invoice
    found = find_invoice(organisations=[row.organisation_id], uuid=row.invoice.uuid)
    assert found is not None
    assert row.charged_on is not None
    card = payer_cards(organisation_id=row.organisation_id, whos=[found.card.who]).get(found.card.who)
    if card is None or not card.party.email:
        return
    provider = provider_of(row.connection.provider)
    letter = letter_before(
        place, found.document.seller.name, provider.name, writes=not provider.practice, to=card.party.email,
        language=card.language, on=row.charged_on, reference=row.invoice.reference, cents=row.cents,
    )  # fmt: skip
    kind, key = found.card.who
    post(
        letter, once=f"online-debit:{row.uuid}", now=now, organisation_id=row.organisation_id, place_id=place.id,
        person_id=key if kind == PERSON else None,
    )  # fmt: skip
