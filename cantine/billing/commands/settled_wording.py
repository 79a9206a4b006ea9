"""When and how a document was paid, in words."""

from datetime import date

from django.utils.translation import gettext as _

from cantine.billing.commands.wording import METHOD_NAMES
from cantine.billing.queries import Issued, Settled
from cantine.billing.rules import Method
from cantine.ui import formats


def paid_of(found: Issued) -> list[tuple[date, str, int]]:
    """What settled a document of which nothing is left to pay, in the order of time: its day, its words, its cents. Empty where
    something is left, and of what gives money back."""
    card = found.card
    if card.kind.gives_back or card.left_cents > 0 or card.paid_cents <= 0 or card.taken_over:
        return []
    stood = [each for each in found.settled if each.cents > 0 and not each.undone]
    return sorted((each.received_on or each.at.date(), _how(each), each.cents) for each in stood)


def paid_words(found: Issued) -> str:
    """“Paid on 12 December 2026, card”; "" where it is not."""
    paid = paid_of(found)
    if not paid:
        return ""
    hows = list(dict.fromkeys(words for _day, words, _cents in paid))
    return _("Paid on %(day)s, %(how)s") % {"day": formats.full_day(paid[-1][0]), "how": ", ".join(hows).lower()}


def _how(each: Settled) -> str:
    if each.payment is None:
        return _("By the document %(reference)s") % {"reference": each.other_reference}
    return str(METHOD_NAMES[Method(each.method)])
