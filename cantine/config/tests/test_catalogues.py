"""Catalogues hold every phrase of the house in French, and nothing else."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template import Context, Template
from django.utils.translation import override

from cantine.config.catalogues import HOUSE, LOCALE
from cantine.config.catalogues.check import faults_of, faults_together
from cantine.config.catalogues.compiled import compile_stale
from cantine.config.catalogues.extraction import Phrase, in_python, in_template, phrases_of
from cantine.config.catalogues.po import HEADER, Entry, merged, read, written


def test_the_house_is_whole_in_french() -> None:
    call_command("messages", "--check", stdout=StringIO())


def test_a_phrase_of_the_house_is_read_in_both_languages() -> None:
    words = {}
    for language in ("fr", "en"):
        with override(language):
            words[language] = Template("{% translate 'Nothing at this address' %}").render(Context())
    assert words == {"fr": "Rien à cette adresse", "en": "Nothing at this address"}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("gettext('Room')", {("", "Room"): ""}),
        ("_('Room taken until {hour}').format(hour=hour)", {("", "Room taken until {hour}"): ""}),
        ("gettext_lazy('Room'), gettext_noop('Desk')", {("", "Room"): "", ("", "Desk"): ""}),
        ("ngettext('%d seat', '%d seats', n) % n", {("", "%d seat"): "%d seats"}),
        ("pgettext_lazy('verb', 'Book')", {("verb", "Book"): ""}),
        ("npgettext('stay', '%d visit', '%d visits', n)", {("stay", "%d visit"): "%d visits"}),
        ("gettext('One sentence '\n  'on two lines')", {("", "One sentence on two lines"): ""}),
        ("f\"<b>{gettext('free')}</b>\"", {("", "free"): ""}),
        ("gettext(sentence), room.gettext", {}),
    ],
)
def test_python_gives_its_phrases(source: str, found: dict[tuple[str, str], str]) -> None:
    assert dict(in_python(source)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<p>{% translate "Room" %}</p>', {("", "Room"): ""}),
        ("  {% if a %}\n<p>{% trans 'Day' context 'length' %}</p>\n {% endif %}", {("length", "Day"): ""}),
        ("{% blocktranslate with n=room.name %}In {{ n }}{% endblocktranslate %}", {("", "In %(n)s"): ""}),
        (
            "{% blocktranslate count n=seats %}{{ n }} seat{% plural %}{{ n }} seats{% endblocktranslate %}",
            {("", "%(n)s seat"): "%(n)s seats"},
        ),
        ("{% blocktranslate trimmed %}\n  Two\n  lines\n{% endblocktranslate %}", {("", "Two lines"): ""}),
        ("<c-button label=\"{% translate 'Book' %}\">", {("", "Book"): ""}),
        ("<c-button :label=\"_('Book')\" />", {("", "Book"): ""}),
        ('{{ _("Book") }} {% if title == _("Day") %}', {("", "Book"): "", ("", "Day"): ""}),
        ("{% translate '100 %' %}", {("", "100 %%"): ""}),
        ("{# {% translate 'Away' %} #}<p>it's (not [closed</p>", {}),
    ],
)
def test_a_template_gives_its_phrases(source: str, found: dict[tuple[str, str], str]) -> None:
    assert dict(in_template(source)) == found


def test_a_package_gives_its_code_and_templates_without_its_tests(tmp_path: Path) -> None:
    files = {
        "views.py": "gettext('Room')", "templates/booking/day.html": "{% translate 'Day' %}",
        "tests/test_it.py": "gettext('No')",
        "migrations/0001.py": "gettext('No')", "static/a.html": "{% translate 'X' %}",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert phrases_of(tmp_path) == {("", "Day"): "", ("", "Room"): ""}


PHRASES = {Phrase("", "Room"): "", Phrase("", "%d seat"): "%d seats", Phrase("verb", "Book"): ""}
FRENCH = {
    Phrase("", "%d seat"): Entry(("%d place", "%d places"), "%d seats"),
    Phrase("verb", "Book"): Entry(("Réserver",)),
    Phrase("", "Room"): Entry(("Salle\n« \\o/ »",)),
}


def test_a_catalogue_is_written_sorted_and_read_back_the_same(tmp_path: Path) -> None:
    text = written(FRENCH)
    assert text.index("%d seat") < text.index("Book") < text.index("Room")
    (tmp_path / "django.po").write_text(text)
    assert read(tmp_path / "django.po") == FRENCH
    assert written(read(tmp_path / "django.po")) == text


def test_updating_keeps_the_french_adds_the_new_and_drops_the_unused() -> None:
    phrases = {Phrase("", "Room"): "", Phrase("", "Desk"): "", Phrase("", "%d seat"): ""}
    assert merged(phrases, FRENCH) == {
        Phrase("", "Room"): FRENCH[Phrase("", "Room")],
        Phrase("", "Desk"): Entry(("",)),
        Phrase("", "%d seat"): Entry(("",)),  # it counts no more: its two forms serve no longer
    }


SPACE = "\u202f"


@pytest.mark.parametrize(
    ("english", "entry", "fault"),
    [
        ("Room", None, "no entry for “Room”"),
        ("Room", Entry(("",)), "“Room”: no French"),
        ("Room", Entry(("Salle",), fuzzy=True), "“Room”: fuzzy"),
        ("In {room}", Entry(("Dans la salle",)), "“In {room}”: its French loses a value"),
        ("In %(room)s", Entry(("Dans %(salle)s",)), "“In %(room)s”: its French loses a value"),
        ("The day", Entry(("L'heure",)), "“The day”: an apostrophe is ’"),
        ("Sure?", Entry(("Sûr ?",)), "“Sure?”: the space before ; : ! ? » and after « is U+202F"),
        ("Sure?", Entry(("Sûr?",)), "“Sure?”: a space (U+202F) is missing"),
    ],
)
def test_a_fault_of_a_catalogue_is_said(english: str, entry: Entry | None, fault: str) -> None:
    phrase = Phrase("", english)
    assert fault in faults_of({phrase: ""}, {phrase: entry} if entry else {})


def test_an_unused_entry_is_said() -> None:
    assert faults_of({}, {Phrase("", "Room"): Entry(("Salle",))}) == ["unused: “Room”"]


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Sure?", f"Sûr{SPACE}?"),
        ("Open “{place}”: 13:30", f"Ouvrir «{SPACE}{{place}}{SPACE}»{SPACE}: 13:30"),
        ("See https://cantine.example?page=2", "Voir https://cantine.example?page=2"),
    ],
)
def test_french_typeset_as_french_has_no_fault(english: str, french: str) -> None:
    phrase = Phrase("", english)
    assert faults_of({phrase: ""}, {phrase: Entry((french,))}) == []


def test_one_english_has_one_french_in_the_whole_house() -> None:
    room, salle, piece = Phrase("", "Room"), Entry(("Salle",)), Entry(("Pièce",))
    assert faults_together({"places": {room: salle}, "web": {room: salle}}) == []
    assert faults_together({"places": {room: salle}, "web": {room: piece}}) == [
        "“Room” has one French in places and another in web: give it a context"
    ]


def test_only_a_catalogue_newer_than_its_compiled_form_is_compiled(tmp_path: Path) -> None:
    po = tmp_path / "booking" / "fr" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(f'{HEADER}\nmsgid "Room"\nmsgstr "Salle"\n')
    assert compile_stale(tmp_path) == [po.with_suffix(".mo")]
    assert compile_stale(tmp_path) == []
    os.utime(po.with_suffix(".mo"), (0, 0))
    assert compile_stale(tmp_path) == [po.with_suffix(".mo")]
    assert [file.name for file in po.parent.iterdir() if file.suffix == ".new"] == []


def test_the_catalogues_of_the_house_have_no_obsolete_line() -> None:
    sources = {str(po.relative_to(HOUSE)): po.read_text() for po in LOCALE.glob("*/*/LC_MESSAGES/*.po")}
    assert [name for name, text in sources.items() if text != written(read(HOUSE / name))] == []
