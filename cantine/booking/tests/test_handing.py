"""A booking that is made is put in somebody else's name, or on behalf of another organisation; both are told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.booking.tests.test_date_pages import plain
from cantine.core import scoping
from cantine.core.actor import system
from cantine.core.testing import journal, letters
from cantine.kernel import Refused
from cantine.people.testing import a_person, an_organisation, belong
from cantine.places import commands as places
from cantine.places.testing import actor_for, furnish, give_role, ref_of

pytestmark = pytest.mark.django_db
Book = Callable[..., Any]


@pytest.fixture(autouse=True)
def house(three: Any, settings: Any, now: datetime, at: Any) -> Any:
    settings.CANTINE_MFA_REQUIRED = False  # what a manager's second factor guards is tested with the accounts
    at(now)
    give_role(three.stranger, three.place, "member")
    furnish(three.room, how_to_enter="La clé est au bar.")
    with scoping.scope([three.place.organisation_id]):
        places.note_contact(actor=system("test"), now=now, place=ref_of(three.place), person_id=three.stranger.pk)
    return three


@pytest.fixture
def hand(three: Any, now: datetime) -> Callable[..., None]:
    def run(made: Any, to: Any, *, who: Any = None, later: timedelta = timedelta(), **said: Any) -> None:
        from cantine.booking import commands

        with scoping.scope([three.place.organisation_id]):
            commands.hand_booking(
                actor=actor_for(who or three.manager, now=now), now=now + later, place=ref_of(three.place),
                date=made.dates[0].uuid, person_id=to.pk, **said,
            )  # fmt: skip

    return run


def owners(made: Any) -> list[tuple[str, int | None]]:
    from cantine.booking.models import Occurrence

    with scoping.unscoped("a test reads its rows"):
        rows = Occurrence.objects.filter(booking_id=made.booking_id).order_by("starts_at")
        return list(rows.values_list("state", "person_id"))


def page(three: Any, made: Any, name: str = "hand") -> str:
    return reverse(f"booking:{name}", args=[three.place.slug, made.dates[0].uuid])


def test_the_team_puts_a_booking_in_somebody_elses_name_by_their_name(three: Any, client: Client, book: Book) -> None:
    made = book(days=[7, 14], rrule="FREQ=WEEKLY;COUNT=2")
    client.force_login(three.manager)
    assert page(three, made) in client.get(page(three, made, "date")).content.decode()
    answer = client.post(page(three, made), {"who": "Strang"}, follow=True)
    assert "C’est à son nom : les deux personnes reçoivent un courriel." in plain(answer.content.decode())
    assert owners(made) == [("confirmed", three.stranger.pk)] * 2


def test_both_are_told_and_only_the_new_person_reads_how_to_get_in(
    three: Any, book: Book, hand: Callable[..., None], run_jobs: Any
) -> None:
    made = book()
    run_jobs()
    hand(made, three.stranger)
    run_jobs()
    told = {letter.to: letter for letter in letters()[-2:]}
    new, former = told[three.stranger.email], told[three.member.email]
    assert new.subject.startswith("À votre nom\u202f: Salle Rouge")
    assert "La clé est au bar." in new.text
    assert former.subject.startswith("N’est plus à votre nom\u202f: Salle Rouge")
    assert "La clé est au bar." not in former.text + former.calendar
    assert "METHOD:CANCEL" in former.calendar


def test_the_journal_says_whose_it_was(three: Any, book: Book, hand: Callable[..., None]) -> None:
    hand(book(), three.stranger)
    [entry] = [each for each in journal() if each.name == "booking.BookingHanded"]
    assert (entry.data["former_id"], entry.data["person_id"]) == (three.member.pk, three.stranger.pk)
    assert entry.actor_person_id == three.manager.pk


def test_the_former_persons_link_cancels_nothing_any_more(three: Any, book: Book, hand: Callable[..., None]) -> None:
    from cantine.booking import queries

    made = book()
    link = queries.link_of(made.dates[0].uuid, purpose="cancel", person_id=three.member.pk)
    assert queries.linked_date(link, purpose="cancel") is not None
    hand(made, three.stranger)
    assert queries.linked_date(link, purpose="cancel") is None
    new = queries.link_of(made.dates[0].uuid, purpose="cancel", person_id=three.stranger.pk)
    assert queries.linked_date(new, purpose="cancel") is not None


def test_dates_that_are_over_stay_whose_they_were(three: Any, book: Book, hand: Callable[..., None]) -> None:
    from cantine.booking import commands

    made = book(days=[1, 14], rrule="FREQ=WEEKLY;COUNT=2")
    now = made.dates[0].ends_at
    with scoping.scope([three.place.organisation_id]):
        commands.hand_booking(
            actor=actor_for(three.manager, now=now), now=now, place=ref_of(three.place), date=made.dates[1].uuid,
            person_id=three.stranger.pk,
        )  # fmt: skip
    assert owners(made) == [("confirmed", three.member.pk), ("confirmed", three.stranger.pk)]


@pytest.mark.parametrize(
    ("room", "code"),
    [({"certification": "laser"}, "certification_missing"), ({"needs_insurance": True}, "insurance_missing")],
)
def test_what_the_room_asks_of_people_is_asked_of_the_new_person(
    three: Any, book: Book, hand: Callable[..., None], room: dict[str, Any], code: str
) -> None:
    made = book()
    furnish(three.room, **room)
    with pytest.raises(Refused) as refused:
        hand(made, three.stranger)
    assert [each.code for each in refused.value.refusals] == [code]
    assert owners(made) == [("confirmed", three.member.pk)]
    hand(made, three.stranger, override=True)
    [entry] = [each for each in journal() if each.name == "booking.BookingHanded"]
    assert entry.data["overridden"] == [code]


def test_somebody_whom_the_place_does_not_know_is_refused(three: Any, book: Book, hand: Callable[..., None]) -> None:
    with pytest.raises(Refused, match="person_unknown"):
        hand(book(), a_person("Ailleurs"))


def test_a_booking_that_is_over_stays_as_it_was(three: Any, book: Book, hand: Callable[..., None]) -> None:
    with pytest.raises(Refused, match="over"):
        hand(book(day=1), three.stranger, later=timedelta(days=3))


def test_its_person_changes_the_organisation_and_never_the_person(
    three: Any, client: Client, book: Book, hand: Callable[..., None]
) -> None:
    from cantine.core.authorization import Denied

    made, firm = book(), an_organisation("Ma boîte")
    belong(three.member, firm)
    with pytest.raises(Denied):
        hand(made, three.stranger, who=three.member)
    client.force_login(three.member)
    assert page(three, made) in client.get(page(three, made, "change")).content.decode()
    html = client.get(page(three, made)).content.decode()
    assert 'name="who"' not in html
    answer = client.post(page(three, made), {"customer": str(firm.pk)}, follow=True)
    assert "La réservation est corrigée." in answer.content.decode()
    assert "Ma boîte" in answer.content.decode()


def test_an_organisation_that_is_not_theirs_is_refused(three: Any, book: Book, hand: Callable[..., None]) -> None:
    with pytest.raises(Refused, match="customer_unknown"):
        hand(book(), three.member, who=three.member, customer_id=an_organisation("Autre").pk)


def test_others_do_not_find_the_page(three: Any, client: Client, book: Book) -> None:
    made = book()
    client.force_login(three.stranger)
    assert client.get(page(three, made)).status_code == 404
    assert client.post(page(three, made), {"who": "Stranger"}).status_code == 404
    client.force_login(three.member)
    assert client.get(page(three, made)).status_code == 404  # their own, and no organisation to name


def test_the_page_costs_the_same_for_one_date_and_for_three(
    three: Any, client: Client, book: Book, statements: Any
) -> None:
    client.force_login(three.manager)
    counts = []
    for days in ([7], [8, 15, 22]):
        made = book(days=days, rrule=f"FREQ=WEEKLY;COUNT={len(days)}" if len(days) > 1 else "")
        with statements() as seen:
            client.get(page(three, made))
        counts.append(len(seen))
    assert counts[0] == counts[1]
