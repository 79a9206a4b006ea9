"""Bookings as JSON: what is free, what is taken, taking it, and giving it back; who came; the mail, the keys, the long
lets and the calendars."""

from cantine.booking.api.counter import router as counter
from cantine.booking.api.dates import router as dates
from cantine.booking.api.lets import feeds, lets
from cantine.booking.api.making import router as making
from cantine.booking.api.reading import router as reading
from cantine.booking.api.visits import router as visits

routers = [reading, making, dates, visits, counter, lets, feeds]

__all__ = ["routers"]
