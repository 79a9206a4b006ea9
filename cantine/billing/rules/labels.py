"""What the books say of a document and of its money, in the language of the books: which, of whom, what for."""

from collections.abc import Sequence

from cantine.billing.rules.documents import Document, Kind

KINDS: dict[Kind, str] = {
    Kind.INVOICE: "Facture", Kind.DEPOSIT: "Facture d’acompte", Kind.CREDIT_NOTE: "Avoir",
    Kind.DEPOSIT_CREDIT_NOTE: "Avoir d’acompte",
}  # fmt: skip


def label_of_document(document: Document, *, number: str, payer: str) -> str:
    """``Facture FA2026-000042 · Atelier Boussole · Salle Rouge, et 2 autres lignes``."""
    names = list(dict.fromkeys(each.name for each in document.lines))
    more = (
        f", et {len(names) - 1} autres lignes" if len(names) > 2 else ", et une autre ligne" if len(names) == 2 else ""
    )
    what = f" · {names[0]}{more}" if names else ""
    return f"{KINDS[document.kind]} {number} · {payer}{what}"


def label_of_payment(numbers: Sequence[str], *, payer: str, cents: int) -> str:
    """``Règlement FA2026-000042 · Atelier Boussole``; what settles nothing yet is an advance."""
    what = "Règlement" if cents > 0 else "Remboursement ou annulation"
    said = ", ".join(numbers) if numbers else "sans facture"
    return f"{what} {said} · {payer}"
