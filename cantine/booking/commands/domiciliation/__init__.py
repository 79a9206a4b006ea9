"""Domiciliation as a contract: the approval, the contract and its notice, the file, the attestation, what the registry is told."""

from cantine.booking.commands.domiciliation.contracts import (
    give_domiciliation_notice,
    note_document,
    set_domiciliation_approval,
    sign_domiciliation,
)
from cantine.booking.commands.domiciliation.papers import attest_domiciliation
from cantine.booking.commands.domiciliation.silence import tell_of_silence

__all__ = [
    "attest_domiciliation",
    "give_domiciliation_notice",
    "note_document",
    "set_domiciliation_approval",
    "sign_domiciliation",
    "tell_of_silence",
]
