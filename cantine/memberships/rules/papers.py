"""Which papers membership has, and how each is numbered: a series a kind, an entity and a year, without a hole."""

from enum import StrEnum


class PaperKind(StrEnum):
    """The value is stored."""

    DUES_CALL = "dues_call"
    DUES_RECEIPT = "dues_receipt"
    BULLETIN = "bulletin"
    CERTIFICATE = "certificate"
    CONTRACT = "contract"
    ATTESTATION = "attestation"
    REGISTRY = "registry"


CODES = {
    PaperKind.DUES_CALL: "AC", PaperKind.DUES_RECEIPT: "RC", PaperKind.BULLETIN: "BS", PaperKind.CERTIFICATE: "AP",
    PaperKind.CONTRACT: "CD", PaperKind.ATTESTATION: "AD", PaperKind.REGISTRY: "LG",
}  # fmt: skip


def paper_reference(kind: PaperKind, *, prefix: str, year: int, number: int) -> str:
    """``AC2026-0042``: appel de cotisation, reçu de cotisation, bulletin de souscription, attestation de parts;
    contrat et attestation de domiciliation, lettre au greffe."""
    return f"{prefix}{CODES[kind]}{year}-{number:04}"
