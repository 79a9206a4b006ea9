"""What happens to bookings, their dates and the blockings."""

from dataclasses import dataclass
from datetime import date

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class BookingFact(Fact):
    """What every fact of a booking says: which one, which of its dates, whose, and of which resource."""

    booking_id: int
    resource_id: int
    person_id: int | None = None
    occurrence_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BookingConfirmed(BookingFact):
    """Dates are firm: booked directly, approved, or an option taken up. ``overridden`` names the limits lifted."""

    overridden: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BookingRequested(BookingFact):
    """Dates wait for the place's approval; they hold the room meanwhile."""


@dataclass(frozen=True, kw_only=True)
class BookingHeld(BookingFact):
    """Dates are an option that expires."""


@dataclass(frozen=True, kw_only=True)
class RequestRefused(BookingFact):
    """The place said no to dates that were asked for; its words stay on the dates, where they can be erased."""


@dataclass(frozen=True, kw_only=True)
class DatesCancelled(BookingFact):
    """Dates were cancelled; ``late`` past the free delay."""

    late: bool = False
    by_place: bool = False


@dataclass(frozen=True, kw_only=True)
class DatesExpired(BookingFact):
    """Options or requests reached their end without an answer."""


@dataclass(frozen=True, kw_only=True)
class DateMoved(BookingFact):
    """A date changed its time or its room."""

    overridden: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BookingChanged(BookingFact):
    """A booking says otherwise what it is, or for how many people."""


@dataclass(frozen=True, kw_only=True)
class NoShowMarked(BookingFact):
    """Nobody came."""


@dataclass(frozen=True, kw_only=True)
class NoShowUndone(BookingFact):
    """It had been marked by mistake that nobody came."""


@dataclass(frozen=True, kw_only=True)
class ResourceBlocked(Fact):
    """A resource was withdrawn for a while."""

    blocking_id: int
    resource_id: int


@dataclass(frozen=True, kw_only=True)
class BlockingLifted(Fact):
    """A withdrawn resource is back."""

    blocking_id: int
    resource_id: int


@dataclass(frozen=True, kw_only=True)
class WaitingFact(Fact):
    """What every fact of the waiting list says."""

    waiting_id: int
    resource_id: int
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class WaitingJoined(WaitingFact):
    """Somebody waits for a time that is taken."""


@dataclass(frozen=True, kw_only=True)
class WaitingLeft(WaitingFact):
    """Somebody waits no more."""


@dataclass(frozen=True, kw_only=True)
class WaitingOffered(WaitingFact):
    """The time came free and is held for the first in order."""

    booking_id: int


@dataclass(frozen=True, kw_only=True)
class OfferTaken(WaitingFact):
    """What was offered is now theirs."""

    booking_id: int


@dataclass(frozen=True, kw_only=True)
class OfferPassed(WaitingFact):
    """What was offered was declined, or nobody answered in time."""

    booking_id: int
    answered: bool = True


@dataclass(frozen=True, kw_only=True)
class FeedMade(Fact):
    """A secret calendar address was made."""

    feed_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class FeedRevoked(Fact):
    """A secret calendar address opens nothing any more."""

    feed_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class OccupationFact(Fact):
    """What every fact of an occupation says: which one, of what, and whose, if a person's."""

    occupation_id: int
    resource_id: int
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class OccupationBegun(OccupationFact):
    """Somebody is given a space for months or years; ``moved_from_id`` when they had another one here."""

    moved_from_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class OccupationEndSet(OccupationFact):
    """The last day of an occupation was set, brought forward, put off, or taken away (None)."""

    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class StateReported(OccupationFact):
    """The state of the space was written down and signed, at entry or at exit."""

    moment: str


@dataclass(frozen=True, kw_only=True)
class OccupationWished(Fact):
    """Somebody waits for a space."""

    wish_id: int


@dataclass(frozen=True, kw_only=True)
class WishClosed(Fact):
    """Somebody waits no more: given a space, or withdrawn."""

    wish_id: int
    occupation_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class MessageSent(Fact):
    """The team wrote to a group of people."""

    message_id: int
    sort: str
    reached: int


