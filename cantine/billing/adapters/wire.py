"""The one way out to a provider: https, no redirect, no proxy of the surroundings, ten seconds and a megabyte at most."""

from collections.abc import Mapping
from typing import Any

import httpx

from cantine.billing.rules.online import SaysNo, Unreachable

TIMEOUT = httpx.Timeout(10, connect=5)
MOST_BYTES = 1_000_000
BUSY, SERVER = 429, 500


class Wire:
    """``transport`` is for tests, which answer in the provider's place."""

    def __init__(self, transport: httpx.BaseTransport | None = None) -> None:
        self.transport = transport

    def ask(
        self, method: str, url: str, *, headers: Mapping[str, str], form: Mapping[str, Any] | None = None, json: Any = None
    ) -> tuple[int, Any]:  # fmt: skip
        """The status and the JSON of the answer. Raises Unreachable: no answer, not in time, busy, broken, or no JSON."""
        try:
            with httpx.Client(
                transport=self.transport, timeout=TIMEOUT, trust_env=False, follow_redirects=False
            ) as client:
                answer = client.request(method, url, headers=dict(headers), data=form, json=json)
                said = answer.json() if len(answer.content) <= MOST_BYTES else None
        except (httpx.HTTPError, ValueError) as error:
            raise Unreachable from error
        if answer.status_code == BUSY or answer.status_code >= SERVER or not isinstance(said, dict):
            raise Unreachable
        return answer.status_code, said


def right(answer: tuple[int, Any], why: str) -> Any:
    """The answer if it is a yes. ``why`` leads to its own words, as ``error.message``. Raises SaysNo."""
    status, said = answer
    if status < 300:
        return said
    raise SaysNo(str(within(said, why) or status)[:200])


def within(said: Any, path: str) -> Any:
    """What stands at ``a.b.0.c`` of an answer, or None: providers leave out what is empty."""
    for step in path.split("."):
        if isinstance(said, list):
            said = said[int(step)] if int(step) < len(said) else None
        else:
            said = said.get(step) if isinstance(said, dict) else None
    return said
