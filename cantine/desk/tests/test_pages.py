"""The pages of the desk: who enters, what is kept, what a stranger and a robot may do."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from cantine.billing import queries as documents
from cantine.billing.rules import Stage
from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.core.testing import letters
from cantine.desk import commands, queries
from cantine.desk.commands import Payer
from cantine.desk.commands.letters import path_of_quote
from cantine.desk.rules import CameBy, Lane, State, When, Wish
from cantine.people.testing import a_person
from cantine.places import queries as places
from cantine.places.testing import actor_for, give_role
from cantine.pricing import commands as pricing
from cantine.pricing import queries as prices
from cantine.pricing.rules import ANYTHING, Product, RateKey, Scope, Sort, Thing, Unit
from cantine.ui import formats

pytestmark = pytest.mark.django_db
MAIL = (
    "De : Claire Morin <claire@nord.example>\nObjet : Atelier\n\nBonjour, deux salles le 12/03/2026 de 9h à 12h pour une "
    "dizaine de personnes ?\nCordialement"
)


@pytest.fixture
def manager(desk: Any, client: Any) -> Any:
    client.force_login(desk.three.manager)
    return client


def at(desk: Any, route: str, *args: Any) -> str:
    return reverse(f"desk:{route}", args=[desk.place.slug, *args])


def cards(desk: Any) -> list[queries.RequestCard]:
    with scoping.scope([desk.place.organisation_id]):
        return queries.requests_of(desk.place)


def test_a_pasted_mail_is_shown_then_kept_in_two_presses(desk: Any, manager: Any) -> None:
    shown = manager.post(at(desk, "paste"), {"mail": MAIL})
    assert shown.status_code == 200
    read = shown.context["form"].initial
    assert cards(desk) == []
    values = {**{name: value for name, value in read.items() if value is not None}, "starts": "09:00", "ends": "12:00"}
    kept = manager.post(at(desk, "paste"), values)
    [card] = cards(desk)
    assert kept.url == at(desk, "request", card.uuid)
    assert (card.name, card.email, card.people, card.came_by) == (
        "Claire Morin",
        "claire@nord.example",
        10,
        CameBy.MAIL,
    )
    assert [when.day.isoformat() for when in card.whens] == ["2026-03-12"]
    assert card.lead_id == desk.three.manager.pk


def test_what_is_unsure_is_said_to_be_a_guess(desk: Any, manager: Any) -> None:
    shown = manager.post(at(desk, "paste"), {"mail": MAIL}, headers={"accept-language": "en"})
    assert "the number of people" in shown.content.decode()


def test_a_call_is_three_fields(desk: Any, manager: Any) -> None:
    manager.post(
        at(desk, "phone"), {"name": "Luc", "phone": "06 11 22 33 44", "what": "Une salle le 20/03/2026, 15 personnes"}
    )
    [card] = cards(desk)
    assert (card.who, card.phone, card.people, card.came_by) == ("Luc", "06 11 22 33 44", 15, CameBy.PHONE)


def test_anybody_asks_and_reads_that_it_came(desk: Any, client: Any, run_jobs: Any) -> None:
    said = {"what": "Une fête", "name": "Sacha", "email": "sacha@exemple.example", "people": "30"}
    assert client.post(at(desk, "ask"), said).url == at(desk, "thanks")
    [card] = cards(desk)
    assert (card.came_by, card.state, card.lead_id) == (CameBy.FORM, State.NEW, None)
    assert letters()[-1].to == "sacha@exemple.example"


def test_a_robot_is_thanked_and_nothing_is_kept(desk: Any, client: Any) -> None:
    said = {"what": "x", "name": "x", "email": "x@exemple.example", "website": "https://exemple.example"}
    assert client.post(at(desk, "ask"), said).url == at(desk, "thanks")
    assert cards(desk) == []


def test_who_asks_too_often_waits(desk: Any, client: Any, settings: Any) -> None:
    settings.CANTINE_RATES_OFF, settings.CANTINE_RATES = False, {"requests": 1}
    said = {"what": "Une fête", "name": "Sacha", "email": "sacha@exemple.example"}
    assert [client.post(at(desk, "ask"), said).status_code for _ in range(2)] == [302, 429]


@pytest.mark.parametrize("route", ["board", "paste", "phone", "quotes"])
def test_a_member_does_not_enter(desk: Any, client: Any, route: str) -> None:
    client.force_login(desk.three.member)
    assert client.get(at(desk, route)).status_code == 403


def test_time_is_noted_in_one_press(desk: Any, manager: Any) -> None:
    asked = desk.asked()
    manager.post(at(desk, "time", asked), {"minutes": "15"})
    manager.post(at(desk, "time", asked), {"other": "40"})
    assert cards(desk)[0].minutes == 55


def test_what_comes_next_and_who_leads_are_kept(desk: Any, manager: Any) -> None:
    asked = desk.asked()
    said = {"lead": desk.three.manager.pk, "lane": "collaborative", "next_action": "Rappeler", "next_on": "2026-03-09"}
    manager.post(at(desk, "follow", asked), said)
    [card] = cards(desk)
    assert (card.lane, card.next_action, card.urgency(desk.place, today=desk.place.today(desk.now)).late) == (
        Lane.COLLABORATIVE, "Rappeler", True,
    )  # fmt: skip


def test_an_answer_that_serves_again_is_filled_and_sent(desk: Any, manager: Any, run_jobs: Any) -> None:
    asked = desk.asked()
    manager.post(at(desk, "answers"), {"title": "Oui", "text": "Bonjour {name}"})
    with scoping.scope([desk.place.organisation_id]):
        [known] = queries.answers_of(desk.place)
    page = manager.get(at(desk, "request", asked), {"reponse": str(known.uuid)})
    assert page.context["answer"].initial["text"] == "Bonjour Odile Martin"
    manager.post(at(desk, "reply", asked), {"text": "Bonjour Odile"})
    assert "Bonjour Odile" in letters()[-1].text
    assert cards(desk)[0].state is State.ANSWERED


def test_two_ticks_make_a_quote_and_hold_its_rooms(desk: Any, manager: Any) -> None:
    asked = desk.asked()
    page = manager.get(at(desk, "offer", asked))
    assert [each[0].name for each in page.context["rooms"]] == ["Salle Rouge", "Salle Verte"]
    said = {
        "name": "Odile Martin", "email": "odile@exemple.example", "street": "2 rue", "postcode": "44000", "town": "Nantes", "percent": "30",
        "days": "30", "room": ["salle-rouge", "salle-verte"], "line": "Accueil", "line_cents": "50",
    }  # fmt: skip
    made = manager.post(at(desk, "offer", asked), said)
    with scoping.scope([desk.place.organisation_id]):
        [quote] = documents.quotes_of(desk.place)
        assert made.url == at(desk, "quote", quote.uuid)
        assert desk.states() == ["held", "held"]
    assert manager.post(at(desk, "send", quote.uuid)).status_code == 302
    with scoping.scope([desk.place.organisation_id]):
        assert documents.quotes_of(desk.place)[0].reference == "DE2026-000001"


def test_a_customer_without_an_account_reads_signs_and_is_remembered(desk: Any, client: Any) -> None:
    quote = desk.sent()
    url = reverse("desk:answer", args=[documents.link_of_quote(quote)])
    page = client.get(url)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert client.get(f"{url}devis.pdf").content[:5] == b"%PDF-"
    assert client.post(url, {"name": "Odile"}).status_code == 422
    assert (
        client.post(url, {"name": "Odile Martin", "agreed": "on"}, headers={"user-agent": "Phone"}).status_code == 302
    )
    with scoping.scope([desk.place.organisation_id]):
        signed = desk.quote(quote).signed
    assert (signed.name, signed.address, signed.agent) == ("Odile Martin", "127.0.0.1", "Phone")
    assert "Odile Martin" in client.get(url).content.decode()
    assert client.post(url, {"name": "Odile Martin", "agreed": "on"}).status_code == 422


def test_a_customer_refuses_with_a_word(desk: Any, client: Any) -> None:
    quote = desk.sent()
    url = reverse("desk:answer", args=[documents.link_of_quote(quote)])
    client.post(url, {"act": "refuse", "no-reason": "Trop loin"})
    with scoping.scope([desk.place.organisation_id]):
        card = desk.quote(quote).card
        assert (card.state, card.reason, desk.states()) == (Stage.REFUSED, "Trop loin", ["expired", "expired"])


def test_a_link_that_is_not_ours_is_nothing(desk: Any, client: Any) -> None:
    assert client.get(reverse("desk:answer", args=["0" * 32 + "~nothing"])).status_code == 404


def test_the_board_reads_as_many_statements_for_one_request_as_for_three(
    desk: Any, manager: Any, statements: Any
) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            desk.asked()
        manager.get(at(desk, "board"))
        with statements() as said:
            assert manager.get(at(desk, "board")).status_code == 200
        counts.append(len(said))
    assert counts[0] == counts[1] <= 6


def test_both_flows_are_counted_by_month_with_their_time(desk: Any) -> None:
    for lane in (Lane.COMMERCIAL, Lane.COMMERCIAL, Lane.COLLABORATIVE):
        asked = desk.asked(lane=lane)
        commands.note_time(**desk.said, request=asked, minutes=30)
    found = queries.months_of(desk.place, year=2026)
    assert [(each.lane, each.count, each.won, each.minutes) for each in found] == [
        (Lane.COLLABORATIVE, 1, 0, 30), (Lane.COMMERCIAL, 2, 0, 60),
    ]  # fmt: skip


def test_the_hourly_job_expires_what_is_past(desk: Any, request: Any) -> None:
    from cantine.desk.tasks import expire_place

    quote = desk.sent(valid_until=desk.place.today(desk.now))
    tomorrow = desk.now + timedelta(days=1)
    request.getfixturevalue("at")(tomorrow)
    assert documents.places_with_quotes_past(today=tomorrow.date()) == [desk.place.id]
    expire_place(desk.place.id)
    assert desk.quote(quote).card.state is Stage.EXPIRED


def optional_part(desk: Any) -> Any:
    from dataclasses import replace
    from decimal import Decimal

    from cantine.billing.rules import Part, written_price
    from cantine.pricing.rules import Unit, Vat

    price = written_price(
        name="Déjeuner", day=desk.day, quantity=Decimal(1), unit=Unit.PIECE, unit_cents=20_000, vat=Vat(rate=Decimal(20)),
        activity="catering",
    )  # fmt: skip
    return replace(Part("Déjeuner", desk.day, price.to_json()), optional=True)


def test_the_total_and_the_deposit_follow_what_the_customer_ticks(desk: Any, client: Any) -> None:
    quote = desk.sent(parts=[optional_part(desk)])
    path = path_of_quote(quote)
    page = client.get(path).context
    assert (page["total"], page["deposit"]) == (formats.money(28_800), formats.money(8_640))
    counted = client.post(path, {"act": "count", "options": ["0"], "name": "Odile"})
    assert (counted.status_code, counted.context["total"], counted.context["deposit"]) == (
        200, formats.money(52_800), formats.money(15_840),
    )  # fmt: skip
    assert counted.context["sign"]["name"].value() == "Odile"
    assert client.post(path, {"options": ["7"], "name": "Odile", "agreed": "on"}).status_code == 422
    client.post(path, {"options": ["0"], "name": "Odile", "agreed": "on"})
    with scoping.scope([desk.place.organisation_id]):
        after = desk.quote(quote)
        assert (after.card.gross_cents, after.signed.chosen) == (52_800, (0,))
    assert client.get(path).context["deposit"] == formats.money(15_840)


def test_a_line_becomes_an_option_and_is_firm_again(desk: Any, manager: Any) -> None:
    quote = desk.drafted(parts=[optional_part(desk)])
    page = f"/{desk.place.slug}/devis/{quote}/"
    firm = []
    for wanted in ("", "option"):
        assert manager.post(f"{page}option/", {"line": "0", "as": wanted}).status_code == 302
        firm.append(len(manager.get(page).context["document"].lines))
    assert firm == [3, 2]
    manager.post(f"{page}retirer-ligne/", {"line": "0"})
    assert manager.get(page).context["parts"] == []


def test_a_signed_paper_is_noted_by_the_team(desk: Any, manager: Any, run_jobs: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    quote = desk.sent(parts=[optional_part(desk)])
    page = f"/{desk.place.slug}/devis/{quote}/accord/"
    today = desk.place.today(desk.now).isoformat()
    assert manager.get(page).status_code == 200
    assert manager.post(page, {"name": "Odile", "way": "paper", "said_on": today}).status_code == 422
    file = SimpleUploadedFile("accord.pdf", b"%PDF-signed")
    said = {"name": "Odile", "way": "paper", "said_on": today, "file": file, "options": ["0"]}
    assert manager.post(page, said).status_code == 302
    with scoping.scope([desk.place.organisation_id]):
        after = desk.quote(quote)
        assert (after.signed.file_name, after.signed.chosen, desk.states()) == (
            "accord.pdf",
            (0,),
            ["confirmed", "confirmed"],
        )
    assert "accord.pdf" in manager.get(f"/{desk.place.slug}/devis/{quote}/").content.decode()
    assert manager.get(page).status_code == 404


def test_the_customer_is_led_to_the_version_that_took_its_place(desk: Any, client: Any) -> None:
    quote = desk.sent()
    [card] = queries.requests_of(desk.place)
    made = commands.revise_offer(**desk.said, request=card.uuid, quote=quote)
    assert client.get(path_of_quote(quote)).context["next_version"] is None
    with scoping.scope([desk.place.organisation_id]):
        reference = commands.send_offer(**desk.said, quote=made)
    assert client.get(path_of_quote(quote)).context["next_version"] == (reference, path_of_quote(made))


def test_the_form_and_the_draft_say_the_capped_day(desk: Any, manager: Any) -> None:
    """The event is in nine days: thirty days of validity end on its eve."""
    eve = formats.full_day(desk.day - timedelta(days=1))
    with scoping.scope([desk.place.organisation_id]):
        asked = desk.asked()
        quote = desk.drafted(asked=asked)
    assert eve in manager.get(at(desk, "offer", asked)).content.decode()
    assert eve in manager.get(at(desk, "quote", quote)).content.decode()
    assert [row["valid_until"] for row in manager.get(at(desk, "quotes")).context["rows"]] == [
        desk.day - timedelta(days=1)
    ]


def test_a_new_company_is_quoted_at_the_prices_of_a_large_one(desk: Any, manager: Any) -> None:
    """Its rooms are shown at them, held at them, and it keeps them: the place changes them under Prices, Customers."""
    said = {
        "name": "Odile", "email": "odile@exemple.example", "kind": "company", "organisation": "Grand Groupe", "siren": "732829320",
        "street": "2 rue de l’Essai", "postcode": "44000", "town": "Nantes", "percent": "30", "days": "10", "category": "grand-compte",
        "room": [desk.three.room.slug],
    }  # fmt: skip
    with scoping.scope([desk.place.organisation_id]):
        pricing.set_prices(
            **desk.said, price_list=prices.price_lists_of(desk.place)[0].uuid,
            prices={RateKey(ANYTHING, "grand-compte", Unit.HOUR): 9_000},
        )  # fmt: skip
        asked = desk.asked()
    made = manager.post(at(desk, "offer", asked), said)
    page = manager.get(made.url).content.decode()
    assert ("270,00" in page, "Grand compte" in page) == (True, True)
    with scoping.scope([desk.place.organisation_id]):
        [(who, category)] = prices.customers_in_categories(desk.place).items()
    assert (who[0], category) == ("organisation", "grand-compte")
    assert "Grand Groupe" in manager.get(reverse("pricing:customers", args=[desk.place.slug])).content.decode()


def test_a_host_chooses_the_prices_of_who_is_new_and_of_nobody_else(desk: Any) -> None:
    hostess = a_person("Hélène", email="helene@exemple.example")
    give_role(hostess, desk.three.place, "host")
    host = actor_for(hostess, now=desk.now)
    with scoping.scope([desk.place.organisation_id]):
        said = {**desk.said, "actor": host, "rooms": desk.rooms(desk.three.room)}
        payer = Payer(name="Odile", email="odile@exemple.example", category="grand-compte")
        asked = desk.asked()
        commands.draft_offer(**said, request=asked, payer=payer)
        later = {**said, "rooms": desk.rooms(desk.green), "payer": replace(payer, category="")}
        with pytest.raises(Denied):
            commands.draft_offer(**later, request=asked)


def test_all_that_is_wrong_is_said_at_once_and_the_fold_stays_open(desk: Any, manager: Any) -> None:
    said = {
        "name": "Odile", "email": "odile@exemple.example", "kind": "company", "organisation": "Lumen", "siren": "732829321",
        "percent": "30", "days": "10", "line": "Remise", "line_cents": "-50", "room": ["salle-rouge"],
    }  # fmt: skip
    page = manager.post(at(desk, "offer", desk.asked()), said)
    assert (page.status_code, sorted(page.context["form"].errors)) == (422, ["line_cents", "siren"])
    assert '<details class="fold" open>' in page.content.decode()
    assert "Pour une remise" in page.content.decode()


def test_what_is_ticked_is_counted_and_nothing_is_written(desk: Any, manager: Any) -> None:
    """Three hours of a room at 40 € and a line of 50 €, without VAT and with it."""
    asked = desk.asked()
    said = {"act": "count", "name": "Lucie", "room": ["salle-rouge"], "line": "Accueil", "line_cents": "50"}
    page = manager.post(at(desk, "offer", asked), said)
    assert page.context["sums"] == (formats.money(17_000), formats.money(20_400))
    assert (page.status_code, page.context["form"]["name"].value()) == (200, "Lucie")
    assert 'value="salle-rouge" checked' in page.content.decode()
    with scoping.scope([desk.place.organisation_id]):
        assert documents.quotes_of(desk.place) == []


def test_a_request_without_a_day_is_shown_one_on_which_the_place_opens(desk: Any, manager: Any) -> None:
    with scoping.scope([desk.place.organisation_id]):
        wish = Wish(what="Une salle", name="Lucie", email="lucie@exemple.example", people=4)
        asked = commands.enter_request(**desk.said, wish=wish, came_by=CameBy.MAIL)
        week = desk.place.today(desk.now) + timedelta(days=7)
        expected = places.hours_of(desk.place).next_open_day(week)
    page = manager.get(at(desk, "offer", asked))
    assert page.context["slot_form"].data["jour"] == expected.isoformat()
    assert page.context["rooms"] != []


def test_the_day_of_the_team_names_the_quote_that_keeps_a_room_and_leads_to_it(desk: Any, manager: Any) -> None:
    """Its option is not confirmed there: the quote is answered."""
    with scoping.scope([desk.place.organisation_id]):
        draft = desk.drafted(rooms=desk.rooms(desk.three.room))
    today = reverse("booking:today", args=[desk.place.slug])
    page = manager.get(today).content.decode()
    assert ("Devis en préparation, Odile Martin" in page, at(desk, "quote", draft) in page) == (True, True)
    assert ("Confirmer l’option" in page, "Option ·" in page) == (False, False)
    manager.post(at(desk, "send", draft))
    assert "Devis DE2026-000001, Odile Martin" in manager.get(today).content.decode()


def test_what_has_no_next_step_is_counted_from_the_first_day(desk: Any, manager: Any) -> None:
    desk.asked()
    asked = desk.asked()
    with scoping.scope([desk.place.organisation_id]):
        commands.change_request(
            **desk.said, request=asked, lane=Lane.COMMERCIAL, lead_id=None, next_action="Rappeler", next_on=None
        )
    assert manager.get(at(desk, "board")).context["silent"] == 1


@pytest.mark.parametrize(("what", "asked"), [("Une salle, avec déjeuner", "6"), ("Une salle", "")])
def test_meals_have_their_price_and_are_proposed_for_everybody(desk: Any, manager: Any, what: str, asked: str) -> None:
    """For six people, at 16 € each: filled in where the request asks for something to eat."""
    with scoping.scope([desk.place.organisation_id]):
        pricing.set_product(**desk.said, product=Product("", "Déjeuner", "Lunch", Sort.CATERING))
        [product] = prices.products_of(desk.place)
        key = RateKey(Thing(Scope.PRODUCT, product.code), "tpe-pme", Unit.PIECE)
        pricing.set_prices(**desk.said, price_list=prices.price_lists_of(desk.place)[0].uuid, prices={key: 1_600})
        wish = Wish(what=what, name="Lucie", email="lucie@exemple.example", people=6)
        request = commands.enter_request(
            **desk.said, wish=wish, came_by=CameBy.MAIL, whens=[When(desk.day, time(9), time(12))]
        )
    page = manager.get(at(desk, "offer", request))
    assert [(row.price, row.usual, row.asked) for row in page.context["products"]] == [(formats.money(1_600), 6, asked)]
    assert page.context["sums"][0] == formats.money(9_600 if asked else 0)


def a_lunch(desk: Any) -> Product:
    """At 16 € without VAT."""
    with scoping.scope([desk.place.organisation_id]):
        pricing.set_product(**desk.said, product=Product("", "Déjeuner", "Lunch", Sort.CATERING))
        [product] = prices.products_of(desk.place)
        key = RateKey(Thing(Scope.PRODUCT, product.code), "tpe-pme", Unit.PIECE)
        pricing.set_prices(**desk.said, price_list=prices.price_lists_of(desk.place)[0].uuid, prices={key: 1_600})
    return product


@pytest.mark.parametrize("typed", ["-25", "25,5", "beaucoup"])
def test_a_number_of_meals_that_is_none_is_told_and_stays_as_typed(desk: Any, manager: Any, typed: str) -> None:
    meal = f"product-{a_lunch(desk).code}"
    said = {
        "name": "Odile",
        "email": "odile@exemple.example",
        "percent": "30",
        "days": "10",
        meal: typed,
        "room": ["salle-rouge"],
    }
    page = manager.post(at(desk, "offer", desk.asked()), said)
    assert (page.status_code, sorted(page.context["form"].errors)) == (422, [meal])
    assert f'value="{typed}" aria-invalid="true"' in page.content.decode()
    with scoping.scope([desk.place.organisation_id]):
        assert documents.quotes_of(desk.place) == []


def test_counting_says_what_it_cannot_count(desk: Any, manager: Any) -> None:
    meal = f"product-{a_lunch(desk).code}"
    said = {"act": "count", "room": ["salle-rouge"], meal: "-25", "line": "Accueil", "line_cents": "12,345"}
    page = manager.post(at(desk, "offer", desk.asked()), said)
    assert [name for name, _why in page.context["uncounted"]] == ["Déjeuner", "Son prix, hors TVA"]
    assert page.context["sums"] == (formats.money(12_000), formats.money(14_400))
    assert 'value="12,345"' in page.content.decode()


def test_once_the_deposit_is_paid_the_customer_and_the_team_read_it_on_the_quote(
    desk: Any, manager: Any, client: Any
) -> None:
    from cantine.billing import commands as billing
    from cantine.billing.rules import Method

    quote = desk.sent()
    client.post(path_of_quote(quote), {"name": "Odile", "agreed": "on"})
    with scoping.scope([desk.place.organisation_id]):
        card = desk.quote(quote).card
        deposit = documents.find_invoice(organisations=[desk.place.organisation_id], uuid=card.deposit)
        assert deposit is not None
        billing.record_payment(
            **desk.said, who=deposit.card.who, cents=deposit.card.due_cents, method=Method.CARD,
            received_on=desk.place.today(desk.now), key="k", invoices=[card.deposit],
        )  # fmt: skip
    paid = f"Réglée le {formats.full_day(desk.place.today(desk.now))}, carte"
    assert [
        client.get(path_of_quote(quote)).context["paid"],
        manager.get(at(desk, "quote", quote)).context["deposit_paid"],
    ] == [paid, paid]


def test_a_room_leaves_a_draft_and_what_it_was_sold_at_with_it(desk: Any, manager: Any) -> None:
    quote = desk.drafted()
    page = manager.get(at(desk, "quote", quote)).context
    first, second = page["rooms"]
    manager.post(at(desk, "remove_room", quote, first.uuid))
    after = manager.get(at(desk, "quote", quote)).context
    assert [(each.name, each.state) for each in after["rooms"]] == [(first.name, "expired"), (second.name, "held")]
    assert [line.name for line in after["document"].lines] == [second.name]


def test_who_writes_the_address_that_is_missing_comes_back_to_the_draft(desk: Any, manager: Any) -> None:
    quote = desk.drafted(payer=Payer(name="Odile", email="odile@exemple.example"))
    page = manager.get(at(desk, "quote", quote))
    assert 'class="button primary"' not in page.content.decode().partition('id="lines"')[2].partition("</main>")[0]
    card = {
        "name": "Odile", "nature": "person", "street": "1 rue A", "postcode": "44000", "town": "Nantes", "country": "FR",
        "language": "fr",
    }  # fmt: skip
    saved = manager.post(page.context["payer"], card)
    assert saved.headers["Location"] == at(desk, "quote", quote)
    elsewhere = page.context["payer"].partition("?")[0]
    assert manager.post(f"{elsewhere}?retour=https://ailleurs.example/", card).headers["Location"] == elsewhere


def test_what_was_read_in_a_mail_stays_on_the_request(desk: Any, manager: Any) -> None:
    with scoping.scope([desk.place.organisation_id]):
        wish = Wish(what="Une salle avec écran et déjeuner", name="Lucie", email="lucie@exemple.example")
        asked = commands.enter_request(**desk.said, wish=wish, came_by=CameBy.MAIL)
    assert len(manager.get(at(desk, "request", asked)).context["wants"]) > 0


def test_a_number_out_of_bounds_is_told_in_plain_words(desk: Any, manager: Any) -> None:
    said = {"name": "Odile", "email": "odile@exemple.example", "percent": "-5", "days": "5"}
    errors = manager.post(at(desk, "offer", desk.asked()), said).context["form"].errors
    assert errors["percent"] == ["Écrivez 0 ou plus."]


def test_the_letter_of_a_quote_names_its_reader_its_options_and_vat(desk: Any, client: Any, run_jobs: Any) -> None:
    quote = desk.sent(parts=[optional_part(desk)])
    run_jobs()
    letter = letters()[-1]
    for words in ("Bonjour Odile Martin", "288,00\u00a0€ TTC", "Déjeuner, 200,00\u00a0€ HT"):
        assert words in letter.text
    page = client.get(path_of_quote(quote))
    assert page.context["seller"] == desk.quote(quote).frozen.whole.seller.name
    assert "Qui vend" in page.content.decode()
