"""The cash drawer: taking money once, closing days, months and years, finding what was altered; its pages and archive."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from cantine.accounting import commands, queries
from cantine.accounting.rules import Method, Sold, VatGroup, year_of
from cantine.accounting.testing import ROBOT
from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.people.testing import a_person
from cantine.places.testing import actor_for, give_role, ref_of

pytestmark = pytest.mark.django_db
Take = Callable[..., Any]


@pytest.fixture
def drawer(entity: Any, three: Any, now: Any) -> Any:
    """The counter of the place, with 50 € of change in it."""
    return commands.open_drawer(actor=ROBOT, now=now, place=ref_of(three.place), name="Comptoir", float_cents=5_000)


@pytest.fixture
def take(drawer: Any, three: Any, now: Any) -> Take:
    """``take(1_100)`` → so many cents in cash, VAT at 10 % inside, now unless said."""

    def taken(cents: int = 1_100, *, method: Method = Method.CASH, at: datetime = now, source: str = "") -> Any:
        vat = cents // 11
        number = len(queries.takings_of(found(three).id)) + 1
        return commands.take(
            actor=ROBOT, now=at, place=ref_of(three.place), source=source or f"sale:{number}", method=method,
            amount_cents=cents, what=[Sold("Café", cents)], vat=[VatGroup("10", cents - vat, vat)],
        )  # fmt: skip

    return taken


def found(three: Any) -> queries.DrawerRef:
    return queries.drawers_of(ref_of(three.place))[0]


def close(three: Any, drawer: Any, now: Any, day: date, counted: int, **more: Any) -> Any:
    place = ref_of(three.place)
    return commands.close_day(actor=ROBOT, now=now, place=place, drawer=drawer, day=day, counted_cents=counted, **more)


def codes(refused: Any) -> list[str]:
    return [each.code for each in refused.value.refusals]


def test_a_taking_is_kept_once_and_follows_the_former(take: Take, three: Any) -> None:
    first = take(source="sale:a")
    assert take(9_900, source="sale:a") == first
    take(2_200, method=Method.CARD)
    records = queries.takings_of(found(three).id)
    assert [(each.number, each.amount_cents, each.method) for each in records] == [
        (1, 1_100, "cash"),
        (2, 2_200, "card"),
    ]
    assert records[1].former == records[0].hash
    assert queries.verify_chain(found(three).id) == queries.Verdict(2, 0, None, None)


def test_a_day_is_counted_and_what_is_missing_goes_to_the_books(
    take: Take, three: Any, drawer: Any, entity: Any, now: Any
) -> None:
    take(11_000)
    take(2_200, method=Method.CARD)
    take(-1_100)
    closing = queries.find_closing(
        ref_of(three.place),
        uuid=close(three, drawer, now, now.date(), 14_850, banked_cents=10_000, remark=" Un  café "),
    )
    assert closing is not None
    assert (closing.takings, closing.total_cents, closing.perpetual_cents, closing.last_taking) == (
        3,
        12_100,
        12_100,
        3,
    )
    assert (closing.opening_cents, closing.counted_cents, closing.difference_cents) == (5_000, 14_850, -50)
    assert (closing.sums, closing.vat, closing.remark) == (
        '{"card":2200,"cash":9900}', '[["10",11000,1100]]', "Un café"
    )  # fmt: skip
    assert found(three).opening_cents == 4_850
    year = year_of(now.date(), starts_month=1)
    assert {each.number: each.cents for each in queries.balances_of(entity.id, year)} == {
        "530": -10_050, "580": 10_000, "658": 50,
    }  # fmt: skip


def test_what_is_too_much_goes_to_the_books_too(take: Take, three: Any, drawer: Any, entity: Any, now: Any) -> None:
    take()
    close(three, drawer, now, now.date(), 6_150)
    year = year_of(now.date(), starts_month=1)
    assert {each.number: each.cents for each in queries.balances_of(entity.id, year)} == {"530": 50, "758": -50}


def test_a_right_count_enters_nothing(take: Take, three: Any, drawer: Any, entity: Any, now: Any) -> None:
    take()
    close(three, drawer, now, now.date(), 6_100)
    assert not queries.has_entries(entity.id)


def test_what_comes_once_the_day_was_counted_is_counted_again_the_same_day(
    take: Take, three: Any, drawer: Any, now: Any
) -> None:
    take()
    close(three, drawer, now, now.date(), 6_100, banked_cents=1_000)
    with pytest.raises(Refused) as refused:
        close(three, drawer, now, now.date(), 6_100)
    assert codes(refused) == ["day_already_closed"]
    take(2_200)
    close(three, drawer, now, now.date(), 7_300)
    closings = queries.closings_of(found(three).id)[::-1]
    assert [(each.number, each.last_day, each.total_cents, each.perpetual_cents, each.opening_cents) for each in closings] == [
        (1, now.date(), 1_100, 1_100, 5_000), (2, now.date(), 2_200, 3_300, 5_100),
    ]  # fmt: skip
    assert queries.verify_chain(found(three).id) == queries.Verdict(2, 2, None, None)
    take(at=now + timedelta(days=1))


def test_a_day_that_is_over_and_closed_takes_nothing_any_more(take: Take, three: Any, drawer: Any, now: Any) -> None:
    take()
    tomorrow = now + timedelta(days=1)
    close(three, drawer, tomorrow, tomorrow.date() - timedelta(days=1), 6_100)
    with pytest.raises(Refused) as refused:
        commands.take(
            actor=ROBOT, now=tomorrow, place=ref_of(three.place), source="late", method=Method.CASH, amount_cents=1_100,
            what=[Sold("Café", 1_100)], vat=[VatGroup("10", 1_000, 100)], day=now.date(),
        )  # fmt: skip
    assert [(each.code, dict(each.context)) for each in refused.value.refusals] == [
        ("cash_day_closed", {"day": now.date(), "first": tomorrow.date()})
    ]


def test_a_day_that_was_forgotten_is_closed_first(take: Take, three: Any, drawer: Any, now: Any) -> None:
    take()
    tomorrow = now + timedelta(days=1)
    take(at=tomorrow)
    with pytest.raises(Refused) as refused:
        close(three, drawer, tomorrow, tomorrow.date(), 0, banked_cents=5)
    assert codes(refused) == ["former_day_open", "banked_too_much"]
    close(three, drawer, tomorrow, now.date(), 6_100)
    closing = queries.find_closing(ref_of(three.place), uuid=close(three, drawer, tomorrow, tomorrow.date(), 7_200))
    assert closing is not None
    assert (closing.opening_cents, closing.perpetual_cents, closing.difference_cents) == (6_100, 2_200, 0)


def test_requests_that_overtake_each_other_around_midnight_keep_their_order(take: Take, three: Any, now: Any) -> None:
    take(at=now + timedelta(days=1))
    take(at=now)
    assert len({each.day for each in queries.takings_of(found(three).id)}) == 1


def test_a_month_and_a_year_are_added_up_once_over(take: Take, three: Any, drawer: Any, now: Any) -> None:
    place = ref_of(three.place)
    said: dict[str, Any] = {"actor": ROBOT, "place": place, "drawer": drawer}
    take()
    close(three, drawer, now, now.date(), 6_100)
    with pytest.raises(Refused) as refused:
        commands.close_month(**said, now=now, year=2026, month=3)
    assert codes(refused) == ["span_not_over"]
    later = now + timedelta(days=30)
    take(at=later)
    close(three, drawer, later, later.date(), 7_200)
    closing = queries.find_closing(
        ref_of(three.place), uuid=commands.close_month(**said, now=later, year=2026, month=3)
    )
    assert closing is not None
    assert (closing.takings, closing.total_cents, closing.perpetual_cents) == (1, 1_100, 2_200)
    with pytest.raises(Refused) as refused:
        commands.close_month(**said, now=later, year=2026, month=3)
    assert codes(refused) == ["span_already_closed"]
    january = now + timedelta(days=300)
    year = queries.find_closing(ref_of(three.place), uuid=commands.close_year(**said, now=january, year=2026))
    assert year is not None
    assert (year.takings, year.total_cents, year.last_day) == (2, 2_200, date(2026, 12, 31))
    assert queries.verify_chain(found(three).id).whole


def test_a_month_with_an_open_day_is_not_added_up(take: Take, three: Any, drawer: Any, now: Any) -> None:
    take()
    later, place = now + timedelta(days=30), ref_of(three.place)
    with pytest.raises(Refused) as refused:
        commands.close_month(actor=ROBOT, now=later, place=place, drawer=drawer, year=2026, month=3)
    assert codes(refused) == ["former_day_open"]


def test_nobody_takes_by_hand_and_a_member_closes_nothing(take: Take, three: Any, drawer: Any, now: Any) -> None:
    place, member = ref_of(three.place), actor_for(three.member, now=now)
    with pytest.raises(Denied):
        commands.take(
            actor=actor_for(three.manager, now=now), now=now, place=place, source="x", method=Method.CASH, amount_cents=1,
            what=[], vat=[],
        )  # fmt: skip
    with pytest.raises(Denied):
        commands.close_day(actor=member, now=now, place=place, drawer=drawer, day=now.date(), counted_cents=0)


def test_a_drawer_needs_an_entity_and_a_name_of_its_own(three: Any, now: Any, drawer: Any) -> None:
    place = ref_of(three.place)
    with pytest.raises(Refused) as refused:
        commands.open_drawer(actor=ROBOT, now=now, place=place, name="Comptoir", float_cents=-1)
    assert codes(refused) == ["drawer_twice", "counted_wrong"]


def test_a_place_without_a_drawer_takes_nothing(three: Any, now: Any) -> None:
    with scoping.scope([three.place.organisation_id]), pytest.raises(Refused) as refused:
        commands.take(
            actor=ROBOT, now=now, place=ref_of(three.place), source="x", method=Method.CASH, amount_cents=1,
            what=[Sold("x", 1)], vat=[VatGroup("0", 1, 0)],
        )  # fmt: skip
    assert codes(refused) == ["drawer_missing"]


# -- the promises of the database --------------------------------------------------------------------------------------


def raw(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


COPY = """INSERT INTO accounting_taking (uuid, organisation_id, entity_id, drawer_id, number, taken_at, day, method,
  amount_cents, what, vat, source, former, hash)
