"""Places, what is bookable in them, who is known to them, and who opens, as JSON."""

from cantine.places.api.listing import router as listing
from cantine.places.api.shifts import router as shifts

routers = [listing, shifts]

__all__ = ["routers"]
