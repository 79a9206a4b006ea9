"""Money that comes in or goes out, entered where it stands: in the books and, for cash, in the drawer of the place. One
register for all the cash of a place: what is counted at night is what the books say."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cantine.accounting import queries
from cantine.accounting.commands.cash.taking import put_in_drawer
from cantine.accounting.commands.entries import post_entry, reverse_entry
from cantine.accounting.models import Entry, Taking
from cantine.accounting.rules import JournalKind, Method, Posting, Role
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.places.queries import PlaceRef

KEEPER = system("accounting.cash")


def enter_money(
    *, actor: Actor, now: datetime, place: PlaceRef, entity_id: int, journal: JournalKind, day: date, label: str,
    piece: str, source: str, postings: Sequence[Posting], replay: bool = False,
) -> UUID:  # fmt: skip
    """What ``post_entry`` does; what the postings say of cash is in the drawer of the place too, on the same day, where the
    place keeps one for this entity and kept it that day already. Records EntryPosted, and MoneyTaken for cash.

    Refusals: those of ``post_entry``, cash_day_closed.
    """
    authorize(actor, "books.post", Target(None))
    cents = sum(each.debit_cents - each.credit_cents for each in postings if each.role is Role.CASH)
    with transaction.atomic():
        if cents:
            _put(place, entity_id, cents, day=day, label=piece, source=source, now=now, replay=replay)
        return post_entry(
            actor=actor, now=now, entity_id=entity_id, journal=journal, day=day, label=label, piece=piece, piece_day=day,
            source=source, postings=postings, replay=replay,
        )  # fmt: skip


def undo_money(*, actor: Actor, now: datetime, place: PlaceRef, entry: UUID, day: date, label: str) -> UUID:
    """What ``reverse_entry`` does; cash that the drawer took with the entry goes out of it the same way.

    Refusals: those of ``reverse_entry``, cash_day_closed.
    """
    authorize(actor, "books.post", Target(place.organisation_id, place.id))
    with transaction.atomic():
        made = reverse_entry(actor=actor, now=now, place=place, entry=entry, day=day, label=label)
        source, entity_id, piece = Entry.objects.values_list("source", "entity_id", "piece").get(uuid=entry)
        taken = Taking.objects.filter(entity_id=entity_id, source=source, method=Method.CASH.value)
        cents = taken.values_list("amount_cents", flat=True).first()
        if cents:
            _put(place, entity_id, -cents, day=day, label=piece, source=f"reverse:{entry}", now=now)
    return made


def _put(
    place: PlaceRef, entity_id: int, cents: int, *, day: date, label: str, source: str, now: datetime, replay: bool = False
) -> None:  # fmt: skip
    """What the chain says of it is its document: a name would stay there for ever."""
    drawer = next((each for each in queries.drawers_of(place) if each.entity_id == entity_id), None)
    if drawer is None or day < place.today(drawer.opened_at):
        return
    put_in_drawer(
        actor=KEEPER, now=now, place=place, drawer=drawer, day=day, cents=cents, label=label, source=source,
        replay=replay,
    )  # fmt: skip
