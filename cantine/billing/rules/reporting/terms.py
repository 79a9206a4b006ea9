"""What an entity says of itself to the reform, and from which day it reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cantine.billing.rules.reporting.reform import EMISSION, RECEPTION, Regime, Size
from cantine.kernel.refusal import Refusal

NO_CODE = "0000"
LOCAL = frozenset({"local", "localhost", "internal", "lan", "home"})


@dataclass(frozen=True, kw_only=True)
class Terms:
    """``starts_on`` is a day before the one of the law, chosen; ``platform_code`` the four signs of its approved platform,
    which stand in every file, and ``platform_name`` its name."""

    regime: Regime = Regime.OUTSIDE
    size: Size = Size.SMALL
    starts_on: date | None = None
    platform_code: str = ""
    platform_name: str = ""


def reports_from(terms: Terms) -> date | None:
    """The first day to report: never for who is outside."""
    if terms.regime is Regime.OUTSIDE:
        return None
    law = EMISSION[terms.size]
    return min(terms.starts_on or law, law)


def check_terms(terms: Terms) -> Iterator[Refusal]:
    """Refusals: reporting_starts_out_of_range, platform_code_wrong."""
    law = EMISSION[terms.size]
    if terms.starts_on is not None and not RECEPTION <= terms.starts_on <= law:
        yield Refusal("reporting_starts_out_of_range", {"first": RECEPTION, "last": law}, "starts_on")
    code = terms.platform_code
    if code and not (len(code) == len(NO_CODE) and code.isascii() and code.isalnum()):
        yield Refusal("platform_code_wrong", {}, "platform_code")


def check_platform_address(url: str, *, field: str) -> Iterator[Refusal]:
    """Only by https, and by a name that others know too: not this machine, nor an address of the house. Refusals:
    platform_address_wrong."""
    scheme, _colon, rest = url.partition("://")
    host = rest.partition("/")[0].partition(":")[0]
    last = host.rpartition(".")[2]
    if scheme != "https" or "." not in host or "@" in rest or not last.isalpha() or last in LOCAL:
        yield Refusal("platform_address_wrong", {}, field)


def check_secret(secret: str, *, kept: bool) -> Iterator[Refusal]:
    """Refusals: platform_secret_missing."""
    if not secret and not kept:
        yield Refusal("platform_secret_missing", {}, "secret")
