"""Who may do what at a place."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cantine.core.actor import ANONYMOUS, Actor, Grant, system
from cantine.core.authorization import (
    Target,
    anyone,
    by_device,
    by_system,
    can,
    oneself,
    register,
    role,
    signed_in,
    table,
)
from cantine.people.permissions import manages_organisation

ROLE_NAMES: dict[str, str | Promise] = {
    "manager": _("manager"),
    "host": _("host"),
    "treasurer": _("treasurer"),
    "volunteer": _("volunteer"),
    "member": _("member"),
    "resident": _("resident"),
}
ROLES = tuple(ROLE_NAMES)
STAFF = ("manager", "host", "treasurer")

manager = role("manager")
staff = role(*STAFF)
team = role("manager", "host")
at_the_door = by_device & role("device")
member = role("member", "resident", *STAFF)
shift_taker = role("manager", "host", "volunteer")
occupant = role("member", "resident", "volunteer", *STAFF)

register({"place.see": anyone, "place.see_planning": anyone, "place.see_matrix": signed_in}, level="read")
register(
    {
        # Oneself: who leads an organisation that nobody manages yet opens its first place (``open_place`` finds out).
        "place.open": manages_organisation | oneself | by_system,
        "place.change": manager | by_system,
        "place.give_role": manager | by_system,
        "place.see_team": staff,
        "place.see_contacts": staff,
        "place.change_spaces": manager | by_system,
        "place.change_hours": manager | by_system,
        "place.see_settings": manager,
        "place.see_insurance": team | by_system,
        "place.note_contact": team | by_system,
    },
    level="manage",
)
register(
    {"place.accept_rules": oneself | by_system, "place.meet": team | oneself | at_the_door | by_system}, level="book"
)
register({"place.see_shifts": staff | role("volunteer"), "place.see_house_life": occupant}, level="read")
register(
    {
        "place.take_shift": shift_taker,
        "place.give_up_shift": oneself | team,
    },
    level="book",
)
register(
    {
        "place.plan_shifts": team | by_system,
        "place.see_hours_given": staff,
        "place.note_hours_given": team | by_system,
        "place.warn_unopened": by_system,
        "place.forget_person": by_system,
        "place.write_house_life": team | by_system,
        "place.post_notice": team | by_system,
    },
    level="manage",
)


@dataclass(frozen=True)
class MatrixRow:
    """One action, and whether each of ``COLUMNS`` may do it."""

    action: str
    level: str
    held: tuple[bool, ...]


COLUMNS = ("anyone", "signed in", "oneself", *ROLES, "device", "system")


def matrix() -> list[MatrixRow]:
    """Who may do what, asked of the predicates themselves: for a page, and for docs/reference."""
    return [
        MatrixRow(permission.action, permission.level, tuple(_may(column, permission.action) for column in COLUMNS))
        for permission in table().values()
    ]


def _may(column: str, action: str) -> bool:
    """Person 1 acts at place 1 of organisation 1, on a row of person 2 unless it is their own."""
    place = Target(organisation_id=1, place_id=1, person_id=1 if column == "oneself" else 2)
    actors = {
        "anyone": ANONYMOUS,
        "signed in": Actor("person", 1),
        "oneself": Actor("person", 1),
        "device": Actor("device", grants=(Grant(1, 1, "device"),)),
        "system": system("matrix"),
    }
    return can(actors.get(column) or Actor("person", 1, (Grant(1, 1, column),)), action, place)
