"""Bookings as JSON: what is free, what is taken, taking it, and giving it back."""

from cantine.booking.api.dates import router as dates
from cantine.booking.api.making import router as making
from cantine.booking.api.reading import router as reading

routers = [reading, making, dates]

__all__ = ["routers"]
