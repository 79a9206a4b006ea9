"""Direct debits at La Cantine: three members signed, a run took what they owe, and one of its debits came back."""

from datetime import date, datetime, timedelta
from typing import Any

from cantine.accounting import queries as books
from cantine.billing import queries as documents
from cantine.billing.commands import sepa
from cantine.billing.queries import sepa as reads
from cantine.billing.rules.sepa import Holder, next_target_day
from cantine.core.actor import Actor
from cantine.kernel import Refused
from cantine.places.queries import PlaceRef

ICS = "FR72ZZZ123456"  # of nobody: the example of the scheme
IBAN = "FR1420041010050500013M02606"
MEMBERS, SPOKEN_FOR = 3, 5  # the first five are those of the bank statement, and of payments online


def load_debits(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Nothing if the place collects already."""
    if books.entity_of(place) is None or reads.creditor_of(place) is not None:
        return
    said: dict[str, Any] = {"actor": actor, "now": now - timedelta(days=20), "place": place, "replay": True}
    sepa.name_creditor(**said, ics=ICS)
    owed = [each for each in documents.candidates_of(place, today=place.today(now)) if each.left_cents > 0][SPOKEN_FOR:]
    whos = list(dict.fromkeys(each.who for each in owed if each.who[0] == "person"))[:MEMBERS]
    for who in whos:
        name = next(each.name for each in owed if each.who == who)
        mandate = sepa.ask_mandate(**said, who=who)
        holder = Holder(name, "12 rue de Cléry", "75002", "Paris", "FR", IBAN)
        sepa.sign_mandate(**said, mandate=mandate, holder=holder, name=name)
    due = min((each.due_on for each in owed if each.who in whos and each.due_on), default=place.today(now))
    _run({**said, "now": now - timedelta(days=1)}, place, due)


def _run(said: dict[str, Any], place: PlaceRef, due: date) -> None:
    """Paid in where its day is past, one debit sent back; else it waits to be brought to the bank."""
    today = place.today(said["now"])
    on = next_target_day(max(due, today - timedelta(days=4)))
    try:
        run = sepa.make_run(**said, on=on)
    except Refused:
        return  # nobody owes anything
    if on > today:
        return
    sepa.send_run(**said, run=run)
    sepa.credit_run(**said, run=run, on=today)
    back = reads.debits_of(run)[0]
    sepa.return_debit(
        actor=said["actor"], now=said["now"], place=place, debit=back.uuid, reason="AM04", on=today, fee_cents=800
    )
