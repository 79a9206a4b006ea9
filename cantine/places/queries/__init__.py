"""Reads of a place: who acts there, what it holds, when it is open."""

from cantine.places.queries.hours import Hours, hours_of
from cantine.places.queries.house_rules import HouseRulesInForce, accepted_version, house_rules_in_force, insured_until
from cantine.places.queries.refs import Entry, PlaceRef, entry_of, find_place, place_refs, published_places
from cantine.places.queries.resources import (
    PoolTaken,
    ResourceCard,
    find_resource,
    lock_units,
    resource_by_id,
    resource_cards,
)
from cantine.places.queries.team import STAFF_ROLES, actor_of, standing_of

__all__ = [
    "STAFF_ROLES",
    "Entry",
    "Hours",
    "HouseRulesInForce",
    "PlaceRef",
    "PoolTaken",
    "ResourceCard",
    "accepted_version",
    "actor_of",
    "entry_of",
    "find_place",
    "find_resource",
    "hours_of",
    "house_rules_in_force",
    "insured_until",
    "lock_units",
    "place_refs",
    "published_places",
    "resource_by_id",
    "resource_cards",
    "standing_of",
]
