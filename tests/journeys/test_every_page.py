"""Every page that somebody may open, as each kind of visitor, in both languages, by day and by night, on a desk and on a
phone: nothing that axe knows to be wrong, nothing wider than the screen, nothing that a keyboard can't do.

A page whose shape another visitor has met at the same route is looked at once: the same elements break the same rules.
So are the head and the foot, which most pages share.
"""

import json
import re
from collections.abc import Callable
from functools import partial
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest

from tests.floor import keyboard
from tests.floor.languages import wrong_in
from tests.floor.visitors import PASSING, WHO, House, Seen, routes

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.journey
DESK, PHONE = 1280, 360
WIDTHS = (320, 768)  # 400 % of zoom on a desk; a tablet upright
# Each language is read by day on a desk and by night on a phone, and walked by the keyboard on one of them.
WALKED_ON = {"fr": PHONE, "en": DESK}
READ_IN_BOTH = {"stranger", "member", "manager", *PASSING}
# Samples in French, and the names of icons, which are not words.
GALLERY = {"ui/", "ui/kiosk"}
# A letter as it was sent, in a frame where no script runs: nothing can look inside. Its markup is held by the tests of letters.
FRAMES = {"boite-d-envoi/<uuid:letter>/html/"}
# Letters: the language is that of whoever receives them, whatever the page around them speaks.
IN_THE_LANGUAGE_OF_THEIR_READER = {
    "boite-d-envoi/", "boite-d-envoi/<uuid:letter>/", "boite-d-envoi/<uuid:letter>/html/", "<slug:place>/courrier/",
    "<slug:place>/courrier/<uuid:letter>/", "<slug:place>/ecrire/<uuid:message>/",
}  # fmt: skip
# The routes that answer GET and open a page to nobody: why.
NO_PAGE = {
    "<slug:place>/dates/<uuid:date>/agenda.ics": "a calendar",
    "<slug:place>/vie-de-la-maison/reunions/<uuid:meeting>/reunion.ics": "a calendar",
    "boite-d-envoi/<uuid:letter>/ics/": "a calendar",
    "flux/<str:token>.ics": "a calendar",
    "<slug:place>/equipe/heures/<int:year>.csv": "a table to take away",
    "<slug:place>/frequentation/chiffres.csv": "a table to take away",
    "<slug:place>/presences/liste.csv": "a table to take away",
    "<slug:place>/comptes/journaux/<slug:journal>/<int:year>.csv": "a table to take away",
    "<slug:place>/comptes/compte/<slug:account>/<int:year>.csv": "a table to take away",
    "<slug:place>/caisse/archive.zip": "an archive to take away",
    "<slug:place>/comptes/fec/<int:year>.txt": "a text to take away",
    "<slug:place>/comptes/paheko/<int:year>.csv": "a table to take away",
    "<slug:place>/economie/": "leads to the year that runs",
    "<slug:place>/comptes/balance/<int:year>.csv": "a table to take away",
    "<slug:place>/economie/<int:year>.csv": "a table to take away",
    "<slug:place>/economie/recus-fiscaux-<int:year>.csv": "a table to take away",
    "<slug:place>/economie/recus-fiscaux/<uuid:receipt>.pdf": "a file to take away",
    "<slug:place>/a-facturer/<int:year>-<int:month>.csv": "a table to take away",
    "<slug:place>/factures/<int:year>.csv": "a table to take away",
    "<slug:place>/factures/releve/<uuid:payer>/<int:year>.csv": "a table to take away",
    "<slug:place>/reglements/<int:year>-<int:month>.csv": "a table to take away",
    "<slug:place>/reglages/importer/modele/<slug:kind>.csv": "a table to take away",
    "<slug:place>/reglages/reprise/modele/<slug:kind>.csv": "a table to take away",
    "<slug:place>/reglements/banque/a-rapprocher.csv": "a table to take away",
    "<slug:place>/reglements/banque/rapprochement.csv": "a table to take away",
    "<slug:place>/reglements/prelevements/<uuid:run>/fichier.xml": "a file to take away",
    "<slug:place>/comptes/facture-electronique/fichiers/<uuid:report>.xml": "a file to take away",
    "<slug:place>/comptes/facture-electronique/recues/<uuid:incoming>/": "a file to take away",
    "<slug:place>/comptes/facture-electronique/a-deposer.zip": "an archive to take away",
    "<slug:place>/factures/<uuid:invoice>/document.<str:kind>": "a file to take away",
    "<slug:place>/devis/<uuid:quote>/devis.pdf": "a file to take away",
    "devis/<str:link>/devis.pdf": "a file to take away",
    "payer/<str:bill>/facture.pdf": "a file to take away",
    "souscription/<str:subscribed>/bulletin.pdf": "a file to take away",
    "moi/factures/<uuid:invoice>/document.<str:kind>": "a file to take away",
    "<slug:place>/domiciliation/<int:year>-<int:quarter>.csv": "a table to take away",
    "<slug:place>/domiciliations/<uuid:domiciliation>/pieces/<uuid:paper>.pdf": "a file to take away",
    "moi/domiciliation/<uuid:domiciliation>/pieces/<uuid:paper>.pdf": "a file to take away",
    "<slug:place>/cotisations/membres.csv": "a table to take away",
    "<slug:place>/societaires/registre.csv": "a table to take away",
    "<slug:place>/cotisations/pieces/<uuid:paper>.pdf": "a file to take away",
    "moi/adhesion/pieces/<uuid:paper>.pdf": "a file to take away",
    "<slug:place>/membres/<uuid:contact>/facturation/": "leads to the page of who pays",
    "<slug:place>/personnes/": "a piece of a page, the names found",
    "<slug:place>/comptoir/qui/": "a piece of the page of the till, whom a name may be",
    "ouvrir-un-lieu/communes/": "a piece of a page, the communes of a postcode",
    "<slug:place>/photos/<uuid:photo>/<int:width>.<slug:ending>": "a picture",
    "<slug:place>/occupations/photos/<uuid:photo>/<int:width>.<slug:ending>": "a picture",
    "ui/teintes/<slug:colour>.css": "a sheet of style",
    "moi/entree/": "leads each to the page of what they do",
    "compte/entrer/cle/": "what a browser asks a passkey",
    "compte/securite/codes.txt": "a text to take away",
}


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_speaks_one_language_keeps_to_the_screen_is_open_to_all_and_walked_by_keyboard(
    lived_in: House, visit: Any, faults_of: Callable[..., list[str]], language: str
) -> None:
    """Each is read in both languages and looked at in one of them: what stands on it is the same in the other. What other
    roles than a member and a manager see of it is read in that one."""
    assert walked_through(lived_in, visit, faults_of, language, turns=True) > 60


