"""Where an invoice is for the tax office, on its own page."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from cantine.billing.commands.reporting.wording import FLOW_KINDS, FLOW_NAMES
from cantine.billing.commands.wording import Words
from cantine.billing.queries import Issued
from cantine.billing.rules.reporting import Duty, FlowState, duty_of
from cantine.places.queries import PlaceRef
from cantine.ui import formats


@dataclass(frozen=True)
class Transmission:
    """``how`` says which road it takes; ``state`` where it is, "" as long as it did not leave. ``waits``: somebody has to act."""

    how: str
    state: Words = ""
    badge: str = ""
    day: date | None = None
    reason: str = ""
    waits: bool = False


def transmission_of(found: Issued, place: PlaceRef) -> Transmission | None:
    """None for what is outside the reform, and for what another tool issued."""
    duty = duty_of(found.document)
    if duty is Duty.NONE or found.card.taken_over:
        return None
    if found.flow is None:
        return Transmission(_how(duty), waits=duty is Duty.PUBLIC)
    said = json.loads(found.flow)
    state, at = FlowState(said["state"]), datetime.fromisoformat(said["at"])
    deposited = duty is Duty.PUBLIC and state is FlowState.HANDED
    name = _("Deposited on Chorus Pro") if deposited else FLOW_NAMES[state]
    return Transmission(_how(duty), name, FLOW_KINDS[state], formats.day_of(at, place.zone), said["reason"])


def _how(duty: Duty) -> str:
    return {
        Duty.INVOICE: _(
            "An electronic invoice between businesses: it goes through an approved platform, as soon as this entity sends."
        ),
        Duty.PUBLIC: _(
            "For a public body: on chorus-pro.gouv.fr, deposit the PDF: it fills in the form by itself. Then note here that it is done."
        ),
        Duty.REPORT_INVOICE: _("A sale abroad: it is reported by itself, where this entity reports."),
        Duty.REPORT_DAY: _("It is reported with the sales of its day, where this entity reports."),
    }[duty]
