"""How somebody would get a resource: at once, on request, or on a trial day."""

from cantine.booking import queries
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard


def mode_of(request: PlaceRequest, card: ResourceCard) -> str:
    """How one would get it; what only a trial day opens is booked at once or asked for, as a member would."""
    mode = card.access.mode_for(places.standing_of(request.actor, place=request.place))
    if mode is place_rules.Mode.REFUSED:
        mode = card.access.mode_for(place_rules.Standing.MEMBER)
    return mode.value


def has_a_trial_left(request: PlaceRequest) -> bool:
    """Somebody who is no member, and has not had their trial day."""
    person, place = request.actor.person_id, request.place
    standing = places.standing_of(request.actor, place=place)
    if person is None or standing.reaches(place_rules.Standing.MEMBER):
        return False
    return not queries.trial_used(place=place, person_id=person)
