"""A manager of these tests has no second factor: what asks for one is tried in people."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.CANTINE_MFA_REQUIRED = False


class House:
    """A place with prices and a seller, its member Odile who has an address, and what is done in its name."""

    def __init__(self, three: Any, now: Any) -> None:
        from cantine.accounting.testing import a_legal_entity
        from cantine.billing.testing import ROBOT, a_payer
        from cantine.places.testing import ref_of
        from cantine.pricing.testing import a_price_list

        self.three, self.now, self.robot = three, now, ROBOT
        self.entity = a_legal_entity(three.place, now=now)
        a_price_list(three.place, now=now)
        self.place = ref_of(three.place)
        self.member = ("person", three.member.pk)
        a_payer(three.place, self.member, now=now)

    @property
    def said(self) -> dict[str, Any]:
        return {"actor": self.robot, "now": self.now, "place": self.place}

    def charge(self, **more: Any) -> str:
        from cantine.billing.testing import a_charge

        who = {} if "customer_id" in more else {"person_id": self.three.member.pk}
        return a_charge(self.three.place, now=self.now, room=self.three.room.slug, **{**who, **more})

    def prepared(self, **more: Any) -> Any:
        from cantine.billing import commands

        last = self.place.today(self.now)
        return commands.prepare_invoice(**self.said, who=more.get("who", self.member), last_day=last)

    def issued(self, hours: int = 1) -> Any:
        """An invoice of that many hours at 40 € and 20 % of VAT."""
        from cantine.billing import commands

        self.charge(hours=hours)
        draft = self.prepared()
        commands.issue_invoice(**self.said, invoice=draft)
        return draft

    def find(self, invoice: Any) -> Any:
        from cantine.billing import queries

        found = queries.find_invoice(organisations=[self.place.organisation_id], uuid=invoice)
        assert found is not None
        return found


@pytest.fixture
def house(three: Any, now: Any, at: Callable[..., Any]) -> Iterator[House]:
    """Inside its tenancy."""
    from cantine.core import scoping

    at(now)
    made = House(three, now)
    with scoping.scope([made.place.organisation_id]):
        yield made