@pytest.mark.faults
@pytest.mark.parametrize("language", ["fr", "en"])
def test_so_is_it_when_looked_at_in_both_languages(
    lived_in: House, visit: Any, faults_of: Callable[..., list[str]], language: str
) -> None:
    """A quarter of an hour, so not in every run."""
    assert walked_through(lived_in, visit, faults_of, language, turns=False) > 150


def walked_through(
    lived_in: House, visit: Any, faults_of: Callable[..., list[str]], language: str, *, turns: bool
) -> int:
    """How many pages were looked at: all of them, or those whose turn it is in this language."""
    wrong: dict[str, list[str]] = {}
    read: set[tuple[str, frozenset[str]]] = set()
    met: set[tuple[str, frozenset[str]]] = set()
    around: set[frozenset[str]] = set()
    colours: set[str] = set()
    stops = 0

    def turn(route: str) -> bool:
        return crc32(route.encode()) % 2 == (language == "en")

    for who in WHO:
        page = visit(language=language, width=DESK)
        keyboard.watch_clicks(page)
        enter(page, lived_in, who)
        for seen in lived_in.pages(who, language, only=turn if turns and who not in READ_IN_BOTH else None):
            shape = (seen.route, shape_of(seen.body))
            found = [] if shape in read else foreign_words(seen, language)
            read.add(shape)
            if (turn(seen.route) or not turns) and seen.route not in FRAMES and shape not in met:
                met.add(shape)
                frame = shape_around(seen.body)
                known = turns and frame in around
                around.add(frame)
                look = partial(faults_of, page, met=colours)
                walked, faults = looked_at(page, seen, language, look, turns=turns, all_of_it=not known)
                stops += walked
                found += faults
            if found:
                wrong[f"{who}, {language}, {seen.url}"] = found
        page.context.close()
    print(f"{language}: {len(met)} pages, {stops} stops of the keyboard")
    assert wrong == {}, json.dumps(wrong, indent=1, ensure_ascii=False)
    asked = {route for route, _ in routes() if turn(route) or not turns}
    assert asked - lived_in.opened == asked & set(NO_PAGE)
    return len(met)


