"""What is known of an authorisation to debit that a payer gives at a provider, and what one more word of it adds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cantine.billing.rules.online.truths import GIVEN_UP_AFTER, LOOKS


class Consent(StrEnum):
    """How far it is. One that ended never holds again: another one is asked for."""

    WAITING = "waiting"
    ACTIVE = "active"
    REFUSED = "refused"
    STOPPED = "stopped"


CONSENTS = list(Consent)
UNANSWERED = "unanswered"


@dataclass(frozen=True)
class MandateTruth:
    """What a provider says when it is asked. ``mandate`` is what debits name, known once it is signed; ``earliest`` is the first
    day that it can take."""

    stage: Consent = Consent.WAITING
    mandate: str = ""
    why: str = ""
    earliest: date | None = None

    @property
    def over(self) -> bool:
        return self.stage in {Consent.REFUSED, Consent.STOPPED}


def learnt_of_mandate(known: MandateTruth, told: MandateTruth) -> MandateTruth:
    """Both, joined as truths are: in any order, any number of times."""
    stage = max(known.stage, told.stage, key=CONSENTS.index)
    return MandateTruth(
        stage=stage,
        mandate=max(known.mandate, told.mandate),
        why=max((each.why for each in (known, told) if each.stage is stage), default=""),
        earliest=max((each.earliest for each in (known, told) if each.earliest), default=None),
    )


def next_look_at_mandate(*, asked_at: datetime, now: datetime, stage: Consent) -> datetime | None:
    """When the provider is asked again: as for a payment while somebody reads its page, then every week, for it may be stopped at
    the bank; None once it is over, or nobody answered for a fortnight."""
    if stage is Consent.ACTIVE:
        return now + timedelta(days=7)
    if stage is not Consent.WAITING or now >= asked_at + GIVEN_UP_AFTER:
        return None
    coming = (asked_at + each for each in LOOKS if asked_at + each > now)
    return next(coming, now + timedelta(days=1))
