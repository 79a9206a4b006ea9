"""The sheet of a colour: asked for once, for it reads nobody and its address says all of it."""

from typing import Any

import pytest

pytestmark = pytest.mark.django_db


def test_the_sheet_of_a_colour_is_kept_for_ever_even_by_who_is_signed_in(client: Any, three: Any) -> None:
    client.force_login(three.member)
    answer = client.get("/ui/teintes/b33a23.css")
    assert "--accent:" in answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/css")
    kept = answer.headers["Cache-Control"]
    assert "immutable" in kept
    assert "no-store" not in kept
    assert "private" not in kept
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies


@pytest.mark.parametrize("colour", ["rouge", "b33a2", "b33a231", "zzzzzz"])
def test_what_is_no_colour_has_no_sheet(client: Any, colour: str) -> None:
    assert client.get(f"/ui/teintes/{colour}.css").status_code == 404
