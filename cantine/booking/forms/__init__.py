"""What people type about bookings, visits, letters, keys and occupations. The commands decide whether it may be."""

from cantine.booking.forms.booking import LAYOUTS, REPEATS, BookingForm, nth_of_month
from cantine.booking.forms.calendars import ExternalForm, FeedForm
from cantine.booking.forms.closing import ClosureForm
from cantine.booking.forms.details import DetailsForm
from cantine.booking.forms.finding import FindForm
from cantine.booking.forms.handing import HandForm
from cantine.booking.forms.keys import KeyForm, LendForm
from cantine.booking.forms.messages import MessageForm
from cantine.booking.forms.occupations import EndsForm, LetForm, MovesForm, PeopleForm, ReportForm, WisherForm, WishForm
from cantine.booking.forms.periods import BlockingForm, MoveForm, PeriodForm, WaitingForm, interval_of
from cantine.booking.forms.post import DomicileForm, EndForm, ReceiveForm
from cantine.booking.forms.visits import ClosingForm, DeviceForm, HeadcountForm, MomentInput, VisitForm
from cantine.core.attempts import attempt

__all__ = [
    "LAYOUTS",
    "REPEATS",
    "BlockingForm",
    "BookingForm",
    "ClosingForm",
    "ClosureForm",
    "DetailsForm",
    "DeviceForm",
    "DomicileForm",
    "EndForm",
    "EndsForm",
    "ExternalForm",
    "FeedForm",
    "FindForm",
    "HandForm",
    "HeadcountForm",
    "KeyForm",
    "LendForm",
    "LetForm",
    "MessageForm",
    "MomentInput",
    "MoveForm",
    "MovesForm",
    "PeopleForm",
    "PeriodForm",
    "ReceiveForm",
    "ReportForm",
    "VisitForm",
    "WaitingForm",
    "WishForm",
    "WisherForm",
    "attempt",
    "interval_of",
    "nth_of_month",
]
