"""What a page says and in which language: its texts, each with the ``lang`` that holds there, and what tells a French
sentence from an English one without a dictionary."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

HOUSE = Path(__file__).parents[2]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SAID_BY = ("aria-label", "title", "placeholder", "alt", "data-label", "data-failure", "data-done", "data-title")
MUTE = {"script", "style", "code", "pre", "kbd", "textarea", "svg", "template"}
# Words that a sentence of one language can hardly do without and that the other has not.
TELLING = {
    "fr": "le la les un une des du au aux est sont et ou pour dans avec vous votre vos nous notre sur pas ne qui que ce "
    "cette ces il elle on par plus sans chez jour jours lieu salle à été être".split(),
    "en": "the an is are was were and or for with you your we our of not who that this these it by more without at to "
    "from day days place room be been has have".split(),
}  # fmt: skip
ADDRESS = re.compile(r"\S+[:@/]\S+")
CODE = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])\w{10,}\b")  # the reference of a mandate says nothing
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")


@dataclass(frozen=True)
class Said:
    """A text of a page, with the language that a reader is told it is in; where it stands."""

    words: str
    language: str
    where: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str, bool]] = []
        self.said: list[Said] = []

    @property
    def language(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self.language
        mute = tag in MUTE or bool(self.open and self.open[-1][2]) or given.get("translate") == "no"
        for name in SAID_BY:
            self._keep(given.get(name) or "", language, f"{tag}[{name}]")
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self._keep(given.get("value") or "", language, "input[value]")
        if tag not in VOID:
            self.open.append((tag, language, mute))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and not self.open[-1][2]:
            self._keep(data, self.language, self.open[-1][0])

    def _keep(self, words: str, language: str, where: str) -> None:
        words = " ".join(words.split())
        if WORD.search(words):
            self.said.append(Said(words, language, where))


def texts_of(page: str) -> list[Said]:
    reader = _Reader()
    reader.feed(page)
    return reader.said


def sounds(words: str, language: str) -> bool:
    """Two words that only this language has, or one for each four."""
    found = [word.lower() for word in WORD.findall(words.replace("’", " ").replace("'", " "))]
    other = "en" if language == "fr" else "fr"
    own = sum(word in TELLING[language] for word in found)
    return own >= 2 and own > 2 * sum(word in TELLING[other] and word not in TELLING[language] for word in found)


@cache
def catalogue() -> dict[str, str]:
    """English → French, of every catalogue of ours."""
    return dict(pair for file in sorted(HOUSE.glob("locale/*/fr/LC_MESSAGES/django.po")) for pair in _pairs(file))


def _pairs(file: Path) -> Iterator[tuple[str, str]]:
    entry: dict[str, str] = {}
    key = ""
    for line in [*file.read_text(encoding="utf-8").splitlines(), ""]:
        if found := re.match(r'(msgid_plural|msgid|msgstr(?:\[\d\])?|msgctxt) "(.*)"$', line):
            key, entry[found[1]] = found[1], found[2]
        elif line.startswith('"') and key:
            entry[key] += line[1:-1]
        elif not line and entry:
            yield from _of(entry)
            entry, key = {}, ""


def _of(entry: dict[str, str]) -> Iterator[tuple[str, str]]:
    read = {name: " ".join(text.replace('\\"', '"').replace("\\n", " ").split()) for name, text in entry.items()}
    if read.get("msgid"):
        yield read["msgid"], read.get("msgstr") or read.get("msgstr[0]", "")
    if read.get("msgid_plural"):
        yield read["msgid_plural"], read.get("msgstr[1]", "")


@cache
def _strange_to(language: str) -> frozenset[str]:
    """What the catalogues hold in the other language and never in this one."""
    english, french = set(catalogue()), set(catalogue().values())
    return frozenset(english - french if language == "fr" else french - english)


def wrong_in(page: str, language: str) -> Iterator[Said]:
    """The texts of a page that are said to be in its language and are in the other one. The name of a page begins with
    what it is about, and an option holds text alone: neither can be told apart."""
    other = "en" if language == "fr" else "fr"
    for said in texts_of(page):
        if said.language != language or said.where in {"title", "option"}:
            continue
        words = CODE.sub("", ADDRESS.sub("", said.words))
        if words in _strange_to(language) or sounds(words, other):
            yield said
