"""Tables of bookings, of visits and the devices that count them, of letters received, of keys lent, of occupancy."""

from cantine.booking.models.bookings import Blocking, Booking, Claim, Occurrence, SeatClaim
from cantine.booking.models.domiciliation import DomiciliationApproval, DomiciliationContract, DomiciliationDocument
from cantine.booking.models.feeds import Feed
from cantine.booking.models.keys import Key, Loan
from cantine.booking.models.messages import Message, MessageReader, NewsStop
from cantine.booking.models.occupancy import OccupancyDay
from cantine.booking.models.occupations import Occupation, OccupationWish, StatePhoto, StateReport
from cantine.booking.models.post import Domiciliation, DomiciliationContact, MailItem
from cantine.booking.models.visits import DayOpening, Device, OpeningCode, SensorEvent, Visit, VisitorCard
from cantine.booking.models.waiting import Waiting

__all__ = [
    "Blocking",
    "Booking",
    "Claim",
    "DayOpening",
    "Device",
    "Domiciliation",
    "DomiciliationApproval",
    "DomiciliationContact",
    "DomiciliationContract",
    "DomiciliationDocument",
    "Feed",
    "Key",
    "Loan",
    "MailItem",
    "Message",
    "MessageReader",
    "NewsStop",
    "OccupancyDay",
    "Occupation",
    "OccupationWish",
    "Occurrence",
    "OpeningCode",
    "SeatClaim",
    "SensorEvent",
    "StatePhoto",
    "StateReport",
    "Visit",
    "VisitorCard",
    "Waiting",
]
