"""What the pages of dates share: finding the date that the reader may see, and how a refusal is answered."""

from uuid import UUID

from django.http import Http404, HttpRequest

from cantine.booking.queries import DateCard, date_among_others, date_by_uuid
from cantine.core import clock
from cantine.core.authorization import Target, can
from cantine.kernel import Refused, folded
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest

CONFLICTS = frozenset({"taken", "not_enough_seats"})


def found_date(request: PlaceRequest, uuid: UUID) -> DateCard:
    """The date if this reader may see it; an unknown one and a foreign one answer alike."""
    return _shown(request, date_by_uuid(uuid, place_id=request.place.id))


def found_among_others(request: PlaceRequest, uuid: UUID) -> tuple[DateCard, list[DateCard]]:
    """The same, with every date of its booking."""
    card, every = date_among_others(uuid, place_id=request.place.id)
    return _shown(request, card), every


def _shown(request: PlaceRequest, card: DateCard | None) -> DateCard:
    if card is None or not can(
        request.actor, "booking.see", Target(request.place.organisation_id, request.place.id, card.person_id)
    ):
        raise Http404
    return card


def customers_for(request: PlaceRequest, *, staff: bool) -> list[tuple[str, str]]:
    """On whose behalf one may book: the organisations one belongs to; for the team, those known here too."""
    person = request.actor.person_id
    if person is None:
        return []
    today = request.place.today(clock.now())
    mine = [line for line in persons.belongings_of(person, today=today) if line.until is None or line.until >= today]
    found = {str(line.organisation_id): line.organisation for line in mine}
    if staff:
        found |= dict(places.customer_names(place=request.place))
    return sorted(found.items(), key=lambda pair: folded(pair[1]))


def is_htmx(request: HttpRequest) -> bool:
    """Whether the script of a page asks for a piece of it."""
    return bool(request.headers.get("HX-Request"))


def status_of(refused: Refused) -> int:
    """409 when somebody else has it, 422 when the rules say no."""
    return 409 if any(refusal.code in CONFLICTS for refusal in refused.refusals) else 422
