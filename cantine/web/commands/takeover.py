"""The old books brought in: the balances, then what is left to pay, then what is left on passes, then
the register of shareholders; each file whole or not at all."""

from datetime import date, datetime

from django.db import transaction

from cantine.accounting import commands as books
from cantine.accounting import queries as accounting
from cantine.billing import commands as billing
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.memberships import commands as memberships
from cantine.places.queries import PlaceRef
from cantine.web import queries
from cantine.web.facts import RowsImported
from cantine.web.queries import AnyPlan


def take_over(*, actor: Actor, now: datetime, place: PlaceRef, kind: str, data: bytes, day: date) -> AnyPlan:
    """Do what the plan of ``data`` says, in one transaction; the same file twice makes nothing twice. Nobody is written to.

    Refusals: those of the file; import.wrong_lines when the plan has any; those of what is brought in. Records RowsImported, and what each
    line makes.
    """
    authorize(actor, "books.take_over", Target(place.organisation_id, place.id))
    with transaction.atomic():
        plan = queries.takeover_plan_of(place=place, kind=kind, data=data, day=day)
        if plan.wrong:
            raise Refused(Refusal("import.wrong_lines", {"count": len(plan.wrong)}))
        _write(actor, now, place, kind, day, plan)
        told = RowsImported(
            organisation_id=place.organisation_id, place_id=place.id, kind=kind, mapping="cantine", new=plan.new,
            changed=plan.changed, known=plan.known,
        )  # fmt: skip
        record(told, actor=actor, now=now)
    return plan


def straighten(*, actor: Actor, now: datetime, place: PlaceRef, what: str, account: str) -> None:
    """The difference of a sum beside the old books goes to or comes from their account of VAT that holds it, as an entry of their last day.
    Records EntryPosted.

    Refusals: sums_equal, old_account_unknown, no_old_books, period_closed.
    """
    authorize(actor, "books.take_over", Target(place.organisation_id, place.id))
    with transaction.atomic():
        state = queries.takeover_state(place, today=place.today(now))
        row = next((each for each in state.sums if each.what == what and each.role and each.apart_cents), None)
        if row is None or row.role is None or state.entity is None:
            raise Refused(Refusal("sums_equal"))
        books.move_old_balance(
            actor=actor, now=now, place=place, entity=state.entity.uuid, role=row.role, account=account, cents=row.apart_cents
        )  # fmt: skip


def _write(actor: Actor, now: datetime, place: PlaceRef, kind: str, day: date, plan: AnyPlan) -> None:
    wishes = [each.wish for each in plan.written]
    if kind == "balances":
        entity = accounting.entity_of(place)
        assert entity is not None  # the plan asked for it
        books.take_over_balances(actor=actor, now=now, place=place, entity=entity.uuid, day=day, balances=wishes)
    elif kind == "unpaid":
        invoices = sorted(((each.who, each.old) for each in wishes), key=lambda each: (each[1].day, each[1].number))
        billing.take_over_invoices(actor=actor, now=now, place=place, day=day, invoices=invoices)
    elif kind == "shareholders":
        holdings = [
            memberships.OldHolding(
                who=each.who, college=each.college, quantity=each.quantity, number=each.number, since=each.since,
                source=each.source,
            )
            for each in wishes
        ]  # fmt: skip
        memberships.take_over_shares(actor=actor, now=now, place=place, day=day, holdings=holdings)
    else:
        passes = [
            memberships.OldPass(
                person_id=each.person_id, kind=each.kind, left=each.left, expires_on=each.expires_on, source=each.source
            )
            for each in wishes
        ]
        memberships.take_over_passes(actor=actor, now=now, place=place, day=day, passes=passes)
