"""What was invoiced and asks for less since: given back line by line, and what is still asked for is to be invoiced again."""

from datetime import datetime
from uuid import UUID

from cantine.billing import queries
from cantine.billing.commands.issuing import credit_invoice
from cantine.billing.rules import Afterwards
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def credit_moved(*, actor: Actor, now: datetime, place: PlaceRef) -> tuple[list[UUID], list[Refusal]]:
    """A credit note for each document of which a line asks for less, at once, each in a transaction of its own: those that were made, and
    why the others were not. What asks for more is left to whoever decides. Records InvoiceIssued for each."""
    authorize(actor, "invoice.credit", Target(place.organisation_id, place.id))
    lines: dict[UUID, list[int]] = {}
    for each in queries.moved_since(place):
        if each.asks_less:
            lines.setdefault(each.invoice, []).extend(each.lines)
    made: list[UUID] = []
    wrong: list[Refusal] = []
    for invoice, places in lines.items():
        try:
            made.append(
                credit_invoice(
                    actor=actor,
                    now=now,
                    place=place,
                    invoice=invoice,
                    lines=sorted(places),
                    afterwards=Afterwards.AGAIN,
                )
            )
        except Refused as why:
            wrong.extend(why.refusals)
    return made, wrong
