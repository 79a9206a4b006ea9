"""A year as a place shows it to everybody: its figures frozen on the day when it was published, so that what an elected official
printed stays what they printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cantine.funding.rules.mix import Mix


@dataclass(frozen=True, kw_only=True)
class Shown:
    """``source`` is ``books`` or ``entered``; ``origin`` says where figures that were entered come from."""

    year: int
    mix: Mix
    offered_cents: int = 0
    given_cents: int = 0
    source: str = "books"
    origin: str = ""
    published_on: date | None = None


SUMS = ("own_cents", "private_cents", "public_cents", "costs_cents", "unbilled_cents")


def to_json(shown: Shown) -> dict[str, Any]:
    mix = shown.mix
    return {
        **{name: getattr(mix, name) for name in SUMS}, "activities": dict(mix.activities), "costs": dict(mix.costs),
        "offered_cents": shown.offered_cents, "given_cents": shown.given_cents, "source": shown.source, "origin": shown.origin,
    }  # fmt: skip


def from_json(year: int, said: Mapping[str, Any], *, published_on: date) -> Shown:
    mix = Mix(**{name: said[name] for name in SUMS}, activities=dict(said["activities"]), costs=dict(said["costs"]))
    return Shown(
        year=year, mix=mix, offered_cents=said["offered_cents"], given_cents=said["given_cents"], source=said["source"],
        origin=said["origin"], published_on=published_on,
    )  # fmt: skip
