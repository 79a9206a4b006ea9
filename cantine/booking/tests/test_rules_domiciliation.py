"""The contract of domiciliation: terms of three months at least, renewed without a word, ended by notice; its file; silence."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cantine.booking.rules.domiciliation import (
    A_DAY,
    Clauses,
    DocumentKind,
    DocumentState,
    Seen,
    approved_until,
    check_approved,
    check_clauses,
    check_document,
    file_of,
    lacking,
    lacking_to_sign,
    last_day_by_notice,
    latest_notice,
    silent_from,
    term_of,
)

DAYS = some.dates(date(2000, 1, 1), date(2080, 12, 31))
MONTHS = some.integers(3, 60)
TODAY = date(2026, 3, 10)


@given(since=DAYS, months=MONTHS, ahead=some.integers(0, 7_000))
def test_each_day_is_of_one_term_and_terms_follow_without_a_hole(since: date, months: int, ahead: int) -> None:
    day = since + timedelta(days=ahead)
    term = term_of(since, months=months, day=day)
    assert term.first_day <= day <= term.last_day
    after = term_of(since, months=months, day=term.last_day + A_DAY)
    assert (after.first_day, after.number) == (term.last_day + A_DAY, term.number + 1)


@given(since=DAYS, months=MONTHS)
def test_a_first_term_is_of_three_months_at_least(since: date, months: int) -> None:
    term = term_of(since, months=months, day=since - timedelta(days=400))
    assert (term.first_day, term.number) == (since, 0)
    assert (term.last_day - since).days + 1 >= 89  # December, January, February


@given(since=DAYS, months=MONTHS, notice=some.integers(0, 3), ahead=some.integers(-400, 3_000))
def test_a_contract_ends_with_a_term_that_leaves_the_whole_notice(
    since: date, months: int, notice: int, ahead: int
) -> None:
    given_on = since + timedelta(days=ahead)
    last = last_day_by_notice(since, months=months, notice_months=notice, given_on=given_on)
    term = term_of(since, months=months, day=last)
    assert last == term.last_day >= term_of(since, months=months, day=since).last_day
    assert last >= given_on + timedelta(days=28 * notice - 1)
    if term.number:  # and not a term later than the notice asks
        assert last_day_by_notice(since, months=months, notice_months=0, given_on=term.first_day - A_DAY) < last


@given(since=DAYS, months=MONTHS, notice=some.integers(0, 3), ahead=some.integers(0, 3_000))
def test_the_latest_notice_ends_its_term_and_the_day_after_does_not(
    since: date, months: int, notice: int, ahead: int
) -> None:
    term = term_of(since, months=months, day=since + timedelta(days=ahead))
    said = {"months": months, "notice_months": notice}
    latest = latest_notice(since, **said, day=term.first_day)
    assert last_day_by_notice(since, **said, given_on=latest) == term.last_day
    assert last_day_by_notice(since, **said, given_on=latest + A_DAY) > term.last_day


def test_a_contract_of_the_31st_does_not_drift() -> None:
    since = date(2026, 1, 31)
    assert [term_of(since, months=3, day=day).last_day for day in (since, date(2026, 5, 1), date(2026, 8, 1))] == [
        date(2026, 4, 30), date(2026, 7, 30), date(2026, 10, 30),
    ]  # fmt: skip


def test_three_months_from_the_29th_of_november_end_with_february() -> None:
    term = term_of(date(2026, 11, 29), months=3, day=date(2027, 2, 28))
    assert (term.first_day, term.last_day, term.number) == (date(2026, 11, 29), date(2027, 2, 28), 0)
    after = term_of(date(2026, 11, 29), months=3, day=date(2027, 3, 1))
    assert (after.first_day, after.last_day) == (date(2027, 3, 1), date(2027, 5, 28))


@pytest.mark.parametrize(
    ("clauses", "codes"),
    [
        (Clauses(TODAY, representative="Ana"), []),
        (Clauses(TODAY, months=2, representative="Ana"), ["contract_too_short"]),
        (Clauses(TODAY, months=61, representative="Ana"), ["contract_too_long"]),
        (Clauses(TODAY, notice_months=4, representative="Ana"), ["notice_too_long"]),
        (Clauses(TODAY, deposit_cents=-1, representative=" "), ["deposit_wrong", "representative_missing"]),
    ],
)
def test_what_a_contract_may_not_say(clauses: Clauses, codes: list[str]) -> None:
    assert [each.code for each in check_clauses(clauses)] == codes


def test_nothing_is_signed_without_an_approval_of_six_years() -> None:
    granted = date(2020, 3, 11)
    assert approved_until(granted) == date(2026, 3, 10)
    assert [each.code for each in check_approved("", granted, day=TODAY)] == ["domiciliation_not_approved"]
    assert [each.code for each in check_approved("DOM-75", None, day=TODAY)] == ["domiciliation_not_approved"]
    assert [each.code for each in check_approved("DOM-75", granted, day=TODAY)] == []
    assert [each.code for each in check_approved("DOM-75", granted, day=TODAY + A_DAY)] == [
        "domiciliation_approval_over"
    ]


def test_a_file_says_what_is_missing_seen_about_to_expire_and_expired() -> None:
    seen = [
        Seen(DocumentKind.IDENTITY, date(2025, 1, 1), date(2026, 3, 9)),
        Seen(DocumentKind.ADDRESS, date(2025, 1, 1), date(2025, 6, 1)),
        Seen(DocumentKind.ADDRESS, date(2026, 1, 1), date(2026, 4, 9)),
        Seen(DocumentKind.BOOKS, date(2026, 1, 1)),
    ]
    assert {kind: state for kind, (state, _seen) in file_of(seen, today=TODAY).items()} == {
        DocumentKind.REGISTRATION: DocumentState.MISSING, DocumentKind.IDENTITY: DocumentState.EXPIRED,
        DocumentKind.ADDRESS: DocumentState.SOON, DocumentKind.BOOKS: DocumentState.SEEN,
    }  # fmt: skip
    assert lacking(seen, today=TODAY) == [DocumentKind.REGISTRATION, DocumentKind.IDENTITY]


def test_a_document_is_seen_by_today_and_before_it_expires() -> None:
    wrong = Seen(DocumentKind.BOOKS, TODAY + A_DAY, TODAY)
    assert [each.code for each in check_document(wrong, today=TODAY)] == ["document_seen_later", "document_expired"]
    assert [each.code for each in check_document(Seen(DocumentKind.BOOKS, TODAY, TODAY), today=TODAY)] == []


@given(oldest=DAYS, collected=some.none() | DAYS)
def test_silence_lasts_three_months_after_the_oldest_letter_and_the_last_collected(
    oldest: date, collected: date | None
) -> None:
    told = silent_from(oldest=oldest, collected_on=collected)
    assert (told - max(oldest, collected or oldest)).days in range(89, 93)


def test_a_firm_that_is_being_founded_signs_before_it_has_its_extract_and_a_registered_one_does_not() -> None:
    seen = [Seen(kind, TODAY) for kind in DocumentKind if kind is not DocumentKind.REGISTRATION]
    assert lacking_to_sign(seen, today=TODAY, registered=False) == []
    assert lacking_to_sign(seen, today=TODAY, registered=True) == [DocumentKind.REGISTRATION]
    assert lacking_to_sign([], today=TODAY, registered=True) == list(DocumentKind)