SELECT gen_random_uuid(), organisation_id, entity_id, drawer_id, {number}, taken_at, {day}, method, amount_cents, what, vat,
  'raw', {former}, repeat('0', 64) FROM accounting_taking ORDER BY number DESC LIMIT 1"""


def test_what_was_taken_and_closed_is_in_ink_and_what_is_altered_shows(
    take: Take, three: Any, drawer: Any, now: Any, as_owner: Any
) -> None:
    for _ in range(3):
        take()
    close(three, drawer, now, now.date(), 8_300)
    altered = "UPDATE accounting_taking SET amount_cents = 100 WHERE number = 2"
    removed = "DELETE FROM accounting_taking WHERE number = 3"
    counted = "UPDATE accounting_closing SET counted_cents = 0"
    for statement in (altered, removed, counted, "DELETE FROM accounting_closing"):
        with pytest.raises(IntegrityError, match="written in ink"):
            raw(statement)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounting_taking DISABLE TRIGGER taking_stands")
        cursor.execute("ALTER TABLE accounting_closing DISABLE TRIGGER closing_stands")
    key = found(three).id
    for statement, verdict in (
        (altered, queries.Verdict(3, 1, 2, 1)), (removed, queries.Verdict(2, 1, None, 1)),
        (counted, queries.Verdict(3, 1, None, 1)),
    ):  # fmt: skip
        with transaction.atomic():
            raw(statement)
            assert queries.verify_chain(key) == verdict
            transaction.set_rollback(True)
    assert queries.verify_chain(key).whole


@pytest.mark.parametrize(
    ("number", "former", "reason"), [("number + 2", "hash", "does not follow"), ("number + 1", "''", "does not follow")]
)
def test_takings_follow_each_other(take: Take, as_owner: Any, number: str, former: str, reason: str) -> None:
    take()
    with pytest.raises(IntegrityError, match=reason):
        raw(COPY.format(number=number, day="day", former=former))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TRIGGER taking_follows ON accounting_taking")
    raw(COPY.format(number=number, day="day", former=former))


def test_a_closed_day_takes_nothing_by_hand_either(
    take: Take, three: Any, drawer: Any, now: Any, as_owner: Any
) -> None:
    take()
    close(three, drawer, now, now.date(), 6_100)
    with pytest.raises(IntegrityError, match="closed until"):
        raw(COPY.format(number="number + 1", day="day - 1", former="hash"))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TRIGGER taking_follows ON accounting_taking")
    raw(COPY.format(number="number + 1", day="day - 1", former="hash"))


# -- pages -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def host(three: Any) -> Any:
    person = a_person("Host")
    give_role(person, three.place, "host")
    return person


def client_of(person: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def address(three: Any, rest: str = "") -> str:
    return f"/{three.place.slug}/caisse/{rest}"


def test_the_manager_opens_a_drawer_and_the_host_waits_for_it(
    three: Any, entity: Any, host: Any, now: Any, at: Any
) -> None:
    at(now)
    assert client_of(host).get(address(three)).context["form"] is None
    client = client_of(three.manager)
    assert client.post(address(three), {"name": "Bar", "float_cents": "-1"}).status_code == 422
    assert client.post(address(three), {"name": "Bar", "float_cents": "50,20 €"}).status_code == 302
    with scoping.scope([three.place.organisation_id]):
        assert found(three).opening_cents == 5_020


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "devrait être dans la caisse"), ("en", "should be in the drawer")]
)
def test_the_host_closes_the_day(
    take: Take, three: Any, host: Any, now: Any, at: Any, language: str, words: str
) -> None:
    at(now)
    take(11_000)
    take(2_200, method=Method.CARD)
    client = client_of(host, language)
    page = client.get(address(three))
    assert words in page.content.decode()
    assert [amount for _name, _count, amount in page.context["sums"]] == (
        ["22,00\xa0€", "110,00\xa0€"] if language == "fr" else ["€22.00", "€110.00"]
    )
    wrong = client.post(address(three), {"day": "2026-03-10", "counted": "10", "banked": "20"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["banked"])
    told = {"day": "2026-03-10", "counted": "160", "banked": "100", "remark": "RAS"}
    asked = client.post(address(three), told)
    assert (asked.status_code, asked.context["asked"]["left"]) == (200, "60,00\xa0€" if language == "fr" else "€60.00")
    assert asked.context["remark"] == "RAS"
    assert client.get(address(three)).context["closings"] == []
    assert client.post(address(three), {**told, "again": "1"}).context["asked"] is None
    assert client.post(address(three), {**told, "sure": "on"}).status_code == 302
    page = client.get(address(three))
    assert page.context["form"] is None
    assert len(page.context["closings"]) == 1
    closing = client.get(address(three, f"cloture/{page.context['closings'][0]['uuid']}/"))
    assert closing.status_code == 200
    assert closing.context["difference"] == ""


def test_a_month_is_closed_from_the_page(take: Take, three: Any, drawer: Any, host: Any, now: Any, at: Any) -> None:
    take()
    close(three, drawer, now, now.date(), 6_100)
    at(now + timedelta(days=30))
    close(three, drawer, now + timedelta(days=30), now.date() + timedelta(days=30), 6_100)
    client = client_of(three.manager)
    assert [(each.year, each.month) for each in client.get(address(three)).context["due"]] == [(2026, 3)]
    assert client_of(host).get(address(three)).context["due"] == []
    assert client_of(host).post(address(three, "cloture/"), {"year": "2026", "month": "3"}).status_code == 403
    for month in ("3", "4"):  # the second is refused, in words on the next page
        asked = client.post(address(three, "cloture/"), {"year": "2026", "month": month})
        assert (asked.status_code, "no press undoes it" in asked.content.decode()) == (200, True)
        sure = {"year": "2026", "month": month, "sure": "on"}
        assert client.post(address(three, "cloture/"), sure).status_code == 302
    assert client.post(address(three, "cloture/"), {"year": "x"}).status_code == 404
    page = client.get(address(three))
    assert page.context["due"] == []
    assert [each["span"] for each in page.context["closings"]] == [False, True, False]  # April's day, March, its day


def test_the_chain_is_read_again_from_the_page(
    take: Take, three: Any, host: Any, now: Any, at: Any, as_owner: Any
) -> None:
    at(now)
    take()
    client = client_of(host)
    page = client.post(address(three, "verifier/"), follow=True).content.decode()
    assert "Takings: 1, closings: 0. None was altered." in page
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounting_taking DISABLE TRIGGER taking_stands")
    raw("UPDATE accounting_taking SET amount_cents = 5")
    page = client.post(address(three, "verifier/"), follow=True).content.decode()
    assert "Taking 1 is not what it was." in page


def checked(folder: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "verifier.py"], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_archive_is_checked_by_its_own_script(
    take: Take, three: Any, drawer: Any, host: Any, now: Any, at: Any, tmp_path: Path
) -> None:
    at(now)
    for _ in range(3):
        take()
    close(three, drawer, now, now.date(), 8_300)
    answer = client_of(host).get(address(three, "archive.zip"))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="caisse-{three.place.slug}-2026-03-10.zip"'
    with ZipFile(BytesIO(answer.content)) as file:
        assert sorted(file.namelist()) == [
            "LISEZMOI.txt", "clotures.csv", "clotures.json", "clotures_ventes.csv", "clotures_ventes.json", "encaissements.csv",
            "encaissements.json", "ventes.csv", "ventes.json", "verifier.py",
        ]  # fmt: skip
        file.extractall(tmp_path)
    assert checked(tmp_path) == (0, "Rien n’a été altéré : 3 encaissements, 1 clôtures.\n")
    assert "Comptoir" in (tmp_path / "LISEZMOI.txt").read_text()
    takings, whole = tmp_path / "encaissements.json", (tmp_path / "encaissements.json").read_text()
    takings.write_text(whole.replace('"montant_centimes": "1100"', '"montant_centimes": "1000"', 1))
    assert checked(tmp_path) == (1, "encaissements : la ligne 1 a été altérée.\n")
    takings.write_text(whole[: whole.rindex(",\n {")] + "\n]")
    assert checked(tmp_path) == (1, "clotures : la ligne 1 ne correspond plus aux encaissements.\n")


def test_the_attestation_bears_the_name_of_the_entity(three: Any, entity: Any, host: Any, now: Any, at: Any) -> None:
    at(now)
    page = client_of(host).get(address(three, "attestation/")).content.decode()
    assert "Association d’essai" in page
    assert "SIREN 999900012" in page


def test_nobody_else_sees_the_drawer(take: Take, three: Any) -> None:
    for person in (three.member, three.stranger):
        for rest in ("", "archive.zip", "attestation/"):
            assert client_of(person).get(address(three, rest)).status_code == 403


def test_the_page_costs_the_same_whatever_was_taken(
    take: Take, three: Any, host: Any, now: Any, at: Any, statements: Any
) -> None:
    at(now)
    client, counts = client_of(host), []
    for more in (1, 2):
        for _ in range(more):
            take()
        with statements() as said:
            client.get(address(three))
        counts.append(len(said))
    assert counts[0] == counts[1] <= 6
