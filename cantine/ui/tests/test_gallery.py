"""The gallery in a browser: accessible by day, by night and on a phone; nothing wider than its screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from playwright.sync_api import Browser, Page, Route

from cantine.ui import views

SITE = "http://gallery.test"
FACES = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 320), ("light", 800)]
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'"
TRUSTED = f"{POLICY}; connect-src 'self'; form-action 'self'; require-trusted-types-for 'script'"


def _opened(browser: Browser, html: bytes, *, theme: str, width: int) -> Page:
    """A page answered from memory and from the static files, under the product's own policy."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if found:
            route.fulfill(path=str(found))
        else:
            route.fulfill(
                body=html,
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": TRUSTED},
            )

    page.route("**/*", answer)
    page.goto(SITE + "/ui/")
    return page


@pytest.fixture
def gallery(request_of_nobody: HttpRequest) -> bytes:
    return views.gallery(request_of_nobody).content


@pytest.mark.parametrize(("theme", "width"), FACES)
def test_the_gallery_has_no_barrier(browser: Browser, gallery: bytes, theme: str, width: int) -> None:
    page = _opened(browser, gallery, theme=theme, width=width)

    found = Axe().run(page, options={"resultTypes": ["violations"]})

    assert found.violations_count == 0, found.generate_report()
    page.context.close()


@pytest.mark.parametrize(("theme", "width"), FACES)
def test_nothing_is_wider_than_the_screen(browser: Browser, gallery: bytes, theme: str, width: int) -> None:
    page = _opened(browser, gallery, theme=theme, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_every_target_can_be_hit(browser: Browser, gallery: bytes, width: int) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24, links inside a sentence apart."""
    page = _opened(browser, gallery, theme="light", width=width)

    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input, select, textarea')]
        .filter(e => !e.closest('.skip, dialog:not([open]), details:not([open]) .menu-sheet, .board-week, p')
          && e.type !== 'hidden')
        .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([html]) => html)"""
    )

    assert small == []
    page.context.close()


def test_the_wall_screen_has_no_barrier(browser: Browser, request_of_nobody: HttpRequest) -> None:
    page = _opened(browser, views.kiosk(request_of_nobody).content, theme="light", width=1920)

    found = Axe().run(page, options={"resultTypes": ["violations"]})

    assert found.violations_count == 0, found.generate_report()
    page.context.close()


def test_a_chosen_theme_is_kept_without_a_flash(browser: Browser, gallery: bytes) -> None:
    page = _opened(browser, gallery, theme="light", width=1280)

    page.get_by_role("button", name="Dark theme").or_(page.get_by_role("button", name="Thème sombre")).click()
    page.reload(wait_until="commit")
    page.wait_for_selector("body", state="attached")

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.context.close()


def test_the_policy_refuses_nothing_of_ours(browser: Browser, gallery: bytes) -> None:
    refused: list[str] = []
    page = _opened(browser, gallery, theme="light", width=1280)
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: refused.append(str(error)))

    page.reload()

    assert refused == []
    page.context.close()


def test_the_now_line_follows_the_clock(browser: Browser, gallery: bytes) -> None:
    drawn = gallery.replace(
        b'class="board-now track" aria-hidden="true"',
        b'class="board-now track" aria-hidden="true" data-from="2026-04-14T06:00:00Z" data-zone="Europe/Paris"',
    ).replace(b"</head>", b'<script type="module" src="/static/ui/board.js"></script></head>')
    page = _opened(browser, drawn, theme="light", width=1280)
    page.clock.install(time="2026-04-14T08:02:00Z")
    page.reload()

    mark = page.locator(".board-now > span")

    assert (mark.get_attribute("class"), mark.inner_text()) == ("s24", "10:02")
    page.clock.fast_forward("13:00:00")
    assert page.locator(".board-now").first.is_hidden()
    page.context.close()


def test_a_lone_button_sends_the_pages_token(browser: Browser, gallery: bytes) -> None:
    page = _opened(
        browser,
        gallery.replace(b"</head>", b'<meta name="csrf-token" content="t0ken"></head>').replace(
            b"<h1", b'<button id="lone" hx-post="/ui/answer" hx-target="#said">Ici</button><p id="said"></p><h1', 1
        ),
        theme="light",
        width=1280,
    )
    sent: list[dict[str, str]] = []

    def answer(route: Route) -> None:
        sent.append(route.request.headers)
        route.fulfill(body="<b>Noté</b><script>document.title = 'inline'</script>", content_type="text/html")

    page.route("**/ui/answer", answer)
    page.locator("#lone").click()
    page.wait_for_selector("#said b")

    assert sent[0]["x-csrftoken"] == "t0ken"
    assert page.title() != "inline"
    page.context.close()


def test_a_failure_of_the_house_is_said_and_swaps_nothing(browser: Browser, gallery: bytes) -> None:
    page = _opened(
        browser,
        gallery.replace(b"<h1", b'<button id="lone" hx-get="/ui/answer">Ici</button><h1', 1),
        theme="light",
        width=1280,
    )
    page.route("**/ui/answer", lambda route: route.fulfill(status=503, body="<p>trace</p>"))
    page.locator("#lone").click()

    page.wait_for_selector("#messages .notice.error")

    assert page.locator("#lone").inner_text() == "Ici"
    page.context.close()
