"""Certifications: given with an end, renewed, taken back, by the team only."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cantine.core import scoping
from cantine.core.actor import system
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.memberships import commands, queries
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.testing import actor_for, ref_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(three):
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        yield place


def test_a_certification_is_renewed_rather_than_doubled(here, three, now) -> None:
    for days in (10, 400):
        commands.give_certification(
            actor=actor_for(three.manager, now=now), now=now, place=here, person_id=three.member.pk,
            code="Découpe laser", valid_until=now.date() + timedelta(days=days),
        )  # fmt: skip
    (held,) = queries.certifications_of(organisation_id=here.organisation_id, person_id=three.member.pk)
    assert (held.code, held.valid_until) == ("decoupe-laser", now.date() + timedelta(days=400))
    (line,) = queries.certification_lines(organisation_id=here.organisation_id)
    for _ in range(2):
        commands.revoke_certification(
            actor=actor_for(three.manager, now=now), now=now, place=here, certification=line.uuid
        )
    assert queries.certification_lines(organisation_id=here.organisation_id) == []


@pytest.mark.parametrize(
    ("said", "code"), [({"code": "…"}, "certification_unnamed"), ({"days": -1}, "certification_over")]
)
def test_what_cannot_be_given_is_refused(here, three, now, said, code) -> None:
    until = now.date() + timedelta(days=said.get("days", 1))
    with pytest.raises(Refused) as refused:
        commands.give_certification(
            actor=system("test"), now=now, place=here, person_id=three.member.pk,
            code=said.get("code", "laser"), valid_until=until,
        )  # fmt: skip
    assert [refusal.code for refusal in refused.value.refusals] == [code]


def test_only_the_team_gives_certifications(here, three, now) -> None:
    for person in (three.member, three.stranger):
        with pytest.raises(Denied):
            commands.give_certification(
                actor=actor_for(person, now=now),
                now=now,
                place=here,
                person_id=person.pk,
                code="laser",
                valid_until=None,
            )


def test_the_team_gives_one_from_a_card(client, here, three, now) -> None:
    place_commands.note_contact(actor=system("test"), now=now, place=here, person_id=three.member.pk)
    contact = places.contact_of(here, person_id=three.member.pk)
    address = reverse("memberships:certifications_of", args=[here.slug, contact])
    client.force_login(three.member)
    assert client.get(address).status_code == 403
    client.force_login(three.manager)
    assert client.post(address, {"code": "laser"}).status_code == 302
    assert "laser" in client.get(address).content.decode()
    assert client.get(reverse("memberships:certifications", args=[here.slug])).status_code == 200
