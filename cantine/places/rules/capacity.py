"""How many people: by layout for a room, and by law for a building (the *jauge* of an ERP), summed over
simultaneous uses.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cantine.kernel.interval import Interval, peak
from cantine.kernel.refusal import Refusal

# People, and when: one use of the place at the same time as others.
Use = tuple[Interval, int]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A way to set a room and the people it then holds: ``theatre``, ``u``, ``classroom``, ``cocktail``, or
    the place's own word.
    """

    code: str
    people: int


@dataclass(frozen=True, kw_only=True)
class LegalCapacity:
    """The people a place may hold at once by law, and those whom its other uses already bring."""

    people: int
    uses: tuple[Use, ...] = ()


def check_capacity(*, interval: Interval, people: int, legal: LegalCapacity) -> tuple[Refusal, ...]:
    """``over_legal_capacity`` when at some moment of ``interval`` the other uses and these ``people`` pass
    the limit.
    """
    meeting = [use for use in legal.uses if use[0].overlaps(interval)]
    if sum(each for _, each in meeting) + people <= legal.people:
        return ()  # even all at once they are not too many: no moment is looked for
    present = people_at_worst(interval=interval, uses=meeting)
    if present + people <= legal.people:
        return ()
    context = {
        "limit": legal.people,
        "present": present,
        "asked": people,
        "left": max(0, legal.people - present),
    }
    return (Refusal("over_legal_capacity", context, "guests"),)


def check_layout(*, people: int, layout: str, layouts: Iterable[Layout], capacity: int | None) -> tuple[Refusal, ...]:
    """``layout_unknown``, or ``over_capacity`` against the layout's people, or the room's own when no layout
    is chosen.
    """
    by_code = {each.code: each.people for each in layouts}
    if layout and layout not in by_code:
        return (Refusal("layout_unknown", {"layout": layout, "layouts": tuple(by_code)}, "layout"),)
    limit = by_code[layout] if layout else capacity
    if limit is None or people <= limit:
        return ()
    roomier = tuple(code for code, holds in by_code.items() if holds >= people)
    context = {"capacity": limit, "people": people, "layout": layout, "layouts_that_fit": roomier}
    return (Refusal("over_capacity", context, "guests"),)


def people_at_worst(*, interval: Interval, uses: Iterable[Use]) -> int:
    """The most people the ``uses`` bring together at one moment of ``interval``."""
    return peak((piece, people) for use, people in uses if (piece := use.intersection(interval)) is not None)
