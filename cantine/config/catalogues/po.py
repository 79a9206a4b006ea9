"""A catalogue as a file: sorted by its English, without dates or line numbers, so that a diff shows words only."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import escape, read_po

from cantine.config.catalogues.extraction import Phrase, Phrases

HEADER = r"""msgid ""
msgstr ""
"Project-Id-Version: cantine\n"
"Language: fr\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"
"""


@dataclass(frozen=True)
class Entry:
    """The French of one phrase: one form, or two where it counts something. Empty: still to be written."""

    french: tuple[str, ...]
    plural: str = ""
    fuzzy: bool = False


Entries = Mapping[Phrase, Entry]


def read(po: Path) -> dict[Phrase, Entry]:
    """The catalogue at ``po``; empty if it does not exist."""
    if not po.exists():
        return {}
    with po.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    return {Phrase(m.context or "", _english(m.id)): _entry(m.id, m.string, m.fuzzy) for m in catalogue if m.id}


def merged(phrases: Phrases, entries: Entries) -> dict[Phrase, Entry]:
    """The phrases in use with the French that is known; what is no longer used is dropped."""
    return {phrase: _kept(entries.get(phrase), plural) for phrase, plural in phrases.items()}


def written(entries: Entries) -> str:
    """The text of the file."""
    ordered = sorted(entries.items(), key=lambda item: (item[0].english, item[0].context))
    return "\n".join([HEADER, *(_block(phrase, entry) for phrase, entry in ordered)])


def _english(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _entry(english: object, french: object, fuzzy: bool) -> Entry:
    plural = str(english[1]) if isinstance(english, tuple | list) else ""
    forms = tuple(map(str, french)) if isinstance(french, tuple | list) else (str(french or ""),)
    return Entry(forms, plural, fuzzy)


def _kept(entry: Entry | None, plural: str) -> Entry:
    forms = 2 if plural else 1
    if entry is None or len(entry.french) != forms:
        return Entry(("",) * forms, plural)
    return Entry(entry.french, plural, entry.fuzzy)


def _block(phrase: Phrase, entry: Entry) -> str:
    lines = ["#, fuzzy"] if entry.fuzzy else []
    if phrase.context:
        lines.append(f"msgctxt {escape(phrase.context)}")
    lines.append(f"msgid {escape(phrase.english)}")
    if entry.plural:
        lines.append(f"msgid_plural {escape(entry.plural)}")
        lines += [f"msgstr[{number}] {escape(form)}" for number, form in enumerate(entry.french)]
    else:
        lines.append(f"msgstr {escape(entry.french[0])}")
    return "\n".join(lines) + "\n"
