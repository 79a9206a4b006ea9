"""The members of the demo's association: forty, with dues of two years, some late; and what dues open at La Cantine."""

from datetime import date, datetime, time
from typing import Any

from cantine.billing.rules import Method
from cantine.core.actor import Actor
from cantine.memberships import commands as memberships
from cantine.memberships.queries import dues as queries
from cantine.memberships.rules.dues import Covered, DuesKind, DuesTerms, DuesWho
from cantine.memberships.rules.members_file import BroughtMember
from cantine.people import queries as people
from cantine.places import commands as places
from cantine.places.queries import PlaceRef
from cantine.web.demo.people import COWORKERS, TEAM

KINDS = (
    (DuesKind("adhesion", "Adhésion", "Membership", next_from=11), 3_000, False, ()),
    (DuesKind("etudiant", "Adhésion étudiante", "Student membership", DuesWho.STUDENT, next_from=11), 1_000, False, ()),
    (DuesKind("soutien", "Adhésion de soutien", "Supporting membership", next_from=11), 5_000, True, (5_000, 10_000, 20_000)),
    (
        DuesKind("entreprise", "Adhésion entreprise", "Membership of a firm", DuesWho.FIRM, next_from=11, counterpart=True),
        30_000, False, (),
    ),
)  # fmt: skip
FORMER = (
    "Aïcha Benali", "Bruno Castel", "Camille Duval", "Denis Étienne", "Estelle Faure", "Florian Guérin", "Gaëlle Hamon",
    "Henri Imbert", "Inès Jourdan", "Joseph Kervella", "Karine Lemoine", "Ludovic Marchand", "Manon Noël", "Nadia Oury",
    "Olivier Prigent", "Pauline Quéré", "Quentin Rolland", "Roxane Simon", "Samir Tahri", "Théa Urvoy", "Ugo Vasseur",
    "Valérie Weber", "Xavier Yvon", "Yasmine Zidi", "Zoé Abgrall",
)  # fmt: skip
METHODS = (Method.CARD, Method.TRANSFER, Method.CHEQUE, Method.CARD)  # cash of days that are closed would be refused
FIRM = "Atelier Boussole"


def load_dues(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Everything once: two years of dues, this year's with their receipts and entries, and four calls that wait."""
    if queries.dues_kinds_of(place.organisation_id):
        return
    said: dict[str, Any] = {"actor": actor, "place": place}
    for kind, cents, free, suggested in KINDS:
        terms = DuesTerms(date(2009, 1, 1), cents, free, suggested)
        memberships.set_dues_kind(**said, now=now, kind=kind, terms=terms)
    today = place.today(now)
    memberships.bring_members_in(**said, now=now, members=list(_last_year(today.year - 1)), replay=True)
    known = [somebody.email for somebody in (*COWORKERS, *TEAM)]
    paying = sorted(enumerate([*known, *map(_email, FORMER[:12])]), key=lambda pair: _day(pair[0], today))
    for number, email in paying:
        person = people.find_person_id(email=email)
        assert person is not None
        at = datetime.combine(_day(number, today), time(11, number % 60), place.zone)
        if at < now and number % 9 != 8:
            _pay(said, at, ("person", person), "soutien" if number % 7 == 3 else "adhesion", METHODS[number % 4])
    for email in map(_email, FORMER[12:16]):
        person = people.find_person_id(email=email)
        assert person is not None
        memberships.call_dues(**said, now=now, kind="adhesion", who=("person", person), replay=True)
    _firm(said, now)
    memberships.set_dues_gate(**said, now=now, category="membre", grace_days=30)


def _last_year(year: int) -> list[BroughtMember]:
    """All but a few of this year’s, and those that did not renew."""
    days = Covered(date(year, 1, 1), date(year, 12, 31))
    renewing = [(somebody.email, somebody.name) for somebody in (*COWORKERS, *TEAM)][:-3]
    former = [(_email(name), name) for name in FORMER]
    kinds = {3: ("etudiant", 1_000), 5: ("soutien", 5_000)}
    return [
        BroughtMember(number, email, name, *_kind_of(kinds, number, days))
        for number, (email, name) in enumerate([*renewing, *former])
    ]


def _kind_of(kinds: dict[int, tuple[str, int]], number: int, days: Covered) -> tuple[str, Covered, int]:
    code, cents = kinds.get(number % 8, ("adhesion", 3_000))
    return code, days, cents


def _pay(said: dict[str, Any], at: datetime, who: tuple[str, int], kind: str, method: Method) -> None:
    day = said["place"].today(at)
    cents = {"adhesion": 3_000, "soutien": 10_000, "entreprise": 30_000}[kind]
    dues = memberships.call_dues(**said, now=at, kind=kind, who=who, cents=cents, on=day, replay=True)
    memberships.record_dues(
        **said, now=at, dues=dues, method=method, cents=cents, received_on=day, replay=True
    )  # fmt: skip


def _firm(said: dict[str, Any], now: datetime) -> None:
    firm = people.find_organisations(FIRM)[0].id
    places.note_customer(**said, now=now, customer_id=firm)
    _pay(said, now, ("organisation", firm), "entreprise", Method.TRANSFER)


def _day(number: int, today: date) -> date:
    """Spread over the months that are past: a few each month."""
    month = number % max(today.month, 1) + 1
    return date(today.year, month, min(3 + number % 20, today.day if month == today.month else 28))


def _email(name: str) -> str:
    first, last = name.split()
    plain = str.maketrans("ïéèêëàçüôîÉÈ", "ieeeeacuoiEE")
    return f"{first}.{last}@membres.example".translate(plain).lower()
