"""Taking a plan, changing it, pausing it, ending it, saying yes to a new price. What was charged of the month at hand follows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize, can
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.memberships import facts, queries, rules
from cantine.memberships.commands import plan_letters
from cantine.memberships.commands.charging import SELLER
from cantine.memberships.commands.counting import count_again
from cantine.memberships.commands.withholding import lengthen
from cantine.memberships.models import Subscription, SubscriptionPause
from cantine.memberships.queries import PlanLine, SubscriptionLine
from cantine.places import commands as place_commands
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices


def subscribe(
    *, actor: Actor, now: datetime, place: PlaceRef, plan: str, since: date, person_id: int | None = None,
    customer_id: int | None = None, key: UUID | None = None, replay: bool = False,
) -> UUID:  # fmt: skip
    """Give a person a plan from a day on, or a team of an organisation, at the price of that day for the category of the payer: that
    is the yes, and only a higher price asks again. The months from then until this one are charged. ``key`` makes a press count
    once. Records SubscriptionBegun. Refusals: plan_unknown, plan_needs_somebody, plan_begins_late, plan_begins_closed,
    plan_held_already.
    """
    authorize(actor, "subscription.take", Target(place.organisation_id, place.id, person_id))
    found = queries.find_plan(place, code=plan)
    uuid, today = key or uuid4(), place.today(now)
    terms = _checked(found, actor, place, person_id, customer_id, since, today)
    if not replay and (why := queries.why_not_since(place, since=since, today=today)):
        raise Refused(why)
    assert found is not None
    fee = terms.fee(prices.category_of(place, person_id=person_id, customer_id=customer_id))
    with transaction.atomic():
        if person_id is not None:
            place_commands.note_contact(actor=SELLER, now=now, place=place, person_id=person_id)
        if queries.find_subscription(place, subscription=uuid) is not None:
            return uuid
        _check_free(found, person_id, since)
        Subscription.objects.create(
            uuid=uuid, organisation_id=place.organisation_id, place_id=place.id, plan_id=found.id, person_id=person_id,
            customer_id=customer_id, since=since, consented_cents=fee.cents, consented_at=now, made_at=now,
        )  # fmt: skip
        told = facts.SubscriptionBegun(
            organisation_id=place.organisation_id,
            place_id=place.id,
            subscription=uuid,
            person_id=person_id,
            since=since,
        )
        record(told, actor=actor, now=now, replay=replay)
        count_again(place, uuid, since, actor, now, replay=replay)
    return uuid


def change_plan(
    *, actor: Actor, now: datetime, place: PlaceRef, subscription: UUID, plan: str, at_once: bool, waived: str = ""
) -> UUID:  # fmt: skip
    """Go to another plan, with the next period, or today and by the day; to a cheaper one, once the notice and the commitment of
    this one have run out, unless the team says why they are waived. Returns the new subscription. Records PlanTraded,
    SubscriptionBegun. Refusals: subscription_unknown, subscription_over, plan_unknown, plan_same.
    """
    line = _authorize_line(actor, "subscription.change", place, subscription, now)
    found, today, why = queries.find_plan(place, code=plan), place.today(now), waived.strip()[:200]
    if why:
        authorize(actor, "subscription.waive", Target(place.organisation_id, place.id))
    if found is None:
        raise Refused(Refusal("plan_unknown", field="plan"))
    if found.id == line.plan.id:
        raise Refused(Refusal("plan_same", field="plan"))
    change = queries.change_of(line, found, today=today, at_once=at_once, waived=bool(why))
    new = found.terms_on(change.first_day) if change else None
    if change is None or new is None:
        raise Refused(Refusal("plan_unknown", field="plan"))
    committed = rules.committed_until(line.plan, line.running, today=change.first_day, carried=line.committed_until)
    with transaction.atomic():
        if why:
            Subscription.objects.filter(pk=line.id).update(waived=why)
        _end(place, line, change.last_day, now, actor)
        made = Subscription.objects.create(
            organisation_id=place.organisation_id, place_id=place.id, plan_id=found.id, person_id=line.person_id,
            customer_id=line.customer_id, follows_id=line.id, since=change.first_day,
            consented_cents=new.fee(line.category).cents, consented_at=now, made_at=now,
            committed_until=None if why else committed,
        )  # fmt: skip
        _tell(facts.PlanTraded, place, line, actor, now, since=change.first_day)
        begun = replace(line, uuid=made.uuid)
        _tell(facts.SubscriptionBegun, place, begun, actor, now, since=change.first_day)
        if change.first_day <= today:
            count_again(place, made.uuid, change.first_day, actor, now)
    return made.uuid


def pause(
    *, actor: Actor, now: datetime, place: PlaceRef, subscription: UUID, first_day: date, last_day: date | None = None
) -> None:
    """Charge and give nothing during these days; without a last one, until somebody resumes. Records SubscriptionPaused.

    Refusals: subscription_unknown, subscription_over, pause_of_a_year, pause_past, pause_reversed, pause_too_long,
    pause_outside, pause_twice.
    """
    line = _authorize_line(actor, "subscription.pause", place, subscription, now)
    wanted, today = rules.Span(first_day, last_day), place.today(now)
    refusals = list(rules.check_pause(line.running, wanted, today=today, period=line.plan.period))
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        SubscriptionPause.objects.create(
            organisation_id=place.organisation_id, subscription_id=line.id, first_day=first_day, last_day=last_day
        )
        _tell(facts.SubscriptionPaused, place, line, actor, now)
        count_again(place, subscription, first_day, actor, now)


def resume(*, actor: Actor, now: datetime, place: PlaceRef, subscription: UUID) -> None:
    """End the pause of today on its eve, or give up the one to come. Records SubscriptionResumed.

    Refusals: subscription_unknown, subscription_over, pause_unknown.
    """
    line = _authorize_line(actor, "subscription.pause", place, subscription, now)
    today = place.today(now)
    ahead = [each for each in line.pauses if each.last_day is None or each.last_day >= today]
    if not ahead:
        raise Refused(Refusal("pause_unknown"))
    with transaction.atomic():
        rows = SubscriptionPause.objects.filter(subscription_id=line.id, first_day=ahead[0].first_day)
        if ahead[0].first_day < today:
            rows.update(last_day=today - rules.A_DAY)
        else:
            rows.delete()
        _tell(facts.SubscriptionResumed, place, line, actor, now)
        count_again(place, subscription, ahead[0].first_day, actor, now)


def give_notice(*, actor: Actor, now: datetime, place: PlaceRef, subscription: UUID) -> date:
    """End a subscription by its notice; returns its last day. Who runs the place may be asked by the rules of the plan too.
    Records NoticeGiven. Refusals: subscription_unknown, subscription_over, notice_given_already.
    """
    line = _authorize_line(actor, "subscription.stop", place, subscription, now)
    if line.until is not None:
        raise Refused(Refusal("notice_given_already", {"day": line.until}))
    until = line.last_day_by_notice(place.today(now))
    with transaction.atomic():
        Subscription.objects.filter(pk=line.id).update(notice_at=now)
        _end(place, line, until, now, actor)
        _tell(facts.NoticeGiven, place, line, actor, now, until=until)
        plan_letters.tell_end(place, line, until=until, by_place=actor.person_id != line.person_id, now=now)
    return until


def keep_subscription(*, actor: Actor, now: datetime, place: PlaceRef, subscription: UUID) -> None:
    """Take a notice back before its last day is over: the plan goes on, and what was withheld serves again. Records NoticeTakenBack.
    Refusals: subscription_unknown, subscription_over, notice_not_given, plan_held_already.
    """
    line = _authorize_line(actor, "subscription.stop", place, subscription, now)
    if line.until is None or line.notice_at is None:
        raise Refused(Refusal("notice_not_given"))
    with transaction.atomic():
        if queries.is_held_after(line):
            raise Refused(Refusal("plan_held_already", field="plan"))
        Subscription.objects.filter(pk=line.id).update(until=None, notice_at=None)
        lengthen(place, queries.find_subscription(place, subscription=subscription, lock=True), line.until)
        count_again(place, subscription, line.until, actor, now)
        _tell(facts.NoticeTakenBack, place, line, actor, now)
        plan_letters.tell_kept(place, line, now=now)


def end_subscription(*, actor: Actor, now: datetime, place: PlaceRef, subscription: UUID, until: date) -> None:
    """End a subscription on a day that an agreement says, whatever the notice of its plan; what was charged beyond is withdrawn.
    Records NoticeGiven. Refusals: subscription_unknown, subscription_over."""
    line = _authorize_line(actor, "subscription.end", place, subscription, now)
    last = max(until, line.since - rules.A_DAY)
    with transaction.atomic():
        _end(place, line, last, now, actor)
        _tell(facts.NoticeGiven, place, line, actor, now, until=last)


def consent_to_price(
    *, actor: Actor, now: datetime, place: PlaceRef, subscription: UUID, cents: int, how: str = ""
) -> None:  # fmt: skip
    """Say yes to the new price that was shown; another one than that is refused. The yes is the person's own: whoever notes it in
    their name says how and when they said it (``how``), and a letter tells them. Records PriceConsented.

    Refusals: subscription_unknown, subscription_over, price_not_asked, consent_needs_how.
    """
    line = _authorize_line(actor, "subscription.consent", place, subscription, now)
    asked = line.asked(place.today(now))
    if asked is None or asked.cents != cents:
        raise Refused(Refusal("price_not_asked"))
    mine, said = actor.person_id is not None and actor.person_id == line.person_id, how.strip()[:200]
    if not mine and not said:
        raise Refused(Refusal("consent_needs_how", field="how"))
    noted = {"consented_how": "", "consent_noted_by": None} if mine else {
        "consented_how": said, "consent_noted_by": actor.person_id
    }  # fmt: skip
    with transaction.atomic():
        Subscription.objects.filter(pk=line.id).update(consented_cents=cents, consented_at=now, **noted)
        _tell(facts.PriceConsented, place, line, actor, now)
        if not mine:
            plan_letters.tell_yes_noted(place, line, cents=cents, how=said, now=now)


def _checked(
    plan: PlanLine | None, actor: Actor, place: PlaceRef, person_id: int | None, customer_id: int | None, since: date,
    today: date,
) -> rules.Terms:  # fmt: skip
    """The terms that are taken, or every reason why not."""
    runs = can(actor, "subscription.take", Target(place.organisation_id, place.id))
    terms = plan.terms_on(since) if plan else None
    if plan is None or terms is None or not (plan.online or runs):
        raise Refused(Refusal("plan_unknown", field="plan"))
    refusals = []
    if person_id is None and customer_id is None:
        refusals.append(Refusal("plan_needs_somebody"))
    if since < today and not runs:
        refusals.append(Refusal("plan_begins_late", field="since"))
    if refusals:
        raise Refused(*refusals)
    return terms


def _check_free(plan: PlanLine, person_id: int | None, since: date) -> None:
    """One has a plan once at a time."""
    if person_id is None:
        return
    held = Subscription.objects.filter(plan_id=plan.id, person_id=person_id).exclude(until__lt=since)
    if held.exists():
        raise Refused(Refusal("plan_held_already", field="plan"))


def _authorize_line(actor: Actor, action: str, place: PlaceRef, subscription: UUID, now: datetime) -> SubscriptionLine:
    """The subscription, to whoever may; one that is over is refused."""
    line = queries.find_subscription(place, subscription=subscription)
    authorize(actor, action, Target(place.organisation_id, place.id, line.person_id if line else None))
    if line is None:
        raise Refused(Refusal("subscription_unknown"))
    if rules.state_of(line.running, today=place.today(now)) is rules.State.OVER:
        raise Refused(Refusal("subscription_over", {"day": line.until}))
    return line


def _end(place: PlaceRef, line: SubscriptionLine, until: date, now: datetime, actor: Actor) -> None:
    """The last day; the eve of the first means that it never began."""
    Subscription.objects.filter(pk=line.id).update(until=until)
    count_again(place, line.uuid, until, actor, now)


def _tell(
    fact: Callable[..., facts.SubscriptionFact], place: PlaceRef, line: SubscriptionLine, actor: Actor, now: datetime,
    **more: Any,
) -> None:  # fmt: skip
    told = fact(
        organisation_id=place.organisation_id,
        place_id=place.id,
        subscription=line.uuid,
        person_id=line.person_id,
        **more,
    )
    record(told, actor=actor, now=now)
