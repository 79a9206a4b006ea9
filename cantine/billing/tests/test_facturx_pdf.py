"""The page says all that the law wants, holds the invoice byte for byte, and can be read by who does not see it."""

import hashlib
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from cantine.billing.documents import made, pdf_of, xml_of
from cantine.billing.documents.page import page_of
from cantine.billing.documents.payment import code_of
from cantine.billing.documents.pdf import FONTS
from cantine.billing.documents.revision import replaced
from cantine.billing.rules import Adjustment, Bank, Document, Kind, Supply
from cantine.billing.tests.facturx_documents import (
    ASSOCIATION,
    COMPANY,
    COOPERATIVE,
    DEPOSIT,
    EXEMPT,
    INVOICE,
    MEMBER,
    MIXED,
    TERMS,
    VALID,
    document,
    line,
)

MILLIMETRE = 72 / 25.4
PAGE_HEIGHT = 297


def page(one: Document, **said: Any) -> PdfReader:
    return PdfReader(io.BytesIO(pdf_of(one, xml=xml_of(one), **said)))


def root_of(reader: PdfReader) -> Any:
    return reader.root_object


def words(reader: PdfReader) -> str:
    """All the text of a page, every kind of space as one."""
    return " ".join("\n".join(each.extract_text() for each in reader.pages).split())


@cache
def usual() -> PdfReader:
    return page(document(*MIXED, deposits=(DEPOSIT,), user="École Jules-Verne", reference="Bon 12"))


def test_the_invoice_is_inside_byte_for_byte() -> None:
    from facturx import get_facturx_xml_from_pdf

    one = made(document())
    assert get_facturx_xml_from_pdf(one.pdf) == ("factur-x.xml", one.xml)
    assert one.xml_sha256 == hashlib.sha256(one.xml).hexdigest()
    assert one.pdf_sha256 == hashlib.sha256(one.pdf).hexdigest()


def test_the_invoice_is_another_form_of_the_page() -> None:
    (file,) = (each.get_object() for each in root_of(usual())["/AF"])
    assert (file["/AFRelationship"], file["/UF"]) == ("/Alternative", "factur-x.xml")
    assert file["/EF"]["/F"].get_object()["/Subtype"] == "/text/xml"


def test_the_metadata_say_what_it_is_and_each_once() -> None:
    told = root_of(usual())["/Metadata"].get_object().get_data().decode()
    assert re.findall(r"<fx:(\w+)>([^<]+)", told) == [
        ("DocumentType", "INVOICE"), ("DocumentFileName", "factur-x.xml"), ("Version", "1.0"), ("ConformanceLevel", "EN 16931"),
    ]  # fmt: skip
    assert re.findall(r"<pdfaid:(\w+)>(\w)", told) == [("part", "3"), ("conformance", "A")]
    assert told.count("<pdfaExtension:schemas>") == 1
    assert told.count("<pdfaSchema:prefix>fx</pdfaSchema:prefix>") == 1


def test_the_same_document_is_the_same_file() -> None:
    assert made(document()) == made(document())


