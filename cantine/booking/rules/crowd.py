"""How many people may be inside at once: those seen at the door, and those whom bookings and lets bring, nobody twice."""

from collections.abc import Iterable
from dataclasses import dataclass

# Whose it is, when it is somebody's, and how many people come with it.
Party = tuple[int | None, int]


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """``here`` were seen at the door, ``inside`` may be inside with those expected now; ``limit`` is the legal one."""

    here: int
    inside: int
    limit: int

    @property
    def is_over(self) -> bool:
        return self.inside > self.limit


def crowd_of(*, here: Iterable[Party], expected: Iterable[Party], limit: int) -> Crowd:
    """``expected`` are the dates that run now and the lets: whoever is here for one of theirs is among its people, and
    a let and a date of one person count that person once. A guest without a name is counted beside: an alarm that
    rings early is better than a door that closes late."""
    seen, parties = list(here), list(expected)
    known = {person for person, _ in parties if person is not None}
    twice = sum(1 for person, _ in parties if person is not None) - len(known)
    walked_in = sum(count for person, count in seen if person is None or person not in known)
    booked = sum(people for _, people in parties) - twice
    return Crowd(here=sum(count for _, count in seen), inside=walked_in + max(0, booked), limit=limit)
