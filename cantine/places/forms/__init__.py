"""Forms by which a place is described and run. They read what was typed; whether it may be is for the commands, whose
refusals come back beside their fields.
"""

from cantine.core.attempts import attempt
from cantine.places.forms.hours import HolidaysForm, PeriodForm, WeekForm
from cantine.places.forms.opening import LineForm, OpeningForm
from cantine.places.forms.people import AddContactForm, InsuranceForm, InviteForm, NoteForm
from cantine.places.forms.place import BookingRulesForm, HouseRulesForm, PhotoForm, PlaceForm
from cantine.places.forms.resource import AreaForm, KindForm, ResourceForm

__all__ = [
    "AddContactForm",
    "AreaForm",
    "BookingRulesForm",
    "HolidaysForm",
    "HouseRulesForm",
    "InsuranceForm",
    "InviteForm",
    "KindForm",
    "LineForm",
    "NoteForm",
    "OpeningForm",
    "PeriodForm",
    "PhotoForm",
    "PlaceForm",
    "ResourceForm",
    "WeekForm",
    "attempt",
]
