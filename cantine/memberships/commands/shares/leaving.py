"""Shares that leave: withdrawn, to be paid back after the delay of the statutes; paid back; handed to another."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from cantine.billing.queries import Who
from cantine.billing.rules import Method
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.memberships import facts
from cantine.memberships.commands.papers import ids_of
from cantine.memberships.commands.shares.common import (
    check_cooperative,
    enter_capital,
    enter_money,
    find_card,
    move,
    tell,
)
from cantine.memberships.models import Shareholding, ShareWithdrawal
from cantine.memberships.queries.shares import (
    CollegeLine,
    Holding,
    TermsLine,
    colleges_of,
    find_holding,
    holding_of,
    share_terms_on,
    withdrawals_waiting,
)
from cantine.memberships.rules import shares as rules
from cantine.places.queries import PlaceRef


def withdraw_shares(
    *, actor: Actor, now: datetime, place: PlaceRef, holding: UUID, quantity: int, on: date, replay: bool = False
) -> UUID:
    """Take shares out of the register on a day: their money leaves the capital, and is owed from the end of the delay on, at
    the value of a share. Returns the id of the withdrawal. Records SharesWithdrawn.

    Refusals: holding_unknown, shares_out_of_range, shares_too_few, shares_below_minimum, share_value_missing,
    dues_received_later, no_cooperative, period_closed.
    """
    authorize(actor, "shares.keep", Target(place.organisation_id, place.id))
    with transaction.atomic():
        found, terms = _lock(place, holding), _check_terms(place, on)
        if on > place.today(now):
            raise Refused(Refusal("dues_received_later", field="on"))
        _check_leaving(place, found, quantity)
        entity, card, uuid = check_cooperative(place), find_card(place, found.who), uuid4()
        moved = move(
            place, found.id, rules.MovementKind.WITHDRAWN, quantity, cents_each=terms.cents, day=on,
            source=f"withdrawal:{uuid}", now=now,
        )  # fmt: skip
        cents = rules.paid_back_cents(quantity, nominal=terms.cents)
        due = rules.paid_back_on(on, delay_months=terms.delay_months)
        ShareWithdrawal.objects.create(
            uuid=uuid, organisation_id=place.organisation_id, movement=moved, cents=cents, due_on=due
        )
        enter_capital(
            entity, card, cents=cents, day=on, piece=f"RP-{moved.pk}", source=f"shares-withdrawn:{uuid}", now=now, out=True,
            replay=replay,
        )  # fmt: skip
        tell(facts.SharesWithdrawn, place, holding, card.who, actor, now, replay=replay)
    return uuid


def pay_back_shares(
    *, actor: Actor, now: datetime, place: PlaceRef, withdrawal: UUID, method: Method, on: date
) -> None:
    """What was withdrawn is paid, once, when its day has come. Records SharesPaidBack. Refusals: withdrawal_unknown,
    withdrawal_too_soon, dues_received_later, no_cooperative, period_closed."""
    authorize(actor, "shares.keep", Target(place.organisation_id, place.id))
    with transaction.atomic():
        ShareWithdrawal.objects.select_for_update().filter(uuid=withdrawal).first()
        waiting = withdrawals_waiting(place.organisation_id)
        found = next((each for each in waiting if each.uuid == withdrawal), None)
        if found is None:
            raise Refused(Refusal("withdrawal_unknown"))
        if on < found.due_on:
            raise Refused(Refusal("withdrawal_too_soon", {"day": found.due_on}, "on"))
        if on > place.today(now):
            raise Refused(Refusal("dues_received_later", field="on"))
        entity, card = check_cooperative(place), find_card(place, found.who)
        enter_money(
            place, entity, card, method=method, cents=found.cents, day=on, piece="RP", source=f"shares-paid-back:{withdrawal}",
            now=now, out=True,
        )  # fmt: skip
        ShareWithdrawal.objects.filter(uuid=withdrawal).update(paid_on=on)
        tell(facts.SharesPaidBack, place, found.holding, card.who, actor, now)


def hand_shares(
    *, actor: Actor, now: datetime, place: PlaceRef, holding: UUID, to: Who, quantity: int, on: date
) -> None:
    """Shares go from a holder to another, of the same college where the other holds none yet; the capital does not move. Records
    SharesHanded.

    Refusals: holding_unknown, shares_out_of_range, shares_too_few, shares_below_minimum, shares_to_oneself,
    share_value_missing, shareholder_unknown, dues_received_later.
    """
    authorize(actor, "shares.keep", Target(place.organisation_id, place.id))
    with transaction.atomic():
        found, terms = _lock(place, holding), _check_terms(place, on)
        if on > place.today(now):
            raise Refused(Refusal("dues_received_later", field="on"))
        if to == found.who:
            raise Refused(Refusal("shares_to_oneself", field="to"))
        _check_leaving(place, found, quantity)
        find_card(place, to)
        person_id, customer_id = ids_of(to)
        known, act = holding_of(place.organisation_id, who=to), uuid4()
        other = known.id if known else Shareholding.objects.create(
            organisation_id=place.organisation_id, college_id=found.college_id, person_id=person_id,
            customer_id=customer_id, made_at=now,
        ).pk  # fmt: skip
        said = {"cents_each": terms.cents, "day": on, "now": now}
        move(place, found.id, rules.MovementKind.HANDED, quantity, source=f"handed:{act}", **said)  # type: ignore[arg-type]  # as move takes them
        move(place, other, rules.MovementKind.RECEIVED, quantity, source=f"received:{act}", **said)  # type: ignore[arg-type]
        tell(facts.SharesHanded, place, holding, to, actor, now)


def _lock(place: PlaceRef, holding: UUID) -> Holding:
    mine = Shareholding.objects.select_for_update(no_key=True)
    mine.filter(organisation_id=place.organisation_id, uuid=holding).first()
    found = find_holding(uuid=holding, organisation_id=place.organisation_id)
    if found is None:
        raise Refused(Refusal("holding_unknown"))
    return found


def _check_terms(place: PlaceRef, on: date) -> TermsLine:
    terms = share_terms_on(place.organisation_id, on)
    if terms is None:
        raise Refused(Refusal("share_value_missing"))
    return terms


def _check_leaving(place: PlaceRef, found: Holding, quantity: int) -> None:
    colleges: list[CollegeLine] = colleges_of(place.organisation_id)
    minimum = next(each.minimum for each in colleges if each.id == found.college_id)
    if refusals := list(rules.check_leaving(quantity, held=found.quantity, minimum=minimum)):
        raise Refused(*refusals)
