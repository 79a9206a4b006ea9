"""Every page that the product answers, and every kind of visitor: what the tests of the faces walk through.

The addresses come from the resolver and the objects from the demo, so a page that lands tomorrow is walked tomorrow; a
route that opens a page to none of the visitors is named in ``NO_PAGE`` with its reason, and held to equality.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from cantine.places.queries import PlaceRef

# By role, by what they hold, or by how far they are in a door that opens in two steps.
ROLES = ("stranger", "newcomer", "member", "resident", "volunteer", "host", "treasurer", "manager")
PASSING = ("tablet", "safe", "by code", "second factor", "forgetful", "new")
WHO = (*ROLES, *PASSING)
EMAILS = {
    "newcomer": "stranger@cantine.example", "member": "member@cantine.example", "resident": "resident@cantine.example",
    "volunteer": "amel@cantine.example", "host": "host@cantine.example", "treasurer": "treasurer@cantine.example",
    "manager": "manager@cantine.example", "safe": "david@cantine.example", "second factor": "elena@cantine.example",
    "by code": "farid@cantine.example", "forgetful": "gwenaelle@cantine.example",
}  # fmt: skip
LIBRARIES = ("admin/", "api/v1")
IN_A_LETTER = re.compile(
    r"https?://[^/\s]+(/(?:adherer|annuler|offre|desabonner|compte/adresse/confirmer|compte/mot-de-passe)/\S+)"
)


RESET = re.compile(r"/compte/mot-de-passe/nouveau/(\w+)-(\S+)/")


@dataclass(frozen=True)
class Seen:
    """A page as one visitor reads it."""

    route: str
    url: str
    body: str


@dataclass
class House:
    """The demo lived in: an object for the name of each argument of a route, and a session for each visitor."""

    place: "PlaceRef"
    ids: dict[str, Any]
    clients: dict[str, "Client"]
    opened: set[str] = field(default_factory=set)

    def pages(self, who: str, language: str, *, only: Callable[[str], bool] | None = None) -> Iterator[Seen]:
        """What answers a page to this visitor, asked without a browser first: it is a hundred times quicker. Who is only on
        the way through a door sees of a place what a member of the same role does, and is not asked about it again.
        ``only`` says which routes."""
        for route, url in self.addresses():
            if (who in PASSING and route.startswith("<slug:place>/")) or (only is not None and not only(route)):
                continue
            if seen := self.seen(who, language, route, url):
                yield seen

    def seen(self, who: str, language: str, route: str, url: str) -> Seen | None:
        """None where no page is answered: a refusal, a way elsewhere, a file."""
        answer = self.clients[who].get(url, headers={"accept-language": language})
        assert answer.status_code < 500, url
        if answer.status_code != 200 or b"<!doctype html>" not in getattr(answer, "content", b"")[:200]:
            return None
        self.opened.add(route)
        return Seen(route, url, answer.content.decode())

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Every route that answers GET, with an address of it."""
        from django.urls import resolve

        for route, names in routes():
            if names <= set(self.ids):
                yield route, "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(self.ids[found[1]]), route)
        for url in dict(self._secrets()).values():
            yield resolve(url).route, url

    def _secrets(self) -> Iterator[tuple[str, str]]:
        """One address of each kind that a letter carries a secret to."""
        from cantine.core.testing import letters

        for letter in letters():
            for url in IN_A_LETTER.findall(letter.text):
                yield url.split("/")[1] + str(url.count("/")), url


def routes() -> Iterator[tuple[str, set[str]]]:
    """Every route of ours that answers GET, and the names of its arguments."""
    from cantine.core.routes import all_routes, policies_of

    for route, pattern in all_routes():
        if not route.startswith(LIBRARIES) and "(?P" not in route and "GET" in policies_of(pattern):
            yield route, set(pattern.pattern.converters)


