"""What a supporter gives: against something in return, which is a sale and is invoiced; or for nothing in return, which is a
gift, kept as it is for ever, or undone by its contrary."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cantine.accounting.rules import JournalKind, Posting, Role
from cantine.funding.rules.grants import LONGEST, LONGEST_CONDITIONS, check_cents
from cantine.kernel import Refusal
from cantine.people.rules.identifiers import is_siren

YEARS = range(2000, 2200)


class Way(StrEnum):
    """How a gift came. ``KIND``: no money, but something that somebody valued."""

    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CASH = "cash"
    ONLINE = "online"
    KIND = "kind"


class DonorKind(StrEnum):
    """A person and a firm have neither the same article of the tax code nor the same form."""

    PERSON = "person"
    FIRM = "firm"


MONEY: dict[Way, Role] = {
    Way.TRANSFER: Role.BANK, Way.CHEQUE: Role.CHEQUES, Way.CASH: Role.CASH, Way.ONLINE: Role.CARDS,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Deal:
    """A sponsorship: ``counterpart`` is what the sponsor has in return; ``event`` what it is for, else the whole ``year``."""

    counterpart: str
    net_cents: int
    year: int
    agreed_on: date
    event: str = ""


@dataclass(frozen=True, kw_only=True)
class Donor:
    """Who gives, as a receipt would name them."""

    kind: DonorKind
    name: str
    email: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "FR"
    legal_form: str = ""
    siren: str = ""


@dataclass(frozen=True, kw_only=True)
class Given:
    """A gift: ``what`` and ``valued_by`` say what was given in kind, and who valued it and how."""

    donor: Donor
    cents: int
    day: date
    way: Way
    what: str = ""
    valued_by: str = ""


def check_deal(deal: Deal) -> Iterator[Refusal]:
    """Refusals: counterpart_missing, funding_amount_wrong, support_year_wrong, people.too_long."""
    if not deal.counterpart:
        yield Refusal("counterpart_missing", field="counterpart")
    yield from check_cents(deal.net_cents, "net_cents")
    if deal.year not in YEARS:
        yield Refusal("support_year_wrong", field="year")
    for field, most in (("counterpart", LONGEST_CONDITIONS), ("event", LONGEST)):
        if len(getattr(deal, field)) > most:
            yield Refusal("people.too_long", {"most": most}, field)


def check_given(given: Given, *, today: date) -> Iterator[Refusal]:
    """Refusals: donor_unnamed, funding_amount_wrong, grant_day_to_come, gift_kind_unsaid, people.siren_wrong."""
    if not given.donor.name or len(given.donor.name) > LONGEST:
        yield Refusal("donor_unnamed", field="name")
    yield from check_cents(given.cents, "cents")
    if given.day > today:
        yield Refusal("grant_day_to_come", field="day")
    if given.way is Way.KIND and not (given.what and given.valued_by):
        yield Refusal("gift_kind_unsaid", field="valued_by" if given.what else "what")
    if given.donor.siren and not is_siren(given.donor.siren):
        yield Refusal("people.siren_wrong", {"number": given.donor.siren}, "siren")


def journal_of(way: Way) -> JournalKind:
    return {Way.CASH: JournalKind.CASH, Way.KIND: JournalKind.MISC}.get(way, JournalKind.BANK)


def postings_of_gift(given: Given, *, third: str) -> list[Posting]:
    """Money that came, and what it is income of. In kind, the same amount on both sides, as what is received in kind is."""
    if given.way is Way.KIND:
        role = Role.GIFTS_IN_KIND
        return [Posting(role=role, debit_cents=given.cents), Posting(role=role, credit_cents=given.cents)]
    income = Role.DONATIONS if given.donor.kind is DonorKind.PERSON else Role.PATRONAGE
    return [
        Posting(role=MONEY[given.way], debit_cents=given.cents),
        Posting(role=income, credit_cents=given.cents, third=third, third_name=given.donor.name),
    ]
