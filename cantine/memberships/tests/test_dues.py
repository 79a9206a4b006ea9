"""Dues: asked for, paid, waived, dropped; the books, the papers, the prices that follow, the letters."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from cantine.accounting import queries as books
from cantine.accounting.rules import JournalKind, year_of
from cantine.accounting.testing import a_legal_entity
from cantine.billing.documents.figures import days as days_words
from cantine.billing.documents.payment import epc_code
from cantine.billing.rules import Method
from cantine.billing.testing import a_customer
from cantine.core import scoping
from cantine.core.actor import system
from cantine.core.authorization import Denied
from cantine.core.testing import letters
from cantine.kernel import Refused
from cantine.memberships import commands
from cantine.memberships.commands.papers import PRINTER
from cantine.memberships.documents.dues import call_page
from cantine.memberships.models import Dues, DuesPriced, Paper
from cantine.memberships.queries import dues as queries
from cantine.memberships.rules.dues import DuesKind, DuesPeriod, DuesState, DuesWho, MemberState, days_covered
from cantine.memberships.rules.members_file import read_members
from cantine.memberships.testing import a_kind_of_dues, paid_dues
from cantine.places import commands as places
from cantine.places import queries as place_queries
from cantine.places.testing import ref_of
from cantine.pricing import queries as prices
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.django_db
ROBOT = system("test")


@pytest.fixture
def here(three: Any, now: Any, at: Any) -> Iterator[Any]:
    at(now)
    a_legal_entity(three.place, now=now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        places.note_contact(actor=ROBOT, now=now, place=place, person_id=three.member.pk)
        yield place


def called(place: Any, person: Any, now: datetime, *, kind: str = "", **said: Any) -> Any:
    code = kind or a_kind_of_dues(place, now=now)
    return commands.call_dues(actor=ROBOT, now=now, place=place, kind=code, who=("person", person.pk), **said)


def pay(place: Any, dues: Any, now: datetime, *, cents: int = 2_000, method: Method = Method.CARD) -> None:
    commands.record_dues(
        actor=ROBOT, now=now, place=place, dues=dues, method=method, cents=cents, received_on=place.today(now)
    )


def codes(refused: Any) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def booked(place: Any, kind: JournalKind, now: datetime) -> list[tuple[str, int, int]]:
    """(account, debit, credit) of the last entry of a journal."""
    entity = books.entity_of(place)
    assert entity is not None
    year = year_of(place.today(now), starts_month=1)
    journal = next(each for each in books.journals_of(entity.id, year) if each.kind is kind)
    heads, _count = books.journal_page(entity.id, year, code=journal.code, page=0)
    entry = books.find_entry(uuid=heads[0].uuid)
    assert entry is not None
    return [(line.number, line.debit_cents, line.credit_cents) for line in entry.lines]


def test_a_call_makes_nobody_a_member_and_a_payment_does(here, three, now) -> None:
    dues, today = called(here, three.member, now), here.today(now)
    who = ("person", three.member.pk)
    assert queries.standing_of_member(here, who=who, today=today).state is MemberState.NEVER
    pay(here, dues, now)
    stands = queries.standing_of_member(here, who=who, today=today)
    assert (stands.state, stands.since, stands.until) == (MemberState.CURRENT, today, date(today.year, 12, 31))
    assert list(Paper.objects.order_by("pk").values_list("reference", flat=True)) == [
        f"AC{today.year}-0001", f"RC{today.year}-0001",
    ]  # fmt: skip


def test_the_books_have_dues_and_gifts_each_on_their_account(here, three, now) -> None:
    pay(here, called(here, three.member, now), now, cents=5_000, method=Method.CASH)
    assert booked(here, JournalKind.CASH, now) == [("530", 5_000, 0), ("7561", 0, 2_000), ("75411", 0, 3_000)]
    kind = a_kind_of_dues(here, now=now, name_fr="Avec services", counterpart=True)
    places.note_contact(actor=ROBOT, now=now, place=here, person_id=three.stranger.pk)
    pay(here, called(here, three.stranger, now, kind=kind), now)
    assert booked(here, JournalKind.BANK, now) == [("5115", 2_000, 0), ("7562", 0, 2_000)]


def test_papers_are_numbered_without_a_hole_and_kept_with_their_print(here, three, now) -> None:
    pay(here, called(here, three.member, now), now)
    for uuid in Paper.objects.values_list("uuid", flat=True):
        commands.make_paper(actor=PRINTER, now=now, paper=uuid)
    for paper in Paper.objects.all():
        content = bytes(paper.pdf or b"")
        assert content.startswith(b"%PDF")
        assert paper.sha256 == hashlib.sha256(content).hexdigest()
        assert "TVA" not in paper.content.get("method", "")


def test_a_paper_is_written_once(here, three, now, as_owner) -> None:
    called(here, three.member, now)
    paper = Paper.objects.get()
    changes: tuple[dict[str, Any], ...] = (
        {"reference": "AC2026-9999"},
        {"content": {}},
        {"issued_on": date(2020, 1, 1)},
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).delete()
    commands.make_paper(actor=PRINTER, now=now, paper=paper.uuid)
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(pdf=b"another")
    with as_owner():
        from django.db import connection

        connection.cursor().execute("ALTER TABLE memberships_paper DISABLE TRIGGER paper_stays")
    assert Paper.objects.filter(pk=paper.pk).update(reference="AC2026-9999") == 1  # the guard off, nothing holds it


def test_days_of_one_member_never_meet_by_hand_either(here, three, now, as_owner) -> None:
    pay(here, called(here, three.member, now), now)
    row = Dues.objects.get()

    def again() -> None:
        same = {"organisation_id": row.organisation_id, "place_id": row.place_id, "kind_id": row.kind_id}
        Dues.objects.create(
            **same, person_id=row.person_id, first_day=row.last_day, last_day=row.last_day, cents=1, state="waived",
            called_on=row.called_on, made_at=now, changed_at=now,
        )  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        again()
    with as_owner():
        from django.db import connection

        connection.cursor().execute("ALTER TABLE memberships_dues DROP CONSTRAINT dues_of_a_person_never_meet")
    again()


def test_dues_are_asked_once_and_the_next_ones_follow(here, three, now) -> None:
    kind, year = a_kind_of_dues(here, now=now), here.today(now).year
    first = called(here, three.member, now, kind=kind)
    with pytest.raises(Refused) as refused:
        called(here, three.member, now, kind=kind)
    assert codes(refused) == ["dues_called_already"]
    pay(here, first, now)
    called(here, three.member, now, kind=kind)
    assert Dues.objects.order_by("-pk").values_list("first_day", "last_day")[0] == (
        date(year + 1, 1, 1), date(year + 1, 12, 31),
    )  # fmt: skip


def test_what_is_refused_says_why(here, three, now) -> None:
    kind = a_kind_of_dues(here, now=now, free=True)
    for said, code in (
        ({"kind": "none"}, "dues_kind_unknown"), ({"kind": kind, "cents": 1_999}, "dues_too_little"),
        ({"kind": kind, "cents": 10**10}, "dues_too_much"),
        ({"kind": a_kind_of_dues(here, now=now, name_fr="Entreprise", who=DuesWho.FIRM)}, "dues_of_others"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            called(here, three.member, now, **said)
        assert codes(refused) == [code]
    with pytest.raises(Refused) as refused:
        called(here, three.stranger, now, kind=kind)
    assert codes(refused) == ["person_unknown"]
    dues = called(here, three.member, now, kind=kind, cents=3_000)
    with pytest.raises(Refused) as refused:
        pay(here, dues, now, cents=2_500)
    assert codes(refused) == ["dues_too_little"]
    with pytest.raises(Refused) as refused:
        commands.record_dues(
            actor=ROBOT, now=now, place=here, dues=dues, method=Method.CARD, cents=3_000,
            received_on=here.today(now) + timedelta(days=1),
        )  # fmt: skip
    assert codes(refused) == ["dues_received_later"]
    with pytest.raises(Refused) as refused:
        commands.waive_dues(actor=ROBOT, now=now, place=here, dues=dues, why=" ")
    assert codes(refused) == ["dues_why_missing"]
    pay(here, dues, now, cents=3_000)
    with pytest.raises(Refused) as refused:
        pay(here, dues, now, cents=3_000)
    assert codes(refused) == ["dues_settled"]


def test_without_a_legal_entity_nothing_is_asked(three, now, at) -> None:
    at(now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        places.note_contact(actor=ROBOT, now=now, place=place, person_id=three.member.pk)
        with pytest.raises(Refused) as refused:
            called(place, three.member, now)
    assert codes(refused) == ["dues_without_entity"]


def test_a_payment_by_mistake_is_undone_by_its_contrary(here, three, now) -> None:
    dues = called(here, three.member, now)
    pay(here, dues, now)
    commands.drop_dues(actor=ROBOT, now=now, place=here, dues=dues, why="encaissé deux fois")
    assert Dues.objects.get().state == DuesState.DROPPED
    assert booked(here, JournalKind.BANK, now) == [("5115", 0, 2_000), ("7561", 2_000, 0)]
    pay(here, called(here, three.member, now, kind=queries.dues_kinds_of(here.organisation_id)[0].code), now)
    assert Paper.objects.order_by("-pk")[0].reference == f"RC{here.today(now).year}-0002"


def test_waived_dues_make_a_member_and_enter_nothing(here, three, now) -> None:
    dues = called(here, three.member, now)
    commands.waive_dues(actor=ROBOT, now=now, place=here, dues=dues, why="bénévole de l’année")
    who = ("person", three.member.pk)
    assert queries.standing_of_member(here, who=who, today=here.today(now)).holds
    entity = books.entity_of(here)
    assert entity is not None
    assert not books.has_entries(entity.id)


def category(here: Any, person: Any) -> str:
    return prices.category_of(here, person_id=person.pk)


@pytest.fixture
def gated(here: Any, three: Any, now: Any) -> Any:
    a_price_list(three.place, now=now)
    commands.set_dues_gate(actor=ROBOT, now=now, place=here, category="membre", grace_days=30)
    return here


def test_the_prices_of_members_follow_their_dues_to_the_end_of_their_grace(gated, three, now) -> None:
    paid_dues(gated, three.member, kind=a_kind_of_dues(gated, now=now), now=now)
    assert category(gated, three.member) == "membre"
    end = datetime(now.year, 12, 31, 12, tzinfo=now.tzinfo)
    for days, expected in ((30, "membre"), (31, "")):
        commands.follow_dues(actor=ROBOT, now=end + timedelta(days=days), place=gated)
        assert category(gated, three.member) == expected
    assert DuesPriced.objects.count() == 0


def test_a_category_given_by_hand_is_never_touched(gated, three, now) -> None:
    from cantine.pricing import commands as pricing

    other = next(each.code for each in prices.categories_of(gated) if not each.usual and each.code != "membre")
    pricing.put_in_category(actor=ROBOT, now=now, place=gated, category=other, person_id=three.member.pk)
    paid_dues(gated, three.member, kind=a_kind_of_dues(gated, now=now), now=now)
    commands.follow_dues(actor=ROBOT, now=now + timedelta(days=900), place=gated)
    assert category(gated, three.member) == other


def test_another_gate_gives_other_prices_at_once(gated, three, now) -> None:
    paid_dues(gated, three.member, kind=a_kind_of_dues(gated, now=now), now=now)
    commands.set_dues_gate(actor=ROBOT, now=now, place=gated, category="", grace_days=0)
    assert category(gated, three.member) == ""


def test_following_twice_changes_nothing(gated, three, now) -> None:
    paid_dues(gated, three.member, kind=a_kind_of_dues(gated, now=now), now=now)
    assert commands.follow_dues(actor=ROBOT, now=now, place=gated) == (0, 0)


def test_renewals_leave_in_one_press_and_once(here, three, now) -> None:
    kind = a_kind_of_dues(here, now=now, period=DuesPeriod.MONTHS)
    for person in (three.member, three.stranger):
        paid_dues(here, person, kind=kind, now=now)
    later = now + timedelta(days=320)
    assert commands.call_renewals(actor=ROBOT, now=later, place=here) == 2
    assert commands.call_renewals(actor=ROBOT, now=later, place=here) == 0
    assert commands.call_renewals(actor=ROBOT, now=now, place=here) == 0
    assert Dues.objects.filter(state="called").values_list("first_day", flat=True).distinct().get() == here.today(
        now
    ) + timedelta(days=365 + (here.today(now + timedelta(days=366)).day == here.today(now).day))


def test_a_member_is_written_to_before_the_end_and_once_it_passed(gated, three, now) -> None:
    paid_dues(gated, three.member, kind=a_kind_of_dues(gated, now=now), now=now)
    end = datetime(now.year, 12, 31, 12, tzinfo=now.tzinfo)
    before = len(letters())
    sent = [
        commands.remind_members(actor=ROBOT, now=end + timedelta(days=days), place=gated)
        for days in (-31, -30, -29, 20, 31, 32)
    ]
    assert sent == [0, 1, 0, 0, 1, 0]
    told = [letter.text for letter in letters()[before:]]
    assert ["ce que vous avez réservé" in text.lower() or "what you booked" in text.lower() for text in told][-1]


def test_an_organisation_is_a_member_too(gated, three, now) -> None:
    firm = a_customer(three.place, now=now)
    kind = a_kind_of_dues(gated, now=now, name_fr="Entreprise", who=DuesWho.FIRM, cents=10_000)
    who = ("organisation", firm)
    dues = commands.call_dues(actor=ROBOT, now=now, place=gated, kind=kind, who=who)
    pay(gated, dues, now, cents=10_000)
    assert prices.category_of(gated, person_id=None, customer_id=firm) == "membre"


def test_who_may_not_does_not(here, three, now) -> None:
    kind = a_kind_of_dues(here, now=now)
    stranger = place_queries.actor_of(person_id=three.stranger.pk, now=now)
    said: dict[str, Any] = {"actor": stranger, "now": now, "place": here}
    with pytest.raises(Denied):
        commands.call_dues(**said, kind=kind, who=("person", three.member.pk))
    dues = commands.call_dues(**said, kind=kind, who=("person", three.stranger.pk))
    for act in (
        lambda: commands.waive_dues(**said, dues=dues, why="moi"),
        lambda: commands.call_renewals(**said),
        lambda: commands.record_dues(**said, dues=dues, method=Method.CASH, cents=2_000, received_on=here.today(now)),
    ):
        with pytest.raises(Denied):
            act()


FILE = """E-mail;Nom;Cotisation;Du;Au;Montant
ana@exemple.fr;Ana Paz;Adhésion;01/01/2025;31/12/2025;20,00
ana@exemple.fr;Ana Paz;Adhésion;01/01/2026;31/12/2026;20
léo@exemple;Léo;Adhésion;01/01/2026;31/12/2026;20
bo@exemple.fr;Bo;Autre;01/01/2026;31/12/2026;20
bo@exemple.fr;Bo;Adhésion;31/02/2026;31/12/2026;20
bo@exemple.fr;Bo;Adhésion;01/03/2026;31/12/2025;20
ana@exemple.fr;Ana;Adhésion;15/12/2026;31/12/2027;x
ana@exemple.fr;Ana;Adhésion;15/12/2026;31/12/2027;1
"""


def test_a_file_of_members_is_read_line_by_line() -> None:
    read = read_members(FILE, kinds={"adhesion": "adhesion"})
    assert [(each.line, each.name, each.cents) for each in read.members] == [
        (2, "Ana Paz", 2_000),
        (3, "Ana Paz", 2_000),
    ]
    assert [(line, why.code) for line, why in read.wrong] == [
        (4, "people.email_wrong"), (5, "dues_kind_unknown"), (6, "members_day_wrong"), (7, "members_days_reversed"),
        (8, "members_amount_wrong"), (9, "members_line_twice"),
    ]  # fmt: skip
    assert [why.code for _line, why in read_members("nom\nAna", kinds={}).wrong] == ["members_columns_missing"]


def test_members_are_brought_in_once_without_books_nor_letters(here, three, now) -> None:
    a_kind_of_dues(here, now=now)
    members = read_members("\n".join(FILE.splitlines()[:3]), kinds={"adhesion": "adhesion"}).members
    before = len(letters())
    assert [commands.bring_members_in(actor=ROBOT, now=now, place=here, members=members) for _ in range(2)] == [2, 0]
    assert (Paper.objects.count(), len(letters()) - before) == (0, 0)


def test_who_is_erased_leaves_the_register_and_the_books_keep_their_entry(here, three, now) -> None:
    pay(here, called(here, three.member, now), now)
    commands.forget_person(actor=system("test"), now=now, person_id=three.member.pk)
    assert queries.members_of(here, today=here.today(now)) == []
    assert Dues.objects.get().person_id is None
    assert booked(here, JournalKind.BANK, now) == [("5115", 2_000, 0), ("7561", 0, 2_000)]


def test_a_call_says_its_days_in_its_letter_and_has_the_code_that_a_bank_reads(here, three, now) -> None:
    called(here, three.member, now)
    paper = Paper.objects.get(kind="dues_call")
    page = call_page(paper.content)
    assert page["code"] == epc_code(
        holder=paper.content["bank"]["holder"], iban=paper.content["bank"]["iban"], bic=paper.content["bank"]["bic"],
        cents=2_000, reference=paper.reference,
    )  # fmt: skip
    assert page["code"].startswith("<svg")
    assert call_page({**paper.content, "bank": {"iban": "", "bic": ""}})["code"] == ""
    first, last = (date.fromisoformat(paper.content[name]) for name in ("first_day", "last_day"))
    assert days_words(first, last).split(" – ")[-1] in letters()[-1].text


@pytest.mark.parametrize("who", list(DuesWho))
def test_who_joins_at_the_end_of_the_year_has_the_next_one_whoever_they_are(who) -> None:
    kind = DuesKind("adhesion", "Adhésion", who=who, next_from=11)
    assert days_covered(kind, on=date(2026, 11, 29)).last_day == date(2027, 12, 31)


def test_whoever_never_came_in_is_reminded_without_a_page_that_asks_for_an_account(gated, three, now) -> None:
    paid_dues(gated, three.member, kind=a_kind_of_dues(gated, now=now), now=now)
    end = datetime(now.year, 12, 31, 12, tzinfo=now.tzinfo)
    commands.remind_members(actor=ROBOT, now=end - timedelta(days=30), place=gated)
    assert "/moi/adhesion/" in letters()[-1].text
    type(three.member).objects.filter(pk=three.member.pk).update(last_login=None)
    commands.remind_members(actor=ROBOT, now=end + timedelta(days=31), place=gated)
    assert "/moi/adhesion/" not in letters()[-1].text
