"""The jobs of core: run a reaction, deliver the mail, seal the journal, sweep, give back what a killed worker left."""

from cantine.core import answers, clock, facts, journal, mail, rates, scoping, stalled
from cantine.core.jobs import done_here, job
from cantine.core.models import JournalEntry


@job("core.react")
def react(journal_id: int, reaction: str) -> None:
    """Run one reaction to one Journal row, in the fact's tenancy, and send what it wrote. A missing handler is left from an
    older release. Killed between the two, what it wrote is found by ``try_mail_again``."""
    with scoping.unscoped("a job finds the tenancy of its fact"):
        row = JournalEntry.objects.get(pk=journal_id)
    handler = facts.reactions_to(row.name).get(reaction)
    if handler is None:
        return
    fact = facts.fact_of(row.name, row.data, journal_id=row.pk)
    tenant = row.organisation_id
    door = scoping.unscoped("a fact above tenants") if tenant is None else scoping.scope([tenant])
    with done_here("core.deliver_mail") as written, door:
        handler(fact, clock.now())
    for letter in written:
        mail.deliver(**letter, now=clock.now())


@job("core.deliver_mail", queue="mail")
def deliver_mail(mail_id: int) -> None:
    mail.deliver(mail_id, now=clock.now())


@job("core.seal_journal", cron="*/10 * * * *")
def seal_journal(timestamp: int) -> None:
    journal.seal(now=clock.now())


@job("core.try_mail_again", queue="mail", cron="* * * * *")
def try_mail_again(timestamp: int) -> None:
    mail.try_again(now=clock.now())


@job("core.sweep", cron="31 3 * * *")
def sweep(timestamp: int) -> None:
    """Every night: kept answers, rate counters and old messages that have served their time."""
    now = clock.now()
    answers.sweep(now=now)
    rates.sweep(now=now)
    mail.sweep(now=now)


__all__ = ["deliver_mail", "react", "seal_journal", "stalled", "sweep", "try_mail_again"]
