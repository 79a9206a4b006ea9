"""The post office: one letter for one reason, tried for three days, and its failure kept where somebody reads it."""

import smtplib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from hypothesis import given
from hypothesis import strategies as st

from cantine.core import mail, scoping
from cantine.core.mail import LONGEST_WAIT, TRIED_FOR, Letter, wait_after
from cantine.core.models import Mail

pytestmark = pytest.mark.django_db
ERROR: list[Exception] = []


class Broken(BaseEmailBackend):
    """A server that answers with the error at hand."""

    def send_messages(self, email_messages):
        raise ERROR[0]


@pytest.fixture
def broken(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    ERROR[:] = [ConnectionRefusedError("no answer")]
    yield ERROR
    ERROR.clear()


def a_letter(now, *, once="test", organisation_id=None, **parts):
    with scoping.unscoped("the test posts a letter"):
        letter = Letter("ada@cantine.example", "Bonjour", "…", **parts)
        return mail.post(letter, once=once, now=now, organisation_id=organisation_id)


def only():
    with scoping.unscoped("the test reads the outbox"):
        return Mail.objects.get()


def test_the_same_reason_posts_one_letter(now, run_jobs, mailoutbox):
    assert a_letter(now) is not None
    assert a_letter(now) is None
    run_jobs()
    assert len(mailoutbox) == 1


def test_a_letter_carries_its_texts_its_calendar_and_its_number(now, run_jobs, mailoutbox):
    a_letter(
        now,
        html="<p>…</p>",
        calendar="BEGIN:VCALENDAR",
        calendar_method="REQUEST",
        sender_name='La "Cantine"\r\nBcc: x',
    )
    run_jobs()
    [message] = mailoutbox
    assert message.alternatives[0].mimetype == "text/html"
    assert message.attachments[0].mimetype == "text/calendar; method=REQUEST; charset=utf-8"
    assert message.extra_headers["Message-ID"].startswith(f"<{only().uuid}@")
    assert message.from_email == '"La CantineBcc: x" <cantine@localhost>'


def test_a_subject_is_one_line_and_keeps_its_french_spaces(now):
    with scoping.unscoped("the test posts a letter"):
        letter = Letter("ada@cantine.example", "Confirmé\u202f: a\r\nBcc: x\u2028y", "…")
        mail.post(letter, once="test", now=now, organisation_id=None)
    assert only().subject == "Confirmé\u202f: a Bcc: x y"


def test_a_letter_that_cannot_leave_waits_and_leaves_later(now, run_jobs, settings, broken, mailoutbox):
    mail_id = a_letter(now)
    mail.deliver(mail_id, now=now)
    row = only()
    assert (row.state, row.attempts, row.error) == ("waiting", 1, "ConnectionRefusedError: no answer")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.deliver(mail_id, now=row.next_try_at)
    assert (only().state, only().attempts, only().error, len(mailoutbox)) == ("sent", 2, "", 1)


def test_after_three_days_it_is_a_dead_letter_with_its_reason(now, broken):
    mail_id = a_letter(now)
    mail.deliver(mail_id, now=now + TRIED_FOR)
    assert (only().state, only().error) == ("failed", "ConnectionRefusedError: no answer")
    assert mail.try_again(now=now + timedelta(days=30)) == 0


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"ada@cantine.example": (550, b"no such user")}), "failed"),
        (smtplib.SMTPRecipientsRefused({"ada@cantine.example": (450, b"greylisted")}), "waiting"),
        (smtplib.SMTPDataError(554, "refused"), "failed"),
        (smtplib.SMTPDataError(451, "later"), "waiting"),
        (smtplib.SMTPServerDisconnected("gone"), "waiting"),
        (TimeoutError(), "waiting"),
    ],
)
def test_what_the_server_refuses_for_good_is_not_tried_again(now, broken, error, state):
    broken[:] = [error]
    mail.deliver(a_letter(now), now=now)
    assert only().state == state


def test_a_fault_of_ours_is_not_hidden_as_a_failed_letter(now, broken):
    broken[:] = [ValueError("a bug")]
    with pytest.raises(ValueError, match="a bug"):
        mail.deliver(a_letter(now), now=now)
    assert only().state == "waiting"


