"""Why a bank sends a debit back (ISO 20022, external return reasons), and what it means for the mandate."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """``revokes``: the mandate must not serve again."""

    code: str
    revokes: bool = False


UNSAID = "MS03"  # the bank does not say why
REASONS: Mapping[str, Reason] = {
    each.code: each
    for each in (
        Reason("AM04"),
        Reason("MS02", revokes=True),
        Reason("MS03"),
        Reason("AC04", revokes=True),
        Reason("AC01", revokes=True),
        Reason("AC06", revokes=True),
        Reason("MD01", revokes=True),
        Reason("MD06"),
        Reason("MD07", revokes=True),
        Reason("SL01", revokes=True),
    )
}


def reason_of(code: str) -> Reason:
    """The one of this code; what is not known here is as what the bank does not say."""
    return REASONS.get(code, REASONS[UNSAID])
