"""What a plan or a pass costs to whom, in words: one’s own price, why it is not that of everybody else, and what others pay."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cantine.memberships.rules import CategoryPrice, Fee
from cantine.pricing.commands.wording import named
from cantine.ui import formats

Amount = Callable[[int], str]


@dataclass(frozen=True)
class Tag:
    """A price as it is shown: ``own`` says why it is one’s own, ``others`` who pays what."""

    amount: str
    own: str
    others: tuple[tuple[str, str], ...]


def fee_words(fee: Fee, *, amount: Amount = formats.money) -> str:
    """“tarif « Étudiant », au lieu de 220,00 €”; nothing at the price of everybody else."""
    if not fee.is_own:
        return ""
    said = {"name": named(fee.name_fr, fee.name_en), "usual": amount(fee.usual_cents)}
    return _("“%(name)s” price, instead of %(usual)s") % said


def tag_of(
    fee: Fee, prices: Sequence[CategoryPrice], *, amount: Amount = formats.money, published: bool = True
) -> Tag:  # fmt: skip
    """What one pays; where prices are published, what the other categories do. That of everybody is said with one’s own."""
    others = [
        (named(each.name_fr, each.name_en), amount(each.cents)) for each in prices if each.category != fee.category
    ]
    return Tag(amount(fee.cents), fee_words(fee, amount=amount), tuple(others) if published else ())


def price_list_words(prices: Sequence[CategoryPrice]) -> list[str]:
    """“Étudiant 120,00 €”."""
    return [f"{named(each.name_fr, each.name_en)} {formats.money(each.cents)}" for each in prices]
