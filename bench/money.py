"""``python -m bench --money``: a month of a large place billed, each step beside the SQL that writes the same rows.

A table of 5 000 costs is brought in. 2 000 members have a plan, one in ten a pass and one in ten prints past what their plan
includes. A month is charged, drafts are prepared, invoices issued; then one issuer after the other, and several at once, in
processes that are warm; then what a price costs, and a page of somebody's statement.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from multiprocessing import get_context
from time import perf_counter
from typing import Any
from uuid import UUID

MEMBERS = 2_000
ONE_IN = 10
ISSUERS = 4
EACH = 100
COSTS = 5_000
ADDRESS = {"street": "1 rue de l’Essai", "postcode": "44000", "town": "Nantes"}


def main() -> int:
    import django

    django.setup()
    for name, seconds, count, bare in _measured():
        told = {"name": name, "seconds": round(seconds, 2), "count": count, "a_second": round(count / seconds, 1)}
        if bare:
            told |= {"sql_seconds": round(bare, 3), "ratio": round(seconds / bare, 1)}
        print(json.dumps(told), flush=True)
    return 0


def _measured() -> Iterator[tuple[str, float, int, float]]:
    from cantine.billing import commands as billing
    from cantine.core import scoping
    from cantine.memberships import commands as memberships

    now = datetime.now(UTC)
    place, people = _furnished(os.environ["CANTINE_BENCH_PLACE"], now)
    said: dict[str, Any] = {"actor": _robot(), "now": now, "place": place}
    with scoping.scope([place.organisation_id]):
        yield _costs(said)
        month = place.today(now).replace(day=1) + timedelta(days=32)
        later = now + timedelta(days=(month - place.today(now)).days)
        run = {**said, "now": later}
        charged, took = _timed(lambda: memberships.charge_month(**run, month=month))
        yield "charge a month", took, charged.made, _copied("memberships_subscriptionperiod", "memberships_allowance")
        prepared, took = _timed(lambda: billing.prepare_invoices(**run, last_day=place.today(later)))
        yield "prepare the drafts", took, len(prepared.drafts), _copied("billing_invoice")
        first = list(prepared.drafts[: MEMBERS // ONE_IN])
        _done, took = _timed(lambda: billing.issue_invoices(**run, invoices=first))
        yield (
            "try the rules and issue",
            took,
            len(first),
            _copied("billing_invoice", "accounting_entry", "accounting_entryline"),
        )
        rest = list(prepared.drafts[len(first) : len(first) + 400])
        _done, took = _timed(lambda: [billing.issue_invoice(**run, invoice=each) for each in rest])
        yield "issue, tried before", took, len(rest), _copied("accounting_entry", "accounting_entryline")
        left = list(prepared.drafts[len(first) + 400 : len(first) + 400 + ISSUERS * EACH])
    yield "issue, by 4 at once", _by_several(place.slug, later, left), len(left) - ISSUERS, 0.0
    yield from _of_one(place, people[0], later)


def _costs(said: dict[str, Any]) -> tuple[str, float, int, float]:
    """A table of costs, one in two of which is paid: first, so that the books hold nothing else."""
    from cantine.funding import commands as funding
    from cantine.funding.rules import Spent

    today = said["place"].today(said["now"])
    rows = [
        Spent(
            what=f"Achat {number}", day=today, net_cents=1_000 + number, supplier=f"Fournisseur {number % 50}", category="goods",
            paid_on=today if number % 2 else None,
        )
        for number in range(COSTS)
    ]  # fmt: skip
    count, took = _timed(lambda: funding.import_costs(**said, rows=rows, file_key="bench"))
    return "bring in a table of costs", took, count, _copied("funding_cost", "accounting_entry", "accounting_entryline")


def _of_one(place: Any, person: int, now: datetime) -> Iterator[tuple[str, float, int, float]]:
    from cantine.billing.documents import made
    from cantine.billing.models import Invoice
    from cantine.billing.rules import document_from_json
    from cantine.core import scoping

    with scoping.scope([place.organisation_id]):
        contents = list(Invoice.objects.exclude(issued_at=None).values_list("content", flat=True)[:60])
    documents = [document_from_json(each) for each in contents]
    _files, took = _timed(lambda: [made(each) for each in documents])
    yield "make the PDF and the XML, on one core", took, len(documents), 0.0


def _furnished(slug: str, now: datetime) -> tuple[Any, list[int]]:
    """The place invoices, has its members, who have plans, passes and prints past what is included."""
    from cantine.accounting import commands as accounting
    from cantine.accounting.rules import Identity
    from cantine.core import scoping
    from cantine.memberships import commands as memberships
    from cantine.memberships import rules
    from cantine.people import commands as people
    from cantine.places import commands as places
    from cantine.places import queries as found
    from cantine.pricing.rules import Unit

    place = found.find_place(slug=slug)
    assert place is not None
    said: dict[str, Any] = {"actor": _robot(), "now": now, "place": place}
    entries = [
        people.Entry(email=f"member{number}@bench.example", name=f"Membre {number}") for number in range(MEMBERS)
    ]
    persons = people.register_persons(actor=_robot(), now=now, entries=entries, organisation_id=place.organisation_id)
    with scoping.scope([place.organisation_id]):
        identity = Identity(
            code="bench", name="Association d’essai", legal_form="Association loi 1901", siren="999900012",
            siret="99990001200017", vat_number="FR74999900012", main=True, **ADDRESS,
        )  # fmt: skip
        accounting.set_legal_entity(**said, identity=identity)
        included = (
            rules.Included(rules.Use.ROOM, Unit.HOUR, Decimal(10), overage_cents=1_500),
            rules.Included(rules.Use.PRINT, Unit.PIECE, Decimal(20), overage_cents=10),
        )
        plan = rules.Plan(code="", name_fr="Résident", name_en="Resident")
        terms = rules.Terms(place.today(now).replace(day=1), 20_000, included)
        code = memberships.set_plan(**said, plan=plan, terms=terms)
        kind = memberships.set_pass_kind(
            **said,
            kind=rules.PassKind("", "Carnet", "Pass", rules.Use.SEAT, Unit.DAY, Decimal(10), 18_000, valid_days=365),
        )
        for number, person in enumerate(persons.values()):
            places.note_contact(**said, person_id=person)
            _pays(said, person)
            memberships.subscribe(**said, plan=code, since=place.today(now), person_id=person)
            if number % ONE_IN == 0:
                memberships.sell_pass(**said, kind=kind, person_id=person)
                memberships.count_use(**said, person_id=person, use=rules.Use.PRINT, quantity=50)
    return place, list(persons.values())


def _pays(said: dict[str, Any], person: int) -> None:
    from cantine.billing import commands as billing
    from cantine.billing.rules import Nature, Payer

    payer = Payer(name=f"Membre {person}", nature=Nature.PERSON, **ADDRESS)
    billing.write_payer(**said, who=("person", person), payer=payer)


def _copied(*tables: str) -> float:
    """Seconds that PostgreSQL takes to write the rows of these tables again, and nothing else."""
    from django.db import connection

    took = 0.0
    with connection.cursor() as sql:
        for table in tables:
            sql.execute(f"CREATE TEMP TABLE again (LIKE {table} INCLUDING DEFAULTS INCLUDING INDEXES)")
            began = perf_counter()
            sql.execute(f"INSERT INTO again SELECT * FROM {table}")
            took += perf_counter() - began
            sql.execute("DROP TABLE again")
    return took


def _by_several(slug: str, now: datetime, drafts: list[UUID]) -> float:
    """Several processes, each warm, that begin together; seconds until the last one ended."""
    parts = [drafts[which::ISSUERS] for which in range(ISSUERS)]
    context = get_context("spawn")
    ready, go = context.Barrier(ISSUERS + 1), context.Event()
    issuers = [context.Process(target=_issue, args=(slug, now, part, ready, go)) for part in parts]
    for each in issuers:
        each.start()
    ready.wait(120)
    began = perf_counter()
    go.set()
    for each in issuers:
        each.join()
    return perf_counter() - began


def _issue(slug: str, now: datetime, drafts: list[UUID], ready: Any, go: Any) -> None:
    import django

    django.setup()
    from cantine.billing import commands as billing
    from cantine.core import scoping
    from cantine.places import queries as places

    place = places.find_place(slug=slug)
    assert place is not None
    with scoping.scope([place.organisation_id]):
        billing.issue_invoice(actor=_robot(), now=now, place=place, invoice=drafts[0])
    ready.wait()
    go.wait()
    for draft in drafts[1:]:
        with scoping.scope([place.organisation_id]):
            billing.issue_invoice(actor=_robot(), now=now, place=place, invoice=draft)


def _timed(run: Callable[[], Any]) -> tuple[Any, float]:
    began = perf_counter()
    found = run()
    return found, perf_counter() - began


def _robot() -> Any:
    from cantine.core.actor import system

    return system("bench")


if __name__ == "__main__":
    sys.exit(main())
