"""A debit by a provider: what is learnt of it, until when it is asked about, and the first day that it may take."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from cantine.billing.rules.online.truths import GIVEN_UP_AFTER, LOOKS, Dispute, Stage, Truth, learnt
from cantine.billing.rules.sepa.days import ONE_DAY, next_target_day

TAKES_DAYS = 5  # of banks: what GoCardless asks for between the order and the debit of a first one
MAY_COME_BACK = timedelta(days=70)  # the eight weeks of the scheme, and the time that banks take to say so


def learnt_of_debit(known: Truth, told: Truth) -> Truth:
    """As of any payment, save that a refusal told after the money came means that the bank took it back (a late failure)."""
    if known.stage is Stage.PAID and told.stage is Stage.FAILED:
        told = replace(known, dispute=Dispute.LOST, why=told.why)
    return learnt(known, told)


def next_look_at_debit(*, started_at: datetime, now: datetime, truth: Truth) -> datetime | None:
    """Nobody gives up a debit that was asked for: it is asked about as long as it waits, and after it was paid as long as its bank
    may send it back; a refused one for a fortnight, since some are presented again."""
    daily = now + timedelta(days=1)
    if truth.stage is Stage.EXPIRED or truth.dispute is Dispute.LOST:
        return None
    if truth.stage is Stage.PAID:
        return daily if now < started_at + MAY_COME_BACK else None
    if truth.stage is Stage.FAILED:
        return daily if now < started_at + GIVEN_UP_AFTER else None
    return next((started_at + each for each in LOOKS if started_at + each > now), daily)


def earliest_charge(today: date) -> date:
    """The first day that a debit ordered today may take."""
    day = today
    for _ in range(TAKES_DAYS):
        day = next_target_day(day + ONE_DAY)
    return day