@given(attempts=st.integers(1, 200), spread=st.integers(0, 2**128))
def test_each_wait_is_as_long_as_the_one_before_or_longer_up_to_four_hours(attempts, spread):
    wait = wait_after(attempts, spread=spread)
    assert timedelta(minutes=1) <= wait <= LONGEST_WAIT * 6 / 5
    assert wait_after(attempts + 1, spread=spread) >= wait


def test_places_take_turns(now):
    for number in range(5):
        a_letter(now, once=f"big {number}", organisation_id=1)
    a_letter(now, once="small", organisation_id=2)
    with scoping.unscoped("the test"):
        Mail.objects.update(next_try_at=now)
        assert mail.try_again(now=now, limit=2) == 2
        tried = Mail.objects.filter(next_try_at__gt=now).order_by("id")
        assert [row.organisation_id for row in tried] == [1, 2]


def test_a_year_later_the_trace_goes(now):
    a_letter(now)
    assert mail.sweep(now=now + timedelta(days=364)) == 0
    assert mail.sweep(now=now + timedelta(days=366)) == 1


def test_counters_and_kept_answers_go_when_they_have_served(now):
    from cantine.core import answers, rates

    rates.spend(rates.Limit("test", 5, 60), "ada", now=now)
    answers.begin(actor_key="ada", key="k", digest="d", now=now)
    assert (rates.sweep(now=now), answers.sweep(now=now)) == (0, 0)
    later = now + timedelta(days=8)
    assert (rates.sweep(now=later), answers.sweep(now=later)) == (1, 1)


def to_one(now, number, **parts):
    with scoping.unscoped("the test posts a letter"):
        letter = Letter("ada@cantine.example", "Bonjour", "…", **parts)
        return mail.post(letter, once=f"one:{number}", now=now, organisation_id=1, place_id=7, person_id=3)


@pytest.fixture
def ten_sent(now, mailoutbox):
    for number in range(10):
        mail.deliver(to_one(now, number), now=now)
    assert len(mailoutbox) == 10


def state_of(mail_id):
    with scoping.unscoped("the test reads the outbox"):
        row = Mail.objects.get(pk=mail_id)
    return row.state, row.error, row.next_try_at


def test_past_ten_letters_a_day_what_can_wait_waits_for_the_next_day(now, ten_sent, mailoutbox):
    late = to_one(now, "late", waits_until=now + timedelta(days=3))
    mail.deliver(late, now=now + timedelta(hours=2))
    assert state_of(late) == ("waiting", mail.OVER_LIMIT, now + timedelta(days=1))
    mail.deliver(late, now=now + timedelta(days=1))
    assert (state_of(late)[:2], len(mailoutbox)) == (("sent", ""), 11)


def test_past_ten_letters_a_day_a_reminder_that_would_come_too_late_is_given_up(now, ten_sent):
    late = to_one(now, "late", waits_until=now + timedelta(hours=20))
    mail.deliver(late, now=now + timedelta(hours=2))
    assert state_of(late) == ("failed", mail.OVER_LIMIT, None)


def test_past_ten_letters_a_day_what_the_reader_asked_for_still_leaves(now, ten_sent, mailoutbox):
    mail.deliver(to_one(now, "answer"), now=now)
    assert len(mailoutbox) == 11


def test_another_place_counts_its_own_letters(now, ten_sent, mailoutbox):
    with scoping.unscoped("the test posts a letter"):
        letter = Letter("ada@cantine.example", "Bonjour", "…", waits_until=now + timedelta(days=3))
        other = mail.post(letter, once="other", now=now, organisation_id=1, place_id=8, person_id=3)
    mail.deliver(other, now=now)
    assert len(mailoutbox) == 11


def test_news_are_stopped_in_one_click_by_the_mail_reader(now, run_jobs, mailoutbox):
    a_letter(now, unsubscribe="https://cantine.example/desabonner/x/")
    run_jobs()
    headers = mailoutbox[0].extra_headers
    assert headers["List-Unsubscribe"] == "<https://cantine.example/desabonner/x/>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_letters_of_one_writing_are_counted_by_state(now):
    batch = uuid4()
    with scoping.unscoped("the test posts letters"):
        for number in range(3):
            letter = Letter("ada@cantine.example", "Bonjour", "…")
            mail.post(letter, once=f"b:{number}", now=now, organisation_id=None, batch=batch)
        mail.deliver(Mail.objects.order_by("pk").values_list("pk", flat=True)[0], now=now)
        assert mail.tallies([batch, uuid4()]) == {batch: {"sent": 1, "waiting": 2}}
