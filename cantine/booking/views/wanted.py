"""What the form of a booking asks for, written: at once, as a request, or as an option; for whom it was said to be."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from cantine.booking import commands, rules
from cantine.booking.commands import DateWish, Made
from cantine.booking.forms import BookingForm
from cantine.core import clock
from cantine.places import commands as place_commands
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard


def owner_of(request: PlaceRequest, form: BookingForm, *, now: datetime) -> int | None:
    """Whose booking it is; None for oneself. Somebody new is entered, where the box beside their name says so."""
    who = form.cleaned_data.get("who")
    if who is None or who.person_id is not None:
        return form.owner
    return place_commands.add_contact(actor=request.actor, now=now, place=request.place, email=who.email, name=who.name)


def write(
    request: PlaceRequest, form: BookingForm, *, resource: ResourceCard, dates: Sequence[DateWish], owner: int | None
) -> Made:
    """One command: an option where the form says until when, a booking or a request elsewhere."""
    now, override = clock.now(), bool(form.cleaned_data.get("override"))
    if form.hold_until is not None:
        return commands.hold_resource(
            actor=request.actor, now=now, place=request.place, resource=resource, dates=dates, details=form.details,
            person_id=owner, override=override, expires_at=form.hold_until,
        )  # fmt: skip
    return commands.request_booking(
        actor=request.actor, now=now, place=request.place, resource=resource, dates=dates, details=form.details,
        person_id=owner, override=override,
    )  # fmt: skip


def told(state: rules.State) -> str:
    if state is rules.State.HELD:
        return _("The option is on: it waits for your answer on the page of the day.")
    if state is rules.State.REQUESTED:
        return _("Your request is sent: the place answers by e-mail, and keeps the room for you meanwhile.")
    return _("It is booked.")
