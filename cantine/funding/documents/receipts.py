# ruff: noqa: E501  (mentions of the administration do not wrap)
"""A tax receipt (PDF/A-3), with every mention of the models 11580*05 (persons) and 16216*02 (firms). It is a paper for the French
tax office: in French, whoever reads it."""

from datetime import date
from pathlib import Path
from typing import Any

from cantine.billing.documents import ACCENT, typeset
from cantine.funding.rules.letters import in_letters
from cantine.funding.rules.receipts import ARTICLES, FORMS, Quality, Terms
from cantine.funding.rules.support import Donor, DonorKind, Given, Way

TEMPLATE = Path(__file__).parents[1] / "templates" / "funding" / "document" / "receipt.typ"
QUALITIES: dict[Quality, str] = {
    Quality.INTEREST: "Œuvre ou organisme d’intérêt général",
    Quality.UTILITY: "Association ou fondation reconnue d’utilité publique",
    Quality.ENDOWMENT: "Fonds de dotation",
    Quality.CULTURE: "Organisme ayant pour activité principale la présentation d’œuvres ou l’organisation d’expositions",
    Quality.TEACHING: "Établissement d’enseignement supérieur ou artistique, public ou privé, d’intérêt général, à but non lucratif",
}
WAYS: dict[Way, str] = {
    Way.TRANSFER: "Virement, prélèvement, carte bancaire", Way.ONLINE: "Virement, prélèvement, carte bancaire",
    Way.CHEQUE: "Chèque", Way.CASH: "Remise d’espèces", Way.KIND: "Sans versement",
}  # fmt: skip
HONOUR = "Le bénéficiaire certifie sur l’honneur que les dons et versements qu’il reçoit ouvrent droit à la réduction d’impôt prévue à l’article {article} du code général des impôts."
NOTHING_BACK = "Ce don est sans contrepartie."
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def content_of(
    given: Given, donor: Donor, terms: Terms, seller: dict[str, Any], *, number: str, day: date
) -> dict[str, Any]:
    """All that the paper says, frozen with it. ``seller`` has a name, address lines, identifiers."""
    return {
        "number": number, "issued_on": day.isoformat(), "form": FORMS[donor.kind].value, "article": ARTICLES[donor.kind],
        "seller": seller, "quality": QUALITIES[terms.quality], "purpose": terms.purpose,
        "donor": {
            "name": donor.name, "street": donor.street, "town": f"{donor.postcode} {donor.town}", "legal_form": donor.legal_form,
            "siren": donor.siren, "firm": donor.kind is DonorKind.FIRM,
        },
        "cents": given.cents, "letters": in_letters(given.cents), "day": given.day.isoformat(), "way": given.way.value,
        "what": given.what, "valued_by": given.valued_by, "signer": terms.signer, "signer_role": terms.signer_role,
    }  # fmt: skip


def receipt_pdf(content: dict[str, Any], *, accent: str = ACCENT) -> bytes:
    """Same content, same bytes: the day of issue is its only clock."""
    return typeset(page_of(content), day=date.fromisoformat(content["issued_on"]), accent=accent, template=TEMPLATE)


def page_of(content: dict[str, Any]) -> dict[str, Any]:
    """Plain values, as the typesetter places them."""
    donor, seller = content["donor"], content["seller"]
    return {
        "language": "fr", "title": f"Reçu fiscal {content['number']}", "author": seller["name"],
        "heading": _heading(donor["firm"]), "number": content["number"],
        "articles": f"Article {content['article']} du code général des impôts",
        "form": f"Mentions du formulaire Cerfa n° {content['form']}",
        "seller": [*_seller(content)], "donor": [*_donor(donor)],
        "amount": _figures(content["cents"]), "letters": content["letters"],
        "gift": _gift(content), "honour": HONOUR.format(article=content["article"]), "nothing": NOTHING_BACK,
        "signed": f"Le {_day(content['issued_on'])}", "signer": f"{content['signer']}, {content['signer_role']}",
        "legal": seller["legal"],
    }  # fmt: skip


def _heading(firm: bool) -> str:
    return "Reçu des dons et versements effectués par les entreprises" if firm else "Reçu au titre des dons"


def _seller(content: dict[str, Any]) -> list[tuple[str, str]]:
    seller = content["seller"]
    return [
        ("Nom ou dénomination", seller["name"]), ("SIREN ou RNA", seller["number"]), ("Adresse", ", ".join(seller["lines"])),
        ("Objet", content["purpose"]), ("Qualité", content["quality"]),
    ]  # fmt: skip


def _donor(donor: dict[str, Any]) -> list[tuple[str, str]]:
    address = f"{donor['street']}, {donor['town']}"
    if not donor["firm"]:
        return [("Prénom et nom", donor["name"]), ("Adresse", address)]
    return [
        ("Dénomination", donor["name"]), ("Forme juridique", donor["legal_form"]), ("SIREN", donor["siren"]), ("Adresse", address),
    ]  # fmt: skip


def _gift(content: dict[str, Any]) -> list[tuple[str, str]]:
    """Form, nature, way and day: the boxes of the models, written out."""
    kind = content["way"] == Way.KIND
    described = [("Description", content["what"]), ("Évaluation", content["valued_by"])] if kind else []
    return [
        ("Date du versement ou du don", _day(content["day"])), ("Forme du don", "Déclaration de don manuel"),
        ("Nature du don", "Don en nature" if kind else "Numéraire"), ("Mode de versement", WAYS[Way(content["way"])]), *described,
    ]  # fmt: skip


def _figures(cents: int) -> str:
    euros, rest = divmod(cents, 100)
    return f"{euros:,}".replace(",", "\u202f") + f",{rest:02}\u00a0€"


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
