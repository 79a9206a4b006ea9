"""Writes of a place: opening one, its spaces and what is bookable in them, its hours, its team, its house rules."""

from cantine.places.commands.description import PLACE_FIELDS, change_place
from cantine.places.commands.forgetting import forget_person
from cantine.places.commands.hours import close_days, reopen_days, set_week
from cantine.places.commands.house_life import (
    MEETING_FIELDS,
    note_decision,
    note_meeting,
    plan_meeting,
    post_notice,
    set_remits,
    withdraw_notice,
)
from cantine.places.commands.house_rules import accept_house_rules, publish_house_rules, see_insurance
from cantine.places.commands.kinds import add_kind, change_kind, remove_kind
from cantine.places.commands.opening import KINDS, USUAL_WEEK, open_place, publish_place, withdraw_place
from cantine.places.commands.photos import add_photo, change_photo, put_photo_first, remove_photo
from cantine.places.commands.resource_changes import change_resource, reorder_resources, retire_resource
from cantine.places.commands.resources import (
    RESOURCE_FIELDS,
    add_resource,
    join_resources,
    share_resource,
    take_pool_along,
)
from cantine.places.commands.shifts import (
    accept_swap,
    ask_swap,
    copy_week,
    give_up_shift,
    keep_shift,
    miss_shift,
    note_hours_given,
    plan_shift,
    remove_shift,
    take_shift,
)
from cantine.places.commands.spaces import add_space, change_space, remove_space
from cantine.places.commands.starting import add_starter
from cantine.places.commands.takeover import Taken, note_customer, take_over_members
from cantine.places.commands.team import add_contact, end_role, give_role, invite_to_role, note_contact, write_note
from cantine.places.commands.unopened import AHEAD, warn_of_unopened_days

__all__ = [
    "AHEAD",
    "KINDS",
    "MEETING_FIELDS",
    "PLACE_FIELDS",
    "RESOURCE_FIELDS",
    "USUAL_WEEK",
    "Taken",
    "accept_house_rules",
    "accept_swap",
    "add_contact",
    "add_kind",
    "add_photo",
    "add_resource",
    "add_space",
    "add_starter",
    "ask_swap",
    "change_kind",
    "change_photo",
    "change_place",
    "change_resource",
    "change_space",
    "close_days",
    "copy_week",
    "end_role",
    "forget_person",
    "give_role",
    "give_up_shift",
    "invite_to_role",
    "join_resources",
    "keep_shift",
    "miss_shift",
    "note_contact",
    "note_customer",
    "note_decision",
    "note_hours_given",
    "note_meeting",
    "open_place",
    "plan_meeting",
    "plan_shift",
    "post_notice",
    "publish_house_rules",
    "publish_place",
    "put_photo_first",
    "remove_kind",
    "remove_photo",
    "remove_shift",
    "remove_space",
    "reopen_days",
    "reorder_resources",
    "retire_resource",
    "see_insurance",
    "set_remits",
    "set_week",
    "share_resource",
    "take_over_members",
    "take_pool_along",
    "take_shift",
    "warn_of_unopened_days",
    "withdraw_notice",
    "withdraw_place",
    "write_note",
]
