"""Sponsors and donors: a sale that is invoiced once, a gift that the books hold for ever."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given as drawn
from hypothesis import strategies as some

from cantine.accounting.rules import sums_of
from cantine.billing.testing import a_customer, a_payer
from cantine.core.authorization import Denied
from cantine.funding import commands
from cantine.funding.models import Gift, Sponsorship
from cantine.funding.queries import support as queries
from cantine.funding.rules.support import Deal, Donor, DonorKind, Given, Way, postings_of_gift
from cantine.kernel import Refused
from cantine.places.testing import actor_for

pytestmark = pytest.mark.django_db


def codes(caught: Any) -> list[str]:
    return [each.code for each in caught.value.refusals]


def a_sponsorship(economy: Any, cents: int = 100_000, **more: Any) -> Any:
    customer = more.pop("customer_id", None) or a_customer(economy.three.place, "Orange", now=economy.now)
    a_payer(
        economy.three.place, ("organisation", customer), now=economy.now, name="Orange", nature="business",
        siren="380129866",
    )  # fmt: skip
    deal = Deal(
        **{"counterpart": "Logo", "net_cents": cents, "year": economy.today.year, "agreed_on": economy.today, **more}
    )
    return commands.enter_sponsorship(**economy.said, customer_id=customer, deal=deal)


def a_gift(economy: Any, cents: int = 5_000, *, key: str = "", donor: Any = None, **more: Any) -> Any:
    donor = donor or Donor(kind=DonorKind.PERSON, name="Ada Martin", street="1 rue X", postcode="44000", town="Nantes")
    given = Given(**{"donor": donor, "cents": cents, "day": economy.today, "way": Way.TRANSFER, **more})
    return commands.receive_gift(**economy.said, given=given, key=key)


FIRM = Donor(kind=DonorKind.FIRM, name="Menuiserie Leroux", legal_form="SARL", siren="552100554")


def read(economy: Any, made: Any) -> Any:
    return queries.find_sponsorship(economy.place, uuid=made, today=economy.today)


def test_one_press_makes_the_draft_of_a_sponsorship_and_the_second_finds_it(economy: Any) -> None:
    made = a_sponsorship(economy)
    assert read(economy, made).bill is None
    first = commands.bill_sponsorship(**economy.said, sponsorship=made)
    assert commands.bill_sponsorship(**economy.said, sponsorship=made) == first
    bill = read(economy, made).bill
    assert (bill.invoice, bill.reference, bill.where) == (first, "", "draft")


def test_a_sponsorship_is_counted_once_before_and_after_its_invoice(economy: Any) -> None:
    from cantine.billing import commands as billing

    made = a_sponsorship(economy)
    draft = commands.bill_sponsorship(**economy.said, sponsorship=made)
    before = economy.read().year(economy.today.year).mix
    billing.issue_invoice(**economy.said, invoice=draft)
    after = economy.read().year(economy.today.year).mix
    assert (before.private_cents, before.own_cents, before.unbilled_cents) == (100_000, 0, 0)
    assert (after.private_cents, after.own_cents, after.supports) == (100_000, 0, before.supports)
    assert read(economy, made).bill.reference
    assert ("7063", 0, 100_000) in economy.entries()


def test_a_sponsorship_that_is_on_an_invoice_is_not_given_up(economy: Any) -> None:
    made = a_sponsorship(economy)
    commands.bill_sponsorship(**economy.said, sponsorship=made)
    with pytest.raises(Refused) as caught:
        commands.drop_sponsorship(**economy.said, sponsorship=made)
    assert codes(caught) == ["sponsorship_billed"]


def test_a_sponsorship_given_up_is_invoiced_no_more(economy: Any) -> None:
    made = a_sponsorship(economy)
    commands.drop_sponsorship(**economy.said, sponsorship=made)
    with pytest.raises(Refused) as caught:
        commands.bill_sponsorship(**economy.said, sponsorship=made)
    assert codes(caught) == ["sponsorship_dropped"]


def test_a_sponsor_who_left_for_good_cannot_be_invoiced(economy: Any) -> None:
    made = a_sponsorship(economy)
    Sponsorship.objects.filter(uuid=made).update(customer=None)
    with pytest.raises(Refused) as caught:
        commands.bill_sponsorship(**economy.said, sponsorship=made)
    assert codes(caught) == ["sponsor_gone"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"counterpart": ""}, "counterpart_missing"),
        ({"cents": 0}, "funding_amount_wrong"),
        ({"year": 20}, "support_year_wrong"),
        ({"event": "x" * 161}, "people.too_long"),
    ],
)
def test_what_is_wrong_in_a_sponsorship_is_refused(economy: Any, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        a_sponsorship(economy, **more)
    assert codes(caught) == [code]


def test_whom_the_place_does_not_know_sponsors_nothing(economy: Any) -> None:
    from cantine.people.testing import an_organisation

    deal = Deal(counterpart="Logo", net_cents=1, year=economy.today.year, agreed_on=economy.today)
    with pytest.raises(Refused) as caught:
        commands.enter_sponsorship(**economy.said, customer_id=an_organisation("Ailleurs").pk, deal=deal)
    assert codes(caught) == ["customer_unknown"]


@pytest.mark.parametrize(
    ("way", "money"), [("transfer", "512"), ("cheque", "5112"), ("cash", "530"), ("online", "5115")]
)
def test_a_gift_is_in_the_books_at_once_by_the_way_it_came(economy: Any, way: str, money: str) -> None:
    a_gift(economy, way=Way(way))
    assert economy.entries() == [(money, 5_000, 0), ("75411", 0, 5_000)]
    assert economy.read().year(economy.today.year).mix.private_cents == 5_000


def test_what_a_firm_gives_is_patronage(economy: Any) -> None:
    a_gift(economy, 100_000, donor=FIRM)
    assert economy.entries() == [("512", 100_000, 0), ("7542", 0, 100_000)]


def test_a_gift_in_kind_stands_on_both_sides_and_beside_the_mix(economy: Any) -> None:
    a_gift(economy, 30_000, donor=FIRM, way=Way.KIND, what="Bureaux", valued_by="Le donateur, valeur comptable")
    assert economy.entries() == [("860", 30_000, 0), ("870", 0, 30_000)]
    year = economy.read().year(economy.today.year)
    assert (year.given_cents, year.mix.private_cents) == (30_000, 0)


def test_a_gift_that_is_pressed_twice_comes_once(economy: Any) -> None:
    assert a_gift(economy, key="pressed") == a_gift(economy, key="pressed")
    assert len(economy.entries()) == 2


def test_a_gift_is_undone_once_by_its_contrary(economy: Any) -> None:
    made = a_gift(economy)
    commands.undo_gift(**economy.said, gift=made, why="Chèque revenu")
    assert economy.entries()[2:] == [("512", 0, 5_000), ("75411", 5_000, 0)]
    assert queries.find_gift(economy.place, uuid=made).cents == 0  # type: ignore[union-attr]
    with pytest.raises(Refused) as caught:
        commands.undo_gift(**economy.said, gift=made, why="Encore")
    assert codes(caught) == ["gift_undone_already"]


def test_a_gift_is_undone_for_a_reason(economy: Any) -> None:
    with pytest.raises(Refused) as caught:
        commands.undo_gift(**economy.said, gift=a_gift(economy), why=" ")
    assert codes(caught) == ["gift_reason_missing"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"cents": 0}, "funding_amount_wrong"),
        ({"day": date(2999, 1, 1)}, "grant_day_to_come"),
        ({"way": Way.KIND}, "gift_kind_unsaid"),
        ({"donor": Donor(kind=DonorKind.PERSON, name="")}, "donor_unnamed"),
        ({"donor": Donor(kind=DonorKind.FIRM, name="X", siren="123")}, "people.siren_wrong"),
    ],
)
def test_what_is_wrong_in_a_gift_is_refused(economy: Any, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        a_gift(economy, **more)
    assert codes(caught) == [code]
    assert economy.entries() == []


def test_a_member_enters_no_gift(economy: Any) -> None:
    economy.actor = actor_for(economy.three.member, now=economy.now)
    with pytest.raises(Denied):
        a_gift(economy)


def test_a_donor_whom_the_place_knows_finds_their_gift_among_their_own(economy: Any) -> None:
    donor = Donor(kind=DonorKind.PERSON, name="Membre", email=economy.three.member.email.upper())
    made = a_gift(economy, donor=donor)
    assert Gift.objects.get(uuid=made).person_id == economy.three.member.pk


@pytest.mark.parametrize("statement", ["UPDATE funding_gift SET cents = 1", "DELETE FROM funding_gift"])
def test_the_database_keeps_a_gift_as_it_is(economy: Any, as_owner: Any, statement: str) -> None:
    """With its trigger it refuses; without, the same statement passes."""
    a_gift(economy)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE funding_gift DISABLE TRIGGER gift_stays")
        cursor.execute(statement)


def test_sponsors_and_gifts_cost_as_many_statements_at_one_row_and_at_three(economy: Any, statements: Any) -> None:
    counted = []
    for number in range(2):
        customer = a_customer(economy.three.place, f"Sponsor {number}", now=economy.now)
        commands.bill_sponsorship(**economy.said, sponsorship=a_sponsorship(economy, customer_id=customer))
        a_gift(economy)
        with statements() as said:
            queries.sponsorships_of(economy.place, year=economy.today.year, today=economy.today)
            queries.gifts_of(economy.place, year=economy.today.year)
        counted.append(len(said))
        a_gift(economy)
        a_sponsorship(economy, customer_id=customer)
    assert counted == [3, 3]


@drawn(
    cents=some.integers(1, 10**12),
    way=some.sampled_from(Way),
    kind=some.sampled_from(DonorKind),
)
def test_every_gift_balances(cents: int, way: Way, kind: DonorKind) -> None:
    made = Given(donor=Donor(kind=kind, name="X"), cents=cents, day=date(2026, 1, 1), way=way)
    assert sums_of(postings_of_gift(made, third="D:x")) == (cents, cents)


@pytest.fixture
def pages(economy: Any, client: Any) -> Any:
    client.force_login(economy.three.manager)

    def ask(address: str, data: dict[str, Any] | None = None) -> str:
        url = f"/{economy.place.slug}/economie/soutiens/{address}"
        answer = client.get(url) if data is None else client.post(url, data, follow=True)
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode()).replace("\u202f", " ").replace("\xa0", " ")

    return ask


def test_a_sponsorship_is_entered_then_invoiced_in_one_press(economy: Any, pages: Any) -> None:
    customer = a_customer(economy.three.place, "Orange", now=economy.now)
    said = {"customer": customer, "net_cents": "1500", "counterpart": "Logo", "year": economy.today.year}
    page = pages("parrainages/nouveau/", {**said, "agreed_on": str(economy.today)})
    assert "1 500,00 €" in page
    (card,) = queries.sponsorships_of(economy.place, year=economy.today.year, today=economy.today)
    pages(f"parrainages/{card.uuid}/facturer/", {})
    assert "Brouillon" in pages(f"parrainages/{card.uuid}/")
    assert "Orange" in pages("")


def test_a_gift_is_entered_then_undone(economy: Any, pages: Any) -> None:
    said = {
        "kind": "person",
        "name": "Ada Martin",
        "cents": "50",
        "day": str(economy.today),
        "way": "cheque",
        "key": "1",
    }
    assert "50,00 €" in pages("dons/nouveau/", said)
    (card,) = queries.gifts_of(economy.place, year=economy.today.year)
    page = pages(f"dons/{card.uuid}/annuler/", {"why": "Chèque revenu"})
    assert "Chèque revenu" in page
    assert "annulé" in pages("")
