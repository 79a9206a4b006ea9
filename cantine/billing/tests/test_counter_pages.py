"""The till on screen: press by press without a script, a sale once whatever is pressed, and who may what."""

import re
from typing import Any

import pytest
from django.test import Client

from cantine.accounting.testing import a_legal_entity
from cantine.billing.queries import counter as queries
from cantine.billing.testing import ROBOT, a_counter, a_payer
from cantine.core import clock, scoping
from cantine.core.testing import letters
from cantine.people.testing import a_person
from cantine.places import commands as places
from cantine.places.testing import give_role, ref_of

pytestmark = pytest.mark.django_db


class Page:
    """A form that carries the sale from press to press, as a browser without a script would."""

    def __init__(self, client: Client, url: str) -> None:
        self.client, self.url = client, url
        self.answer: Any = client.get(url)

    def press(self, **more: str) -> "Page":
        body = self.answer.content.decode()
        form = body.partition("data-till")[2].partition("</form>")[0].partition("<template")[0]
        sent: dict[str, list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form):
            sent.setdefault(name, []).append(value)
        self.answer = self.client.post(self.url, {**sent, **more})
        return self

    @property
    def total(self) -> str:
        return str(self.answer.context["total"])


@pytest.fixture
def buttons(three: Any, now: Any, at: Any) -> dict[str, str]:
    at(now)
    a_legal_entity(three.place, now=now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        places.note_contact(actor=ROBOT, now=now, place=place, person_id=three.member.pk)
        a_payer(three.place, ("person", three.member.pk), now=now)
        return {name: str(uuid) for name, uuid in a_counter(place, now=now).items()}


def signed_in(three: Any, role: str) -> Client:
    person = three.manager if role == "manager" else a_person(role.capitalize())
    if role != "manager":
        give_role(person, three.place, role)
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def url(three: Any, rest: str = "") -> str:
    return f"/{three.place.slug}/comptoir/{rest}"


def test_press_by_press_without_a_script(three: Any, buttons: dict[str, str]) -> None:
    page = Page(signed_in(three, "volunteer"), url(three))
    page.press(tap=buttons["coffee"]).press(tap=buttons["coffee"]).press(tap=buttons["day"])
    assert page.total == "€21.00"
    assert page.press(less="1").total == "€3.00"
    page.press(pay="cash:500")
    assert page.answer.status_code == 302
    told = page.client.get(page.answer.headers["Location"]).context["done"]
    assert (told["number"], told["change"], told["undoable"]) == ("T-1", "€2.00", True)


def test_a_press_sent_again_leads_to_the_same_sale(three: Any, buttons: dict[str, str]) -> None:
    client = signed_in(three, "host")
    sent = {"key": "k", "line": f"{buttons['coffee']}:1", "typed": "", "shown": "150", "pay": "card"}
    first, second = (client.post(url(three), sent).headers["Location"] for _ in range(2))
    assert first == second


def test_what_stands_in_the_way_is_said_and_the_sale_is_still_there(three: Any, buttons: dict[str, str]) -> None:
    page = Page(signed_in(three, "volunteer"), url(three)).press(tap=buttons["prints"]).press(pay="card")
    assert (page.answer.status_code, page.answer.context["wrong"]) == (422, ["Write the price of “Prints”, in euros."])
    page = Page(page.client, url(three)).press(tap=buttons["coffee"]).press(pay="tab")
    assert page.answer.context["wrong"] == ["Say first on whose tab it is."]
    page.press(choose=str(three.member.uuid)).press(pay="tab")
    assert page.answer.status_code == 302
    mine = Client(headers={"accept-language": "en"})
    mine.force_login(three.member)
    assert "On my tab" in mine.get("/moi/factures/").content.decode()


def test_who_may_what(three: Any, buttons: dict[str, str]) -> None:
    def seen(role: str) -> list[int]:
        client = signed_in(three, role)
        return [client.get(url(three, rest)).status_code for rest in ("", "cloture/")] + [
            client.get(f"/{three.place.slug}/reglages/comptoir/").status_code
        ]

    assert {role: seen(role) for role in ("volunteer", "host", "treasurer", "manager", "member")} == {
        "volunteer": [200, 200, 403], "host": [200, 200, 403], "treasurer": [200, 200, 200], "manager": [200, 200, 200],
        "member": [403, 403, 403],
    }  # fmt: skip


@pytest.mark.parametrize("rest", ["", "ventes/", "ardoises/", "cloture/"])
def test_as_many_statements_for_one_sale_as_for_three(
    three: Any, buttons: dict[str, str], statements: Any, rest: str
) -> None:
    client, counts = signed_in(three, "host"), []
    for ring in range(3):
        sent = {
            "key": f"k{ring}",
            "line": f"{buttons['coffee']}:1",
            "typed": "",
            "who": str(three.member.uuid),
            "pay": "tab",
        }
        assert client.post(url(three), sent).status_code == 302
        client.get(url(three, rest))
        with statements() as said:
            client.get(url(three, rest))
        counts.append(len(said))
    assert counts[0] == counts[2] <= 6


def test_a_sale_is_taken_back_sent_and_invoiced_from_its_ticket(three: Any, buttons: dict[str, str]) -> None:
    client = signed_in(three, "manager")
    for key in ("a", "b"):
        client.post(url(three), {"key": key, "line": f"{buttons['day']}:1", "typed": "", "pay": "card"})
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        second, first = queries.sales_of_day(place, day=place.today(clock.now()))
    ticket = url(three, f"ventes/{first.uuid}/")
    assert client.get(ticket).context["sale"]["number"] == "T-1"
    client.post(f"{ticket}envoyer/", {"to": "ada@example.org"})
    assert "T-1" in letters()[-1].subject
    done = client.post(f"{ticket}facture/", {"who": str(three.member.uuid)})
    assert re.search(r"/factures/[0-9a-f-]{36}/$", done.headers["Location"])
    client.post(url(three, f"ventes/{second.uuid}/reprendre/"))
    assert client.get(url(three, f"ventes/{second.uuid}/")).context["sale"]["undone_by"] == "T-3"


def test_buttons_are_written_moved_and_taken_off(three: Any, buttons: dict[str, str]) -> None:
    client, settings = signed_in(three, "manager"), f"/{three.place.slug}/reglages/comptoir/"
    client.post(settings, {"down": buttons["coffee"]})
    typed = {
        "name_fr": "Thé",
        "price": "1,80",
        "vat": "taxed:10",
        "activity": "catering",
        "tone": "leaf",
        "icon": "cup",
        "shown": "on",
    }
    assert client.post(f"{settings}bouton/", typed).status_code == 302
    client.post(f"{settings}{buttons['prints']}/", {"retire": "1"})
    rows = client.get(settings).context["rows"]
    assert [(row["name"], row["price"]) for row in rows] == [
        ("Day pass", "€18.00"),
        ("Coffee", "€1.50"),
        ("Thé", "€1.80"),
    ]
    client.post(settings, {"terms": "1", "tab_cents": "10", "offer_cents": "0"})
    with scoping.scope([three.place.organisation_id]):
        assert queries.counter_terms(ref_of(three.place)) == (1_000, 0)


def test_a_name_is_found_while_it_is_typed_and_by_the_form_alike(
    three: Any, buttons: dict[str, str], statements: Any
) -> None:
    client = signed_in(three, "volunteer")
    name = three.member.name
    client.get(url(three, "qui/"), {"q": name})
    with statements() as said:
        typed = client.get(url(three, "qui/"), {"q": name[:3]})
    assert ([found for _uuid, found in typed.context["found"]], len(said) <= 6) == ([name], True)
    assert f'value="{three.member.uuid}"' in typed.content.decode()
    asked = Page(client, url(three)).press(q=name[:3], find="1")
    assert asked.answer.context["found"] == typed.context["found"]
    assert "Two letters at least." in client.get(url(three, "qui/"), {"q": "a"}).content.decode()
    assert "Nobody known" in client.get(url(three, "qui/"), {"q": "zzz"}).content.decode()
    assert client.get(url(three, "qui/")).content.strip() == b""
    assert signed_in(three, "member").get(url(three, "qui/"), {"q": name}).status_code == 403


def test_the_day_is_shown_before_it_is_closed_and_its_page_says_what_was_counted(
    three: Any, buttons: dict[str, str]
) -> None:
    client = signed_in(three, "volunteer")
    client.post(url(three), {"key": "a", "line": f"{buttons['coffee']}:2", "typed": "", "pay": "cash"})
    day = client.get(url(three, "cloture/")).context["form"]["day"].value()
    typed = {"day": day, "n10000": "1", "n100": "2", "counted": "", "banked": "50"}
    asked = client.post(url(three, "cloture/"), typed)
    assert (asked.status_code, asked.context["asked"]) == (
        200, {
            "expected": "€103.00", "counted": "€102.00", "difference": "€1.00 missing", "banked": "€50.00", "left": "€52.00",
            "typed": "102",
        },
    )  # fmt: skip
    wrong = client.post(url(three, "cloture/"), {**typed, "counted": "250"})
    assert wrong.context["form"].errors["counted"] == [
        "Notes and coins come to €102.00, and €250.00 is written. Correct one of the two."
    ]
    done = client.post(url(three, "cloture/"), {"day": day, "counted": "102.00", "banked": "50", "sure": "on"})
    assert done.status_code == 302
    page = client.get(done.headers["Location"])
    assert {name: page.context["count"][name] for name in ("counted", "difference", "banked")} == {
        "counted": "€102.00", "difference": "€1.00 missing", "banked": "€50.00",
    }  # fmt: skip
    assert "further session" in client.get(url(three, "cloture/")).content.decode()
    client.post(url(three), {"key": "b", "line": f"{buttons['coffee']}:1", "typed": "", "pay": "cash"})
    assert client.get(url(three, "cloture/")).context["expected"] == "€53.50"


def test_enter_in_another_amount_pays_in_cash_and_says_what_is_wrong(three: Any, buttons: dict[str, str]) -> None:
    client = signed_in(three, "volunteer")
    page = Page(client, url(three)).press(tap=buttons["day"]).press(find="1", given="12", q="")
    assert page.answer.status_code == 422
    assert page.answer.context["given"] == "12"
    assert len(page.answer.context["wrong"]) == 1
    page.press(find="1", given="vingt", q="")
    assert page.answer.context["wrong"] == ["Write what was given as an amount: 20, or 20.50."]
    page.press(find="1", given="20,50", q="")
    assert page.answer.status_code == 302
    done = client.get(page.answer.headers["Location"])
    assert (done.context["done"]["change"], done.context["state"].sales) == ("€2.50", 1)
    ticket = client.get(url(three, f"ventes/{done.context['done']['uuid']}/"))
    assert "2026" in ticket.context["sale"]["when"]
    client.post(url(three, f"ventes/{done.context['done']['uuid']}/reprendre/"))
    assert client.get(url(three)).context["state"].sales == 0


def test_who_it_is_for_is_asked_beside_what_is_sold(three: Any, buttons: dict[str, str]) -> None:
    body = signed_in(three, "volunteer").get(url(three)).content.decode()
    assert body.index("till-goods") < body.index("till-who") < body.index("till-side")


def test_all_that_makes_the_sum_of_the_drawer_is_said_at_the_closing(
    three: Any, buttons: dict[str, str], now: Any
) -> None:
    """A coffee, and an advance that somebody paid in notes: the float, then each."""
    from cantine.billing import commands as billing
    from cantine.billing.rules import Method

    place = ref_of(three.place)
    client = signed_in(three, "manager")
    Page(client, f"/{place.slug}/comptoir/").press(tap=buttons["coffee"]).press(pay="cash")
    with scoping.scope([place.organisation_id]):
        billing.record_payment(
            actor=ROBOT, now=now, place=place, who=("person", three.member.pk), cents=3_020, method=Method.CASH,
            received_on=place.today(now), key="k",
        )  # fmt: skip
    page = client.get(f"/{place.slug}/comptoir/cloture/").context
    words = [words.partition(":")[0] for words, _amount in page["makes"]]
    assert words == ["Already in the drawer", "Sold in cash", "Received in cash"]
    assert page["makes"][1:] == [("Sold in cash", "€1.50"), (page["makes"][2][0], "€30.20")]


def test_another_amount_has_its_button_and_a_sale_is_taken_back_after_a_question(
    three: Any, buttons: dict[str, str]
) -> None:
    client = signed_in(three, "volunteer")
    page = Page(client, url(three)).press(tap=buttons["coffee"])
    given = page.answer.content.decode().partition('class="till-given"')[2].partition("</div>")[0]
    assert '<button class="button" name="pay" value="cash">' in given
    done = client.get(page.press(given="7", pay="cash").answer.headers["Location"])
    assert (done.context["done"]["change"], done.context["further"]) == ("€5.50", False)
    asked = done.content.decode().partition("<summary>Undo</summary>")[2].partition("</details>")[0]
    assert "Yes, take this sale back" in asked


def test_a_day_that_is_closed_already_says_so_before_one_sells(three: Any, buttons: dict[str, str]) -> None:
    client = signed_in(three, "manager")
    day = client.get(url(three, "cloture/")).context["form"]["day"].value()
    client.post(url(three, "cloture/"), {"day": day, "counted": "100", "banked": "0", "sure": "on"})
    page = client.get(url(three))
    assert (page.context["further"], "further session of the day" in page.content.decode()) == (True, True)