@dataclass(frozen=True, kw_only=True)
class NewsStopped(Fact):
    """A person wants no more news of this place."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class NewsResumed(Fact):
    """A person who had stopped the news of this place receives them again."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class Arrived(Fact):
    """Somebody is here; ``how`` says by what it is known."""

    visit_id: int
    person_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class Left(Fact):
    """Somebody left."""

    visit_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class GuestsCounted(Fact):
    """Guests came who sign nothing; a number below zero left."""

    count: int
    how: str


@dataclass(frozen=True, kw_only=True)
class HeadcountTaken(Fact):
    """One number says how many came on a day."""

    visit_id: int
    day: date
    count: int


@dataclass(frozen=True, kw_only=True)
class VisitCorrected(Fact):
    """The hours of a visit were corrected."""

    visit_id: int
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class VisitRemoved(Fact):
    """A visit noted by mistake was taken out."""

    visit_id: int
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DayOpened(Fact):
    """Somebody of the team opened the place with their code."""

    day: date
    person_id: int


@dataclass(frozen=True, kw_only=True)
class DayClosed(Fact):
    """The day is over: whoever was still here was checked out. ``person_id`` closed it, None when the hour did."""

    day: date
    checked_out: int
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DeviceAdded(Fact):
    """A tablet, a sensor or a door was declared at the place."""

    device_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class DevicePaired(Fact):
    """A tablet opened its pairing link: it acts for the place's door from now on."""

    device_id: int


@dataclass(frozen=True, kw_only=True)
class DeviceRevoked(Fact):
    """A device acts no more."""

    device_id: int


@dataclass(frozen=True, kw_only=True)
class OpeningCodeGiven(Fact):
    """A person of the team received a code to open the day; any former one is dead."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class OpeningCodeRevoked(Fact):
    """A person's code opens nothing any more."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class VisitorCardMade(Fact):
    """A card with a person's QR was printed; any former one is dead."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationDomiciled(Fact):
    """An organisation has its address at the place from now on; ``customer_id`` says which."""

    domiciliation_id: int
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class DomiciliationEnded(Fact):
    """The last day of an address was set."""

    domiciliation_id: int
    customer_id: int
    until: date


@dataclass(frozen=True, kw_only=True)
class MailContactNamed(Fact):
    """A person is told of the letters of an organisation, and may take them."""

    domiciliation_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MailContactDropped(Fact):
    """A person is no longer told of the letters of an organisation."""

    domiciliation_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MailFact(Fact):
    """What every fact of letters says: which ones, and whose address they came to."""

    domiciliation_id: int
    mail_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class MailReceived(MailFact):
    """Letters of one kind came."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class MailTakenOut(MailFact):
    """Letters noted by mistake were taken out before anybody was told."""


@dataclass(frozen=True, kw_only=True)
class MailAnnounced(MailFact):
    """The organisation's people were written to; ``letters`` counts the messages."""

    letters: int


@dataclass(frozen=True, kw_only=True)
class MailHandedOver(MailFact):
    """Letters were given to somebody: a known person, or whoever signed with their name."""

    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class MailForwarded(MailFact):
    """Letters were sent on to another address."""


@dataclass(frozen=True, kw_only=True)
class MailSentBack(MailFact):
    """Letters went back to their sender."""


@dataclass(frozen=True, kw_only=True)
class KeyFact(Fact):
    """What every fact of the register says: which key, and in whose hands when it has any."""

    key_id: int
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class KeyAdded(KeyFact):
    """A key or a badge is on the register."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class KeyLent(KeyFact):
    """A key was given to somebody."""

    loan_id: int
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class KeyTakenBack(KeyFact):
    """A key came back, or was found again."""

    loan_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class KeyLost(KeyFact):
    """Nobody knows where a key is; who held it answers for it."""


@dataclass(frozen=True, kw_only=True)
class KeyRetired(KeyFact):
    """A key left the register."""
