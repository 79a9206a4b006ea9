"""Who sets the prices of a place, and who sees those that it does not publish."""

from cantine.core.authorization import by_system, register, role
from cantine.places.permissions import occupant

register({"place.see_prices": occupant | by_system}, level="read")
register({"place.change_prices": role("manager", "treasurer") | by_system}, level="manage")
register({"customer.forget_category": by_system}, level="manage")
