"""An approved platform, as this product needs one: values in, values out. Adapters connect themselves here; nothing else knows them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cantine.billing.queries.reporting import Access


class CannotReach(Exception):
    """The platform could not be reached: nothing left. Try again later."""


class Refusing(Exception):
    """The platform answered, and refuses. Read what it says."""


@dataclass(frozen=True)
class Parcel:
    """A file that leaves; ``is_report`` tells the file of a period from an invoice. ``road`` is what a platform does of it: B2B, B2G…"""

    flow: int
    name: str
    content: bytes
    is_report: bool
    road: str = ""


@dataclass(frozen=True)
class Told:
    """What a platform says of a flow, by its own id, or of an invoice by its number: a code and a reason in words."""

    code: str
    flow_id: str = ""
    number: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Came:
    """A supplier’s invoice."""

    flow_id: str
    name: str
    content: bytes


@dataclass(frozen=True)
class News:
    """All that changed since; ``until`` is where to go on from."""

    told: tuple[Told, ...]
    came: tuple[Came, ...]
    until: str


@dataclass(frozen=True)
class Reach:
    """What the directory says of a SIREN: its name there, and whether it is at work."""

    name: str
    active: bool


class Platform(Protocol):
    """Raises CannotReach where nothing left, Refusing where the platform says no; any other failure leaves one unsure."""

    def send_invoice(self, parcel: Parcel) -> Told: ...

    def send_report(self, parcel: Parcel) -> Told: ...

    def status(self, flow_id: str) -> Told: ...

    def receive(self, since: str) -> News: ...

    def reach(self, siren: str) -> Reach | None: ...


_openers: list[Callable[[Access], Platform]] = []


def connect(opener: Callable[[Access], Platform]) -> None:
    """Say how a platform is entered: once, when the program starts."""
    _openers[:] = [opener]


def open_platform(access: Access) -> Platform:
    return _openers[0](access)
