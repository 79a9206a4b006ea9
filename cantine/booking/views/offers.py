"""What is proposed instead of what was refused, in the words of a button."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from cantine.booking import queries, rules
from cantine.booking.queries import Proposal
from cantine.core.actor import Actor
from cantine.kernel import Interval
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.ui import formats


@dataclass(frozen=True)
class Offer:
    """One button: ``value`` comes back in the form, ``words`` are on it."""

    value: str
    words: str
    asks: bool


class Instead(NamedTuple):
    """What the button said."""

    interval: Interval
    resource: str


def offers_instead(
    *,
    actor: Actor,
    place: PlaceRef,
    resource: ResourceCard,
    person_id: int | None,
    wish: rules.Wish,
    now: datetime,
    but_occurrences: tuple[int, ...] = (),
) -> list[Offer]:
    """The nearest things to one wish, each as a button."""
    found = queries.alternatives_to(
        actor=actor, place=place, resource=resource, person_id=person_id, wish=wish, now=now,
        but_occurrences=but_occurrences,
    )  # fmt: skip
    return [offer_of(each, place, asked=wish.interval) for each in found]


def offer_of(proposal: Proposal, place: PlaceRef, *, asked: Interval) -> Offer:
    """Says only what differs: the hour on the same day, the day too on another, the room when it is another."""
    zone, interval = place.zone, proposal.interval
    same_day = formats.day_of(interval.starts_at, zone) == formats.day_of(asked.starts_at, zone)
    when = formats.hours(interval, zone) if same_day else formats.span(interval, zone)
    joined = proposal.kind is rules.AlternativeKind.JOINED_ROOMS
    if proposal.kind is rules.AlternativeKind.OTHER_TIME:
        words = when
    elif joined:
        words = _("%(room)s (joined rooms), %(when)s") % {"room": proposal.resource.name, "when": when}
    else:
        words = f"{proposal.resource.name}, {when}"
    return Offer(value_of(interval, proposal.resource.slug), words, proposal.mode == "ask")


def value_of(interval: Interval, slug: str) -> str:
    return f"{interval.starts_at:%Y-%m-%dT%H:%M:%SZ}|{interval.ends_at:%Y-%m-%dT%H:%M:%SZ}|{slug}"


def read_value(text: str) -> Instead | None:
    """The period and room of a button; None of anything else."""
    parts = text.split("|")
    if len(parts) != 3:
        return None
    try:
        starts_at, ends_at = (datetime.strptime(part, "%Y-%m-%dT%H:%M:%S%z") for part in parts[:2])
        return Instead(Interval(starts_at, ends_at), parts[2])
    except ValueError:
        return None