def foreign_words(seen: Seen, language: str) -> list[str]:
    if seen.route in GALLERY or seen.route in FRAMES:
        return []
    if f'<html lang="{language}"' not in seen.body:
        return ["the page is in another language"]
    if seen.route in IN_THE_LANGUAGE_OF_THEIR_READER:
        return []
    return [f"not in this language: {each.words} ({each.where})" for each in wrong_in(seen.body, language)]


def enter(page: "Page", house: House, who: str) -> None:
    """With the cookies that this visitor's own requests have."""
    url = page.request.get("/").url
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": name, "value": morsel.value, "url": url} for name, morsel in house.clients[who].cookies.items()]
    )


def looked_at(
    page: "Page",
    seen: Seen,
    language: str,
    faults_of: Callable[..., list[str]],
    *,
    turns: bool,
    all_of_it: bool,
) -> tuple[int, list[str]]:
    """By day on a desk, by night on a phone, as narrow as 400 % of zoom makes it, and by the keyboard once."""
    found: list[str] = []
    walked = 0
    for width, scheme in ((DESK, "light"), (PHONE, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        if width == DESK:
            page.goto(seen.url)
        colours_alone = turns and scheme == "dark"  # what night changes
        found += [f"{scheme} {width}: {fault}" for fault in faults_of(colours_alone=colours_alone)]
        found += too_wide(page, width)
        if WALKED_ON[language] == width:
            walk = keyboard.walk(page, all_of_it=all_of_it)
            found += walk.faults
            walked = len(walk.stops)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += too_wide(page, width)
    return walked, found


def too_wide(page: "Page", width: int) -> list[str]:
    return [f"wider than {width}"] if page.evaluate("document.documentElement.scrollWidth > window.innerWidth") else []


class _Shape(HTMLParser):
    """Which elements stand in which, whatever they say and however many there are."""

    VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
    TELLING = ("class", "type", "role", "lang", "aria-current", "aria-hidden", "hidden", "disabled", "tabindex")

    def __init__(self) -> None:
        super().__init__()
        self.above: list[str] = []
        self.edges: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        told = [f"{name}={given[name]}" for name in self.TELLING if name in given]
        name = " ".join([tag, *told, *sorted(given.keys() - set(self.TELLING))])
        self.edges.add(f"{self.above[-1] if self.above else ''} > {re.sub(r'[0-9]+', '0', name)}")
        if tag not in self.VOID:
            self.above.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.above and self.above.pop() != tag:
            pass


def shape_of(body: str) -> frozenset[str]:
    return edges_of(body.partition("<main")[2].partition("</main>")[0] or body)


def shape_around(body: str) -> frozenset[str]:
    """Of its head and its foot; of all of it where there is no ``main``."""
    head, _, rest = body.partition("<main")
    return edges_of(head + rest.partition("</main>")[2])


def edges_of(markup: str) -> frozenset[str]:
    shape = _Shape()
    shape.feed(markup)
    return frozenset(shape.edges)
