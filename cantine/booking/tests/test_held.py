"""Options that wait for something else: no hour of their own, moved once, by whoever comes first."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from cantine.booking import commands, queries, rules
from cantine.booking.models import Claim, Occurrence
from cantine.core import scoping
from cantine.core.actor import system
from cantine.core.testing import letters
from cantine.kernel import Interval, Refused
from cantine.places import queries as places
from cantine.places.testing import ref_of

QUOTE = "quote:1"
ROBOT = system("a test answers")


def holding(three: Any, now: Any, *, held_for: str = QUOTE, hour: int = 2, expires_at: Any = None) -> Any:
    place = ref_of(three.place)
    starts_at = now + timedelta(days=7, hours=hour)
    with scoping.scope([place.organisation_id]):
        card = places.resource_by_id(three.room.pk)
        assert card is not None
        return commands.hold_resource(
            actor=ROBOT, now=now, place=place, resource=card, expires_at=expires_at, held_for=held_for, person_id=three.member.pk,
            dates=[commands.DateWish(interval=Interval(starts_at, starts_at + timedelta(hours=1)))],
        )  # fmt: skip


def settle(act: Any, three: Any, now: Any, held_for: str = QUOTE) -> Any:
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        return act(actor=ROBOT, now=now, place=place, held_for=held_for)


def states() -> list[str]:
    with scoping.unscoped("a test looks"):
        return list(Occurrence.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db
def test_an_option_that_waits_for_a_quote_never_ends_by_the_clock(three: Any, now: Any) -> None:
    holding(three, now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        assert commands.expire_due(actor=ROBOT, now=now + timedelta(days=400), place=place) == 0
    assert states() == ["held"]


@pytest.mark.django_db
def test_it_is_confirmed_with_what_it_waits_for_and_once(three: Any, now: Any) -> None:
    holding(three, now)
    holding(three, now, held_for="quote:2", hour=4)
    assert [settle(commands.confirm_held, three, now), settle(commands.confirm_held, three, now)] == [1, 0]
    assert states() == ["confirmed", "held"]
    assert settle(commands.release_held, three, now) == 0


@pytest.mark.django_db
def test_it_is_released_with_what_it_waits_for_and_the_room_is_free(three: Any, now: Any) -> None:
    holding(three, now)
    assert settle(commands.release_held, three, now) == 1
    assert states() == ["expired"]
    with scoping.unscoped("a test looks"):
        assert not Claim.objects.exists()
    holding(three, now, held_for="quote:2")
    assert states() == ["expired", "held"]


@pytest.mark.django_db
def test_a_room_held_for_a_quote_is_nobody_elses(three: Any, now: Any) -> None:
    holding(three, now)
    with pytest.raises(Refused):
        holding(three, now, held_for="quote:2")


@pytest.mark.django_db
def test_the_next_version_of_a_quote_keeps_the_room(three: Any, now: Any) -> None:
    holding(three, now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        commands.hold_for_another(actor=ROBOT, now=now, place=place, held_for=QUOTE, now_for="quote:2")
        [date] = queries.held_dates(place, held_for=["quote:2"])
    assert (date.resource_name, date.state) == ("Salle Rouge", rules.State.HELD)
    assert [settle(commands.release_held, three, now), settle(commands.confirm_held, three, now, "quote:2")] == [0, 1]


@pytest.mark.django_db
def test_whoever_is_sent_a_quote_is_not_written_to_about_the_option(three: Any, now: Any, run_jobs: Any) -> None:
    holding(three, now)
    settle(commands.release_held, three, now)
    run_jobs()
    assert letters() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("held_for", "hours"), [("", None), (QUOTE, 2)])
def test_an_option_ends_by_the_clock_or_by_what_it_waits_for(three: Any, now: Any, held_for: str, hours: Any) -> None:
    with pytest.raises(ValueError, match="An option ends"):
        holding(three, now, held_for=held_for, expires_at=now + timedelta(hours=hours) if hours else None)


def race(three: Any, now: Any) -> list[int]:
    """Both acts at the same instant, each from its own connection: how many dates each moved."""
    gate, moved = threading.Barrier(2), [0, 0]

    def act(number: int, command: Any) -> None:
        gate.wait()
        try:
            moved[number] = settle(command, three, now)
        except Exception:
            moved[number] = -1
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=act, args=each) for each in enumerate((commands.confirm_held, commands.release_held))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return moved


@pytest.mark.django_db(transaction=True)
def test_confirmed_and_released_at_the_same_instant_one_of_them_wins(three: Any, now: Any) -> None:
    for number in range(6):
        holding(three, now, hour=2 + number)
        assert sorted(race(three, now)) == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_believe_that_they_won(three: Any, now: Any, monkeypatch: Any) -> None:
    """Negative control: each reads that it waits before the other writes."""
    from cantine.booking.commands import held

    both_read = threading.Barrier(2)

    def unlocked(place: Any, held_for: str) -> list[Any]:
        rows = list(Occurrence.objects.filter(booking__held_for=held_for, state="held"))
        both_read.wait(10)
        return rows

    monkeypatch.setattr(held, "lock_held", unlocked)
    holding(three, now)
    assert race(three, now) == [1, 1]
