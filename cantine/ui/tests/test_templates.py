"""Laws of every template of the product: nothing inline, so that the content security policy can be strict."""

import re
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string

PRODUCT = Path(__file__).parents[2]
COTTON = Path(__file__).parents[1] / "templates" / "cotton"
TEMPLATES = sorted(PRODUCT.glob("**/templates/**/*.html"))
MAILED = re.compile(r"/(mail|mails|email|emails)/")
PAGES = [file for file in TEMPLATES if not MAILED.search(file.as_posix())]
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "a style element without a nonce": re.compile(r"<style(?![^>]*\bnonce=)"),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:application/(?:ld\+)?json|importmap)\")"),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "hx-on": re.compile(r"\bhx-on"),
    "a js: value": re.compile(r"[\"'](?:js|javascript):"),
}
ERRORS = ["400", "403", "403_csrf", "404", "422", "429", "500", "503"]
PAGES_OF_THE_HOUSE = [f"{code}.html" for code in ERRORS]


def inline_in(markup: str) -> list[str]:
    """What of `markup` a strict policy would refuse."""
    return [what for what, pattern in INLINE.items() if pattern.search(markup)]


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.relative_to(PRODUCT).as_posix())
def test_nothing_is_inline(file: Path) -> None:
    assert inline_in(file.read_text()) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<a onclick="x()">',
        '<a hx-on:click="x()">',
        "<a hx-vals='js:x()'>",
    ],
)
def test_the_law_catches_what_it_forbids(markup: str) -> None:
    assert inline_in(markup) != []


@pytest.mark.parametrize("file", sorted(COTTON.glob("*.html")), ids=lambda file: file.stem)
def test_every_component_renders_and_stands_in_the_gallery(file: Path) -> None:
    name = file.stem.replace("_", "-")
    required = 'title="T" label="L" href="/" name="plus" id="i" value="1" previous="/a" today="/" next="/b"'

    html = engines["django"].from_string(f"{{% cotton {name} {required} %}}Mots{{% endcotton %}}").render({})

    assert re.search(r"<\w+", html) or file.stem == "errors"
    assert "cotton" not in html
    gallery = "".join(part.read_text() for part in (COTTON.parent / "ui").glob("**/*.html"))
    assert re.search(rf"<c-{name}[\s>/]", gallery), f"<c-{name}> is not shown on /ui/."


@pytest.mark.parametrize("template", PAGES_OF_THE_HOUSE)
def test_an_error_page_says_what_to_do(template: str, request_of_nobody: HttpRequest) -> None:
    html = render_to_string(template, {"seconds": 30, "reasons": ["Fermé le dimanche."]}, request_of_nobody)

    assert re.search(r"<h1>[^<]{10,}</h1>\s*(<div class=\"notice|<p>[^<]{40,})", html)
    assert 'class="button primary' in html
