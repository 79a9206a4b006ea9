"""How a visit is known, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cantine.booking.rules import How

_HOW: dict[str, str | Promise] = {
    How.QR: _("QR code"),
    How.KIOSK: _("tablet"),
    How.STAFF: _("team"),
    How.PHONE: _("own phone"),
    How.SENSOR: _("sensor"),
    How.DOOR: _("door"),
    How.HEADCOUNT: _("count at closing"),
}


def how_words(how: str) -> str | Promise:
    return _HOW.get(how, how)
