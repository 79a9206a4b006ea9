"""Pages of documents and money: what the team reads and presses, in both languages, and what nobody else does."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cantine.billing import commands
from cantine.billing.forms.documents import vat_choices
from cantine.billing.models import Invoice, Payment
from cantine.billing.rules import Afterwards, Method, Standing, State
from cantine.billing.testing import a_charge, a_customer
from cantine.core import scoping
from cantine.core.mail import deliver
from cantine.core.testing import letters
from cantine.pricing.rules import Vat
from cantine.ui import formats

pytestmark = pytest.mark.django_db


def signed_in(person: Any, language: str = "fr") -> Any:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def at(house: Any, rest: str = "") -> str:
    return f"/{house.three.place.slug}/factures/{rest}"


def words_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_from_what_is_owed_to_an_invoice_paid(house: Any) -> None:
    house.charge(hours=2)
    client = signed_in(house.three.manager)
    until = house.place.today(house.now)
    draft = client.post(f"/{house.place.slug}/a-facturer/preparer/", {"until": until, "who": house.three.member.uuid})
    page = client.get(draft.url)
    assert "Salle Rouge" in words_of(page)
    assert page.context["sums"].due == "96,00\u00a0€"
    issued = client.post(f"{draft.url}emettre/", {"seen": page.context["draft"].seen}, follow=True)
    assert issued.context["card"].reference == f"FA{until.year}-000001"
    form = issued.context["payment"]
    pay = {"method": "cash", "amount": "96,00", "received_on": until, "key": form["key"].value(), "note": ""}
    for _twice in range(2):
        paid = client.post(f"{draft.url}reglement/", pay, follow=True)
    assert str(paid.context["where"]) == "Réglée"
    assert Payment.objects.count() == 1


def test_what_is_missing_is_said_with_where_to_say_it(house: Any) -> None:
    from cantine.billing.testing import a_customer

    acme = a_customer(house.three.place, "Acme", now=house.now)
    house.charge(customer_id=acme)
    draft = house.prepared(who=("organisation", acme))
    client = signed_in(house.three.manager)
    page = client.get(at(house, f"{draft}/"))
    said = [words for words, _href in page.context["missing"]]
    assert said == [
        "Ajoutez l’adresse d’Acme : sans elle, une facture n’est pas valable.",
        "Ajoutez le SIREN d’Acme : depuis 2026, il figure sur toute facture à une entreprise ou à un organisme public.".replace(
            " :", "\u202f:"
        ),
    ]
    card = {
        "name": "Acme",
        "nature": "business",
        "street": "1 rue A",
        "postcode": "44000",
        "town": "Nantes",
        "country": "FR",
        "siren": "732 829 320",
    }
    back = client.post(page.context["payer"], card)
    assert back.url == at(house, f"{draft}/")
    assert client.get(back.url).context["missing"] == []


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        (
            "siren",
            "123456789",
            "“123456789” is not a SIREN: it has nine digits, and the last one does not match. "
            "Check it on the Kbis or the INSEE notice.",
        ),
        ("due_days", "90", "The law gives 60 days at most to pay an invoice."),
        ("postcode", "4400", "“4400” is not a French postcode: it has five digits."),
        ("vat_number", "FR99", "“FR99” is not a VAT number, or not that of this SIREN. Correct one of the two."),
    ],
)  # fmt: skip
def test_a_wrong_number_is_refused_in_words(house: Any, field: str, value: str, says: str) -> None:
    client = signed_in(house.three.manager, "en")
    url = at(house, f"payeur/{house.three.member.uuid}/")
    card = {"name": "Odile", "nature": "person", "country": "FR", "postcode": "44000", "town": "Nantes", field: value}
    answer = client.post(url, card)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field] == [says]


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"quantity": "-1"}, "quantity", "The quantity -1 must be above zero. To give back, use a credit note."),
        (
            {"unit_cents": "12,345"},
            "unit_cents",
            "“12,345” is not a price. Write 40 or 40.50, with two decimals at most.",
        ),
        ({"vat": "taxed:21"}, "vat", "Select a valid choice. taxed:21 is not one of the available choices."),
        ({"name": ""}, "name", "This field is required."),
    ],
)
def test_a_wrong_line_is_refused_in_words_and_nothing_is_written(
    house: Any, changed: dict[str, str], field: str, says: str
) -> None:
    draft = commands.start_invoice(**house.said, who=house.member)
    line = {
        "name": "Parrainage",
        "quantity": "1",
        "unit": "piece",
        "unit_cents": "800",
        "vat": "taxed:20",
        "activity": "other",
    }
    answer = signed_in(house.three.manager, "en").post(at(house, f"{draft}/ligne/"), {**line, **changed})
    assert answer.status_code == 422
    assert answer.context["line_form"].errors[field] == [says]
    assert Invoice.objects.get().added == {}


def test_a_line_is_written_taken_away_and_a_booking_left_out(house: Any) -> None:
    house.charge()
    draft = house.prepared()
    client = signed_in(house.three.manager)
    line = {
        "name": "Badges",
        "quantity": "2",
        "unit": "piece",
        "unit_cents": "3,50",
        "vat": "taxed:20",
        "activity": "other",
    }
    client.post(at(house, f"{draft}/ligne/"), line)
    page = client.get(at(house, f"{draft}/"))
    assert [(row.name, row.net) for row in page.context["rows"]] == [
        ("Salle Rouge", "40,00\u00a0€"),
        ("Badges", "7,00\u00a0€"),
    ]
    client.post(at(house, f"{draft}/retirer/"), {"line": "1"})
    client.post(at(house, f"{draft}/retirer/"), {"line": "0"})
    assert client.get(at(house, f"{draft}/")).context["rows"] == []
    assert client.post(at(house, f"{draft}/retirer/"), {"line": "7"}, follow=True).status_code == 200


def test_a_line_that_is_sent_twice_is_one_and_takes_no_other_with_it(house: Any) -> None:
    draft = commands.start_invoice(**house.said, who=house.member)
    client = signed_in(house.three.manager)
    line = {
        "name": "Badges",
        "quantity": "2",
        "unit": "piece",
        "unit_cents": "3,50",
        "vat": "taxed:20",
        "activity": "other",
    }
    for key in ("one", "one", "two"):
        client.post(at(house, f"{draft}/ligne/"), {**line, "key": key})
    assert len(client.get(at(house, f"{draft}/")).context["rows"]) == len({"one", "two"})
    for _press in range(2):
        client.post(at(house, f"{draft}/retirer/"), {"line": "0", "key": "three"})
    assert len(client.get(at(house, f"{draft}/")).context["rows"]) == 1


def test_a_booking_that_is_left_out_twice_takes_no_other_with_it(house: Any) -> None:
    house.charge()
    house.charge()
    draft = house.prepared()
    client = signed_in(house.three.manager)
    for _press in range(2):
        client.post(at(house, f"{draft}/retirer/"), {"line": "0", "key": "k"})
    assert len(client.get(at(house, f"{draft}/")).context["rows"]) == 1


def test_a_credit_note_is_asked_for_line_by_line(house: Any) -> None:
    invoice = house.issued(hours=2)
    client = signed_in(house.three.manager)
    answer = client.post(at(house, f"{invoice}/avoir/"), {"lines": ["0"], "note": "Fermeture"}, follow=True)
    assert answer.context["card"].reference.startswith("AV")
    assert answer.context["document"].note == "Fermeture"
    assert client.get(f"/{house.place.slug}/a-facturer/").context["accounts"] == []
    again = client.post(at(house, f"{invoice}/avoir/"), {"lines": ["0"]})
    assert again.status_code == 422


def test_a_part_of_a_line_is_added_up_before_it_is_given_back(house: Any) -> None:
    invoice = house.issued(hours=2)
    client = signed_in(house.three.manager)
    typed = {"lines": ["0"], "amount_0": "50"}
    looked = client.post(at(house, f"{invoice}/avoir/"), {**typed, "look": "yes"})
    assert (looked.context["sums"].net, looked.context["sums"].gross) == ("50,00\u00a0€", "60,00\u00a0€")
    assert house.find(invoice).corrections == []
    answer = client.post(at(house, f"{invoice}/avoir/"), typed, follow=True)
    assert answer.context["card"].gross_cents == 6000
    assert [each["left"] for each in client.get(at(house, f"{invoice}/avoir/")).context["rows"]] == ["30,00\u00a0€"]


def test_what_is_given_back_is_ticked_by_hand_said_with_vat_or_without_and_opened_where_it_is_wrong(house: Any) -> None:
    invoice, client = house.issued(hours=2), signed_in(house.three.manager)
    address = at(house, f"{invoice}/avoir/")
    page = client.get(address)
    assert [(each["ticked"], each["open"]) for each in page.context["rows"]] == [(False, False)]
    assert [each["ticked"] for each in client.get(address + page.context["all_lines"]).context["rows"]] == [True]
    assert "Cochez ce qui est rendu" in words_of(client.post(address, {}))
    wrong = client.post(address, {"amount_0": "500"})
    assert (wrong.status_code, [(each["wrong"], each["open"]) for each in wrong.context["rows"]]) == (
        422,
        [(True, True)],
    )
    looked = client.post(address, {"amount_0": "10", "basis": "gross", "look": "yes"})
    assert (looked.context["sums"].net, looked.context["sums"].gross) == ("8,33\u00a0€", "10,00\u00a0€")
    answer = client.post(address, {"amount_0": "10", "basis": "gross"}, follow=True)
    assert (answer.context["card"].gross_cents, answer.context["card"].net_cents) == (1_000, 833)


def test_what_is_to_be_invoiced_otherwise_comes_back(house: Any) -> None:
    invoice = house.issued(hours=2)
    client = signed_in(house.three.manager)
    client.post(at(house, f"{invoice}/avoir/"), {"lines": ["0"], "afterwards": "again"})
    assert [each.net for each in client.get(f"/{house.place.slug}/a-facturer/").context["accounts"]] == ["80,00\u00a0€"]


def test_the_invoice_leaves_by_mail_with_its_pdf(house: Any) -> None:
    invoice = house.issued()
    answer = signed_in(house.three.manager).post(
        at(house, f"{invoice}/envoyer/"), {"to": "odile@exemple.fr"}, follow=True
    )
    assert [to for to, _at in answer.context["sent"]] == ["odile@exemple.fr"]
    deliver(letters()[0].pk, now=house.now)
    (letter,) = mail.outbox
    ((name, content, kind),) = letter.attachments
    assert (name, kind, content[:5]) == (f"{house.find(invoice).card.reference}.pdf", "application/pdf", b"%PDF-")
    assert letter.to == ["odile@exemple.fr"]


def test_the_files_are_made_once_and_handed_over_as_they_were_kept(house: Any) -> None:
    invoice = house.issued()
    client = signed_in(house.three.manager)
    first, again = (client.get(at(house, f"{invoice}/document.pdf")) for _ in range(2))
    assert first.content[:5] == b"%PDF-"
    assert first.content == again.content
    assert first["ETag"] == again["ETag"]
    xml = client.get(at(house, f"{invoice}/document.xml"))
    assert house.find(invoice).card.reference.encode() in xml.content
    assert client.get(at(house, f"{invoice}/document.doc")).status_code == 404


def test_a_person_reads_their_own_invoices_and_nobody_elses(house: Any) -> None:
    invoice = house.issued()
    mine = signed_in(house.three.member)
    page = mine.get("/moi/factures/")
    assert [row["card"].uuid for row in page.context["rows"]] == [invoice]
    assert mine.get(f"/moi/factures/{invoice}/document.pdf").content[:5] == b"%PDF-"
    assert signed_in(house.three.stranger).get(f"/moi/factures/{invoice}/document.pdf").status_code == 404


def test_a_member_prepares_and_reads_nothing_of_the_place(house: Any) -> None:
    invoice = house.issued()
    client = signed_in(house.three.member)
    assert client.get(at(house)).status_code == 403
    assert client.get(at(house, f"{invoice}/")).status_code == 403
    assert client.post(at(house, f"{invoice}/emettre/")).status_code == 403


def test_payments_of_a_month_are_read_and_taken_away(house: Any) -> None:
    invoice = house.issued()
    today = house.place.today(house.now)
    commands.record_payment(
        **house.said, who=house.member, cents=4800, method="cheque", received_on=today, key="a", invoices=[invoice], note="n° 12"
    )  # fmt: skip
    client = signed_in(house.three.manager)
    page = client.get(f"/{house.place.slug}/reglements/")
    assert page.context["total"] == "48,00\u00a0€"
    table = client.get(f"/{house.place.slug}/reglements/{today:%Y-%m}.csv".replace("-0", "-")).content.decode(
        "utf-8-sig"
    )
    reference = house.find(invoice).card.reference
    assert table.splitlines()[1] == f"{today:%d/%m/%Y};Odile Martin;Chèque;48,00;{reference};n° 12"


def test_the_year_is_taken_away_as_a_table(house: Any) -> None:
    invoice = house.issued()
    commands.credit_invoice(**house.said, invoice=invoice)
    today = house.place.today(house.now)
    lines = signed_in(house.three.manager).get(at(house, f"{today.year}.csv")).content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[5:8] for line in lines[1:]] == [["-40,00", "-8,00", "-48,00"], ["40,00", "8,00", "48,00"]]


def test_the_list_costs_the_same_at_one_invoice_and_at_three(house: Any, statements: Any) -> None:
    client, counts = signed_in(house.three.manager), []
    for more in (1, 2):
        for _ in range(more):
            house.issued()
        client.get(at(house))
        with statements() as said:
            client.get(at(house))
        counts.append(len(said))
    assert counts[0] == counts[1] <= 6


def test_drafts_say_their_amount_at_a_cost_that_does_not_grow(house: Any, statements: Any) -> None:
    from cantine.billing.testing import a_customer, a_payer

    client, counts = signed_in(house.three.manager), []
    for more in (1, 2):
        for _ in range(more):
            who = ("organisation", a_customer(house.three.place, now=house.now))
            a_payer(house.three.place, who, now=house.now, name="Acme")
            house.charge(customer_id=who[1])
            house.prepared(who=who)
        page = client.get(at(house, "?etat=brouillons"))
        with statements() as said:
            page = client.get(at(house, "?etat=brouillons"))
        counts.append(len(said))
        assert {row["gross"] for row in page.context["rows"]} == {"48,00\u00a0€"}
    assert counts[0] == counts[1] <= 12


def test_drafts_are_read_before_they_are_issued_and_letters_leave_together(house: Any) -> None:
    house.charge()
    ready = house.prepared()
    written = commands.start_invoice(**house.said, who=house.member)
    client = signed_in(house.three.manager)
    rows = {row["uuid"]: row for row in client.get(at(house, "emettre/")).context["rows"]}
    assert (rows[ready]["missing"], rows[ready]["amount"], rows[written]["missing"]) == (False, "48,00\u00a0€", True)
    stale = client.post(at(house, "emettre/"), {"invoice": f"{ready}:other"}, follow=True)
    assert "a changé" in words_of(stale)
    page = client.post(at(house, "emettre/"), {"invoice": rows[ready]["value"]}, follow=True)
    assert [row["uuid"] for row in page.context["rows"]] == [ready]
    assert Invoice.objects.get(uuid=written).issued_at is None
    for sent in (1, 0):
        assert commands.send_invoices(**house.said, invoices=[ready]) == sent
    assert client.get(at(house, "envoyer/")).context["rows"] == []


def test_invoices_are_looked_for_and_come_by_pages(house: Any, monkeypatch: Any) -> None:
    from cantine.billing.views import documents

    monkeypatch.setattr(documents, "A_PAGE", 1)
    first, second = house.issued(), house.issued()
    client = signed_in(house.three.manager)
    page = client.get(at(house))
    assert ([row["uuid"] for row in page.context["rows"]], page.context["found"]) == ([second], 2)
    assert [row["uuid"] for row in client.get(at(house, page.context["after"])).context["rows"]] == [first]
    number = house.find(first).card.reference
    assert [row["uuid"] for row in client.get(at(house, f"?q=odile+{number}")).context["rows"]] == [first]
    assert client.get(at(house, "?q=personne")).context["rows"] == []


def test_a_country_is_one_of_the_list(house: Any) -> None:
    client = signed_in(house.three.manager)
    address = at(house, f"payeur/{house.three.member.uuid}/")
    typed = {"name": "Odile", "nature": "person", "street": "2 rue", "postcode": "44000", "town": "Nantes"}
    assert client.post(address, {**typed, "country": "ZZ"}).status_code == 422
    assert client.post(address, {**typed, "country": "BE", "postcode": "1000"}).status_code == 302


def test_a_draft_costs_the_same_at_one_line_and_at_three(house: Any, statements: Any) -> None:
    client, counts = signed_in(house.three.manager), []
    for more in (1, 2):
        for _ in range(more):
            house.charge()
        draft: UUID = house.prepared()
        client.get(at(house, f"{draft}/"))
        with statements() as said:
            client.get(at(house, f"{draft}/"))
        counts.append(len(said))
    assert counts[0] == counts[1] <= 12


def test_another_house_finds_nothing_at_this_address(house: Any, three: Any) -> None:
    from cantine.places.testing import a_place, give_role

    invoice = house.issued()
    other = a_place("Ailleurs")
    with scoping.unscoped("a test gives a role elsewhere"):
        give_role(house.three.stranger, other, "manager")
    client = signed_in(house.three.stranger)
    assert client.get(f"/{other.slug}/factures/{invoice}/").status_code == 404
    assert client.get(f"/{other.slug}/factures/{invoice}/document.pdf").status_code == 404


def test_what_changed_since_it_was_invoiced_is_said_with_its_credit_note_ready(house: Any, at: Any) -> None:
    house.charge(source="test:stays")
    house.charge(source="test:given-up", hours=2)
    draft = house.prepared()
    commands.issue_invoice(**house.said, invoice=draft)
    client = signed_in(house.three.manager)
    assert client.get(f"/{house.place.slug}/a-facturer/").context["moved"] == []
    house.now += timedelta(hours=1)
    commands.settle_charges(**house.said, standings={"test:given-up": Standing(State.DROPPED)})
    (moved,) = client.get(f"/{house.place.slug}/a-facturer/").context["moved"]
    assert (moved["invoiced"], moved["asked"]) == ("80,00\u00a0€", "0,00\u00a0€")
    assert client.get(moved["credit"]).context["form"]["lines"].value() == [1]
    assert client.get(moved["credit"]).context["form"]["afterwards"].value() == "again"
    commands.credit_invoice(**house.said, invoice=draft, lines=[1], afterwards=Afterwards.AGAIN)
    assert client.get(f"/{house.place.slug}/a-facturer/").context["moved"] == []


def test_what_asks_for_less_since_is_given_back_in_one_press_and_what_is_left_of_it_is_invoiced_again(
    house: Any,
) -> None:
    for name in ("stays", "given-up", "halved"):
        house.charge(source=f"test:{name}", hours=2)
    draft = house.prepared()
    commands.issue_invoice(**house.said, invoice=draft)
    house.now += timedelta(hours=1)
    half = Standing(State.DUE, 50)
    commands.settle_charges(**house.said, standings={"test:given-up": Standing(State.DROPPED), "test:halved": half})
    client, page = signed_in(house.three.manager), f"/{house.place.slug}/a-facturer/"
    context = client.get(page).context
    assert (len(context["moved"]), context["fewer"], context["less"]) == (2, 1, "120,00\u00a0€")
    assert client.post(f"{page}avoirs/").headers["Location"] == page
    assert client.post(f"{page}avoirs/").status_code == 302
    with scoping.scope([house.place.organisation_id]):
        assert [each.net_cents for each in Invoice.objects.filter(corrects__uuid=draft)] == [16_000]
    after = client.get(page).context
    assert (after["moved"], [each.net for each in after["accounts"]]) == ([], ["40,00\u00a0€"])


def test_what_asks_for_more_since_is_left_to_who_decides(house: Any) -> None:
    house.charge(source="test:half")
    commands.settle_charges(**house.said, standings={"test:half": Standing(State.DUE, 50)})
    draft = house.prepared()
    commands.issue_invoice(**house.said, invoice=draft)
    house.now += timedelta(hours=1)
    commands.settle_charges(**house.said, standings={"test:half": Standing(State.DUE)})
    context = signed_in(house.three.manager).get(f"/{house.place.slug}/a-facturer/").context
    assert (len(context["moved"]), context["fewer"]) == (1, 0)
    assert commands.credit_moved(**house.said) == ([], [])


def test_a_paid_invoice_says_when_and_how_first_and_gives_its_receipt(house: Any) -> None:
    """The frozen file still says how it was to be paid: what says that it is stands beside it."""
    house.charge()
    invoice = house.prepared()
    client = signed_in(house.three.manager)
    client.post(at(house, f"{invoice}/emettre/"), {"seen": client.get(at(house, f"{invoice}/")).context["draft"].seen})
    assert client.get(at(house, f"{invoice}/document.recu.pdf")).status_code == 404
    frozen = client.get(at(house, f"{invoice}/document.pdf")).content
    today = house.place.today(house.now)
    said = {"method": "card", "amount": "48", "received_on": today.isoformat(), "key": "k"}
    client.post(at(house, f"{invoice}/reglement/"), said)
    page = client.get(at(house, f"{invoice}/"))
    assert page.context["paid"] == f"Réglée le {formats.full_day(today)}, carte"
    receipt = client.get(page.context["receipt"])
    assert (receipt.status_code, receipt.content[:5]) == (200, b"%PDF-")
    assert client.get(at(house, f"{invoice}/document.pdf")).content == frozen
    mine = signed_in(house.three.member)
    assert [row["paid"] for row in mine.get(reverse("billing:my_invoices")).context["rows"]] == [True]
    assert mine.get(reverse("billing:my_file", args=[invoice, "recu.pdf"])).status_code == 200


BROWSER: dict[str, Any] = {"headers": {"accept": "text/html", "accept-language": "fr"}}


def test_an_address_that_only_takes_a_form_leads_back_to_the_page_that_holds_it(house: Any) -> None:
    """Reloaded, or asked for in the other language, after an error."""
    house.charge()
    draft, payer = house.prepared(), house.three.member.uuid
    browser = Client(**BROWSER)
    browser.force_login(house.three.manager)
    wrong = browser.post(at(house, f"{draft}/ligne/"), {"name": "Badges", "quantity": "-1"})
    assert wrong.status_code == 422
    english = browser.post(reverse("ui:language"), {"language": "en", "next": wrong.wsgi_request.get_full_path()})
    assert browser.get(english.headers["Location"]).headers["Location"] == at(house, f"{draft}/")
    assert browser.get(at(house, f"releve/{payer}/rendre/")).headers["Location"] == at(house, f"releve/{payer}/")
    assert browser.get(at(house, "relances/envoyer/")).headers["Location"] == at(house, "relances/")
    assert Client().get(at(house, f"{draft}/ligne/")).status_code == 405


def test_dates_to_come_are_invoiced_ahead_when_they_are_chosen(house: Any) -> None:
    later = house.now + timedelta(days=40)
    for _each in range(2):
        a_charge(house.three.place, now=later, room=house.three.room.slug, person_id=house.three.member.pk)
    client = signed_in(house.three.manager)
    month = house.place.today(later)
    page = f"/{house.place.slug}/a-facturer/"
    shown = f"{page}?mois={month:%Y-%m}"
    [account] = client.get(shown).context["accounts"]
    assert (account.who, len(account.ahead)) == ("", 2)
    said = {"until": month.isoformat(), "who": account.payer, "chosen": "1", "ahead": [str(account.ahead[0]["uuid"])]}
    draft = client.post(f"{page}preparer/", said)
    assert [row.name for row in client.get(draft.url).context["rows"]] == ["Salle Rouge"]
    [account] = client.get(shown).context["accounts"]
    assert len(account.ahead) == 1


def test_who_pays_is_looked_for_by_name_and_rates_say_where_they_are(house: Any) -> None:
    for name in ("Port de Nantes", "Atelier Boussole"):
        a_customer(house.three.place, name, now=house.now)
    client = signed_in(house.three.manager)
    page = client.get(at(house, "nouvelle/?q=nantes+port"))
    every = client.get(at(house, "nouvelle/"))
    names = [name for _key, name in page.context["form"].fields["who"].choices]
    assert names == ["Port de Nantes"]
    assert len(every.context["form"].fields["who"].choices) > 1
    labels = [name for _key, name in vat_choices(Vat(rate=Decimal(20)))]
    assert [each for each in labels if each.endswith(("Corsica", "overseas", "Corse", "outre-mer"))] == [
        labels[4],
        *labels[5:9],
    ]


def test_what_is_owed_says_why_nothing_is_asked_and_the_largest_comes_first(house: Any) -> None:
    small = a_customer(house.three.place, "Petite", now=house.now)
    house.charge(hours=1, customer_id=small)
    house.charge(hours=3)
    client = signed_in(house.three.manager)
    accounts = client.get(f"/{house.place.slug}/a-facturer/").context["accounts"]
    assert [each.gross_cents for each in accounts] == [14_400, 4_800]
    assert [line["why"] for each in accounts for line in each.lines] == ["", ""]


def test_letters_are_ticked_for_what_was_just_issued_and_is_not_paid(house: Any, at: Any) -> None:
    old = house.issued()
    house.now += timedelta(days=8)
    paid, fresh, today = house.issued(), house.issued(hours=2), house.place.today(house.now)
    commands.record_payment(
        **house.said, who=house.member, cents=4_800, method=Method.CASH, received_on=today, key="a", invoices=[paid]
    )  # fmt: skip
    note = commands.credit_invoice(**house.said, invoice=old)
    at(house.now)
    client, address = signed_in(house.three.manager), at_letters(house)
    page = client.get(address).context
    assert {row["uuid"] for row in page["rows"]} == {old, paid, fresh, note}
    assert ([row["uuid"] for row in page["rows"] if row["ticked"]], page["total"]) == ([fresh], "96,00\u00a0€")
    assert next(row["amount"] for row in page["rows"] if row["uuid"] == note) == "−48,00\u00a0€"
    every, none = client.get(f"{address}?coche=tout").context, client.get(f"{address}?coche=rien").context
    assert (every["ticked"], every["total"], none["ticked"]) == (4, "144,00\u00a0€", 0)


def at_letters(house: Any) -> str:
    return at(house, "envoyer/")
