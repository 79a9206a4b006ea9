"""Two places of two organisations, one of them full of canaries: words that nobody of the other may ever read."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from cantine.accounting import commands as accounting
from cantine.accounting.testing import a_legal_entity, an_entry
from cantine.billing import queries as documents
from cantine.billing.testing import a_payer, a_written_invoice
from cantine.booking import commands as booking
from cantine.booking.commands import DateWish, Details
from cantine.booking.rules import Audience, DeviceKind, Group, Sort
from cantine.booking.testing import TESTS, a_domiciliation, a_key, an_occupation, ref_of
from cantine.core import scoping
from cantine.funding import commands as funding
from cantine.funding.rules import FunderKind, Said, Spent, State
from cantine.funding.rules.receipts import Terms
from cantine.funding.rules.recurring import Every, Recurring
from cantine.funding.rules.support import Deal, Donor, DonorKind, Given, Way
from cantine.kernel import Interval
from cantine.memberships import commands as memberships
from cantine.memberships.testing import a_plan
from cantine.people.testing import Person, a_person, an_organisation
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.testing import a_place, a_pool, a_room, actor_for, give_role
from cantine.pricing.rules import Unit

CANARY = "canari-jaune"


@dataclass
class House:
    """One place with its people and one booking; ``ids`` gives, for the name of a route's argument, an object of it."""

    slug: str
    organisation_id: int
    people: dict[str, Person]
    ids: dict[str, Callable[[], Any]] = field(default_factory=dict)


def build_house(name: str, now: datetime, *, secret: str) -> House:
    """A place where every private word holds ``secret``."""
    place = a_place(name)
    people = {role: a_person(f"{role} {secret}", email=f"{role}.{secret}@cantine.example") for role in ROLES}
    for role, person in people.items():
        give_role(person, place, role)
    room = a_room(place, name=f"Salle {name}")
    a_pool(place, seats=4)
    a_room(place, name=f"Réserve {secret}", see="staff", ask="staff", book="staff")
    house = House(place.slug, place.organisation_id, people)
    with scoping.scope([place.organisation_id]):
        made = _booking(place.slug, room.pk, people["member"], now, secret)
        blocking = _blocking(place.slug, room.pk, now)
        message = _message(place.slug, people["manager"], now, secret)
        said: dict[str, Any] = {"actor": TESTS, "now": now, "place": ref_of(place)}
        visit = booking.check_in(**said, person_id=people["member"].pk)
        device = booking.add_device(**said, kind=DeviceKind.KIOSK, name=f"Tablette {secret}").uuid
    office = a_room(place, name=f"Bureau {secret}", long_term=True, see="staff", ask="staff", book="staff")
    occupation = an_occupation(place, office, person=people["resident"], now=now)
    with scoping.scope([place.organisation_id]):
        wish = booking.wish_occupation(
            actor=TESTS, now=now, place=ref_of(place), from_day=now.date(), resource_id=office.pk,
            person_id=people["resident"].pk, note=f"Souhait {secret}",
        )  # fmt: skip
    entity, entry, closing = _books(place, now, secret)
    address, key = _address(place, people, now, secret), a_key(place, now=now, label=f"Clé {secret}")
    with scoping.scope([place.organisation_id]):
        known = places.find_place(slug=place.slug)
        assert known is not None
        contact = places.contact_uuids(known, person_ids=[people["member"].pk])[people["member"].pk]
    invoice, payment = _documents(place, people["member"], now, secret)
    subscription, allowance, team = _plans(place, people, now, secret)
    grant, part, report, cost, recurring = _economy(place, now, secret)
    sponsorship, gift, receipt = _supporters(place, now, secret)
    house.ids = {
        "date": lambda: made.dates[0].uuid,
        "message": lambda: message.uuid,
        "booking": lambda: made.uuid,
        "booking_id": lambda: made.uuid,
        "occurrence_id": lambda: made.dates[0].uuid,
        "occurrence": lambda: made.dates[0].uuid,
        "resource": lambda: room.slug,
        "contact": lambda: contact,
        "domiciliation": lambda: address,
        "door_key": lambda: key,
        "occupation": lambda: occupation,
        "wish": lambda: wish,
        "blocking": lambda: blocking,
        "visit": lambda: visit,
        "entity": lambda: entity,
        "entry": lambda: entry,
        "closing": lambda: closing,
        "invoice": lambda: invoice,
        "late": lambda: invoice,
        "payment": lambda: payment,
        "payer": lambda: people["member"].uuid,
        "device": lambda: device,
        "grant": lambda: grant,
        "part": lambda: part,
        "report": lambda: report,
        "cost": lambda: cost,
        "recurring": lambda: recurring,
        "sponsorship": lambda: sponsorship,
        "gift": lambda: gift,
        "receipt": lambda: receipt,
        "subscription": lambda: subscription,
        "allowance": lambda: allowance,
        "team": lambda: team,
        "act": lambda: "sauter",
        "person": lambda: people["member"].uuid,
        "person_id": lambda: people["member"].pk,
    }
    return house