@pytest.fixture
def lived_in(live_url: str, settings: Any, run_jobs: Callable[[], Any], at: Callable[[Any], None]) -> House:
    """The demo with everything that a page may stand on, on a Tuesday morning: what a page shows at night is less."""
    from django.test import Client

    from cantine.core import clock
    from cantine.people.testing import Person
    from cantine.web.demo import load_demo

    settings.DEMO, settings.CANTINE_MFA_REQUIRED = True, False
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600  # a walk lasts longer than a proof of who one is
    now = _a_morning(clock.now())
    at(now)
    place = load_demo(now=now, days=20)  # the walk looks at pages, not at a year
    clients = {who: Client() for who in WHO}
    _never_chose_a_password("volunteer")
    for who in ROLES[1:]:
        clients[who].force_login(Person.objects.get(email=EMAILS[who]))
    _proves(clients["resident"])
    ids = {**_objects(place, now), **_keys(clients["safe"])}
    _tablet(clients["tablet"], place, now)
    _halfway(clients)
    _an_offer(place, now)
    _files_of_few()
    run_jobs()
    return House(place, {**ids, **_new_password(clients["forgetful"]), "letter": _a_letter()}, clients)


def _files_of_few() -> None:
    """A file is made when it is asked for: of the invoices of a year, the last alone have theirs before."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = 'billing.make_files' AND id NOT IN "
            "(SELECT id FROM procrastinate_jobs WHERE task_name = 'billing.make_files' ORDER BY id DESC LIMIT 5)"
        )


def _a_morning(now: Any) -> Any:
    """The last Tuesday that began, at twenty to eleven in Paris or at twenty to noon."""
    from datetime import timedelta

    return (now - timedelta(days=(now.weekday() - 1) % 7)).replace(hour=9, minute=40, second=0, microsecond=0)


def _objects(place: "PlaceRef", now: Any) -> dict[str, Any]:
    """What the demo holds, and what it does not: a message sent, an invitation, a tablet not yet linked, somebody who
    waits and is offered."""
    from datetime import timedelta

    from cantine.billing import queries as documents
    from cantine.booking import queries as bookings
    from cantine.core import scoping
    from cantine.people import queries as persons
    from cantine.people.testing import Person
    from cantine.places import queries as places

    member, leader = (Person.objects.get(email=EMAILS[who]) for who in ("member", "resident"))
    today = place.today(now)
    with scoping.scope([place.organisation_id]):
        dates = bookings.coming_dates_of(person_id=member.pk, now=now)
        visits = bookings.visits_between(place_id=place.id, first_day=today - timedelta(days=30), last_day=today)
        issued = documents.invoices_of(place, first_day=today - timedelta(days=30), last_day=today)
        return {
            "place": place.slug,
            "resource": "salle-rouge",
            "year": today.year,
            "date": next(date.uuid for date in dates if date.place_id == place.id),
            **_books(place),
            "invoice": next(each.uuid for each in issued if each.reference),
            "late": _late(place, today),
            "payer": member.uuid,
            "period": _a_period(place, today),
            "line": documents.bank_lines_of(place, documents.Heap.WAITING)[0].uuid,
            "meeting": places.meetings_of(place)[0].uuid,
            "contact": places.contact_uuids(place, person_ids=[member.pk])[member.pk],
            "visit": visits[-1].uuid,
            "certificate": bookings.certificate_link(place.uuid, member.uuid, today.replace(day=1)),
            "domiciliation": bookings.domiciliations_of(place, today=today)[0].uuid,
            "door_key": bookings.keys_of(place)[0].uuid,
            "occupation": bookings.occupations_of(place)[0].uuid,
            "organisation": persons.belongings_of(leader.pk, today=today)[0].organisation_uuid,
            "message": _a_message(place, member.pk, now),
            "pass_kind": "carnet-10-jours",
            "plan": "resident",
            "allowance": _days_of_many(place),
            "team": _a_team(place, today),
            "subscription": _a_subscription(member.pk, now),
            "secret": _an_invitation(place, now),
            **_desk(place),
            **_online(place),
            **_till(place),
            **_dues(place, member.pk),
            "grant": _a_grant(place),
            **_supporters(place, today),
            **_debits(place, today),
        }


def _a_period(place: "PlaceRef", today: Any) -> str:
    """The last month that was over."""
    from cantine.accounting import queries as books
    from cantine.billing.queries import reporting

    entity = books.entity_of(place)
    assert entity is not None
    which = {"organisation_id": place.organisation_id, "entity_id": entity.id}
    lines = reporting.board_of(reporting.setting_of(**which), **which, today=today).lines
    return reporting.period_code(next(each.due.period for each in lines if each.due.period.last_day < today))


def _desk(place: "PlaceRef") -> dict[str, Any]:
    """A request that waits, a quote that was accepted, and the link of one that waits for its answer."""
    from cantine.billing import queries as documents
    from cantine.billing.rules import Stage
    from cantine.desk import queries as desk
    from cantine.desk.rules import State

    quotes = {each.state: each.uuid for each in documents.quotes_of(place)}
    asked = next(each for each in desk.requests_of(place) if each.state is State.NEW and each.whens)
    return {
        "asked": asked.uuid, "quote": quotes[Stage.ACCEPTED], "link": documents.link_of_quote(quotes[Stage.SENT]),
        "offer": quotes[Stage.SENT],
    }  # fmt: skip


def _online(place: "PlaceRef") -> dict[str, Any]:
    """An invoice whose card was refused, the attempt, a page of practice that is still open; an authorisation to debit."""
    from cantine.billing.queries import online, online_mandates
    from cantine.billing.queries.practice import practice_sheet
    from cantine.billing.rules.online import Stage

    lines = {each.stage: each for each in online.online_payments_of(place) if not each.debit}
    given = online_mandates.online_mandates_of(place.organisation_id)[0]
    refused = lines[Stage.FAILED]
    return {
        "provider": "essai", "bill": online.link_to_pay(refused.invoice),
        "bills": online.link_to_pay_all(refused.invoice), "payment": refused.uuid,
        "sheet": practice_sheet(lines[Stage.STARTED].address), "agreed": given.reference,
        "authorising": online_mandates.path_to_authorise(given.uuid).split("/")[2],
    }  # fmt: skip


def _till(place: "PlaceRef") -> dict[str, Any]:
    """A sale, a button, and a day that was closed."""
    from datetime import timedelta

    from cantine.accounting import queries as books
    from cantine.billing.queries import counter
    from cantine.core import clock

    today = place.today(clock.now())
    closing = counter.counter_closings_of(books.drawers_of(place)[0].id)[0]
    days = (today - timedelta(days=ago) for ago in range(8))
    paid = (each for day in days for each in counter.sales_of_day(place, day=day) if each.means.value == "card")
    button = counter.buttons_of(place, on=today)[0].uuid
    return {"sale": next(paid).uuid, "button": button, "sales_closing": closing.uuid}


def _dues(place: "PlaceRef", person_id: int) -> dict[str, Any]:
    """What the member paid, with a paper of it; somebody who asks to join has a link in a letter."""
    from cantine.core import clock
    from cantine.core.actor import ANONYMOUS
    from cantine.memberships import commands
    from cantine.memberships.queries import dues as queries
    from cantine.memberships.queries import shares

    commands.ask_to_join(
        actor=ANONYMOUS, now=clock.now(), place=place, kind="adhesion", name="Ana Paz", email="ana@example.org",
        cents=None, language="fr",
    )  # fmt: skip
    line = queries.dues_lines(organisation_id=place.organisation_id, who=("person", person_id))[-1]
    held, waiting = (
        shares.holdings_on(place.organisation_id, clock.now().date()),
        shares.bulletins_waiting(place.organisation_id),
    )
    return {
        **_asked_online(place),
        "holding": held[0].uuid,
        "bulletin": waiting[0].uuid,
        "subscribed": shares.link_of_bulletin(waiting[-1].uuid),
        "dues": line.uuid,
        "paper": queries.papers_about([line.uuid])[line.uuid][0][0],
    }


def _asked_online(place: "PlaceRef") -> dict[str, Any]:
    """Dues that wait, by their link, and a payment of them that was begun."""
    from cantine.billing.commands import online
    from cantine.core import clock
    from cantine.core.actor import system
    from cantine.memberships.commands.dues.online import source_of_dues
    from cantine.memberships.queries import dues as queries
    from cantine.memberships.queries.dues_links import link_to_pay_dues

    now = clock.now()
    members = queries.members_of(place, today=place.today(now))
    waiting = next(each.called.uuid for each in members if each.called is not None)
    attempt = online.start_payment_of_source(
        actor=system("a walk"), now=now, place=place, source=source_of_dues(waiting), key="walk",
        back="http://localhost/{payment}/",
    )  # fmt: skip
    return {"owed": link_to_pay_dues(waiting), "attempt": attempt}


def _a_grant(place: "PlaceRef") -> Any:
    """Of which a part is still to come and a report to send."""
    from cantine.funding import queries
    from cantine.funding.rules import State

    return next(each.uuid for each in queries.grants_of(place) if each.state is State.GRANTED)


def _supporters(place: "PlaceRef", today: Any) -> dict[str, Any]:
    """A sponsor and a gift of this year."""
    from cantine.funding.queries import receipts, support

    return {
        "receipt": receipts.receipts_of(place, year=today.year)[0].uuid,
        "sponsorship": support.sponsorships_of(place, year=today.year, today=today)[0].uuid,
        "gift": support.gifts_of(place, year=today.year)[0].uuid,
    }


def _debits(place: "PlaceRef", today: Any) -> dict[str, Any]:
    """A run, and the link of a mandate."""
    from cantine.billing.queries import sepa

    mandate = sepa.mandates_of(place, today=today)[0]
    return {"run": sepa.runs_of(place)[0].uuid, "signing": sepa.link_to_sign(mandate.uuid)}


def _books(place: "PlaceRef") -> dict[str, Any]:
    """Whose books they are, a journal, an account and an entry of this year; a closing of the drawer."""
    from cantine.accounting import queries as books
    from cantine.accounting.queries.cheques import slips_of

    entity = books.entity_of(place)
    assert entity is not None
    year = books.years_of(entity.id)[0].year
    entries, _count = books.journal_page(entity.id, year, code="BQ", page=0)
    closings = books.closings_of(books.drawers_of(place)[0].id)
    return {
        "slip": slips_of(place)[0].uuid,
        "entity": entity.uuid, "journal": "bq", "account": "512", "entry": entries[0].uuid, "closing": closings[0].uuid,
    }  # fmt: skip


def _days_of_many(place: "PlaceRef") -> Any:
    from cantine.memberships import queries

    return queries.bulk_of(place)[0].uuid


def _a_team(place: "PlaceRef", today: Any) -> Any:
    from cantine.memberships import queries
    from cantine.memberships.rules import Span

    lines = queries.subscriptions_of(place, during=Span(today))
    return next(line.uuid for line in lines if line.person_id is None and line.plan.people_max > 1)


def _a_subscription(person_id: int, now: Any) -> Any:
    from cantine.memberships import queries

    return queries.subscriptions_of_person(person_id, now=now)[0].uuid


def _late(place: "PlaceRef", today: Any) -> Any:
    """One that has a letter to come."""
    from cantine.billing import queries
    from cantine.billing.commands.reminders import letter_to_come

    late = queries.late_invoices(place, today=today)
    return next(each.uuid for each in late if letter_to_come(place=place, late=each, today=today))


def _a_message(place: "PlaceRef", person_id: int, now: Any) -> Any:
    """News to who asked for them: the member, whose letter says how to stop them."""
    from uuid import uuid4

    from cantine.booking import commands, rules
    from cantine.core.actor import Actor
    from cantine.people import commands as people
    from cantine.people.rules.consents import PURPOSES

    news = "receive_news_of_places"
    people.give_consent(
        actor=Actor("person", person_id), now=now, person_id=person_id, purpose=news, version=PURPOSES[news].version
    )
    audience = rules.Audience(group=rules.Group.MEMBERS)
    return commands.write_message(
        actor=_manager(now), now=now, place=place, message=uuid4(), sort=rules.Sort.NEWS, audience=audience,
        subject="Soupe jeudi", words="Une soupe de potiron.\n\nVenez !",
    ).uuid  # fmt: skip


def _an_invitation(place: "PlaceRef", now: Any) -> str:
    from cantine.people import commands

    return commands.invite_person(
        actor=_manager(now),
        now=now,
        organisation_id=place.organisation_id,
        email="nouvelle@example.org",
        reference="host",
    )[1]


def _manager(now: Any) -> Any:
    from cantine.people.testing import Person
    from cantine.places.testing import actor_for

    return actor_for(Person.objects.get(email=EMAILS["manager"]), now=now)


def _an_offer(place: "PlaceRef", now: Any) -> None:
    """Somebody books, somebody else waits for the same hours, the first gives them up: a letter to cancel by, and one
    that offers."""
    from datetime import datetime, time, timedelta

    from cantine.booking import commands
    from cantine.core import scoping
    from cantine.kernel import Interval
    from cantine.people.testing import Person
    from cantine.places import queries as places
    from cantine.places.testing import actor_for

    first, next_ = (actor_for(Person.objects.get(email=EMAILS[who]), now=now) for who in ("volunteer", "forgetful"))
    starts_at = datetime.combine(_a_tuesday(place.today(now) + timedelta(days=21)), time(10), tzinfo=place.zone)
    interval = Interval(starts_at, starts_at + timedelta(hours=2))
    with scoping.scope([place.organisation_id]):
        room = places.find_resource(place_id=place.id, slug="salle-verte")
        assert room is not None
        said: dict[str, Any] = {"now": now, "place": place, "resource": room}
        made = commands.request_booking(actor=first, dates=[commands.DateWish(interval=interval)], **said)
        commands.join_waiting_list(actor=next_, interval=interval, **said)
        later = Interval(interval.starts_at + timedelta(hours=4), interval.ends_at + timedelta(hours=4))
        commands.request_booking(actor=first, dates=[commands.DateWish(interval=later)], **said)
        commands.cancel_dates(actor=first, now=now, place=place, dates=[made.dates[0].uuid])


def _a_tuesday(day: Any) -> Any:
    from datetime import timedelta

    return day + timedelta(days=(1 - day.weekday()) % 7)


def _tablet(client: "Client", place: "PlaceRef", now: Any) -> None:
    from cantine.booking.policies import COOKIE
    from cantine.booking.testing import a_tablet

    client.cookies[COOKIE] = a_tablet(place, now=now)


def _keys(client: "Client") -> dict[str, Any]:
    """Somebody who proved a moment ago who it is, with an application, spare codes and a passkey."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP
    from allauth.mfa.webauthn.internal.auth import WebAuthn

    person = _signs_in(client, "safe")
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)
    _proves(client)
    return {"pk": WebAuthn.add(person, "Pixel 9", _a_credential()).instance.pk}


