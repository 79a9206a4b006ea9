"""A real browser on a live server. A missing browser is a failure with a sentence, never a skip.

Every page that a test opens is watched: an uncaught error, a blocked resource or an answer of 500 fails the test.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response
    from pytest_django.live_server_helper import LiveServer

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OURS = (
    "chromium-headless-shell",
    "chromium",
)  # of the distribution; the first draws no window, which takes half the time
NO_BROWSER = "No browser to test with. On Debian: apt install chromium-headless-shell. Elsewhere: python -m playwright install chromium."
WAIT_MS = 10_000
Visit = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium: the distribution's where there is one, else the one that playwright installed."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            found = next(filter(None, map(shutil.which, OURS)), None)
            running = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        except Error as error:
            pytest.fail(f"{NO_BROWSER}\n{error}", pytrace=False)
        yield running
        running.close()


@pytest.fixture
def live_url(live_server: "LiveServer", settings: Any) -> str:
    """The address of the product, served in a thread of this test on its own database; commits are real."""
    settings.PUBLIC_URL = live_server.url
    return live_server.url


@dataclass
class Watch:
    """What went wrong in a page without anybody looking."""

    faults: list[str] = field(default_factory=list)

    def over(self, page: "Page") -> None:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._console(page, message))
        page.on("response", self._response)

    def _console(self, page: "Page", message: "ConsoleMessage") -> None:
        """4xx answers are often what a test came for; the browser logs each as an error."""
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.faults.append(f"{page.url}: {message.text}")

    def _response(self, response: "Response") -> None:
        if response.status >= 500:
            self.faults.append(f"{response.url} answered {response.status}")


@pytest.fixture
def visit(browser: "Browser", live_url: str) -> Iterator[Visit]:
    """``visit(person=three.member, width=360)`` → a page of its own, signed in, in French unless ``language`` says so.

    Addresses are relative to the product (``page.goto("/ui/")``). Two visits are two browsers with their own cookies.
    """
    contexts: list[BrowserContext] = []
    watch = Watch()

    def open_page(
        person: Any = None, *, width: int = 1280, height: int = 900, language: str = "fr", scheme: str = "light",
        javascript: bool = True,
    ) -> "Page":  # fmt: skip
        context = browser.new_context(
            base_url=live_url, locale={"fr": "fr-FR", "en": "en-GB"}[language], timezone_id="Europe/Paris",
            viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=javascript, reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        if person is not None:
            _sign_in(context, person, live_url)
        page = context.new_page()
        watch.over(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watch.faults == []


@pytest.fixture
def page(visit: Visit) -> "Page":
    """A stranger's page at 1280 × 900, in French."""
    return visit()


def _sign_in(context: "BrowserContext", person: Any, url: str) -> None:
    """By the session that signing in would open; the sign-in pages have journeys of their own."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])


@pytest.fixture(scope="session")
def colours_met() -> set[str]:
    """Those that some journey of this process has judged."""
    return set()


@pytest.fixture
def axe(colours_met: set[str]) -> Callable[..., None]:
    """``axe(page)``: no violation of WCAG 2.2 A and AA in what the page shows now."""
    return partial(_no_violation, met=colours_met)


@pytest.fixture
def faults_of() -> Callable[..., list[str]]:
    """``faults_of(page)``: the same violations in words, for a test that looks at many pages before it fails. Contrast is most
    of the time that it takes: given the set of colours that were ``met``, only texts of other ones are judged by it, and
    join the set; ``colours_alone``: nothing else is looked at."""
    return _violations


def _no_violation(page: "Page", *, met: set[str], context: str | None = None) -> None:
    violations = _violations(page, context=context, met=None if context else met)
    if violations:
        pytest.fail(f"{page.url} breaks WCAG 2.2 AA:\n" + "\n".join(violations), pytrace=False)


LOOK = "({ context, options }) => axe.run(context ?? document, options).then((found) => found.violations)"
LOOK_AT_NEW_COLOURS = """async ({ met, options }) => {
  const fresh = newColours(met), texts = [...fresh.values()].flat();
  const found = texts.length ? (await axe.run({ include: texts }, options)).violations : [];
  return [[...fresh.keys()], found];
}"""
CONTRAST = "color-contrast"
COLOURS = Path(__file__).with_name("colours.js").read_text(encoding="utf-8")


def _violations(
    page: "Page", *, context: str | None = None, met: set[str] | None = None, colours_alone: bool = False
) -> list[str]:
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("'axe' in window"):  # half a megabyte, read once for all that is asked of a page
        page.evaluate(f"{AXE_SCRIPT}; {COLOURS}; 0")
    found: list[dict[str, Any]] = []
    if not colours_alone:
        options: dict[str, Any] = _options("tag", STANDARDS)
        options["rules"] = {CONTRAST: {"enabled": met is None}}
        found += page.evaluate(LOOK, {"context": context, "options": options})
    if met is not None:
        fresh, faint = page.evaluate(LOOK_AT_NEW_COLOURS, {"met": sorted(met), "options": _options("rule", [CONTRAST])})
        met.update(fresh)
        found += faint
    return [_in_words(each) for each in found]


def _options(kind: str, values: list[str]) -> dict[str, Any]:
    """Style sheets are not fetched once more: what wants them is for films and sounds."""
    return {"runOnly": {"type": kind, "values": values}, "resultTypes": ["violations"], "preload": False}


def _in_words(violation: dict[str, Any]) -> str:
    """``color-contrast (serious): …`` then, for each element, where it is and what it is."""
    nodes = [
        f"    {json.dumps(node['target'], ensure_ascii=False)}\n      {' '.join(node['html'].split())[:160]}\n"
        f"      {' '.join(node['failureSummary'].split())[:240]}"
        for node in violation["nodes"][:5]
    ]
    head = f"  {violation['id']} ({violation['impact']}), {len(violation['nodes'])} times: {violation['help']}"
    return "\n".join([head, *nodes])
