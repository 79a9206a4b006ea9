"""The commands that docs/reference/api.md gives to copy are run, in their order, and answered as it says."""

import re
import shlex
from pathlib import Path
from string import Template
from typing import Any

import pytest
from django.test import Client

from cantine.pricing.testing import a_price_list
from tests.api.conftest import token_of

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "api.md"
HOST = "http://localhost:8000"
SAID = re.compile(r"#\s*(\d{3})\s*$")


def commands() -> list[tuple[str, int]]:
    """Each curl of the page, on one line, and the status that it is said to give."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    curls = [line for line in lines if line.startswith("curl ")]
    return [(SAID.sub("", line), int(said[1]) if (said := SAID.search(line)) else 200) for line in curls]


class Shell:
    """What curl and the shell would send, sent by the test client."""

    def __init__(self, token: str, slug: str) -> None:
        api = f"{HOST}/api/v1"
        self.variables = {
            "TOKEN": token, "API": api, "PLACE": f"{api}/places/{slug}", "AUTH": f"Authorization: Bearer {token}",
        }  # fmt: skip
        self.slug = slug

    def run(self, line: str) -> Any:
        words = shlex.split(Template(line).safe_substitute(self.variables).replace("la-cantine-paris", self.slug))
        verb, get, headers, data, address = "GET", False, {}, [], ""
        following = iter(words[1:])
        for word in following:
            if word == "-X":
                verb = next(following)
            elif word == "-G":
                get = True
            elif word == "-H":
                name, _, value = next(following).partition(": ")
                headers[name] = value
            elif word == "-d":
                data.append(next(following))
            else:
                address = word.removeprefix(HOST)
        if get:
            address, data = f"{address}?{'&'.join(data)}", []
        kind = headers.pop("Content-Type", "")
        answer = Client().generic(verb, address, "&".join(data), content_type=kind, headers=headers)
        if answer.status_code == 201 and "occurrences" in (made := answer.json()):
            self.variables |= {"BOOKING": made["id"], "DATE": made["occurrences"][0]["id"]}
        return answer


def test_every_command_of_the_page_is_answered_as_it_says(three: Any, at: Any, now: Any) -> None:
    at(now)
    a_price_list(three.place, now=now)
    shell = Shell(token_of(three.manager, now=now), three.place.slug)
    told = commands()
    answered = [(line, shell.run(line).status_code) for line, _ in told]
    assert answered == told
    assert len(told) > 20
