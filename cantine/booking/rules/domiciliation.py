"""The contract by which an organisation has its legal address at a place: its terms, its notice, the documents that its file
must hold, and when mail that nobody collects is told to the registry. Days are both ends included; sources are articles
L123-11-3, R123-166-1 to R123-168 of the Code de commerce.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cantine.kernel import Refusal
from cantine.memberships.rules import last_of, later

MINIMUM_MONTHS = 3  # R123-168: three months at least, renewed without a word
LONGEST_MONTHS = 60
SILENT_MONTHS = 3  # R123-168: the registry is told when mail is not collected for three months
APPROVED_MONTHS = 72  # R123-166-4: an approval is for six years
SOON = timedelta(days=30)
A_DAY = timedelta(days=1)


class DocumentKind(StrEnum):
    """What the file of a domiciled organisation holds: the value is stored."""

    REGISTRATION = "registration"
    IDENTITY = "identity"
    ADDRESS = "address"
    BOOKS = "books"


class DocumentState(StrEnum):
    MISSING = "missing"
    SEEN = "seen"
    SOON = "soon"
    EXPIRED = "expired"


class RegistryReason(StrEnum):
    """Why the registry is written to: the value is stored."""

    ENDED = "ended"
    SILENT = "silent"


@dataclass(frozen=True)
class Clauses:
    """What is agreed: ``months`` is how long each term lasts, ``notice_months`` how long before its end notice is given."""

    since: date
    months: int = MINIMUM_MONTHS
    notice_months: int = 1
    deposit_cents: int = 0
    representative: str = ""
    books_kept: str = ""


@dataclass(frozen=True)
class Term:
    """A stretch of the contract: the first one is agreed, each other is a tacit renewal."""

    first_day: date
    last_day: date
    number: int


@dataclass(frozen=True)
class Seen:
    """A document as it was shown to somebody of the team; ``expires_on`` is its last day, where it has one."""

    kind: DocumentKind
    seen_on: date
    expires_on: date | None = None


def term_of(since: date, *, months: int, day: date) -> Term:
    """The term that holds a day; the first one for a day before. Terms are counted from the first day, so that a contract of
    the 31st never drifts, and they follow one another without a hole."""
    number = max(0, ((day.year - since.year) * 12 + day.month - since.month) // months - 1)
    while last_of(since, months=months * (number + 1)) < day:
        number += 1
    first = last_of(since, months=months * number) + A_DAY if number else since
    return Term(first, last_of(since, months=months * (number + 1)), number)


def last_day_by_notice(since: date, *, months: int, notice_months: int, given_on: date) -> date:
    """The end of the first term that leaves the whole notice: never before the end of the first one."""
    return term_of(since, months=months, day=last_of(given_on, months=notice_months)).last_day


def latest_notice(since: date, *, months: int, notice_months: int, day: date) -> date:
    """The last day on which notice still ends the term that holds ``day``."""
    last = term_of(since, months=months, day=day).last_day
    given = later(last + A_DAY, months=-notice_months)
    while last_of(given, months=notice_months) > last:  # the last of a shorter month counts for several days
        given -= A_DAY
    return given


def check_clauses(clauses: Clauses) -> Iterator[Refusal]:
    """Refusals: contract_too_short, contract_too_long, notice_too_long, deposit_wrong, representative_missing."""
    if clauses.months < MINIMUM_MONTHS:
        yield Refusal("contract_too_short", {"least": MINIMUM_MONTHS}, "months")
    if clauses.months > LONGEST_MONTHS:
        yield Refusal("contract_too_long", {"most": LONGEST_MONTHS}, "months")
    if not 0 <= clauses.notice_months <= min(clauses.months, 12):
        yield Refusal("notice_too_long", {"most": max(0, min(clauses.months, 12))}, "notice_months")
    if clauses.deposit_cents < 0:
        yield Refusal("deposit_wrong", field="deposit")
    if not clauses.representative.strip():
        yield Refusal("representative_missing", field="representative")


def check_approved(number: str, granted_on: date | None, *, day: date) -> Iterator[Refusal]:
    """Refusals: domiciliation_not_approved, domiciliation_approval_over."""
    if not number.strip() or granted_on is None:
        yield Refusal("domiciliation_not_approved")
    elif day > approved_until(granted_on):
        yield Refusal("domiciliation_approval_over", {"day": approved_until(granted_on)})


def approved_until(granted_on: date) -> date:
    """The last day of an approval of the prefecture."""
    return last_of(granted_on, months=APPROVED_MONTHS)


def file_of(seen: Iterable[Seen], *, today: date) -> dict[DocumentKind, tuple[DocumentState, Seen | None]]:
    """Each kind that the file must hold, with the document that was seen last."""
    last: dict[DocumentKind, Seen] = {}
    for each in sorted(seen, key=lambda one: one.seen_on):
        last[each.kind] = each
    return {kind: (_state(last.get(kind), today), last.get(kind)) for kind in DocumentKind}


def lacking(seen: Iterable[Seen], *, today: date) -> list[DocumentKind]:
    """What is missing from the file, or has expired."""
    return [
        kind
        for kind, (state, _seen) in file_of(seen, today=today).items()
        if state in (DocumentState.MISSING, DocumentState.EXPIRED)
    ]


def lacking_to_sign(seen: Iterable[Seen], *, today: date, registered: bool) -> list[DocumentKind]:
    """What must be seen before a contract or an attestation is made (R123-168); a firm that is being founded has its extract of
    the registry by them, and shows it once it has its SIREN."""
    return [kind for kind in lacking(seen, today=today) if registered or kind is not DocumentKind.REGISTRATION]


def check_file(seen: Iterable[Seen], *, today: date, registered: bool) -> Iterator[Refusal]:
    """Refusals: domiciliation_file_incomplete."""
    if kinds := lacking_to_sign(seen, today=today, registered=registered):
        yield Refusal("domiciliation_file_incomplete", {"kinds": [each.value for each in kinds]})


def check_document(seen: Seen, *, today: date) -> Iterator[Refusal]:
    """Refusals: document_seen_later, document_expired."""
    if seen.seen_on > today:
        yield Refusal("document_seen_later", {"day": today}, "seen_on")
    if seen.expires_on is not None and seen.expires_on < seen.seen_on:
        yield Refusal("document_expired", {"day": seen.seen_on}, "expires_on")


def silent_from(*, oldest: date, collected_on: date | None) -> date:
    """The day from which the registry is told: three months after the oldest letter that waits, or after the last that was
    collected where that came later."""
    return later(max(oldest, collected_on or oldest), months=SILENT_MONTHS)


def _state(seen: Seen | None, today: date) -> DocumentState:
    if seen is None:
        return DocumentState.MISSING
    if seen.expires_on is None or seen.expires_on > today + SOON:
        return DocumentState.SEEN
    return DocumentState.SOON if seen.expires_on >= today else DocumentState.EXPIRED
