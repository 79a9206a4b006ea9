"""A date that a quote promised: its person talks to the place, by whatever way they come; the team sees what it undoes."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cantine.booking import commands, queries, rules
from cantine.booking.commands.wording import cancel_address
from cantine.booking.models import Booking
from cantine.booking.tests.test_held import QUOTE, holding, settle, states
from cantine.core import scoping
from cantine.core.testing import letters
from cantine.kernel import Interval, Refused
from cantine.places.testing import actor_for, ref_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised(three: Any, now: Any, at: Any) -> Any:
    """An hour of the red room that the member accepted with a quote."""
    at(now)
    made = holding(three, now)
    settle(commands.confirm_held, three, now, QUOTE)
    with scoping.scope([three.place.organisation_id]):
        card = queries.date_by_uuid(made.dates[0].uuid)
    assert card is not None
    return card


def doing(three: Any, now: Any, who: Any, act: Any, **said: Any) -> list[str]:
    """The codes that stand in the way."""
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        try:
            act(actor=actor_for(who, now=now), now=now, place=place, **said)
        except Refused as why:
            return [each.code for each in why.refusals]
    return []


def acts(card: Any, now: Any) -> list[tuple[Any, dict[str, Any]]]:
    other = Interval(card.starts_at + timedelta(hours=3), card.ends_at + timedelta(hours=3))
    return [
        (commands.cancel_dates, {"dates": [card.uuid]}),
        (commands.skip_date, {"date": card.uuid}),
        (commands.move_date, {"date": card.uuid, "interval": other}),
    ]


def test_its_person_neither_cancels_it_nor_moves_it(promised: Any, three: Any, now: Any) -> None:
    found = [doing(three, now, three.member, act, **said) for act, said in acts(promised, now)]
    assert (found, states()) == ([["promised_by_quote"]] * 3, ["confirmed"])


def test_the_same_date_without_a_quote_is_theirs_to_cancel(promised: Any, three: Any, now: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        Booking.objects.update(held_for="")
    assert doing(three, now, three.member, commands.cancel_dates, dates=[promised.uuid]) == []
    assert states() == ["cancelled"]


def test_the_team_cancels_it(promised: Any, three: Any, now: Any) -> None:
    assert doing(three, now, three.manager, commands.cancel_dates, dates=[promised.uuid]) == []
    assert states() == ["cancelled"]


def test_the_link_of_the_letter_says_whom_to_talk_to_and_cancels_nothing(
    promised: Any, client: Client, run_jobs: Any
) -> None:
    run_jobs()
    address = cancel_address(promised).removeprefix("http://localhost:8000")
    text = letters()[-1].text
    assert ("Annuler cette date" in text, "Sans frais" in text, address in text) == (False, False, True)
    page = client.get(address).content.decode()
    assert ("Cette date fait partie d’un devis" in page, 'value="cancel"' in page) == (True, False)
    assert (client.post(address, {"act": "cancel"}).status_code, states()) == (422, ["confirmed"])


def test_its_own_page_offers_neither_and_the_address_refuses(promised: Any, three: Any, client: Client) -> None:
    client.force_login(three.member)
    here = f"/{three.place.slug}/dates/{promised.uuid}/"
    page = client.get(here)
    assert page.context["acts"] & {rules.Act.CANCEL, rules.Act.MOVE} == set()
    assert "Oui, annuler" not in client.get(f"{here}annuler/").content.decode()
    assert (client.post(f"{here}annuler/").status_code, states()) == (422, ["confirmed"])


def test_the_api_refuses_it_too(promised: Any, three: Any, client: Client) -> None:
    client.force_login(three.member)
    answer = client.delete(f"/api/v1/occurrences/{promised.uuid}", headers={"origin": "http://testserver"})
    assert (answer.status_code, states()) == (422, ["confirmed"])


def test_the_page_of_cancelling_reads_six_statements_at_most(
    promised: Any, three: Any, client: Client, settings: Any, statements: Any
) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    here = f"/{three.place.slug}/dates/{promised.uuid}/annuler/"
    for who in (three.manager, three.member):
        client.force_login(who)
        client.get(here)
        with statements() as said:
            page = client.get(here)
        assert (page.status_code, len(said) <= 6) == (200, True)
