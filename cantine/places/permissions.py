"""Who may do what at a place."""

from cantine.core.authorization import anyone, by_system, oneself, register, role, signed_in

ROLES = ("manager", "host", "treasurer", "member", "resident")
STAFF = ("manager", "host", "treasurer")

manager = role("manager")
staff = role(*STAFF)
team = role("manager", "host")
member = role("member", "resident", *STAFF)

register({"place.see": anyone, "place.see_planning": anyone, "place.see_matrix": signed_in}, level="read")
register(
    {
        "place.open": signed_in | by_system,
        "place.change": manager | by_system,
        "place.give_role": manager | by_system,
        "place.see_team": staff,
        "place.see_contacts": staff,
        "place.change_spaces": manager | by_system,
        "place.change_hours": manager | by_system,
        "place.see_settings": manager,
        "place.see_insurance": team | by_system,
        "place.meet": team | oneself | by_system,
    },
    level="manage",
)
register({"place.accept_rules": oneself | by_system}, level="book")
