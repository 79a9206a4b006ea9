"""What a place and a resource may say of themselves: every wrong value at once, never only the first."""

import re
from collections.abc import Iterator, Mapping

from cantine.kernel import Refusal
from cantine.places.rules.access import Standing
from cantine.places.rules.wall_clock import zone_of

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LEVELS = tuple(Standing)
_LEAST = {"capacity": 1, "grid_minutes": 5, "shortest_minutes": 5, "longest_minutes": 5, "horizon_days": 1}


def check_place(fields: Mapping[str, object]) -> tuple[Refusal, ...]:
    """``place_name_missing``, ``accent_wrong``, ``timezone_unknown``, ``legal_capacity_below_one``."""
    return tuple(_place(fields))


def _place(fields: Mapping[str, object]) -> Iterator[Refusal]:
    if "name" in fields and not str(fields["name"]).strip():
        yield Refusal("place_name_missing", field="name")
    if "accent" in fields and not _COLOUR.fullmatch(str(fields["accent"])):
        yield Refusal("accent_wrong", {"accent": fields["accent"]}, "accent")
    if "timezone" in fields and not _is_zone(str(fields["timezone"])):
        yield Refusal("timezone_unknown", {"timezone": fields["timezone"]}, "timezone")
    people = fields.get("legal_capacity")
    if isinstance(people, int) and people < 1:
        yield Refusal("legal_capacity_below_one", field="legal_capacity")


def _is_zone(name: str) -> bool:
    try:
        zone_of(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def check_resource(fields: Mapping[str, object]) -> tuple[Refusal, ...]:
    """``below_least`` for a number too small, ``shortest_over_longest``, ``unseen_but_bookable`` when those who may
    book or ask could not even see; ``level_unknown``.
    """
    return tuple(_resource(fields))


def _resource(fields: Mapping[str, object]) -> Iterator[Refusal]:
    for name, least in _LEAST.items():
        value = fields.get(name)
        if isinstance(value, int) and value < least:
            yield Refusal("below_least", {"least": least}, name)
    shortest, longest = fields.get("shortest_minutes"), fields.get("longest_minutes")
    if isinstance(shortest, int) and isinstance(longest, int) and shortest > longest:
        yield Refusal("shortest_over_longest", {"shortest": shortest, "longest": longest}, "longest_minutes")
    yield from _levels({name: fields[name] for name in ("see", "ask", "book") if name in fields})


def _levels(levels: Mapping[str, object]) -> Iterator[Refusal]:
    unknown = [name for name, level in levels.items() if level not in LEVELS]
    yield from (Refusal("level_unknown", {"level": levels[name]}, name) for name in unknown)
    if unknown or "see" not in levels:
        return
    see = Standing(str(levels["see"]))
    for name in ("ask", "book"):
        if name in levels and not Standing(str(levels[name])).reaches(see):
            yield Refusal("unseen_but_bookable", {"see": levels["see"], name: levels[name]}, name)
