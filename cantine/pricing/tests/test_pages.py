"""Setting prices by the pages: the sheet, a line, versions, categories, products, periods, VAT, a trial, the public list."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cantine.core import scoping
from cantine.people.testing import a_person
from cantine.places.testing import give_role, ref_of
from cantine.pricing import commands, queries
from cantine.pricing.rules import ANYTHING, RateKey, Unit, Vat, VatKind
from cantine.pricing.testing import ROBOT, Priced, a_price_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(three: Any, now: Any, at: Any) -> Priced:
    at(now)
    return a_price_list(three.place, now=now)


@pytest.fixture
def manager(three: Any) -> Client:
    return signed_in(three.manager)


def signed_in(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def page(house: Priced, rest: str = "") -> str:
    return f"/{house.place.slug}/reglages/tarifs/{rest}"


def grid_of(house: Priced, now: Any) -> Any:
    with scoping.scope([house.place.organisation_id]):
        return queries.grid_of(house.place, on=house.place.today(now))


def cents(house: Priced, now: Any, category: str, unit: Unit, period: str = "") -> int | None:
    key = RateKey(ANYTHING, category, unit, period)
    return next((rate.cents for rate in grid_of(house, now).rates if rate.key == key), None)


SHEET = {f"any::{unit}:{category}": "" for unit in ("hour", "half_day", "day") for category in
         ("grand-compte", "tpe-pme", "membre", "contributif")}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "status"), [("manager", 200), ("treasurer", 200), ("host", 403), ("member", 403), (None, 403)]
)
def test_the_manager_and_the_treasurer_open_the_sheet(house: Priced, three: Any, role: str | None, status: int) -> None:
    person = a_person("Somebody")
    if role:
        give_role(person, three.place, role)
    assert signed_in(person).get(page(house)).status_code == status


def test_the_sheet_is_filled_as_one_types(house: Priced, manager: Client, now: Any) -> None:
    typed = {**SHEET, "any::hour:tpe-pme": "42,50", "any::day:grand-compte": "1 200 €"}
    assert manager.post(page(house), typed).status_code == 302
    found = [
        cents(house, now, *cell) for cell in (("tpe-pme", Unit.HOUR), ("grand-compte", Unit.DAY), ("tpe-pme", Unit.DAY))
    ]
    assert found == [4250, 120000, None]


def test_an_empty_cell_shows_the_price_that_it_follows(house: Priced, manager: Client) -> None:
    shown = manager.get(page(house)).content.decode()
    assert 'placeholder="28"' in shown
    assert 'placeholder="0"' in shown


def test_a_price_that_is_none_is_said_beside_its_cell_and_nothing_is_written(
    house: Priced, manager: Client, now: Any
) -> None:
    answer = manager.post(page(house), {**SHEET, "any::hour:tpe-pme": "40.123", "any::day:tpe-pme": "1"})
    assert answer.status_code == 422
    assert "“40.123” is not a price." in answer.content.decode()
    assert cents(house, now, "tpe-pme", Unit.DAY) == 22000


def test_a_line_is_added_without_losing_what_was_typed(house: Priced, manager: Client, now: Any) -> None:
    answer = manager.post(
        page(house), {**SHEET, "any::hour:tpe-pme": "41", "thing": "kind:room", "unit": "week", "add": "1"}, follow=True
    )
    assert 'name="kind:room:week:tpe-pme"' in answer.content.decode()
    assert cents(house, now, "tpe-pme", Unit.HOUR) == 4100


def test_a_line_has_a_minimum_and_steps(house: Priced, manager: Client, now: Any) -> None:
    address = page(house, f"ligne/?grille={house.uuid}&ligne=any::hour")
    assert manager.get(address).status_code == 200
    assert manager.post(address, {"least": "2", "from:0": "5", "step:0:tpe-pme": "35"}).status_code == 302
    [rate] = [rate for rate in grid_of(house, now).rates if rate.unit is Unit.HOUR]
    assert (str(rate.least), [(str(step.quantity), step.cents) for step in rate.steps]) == ("2.00", [("5.00", 3500)])
    answer = manager.post(address, {"from:0": "5", "step:0:tpe-pme": "45"})
    assert answer.status_code == 422
    assert "must be lower than before" in answer.content.decode()


@pytest.mark.parametrize("line", ["", "any::piece", "kind:licorne:hour", "nothing"])
def test_a_line_that_is_nothing_is_not_found(house: Priced, manager: Client, line: str) -> None:
    assert manager.get(page(house, "ligne/"), {"ligne": line}).status_code == 404


def test_next_years_list_is_copied_changed_and_published(house: Priced, manager: Client, now: Any) -> None:
    later = house.place.today(now) + timedelta(days=90)
    answer = manager.post(page(house, "grilles/"), {"name": "Next", "first_day": later.isoformat()}, follow=True)
    assert "is being prepared" in answer.content.decode()
    with scoping.scope([house.place.organisation_id]):
        coming = queries.price_lists_of(house.place)[0]
    manager.post(page(house, f"grille/?grille={coming.uuid}"), {
        "name": "Next year", "first_day": later.isoformat(), "half_day_minutes": "300", "step_minutes": "15",
    })  # fmt: skip
    manager.post(page(house, f"publier/?grille={coming.uuid}"))
    with scoping.scope([house.place.organisation_id]):
        grid = queries.grid_of(house.place, on=later)
    assert grid is not None
    assert (grid.name, grid.half_day_minutes, grid.step_minutes) == ("Next year", 300, 15)
    manager.post(page(house, f"jeter/?grille={coming.uuid}"))
    with scoping.scope([house.place.organisation_id]):
        assert len(queries.price_lists_of(house.place)) == 1


def test_a_category_follows_another(house: Priced, manager: Client, now: Any) -> None:
    shown = manager.get(page(house, "categories/"))
    forms = shown.context["forms"]
    typed = {"category-TOTAL_FORMS": "5", "category-INITIAL_FORMS": "4"}
    for number, form in enumerate(forms.initial_forms):
        for name, value in form.initial.items():
            if value not in (False, ""):
                typed[f"category-{number}-{name}"] = str(value)
    typed |= {"category-4-name_fr": "Étudiant", "category-4-base": "membre", "category-4-percent": "-50"}
    assert manager.post(page(house, "categories/"), typed).status_code == 302
    assert [category.code for category in grid_of(house, now).categories][-1] == "etudiant"
    answer = manager.post(page(house, "categories/"), {**typed, "category-0-usual": "on"})
    assert answer.status_code == 422
    assert "Say which category is that of people who have none." in answer.content.decode()


def test_products_and_periods_are_written(house: Priced, manager: Client, now: Any) -> None:
    manager.post(page(house, "produits/"), {"name_fr": "Buffet", "sort": "catering", "vat": "taxed:10"})
    manager.post(page(house, "periodes/"), {"name_fr": "Soirée", "percent": "25", "starts": "18:00", "ends": "23:00"})
    grid = grid_of(house, now)
    assert [str(product.vat.rate) for product in grid.products] == ["10.00"]
    assert [(period.code, str(period.percent)) for period in grid.periods] == [("soiree", "25.00")]
    assert manager.get(page(house, "produits/?produit=buffet")).status_code == 200
    assert manager.get(page(house, "periodes/?periode=soiree")).status_code == 200
    assert "From 18:00 to 23:00".lower() in manager.get(page(house, "periodes/")).content.decode().lower()
    manager.post(page(house, "produits/retirer/"), {"produit": "buffet"})
    manager.post(page(house, "periodes/retirer/"), {"periode": "soiree"})
    grid = grid_of(house, now)
    assert (grid.products, grid.periods) == ((), ())


def test_the_place_says_how_it_is_taxed(house: Priced, manager: Client, now: Any) -> None:
    assert manager.get(page(house, "tva/")).status_code == 200
    manager.post(page(house, "tva/"), {"kind": "franchise", "rate": "20", "public": "on"})
    assert grid_of(house, now).vat.kind == "franchise"
    shown = Client(headers={"accept-language": "en"}).get(f"/{house.place.slug}/tarifs/").content.decode()
    assert "art. 293 B" in shown


ASKED = {"day": "2009-04-14", "starts": "09:00", "ends": "12:00", "category": "membre", "quantity": "1"}


def test_the_price_of_any_customer_opens_into_its_lines(house: Priced, manager: Client, three: Any, now: Any) -> None:
    day = house.place.today(now) + timedelta(days=7)
    asked = {**ASKED, "day": day.isoformat(), "resource": three.room.slug}
    shown = manager.get(page(house, "essai/"), asked).content.decode()
    for words in ("3\u00a0h × €40.00", "Member −30%", "€84.00", "VAT 20\u00a0%", "€100.80"):
        assert words in shown


def test_a_line_that_is_added_is_come_back_to_with_a_word(house: Priced, manager: Client, three: Any) -> None:
    said = {**SHEET, "add": "1", "thing": f"resource:{three.room.slug}", "unit": "day"}
    answer = manager.post(page(house), said)
    row = f"line-resource-{three.room.slug}-day"
    assert answer.headers["Location"].endswith(f"#{row}")
    shown = manager.get(answer.headers["Location"]).content.decode()
    assert (f'<tr id="{row}">' in shown, "the line is added" in shown) == (True, True)


def test_a_trial_says_what_its_price_beat_its_days_and_whose_it_is(
    house: Priced, manager: Client, three: Any, now: Any
) -> None:
    """Three hours of two days at the prices of a member that one names: by the hour it is the same, by the day it is more."""
    from cantine.places import commands as places

    day = house.place.today(now) + timedelta(days=7)
    said = {"actor": ROBOT, "now": now, "place": house.place}
    with scoping.scope([house.place.organisation_id]):
        places.note_contact(**said, person_id=three.member.pk)
        commands.put_in_category(**said, category="membre", person_id=three.member.pk, customer_id=None)
    asked = {**ASKED, "category": "tpe-pme", "resource": three.room.slug, "day": day.isoformat()}
    asked |= {"last_day": (day + timedelta(days=1)).isoformat(), "customer": three.member.name}
    shown = manager.get(page(house, "essai/"), asked).context
    assert (shown["price"].net_cents, shown["category"], shown["customer"]) == (16_800, "Member", three.member.name)
    assert [unit for unit, _amount in shown["beaten"]] == ["Half-day", "Day"]
    assert shown["days"].startswith("from ")
    nobody = manager.get(page(house, "essai/"), {**asked, "customer": "Zzyzx"}).context["form"]
    assert sorted(nobody.errors) == ["customer"]


def test_a_list_is_tried_before_it_is_published(house: Priced, manager: Client, three: Any, now: Any) -> None:
    later = house.place.today(now) + timedelta(days=90)
    manager.post(page(house, "grilles/"), {"name": "Next", "first_day": later.isoformat()})
    with scoping.scope([house.place.organisation_id]):
        coming = queries.price_lists_of(house.place)[0].uuid
    manager.post(page(house, f"?grille={coming}"), {**SHEET, "any::hour:tpe-pme": "50"})
    assert f"essai/?grille={coming}" in manager.get(page(house, f"?grille={coming}")).content.decode()
    asked = {**ASKED, "day": later.isoformat(), "resource": three.room.slug, "category": "tpe-pme"}
    shown = [manager.get(page(house, "essai/"), {**asked, **more}) for more in ({"grille": str(coming)}, {})]
    assert [answer.context["price"].net_cents for answer in shown] == [15000, 12000]


def test_a_day_before_any_list_says_so(house: Priced, manager: Client, three: Any) -> None:
    shown = manager.get(page(house, "essai/"), {**ASKED, "day": "1999-04-14", "resource": three.room.slug})
    assert "no price list on that day" in shown.content.decode()


def test_prices_are_public_where_the_place_wants_it(house: Priced, three: Any, now: Any) -> None:
    nobody, member, address = Client(), signed_in(three.member), f"/{house.place.slug}/tarifs/"
    assert [client.get(address).status_code for client in (nobody, member)] == [404, 200]
    front = f"/{house.place.slug}/"
    assert address not in nobody.get(front).content.decode()
    with scoping.scope([house.place.organisation_id]):
        commands.show_prices(actor=ROBOT, now=now, place=house.place, public=True)
    shown = nobody.get(address)
    assert shown.status_code == 200
    assert "48,00" in shown.content.decode()
    assert address in nobody.get(front).content.decode()


def test_a_place_without_prices_begins_in_two_clicks(three: Any, manager: Client, at: Any, now: Any) -> None:
    at(now)
    address = f"/{three.place.slug}/reglages/tarifs/"
    assert "Four categories" in manager.get(address).content.decode()
    typed = {"starter": "four", "vat": "taxed", "name": "Prices", "first_day": "2026-01-01"}
    shown = manager.post(address, typed, follow=True).content.decode()
    assert 'name="any::hour:tpe-pme"' in shown
    assert manager.get(f"{address}essai/").status_code == 200


def test_who_charges_no_vat_says_so_before_the_first_price(three: Any, manager: Client, at: Any, now: Any) -> None:
    at(now)
    address = f"/{three.place.slug}/reglages/tarifs/"
    assert 'value="taxed" required id="id_vat_0" checked' in manager.get(address).content.decode()
    manager.post(address, {"starter": "one", "vat": "franchise", "name": "Prices", "first_day": "2026-01-01"})
    with scoping.scope([three.place.organisation_id]):
        assert queries.terms_of(ref_of(three.place)).vat == Vat(VatKind.FRANCHISE)


def test_a_sole_trader_is_first_asked_with_none(three: Any, manager: Client, at: Any, now: Any) -> None:
    at(now)
    type(three.place.organisation).objects.filter(pk=three.place.organisation_id).update(legal_form="micro")
    address = f"/{three.place.slug}/reglages/tarifs/"
    assert 'value="franchise" required id="id_vat_1" checked' in manager.get(address).content.decode()


@pytest.mark.parametrize("rest", ["", "grilles/", "grille/", "categories/", "produits/", "periodes/", "tva/", "essai/"])
def test_a_page_of_prices_reads_six_statements_at_most(
    house: Priced, manager: Client, statements: Any, rest: str
) -> None:
    manager.get(page(house, rest))
    with statements() as said:
        manager.get(page(house, rest))
    assert len([each for each in said if "webauthn" not in each]) <= 6


def test_a_foreign_version_is_not_found(house: Priced, manager: Client) -> None:
    assert manager.get(page(house, "?grille=00000000-0000-0000-0000-000000000000")).status_code == 404


def a_draft(house: Priced, manager: Client, now: Any) -> Any:
    later = house.place.today(now) + timedelta(days=90)
    manager.post(page(house, "grilles/"), {"name": "Next", "first_day": later.isoformat()})
    with scoping.scope([house.place.organisation_id]):
        return queries.price_lists_of(house.place)[0]


def test_publishing_from_the_sheet_keeps_what_is_typed(house: Priced, manager: Client, now: Any) -> None:
    draft = a_draft(house, manager, now)
    sheet = page(house, f"?grille={draft.uuid}")
    assert 'form="prices" name="publish"' in manager.get(sheet).content.decode()
    answer = manager.post(sheet, {**SHEET, "any::hour:tpe-pme": "35", "publish": "1"}, follow=True)
    assert "The list is published." in answer.content.decode()
    with scoping.scope([house.place.organisation_id]):
        grid = queries.grid_of(house.place, on=draft.first_day)
    assert grid is not None
    assert [each.cents for each in grid.rates if each.category == "tpe-pme" and each.unit is Unit.HOUR] == [3500]


def test_a_sheet_that_is_wrong_is_not_published(house: Priced, manager: Client, now: Any) -> None:
    draft = a_draft(house, manager, now)
    answer = manager.post(page(house, f"?grille={draft.uuid}"), {**SHEET, "any::hour:tpe-pme": "x", "publish": "1"})
    with scoping.scope([house.place.organisation_id]):
        line = next(each for each in queries.price_lists_of(house.place) if each.uuid == draft.uuid)
    assert (answer.status_code, line.published_at) == (422, None)


def test_the_version_that_one_comes_from_is_kept_by_every_tab(house: Priced, manager: Client, now: Any) -> None:
    draft = a_draft(house, manager, now)
    kept = f"?grille={draft.uuid}"
    for tab in ("", "produits/", "categories/", "clients/", "tva/", "periodes/"):
        shown = manager.get(page(house, f"{tab}{kept}")).content.decode()
        assert [page(house, f"{other}{kept}") in shown for other in ("", "produits/", "periodes/")] == [True] * 3
    saved = manager.post(page(house, f"produits/{kept}"), {"name_fr": "Buffet", "sort": "catering", "vat": "taxed:10"})
    assert saved.headers["Location"] == page(house, f"produits/{kept}")


def test_a_version_says_whether_it_is_in_force_or_to_come(house: Priced, manager: Client, now: Any) -> None:
    draft = a_draft(house, manager, now)
    manager.post(page(house, f"publier/?grille={draft.uuid}"))
    coming = manager.get(page(house, f"?grille={draft.uuid}")).content.decode()
    assert ("to come" in coming, "in force from" in coming) == (True, False)
    assert "What you change here is paid from now on." in manager.get(page(house)).content.decode()


def test_hours_the_wrong_way_round_are_refused_and_a_night_is_not(house: Priced, manager: Client) -> None:
    said = {"name_fr": "Pointe", "percent": "25"}
    wrong = manager.post(page(house, "periodes/"), {**said, "starts": "14:00", "ends": "12:00"})
    assert (wrong.status_code, "from 12:00 to 14:00?" in wrong.content.decode()) == (422, True)
    assert manager.post(page(house, "periodes/"), {**said, "starts": "20:00", "ends": "08:00"}).status_code == 302
