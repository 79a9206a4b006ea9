"""Reads of a place: who acts there, what it holds, when it is open."""

from cantine.places.queries.contacts import ContactCard, customer_contacts, person_contacts
from cantine.places.queries.hours import Hours, hours_of
from cantine.places.queries.house_rules import HouseRulesInForce, accepted_version, house_rules_in_force, insured_until
from cantine.places.queries.letterhead import Letterhead, answering_team, letterhead_of
from cantine.places.queries.notes import PlaceNote, note_of, place_page
from cantine.places.queries.refs import (
    Entry,
    PlaceRef,
    entry_of,
    find_place,
    place_by_id,
    place_refs,
    published_places,
)
from cantine.places.queries.resources import (
    PoolTaken,
    ResourceCard,
    find_resource,
    lock_units,
    resource_by_id,
    resource_cards,
    resource_page,
)
from cantine.places.queries.team import STAFF_ROLES, actor_of, standing_of

__all__ = [
    "STAFF_ROLES",
    "ContactCard",
    "Entry",
    "Hours",
    "HouseRulesInForce",
    "Letterhead",
    "PlaceNote",
    "PlaceRef",
    "PoolTaken",
    "ResourceCard",
    "accepted_version",
    "actor_of",
    "answering_team",
    "customer_contacts",
    "entry_of",
    "find_place",
    "find_resource",
    "hours_of",
    "house_rules_in_force",
    "insured_until",
    "letterhead_of",
    "lock_units",
    "note_of",
    "person_contacts",
    "place_by_id",
    "place_page",
    "place_refs",
    "published_places",
    "resource_by_id",
    "resource_cards",
    "resource_page",
    "standing_of",
]
