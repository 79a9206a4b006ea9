"""Money is whole cents, always: an amount is an ``int``, a quantity or a rate is a ``Decimal``, and no float comes near.

What does not fall on a cent is rounded half up, away from zero, as EN 16931 and French practice have it; Python's own
``round`` goes to the even neighbour, which makes 10.005 into 10.00.
"""

from decimal import ROUND_HALF_UP, Decimal

_WHOLE = Decimal(1)
_HUNDRED = Decimal(100)


def round_half_up(amount: Decimal) -> int:
    """``Decimal("2.5")`` → 3, ``Decimal("-2.5")`` → -3."""
    return int(amount.quantize(_WHOLE, rounding=ROUND_HALF_UP))


def times(cents: int, quantity: Decimal) -> int:
    """The price of ``quantity`` units at ``cents`` each."""
    return round_half_up(cents * quantity)


def share_of(cents: int, percent: Decimal) -> int:
    """``percent`` of an amount: 20 % of 4 000 cents is 800."""
    return round_half_up(cents * percent / _HUNDRED)


def changed_by(cents: int, percent: Decimal) -> int:
    """The amount once it rose or fell by ``percent``: 4 000 cents less 30 % is 2 800."""
    return round_half_up(cents * (_HUNDRED + percent) / _HUNDRED)


def share_within(cents: int, percent: Decimal) -> int:
    """What an amount holds of ``percent`` of the rest: 200 cents at 10 % hold 18."""
    return round_half_up(cents * percent / (_HUNDRED + percent))