ROLES = ("manager", "host", "treasurer", "member", "resident")


def _address(place: Any, people: dict[str, Person], now: datetime, secret: str) -> UUID:
    """An organisation domiciled there, and a letter that says who sent it."""
    made = a_domiciliation(place, an_organisation(f"Structure {secret}"), now=now, contacts=[people["member"]])
    with scoping.scope([place.organisation_id]):
        booking.receive_mail(
            actor=TESTS, now=now, place=ref_of(place), domiciliation=made, sender=f"Expéditeur {secret}"
        )
    return made


def _documents(place: Any, person: Person, now: datetime, secret: str) -> tuple[UUID, UUID]:
    """An invoice to the member, and the money that paid half of it."""
    a_payer(place, ("person", person.pk), now=now, name=f"Payeuse {secret}")
    invoice = a_written_invoice(place, ("person", person.pk), now=now, name=f"Ligne {secret}")
    with scoping.scope([place.organisation_id]):
        found = documents.payments_of(ref_of(place), first_day=now.date(), last_day=now.date() + timedelta(days=1))
    return invoice, found[0].uuid


def _plans(place: Any, people: dict[str, Person], now: datetime, secret: str) -> tuple[UUID, UUID, UUID]:
    """A plan of the resident’s, days that an organisation bought, and its team’s plan."""
    ref, bought = ref_of(place), an_organisation(f"Acheteuse {secret}")
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": ref}
    code, many = a_plan(place, now=now), a_plan(place, now=now, people_max=5)
    with scoping.scope([place.organisation_id]):
        place_commands.note_customer(**said, customer_id=bought.pk)
        subscription = memberships.subscribe(
            **said, plan=code, since=ref.today(now), person_id=people["resident"].pk
        )  # fmt: skip
        allowance = memberships.grant_days(
            **said, customer_id=bought.pk, unit=Unit.DAY, quantity=Decimal(200), unit_cents=1_400, valid_days=365
        )
        team = memberships.subscribe(**said, plan=many, since=ref.today(now), customer_id=bought.pk)
    return subscription, allowance, team


def _books(place: Any, now: datetime, secret: str) -> tuple[UUID, UUID, UUID]:
    """A legal entity, an entry in its books, and a day of a drawer."""
    entity = a_legal_entity(place, now=now, name=f"Entité {secret}", note=f"Mention {secret}")
    with scoping.scope([place.organisation_id]):
        entry = an_entry(entity, now=now, label=f"Écriture {secret}")
        said: dict[str, Any] = {"actor": TESTS, "now": now, "place": ref_of(place)}
        drawer = accounting.open_drawer(**said, name=f"Caisse {secret}", float_cents=0)
        closing = accounting.close_day(**said, drawer=drawer, day=now.date(), counted_cents=0, remark=f"Mot {secret}")
    return entity.uuid, entry, closing


