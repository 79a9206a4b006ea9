"""What is wrong with a catalogue, in words: holes, leftovers, lost values, and French that is not typeset as French."""

import re
from collections.abc import Iterator, Mapping

from cantine.config.catalogues.extraction import Phrase, Phrases
from cantine.config.catalogues.po import Entries, Entry

_VALUES = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")
_TYPESETTING = [
    (re.compile(r"\w'\w"), "an apostrophe is ’"),
    (re.compile(r"[ \u00a0][;:!?»]|«[ \u00a0]"), "the space before ; : ! ? » and after « is U+202F"),
    (re.compile(r"[^\W\d_][!?;](?=\s|$)|[^\W\d_]:(?=\s)|«[^\s]|[^\s]»"), "a space (U+202F) is missing"),
]


def faults_of(phrases: Phrases, entries: Entries) -> list[str]:
    """A catalogue against the phrases in use."""
    missing = [f"no entry for “{phrase.english}”" for phrase in phrases if phrase not in entries]
    unused = [f"unused: “{phrase.english}”" for phrase in entries if phrase not in phrases]
    wrong = [
        f"“{phrase.english}”: {fault}"
        for phrase, entry in entries.items()
        if phrase in phrases
        for fault in _faults(phrase, entry, phrases[phrase])
    ]
    return sorted(missing + unused + wrong)


def faults_together(catalogues: Mapping[str, Entries]) -> list[str]:
    """Django reads all catalogues as one: the same English must have the same French, or a context."""
    seen: dict[Phrase, tuple[str, Entry]] = {}
    faults = []
    for package, entries in sorted(catalogues.items()):
        for phrase, entry in entries.items():
            first, known = seen.setdefault(phrase, (package, entry))
            if known.french != entry.french:
                faults.append(
                    f"“{phrase.english}” has one French in {first} and another in {package}: give it a context"
                )
    return sorted(faults)


def _faults(phrase: Phrase, entry: Entry, plural: str) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    if entry.plural != plural:
        yield "its plural changed"
    if not all(entry.french):
        yield "no French"
        return
    english = (phrase.english, entry.plural or phrase.english)
    for form, source in zip(entry.french, english, strict=False):
        if not set(_VALUES.findall(form)) <= set(_VALUES.findall(source)) | set(_VALUES.findall(english[1])):
            yield "its French names a value that the English does not have"
    if set(_VALUES.findall(entry.french[-1])) != set(_VALUES.findall(english[1])):
        yield "its French loses a value"
    yield from (rule for pattern, rule in _TYPESETTING if any(pattern.search(form) for form in entry.french))
