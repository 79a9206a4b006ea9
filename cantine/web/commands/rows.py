"""Members, rooms and bookings brought in from a file: all of its lines, or none."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from cantine.booking import commands as booking
from cantine.core import live
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused, folded
from cantine.memberships import commands as memberships
from cantine.people import commands as people
from cantine.people import queries as accounts
from cantine.people.rules.organisations import OrganisationDraft
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.web import rules
from cantine.web.facts import RowsImported
from cantine.web.queries import AnyPlan
from cantine.web.queries.plans import contacts_of, plan_of, resources_of
from cantine.web.rules.resources import differences

# An organisation is entered by the program: whoever brings a file of two hundred firms leads none of them.
CLERK = system("import")
AT_ONCE = 1_000  # members written together


@dataclass(frozen=True)
class Brought:
    """The plan that was done, and how many persons of it were invited rather than entered."""

    plan: AnyPlan
    invited: int


def import_rows(*, actor: Actor, now: datetime, place: PlaceRef, kind: str, data: bytes, mapping: str) -> Brought:
    """Do what the plan of ``data`` says, in one transaction; the past is recorded as past. Running it again makes
    nothing twice. Nobody is written to, save who has an account and never came here, when a person imports: their name
    and phone are theirs to bring, so they are invited to the role they had and come in when they accept.

    Refusals: those of the file; import.wrong_lines when the plan has any; import.line_refused when a command refuses
    a line that the plan took (somebody booked meanwhile). Records RowsImported and what each line makes.
    """
    authorize(actor, "place.import", Target(place.organisation_id, place.id))
    with transaction.atomic():
        plan = plan_of(place=place, kind=kind, data=data, mapping=mapping, now=now)
        if plan.wrong:
            raise Refused(Refusal("import.wrong_lines", {"count": len(plan.wrong)}))
        work = _Import(actor, now, place)
        _WRITERS[kind](work, plan)
        told = RowsImported(
            organisation_id=place.organisation_id,
            place_id=place.id,
            kind=kind,
            mapping=mapping,
            new=plan.new,
            changed=plan.changed,
            known=plan.known,
        )
        record(told, actor=actor, now=now)
        live.tell(place.topic)
    return Brought(plan, work.invited)


class _Import:
    """Who imports, when and where, and the organisations and areas met so far."""

    def __init__(self, actor: Actor, now: datetime, place: PlaceRef) -> None:
        self.actor, self.now, self.place = actor, now, place
        self.organisations: dict[str, int] = {}
        self.spaces: dict[str, int] = {}
        self.invited = 0


@contextmanager
def _line(number: int) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise Refused(Refusal("import.line_refused", {"line": number, "because": refused.refusals})) from refused


def _write_members(work: _Import, plan: AnyPlan) -> None:
    known = contacts_of(work.place)
    work.organisations = {name: pk for pk, name in places.known_customers(place=work.place).items()}
    elsewhere = _elsewhere(work, plan, known)
    _invite(work, [planned.wish for planned in plan.lines if planned.wish.email in elsewhere])
    lines = [
        planned
        for planned in plan.lines
        if planned.status is not rules.Status.KNOWN and planned.wish.email not in elsewhere
    ]
    for start in range(0, len(lines), AT_ONCE):
        together = lines[start : start + AT_ONCE]
        persons = _persons(work, [planned.wish for planned in together], known)
        _give_roles(work, [planned.wish for planned in together], known, persons)
        for planned in together:
            with _line(planned.line):
                _write_rest(work, planned.wish, known.get(planned.wish.email), persons[planned.wish.email])


def _elsewhere(work: _Import, plan: AnyPlan, known: Mapping[str, rules.KnownContact]) -> frozenset[str]:
    """The addresses whose person never came here. The operator of the instance, at the terminal, enters everybody."""
    if work.actor.kind != "person":
        return frozenset()
    return accounts.addresses_in_use([each.wish.email for each in plan.lines if each.wish.email not in known])


def _invite(work: _Import, wishes: list[rules.MemberWish]) -> None:
    today = work.place.today(work.now)
    for wish in wishes:
        if wish.role and not (wish.until and wish.until < today):
            place_commands.invite_to_role(
                actor=work.actor, now=work.now, place=work.place, email=wish.email, role=wish.role, until=wish.until
            )
            work.invited += 1


def _persons(work: _Import, wishes: list[rules.MemberWish], known: Mapping[str, rules.KnownContact]) -> dict[str, int]:
    """The id of each by address; those who are new here are entered, together."""
    entries = [
        people.Entry(email=wish.email, name=wish.name, phone=wish.phone, language=wish.language)
        for wish in wishes
        if wish.email not in known
    ]
    made = people.register_persons(
        actor=work.actor, now=work.now, entries=entries, organisation_id=work.place.organisation_id
    )
    return {**made, **{wish.email: known[wish.email].person_id for wish in wishes if wish.email in known}}


def _give_roles(
    work: _Import, wishes: list[rules.MemberWish], known: Mapping[str, rules.KnownContact], persons: Mapping[str, int]
) -> None:
    taken = [
        place_commands.Taken(person_id=persons[wish.email], role=wish.role, since=wish.since, until=wish.until)
        for wish in wishes
        if wish.role and not (wish.email in known and known[wish.email].holds(wish))
    ]
    place_commands.take_over_members(actor=work.actor, now=work.now, place=work.place, members=taken)


def _write_rest(work: _Import, wish: rules.MemberWish, contact: rules.KnownContact | None, person_id: int) -> None:
    if not wish.role:
        place_commands.note_contact(actor=work.actor, now=work.now, place=work.place, person_id=person_id)
    for code, valid_until in contact.lacks(wish) if contact else wish.certifications:
        memberships.give_certification(
            actor=work.actor, now=work.now, place=work.place, person_id=person_id, code=code, valid_until=valid_until
        )
    if wish.organisation and (contact is None or not contact.belongs(wish)):
        _belong(work, wish, person_id)


def _belong(work: _Import, wish: rules.MemberWish, person_id: int) -> None:
    name = folded(wish.organisation)
    if name not in work.organisations:
        draft = OrganisationDraft(name=wish.organisation, kind="company", siren=wish.siren, siret=wish.siret)
        work.organisations[name] = people.enter_organisation(actor=CLERK, now=work.now, draft=draft, replay=True)
    organisation_id = work.organisations[name]
    place_commands.note_customer(actor=work.actor, now=work.now, place=work.place, customer_id=organisation_id)
    try:
        people.begin_belonging(
            actor=CLERK,
            now=work.now,
            person_id=person_id,
            organisation_id=organisation_id,
            relation="member",
            since=wish.since or work.place.today(work.now),
            replay=True,
        )
    except Refused as refused:  # they said so themselves, in another place perhaps
        if refused.refusals[0].code != "people.belongs_already":
            raise


def _write_resources(work: _Import, plan: AnyPlan) -> None:
    known = resources_of(work.place)
    work.spaces = places.space_ids(place=work.place)
    for planned in plan.lines:
        with _line(planned.line):
            if planned.status is rules.Status.NEW:
                _add_resource(work, planned.wish)
            elif planned.status is rules.Status.CHANGED:
                found = known[planned.wish.slug]
                place_commands.change_resource(
                    actor=work.actor,
                    now=work.now,
                    place=work.place,
                    resource_id=found.resource_id,
                    fields=differences(planned.wish, found),
                )


def _add_resource(work: _Import, wish: rules.ResourceWish) -> None:
    name = folded(wish.space)
    if wish.space and name not in work.spaces:
        work.spaces[name] = place_commands.add_space(actor=work.actor, now=work.now, place=work.place, name=wish.space)
    place_commands.add_resource(
        actor=work.actor,
        now=work.now,
        place=work.place,
        name=wish.name,
        kind=wish.kind,
        space_id=work.spaces.get(name),
        seats=wish.seats,
        fields=wish.fields,
        layouts=wish.layouts,
        equipment=wish.equipment,
    )


def _write_bookings(work: _Import, plan: AnyPlan) -> None:
    cards = {card.id: card for card in places.resource_cards(place_id=work.place.id)}
    for planned in plan.lines:
        wish: rules.BookingWish = planned.wish
        if planned.status is rules.Status.KNOWN:
            continue
        with _line(planned.line):
            booking.request_booking(
                actor=work.actor if wish.person_id else CLERK,  # nobody’s booking is not its importer’s
                now=min(work.now, wish.interval.starts_at - timedelta(minutes=1)),
                place=work.place,
                resource=cards[wish.resource_id],
                dates=[booking.DateWish(interval=wish.interval)],
                details=booking.Details(quantity=wish.quantity, title=wish.title, guests=wish.guests, note=wish.note),
                person_id=wish.person_id,
                override=True,
                replay=True,
            )


_WRITERS: dict[str, Callable[[_Import, AnyPlan], None]] = {
    "members": _write_members,
    "resources": _write_resources,
    "bookings": _write_bookings,
}
