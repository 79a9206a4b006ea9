"""What follows a fact about dates: the letters."""

from datetime import date, datetime
from uuid import UUID

from cantine.booking import commands, facts, queries
from cantine.booking.commands import Telling
from cantine.core.actor import system
from cantine.core.facts import Fact, on
from cantine.core.jobs import later
from cantine.memberships import facts as plans
from cantine.memberships import queries as rights
from cantine.people.facts import PersonErased
from cantine.places import facts as place_facts
from cantine.places import queries as places

CLOCK_AND_HOLIDAYS = {"timezone", "holiday_territory", "holiday_open", "holidays_open_on"}
POST, WAITING_LIST = system("booking.letters"), system("booking.waiting_list")
PRESENCE, PLANS = system("booking.presence"), system("booking.plans")


@on(facts.BookingConfirmed)
def tell_confirmed(fact: facts.BookingConfirmed, now: datetime) -> None:
    _tell(Telling.CONFIRMED, fact, now)


@on(facts.BookingRequested)
def tell_requested(fact: facts.BookingRequested, now: datetime) -> None:
    _tell(Telling.REQUESTED, fact, now)


@on(facts.BookingRequested)
def tell_team_of_request(fact: facts.BookingRequested, now: datetime) -> None:
    commands.tell_team(actor=POST, now=now, place=_place_of(fact), dates=fact.occurrence_ids, once=_once("asked", fact))


@on(facts.BookingHeld)
def tell_held(fact: facts.BookingHeld, now: datetime) -> None:
    # An offer has a letter of its own, and so has what an option waits for.
    if queries.offer_of_booking(fact.booking_id) is None and not queries.held_for(fact.booking_id):
        _tell(Telling.HELD, fact, now)


@on(facts.RequestRefused)
def tell_refused(fact: facts.RequestRefused, now: datetime) -> None:
    _tell(Telling.REFUSED, fact, now)


@on(facts.DatesCancelled)
def tell_cancelled(fact: facts.DatesCancelled, now: datetime) -> None:
    if queries.offer_of_booking(fact.booking_id) is None:  # who declines an offer has just said so
        _tell(Telling.CANCELLED, fact, now, late=fact.late, by_place=fact.by_place)


@on(facts.DatesExpired)
def tell_expired(fact: facts.DatesExpired, now: datetime) -> None:
    if not queries.held_for(fact.booking_id):  # who did not take a quote up is not told twice
        _tell(Telling.EXPIRED, fact, now)


@on(facts.DateMoved)
def tell_moved(fact: facts.DateMoved, now: datetime) -> None:
    _tell(Telling.MOVED, fact, now)


@on(facts.BookingHanded)
def tell_new_person(fact: facts.BookingHanded, now: datetime) -> None:
    _tell(Telling.GIVEN, fact, now)


@on(facts.BookingHanded)
def tell_former_person(fact: facts.BookingHanded, now: datetime) -> None:
    if fact.former_id is not None:
        commands.tell_former(
            actor=POST, now=now, place=_place_of(fact), person_id=fact.former_id, dates=fact.occurrence_ids,
            once=_once(Telling.HANDED_ON, fact),
        )  # fmt: skip


@on(facts.WaitingOffered)
def tell_offered(fact: facts.WaitingOffered, now: datetime) -> None:
    commands.tell_person(
        actor=POST,
        now=now,
        place=_place_of(fact),
        telling=Telling.OFFERED,
        dates=queries.dates_of(booking_id=fact.booking_id),
        once=_once("offered", fact),
    )


@on(facts.DatesCancelled)
def offer_cancelled(fact: facts.DatesCancelled, now: datetime) -> None:
    _offer(fact, now)


@on(facts.DatesExpired)
def offer_expired(fact: facts.DatesExpired, now: datetime) -> None:
    _offer(fact, now)


@on(facts.RequestRefused)
def offer_refused(fact: facts.RequestRefused, now: datetime) -> None:
    _offer(fact, now)


@on(facts.DateMoved)
def offer_what_was_left(fact: facts.DateMoved, now: datetime) -> None:
    _offer(fact, now)


@on(facts.NoShowMarked)
def offer_no_show(fact: facts.NoShowMarked, now: datetime) -> None:
    _offer(fact, now)


@on(facts.BlockingLifted)
def offer_unblocked(fact: facts.BlockingLifted, now: datetime) -> None:
    _offer(fact, now)


@on(facts.MessageSent)
def post_message(fact: facts.MessageSent, now: datetime) -> None:
    later("booking.post_message", place_id=_place_of(fact).id, message_id=fact.message_id)


@on(facts.Arrived)
def count_arrival(fact: facts.Arrived, now: datetime) -> None:
    _count_presence(fact, queries.day_of_visit(fact.visit_id), fact.person_id, now)


@on(facts.Left)
def count_leaving(fact: facts.Left, now: datetime) -> None:
    _count_presence(fact, queries.day_of_visit(fact.visit_id), fact.person_id, now)


@on(facts.VisitCorrected)
def count_correction(fact: facts.VisitCorrected, now: datetime) -> None:
    for day in {fact.day, fact.former_day}:
        _count_presence(fact, day, fact.person_id, now)


