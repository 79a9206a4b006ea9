"""A pass sold at the till: paid there, given here, taken back with the sale."""

from typing import Any
from uuid import uuid4

import pytest

from cantine.accounting.testing import a_legal_entity
from cantine.billing.commands import counter
from cantine.billing.queries import counter as till
from cantine.billing.rules.counter import Means, Tap
from cantine.billing.testing import ROBOT, a_counter
from cantine.core import scoping
from cantine.kernel import Refused
from cantine.memberships.models import Allowance
from cantine.memberships.testing import a_pass_kind
from cantine.places import commands as places
from cantine.places.testing import ref_of

pytestmark = pytest.mark.django_db


def test_it_is_given_to_who_bought_it_and_taken_back_with_the_sale(
    three: Any, now: Any, at: Any, run_jobs: Any
) -> None:
    at(now)
    place, said = ref_of(three.place), {"actor": ROBOT, "now": now, "place": ref_of(three.place)}
    a_legal_entity(three.place, now=now)
    code = a_pass_kind(three.place, now=now)
    with scoping.scope([place.organisation_id]):
        a_counter(place, now=now)
        places.note_contact(**said, person_id=three.member.pk)
        assert counter.start_counter(**said, products=[], goods=[f"pass:{code}"]) == 1
        button = till.buttons_of(place, on=place.today(now))[-1]
        rung: dict[str, Any] = {**said, "taps": [Tap(button.uuid, 2)], "means": Means.CARD}
        with pytest.raises(Refused) as why:
            counter.ring_sale(**rung, key=str(uuid4()))
        assert [each.code for each in why.value.refusals] == ["pass_for_nobody"]
        sale = counter.ring_sale(**rung, key="k", who=("person", three.member.pk))
    run_jobs()
    with scoping.scope([place.organisation_id]):
        given = Allowance.objects.filter(person_id=three.member.pk)
        assert [each.balance == each.granted for each in given] == [True, True]
        counter.reverse_sale(**said, sale=sale)
    run_jobs()
    with scoping.scope([place.organisation_id]):
        assert [each.balance for each in Allowance.objects.filter(person_id=three.member.pk)] == [0, 0]
