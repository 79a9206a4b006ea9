"""Writes of a place: opening one, its spaces and what is bookable in them, its hours, its team, its house rules."""

from cantine.places.commands.description import PLACE_FIELDS, change_place
from cantine.places.commands.hours import close_days, set_week
from cantine.places.commands.house_rules import accept_house_rules, publish_house_rules, see_insurance
from cantine.places.commands.opening import KINDS, USUAL_WEEK, open_place
from cantine.places.commands.spaces import (
    RESOURCE_FIELDS,
    add_resource,
    add_space,
    change_resource,
    join_resources,
    retire_resource,
    take_pool_along,
)
from cantine.places.commands.team import end_role, give_role, note_contact

__all__ = [
    "KINDS",
    "PLACE_FIELDS",
    "RESOURCE_FIELDS",
    "USUAL_WEEK",
    "accept_house_rules",
    "add_resource",
    "add_space",
    "change_place",
    "change_resource",
    "close_days",
    "end_role",
    "give_role",
    "join_resources",
    "note_contact",
    "open_place",
    "publish_house_rules",
    "retire_resource",
    "see_insurance",
    "set_week",
    "take_pool_along",
]
