"""The documents that the tests of Factur-X make: each a case of the trade, all by the same association and cooperative."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cantine.billing.rules import (
    Address,
    Adjustment,
    Bank,
    Document,
    Kind,
    Line,
    Nature,
    Party,
    Reference,
    Supply,
    Terms,
    draft,
    line_of,
)
from cantine.pricing.rules import Unit, Vat, VatKind

COOPERATIVE = Party(
    "La Cantine des Écuries", Address("16 rue des Petites-Écuries", "Bâtiment B", "75010", "Paris"),
    legal_form="SCIC SA à capital variable", siren="732829320", siret="73282932000074", registry="RCS Paris",
    vat_number="FR44732829320", email="bonjour@cantine.example",
)  # fmt: skip
ASSOCIATION = Party(
    "Les Établis", Address("3 place du Marché", postcode="44000", town="Nantes"), legal_form="Association loi 1901",
    siren="732829320", siret="73282932000074", rna="W442001234", email="bonjour@etablis.example",
)  # fmt: skip
COMPANY = Party(
    "Dupont & Fils <SARL>", Address("1 rue de l’Église", postcode="44000", town="Nantes"), siren="552100554",
    siret="55210055400013", vat_number="FR83552100554",
)  # fmt: skip
TOWN = Party(
    "Ville de Nantes", Address("2 rue de l’Hôtel-de-Ville", postcode="44000", town="Nantes"), Nature.PUBLIC,
    siren="214401093", siret="21440109300015",
)  # fmt: skip
ODILE = Party("Odile Martin", Address(postcode="44000", town="Nantes"), Nature.PERSON, email="odile@martin.example")
FRIENDS = Party("Les Amis du quartier", Address(postcode="44000", town="Nantes"), Nature.NON_TAXABLE)
FIRM = Party(
    "Firma GmbH", Address("Hauptstraße 1", postcode="10115", town="Berlin", country="DE"), Nature.ABROAD,
    vat_number="DE123456789", email="post@firma.example",
)  # fmt: skip
MAX = Party("Max Muster", Address(town="Genève", country="CH"), Nature.ABROAD)

TWENTY, TEN = Vat(rate=Decimal(20)), Vat(rate=Decimal(10))
FRANCHISE, EXEMPT, OUTSIDE = Vat(VatKind.FRANCHISE), Vat(VatKind.EXEMPT), Vat(VatKind.OUT_OF_SCOPE)
TERMS = Terms(
    "Pénalités de retard : taux de la BCE majoré de 10 points",
    "Indemnité forfaitaire pour frais de recouvrement : 40 €",
    "Pas d’escompte pour paiement anticipé",
)
BANK = Bank("FR7630006000011234567890189", "AGRIFRPP")
MEMBER = (Adjustment("Membre −30 %", -3600),)


def line(
    name: str = "Salle Grand Comptoir", cents: str = "4000", *, quantity: str = "3", unit: Unit = Unit.HOUR, vat: Vat = TWENTY, **said: Any,
) -> Line:  # fmt: skip
    return line_of(name=name, quantity=Decimal(quantity), unit=unit, unit_cents=Decimal(cents), vat=vat, **said)


def document(*lines: Line, kind: Kind = Kind.INVOICE, **said: Any) -> Document:
    usual: dict[str, Any] = {
        "seller": COOPERATIVE, "buyer": COMPANY, "number": "FA2026-000042", "issued_on": date(2026, 3, 1),
        "due_on": date(2026, 3, 31), "bank": BANK, "terms": TERMS,
    }  # fmt: skip
    return draft(kind=kind, lines=lines or (line(),), **(usual | said))


DEPOSIT = Reference("FA2026-000040", date(2026, 2, 1), 14400)
INVOICE = Reference("FA2026-000042", date(2026, 3, 1), 14400)
MIXED = (
    line(adjustments=MEMBER, first_day=date(2026, 2, 3), detail="Mardi 3 février, de 9 h à 12 h"),
    line("Déjeuner", "1650", unit=Unit.PIECE, vat=TEN),
    line("Livre", "1999.5", unit=Unit.PIECE, vat=Vat(rate=Decimal("5.5"))),
    line("Journal", "150", unit=Unit.PIECE, vat=Vat(rate=Decimal("2.1"))),
    line("Soirée à Fort-de-France", adjustments=(Adjustment("Nuit", 250),), vat=Vat(rate=Decimal("8.5"))),
)
VALID = {
    "20 %": document(line(first_day=date(2026, 2, 3))),
    "franchise": document(line(vat=FRANCHISE), seller=ASSOCIATION),
    "exempt": document(line(vat=EXEMPT), seller=ASSOCIATION),
    "outside VAT": document(line(vat=OUTSIDE)),
    "outside VAT beside 20 %": document(line(vat=OUTSIDE), line()),
    "every reason without VAT": document(line(vat=OUTSIDE), line(vat=FRANCHISE), line(vat=EXEMPT), seller=ASSOCIATION),
    "credit note": document(kind=Kind.CREDIT_NOTE, number="AV2026-000001", corrects=INVOICE),
    "credit note of what was not paid": document(
        kind=Kind.CREDIT_NOTE, number="AV2026-000002", corrects=INVOICE, taken_off_cents=14400
    ),
    "deposit": document(line("Acompte"), kind=Kind.DEPOSIT),
    "credit note on a deposit": document(line("Acompte"), kind=Kind.DEPOSIT_CREDIT_NOTE, corrects=DEPOSIT),
    "final after a deposit": document(line(quantity="10"), deposits=(DEPOSIT,)),
    "final with nothing left": document(deposits=(DEPOSIT,)),
    "paid at the counter": document(deposits=(Reference("", date(2026, 2, 27), 14400),)),
    "to a person": document(buyer=ODILE, terms=Terms()),
    "to an association": document(buyer=FRIENDS, terms=Terms()),
    "to a town": document(buyer=TOWN, service_code="SERV-01", engagement="EJ2026-77", reference="Bon 12", user="École Jules-Verne"),
    "to a firm of the Union": document(line(vat=OUTSIDE), buyer=FIRM),
    "to a person abroad": document(buyer=MAX, terms=Terms()),
    "mixed rates with a member’s discount": document(*MIXED, supply=Supply.BOTH),
    "units": document(*(line(f"En {unit}", unit=unit, quantity="1.5") for unit in Unit), language="en"),
    "on debits": document(terms=Terms("A", "B", "C", on_debits=True), supply=Supply.GOODS),
    "nothing to pay": document(line(cents="0")),
    "offered": document(line(adjustments=(Adjustment("Offert", -12000),))),
    "a gesture": document(line(), line("Geste", "-1000", quantity="1")),
    "signs and accents": document(line("Café « à l’œuf » <b>&amp;\x00</b> 100 % — été 🌞"), note="Merci & à bientôt"),
    "very long": document(line("Salle " * 200, detail="mot " * 300)),
    "three hundred lines": document(*(line(f"Poste {number}") for number in range(300))),
    "no bank": document(bank=None),
    "a SIRET alone": document(buyer=replace(COMPANY, siren="")),
    "draft": document(number="", issued_on=None, due_on=None),
    "draft with a day to pay by": document(line(first_day=date(2026, 4, 1), last_day=date(2026, 4, 30)), number="", issued_on=None),
}  # fmt: skip
