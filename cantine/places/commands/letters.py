"""What a place writes to people about itself, in their language."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from cantine.core.mail import Letter
from cantine.places.permissions import ROLE_NAMES
from cantine.places.queries import PlaceRef


def invitation(*, place: PlaceRef, to: str, role: str, secret: str, language: str) -> Letter:
    """The letter with the link that opens for seven days."""
    with override(language):
        values = {
            "place": place.name,
            "role": ROLE_NAMES[role],
            "link": f"{settings.PUBLIC_URL}/compte/invitation/{secret}/",
        }
        return Letter(
            to=to,
            subject=_("%(place)s invites you") % {"place": place.name},
            text=render_to_string("places/letters/invitation.txt", values),
            sender_name=place.name,
        )
