"""Letters: counted, announced together once it is quiet, never later than an hour."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cantine.booking.rules import post as rules

START = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
MOMENTS = st.lists(st.integers(0, 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)), min_size=1)


def test_one_letter_is_announced_ten_minutes_later() -> None:
    assert rules.announces_at([START]) == START + timedelta(minutes=10)


def test_ten_letters_in_a_row_make_one_announcement_after_the_last() -> None:
    taps = [START + timedelta(seconds=3 * number) for number in range(10)]
    assert rules.announces_at(taps) == taps[-1] + timedelta(minutes=10)


def test_a_postman_who_never_stops_is_announced_after_an_hour() -> None:
    taps = [START + timedelta(minutes=9 * number) for number in range(20)]
    assert rules.announces_at(taps) == START + timedelta(hours=1)


@given(MOMENTS)
def test_an_announcement_comes_within_the_hour_and_its_order_does_not_matter(moments: list[datetime]) -> None:
    said = rules.announces_at(moments)
    assert min(moments) + rules.QUIET <= said <= min(moments) + rules.LONGEST_QUIET
    assert said == rules.announces_at([min(moments), max(moments)]) == rules.announces_at(list(reversed(moments)))


@given(MOMENTS, st.integers(0, 600))
def test_one_letter_more_never_brings_an_announcement_forward(moments: list[datetime], later: int) -> None:
    more = [*moments, max(moments) + timedelta(minutes=later)]
    assert rules.announces_at(more) >= rules.announces_at(moments)


@given(st.lists(st.sampled_from(list(rules.MailKind))))
def test_counting_loses_no_letter_and_says_no_zero(kinds: list[rules.MailKind]) -> None:
    counts = rules.counted(kinds)
    assert sum(counts.values()) == len(kinds)
    assert 0 not in counts.values()
    assert list(counts) == [kind for kind in rules.MailKind if kind in counts]


def test_how_a_letter_left() -> None:
    nothing = {"handed_at": None, "forwarded_at": None, "returned_at": None}
    assert rules.fate_of(**nothing) is rules.Fate.WAITING
    assert rules.fate_of(**{**nothing, "handed_at": START}) is rules.Fate.HANDED
    assert rules.fate_of(**{**nothing, "forwarded_at": START}) is rules.Fate.FORWARDED
    assert rules.fate_of(**{**nothing, "returned_at": START}) is rules.Fate.RETURNED


def test_a_fortnight_is_a_long_wait() -> None:
    assert not rules.waits_long(START, now=START + timedelta(days=14, hours=23))
    assert rules.waits_long(START, now=START + timedelta(days=15))


def test_limits_are_refused_in_words() -> None:
    assert [r.code for count in (0, 101) for r in rules.check_count(count)] == ["mail_count_out_of_range"] * 2
    assert rules.check_count(1) == rules.check_count(100) == ()
    since = date(2026, 3, 1)
    assert [r.code for r in rules.check_end(date(2026, 2, 28), since=since)] == ["domiciliation_reversed"]
    assert rules.check_end(since, since=since) == ()
    today = date(2026, 3, 10)
    assert rules.check_since(today, today=today) == ()
    too_far = [date(1899, 12, 31), date(2028, 1, 1)]
    assert {r.code for day in too_far for r in rules.check_since(day, today=today)} == {"domiciliation_out_of_range"}
