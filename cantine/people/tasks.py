"""The jobs of people: erase those whose days to think again are over; sweep what sign-in left behind."""

from django.conf import settings
from django.core.management import call_command

from cantine.core import clock
from cantine.core.actor import system
from cantine.core.jobs import job
from cantine.people import commands, queries

ERASER = system("people.erase_due")
MOST_WARNED = 100  # an hour: an old installation that begins to warn does not flood its mail server


@job("people.erase_due", cron="7 * * * *")
def erase_due(timestamp: int) -> None:
    """Every hour. One transaction a person: a failure leaves the others done, and is tried again."""
    now = clock.now()
    for person_id in queries.inactive_warned(now=now):
        commands.keep_who_came_back(actor=ERASER, now=now, person_id=person_id)
    for person_id in queries.due_erasures(now=now):
        commands.erase_person(actor=ERASER, now=now, person_id=person_id)


@job("people.mind_inactive", cron="41 * * * *")
def mind_inactive(timestamp: int) -> None:
    """Every hour: warn, remind, and keep whoever came back. Where no letter leaves, nobody is warned, so nobody goes."""
    if not settings.EMAIL_URL:
        return
    now = clock.now()
    for person_id in queries.inactive_warned(now=now):
        commands.keep_who_came_back(actor=ERASER, now=now, person_id=person_id)
    for person_id in queries.inactive_to_remind(now=now):
        commands.remind_inactive(actor=ERASER, now=now, person_id=person_id)
    for person_id in queries.inactive_unwarned(now=now)[:MOST_WARNED]:
        commands.warn_inactive(actor=ERASER, now=now, person_id=person_id)


@job("people.sweep_sessions", cron="23 3 * * *")
def sweep_sessions(timestamp: int) -> None:
    """Every night: sessions that are over leave the database."""
    call_command("clearsessions")
