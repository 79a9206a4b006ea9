"""A price that waits for a yes is written to who pays, once; until they answer, they pay what they paid."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cantine.billing.testing import a_customer, a_payer
from cantine.core import scoping
from cantine.core.testing import letters
from cantine.memberships import commands, rules, tasks
from cantine.memberships.rules import CategoryPrice, Terms
from cantine.memberships.testing import ROBOT
from cantine.places import commands as places
from cantine.places.testing import ref_of
from cantine.pricing import commands as pricing
from cantine.pricing.rules import Category

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 14, 10, tzinfo=UTC)
STUDENT = (CategoryPrice("etudiant", 12_000),)


@pytest.fixture
def here(three: Any) -> Iterator[Any]:
    """“Résident” at 220 €, 120 € for students; the member is one, and has it."""
    place = ref_of(three.place)
    said: dict[str, Any] = {"actor": ROBOT, "now": NOW, "place": place}
    with scoping.scope([place.organisation_id]):
        places.note_contact(**said, person_id=three.member.pk)
        categories = [Category("plein", "Plein tarif", "Full price"), Category("etudiant", "Étudiant", "Student")]
        pricing.set_categories(**said, categories=categories, usual="plein")
        pricing.put_in_category(**said, category="etudiant", person_id=three.member.pk)
        write(place, 22_000, date(2026, 1, 1))
        yield place


def write(place: Any, cents: int, first_day: date, prices: Any = STUDENT, **said: Any) -> None:
    plan = rules.Plan(**{"code": "resident", "name_fr": "Résident", "name_en": "Resident", **said})
    terms = Terms(first_day, cents, (), prices)
    commands.set_plan(actor=ROBOT, now=NOW, place=place, plan=plan, terms=terms)


def taken(place: Any, **who: Any) -> Any:
    return commands.subscribe(actor=ROBOT, now=NOW, place=place, plan="resident", since=NOW.date(), **who)


def told(place: Any, now: datetime = NOW) -> list[str]:
    before = len(letters())
    sent = commands.announce_prices(actor=ROBOT, now=now, place=place)
    texts = [letter.text for letter in letters()[before:]]
    assert len(texts) == sent
    return texts


def student_no_more(place: Any, three: Any) -> None:
    pricing.put_in_category(actor=ROBOT, now=NOW, place=place, category="", person_id=three.member.pk)


def test_a_reduced_price_that_ends_is_written_once(here, three) -> None:
    subscription = taken(here, person_id=three.member.pk)
    assert told(here) == []
    student_no_more(here, three)
    (text,) = told(here)
    words = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    assert (
        "à partir du vendredi 1er mai 2026, « Résident » coûte 220,00 € hors taxes. Tant que vous ne dites pas oui, "
        "le prix reste de 120,00 €." in words
    )
    assert f"/moi/formule/{subscription}/" in text
    assert told(here, datetime(2026, 5, 14, 10, tzinfo=UTC)) == []


def test_dearer_terms_to_come_are_written_with_their_day(here, three) -> None:
    taken(here, person_id=three.member.pk)
    write(here, 24_000, date(2027, 1, 1), (CategoryPrice("etudiant", 13_000),))
    (text,) = told(here)
    assert ("1er janvier 2027" in text, "130,00" in text) == (True, True)


def test_who_agrees_or_leaves_before_is_asked_nothing(here, three) -> None:
    agreed = taken(here, person_id=three.member.pk)
    student_no_more(here, three)
    commands.consent_to_price(actor=ROBOT, now=NOW, place=here, subscription=agreed, cents=22_000, how="by phone")
    leaves = taken(here, person_id=three.stranger.pk)
    write(here, 26_000, date(2027, 1, 1), ())
    for subscription in (agreed, leaves):
        commands.give_notice(actor=ROBOT, now=NOW, place=here, subscription=subscription)
    assert told(here) == []


def test_an_organisation_answers_the_letter(here, three) -> None:
    firm = a_customer(three.place, now=NOW)
    a_payer(three.place, ("organisation", firm), now=NOW, email="atelier@example.org")
    taken(here, customer_id=firm)
    write(here, 26_000, date(2027, 1, 1), (), people_max=5)
    (text,) = told(here)
    assert ("répondez à cette lettre" in text, "/moi/formule/" in text) == (True, False)


def test_a_night_without_a_price_to_tell_reads_two_statements_for_one_as_for_three(here, three, statements) -> None:
    counts: list[int] = []
    for person in (three.member, three.stranger, three.manager):
        taken(here, person_id=person.pk)
        with statements() as said:
            assert commands.announce_prices(actor=ROBOT, now=NOW, place=here) == 0
        counts.append(len(said))
    assert counts == [2, 2, 2]


def test_the_night_tells_what_it_charged(here, three, run_jobs, at) -> None:
    at(NOW)
    taken(here, person_id=three.member.pk)
    student_no_more(here, three)
    before = len(letters())
    for _ in range(2):
        tasks.charge_place(here.id)
    assert len(letters()) - before == 1
