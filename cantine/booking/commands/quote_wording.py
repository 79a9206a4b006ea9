"""What is undone with a date that a quote promised: said to the team before it is done."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cantine.billing.queries import ChargeLine, QuoteCard
from cantine.billing.rules import Stage
from cantine.ui import formats


def undone_with_quote(quote: QuoteCard, charge: ChargeLine | None) -> Iterator[str]:
    """What falls of the quote, what becomes of its answer, and its deposit."""
    said = {
        "number": quote.reference or _("in preparation"), "name": quote.payer_name, "amount": formats.money(quote.gross_cents),
        "asked": formats.money(charge.asked.net_cents if charge else 0), "deposit": quote.deposit_reference,
    }  # fmt: skip
    if quote.state is Stage.ACCEPTED:
        yield (
            _(
                "The quote %(number)s of %(name)s was accepted with this date, %(amount)s with VAT: %(asked)s without VAT "
                "will not be invoiced any more."
            )
            % said
        )
        if quote.deposit:
            yield _("The deposit %(deposit)s stays invoiced: give it back by a credit note if you owe it.") % said
    elif quote.state in {Stage.DRAFT, Stage.SENT}:
        yield (
            _(
                "The quote %(number)s of %(name)s offers this date: without it, it can’t be accepted as it stands. Make a new version."
            )
            % said
        )
