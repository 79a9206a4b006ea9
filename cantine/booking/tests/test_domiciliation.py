"""Domiciliation as a contract: nothing without the approval, its month charged, its file, its notice, the registry told."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from cantine.billing import queries as billing
from cantine.booking import commands, queries, tasks
from cantine.booking.models import Domiciliation, DomiciliationContract
from cantine.booking.rules.domiciliation import Clauses, DocumentKind, Seen
from cantine.booking.testing import TESTS, a_contract, a_domiciliation, an_approval, ref_of
from cantine.core import mail, scoping, sql
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.memberships.queries.dues import papers_about
from cantine.memberships.testing import a_plan
from cantine.people.testing import a_person, an_organisation
from cantine.places.testing import give_role

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)  # the day of ``now``
LETTERS = "SELECT content->>'why', content->>'day' FROM memberships_paper WHERE kind = 'registry' ORDER BY id"
CLAUSES = Clauses(TODAY, deposit_cents=7_000, representative="Ana Paz")


@pytest.fixture
def acme(db: Any) -> Any:
    return an_organisation("Acme", kind="company")


@pytest.fixture
def here(three: Any, acme: Any, now: Any, at: Any, settings: Any) -> Iterator[Any]:
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    with scoping.scope([three.place.organisation_id]):
        yield ref_of(three.place)


@pytest.fixture
def address(here: Any, three: Any, acme: Any, now: Any) -> Any:
    return a_domiciliation(three.place, acme, now=now, contacts=[three.member])


@pytest.fixture
def approved(here: Any, three: Any, now: Any) -> None:
    an_approval(three.place, now=now)


def codes(refused: Any) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def sign(place: Any, address: Any, now: Any, clauses: Clauses = CLAUSES, plan: str = "domiciliation") -> Any:
    return commands.sign_domiciliation(
        actor=TESTS, now=now, place=place, domiciliation=address, plan=plan, clauses=clauses
    )


def owed(place: Any, month: int) -> list[tuple[int, str]]:
    lines = billing.due_charges(place, first_day=date(2026, month, 1), last_day=date(2026, month, 28))
    return [(line.asked.net_cents, line.name) for line in lines]


def letters_to_registry() -> list[tuple[str, str]]:
    return [tuple(row) for row in sql.rows(LETTERS, [])]


def papers_of(address: Any) -> list[str]:
    return sorted(number for _uuid, _kind, number in papers_about([address]).get(address, []))


def test_nothing_is_signed_before_the_prefecture_approved_the_place(here, three, address, now) -> None:
    a_plan(three.place, now=now, code="domiciliation", name_fr="Domiciliation", cents=3_500, included=())
    with pytest.raises(Refused) as refused:
        sign(here, address, now)
    assert codes(refused) == ["domiciliation_not_approved"]
    assert papers_of(address) == []
    an_approval(three.place, now=now, granted_on=TODAY - timedelta(days=10))
    with pytest.raises(Refused) as refused:
        sign(here, address, now + timedelta(days=6 * 366))
    assert codes(refused) == ["domiciliation_approval_over"]


def test_a_contract_has_its_papers_and_its_month_is_charged(here, three, approved, address, now) -> None:
    a_contract(three.place, address, now=now)
    card = queries.contract_of(here, address)
    assert card is not None
    assert card.contract is not None
    assert (card.contract.reference, card.contract.monthly_cents, card.contract.term(TODAY).last_day) == (
        "CD2026-0001", 3_500, date(2026, 6, 9),
    )  # fmt: skip
    assert papers_of(address) == ["AD2026-0001", "CD2026-0001"]
    assert [cents for cents, _name in owed(here, 3)] == [2_484]  # 22 days of 31
    with pytest.raises(Refused) as refused:
        sign(here, address, now)
    assert codes(refused) == ["contract_signed_already"]


def test_a_contract_is_of_three_months_has_a_plan_and_begins_with_its_address(
    here, three, approved, address, now
) -> None:
    a_plan(three.place, now=now, code="domiciliation", name_fr="Domiciliation", cents=3_500, included=())
    for clauses, plan, code in (
        (Clauses(TODAY, months=2, representative="Ana"), "domiciliation", "contract_too_short"),
        (CLAUSES, "none", "plan_unknown"),
        (Clauses(TODAY - timedelta(days=1), representative="Ana"), "domiciliation", "contract_before_address"),
    ):
        with pytest.raises(Refused) as refused:
            sign(here, address, now, clauses, plan)
        assert codes(refused) == [code]
    with pytest.raises(Refused) as refused:
        sign(here, uuid4(), now)
    assert codes(refused) == ["domiciliation_unknown"]


def test_notice_ends_the_term_the_month_and_writes_to_the_registry(here, three, approved, address, now) -> None:
    a_contract(three.place, address, now=now)
    said: dict[str, Any] = {"actor": TESTS, "place": here, "domiciliation": address}
    with pytest.raises(Refused) as refused:
        commands.give_domiciliation_notice(**said, now=now, on=TODAY + timedelta(days=1))
    assert codes(refused) == ["notice_later"]
    later = now + timedelta(days=70)  # 19 May: less than a month before 9 June
    until = commands.give_domiciliation_notice(**said, now=later, on=date(2026, 5, 19))
    assert until == date(2026, 9, 9)
    card = queries.contract_of(here, address)
    assert card is not None
    assert card.contract is not None
    assert (card.until, card.contract.notice_on) == (until, date(2026, 5, 19))
    assert letters_to_registry() == [("ended", "2026-09-09")]
    with pytest.raises(Refused) as refused:
        commands.give_domiciliation_notice(**said, now=later, on=date(2026, 5, 19))
    assert codes(refused) == ["domiciliation_notice_given"]


def test_an_end_by_agreement_takes_back_what_was_charged_beyond(here, three, approved, address, now) -> None:
    a_contract(three.place, address, now=now)
    commands.end_domiciliation(actor=TESTS, now=now, place=here, domiciliation=address, on=date(2026, 3, 19))
    assert [cents for cents, _name in owed(here, 3)] == [1_129]  # ten days of 31
    assert letters_to_registry() == [("ended", "2026-03-19")]


def test_an_address_without_a_contract_ends_without_a_letter(here, approved, address, now) -> None:
    commands.end_domiciliation(actor=TESTS, now=now, place=here, domiciliation=address, on=TODAY)
    assert letters_to_registry() == []


def test_the_file_says_what_is_missing_until_it_is_seen(here, address, now) -> None:
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": here, "domiciliation": address}
    commands.note_document(**said, seen=Seen(DocumentKind.IDENTITY, TODAY, TODAY + timedelta(days=400)), kept_in="A")
    commands.note_document(**said, seen=Seen(DocumentKind.BOOKS, TODAY))
    card = queries.contract_of(here, address)
    assert card is not None
    assert card.lacking(TODAY) == [DocumentKind.REGISTRATION, DocumentKind.ADDRESS]
    with pytest.raises(Refused) as refused:
        commands.note_document(**said, seen=Seen(DocumentKind.BOOKS, TODAY + timedelta(days=1)))
    assert codes(refused) == ["document_seen_later"]


def test_no_contract_and_no_attestation_is_made_before_the_file_is_whole(here, three, approved, address, now) -> None:
    a_plan(three.place, now=now, code="domiciliation", name_fr="Domiciliation", cents=3_500, included=())
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": here, "domiciliation": address}
    with pytest.raises(Refused) as refused:
        sign(here, address, now)
    assert refused.value.refusals[0].context == {"kinds": ["identity", "address", "books"]}
    assert (codes(refused), papers_of(address), owed(here, 3)) == (["domiciliation_file_incomplete"], [], [])
    for kind in (DocumentKind.ADDRESS, DocumentKind.BOOKS):
        commands.note_document(**said, seen=Seen(kind, TODAY))
    commands.note_document(**said, seen=Seen(DocumentKind.IDENTITY, TODAY, TODAY))
    sign(here, address, now)
    with pytest.raises(Refused) as refused:
        commands.attest_domiciliation(
            **{**said, "now": now + timedelta(days=1)}
        )  # its representative's identity has expired
    assert refused.value.refusals[0].context == {"kinds": ["identity"]}


def test_an_attestation_is_of_a_contract_that_runs(here, three, approved, address, now) -> None:
    said: dict[str, Any] = {"actor": TESTS, "place": here, "domiciliation": address}
    with pytest.raises(Refused) as refused:
        commands.attest_domiciliation(**said, now=now)
    assert codes(refused) == ["domiciliation_without_contract"]
    a_contract(three.place, address, now=now)
    commands.attest_domiciliation(**said, now=now)
    assert papers_of(address) == ["AD2026-0001", "AD2026-0002", "CD2026-0001"]
    commands.end_domiciliation(**said, now=now, on=TODAY)
    with pytest.raises(Refused) as refused:
        commands.attest_domiciliation(**said, now=now + timedelta(days=1))
    assert codes(refused) == ["domiciliation_over"]


def follow(place: Any, at: Any, moment: Any) -> int:
    at(moment)
    return commands.tell_of_silence(actor=TESTS, now=moment, place=place)


def test_three_months_of_silence_are_told_once_until_the_mail_is_collected(
    here, three, approved, address, now, at
) -> None:
    items = commands.receive_mail(actor=TESTS, now=now, place=here, domiciliation=address)
    assert follow(here, at, now + timedelta(days=91)) == 0  # 9 June
    assert follow(here, at, now + timedelta(days=92)) == 1
    assert letters_to_registry() == [("silent", "2026-03-10")]
    with scoping.unscoped("a test reads the outbox"):
        assert [letter.subject for letter in mail.outbox()] == ["Courrier que personne ne relève\u202f: Acme"]
    assert follow(here, at, now + timedelta(days=93)) == 0
    later = now + timedelta(days=94)
    commands.hand_over_mail(actor=TESTS, now=later, place=here, domiciliation=address, items=items, name="Ana")
    assert follow(here, at, later) == 0
    assert Domiciliation.objects.get().silence_told_on is None


def test_the_round_names_the_places_where_mail_waits(here, three, approved, address, now, at) -> None:
    commands.receive_mail(actor=TESTS, now=now, place=here, domiciliation=address)
    assert queries.places_domiciling() == [here.id]
    at(now + timedelta(days=100))
    tasks.silence_place(here.id)
    assert letters_to_registry() == [("silent", "2026-03-10")]


def test_who_does_not_run_the_place_signs_nothing(here, three, address, now) -> None:
    from cantine.places.testing import actor_for

    said: dict[str, Any] = {"actor": actor_for(three.member, now=now), "now": now, "place": here}
    for act in (
        lambda: commands.set_domiciliation_approval(**said, number="1", prefecture="P", granted_on=TODAY),
        lambda: commands.sign_domiciliation(**said, domiciliation=address, plan="domiciliation", clauses=CLAUSES),
        lambda: commands.give_domiciliation_notice(**said, domiciliation=address, on=TODAY),
        lambda: commands.note_document(**said, domiciliation=address, seen=Seen(DocumentKind.BOOKS, TODAY)),
        lambda: commands.attest_domiciliation(**said, domiciliation=address),
        lambda: commands.tell_of_silence(**said),
    ):
        with pytest.raises(Denied):
            act()


def test_a_contract_is_not_rewritten_by_hand_nor_shorter_than_the_law(
    here, three, approved, address, now, as_owner
) -> None:
    a_contract(three.place, address, now=now)
    for change in ({"months": 12}, {"monthly_cents": 0}, {"representative": "Bob"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            DomiciliationContract.objects.update(**change)
    with as_owner(), connection.cursor() as cursor:  # without the guard, it is rewritten: but never below the law
        cursor.execute("ALTER TABLE booking_domiciliationcontract DISABLE TRIGGER contract_stays")
    DomiciliationContract.objects.update(months=12)
    with pytest.raises(DatabaseError), transaction.atomic():
        DomiciliationContract.objects.update(months=2)


# -- pages ---------------------------------------------------------------------------------------------------------------


def as_(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"booking:{name}", args=args)


def test_a_contract_is_signed_its_file_kept_and_its_notice_given_from_its_page(here, three, address, now) -> None:
    manager, own = as_(three.manager), page("contract", here.slug, address)
    a_plan(three.place, now=now, code="domiciliation", name_fr="Domiciliation", cents=3_500, included=())
    assert "Nothing is signed without the approval" in manager.get(own).content.decode()
    said = {"number": "DOM-75-42", "prefecture": "Préfecture de police", "granted_on": "2025-01-01"}
    from cantine.accounting.testing import a_legal_entity

    a_legal_entity(three.place, now=now)
    assert manager.post(page("domiciliation_approval", here.slug), said).status_code == 302
    clauses = {
        "plan": "domiciliation",
        "since": "2026-03-10",
        "months": "2",
        "notice_months": "1",
        "representative": "Ana",
    }
    wrong = manager.post(own, {"act": "sign", **clauses})
    assert (wrong.status_code, set(wrong.context["sign"].errors)) == (422, {"months"})
    refused = manager.post(own, {"act": "sign", **clauses, "months": "3"})
    assert (refused.status_code, len(refused.context["wanted"]), refused.context["papers"]) == (422, 3, [])
    for kind in ("identity", "address", "books"):
        document = {"act": "document", "kind": kind, "seen_on": "2026-03-10", "kept_in": "A"}
        assert manager.post(own, document).status_code == 302
    assert manager.post(own, {"act": "sign", **clauses, "months": "3"}).status_code == 302
    seen = manager.get(own)
    assert [number for _uuid, _kind, number in seen.context["papers"]] == ["AD2026-0001", "CD2026-0001"]
    for uuid, _kind, _number in seen.context["papers"]:
        paper = page("contract_paper", here.slug, address, uuid)
        assert manager.get(paper)["Content-Type"] == "application/pdf"
        mine = page("my_contract_paper", address, uuid)
        assert as_(three.member).get(mine)["Content-Type"] == "application/pdf"
        assert as_(three.stranger).get(mine).status_code == 404
        assert as_(three.member).get(paper).status_code == 403
    assert [str(each["state"]) for each in seen.context["file"]] == ["missing", "seen", "seen", "seen"]
    assert "signs it for the organisation" in seen.content.decode()
    assert manager.post(own, {"act": "notice", "on": "2026-03-10"}).status_code == 302
    ended = manager.get(own).context["papers"][0]
    assert str(ended[1]) == "Letter to the registry"
    assert as_(three.member).get(page("my_contract_paper", address, ended[0])).status_code == 404
    house = as_(three.member).get(page("my_contracts")).context["houses"][0]
    assert (house["card"].until, [number for _u, _k, number in house["papers"]]) == (
        date(2026, 6, 9), ["CD2026-0001", "AD2026-0001"],
    )  # fmt: skip
    assert as_(three.member).get(page("contracts", here.slug)).status_code == 403


def test_the_list_and_ones_own_cost_the_same_at_one_contract_and_at_three(
    here, three, approved, address, now, statements
) -> None:
    a_contract(three.place, address, now=now)
    manager, member, counts = as_(three.manager), as_(three.member), []
    for more in (0, 2):
        for number in range(more):
            other = a_domiciliation(
                three.place, an_organisation(f"Autre {number}", kind="company"), now=now, contacts=[three.member]
            )  # fmt: skip
            a_contract(three.place, other, now=now)
        for client, address_ in ((manager, page("contracts", here.slug)), (member, page("my_contracts"))):
            with statements() as said:
                assert client.get(address_).status_code == 200
            counts.append(len([each for each in said if "mfa_authenticator" not in each]))
    assert counts[:2] == counts[2:], counts
    assert max(counts) <= 7


def test_before_it_is_signed_the_page_says_what_is_missing_and_offers_no_plan_of_a_team(
    here, three, approved, address, now
) -> None:
    a_plan(three.place, now=now, code="equipe", name_fr="Équipe de 5", people_max=5)
    a_plan(three.place, now=now, code="domiciliation", name_fr="Domiciliation", cents=3_500, included=())
    client = Client(headers={"accept-language": "en"})
    client.force_login(three.manager)
    seen = client.get(reverse("booking:contract", args=[here.slug, address])).context
    assert [each.split(": ")[0] for each in seen["before"]] == ["The contract and the attestation would say nothing of"]
    assert len(seen["wanted"]) == 3  # its extract of the registry comes once it has its SIREN
    assert "its SIREN" in seen["before"][0]
    assert [code for code, _words in seen["sign"].fields["plan"].choices] == ["domiciliation"]


def test_the_treasurer_reads_contracts_and_their_papers_and_signs_none(here, three, approved, address, now) -> None:
    paper = a_contract(three.place, address, now=now)
    treasurer = a_person("Treasurer")
    give_role(treasurer, three.place, "treasurer")
    client = Client(headers={"accept-language": "en"})
    client.force_login(treasurer)
    page = reverse("booking:contract", args=[here.slug, address])
    listed = client.get(reverse("booking:contracts", args=[here.slug]))
    links = set(re.findall(rf'href="(/{here.slug}/domiciliation[^"]*)"', listed.content.decode()))
    assert links  # the list of a quarter, and the contract: each opens
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    assert b'name="act"' not in client.get(page).content
    assert client.get(reverse("booking:contract_paper", args=[here.slug, address, paper])).status_code == 200
    assert client.post(page, {"act": "attest"}).status_code == 403
