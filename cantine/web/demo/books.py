"""In whose name La Cantine invoices: the association that bore it; and what its books hold besides its sales. Its numbers are
examples with right keys, of nobody; amounts are plausible, not the study's."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from cantine.accounting import commands as accounting
from cantine.accounting import queries as books
from cantine.accounting.rules import (
    Identity,
    JournalKind,
    Posting,
    Role,
    closable,
    year_of,
)
from cantine.core.actor import Actor
from cantine.places.queries import PlaceRef
from cantine.web.demo import till, year

SILICON_SENTIER = Identity(
    code="silicon-sentier", name="Silicon Sentier", legal_form="Association loi 1901",
    street="151 rue Montmartre", extra="Passage des Panoramas", postcode="75002", town="Paris",
    siren="999900012", siret="99990001200017", vat_number="FR74999900012",
    email="compta@cantine.example", iban="FR7699999000010000200915148", bic="EXPLFRPP",
    note="Exemple\u202f: le SIREN et l’IBAN ne sont ceux de personne.", main=True,
)  # fmt: skip
MONTHS_OPEN = 2
# Month of the year, what, the role it is income of, euros, who pays and under which code.
RECEIVED = (
    (1, "Cotisations de l’année", Role.DUES, 4_200, "", ""),
    (3, "Parrainage de la saison", Role.SPONSORSHIP, 12_000, "PARRAIN", "Opérateur télécom"),
    (5, "Mécénat", Role.PATRONAGE, 6_000, "FONDATION", "Fondation d’entreprise"),
    (6, "Dons de la fête d’anniversaire", Role.DONATIONS, 1_380, "", ""),
)  # fmt: skip
# Lettings of a month, without VAT, in euros: what the tool of before had invoiced, when the year here begins later.
LET = (6_400, 6_900, 7_800, 7_500, 7_100, 8_000, 4_600, 1_800, 7_900, 8_700, 9_300, 6_300)
RESERVES = 900_000  # cents at the bank when these books begin, of the years before
BAR = (61_240, 58_310, 72_950, 69_480, 75_120, 81_630, 54_900, 22_470, 70_350, 78_860, 74_210, 63_540)  # cents, a month


def load_books(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """The association and its entries until yesterday; each is there once."""
    entity = books.entity_of(place)
    if entity is None:
        accounting.set_legal_entity(actor=actor, now=now, place=place, identity=SILICON_SENTIER)
        entity = books.entity_of(place)
    assert entity is not None
    today = place.today(now)
    closing = books.closing_of(entity)
    closed = closing.closed_until if closing else None
    for said in _entries(today, _till_began(place, today)):
        if said["day"] < today and (closed is None or said["day"] > closed):
            accounting.post_entry(actor=actor, now=now, entity_id=entity.id, replay=True, **said)


def close_books(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Once everything is entered: last year first, so that its accounts open this one; then all but the last two months."""
    entity, today = books.entity_of(place), place.today(now)
    assert entity is not None
    for _year in range(2):
        closing = books.closing_of(entity)
        if closing is None:
            return
        over = closable(closing.year, closed_until=closing.closed_until, today=today)
        ripe = [day for day in over if day < today - timedelta(days=31 * MONTHS_OPEN)]
        if ripe:
            accounting.close_period(actor=actor, now=now, place=place, entity=entity.uuid, last_day=ripe[-1])


def _till_began(place: PlaceRef, today: date) -> date:
    """The day when the drawer of the counter was opened, or will be."""
    opened = [place.today(each.opened_at) for each in books.drawers_of(place)]
    return min(opened, default=today - timedelta(days=till.DAYS))


def _entries(today: date, began_till: date) -> Iterator[dict[str, Any]]:
    """Last year and this one, in the order of days within each; lettings until the year of the demo begins."""
    began = today - timedelta(days=year.DAYS + 14)
    opened = date(today.year - 1, 1, 1)
    yield _said("demo:opening", opened, JournalKind.OPENING, "Report des années d’avant", _reserves())
    for first in (date(today.year - 1, 1, 1), date(today.year, 1, 1)):
        exercise = year_of(first, starts_month=1)
        for month in range(1, 13):
            for due, label, role, euros, third, name in RECEIVED:
                if due == month:
                    day = date(exercise.first_day.year, month, 12)
                    yield _said(
                        f"demo:{role}:{day}", day, JournalKind.BANK, label, _received(role, euros * 100, third, name)
                    )
            day = date(exercise.first_day.year, month, 28)
            if let := _let_before(began, day):
                label = "Locations, selon l’ancien logiciel"
                yield _said(f"demo:let:{day}", day, JournalKind.BANK, label, _let(let))
            if day < began_till:  # since then, the till says what the bar takes
                yield _said(f"demo:bar:{day}", day, JournalKind.CASH, "Recettes du bar", _bar(BAR[month - 1]))
                cash = _banked(BAR[month - 1])
                yield _said(f"demo:banked:{day}", day, JournalKind.CASH, "Espèces portées à la banque", cash)
            yield _said(f"demo:fees:{day}", day, JournalKind.BANK, "Frais de tenue de compte", _fees(1_850))


def _let_before(began: date, day: date) -> int:
    """What the tool of before had invoiced in the month of ``day``: all of it, or its days until the year of the demo begins."""
    cents = LET[day.month - 1] * 100
    if (day.year, day.month) == (began.year, began.month):
        return cents * (began.day - 1) // 30
    return cents if day < began else 0


def _said(source: str, day: date, journal: JournalKind, label: str, postings: list[Posting]) -> dict[str, Any]:
    return {
        "source": source, "day": day, "journal": journal, "label": label, "piece": f"{day:%Y-%m}", "piece_day": day,
        "postings": postings,
    }  # fmt: skip


def _reserves() -> list[Posting]:
    return [Posting(role=Role.BANK, debit_cents=RESERVES), Posting(role=Role.RESULT, credit_cents=RESERVES)]


def _received(role: Role, cents: int, third: str, name: str) -> list[Posting]:
    return [
        Posting(role=Role.BANK, debit_cents=cents),
        Posting(role=role, credit_cents=cents, third=third, third_name=name),
    ]


def _let(cents: int) -> list[Posting]:
    """With VAT at 20 % above."""
    vat = cents // 5
    return [
        Posting(role=Role.BANK, debit_cents=cents + vat),
        Posting(role=Role.SALES_LETTING, credit_cents=cents),
        Posting(role=Role.VAT_COLLECTED, credit_cents=vat, rate=Decimal(20)),
    ]


def _bar(cents: int) -> list[Posting]:
    """With VAT at 10 % inside."""
    vat = cents // 11
    return [
        Posting(role=Role.CASH, debit_cents=cents),
        Posting(role=Role.SALES_GOODS, credit_cents=cents - vat),
        Posting(role=Role.VAT_COLLECTED, credit_cents=vat, rate=Decimal(10)),
    ]


def _banked(cents: int) -> list[Posting]:
    return [Posting(role=Role.BANK, debit_cents=cents), Posting(role=Role.CASH, credit_cents=cents)]


def _fees(cents: int) -> list[Posting]:
    return [Posting(role=Role.BANK_FEES, debit_cents=cents), Posting(role=Role.BANK, credit_cents=cents)]
