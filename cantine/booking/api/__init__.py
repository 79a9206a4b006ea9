"""Bookings as JSON: what is free, what is taken, taking it, and giving it back; and who came."""

from cantine.booking.api.dates import router as dates
from cantine.booking.api.making import router as making
from cantine.booking.api.reading import router as reading
from cantine.booking.api.visits import router as visits

routers = [reading, making, dates, visits]

__all__ = ["routers"]
