"""The doors of a place: its address book, its settings."""

from django.utils.translation import gettext_lazy as _

from cantine.core.navigation import Door, register

for order, label, route, action in (
    (110, _("The place"), "settings", "place.change"),
    (120, _("Spaces and rooms"), "spaces", "place.change_spaces"),
    (130, _("Hours"), "hours", "place.change_hours"),
    (140, _("Photos"), "photos", "place.change"),
    (210, _("Booking rules"), "booking_rules", "place.change"),
    (220, _("House rules"), "house_rules", "place.change"),
    (310, _("Team"), "team", "place.give_role"),
    (320, _("Who may do what"), "matrix", "place.see_matrix"),
):
    register(Door(where="settings", label=label, route=f"places:{route}", action=action, order=order))

register(
    Door(
        where="staff",
        label=_("Members"),
        route="places:members",
        action="place.see_contacts",
        icon="group",
        order=32,
    ),
    Door(
        where="staff",
        label=_("Settings"),
        route="places:settings",
        action="place.see_settings",
        icon="settings",
        order=33,
    ),
)

register(
    Door(where="staff", label=_("Who opens"), route="places:shifts", action="place.see_shifts", icon="key", order=50),
    Door(
        where="place",
        label=_("House life"),
        route="places:house_life",
        action="place.see_house_life",
        icon="home",
        order=70,
    ),
)