def _never_chose_a_password(who: str) -> None:
    from cantine.people.testing import Person

    person = Person.objects.get(email=EMAILS[who])
    person.set_unusable_password()
    person.save()


def _proves(client: "Client") -> None:
    """The pages that ask again who it is open to whoever just said it."""
    from cantine.web.demo import PASSWORD

    assert client.post("/compte/verifier/", {"password": PASSWORD}).status_code == 302
    client.cookies.pop("language", None)


def _a_credential() -> dict[str, Any]:
    """What a phone would have answered when its passkey was made."""
    from hashlib import sha256

    from cryptography.hazmat.primitives.asymmetric import ec
    from fido2.cose import ES256
    from fido2.utils import websafe_encode
    from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

    name, flags = b"a phone's passkey", AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    about = AttestedCredentialData.create(bytes(16), name, key)
    data = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, about)
    made = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    return {
        "id": websafe_encode(name), "rawId": websafe_encode(name), "type": "public-key", "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(made), "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }  # fmt: skip


def _signs_in(client: "Client", who: str) -> Any:
    from cantine.people.testing import Person
    from cantine.web.demo import PASSWORD

    client.post("/compte/entrer/", {"login": EMAILS[who], "password": PASSWORD})
    client.cookies.pop("language", None)
    return Person.objects.get(email=EMAILS[who])


def _halfway(clients: dict[str, "Client"]) -> None:
    """Doors that open in two steps, each with somebody on its threshold."""
    from allauth.mfa.totp.internal.auth import TOTP

    from cantine.people.testing import Person

    clients["by code"].post("/compte/entrer/code/", {"email": EMAILS["by code"]})
    TOTP.activate(Person.objects.get(email=EMAILS["second factor"]), "JBSWY3DPEHPK3PXP")
    _signs_in(clients["second factor"], "second factor")
    clients["forgetful"].post("/compte/mot-de-passe/oublie/", {"email": EMAILS["forgetful"]})
    clients["new"].post("/compte/creer/", {"email": "nouvelle@example.com", "name": "Nina"})


def _new_password(client: "Client") -> dict[str, str]:
    """The link of the letter keeps its key in the session and leads to an address without it."""
    from cantine.core.testing import letters

    told = (RESET.search(letter.text) for letter in letters())
    uidb36, key = next(found for found in told if found).groups()
    client.get(f"/compte/mot-de-passe/nouveau/{uidb36}-{key}/")
    return {"uidb36": uidb36, "key": "set-password"}


def _a_letter() -> Any:
    from cantine.core.testing import letters

    return letters()[-1].uuid
