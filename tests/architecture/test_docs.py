"""The documentation holds together: no link leads nowhere, every page is reached from the index, pictures are said."""

import re
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[2]
LINK = re.compile(r"(?P<picture>!?)\[(?P<words>[^\]]*)\]\((?P<to>[^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
FURTHER = ("http://", "https://", "mailto:")


def pages() -> list[Path]:
    return [*sorted(HOUSE.glob("*.md")), *sorted((HOUSE / "docs").rglob("*.md"))]


def links_of(text: str) -> Iterator[re.Match[str]]:
    return LINK.finditer(CODE.sub("", text))


def anchors_of(text: str) -> set[str]:
    """As GitHub and others make them: small letters, no punctuation, hyphens for spaces."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.replace("`", "").lower()).replace(" ", "-") for head in heads}


def dead_links(page: Path, text: str) -> list[str]:
    dead = []
    for link in links_of(text):
        to, _, anchor = link["to"].partition("#")
        if link["to"].startswith(FURTHER):
            continue
        target = (page.parent / to).resolve() if to else page
        if not target.exists() or not target.is_relative_to(HOUSE):
            dead.append(f"{page.name}: {link['to']}")
        elif anchor and target.suffix == ".md" and anchor not in anchors_of(target.read_text() if to else text):
            dead.append(f"{page.name}: {link['to']} (no such heading)")
    return dead


def test_no_link_of_the_documentation_leads_nowhere() -> None:
    assert [dead for page in pages() for dead in dead_links(page, page.read_text())] == []


def test_a_dead_link_is_caught() -> None:
    page = HOUSE / "README.md"
    text = (
        "# Here\n[a](docs/nowhere.md) [b](#here) [c](#there) `[d](in-code.md)` [e](https://example.org) [f](../out.md)"
    )
    assert dead_links(page, text) == [
        "README.md: docs/nowhere.md", "README.md: #there (no such heading)", "README.md: ../out.md",
    ]  # fmt: skip


def unreached(index: Path, wanted: list[Path]) -> list[str]:
    listed = {(index.parent / link["to"]).resolve() for link in links_of(index.read_text())}
    return [page.name for page in wanted if page not in listed and page.parent not in listed and page != index]


def test_every_page_is_reached_from_an_index() -> None:
    assert unreached(HOUSE / "docs" / "README.md", sorted((HOUSE / "docs").rglob("*.md"))) == []
    assert unreached(HOUSE / "README.md", sorted(HOUSE.glob("*.md"))) == []


def test_every_picture_is_said_in_words() -> None:
    mute = [
        f"{page.name}: {link['to']}"
        for page in pages()
        for link in links_of(page.read_text())
        if link["picture"] and not link["words"].strip()
    ]
    assert mute == []
