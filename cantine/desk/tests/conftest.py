"""A house with a seller, prices and rooms, whose manager answers requests."""

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.CANTINE_MFA_REQUIRED = False


class Desk:
    """The place, who answers, and the way from a mail to an accepted quote."""

    def __init__(self, three: Any, now: Any) -> None:
        from cantine.accounting.testing import a_legal_entity
        from cantine.places.testing import a_room, actor_for, ref_of
        from cantine.pricing.testing import a_price_list

        self.three, self.now = three, now
        self.green = a_room(three.place, "Salle Verte")
        self.entity = a_legal_entity(three.place, now=now)
        a_price_list(three.place, now=now)
        self.place = ref_of(three.place)
        self.actor = actor_for(three.manager, now=now)

    @property
    def said(self) -> dict[str, Any]:
        return {"actor": self.actor, "now": self.now, "place": self.place}

    @property
    def day(self) -> Any:
        return self.place.today(self.now) + timedelta(days=9)

    def asked(self, **more: Any) -> Any:
        from cantine.desk import commands
        from cantine.desk.rules import CameBy, When, Wish

        wish = Wish(what="Une salle pour un atelier", name="Odile Martin", email="odile@exemple.example", people=6)
        return commands.enter_request(
            **self.said, wish=wish, came_by=CameBy.MAIL, whens=[When(self.day, time(9), time(12))], **more
        )

    def rooms(self, *resources: Any) -> list[Any]:
        from datetime import datetime

        from cantine.desk.commands import Room
        from cantine.kernel import Interval
        from cantine.places import queries as places

        starts_at = datetime.combine(self.day, time(9), tzinfo=self.place.zone)
        slot = Interval(starts_at, starts_at + timedelta(hours=3))
        return [Room(places.resource_by_id(each.pk), slot) for each in resources or (self.three.room, self.green)]

    def drafted(self, **more: Any) -> Any:
        from cantine.desk import commands
        from cantine.desk.commands import Payer

        payer = more.pop("payer", None) or Payer(
            name="Odile Martin",
            email="odile@exemple.example",
            street="2 rue de l’Essai",
            postcode="44000",
            town="Nantes",
        )
        asked = more.pop("asked", None) or self.asked()
        rooms = more.pop("rooms", None) or self.rooms()
        return commands.draft_offer(**self.said, request=asked, payer=payer, rooms=rooms, **more)

    def sent(self, **more: Any) -> Any:
        from cantine.desk import commands

        quote = self.drafted(**more)
        commands.send_offer(**self.said, quote=quote)
        return quote

    def quote(self, quote: Any) -> Any:
        from cantine.billing import queries

        found = queries.find_quote(organisations=[self.place.organisation_id], uuid=quote)
        assert found is not None
        return found

    def states(self) -> list[str]:
        from cantine.billing.queries import quotes_of
        from cantine.booking.queries import held_dates
        from cantine.desk.queries import hold_name

        names = [hold_name(each.uuid) for each in quotes_of(self.place)]
        return [each.state.value for each in held_dates(self.place, held_for=names)]


@pytest.fixture
def desk(three: Any, now: Any, at: Callable[..., Any]) -> Iterator[Desk]:
    """Inside its tenancy."""
    from cantine.core import scoping

    at(now)
    made = Desk(three, now)
    with scoping.scope([made.place.organisation_id]):
        yield made
