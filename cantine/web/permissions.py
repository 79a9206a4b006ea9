"""Who may bring a place's data in, and take it out: its manager in a browser, or the program itself."""

from cantine.core.authorization import Predicate, by_system, register
from cantine.places.permissions import manager

in_browser = Predicate(lambda actor, _target: actor.levels is None, "not by token")

register(
    {
        "place.import": (manager & in_browser) | by_system,
        "place.export": (manager & in_browser) | by_system,
        "place.tell_of_export": by_system,
    },
    level="manage",
)
