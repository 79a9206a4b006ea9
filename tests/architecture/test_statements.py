"""Every page that somebody may open by its address, in the demo's own house, where every list has rows: six statements at
most. The addresses come from the resolver, so a page that lands tomorrow is counted tomorrow."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from tests.journeys.test_every_page import TABLET, WHO, addresses, demo

MOST = 6
# Above, and how far: a file of all that is known of somebody; a library's own page; a date with all the ways in.
ABOVE = {"/compte/copie/": 23, "/compte/verifier/": 9, "/dates/": 9}
ONCE_A_SESSION = "IN ('totp', 'webauthn')"  # whether who runs a place has a second factor: it is kept in the session
__all__ = ["demo"]  # a fixture, given by its name
Statements = Callable[[], AbstractContextManager[list[str]]]


def counted(who: str, ids: dict[str, Any], statements: Statements) -> Iterator[tuple[str, list[str]]]:
    """The address of each page that answers this person, and the statements that it took the second time: the first one
    fills what a process keeps."""
    from django.test import Client

    from cantine.booking.policies import COOKIE
    from cantine.people.testing import Person

    client = Client(headers={"accept-language": "fr"})
    if WHO[who] is not None:
        client.force_login(Person.objects.get(email=WHO[who]))
    if who == "tablet":
        client.cookies[COOKIE] = ids[TABLET]
    for url in addresses(ids):
        answer = client.get(url)
        if answer.status_code == 200 and b"<!doctype html>" in getattr(answer, "content", b"")[:200]:
            with statements() as seen:
                client.get(url)
            yield url, [each for each in seen if ONCE_A_SESSION not in each]


def most_of(url: str) -> int:
    return next((most for part, most in ABOVE.items() if part in url), MOST)


def test_no_page_reads_more_than_six_statements(demo: dict[str, Any], statements: Statements) -> None:
    pages = {(who, url): seen for who in WHO for url, seen in counted(who, demo, statements)}
    assert {who for who, _url in pages} == set(WHO)
    assert len(pages) > 150
    assert {page: seen for page, seen in pages.items() if len(seen) > most_of(page[1])} == {}
