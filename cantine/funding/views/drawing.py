"""Figures as a page draws them: whole euros, shares with their tenth, bars whose size is an attribute, so that they print and
take the theme's colours. A bar always stands beside its number."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from cantine.funding.commands.wording import euros
from cantine.funding.rules import Mix, percent
from cantine.ui import formats

DASH = "–"


@dataclass(frozen=True)
class Row:
    """A name, an amount, and a bar against the largest; ``own`` where somebody of the place gave the name."""

    name: str
    amount: str
    width: str
    share: str = ""


@dataclass(frozen=True)
class Band:
    """A part of one whole, side by side with the others; ``kind`` gives its pattern, so that no colour is needed."""

    kind: str
    x: str
    width: str
    middle: str
    name: str
    amount: str
    share: str


def shown(share: Fraction | None) -> str:
    """“67,5 %”; a dash where there is nothing to be a share of."""
    return DASH if share is None else f"{formats.tenth(percent(share))}\u202f%"


def rows(amounts: Iterable[tuple[str, int]], *, whole_cents: int = 0) -> list[Row]:
    """The largest first."""
    listed = sorted(amounts, key=lambda each: -each[1])
    top = max((abs(cents) for _name, cents in listed), default=0) or 1
    return [
        Row(name, euros(cents), width(max(cents, 0), top), shown(Fraction(cents, whole_cents)) if whole_cents else "")
        for name, cents in listed
    ]


def width(cents: int, whole_cents: int) -> str:
    """In hundredths, with a point whatever the language: it goes into an attribute."""
    hundredths = min(10_000, max(0, 10_000 * cents // whole_cents)) if whole_cents > 0 else 0
    return f"{hundredths // 100}.{hundredths % 100:02}%"


def bands(mix: Mix, names: tuple[str, str, str]) -> list[Band]:
    """Own revenue, private support, public money; nothing where a year has no resource or one is below zero."""
    amounts = (mix.own_cents, mix.private_cents, mix.public_cents)
    if min(amounts) < 0 or not mix.resources_cents:
        return []
    found, before = [], 0
    for kind, name, cents, share in zip(("own", "private", "public"), names, amounts, mix.parts, strict=True):
        whole = mix.resources_cents
        found.append(
            Band(
                kind,
                width(before, whole),
                width(cents, whole),
                width(before + cents // 2, whole),
                name,
                euros(cents),
                shown(share),
            )
        )
        before += cents
    return found
