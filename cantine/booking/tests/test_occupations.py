"""Occupations of months or years: whatever writes, nothing comes over them."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from cantine.booking import commands, queries
from cantine.booking.commands import DateWish
from cantine.booking.models import Claim, Occupation
from cantine.booking.queries import board_of
from cantine.booking.rules.occupations import Condition, Moment, Standing, StateLine, standing_on
from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.kernel import Interval, Refused
from cantine.people.testing import a_person, an_organisation
from cantine.places import queries as places
from cantine.places.testing import a_pool, a_room, actor_for

pytestmark = pytest.mark.django_db
FIRST = date(2026, 4, 1)


@pytest.fixture
def house(three, now):
    """The place in scope with an office that is let, and the manager to let it."""
    office = a_room(three.place, "Bureau Nord", long_term=True, see="public")
    with scoping.scope([three.place.organisation_id]):
        place = places.find_place(slug=three.place.slug)
        yield (
            {"actor": actor_for(three.manager, now=now), "now": now, "place": place},
            places.resource_by_id(office.pk),
            three,
        )


def begin(house, resource=None, **said):
    acting, office, three = house
    said = {"starts_on": FIRST, "person_id": three.member.pk, **said}
    return commands.begin_occupation(**acting, resource=resource or office, **said)


def room(house, name="Bureau Sud", **columns):
    made = a_room(house[2].place, name, **{"long_term": True, **columns})
    return places.resource_by_id(made.pk)


def codes(error):
    return [refusal.code for refusal in error.value.refusals]


def book(house, resource, day, now):
    starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    return commands.request_booking(
        actor=house[0]["actor"], now=now, place=house[0]["place"], resource=resource,
        dates=[DateWish(interval=Interval(starts_at, starts_at + timedelta(hours=1)))], override=True,
    )  # fmt: skip


def test_an_occupation_without_end_takes_every_day_to_come(house):
    begin(house)
    claim = Claim.objects.get()
    assert (claim.starts_at, claim.ends_at.year) == (datetime(2026, 3, 31, 22, tzinfo=UTC), 2199)


def test_two_occupations_never_share_a_day(house):
    begin(house, ends_on=FIRST + timedelta(days=29))
    with pytest.raises(Refused) as error:
        begin(house, starts_on=FIRST + timedelta(days=29))
    assert codes(error) == ["taken"]
    begin(house, starts_on=FIRST + timedelta(days=30))
    assert Occupation.objects.count() == 2


def test_raw_sql_is_refused_too_and_only_the_constraint_holds_it(house, as_owner):
    begin(house)
    again = (
        "INSERT INTO booking_claim (organisation_id, unit_id, starts_at, ends_at, live, occupation_id) "
        "SELECT organisation_id, unit_id, starts_at + interval '90 days', ends_at, true, occupation_id FROM booking_claim"
    )
    with (
        pytest.raises(IntegrityError, match="claim_never_overlaps"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(again)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE booking_claim DROP CONSTRAINT claim_never_overlaps")
    with connection.cursor() as cursor:
        cursor.execute(again)
    assert Claim.objects.count() == 2


def test_a_claim_has_one_reason_never_three(house, now):
    begin(house)
    with pytest.raises(IntegrityError, match="claim_has_one_reason"), transaction.atomic():
        Claim.objects.update(occupation=None)


def test_nothing_is_booked_by_the_hour_where_months_are_let(house, now):
    with pytest.raises(Refused) as error:
        book(house, house[1], FIRST, now)
    assert codes(error) == ["only_long_term"]


def test_an_occupied_part_keeps_the_joined_room_from_being_booked(house, now):
    three = house[2]
    part = a_room(three.place, "Atelier", long_term=True)
    joined = places.resource_by_id(a_room(three.place, "Tout", parts=(part, three.room)).pk)
    begin(house, places.resource_by_id(part.pk))
    with pytest.raises(Refused) as error:
        book(house, joined, FIRST + timedelta(days=1), now)
    assert "taken" in codes(error)


def test_a_blocking_and_an_occupation_refuse_each_other(house):
    acting, office, _ = house
    day = Interval(datetime(2026, 5, 4, 8, tzinfo=UTC), datetime(2026, 5, 4, 9, tzinfo=UTC))
    commands.block_resource(**acting, resource=office, interval=day, reason="Peinture")
    with pytest.raises(Refused) as error:
        begin(house)
    assert codes(error) == ["taken"]
    begin(house, ends_on=date(2026, 5, 3))


def test_lockers_alike_are_let_one_by_one_to_the_last(house):
    lockers = places.resource_by_id(a_pool(house[2].place, "Casiers", seats=3, long_term=True).pk)
    begin(house, lockers, quantity=2)
    with pytest.raises(Refused) as error:
        begin(house, lockers, quantity=2)
    assert codes(error) == ["not_enough_seats"]
    begin(house, lockers, quantity=1)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"person_id": None}, "occupant_missing"),
        ({"ends_on": FIRST - timedelta(days=1)}, "occupation_reversed"),
        ({"starts_on": date(1066, 10, 14)}, "occupation_out_of_range"),
        ({"wish": uuid4()}, "wish_unknown"),
    ],
)
def test_what_cannot_be_let_is_refused(house, said, code):
    with pytest.raises(Refused) as error:
        begin(house, **said)
    assert codes(error) == [code]


def test_a_room_booked_by_the_hour_is_not_let(house):
    with pytest.raises(Refused) as error:
        begin(house, places.resource_by_id(house[2].room.pk))
    assert codes(error) == ["not_long_term"]


def test_an_end_frees_the_space_from_the_next_day(house):
    acting, _, _ = house
    first = begin(house)
    commands.end_occupation(**acting, occupation=first, on=FIRST + timedelta(days=9))
    begin(house, starts_on=FIRST + timedelta(days=10))
    with pytest.raises(Refused) as error:
        commands.extend_occupation(**acting, occupation=first, until=None)
    assert codes(error) == ["taken"]
    with pytest.raises(Refused) as error:
        commands.end_occupation(**acting, occupation=uuid4(), on=FIRST)
    assert codes(error) == ["occupation_unknown"]


def test_what_is_over_changes_no_more(house, now):
    acting, _, _ = house
    old = begin(house, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    with pytest.raises(Refused) as error:
        commands.extend_occupation(**acting, occupation=old, until=None)
    assert codes(error) == ["occupation_over"]


def test_a_move_ends_one_space_and_begins_the_other_the_next_day(house):
    acting, office, _ = house
    other = room(house)
    former = begin(house)
    moved = commands.move_occupation(**acting, occupation=former, resource=other, on=date(2026, 6, 1))
    cards = {card.uuid: card for card in queries.occupations_of(acting["place"])}
    assert (cards[former].ends_on, cards[moved].starts_on) == (date(2026, 5, 31), date(2026, 6, 1))
    assert (cards[moved].moved_from, cards[moved].ends_on) == (former, None)
    begin(house, office, starts_on=date(2026, 6, 1))


def test_a_move_that_cannot_be_changes_nothing(house):
    acting, _, _ = house
    other = room(house)
    former = begin(house)
    begin(house, other, starts_on=date(2026, 9, 1))
    for on, code in ((FIRST, "move_outside"), (date(2026, 6, 1), "taken")):
        with pytest.raises(Refused) as error, transaction.atomic():
            commands.move_occupation(**acting, occupation=former, resource=other, on=on)
        assert codes(error) == [code]
    assert [card.ends_on for card in queries.occupations_of(acting["place"]) if card.uuid == former] == [None]


def test_members_let_nothing(house, now):
    acting, office, three = house
    with pytest.raises(Denied):
        commands.begin_occupation(
            **{**acting, "actor": actor_for(three.member, now=now)},
            resource=office,
            starts_on=FIRST,
            person_id=three.member.pk,
        )


def test_a_wish_waits_until_it_is_answered(house):
    acting, office, _ = house
    firm = an_organisation("Atelier Boussole")
    wish = commands.wish_occupation(
        **acting, from_day=FIRST, resource_id=office.id, customer_id=firm.pk, note="2 postes"
    )
    assert [(each.who, each.what) for each in queries.wishes_of(acting["place"])] == [
        ("Atelier Boussole", "Bureau Nord")
    ]
    begin(house, customer_id=firm.pk, person_id=None, wish=wish)
    assert queries.wishes_of(acting["place"]) == []
    with pytest.raises(Refused) as error:
        commands.close_wish(**acting, wish=wish)
    assert codes(error) == ["wish_unknown"]


def test_wishes_that_cannot_be_are_refused(house):
    with pytest.raises(Refused) as error:
        commands.wish_occupation(**house[0], from_day=FIRST)
    assert codes(error) == ["occupant_missing", "wish_for_nothing"]


def report(house, occupation, **said):
    lines = [StateLine(item="Murs", condition=Condition.GOOD, note="une trace près de la porte")]
    said = {
        "moment": Moment.ENTRY,
        "lines": lines,
        "signed_for_place": "Camille",
        "signed_for_occupant": "Nadia",
        **said,
    }
    return commands.report_state(**house[0], occupation=occupation, **said)


def test_a_state_report_is_signed_once(house):
    occupation = begin(house)
    report(house, occupation)
    report(house, occupation, moment=Moment.EXIT)
    assert [each.moment for each in queries.reports_of(occupation)] == [Moment.ENTRY, Moment.EXIT]
    with pytest.raises(Refused) as error:
        report(house, occupation)
    assert codes(error) == ["report_exists"]


def test_a_report_of_nothing_signed_by_nobody_is_refused(house):
    occupation = begin(house)
    with pytest.raises(Refused) as error:
        report(house, occupation, lines=[], signed_for_occupant=" ")
    assert codes(error) == ["report_empty", "report_unsigned"]
    with pytest.raises(Refused) as error:
        report(house, uuid4())
    assert codes(error) == ["occupation_unknown"]


def test_where_an_occupation_stands_is_told_by_the_day():
    days = (FIRST - timedelta(days=1), FIRST, FIRST + timedelta(days=9), FIRST + timedelta(days=10))
    assert [standing_on(day, starts_on=FIRST, ends_on=FIRST + timedelta(days=9)) for day in days] == [
        Standing.PLANNED, Standing.RUNNING, Standing.RUNNING, Standing.ENDED,
    ]  # fmt: skip


def test_the_planning_shows_the_space_as_taken_and_names_nobody_to_strangers(house, now):
    acting, _, three = house
    begin(house)

    def seen(person):
        board = board_of(actor=actor_for(person, now=now), place=acting["place"], first_day=FIRST, days=7)
        (lane,) = [lane for lane in board.lanes if lane.resource.name == "Bureau Nord"]
        return [(bar.kind, bar.title) for bar in lane.bars], lane.may_book

    assert seen(three.manager) == ([("occupation", "Member")], False)
    assert seen(three.stranger) == ([("occupation", "")], False)


def test_the_planning_costs_no_more_with_three_occupations(house, now, statements, client):
    three = house[2]
    client.force_login(three.member)
    address = f"/{three.place.slug}/planning/?jour={FIRST}"
    begin(house)
    with statements() as one:
        client.get(address)
    for name in ("Bureau A", "Bureau B"):
        begin(house, room(house, name, see="public"), person_id=a_person(name).pk)
    with statements() as more:
        answer = client.get(address)
    assert answer.content.decode().count("Occupé") >= 2
    assert len(one) == len(more) <= 8  # six, beside whose roles they are and where the place is


def test_the_year_is_drawn_by_half_months(house, now):
    acting, office, _ = house
    begin(house, starts_on=date(2026, 3, 5), ends_on=date(2026, 6, 20))
    cards = queries.occupations_of(acting["place"])
    stretches = queries.timeline_of(office, cards, year=2026)
    assert [(each.card is not None, each.halves) for each in stretches] == [(False, 4), (True, 7), (False, 13)]
    assert queries.free_from(office, cards, today=date(2026, 4, 1)) == date(2026, 6, 21)
