"""A bulletin signed by a link: read, signed by a name, its print kept; annulled as long as nothing is paid."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from cantine.billing.rules import Method
from cantine.core import mail, scoping
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.memberships import commands
from cantine.memberships.commands.shares.signing import text_of_bulletin
from cantine.memberships.models import Paper, ShareSubscription
from cantine.memberships.queries import shares as queries
from cantine.memberships.rules.shares import print_of
from cantine.memberships.testing import ROBOT
from cantine.memberships.tests.test_shares import a_cooperative
from cantine.places.testing import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(three: Any, now: Any, at: Any, settings: Any) -> Iterator[Any]:
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    place = a_cooperative(three, now)
    with scoping.scope([place.organisation_id]):
        yield place


@pytest.fixture
def asked(here: Any, three: Any, now: Any) -> Any:
    return commands.ask_bulletin(
        actor=ROBOT, now=now, place=here, who=("person", three.member.pk), college="usagers", quantity=10
    )


def codes(refused: Any) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def link(bulletin: Any) -> str:
    return reverse("memberships:sign_shares", args=[queries.link_of_bulletin(bulletin)])


def sign(here: Any, bulletin: Any, now: Any, **said: Any) -> None:
    found = queries.find_bulletin(here.organisation_id, uuid=bulletin)
    assert found is not None
    usual = {"signed_by": "Ana Paz", "read": print_of(text_of_bulletin(here, found)), "signed_from": "192.0.2.7"}
    commands.sign_by_link(actor=ROBOT, now=now, place=here, bulletin=bulletin, **{**usual, **said})


def test_the_link_leaves_by_letter_and_signs_without_an_account(here, three, asked, now) -> None:
    with scoping.unscoped("a test reads the outbox"):
        (letter,) = mail.outbox()
    assert (letter.to, link(asked) in letter.text) == (three.member.email, True)
    nobody = Client(headers={"accept-language": "en", "user-agent": "Phone"}, REMOTE_ADDR="192.0.2.7")
    page = nobody.get(link(asked))
    assert (page.status_code, page["Referrer-Policy"], page["Cache-Control"]) == (
        200,
        "no-referrer",
        "private, no-store",
    )
    said = {"signed_by": "Ana  Paz", "agreed": "on", "read": page.context["print"]}
    assert nobody.post(link(asked), {**said, "agreed": ""}).status_code == 422
    assert nobody.post(link(asked), said).status_code == 302
    row = ShareSubscription.objects.get()
    assert (row.state, row.signed_by, row.signed_at, row.signed_from, row.signed_with) == (
        "signed", "Ana Paz", now, "192.0.2.7", "Phone",
    )  # fmt: skip
    paper = Paper.objects.get()
    assert row.read_print == paper.content["print"] == sha256(paper.content["text"].encode()).hexdigest()
    assert paper.sha256 == sha256(bytes(paper.pdf or b"")).hexdigest()
    assert nobody.get(link(asked) + "bulletin.pdf")["Content-Type"] == "application/pdf"
    assert "Signed, thank you" in nobody.get(link(asked)).content.decode()


def test_what_was_read_is_what_is_signed(here, three, asked, now) -> None:
    with pytest.raises(Refused) as refused:
        sign(here, asked, now, read=print_of("another text"))
    assert codes(refused) == ["bulletin_changed"]
    with pytest.raises(Refused) as refused:
        sign(here, asked, now, signed_by=" ")
    assert codes(refused) == ["share_signature_missing"]
    sign(here, asked, now)
    with pytest.raises(Refused) as refused:
        sign(here, asked, now)
    assert codes(refused) == ["bulletin_settled"]


def test_a_share_that_is_dearer_since_keeps_the_price_that_was_asked(here, three, asked, now) -> None:
    commands.set_share_terms(actor=ROBOT, now=now, place=here, first_day=date(2026, 3, 10), cents=5_000, delay_months=6)
    sign(here, asked, now)
    assert Paper.objects.get().content["cents_each"] == ShareSubscription.objects.get().cents_each == 2_000


def test_it_is_annulled_as_long_as_nothing_is_paid(here, three, asked, now) -> None:
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": here, "bulletin": asked}
    with pytest.raises(Refused) as refused:
        commands.annul_bulletin(**said, why=" ")
    assert codes(refused) == ["dues_why_missing"]
    sign(here, asked, now)
    commands.annul_bulletin(**said, why="changed their mind")
    assert ShareSubscription.objects.get().state == "annulled"
    assert queries.bulletins_waiting(here.organisation_id) == []
    with pytest.raises(Refused) as refused:
        commands.pay_bulletin(**said, method=Method.CASH, received_on=here.today(now))
    assert codes(refused) == ["bulletin_settled"]


def test_what_is_paid_is_not_annulled(here, three, asked, now) -> None:
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": here, "bulletin": asked}
    sign(here, asked, now)
    commands.pay_bulletin(**said, method=Method.CASH, received_on=here.today(now))
    with pytest.raises(Refused) as refused:
        commands.annul_bulletin(**said, why="too late")
    assert codes(refused) == ["bulletin_settled"]
    with pytest.raises(DatabaseError), transaction.atomic():
        ShareSubscription.objects.update(state="annulled")
    with pytest.raises(DatabaseError), transaction.atomic():
        ShareSubscription.objects.update(signed_by="")


def test_who_gives_it_up_by_the_link_annuls_it(here, asked) -> None:
    assert Client().post(link(asked), {"act": "annul"}).status_code == 302
    assert ShareSubscription.objects.get().state == "annulled"
    assert Client().get("/souscription/wrong/").status_code == 404


def test_a_member_signs_for_nobody(here, three, asked, now) -> None:
    member = actor_for(three.member, now=now)
    said: dict[str, Any] = {"actor": member, "now": now, "place": here}
    for act in (
        lambda: commands.ask_bulletin(**said, who=("person", three.member.pk), college="usagers", quantity=1),
        lambda: commands.sign_by_link(**said, bulletin=asked, signed_by="Moi", read=""),
        lambda: commands.annul_bulletin(**said, bulletin=asked, why="non"),
    ):
        with pytest.raises(Denied):
            act()


def test_the_team_leaves_the_name_empty_then_sees_the_link_and_annuls(here, three) -> None:
    manager = Client(headers={"accept-language": "en"})
    manager.force_login(three.manager)
    said = {"email": three.member.email, "college": "usagers", "quantity": "10", "signed_by": ""}
    bulletin = manager.post(reverse("memberships:subscribe_shares", args=[here.slug]), said)["location"]
    page = manager.get(bulletin)
    assert "/souscription/" in page.context["link"]
    assert manager.post(bulletin, {"act": "annul", "why": ""}).status_code == 422
    assert manager.post(bulletin, {"act": "annul", "why": "doublon"}).status_code == 302
    assert str(manager.get(bulletin).context["state"]) == "annulled"
