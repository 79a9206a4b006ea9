"""What a joined room is made of, and which resources stand on the same ground."""

from collections.abc import Mapping


def parts_of(units: Mapping[int, frozenset[int]]) -> dict[int, tuple[int, ...]]:
    """For each resource that joins others, the smallest ones whose units it takes, in the order given.

    A resource that takes exactly the units of another one is no part of it: the two share a ground (``sharers_of``).
    """
    joined = {}
    for whole, taken in units.items():
        inside = [other for other, its in units.items() if its and its < taken]
        smallest = [one for one in inside if not any(units[other] < units[one] for other in inside)]
        if smallest:
            joined[whole] = tuple(smallest)
    return joined


def sharers_of(units: Mapping[int, frozenset[int]]) -> dict[int, tuple[int, ...]]:
    """For each resource, the others that take exactly the same units: one area, two lives."""
    return {
        one: others
        for one, its in units.items()
        if its and (others := tuple(other for other, theirs in units.items() if other != one and theirs == its))
    }