@on(facts.VisitRemoved)
def count_removal(fact: facts.VisitRemoved, now: datetime) -> None:
    _count_presence(fact, fact.day, fact.person_id, now)


@on(facts.DayClosed)
def count_who_left_at_closing(fact: facts.DayClosed, now: datetime) -> None:
    commands.count_presence(actor=PRESENCE, now=now, place=_place_of(fact), day=fact.day)


@on(plans.SubscriptionBegun)
def redraw_at_the_beginning(fact: plans.SubscriptionBegun, now: datetime) -> None:
    _redraw(fact, fact.subscription, fact.person_id, now)


@on(plans.PlanTraded)
def redraw_at_a_change(fact: plans.PlanTraded, now: datetime) -> None:
    _redraw(fact, fact.subscription, fact.person_id, now)


@on(plans.NoticeGiven)
def redraw_at_a_notice(fact: plans.NoticeGiven, now: datetime) -> None:
    _redraw(fact, fact.subscription, fact.person_id, now)


@on(plans.NoticeTakenBack)
def redraw_when_it_goes_on(fact: plans.NoticeTakenBack, now: datetime) -> None:
    _redraw(fact, fact.subscription, fact.person_id, now)


@on(plans.PlanAnnulled)
def redraw_after_a_mistake(fact: plans.PlanAnnulled, now: datetime) -> None:
    _redraw(fact, fact.subscription, fact.person_id, now)


@on(plans.SubscriptionPaused)
def redraw_at_a_pause(fact: plans.SubscriptionPaused, now: datetime) -> None:
    _redraw(fact, fact.subscription, fact.person_id, now)


@on(plans.SubscriptionResumed)
def redraw_after_a_pause(fact: plans.SubscriptionResumed, now: datetime) -> None:
    _redraw(fact, fact.subscription, fact.person_id, now)


@on(plans.RightUserAdded)
def redraw_with_a_team(fact: plans.RightUserAdded, now: datetime) -> None:
    commands.redraw_coming(actor=PLANS, now=now, place=_place_of(fact), person_ids=[fact.person_id])


@on(plans.RightUserRemoved)
def redraw_without_a_team(fact: plans.RightUserRemoved, now: datetime) -> None:
    commands.redraw_coming(actor=PLANS, now=now, place=_place_of(fact), person_ids=[fact.person_id])


@on(PersonErased)
def forget_the_person(fact: PersonErased, now: datetime) -> None:
    commands.forget_person(actor=system("booking.forget"), now=now, person_id=fact.person_id)


def _count_presence(fact: Fact, day: date | None, person_id: int | None, now: datetime) -> None:
    """Entries of the journal from before days were told have none."""
    if person_id is not None and day not in {None, date.min}:
        commands.count_presence(actor=PRESENCE, now=now, place=_place_of(fact), day=day, person_ids=[person_id])


def _redraw(fact: Fact, subscription: UUID, person_id: int | None, now: datetime) -> None:
    """The dates to come of who has a plan; of a team, those of each of its people."""
    place = _place_of(fact)
    right = f"subscription:{subscription}"
    team = rights.users_by_right(place, rights=[right], day=place.today(now)).get(right, [])
    persons = [person_id] if person_id is not None else team
    if persons:
        commands.redraw_coming(actor=PLANS, now=now, place=place, person_ids=persons)


def _offer(fact: Fact, now: datetime) -> None:
    commands.offer_next(actor=WAITING_LIST, now=now, place=_place_of(fact))


def _tell(
    telling: Telling, fact: facts.BookingFact, now: datetime, *, late: bool = False, by_place: bool = False
) -> None:
    commands.tell_person(
        actor=POST,
        now=now,
        place=_place_of(fact),
        telling=telling,
        dates=fact.occurrence_ids,
        once=_once(telling, fact),
        late=late,
        by_place=by_place,
    )


def _place_of(fact: Fact) -> places.PlaceRef:
    """The place of a fact, in whose tenancy the reaction runs."""
    place = places.place_by_id(fact.place_id or 0)
    assert place is not None
    return place


def _once(what: str, fact: Fact) -> str:
    """One letter for one entry of the Journal, however often the reaction runs."""
    return f"booking:{what}:{fact.journal_id}"


@on(place_facts.PlaceChanged)
def count_again_after_holidays(fact: place_facts.PlaceChanged, now: datetime) -> None:
    if CLOCK_AND_HOLIDAYS & set(fact.fields):
        later("booking.rebuild_occupancy", place_id=fact.place_id)


@on(place_facts.HoursChanged)
def count_again_after_hours(fact: place_facts.HoursChanged, now: datetime) -> None:
    later("booking.rebuild_occupancy", place_id=fact.place_id, resource_id=fact.resource_id)


@on(place_facts.ResourceAdded)
def count_what_was_added(fact: place_facts.ResourceAdded, now: datetime) -> None:
    later("booking.rebuild_occupancy", place_id=fact.place_id, resource_id=fact.resource_id)


@on(place_facts.ResourceChanged)
def count_again_after_change(fact: place_facts.ResourceChanged, now: datetime) -> None:
    later("booking.rebuild_occupancy", place_id=fact.place_id, resource_id=fact.resource_id)