def _economy(place: Any, now: datetime, secret: str) -> tuple[UUID, UUID, UUID, UUID, UUID]:
    """A grant with a part and a report, a cost and one that comes back; the books are there already."""
    ref, day = ref_of(place), now.date()
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": ref}
    with scoping.scope([place.organisation_id]):
        asked = Said(
            funder=f"Ville {secret}", kind=FunderKind.CITY, purpose=f"Projet {secret}", first_day=day, last_day=day,
            asked_cents=1_000,
        )  # fmt: skip
        grant = funding.enter_grant(**said, said=asked)
        funding.move_grant(**said, grant=grant, to=State.GRANTED, day=ref.today(now), cents=1_000)
        part = funding.plan_instalment(**said, grant=grant, cents=1_000, due_on=day, condition=secret)
        report = funding.plan_report(**said, grant=grant, what=f"Bilan {secret}", due_on=day)
        rent = Spent(what=f"Loyer {secret}", day=ref.today(now), net_cents=1_000)
        cost = funding.note_cost(**said, spent=rent)
        back = funding.note_recurring(**said, recurring=Recurring(spent=rent, every=Every.MONTH))
    return grant, part, report, cost, back


def _supporters(place: Any, now: datetime, secret: str) -> tuple[UUID, UUID, UUID]:
    """A sponsor, a donor and the receipt of their gift."""
    ref, day = ref_of(place), now.date()
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": ref}
    sponsor = an_organisation(f"Parrain {secret}")
    deal = Deal(counterpart=f"Logo {secret}", net_cents=1_000, year=day.year, agreed_on=day)
    donor = Donor(kind=DonorKind.PERSON, name=f"Donatrice {secret}", street="1 rue X", postcode="44000", town="Nantes")
    given = Given(donor=donor, cents=1_000, day=ref.today(now), way=Way.CHEQUE)
    terms = Terms(on=True, persons=True, purpose="Lieu", signer="Ada", signer_role="Présidente", confirmed=True)
    with scoping.scope([place.organisation_id]):
        place_commands.note_customer(**said, customer_id=sponsor.pk)
        sponsorship = funding.enter_sponsorship(**said, customer_id=sponsor.pk, deal=deal)
        gift = funding.receive_gift(**said, given=given)
        funding.set_receipts(**said, terms=terms)
        return sponsorship, gift, funding.issue_receipt(**said, gift=gift)


def _booking(slug: str, room_id: int, person: Person, now: datetime, secret: str) -> booking.Made:
    place, card = places.find_place(slug=slug), places.resource_by_id(room_id)
    assert place is not None
    assert card is not None
    starts_at = now.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return booking.request_booking(
        actor=actor_for(person, now=now),
        now=now,
        place=place,
        resource=card,
        dates=[DateWish(interval=Interval(starts_at, starts_at + timedelta(hours=1)))],
        details=Details(title=f"Titre {secret}", note=f"Note {secret}", guest_names=f"Invitée {secret}"),
    )


def _message(slug: str, person: Person, now: datetime, secret: str) -> booking.Written:
    place = places.find_place(slug=slug)
    assert place is not None
    return booking.write_message(
        actor=actor_for(person, now=now), now=now, place=place, message=uuid4(), sort=Sort.SERVICE,
        audience=Audience(group=Group.MEMBERS), subject=f"Objet {secret}", words=f"Mots {secret}",
    )  # fmt: skip


def _blocking(slug: str, room_id: int, now: datetime) -> UUID:
    place, card = places.find_place(slug=slug), places.resource_by_id(room_id)
    assert place is not None
    assert card is not None
    starts_at = now.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=2)
    return booking.block_resource(
        actor=TESTS, now=now, place=place, resource=card, reason="Travaux",
        interval=Interval(starts_at, starts_at + timedelta(hours=1)),
    )  # fmt: skip


def an_unknown(converter: str) -> Any:
    """A value of the right shape that names nothing."""
    return {"uuid": uuid4(), "int": 999_999_999, "slug": "rien-de-tel", "str": "rien-de-tel", "path": "rien"}.get(
        converter, "1"
    )


def hides(body: bytes, secret: str) -> bool:
    """Whether an answer says nothing of ``secret``, even escaped."""
    text = body.decode("utf-8", "replace").lower()
    return secret.lower() not in text and json.dumps(secret).strip('"').lower() not in text
