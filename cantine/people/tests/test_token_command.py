"""``cantine token``: what an operator types, and what the token may then do."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def token(*words: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("token", *words, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue().strip()


def test_a_token_does_all_that_its_person_may_unless_scopes_narrow_it(three, client) -> None:
    email = three.manager.email
    whole, said = token("create", "--person", email, "--name", "Tableau")
    read, _ = token("create", "--person", email, "--name", "Lecture", "--scopes", "read")
    address = f"/api/v1/places/{three.place.slug}/persons"
    asked = [client.get(address, headers={"Authorization": f"Bearer {secret}"}).status_code for secret in (whole, read)]
    assert asked == [200, 403]
    assert said.startswith("Affiché cette seule fois.")


def test_a_token_is_revoked_by_its_name(three, client) -> None:
    email = three.member.email
    secret, _ = token("create", "--person", email, "--name", "Perdu")
    token("revoke", "--person", email, "--name", "Perdu")
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    with pytest.raises(CommandError):
        token("revoke", "--person", email, "--name", "Perdu")


def test_nobody_of_this_address_is_said(db) -> None:
    with pytest.raises(CommandError, match=r"nobody@example\.org"):
        token("create", "--person", "nobody@example.org", "--name", "x")