def test_the_page_says_all_that_the_law_wants() -> None:
    said = words(usual())
    wanted = (
        "Facture FA2026-000042", "1er mars 2026", "31 mars 2026", "3 février 2026",
        "La Cantine des Écuries", "SCIC SA à capital variable", "RCS Paris", "SIRET 732 829 320 00074", "TVA FR44732829320",
        "16 rue des Petites-Écuries", "75010 Paris",
        "Dupont & Fils <SARL>", "1 rue de l’Église", "44000 Nantes", "SIRET 552 100 554 00013", "TVA FR83552100554",
        "École Jules-Verne", "Bon 12", "Mardi 3 février, de 9 h à 12 h", "3 heures × 40,00 € = 120,00 € · Membre −30 % (−36,00 €)",
        "84,00 €", "19,995 €", "5,5 %", "Total HT", "Total TVA", "Total TTC", "Réglé le 1er février 2026 (FA2026-000040)", "−144,00 €",
        "À payer", "au plus tard le 31 mars 2026", "FR76 3000 6000 0112 3456 7890 189", "AGRIFRPP",
        "Prestation de services.", *(f"{each}." for each in (TERMS.penalties, TERMS.recovery, TERMS.discount)), "Page 1 sur 1",
    )  # fmt: skip
    assert [each for each in wanted if each not in said] == []


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (VALID["franchise"], "TVA non applicable, art. 293 B du CGI"),
        (document(line(vat=EXEMPT), seller=ASSOCIATION), "Exonération de TVA, art. 261-7-1° du CGI"),
        (VALID["outside VAT"], "Hors du champ d’application de la TVA"),
        (VALID["to a firm of the Union"], "Autoliquidation : TVA due par le client"),
        (replace(document(), terms=replace(TERMS, on_debits=True)), "Option pour le paiement de la taxe d’après les débits."),
        (VALID["franchise"], "RNA W442001234"),
        (VALID["credit note"], "Avoir AV2026-000001"),
        (VALID["credit note"], "Annule ou corrige FA2026-000042 1er mars 2026"),
        (VALID["credit note"], "À rembourser 144,00 €"),
        (VALID["credit note of what was not paid"], "En déduction 144,00 €"),
        (VALID["credit note of what was not paid"], "Vient en déduction de la facture FA2026-000042"),
        (VALID["deposit"], "Facture d’acompte FA2026-000042"),
        (VALID["final with nothing left"], "Payée"),
        (document(due_on=None), "Payable à réception"),
        (VALID["to a firm of the Union"], "10115 Berlin ALLEMAGNE"),
        (VALID["to a town"], "Numéro d’engagement EJ2026-77 Code service SERV-01"),
    ],
)  # fmt: skip
def test_each_case_has_its_sentence(one: Document, sentence: str) -> None:
    assert sentence in words(page(one))


def test_a_page_is_english_when_the_document_is() -> None:
    reader = page(
        document(line(quantity="1.5"), language="en", terms=replace(TERMS, penalties="", recovery="", discount=""))
    )
    said = words(reader)
    assert root_of(reader)["/Lang"] == "en-GB"
    wanted = (
        "Invoice FA2026-000042",
        "1 March 2026",
        "by 31 March 2026",
        "1.5 hours",
        "€40.00",
        "20%",
        "Supply of services.",
        "Page 1 of 1",
    )
    assert [each for each in wanted if each not in said] == []
    assert [each for each in ("Facture", "TVA", "Total HT", "À payer", "mars") if each in said] == []


def test_a_draft_says_so_and_has_no_number() -> None:
    reader = page(VALID["draft"])
    said = words(reader)
    assert "Brouillon" in said
    assert "BROUILLON" not in said
    assert "FA2026" not in said
    assert (dict(reader.attachments), "fx:" in root_of(reader)["/Metadata"].get_object().get_data().decode()) == (
        {},
        False,
    )


EXPLAINED = line(
    first_day=date(2026, 2, 3), detail="Mardi 3 février, de 9 h à 12 h",
    adjustments=(Adjustment("Tarif TPE/PME −10 %", -1200), Adjustment("Membre −30 %", -3240)),
)  # fmt: skip
ALL_THAT_A_TOWN_ASKS = {
    "user": "École Jules-Verne", "reference": "Bon 12", "service_code": "SERV-01", "engagement": "EJ2026-77",
    "deposits": (DEPOSIT,), "terms": replace(TERMS, on_debits=True), "note": "Merci de votre visite.", "supply": Supply.BOTH,
}  # fmt: skip


@pytest.mark.parametrize(("lines", "said"), [(3, {}), (12, {}), (12, ALL_THAT_A_TOWN_ASKS), (15, {})])
def test_twelve_lines_with_their_explanations_hold_on_one_page(lines: int, said: dict[str, Any]) -> None:
    reader = page(document(*[EXPLAINED] * lines, **said))
    assert len(reader.pages) == 1
    assert (
        words(reader).count("Mardi 3 février, de 9 h à 12 h · 3 heures × 40,00 € = 120,00 € · Tarif TPE/PME") == lines
    )


def test_a_line_and_its_explanation_stay_on_one_page() -> None:
    for lines in range(16, 34):
        texts = [each.extract_text() for each in page(document(*[EXPLAINED] * lines)).pages]
        assert [each.count("Salle Grand Comptoir") for each in texts] == [
            each.count("Mardi 3 février") for each in texts
        ]
        assert "Total TTC" in texts[-1]
        assert texts[-1].count("Mardi 3 février") >= 2


