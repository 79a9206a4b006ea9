"""Issuing: a number that follows the last, a document that never changes, and a database that holds both against anybody."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cantine.billing import commands, queries
from cantine.billing.models import Charge, Invoice, Series
from cantine.billing.rules import Added, Afterwards, Kind, Nature, PartOfLine, Standing, State, Where
from cantine.billing.testing import a_customer, a_payer
from cantine.core.actor import Actor, Grant
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.pricing.rules import Unit

pytestmark = pytest.mark.django_db


DROPPED = Standing(State.DROPPED)


class PowerCut(Exception):
    """In the middle of it."""


def codes(why: Refused) -> list[str]:
    return [refusal.code for refusal in why.refusals]


def test_a_draft_has_no_number_and_takes_what_is_owed(house: Any) -> None:
    house.charge(hours=2)
    draft = queries.find_draft(house.place, invoice=house.prepared(), today=house.place.today(house.now))
    assert draft is not None
    document = draft.document
    assert (document.number, document.issued_on, document.gross_cents) == ("", None, 9600)
    assert [(line.name, line.quantity, line.net_cents) for line in document.lines] == [
        ("Salle Rouge", Decimal(2), 8000)
    ]
    with pytest.raises(Refused) as why:
        house.prepared()
    assert codes(why.value) == ["nothing_to_invoice"]


def test_what_is_newly_owed_goes_on_the_draft_that_is_there(house: Any) -> None:
    house.charge()
    first = house.prepared()
    house.charge(hours=3)
    assert house.prepared() == first
    assert Charge.objects.filter(invoice__uuid=first).count() == 2


def test_an_invoice_is_frozen_with_the_next_number_of_its_series(house: Any) -> None:
    first, second = house.issued(), house.issued(hours=2)
    year = house.place.today(house.now).year
    found = house.find(second)
    assert [house.find(each).card.reference for each in (first, second)] == [f"FA{year}-000001", f"FA{year}-000002"]
    assert (found.card.net_cents, found.card.vat_cents, found.card.gross_cents) == (8000, 1600, 9600)
    assert found.document.number == found.card.reference
    assert found.document.due_on == house.place.today(house.now) + timedelta(days=30)
    assert found.card.where(house.place.today(house.now)) is Where.TO_PAY


def test_a_later_change_of_the_booking_does_not_move_what_was_issued(house: Any) -> None:
    source = house.charge(source="test:moved")
    draft = house.prepared()
    commands.issue_invoice(**house.said, invoice=draft)
    house.charge(hours=3, source=source)
    assert house.find(draft).document.gross_cents == 4800


def test_what_is_given_up_after_a_draft_took_it_is_not_billed(house: Any) -> None:
    house.charge()
    house.charge(hours=2, source="test:given-up")
    draft = house.prepared()
    commands.settle_charges(**house.said, standings={"test:given-up": Standing(State.DROPPED)})
    commands.issue_invoice(**house.said, invoice=draft)
    assert house.find(draft).document.gross_cents == 4800
    assert Charge.objects.get(source="test:given-up").invoice_id is None


def test_a_draft_whose_every_charge_is_given_up_asks_for_nothing(house: Any) -> None:
    house.charge(source="test:given-up")
    draft = house.prepared()
    commands.settle_charges(**house.said, standings={"test:given-up": Standing(State.DROPPED)})
    with pytest.raises(Refused) as why:
        commands.issue_invoice(**house.said, invoice=draft)
    assert codes(why.value) == ["document_empty"]


def test_who_looked_at_another_draft_issues_nothing(house: Any) -> None:
    house.charge()
    draft = house.prepared()
    looked_at = queries.find_draft(house.place, invoice=draft, today=house.place.today(house.now))
    assert looked_at is not None
    house.charge(hours=2)
    house.prepared()
    with pytest.raises(Refused) as why:
        commands.issue_invoice(**house.said, invoice=draft, seen=looked_at.seen)
    assert codes(why.value) == ["draft_changed"]
    assert not Series.objects.exists()


def test_what_the_law_wants_is_said_before_any_number_is_taken(house: Any) -> None:
    acme = a_customer(house.three.place, "Acme", now=house.now)
    house.charge(customer_id=acme)
    draft = house.prepared(who=("organisation", acme))
    with pytest.raises(Refused) as why:
        commands.issue_invoice(**house.said, invoice=draft)
    assert codes(why.value) == ["buyer_address_missing", "buyer_siren_missing"]
    assert not Series.objects.filter(last_number__gt=0).exists()
    a_payer(
        house.three.place, ("organisation", acme), now=house.now, name="Acme", nature=Nature.BUSINESS, siren="732829320"
    )  # fmt: skip
    assert commands.issue_invoice(**house.said, invoice=draft).endswith("-000001")


def test_a_refused_issuing_leaves_no_gap(house: Any) -> None:
    house.charge()
    draft = house.prepared()
    commands.write_on_draft(**house.said, invoice=draft, added=Added())
    with suppress(PowerCut), transaction.atomic():
        assert commands.issue_invoice(**house.said, invoice=draft).endswith("-000001")
        raise PowerCut
    assert commands.issue_invoice(**house.said, invoice=draft).endswith("-000001")


def test_a_draft_that_is_dropped_gives_its_charges_back(house: Any) -> None:
    house.charge()
    draft = house.prepared()
    commands.drop_draft(**house.said, invoice=draft)
    assert not Invoice.objects.exists()
    assert len(queries.owed_by(house.place, payer=house.member, last_day=house.place.today(house.now))) == 1


def test_the_run_of_a_month_bills_each_payer_once_and_says_who_is_passed_over(house: Any) -> None:
    acme = a_customer(house.three.place, "Acme", now=house.now)
    house.charge()
    house.charge(customer_id=acme)
    last = house.place.today(house.now)
    first = commands.prepare_invoices(**house.said, last_day=last)
    again = commands.prepare_invoices(**house.said, last_day=last)
    assert (len(first.drafts), first.passed, again.drafts, again.passed) == (2, (), (), ())
    done = commands.issue_invoices(**house.said, invoices=first.drafts)
    said = [each if isinstance(each, str) else [why.code for why in each] for each in done.values()]
    year = house.place.today(house.now).year
    assert sorted(map(str, said)) == sorted(
        map(str, [f"FA{year}-000001", ["buyer_address_missing", "buyer_siren_missing"]])
    )
    commands.issue_invoices(**house.said, invoices=first.drafts)
    assert Invoice.objects.exclude(issued_at=None).count() == 1


def test_without_a_seller_nothing_is_prepared(three: Any, now: Any, at: Any) -> None:
    from cantine.billing.testing import ROBOT
    from cantine.core import scoping
    from cantine.places.testing import ref_of

    at(now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]), pytest.raises(Refused) as why:
        commands.start_invoice(actor=ROBOT, now=now, place=place, who=("person", three.member.pk))
    assert codes(why.value) == ["seller_missing"]


def test_who_pays_for_a_person_is_invoiced_with_their_name_and_reference(house: Any) -> None:
    cae = a_customer(house.three.place, "Coop du Port", now=house.now)
    a_payer(
        house.three.place, ("organisation", cae), now=house.now, name="Coop du Port", nature=Nature.BUSINESS, siren="732829320"
    )  # fmt: skip
    a_payer(house.three.place, house.member, now=house.now, reference="E-417", paid_by=cae)
    house.charge()
    made = commands.prepare_invoices(**house.said, last_day=house.place.today(house.now))
    commands.issue_invoice(**house.said, invoice=made.drafts[0])
    document = house.find(made.drafts[0]).document
    assert document.buyer.name == "Coop du Port"
    assert document.lines[0].detail.endswith(", pour Odile Martin (E-417)")


def test_who_pays_from_a_day_on_leaves_what_came_before_to_the_person(house: Any) -> None:
    cae, today = a_customer(house.three.place, "Coop du Port", now=house.now), house.place.today(house.now)
    house.charge()
    payer = ("organisation", cae)

    def owed() -> tuple[list[Any], int, int, int]:
        said = {"place": house.place, "last_day": today}
        mine, theirs = (len(queries.owed_by(**said, payer=who)) for who in (house.member, payer))
        return list(queries.owed_by_payer(**said)), mine, theirs, len(queries.coming_of_person(house.member[1]))

    for paid_from, found in (
        (today + timedelta(days=1), ([house.member], 1, 0, 1)), (today, ([payer], 0, 1, 0)), (None, ([payer], 0, 1, 0)),
    ):  # fmt: skip
        a_payer(house.three.place, house.member, now=house.now, paid_by=cae, paid_from=paid_from)
        assert owed() == found


def test_a_gesture_is_never_invoiced_again(house: Any) -> None:
    """What is let go stays billed by its invoice: neither to be invoiced nor counted as earned and not invoiced."""
    house.charge(source="test:kept")
    house.charge(source="test:cold", hours=2)
    invoice, today = house.prepared(), house.place.today(house.now)
    commands.issue_invoice(**house.said, invoice=invoice)
    commands.credit_invoice(**house.said, invoice=invoice, lines=[1], note="Salle non chauffée")
    assert queries.owed_by(house.place, payer=house.member, last_day=today) == []
    assert queries.unbilled_by_year(house.place, first_day=today, last_day=today, starts_month=1) == {}
    commands.settle_charges(**{**house.said, "now": house.now + timedelta(hours=1)}, standings={"test:cold": DROPPED})
    assert queries.moved_since(house.place) == []


def test_a_gesture_on_a_part_of_a_line_is_no_change_of_what_was_sold(house: Any) -> None:
    """Whatever is told again of the act: only another price, or another fate, is to be mended."""
    house.charge(source="test:cold", hours=2)
    invoice = house.prepared()
    commands.issue_invoice(**house.said, invoice=invoice)
    gesture = {0: PartOfLine(cents=1_000)}
    commands.credit_invoice(**house.said, invoice=invoice, lines=[0], parts=gesture, note="Geste commercial")
    house.now += timedelta(hours=1)
    house.charge(source="test:cold", hours=2)
    assert queries.moved_since(house.place) == []
    commands.settle_charges(**house.said, standings={"test:cold": Standing(State.DUE, 50)})
    (moved,) = queries.moved_since(house.place)
    assert (moved.invoiced_cents, moved.left_cents, moved.asked_cents) == (8_000, 7_000, 4_000)


def test_what_was_let_go_in_part_is_not_asked_for_whole(house: Any) -> None:
    house.charge(source="test:first")
    house.charge(source="test:second", hours=2)
    invoice, today = house.prepared(), house.place.today(house.now)
    commands.issue_invoice(**house.said, invoice=invoice)
    commands.credit_invoice(**house.said, invoice=invoice, lines=[0])
    commands.credit_invoice(**house.said, invoice=invoice, afterwards=Afterwards.AGAIN)
    owed = queries.owed_by(house.place, payer=house.member, last_day=today)
    assert [each.source for each in owed] == ["test:second"]


def test_a_credit_note_gives_back_the_whole_and_frees_what_was_billed(house: Any) -> None:
    invoice = house.issued(hours=2)
    note = commands.credit_invoice(
        **house.said, invoice=invoice, note="Annulée d’un commun accord", afterwards=Afterwards.AGAIN
    )
    found, credit = house.find(invoice), house.find(note)
    today = house.place.today(house.now)
    assert credit.card.reference == f"AV{today.year}-000001"
    assert (credit.document.kind, credit.document.gross_cents) == (Kind.CREDIT_NOTE, 9600)
    assert credit.document.corrects is not None
    assert (credit.document.corrects.number, credit.document.corrects.day) == (found.card.reference, today)
    assert (found.card.where(today), credit.card.where(today)) == (Where.CREDITED, Where.REFUNDED)
    assert found.card.gross_cents - credit.card.gross_cents == 0
    assert len(queries.owed_by(house.place, payer=house.member, last_day=today)) == 1


def test_a_part_of_a_line_is_given_back_and_never_more_than_is_left(house: Any) -> None:
    """Three hours become two; then a gesture of 50 €; then what is left."""
    invoice = house.issued(hours=3)

    def give(**said: Any) -> Any:
        return house.find(commands.credit_invoice(**house.said, invoice=invoice, **said)).document

    hour = give(parts={0: PartOfLine(quantity=Decimal(1))}, lines=[0])
    assert [(line.quantity, line.unit, line.net_cents) for line in hour.lines] == [(Decimal(1), Unit.HOUR, 4000)]
    assert [line.net_cents for line in give(parts={0: PartOfLine(5000)}, lines=[0]).lines] == [5000]
    with pytest.raises(Refused) as why:
        give(parts={0: PartOfLine(3001)}, lines=[0])
    assert codes(why.value) == ["line_given_too_much"]
    assert give().gross_cents == 3600
    with pytest.raises(Refused) as why:
        give()
    assert codes(why.value) == ["credited_already"]
    assert house.find(invoice).card.left_cents == 0


def test_lines_are_given_back_once(house: Any) -> None:
    house.charge()
    house.charge(hours=2)
    draft = house.prepared()
    commands.issue_invoice(**house.said, invoice=draft)
    commands.credit_invoice(**house.said, invoice=draft, lines=[1])
    with pytest.raises(Refused) as why:
        commands.credit_invoice(**house.said, invoice=draft, lines=[1])
    assert codes(why.value) == ["credited_already"]
    rest = house.find(commands.credit_invoice(**house.said, invoice=draft))
    assert [line.quantity for line in rest.document.lines] == [Decimal(1)]
    with pytest.raises(Refused) as why:
        commands.credit_invoice(**house.said, invoice=draft)
    assert codes(why.value) == ["credited_already"]


def test_a_host_takes_money_but_issues_nothing(house: Any) -> None:
    host = Actor("person", house.three.stranger.pk, (Grant(house.place.organisation_id, None, "host"),))
    house.charge()
    draft = house.prepared()
    with pytest.raises(Denied):
        commands.issue_invoice(actor=host, now=house.now, place=house.place, invoice=draft)


# -- what SQL by hand cannot do ----------------------------------------------------------------------------------------


def by_hand(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE billing_invoice SET gross_cents = gross_cents - 1 WHERE uuid = %s",
        "UPDATE billing_invoice SET content = '{}' WHERE uuid = %s",
        "UPDATE billing_invoice SET issued_at = NULL, issued_on = NULL, number = NULL, series_id = NULL, content = NULL, "
        "reference = '' WHERE uuid = %s",
        "DELETE FROM billing_invoice WHERE uuid = %s",
        "UPDATE billing_series SET last_number = last_number + 5 WHERE id = (SELECT series_id FROM billing_invoice WHERE uuid = %s)",
        "UPDATE billing_series SET last_number = last_number + 1 WHERE id = (SELECT series_id FROM billing_invoice WHERE uuid = %s)",
        "UPDATE billing_series SET last_number = 0 WHERE id = (SELECT series_id FROM billing_invoice WHERE uuid = %s)",
        "DELETE FROM billing_series WHERE id = (SELECT series_id FROM billing_invoice WHERE uuid = %s)",
    ],
)
def test_by_hand_an_issued_invoice_and_its_series_stay_as_they_are(house: Any, statement: str) -> None:
    invoice = house.issued()
    with pytest.raises(IntegrityError):
        by_hand(statement, invoice)


def test_without_its_trigger_an_issued_invoice_would_change(house: Any, as_owner: Any) -> None:
    invoice = house.issued()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER frozen ON billing_invoice")
    by_hand("UPDATE billing_invoice SET gross_cents = gross_cents - 1 WHERE uuid = %s", invoice)
    assert house.find(invoice).card.gross_cents == 4799


def test_a_number_that_is_not_the_next_is_refused(house: Any) -> None:
    house.issued()
    house.charge()
    draft = house.prepared()
    with pytest.raises(IntegrityError, match="not the next of its series"):
        by_hand(
            "UPDATE billing_invoice SET number = 9, series_id = (SELECT id FROM billing_series LIMIT 1), issued_at = now(), "
            "issued_on = now(), content = '{}', reference = 'FA-9' WHERE uuid = %s",
            draft,
        )


def test_a_person_who_is_erased_leaves_the_invoice_as_it_was(house: Any) -> None:
    invoice = house.issued()
    by_hand("UPDATE billing_invoice SET person_id = NULL WHERE uuid = %s", invoice)
    assert house.find(invoice).document.buyer.name == "Odile Martin"
