"""The doors of bookings on a place's pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.billing.queries.counter import register_present
from cantine.booking.queries.present import named_here
from cantine.core.navigation import Door, register

register(
    Door(
        where="place",
        label=_("Planning"),
        route="booking:planning",
        action="place.see_planning",
        icon="calendar",
        order=10,
    ),
    Door(
        where="settings",
        label=_("Bring a calendar in"),
        route="booking:bring_in",
        action="booking.block",
        icon="plus",
        order=420,
    ),
    Door(where="me", label=_("Calendars"), route="booking:my_feeds", icon="calendar", order=50),
    Door(
        where="settings",
        label=_("Calendars"),
        route="booking:place_feeds",
        action="booking.make_place_feed",
        icon="calendar",
        order=410,
    ),
    Door(where="me", label=pgettext_lazy("bar", "Waiting list"), route="booking:my_waiting", icon="clock", order=40),
    Door(
        where="settings",
        label=_("Letters sent"),
        route="booking:letters",
        action="booking.see_letters",
        icon="mail",
        order=430,
    ),
    Door(where="place", label=_("Book"), route="booking:choose", action="place.see_planning", icon="plus", order=20),
)
register(
    Door(where="staff", label=_("Write"), route="booking:write", action="message.send", icon="mail", order=70),
    Door(where="staff", label=_("Today"), route="booking:today", action="booking.see_all", icon="cup", order=5),
    Door(where="staff", label=_("Who is here"), route="booking:presences", action="visit.see", icon="group", order=30),
    Door(
        where="staff",
        label=_("Attendance"),
        route="booking:occupancy",
        action="visit.see_occupancy",
        icon="chart",
        order=71,
    ),
    Door(
        where="settings",
        label=_("Door and tablet"),
        route="booking:devices",
        action="device.manage",
        icon="door",
        order=330,
    ),
    Door(where="me", label=_("My pass"), route="booking:my_pass", icon="qr", order=20),
    Door(where="me", label=_("My mail"), route="booking:my_mail", icon="mail", order=45),
    Door(
        where="staff",
        label=pgettext_lazy("received", "Mail"),
        route="booking:post",
        action="mail.see",
        icon="mail",
        order=35,
    ),
    Door(
        where="staff",
        label=_("Addresses given"),
        route="booking:contracts",
        action="domiciliation.see",
        icon="door",
        order=36,
    ),
    Door(
        where="settings",
        label=_("Domiciliation"),
        route="booking:domiciliation_approval",
        action="domiciliation.set",
        icon="check",
        order=351,
    ),
    Door(where="me", label=_("My addresses"), route="booking:my_contracts", icon="door", order=48),
    Door(where="settings", label=_("Keys"), route="booking:keys", action="key.see", icon="key", order=340),
    Door(where="me", label=_("My keys"), route="booking:my_keys", icon="key", order=46),
    Door(
        where="settings",
        label=_("Spaces let"),
        route="booking:occupations",
        action="occupation.see_all",
        icon="door",
        order=350,
    ),
    Door(where="me", label=_("My spaces"), route="booking:my_occupations", icon="door", order=47),
)
register(Door(where="account", label=_("News that I stopped"), route="booking:my_news"))
register(Door(where="person", label=_("Bookings"), route="booking:bookings_of", action="booking.see_all", order=10))
register_present("booking", named_here)