@pytest.mark.parametrize(("lines", "pages"), [(1, 1), (26, 1), (60, 2)])
def test_twenty_six_short_lines_hold_on_one_page(lines: int, pages: int) -> None:
    reader = page(document(*(line(f"Poste {number}") for number in range(lines))))
    assert len(reader.pages) == pages
    assert all("Désignation" in each.extract_text() for each in reader.pages)


def test_a_page_that_ends_before_the_lines_carries_their_sum() -> None:
    reader = page(document(*(line(f"Poste {number}") for number in range(60))))
    texts = [" ".join(each.extract_text().split()) for each in reader.pages]
    forward = [re.findall(r"À reporter ([\d ]+,\d\d)", each) for each in texts]
    brought = [re.findall(r"Report ([\d ]+,\d\d)", each) for each in texts]
    assert brought[0] == forward[-1] == []
    assert forward[:-1] == brought[1:]
    assert [len(each) for each in forward[:-1]] == [1] * (len(texts) - 1)
    assert sum(each.count("heures") for each in texts) == 60
    assert all("Facture FA2026-000042" in each for each in texts)


@pytest.mark.parametrize("lines", [29, 34, 39, 40])
def test_totals_never_stand_alone_on_a_page(lines: int) -> None:
    *_before, last = page(document(*(line(f"Poste {number}") for number in range(lines)))).pages
    assert "Total TTC" in last.extract_text()
    assert last.extract_text().count("heures") >= 2


def test_the_payer_stands_in_the_window_of_the_envelope() -> None:
    found: list[tuple[float, float]] = []

    def look(text: str, cm: list[float], tm: list[float], _font: Any, _size: Any) -> None:
        if "Dupont" in text:
            across, up = cm[0] * tm[4] + cm[2] * tm[5] + cm[4], cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            found.append((across / MILLIMETRE, PAGE_HEIGHT - up / MILLIMETRE))

    page(document()).pages[0].extract_text(visitor_text=look)
    across, down = found[0]
    assert 100 < across < 120
    assert 45 < down < 60


