"""Subscribing shares: a bulletin is signed, then paid, then admitted by the board on its day; each leaves its trace in the books,
and the register has its line from the admission on. A bulletin is no invoice."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from cantine.accounting.queries import LegalEntityRef
from cantine.billing.queries import PayerCard, Who
from cantine.billing.rules import Method
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.memberships import facts
from cantine.memberships.commands.papers import ids_of, issue_paper
from cantine.memberships.commands.shares.common import (
    check_cooperative,
    enter_capital,
    enter_money,
    find_card,
    move,
    tell,
)
from cantine.memberships.models import Paper, Shareholding, ShareSubscription
from cantine.memberships.queries.shares import (
    Bulletin,
    CollegeLine,
    colleges_of,
    find_bulletin,
    find_holding,
    holding_of,
    share_terms_on,
    whose,
)
from cantine.memberships.rules import shares as rules
from cantine.memberships.rules.papers import PaperKind
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


def sign_bulletin(
    *, actor: Actor, now: datetime, place: PlaceRef, who: Who, college: str, quantity: int, signed_by: str,
    signed_from: str | None = None, replay: bool = False,
) -> UUID:  # fmt: skip
    """Somebody signs for shares: who, when and from where are kept, and the bulletin has its number and its print. Returns its
    id. Records SharesSubscribed.

    Refusals: no_cooperative, college_unknown, college_of_another, share_value_missing, shares_out_of_range,
    shares_below_minimum, share_signature_missing, shareholder_unknown, person_unknown, customer_unknown.
    """
    person_id, customer_id = ids_of(who)
    authorize(actor, "shares.subscribe", Target(place.organisation_id, place.id, person_id))
    wish = check_wish(place, who, college, quantity, place.today(now))
    if refusals := [*wish.refusals, *rules.check_signature(signed_by)]:
        raise Refused(*refusals)
    with transaction.atomic():
        row = ShareSubscription.objects.create(
            uuid=uuid4(), organisation_id=place.organisation_id, place_id=place.id, college_id=wish.college.id,
            person_id=person_id, customer_id=customer_id, quantity=quantity, cents_each=wish.cents,
            state=rules.SubscriptionState.SIGNED, signed_by=signed_by.strip()[:120], signed_at=now,
            signed_from=signed_from,
        )  # fmt: skip
        print_bulletin(place, wish, row, now)
        tell(facts.SharesSubscribed, place, row.uuid, who, actor, now, replay=replay)
    return row.uuid


@dataclass(frozen=True)
class Wish:
    """Who would subscribe what, in which co-operative; ``refusals`` are those of the quantity."""

    entity: LegalEntityRef
    card: PayerCard
    college: CollegeLine
    quantity: int
    cents: int
    refusals: tuple[Refusal, ...]


def check_wish(place: PlaceRef, who: Who, college: str, quantity: int, day: date, *, cents: int | None = None) -> Wish:
    """For the commands of shares. Raises Refused: no_cooperative, person_unknown, customer_unknown, shareholder_unknown,
    college_unknown, college_of_another, share_value_missing."""
    entity, (person_id, customer_id) = check_cooperative(place), ids_of(who)
    if not places.knows(place=place, person_id=person_id, customer_id=customer_id):
        raise Refused(Refusal("person_unknown" if person_id else "customer_unknown"))
    card, terms = find_card(place, who), share_terms_on(place.organisation_id, day)
    found = _check_college(place, college, who)
    if terms is None:
        raise Refused(Refusal("share_value_missing"))
    held = holding_of(place.organisation_id, who=who)
    wrong = rules.check_subscription(quantity, college=found, held=held.quantity if held else 0)
    return Wish(entity, card, found, quantity, terms.cents if cents is None else cents, tuple(wrong))


def print_bulletin(place: PlaceRef, wish: Wish, row: ShareSubscription, now: datetime, **more: str) -> Paper:
    """The numbered bulletin of what was signed, with the trace of the hand."""
    assert row.signed_at is not None
    return issue_paper(
        kind=PaperKind.BULLETIN, place=place, entity=wish.entity, card=wish.card, about=row.uuid, day=place.today(now),
        now=now,
        content={
            "college_fr": wish.college.name_fr, "college_en": wish.college.name_en, "quantity": row.quantity,
            "cents_each": row.cents_each, "signed_by": row.signed_by, "signed_from": row.signed_from or "",
            "signed_at": row.signed_at.astimezone(place.zone).strftime("%d/%m/%Y %H:%M"), "capital": wish.entity.capital,
            **more,
        },
    )  # fmt: skip


def pay_bulletin(
    *, actor: Actor, now: datetime, place: PlaceRef, bulletin: UUID, method: Method, received_on: date,
    replay: bool = False,
) -> None:  # fmt: skip
    """The money of a bulletin came in, all of it: it is owed to the associate until the board admits them. Records SharesPaid.
    Refusals: bulletin_unknown, bulletin_settled, shareholder_unknown, no_cooperative, dues_received_later, period_closed."""
    authorize(actor, "shares.keep", Target(place.organisation_id, place.id))
    with transaction.atomic():
        found = lock_bulletin(place, bulletin, rules.SubscriptionState.SIGNED)
        if received_on > place.today(now):
            raise Refused(Refusal("dues_received_later", field="received_on"))
        entity, card = check_cooperative(place), find_card(place, found.who)
        enter_money(
            place, entity, card, method=method, cents=found.cents, day=received_on, piece=_piece(bulletin),
            source=f"shares-paid:{bulletin}", now=now, replay=replay,
        )  # fmt: skip
        ShareSubscription.objects.filter(pk=found.id).update(
            state=rules.SubscriptionState.PAID, paid_on=received_on, method=method.value
        )
        tell(facts.SharesPaid, place, bulletin, card.who, actor, now, replay=replay)


def admit_bulletin(
    *, actor: Actor, now: datetime, place: PlaceRef, bulletin: UUID, on: date, replay: bool = False
) -> None:
    """The board admitted it on a day: the register has its shares, and the capital its money. Records ShareholderAdmitted.
    Refusals: bulletin_unknown, bulletin_settled, college_of_another, dues_received_later, shareholder_unknown, no_cooperative,
    period_closed."""
    authorize(actor, "shares.keep", Target(place.organisation_id, place.id))
    with transaction.atomic():
        found = lock_bulletin(place, bulletin, rules.SubscriptionState.PAID)
        if on > place.today(now):
            raise Refused(Refusal("dues_received_later", field="on"))
        entity, card = check_cooperative(place), find_card(place, found.who)
        holding = _holding(place, found, card.who, now)
        move(
            place, holding, rules.MovementKind.SUBSCRIBED, found.quantity, cents_each=found.cents_each, day=on,
            source=f"bulletin:{bulletin}", now=now,
        )  # fmt: skip
        enter_capital(
            entity, card, cents=found.cents, day=on, piece=_piece(bulletin), source=f"shares-admitted:{bulletin}", now=now,
            replay=replay,
        )  # fmt: skip
        ShareSubscription.objects.filter(pk=found.id).update(state=rules.SubscriptionState.ADMITTED, settled_on=on)
        tell(facts.ShareholderAdmitted, place, bulletin, card.who, actor, now, replay=replay)


def refuse_bulletin(*, actor: Actor, now: datetime, place: PlaceRef, bulletin: UUID, why: str) -> None:
    """The board refused it; what was paid goes back the way it came. Records SubscriptionRefused. Refusals: bulletin_unknown,
    bulletin_settled, dues_why_missing, shareholder_unknown, no_cooperative, period_closed."""
    authorize(actor, "shares.keep", Target(place.organisation_id, place.id))
    with transaction.atomic():
        found, day = lock_bulletin(place, bulletin, *_WAITING), place.today(now)
        if not why.strip():
            raise Refused(Refusal("dues_why_missing", field="why"))
        entity, card = check_cooperative(place), find_card(place, found.who)
        if found.state is rules.SubscriptionState.PAID:
            enter_money(
                place, entity, card, method=Method(found.method), cents=found.cents, day=day, piece=_piece(bulletin),
                source=f"shares-refused:{bulletin}", now=now, out=True,
            )  # fmt: skip
        ShareSubscription.objects.filter(pk=found.id).update(
            state=rules.SubscriptionState.REFUSED, settled_on=day, why=why.strip()[:200]
        )
        tell(facts.SubscriptionRefused, place, bulletin, card.who, actor, now)


def certify_shares(*, actor: Actor, now: datetime, place: PlaceRef, holding: UUID) -> UUID:
    """A numbered certificate of what somebody holds today. Returns the id of the paper. Records nothing: the paper is its trace.
    Refusals: holding_unknown, shareholder_unknown, no_cooperative."""
    found = find_holding(uuid=holding, organisation_id=place.organisation_id)
    person_id = ids_of(found.who)[0] if found and found.who else None
    authorize(actor, "shares.certify", Target(place.organisation_id, place.id, person_id))
    if found is None or not found.quantity:
        raise Refused(Refusal("holding_unknown"))
    day, entity, card = place.today(now), check_cooperative(place), find_card(place, found.who)
    college = next(each for each in colleges_of(place.organisation_id) if each.id == found.college_id)
    terms = share_terms_on(place.organisation_id, day)
    with transaction.atomic():
        return issue_paper(
            kind=PaperKind.CERTIFICATE, place=place, entity=entity, card=card, about=holding, day=day, now=now,
            content={
                "college_fr": college.name_fr, "college_en": college.name_en, "quantity": found.quantity,
                "cents_each": terms.cents if terms else 0,
            },
        ).uuid  # fmt: skip


_WAITING = (rules.SubscriptionState.SIGNED, rules.SubscriptionState.PAID)


def _check_college(place: PlaceRef, code: str, who: Who) -> CollegeLine:
    found = next((each for each in colleges_of(place.organisation_id) if each.code == code), None)
    if found is None:
        raise Refused(Refusal("college_unknown", field="college"))
    held = holding_of(place.organisation_id, who=who)
    if held is not None and held.quantity and held.college_id != found.id:
        raise Refused(Refusal("college_of_another", field="college"))
    return found


def lock_bulletin(place: PlaceRef, bulletin: UUID, *states: rules.SubscriptionState) -> Bulletin:
    mine = ShareSubscription.objects.select_for_update(no_key=True)
    mine.filter(organisation_id=place.organisation_id, uuid=bulletin).first()
    found = find_bulletin(place.organisation_id, uuid=bulletin)
    if found is None:
        raise Refused(Refusal("bulletin_unknown"))
    if found.state not in states:
        raise Refused(Refusal("bulletin_settled"))
    return found


def _holding(place: PlaceRef, found: Bulletin, who: Who, now: datetime) -> int:
    """The holding of who signed; somebody who left entirely may come back in another college."""
    person_id, customer_id = ids_of(who)
    row = Shareholding.objects.filter(organisation_id=place.organisation_id, **whose(who)).first()
    if row is None:
        row = Shareholding.objects.create(
            organisation_id=place.organisation_id, college_id=found.college_id, person_id=person_id,
            customer_id=customer_id, made_at=now,
        )  # fmt: skip
    if row.college_id != found.college_id:
        if row.balance:
            raise Refused(Refusal("college_of_another", field="college"))
        Shareholding.objects.filter(pk=row.pk).update(college_id=found.college_id)
    return row.pk


def _piece(bulletin: UUID) -> str:
    """The number of the bulletin, as the books cite it."""
    return Paper.objects.filter(about=bulletin).order_by("pk").values_list("reference", flat=True)[0]
