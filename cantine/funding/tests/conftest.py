"""A house with books and prices, and a treasurer who follows its economy."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.CANTINE_MFA_REQUIRED = False


class Economy:
    """The place, who keeps its books, and the usual acts."""

    def __init__(self, three: Any, now: Any) -> None:
        from cantine.accounting.testing import a_legal_entity
        from cantine.places.testing import actor_for, ref_of
        from cantine.pricing.testing import a_price_list

        self.three, self.now = three, now
        self.entity = a_legal_entity(three.place, now=now)
        a_price_list(three.place, now=now)
        self.place = ref_of(three.place)
        self.actor = actor_for(three.manager, now=now)

    @property
    def said(self) -> dict[str, Any]:
        return {"actor": self.actor, "now": self.now, "place": self.place}

    @property
    def today(self) -> date:
        return self.place.today(self.now)

    def cost(self, cents: int = 90_000, **more: Any) -> Any:
        from cantine.funding import commands
        from cantine.funding.rules import Spent

        key = more.pop("key", "")
        spent = Spent(**{"what": "Loyer", "day": self.today, "net_cents": cents, "category": "rent", **more})
        return commands.note_cost(**self.said, spent=spent, key=key)

    def grant(self, cents: int = 0, **more: Any) -> Any:
        """Prepared; granted for ``cents`` today where there are some."""
        from cantine.funding import commands
        from cantine.funding.rules import FunderKind, Said, State

        year = self.today.year
        said = {
            "funder": "Région", "kind": FunderKind.REGION, "purpose": "Fonctionnement", "first_day": date(year, 1, 1),
            "last_day": date(year, 12, 31), "asked_cents": 6_000_000, **more,
        }  # fmt: skip
        made = commands.enter_grant(**self.said, said=Said(**said))
        if cents:
            commands.move_grant(**self.said, grant=made, to=State.GRANTED, day=self.today, cents=cents)
        return made

    def found(self, grant: Any) -> Any:
        from cantine.funding import queries

        card = queries.find_grant(self.place, uuid=grant)
        assert card is not None
        return card

    def read(self) -> Any:
        from cantine.funding import queries

        return queries.economy_of(self.place, today=self.today)

    def entries(self) -> list[tuple[str, int, int]]:
        """Every line of the books, in order: account, debit, credit."""
        from cantine.core import sql

        asked = (
            "SELECT a.number, l.debit_cents, l.credit_cents FROM accounting_entryline l "
            "JOIN accounting_account a ON a.id = l.account_id ORDER BY l.entry_id, l.position"
        )
        return [(number, debit, credit) for number, debit, credit in sql.rows(asked)]


@pytest.fixture
def economy(three: Any, now: Any, at: Callable[..., Any]) -> Iterator[Economy]:
    """Inside its tenancy."""
    from cantine.core import scoping

    at(now)
    made = Economy(three, now)
    with scoping.scope([made.place.organisation_id]):
        yield made