def kinds(node: Any) -> Iterator[str]:
    """The kind of every element of a tagged page."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for each in node:
            yield from kinds(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"])
        yield from kinds(node.get("/K", []))


def test_a_page_is_tagged_for_who_does_not_see_it() -> None:
    root = root_of(usual())
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-FR"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    told = usual().metadata
    assert told is not None
    assert told.title == "Facture FA2026-000042"
    assert [each.title for each in usual().outline if not isinstance(each, list)] == ["Facture FA2026-000042"]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds(root["/StructTreeRoot"]["/K"]))


def test_the_square_is_for_what_is_left_to_pay_in_euros() -> None:
    assert code_of(document()).startswith("<svg")
    without = (
        document(kind=Kind.CREDIT_NOTE, corrects=INVOICE, number=""), document(line(cents="0")), document(currency="CHF"),
        document(bank=None), VALID["draft"], VALID["final with nothing left"],
    )  # fmt: skip
    assert [code_of(each) for each in without] == [""] * len(without)
    assert "À scanner" not in words(page(VALID["credit note"]))


def test_an_account_that_the_square_can_not_hold_is_written_only() -> None:
    said = words(page(document(bank=Bank("XX00BAD"))))
    assert "À scanner" not in said
    assert "IBAN XX00 BAD" in said


def test_a_place_has_its_logo_and_its_colour() -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "#225566").save(drawn, "JPEG")
    reader = page(document(), logo=drawn.getvalue(), accent="#225566")
    assert [each.image.size for each in reader.pages[0].images if each.image] == [(40, 20)]
    with pytest.raises(ValueError, match="not a picture"):
        page(document(), logo=b"<svg onload=alert(1)>")
    with pytest.raises(ValueError, match="six figures"):
        page(document(), accent="red")


def test_a_name_can_not_write_in_the_language_of_the_typesetter() -> None:
    said = words(page(document(line("#panic() $x$ *gras* `code` <lien> @qui = titre"), note='#read("/etc/passwd")')))
    assert "#panic() $x$ *gras* `code` <lien> @qui = titre" in said
    assert '#read("/etc/passwd")' in said


SIGNS = {
    "Soleil 🌞 levant": "Soleil levant",
    "李 Wei": "□ Wei",
    "محمد": "□□□□",
    "Ana\u0308is": "Anäis",
    "Łódź, Привет, ½ №": "Łódź, Привет, ½ №",
    "a\x00b\x07c\ud800d": "abcd",
    "tour\u202ené": "tourné",
    "deux\u3000mots": "deux mots",
    "mous\u00adtache": "moustache",
}


@pytest.mark.parametrize(("name", "said"), SIGNS.items())
def test_a_sign_that_no_letter_shows_never_stops_a_page(name: str, said: str) -> None:
    assert said in words(page(document(line(name), seller=replace(COOPERATIVE, name=f"À {name}"))))


@settings(max_examples=15, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_makes_a_page(text: str) -> None:
    assert "144,00 €" in words(
        page(document(line(f"À {text}", detail=text), note=text, user=text, buyer=replace(COMPANY, name=f"À {text}")))
    )


def test_every_font_is_inside_and_is_the_one_told() -> None:
    resources: Any = usual().pages[0]["/Resources"]
    fonts = resources["/Font"].get_object()
    descendants = [
        each.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for each in fonts.values()
    ]
    assert all({"/FontFile2", "/FontFile3"} & set(each) for each in descendants)


def test_every_vendored_font_has_its_checksum() -> None:
    told = dict(
        re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (FONTS / "VENDORED.md").read_text(), re.MULTILINE)
    )
    found = {
        each.name: hashlib.sha256(each.read_bytes()).hexdigest()
        for each in FONTS.iterdir()
        if each.name != "VENDORED.md"
    }
    assert told == found


def test_what_was_typeset_stays_and_the_metadata_come_after() -> None:
    one = pdf_of(document(), xml=xml_of(document()))
    typeset, added = one.split(b"%%EOF", 1)
    assert typeset.count(b"fx:ConformanceLevel") == 0
    assert re.match(rb"\n\d+ 0 obj\n<</Type/Metadata", added)
    assert re.search(rb"trailer\n<<.*/Info \d+ 0 R.*/Prev \d+>>\nstartxref\n\d+\n%%EOF\n$", added, re.DOTALL)


def test_a_file_of_another_make_is_left_alone() -> None:
    with pytest.raises(ValueError, match="table of its objects"):
        replaced(b"%PDF-1.7", 1, b"", kind=b"")


def test_who_serves_pages_loads_none_of_it() -> None:
    heavy = {"facturx", "lxml", "pypdf", "saxonche", "segno", "stdnum", "typst"}
    code = f"import sys, cantine.billing.documents; sys.exit(str({heavy} & set(sys.modules)) if {heavy} & set(sys.modules) else 0)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_where_a_price_is_reduced_the_quantity_at_the_price_makes_the_amount() -> None:
    row = page_of(document(line(adjustments=MEMBER)))["table"]["rows"][0]
    assert (row["quantity"], row["price"], row["net"]) == ("3 heures", "28,00\u00a0€", "84,00\u00a0€")


def test_hours_that_a_plan_includes_are_read_at_the_price_of_the_list() -> None:
    included = (Adjustment("1 heure comprise dans « Résident »", -2_800, "included"),)
    row = page_of(document(line(cents="2800", adjustments=included)))["table"]["rows"][0]
    assert (row["quantity"], row["price"], row["net"]) == ("3 heures", "28,00\u00a0€", "56,00\u00a0€")
    assert (
        row["opened"] == "3 heures × 28,00\u00a0€ = 84,00\u00a0€ · 1 heure comprise dans « Résident » (−28,00\u00a0€)"
    )


def test_a_price_of_one_is_in_whole_cents_or_that_of_the_list() -> None:
    row = page_of(document(line(cents="2800", adjustments=(Adjustment("Remise", -2_801, "discount"),))))["table"][
        "rows"
    ][0]
    assert (row["price"], row["net"]) == ("28,00\u00a0€", "55,99\u00a0€")
