"""What is late, payer by payer, with the letter that is due; one press sends those that are ticked."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.billing import commands, queries, rules
from cantine.billing.commands.reminders import letter_to_come
from cantine.billing.commands.wording import TONE_NAMES
from cantine.billing.queries import LateInvoice
from cantine.billing.rules import Tone
from cantine.billing.rules.reminders import next_on, tones_to_come
from cantine.billing.views.common import done, refused, said
from cantine.core import clock
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

TONE = "ton"


def reminders(request: PlaceRequest) -> HttpResponse:
    today = request.place.today(clock.now())
    late = queries.late_invoices(request.place, today=today)
    waiting = queries.money_waiting(request.place, late)
    rows = [(each, _row(each, request, waiting.get(each.uuid, 0))) for each in late]
    groups = [
        (name, formats.money(sum(each.left_cents for each, _row in mine)), [row for _each, row in mine])
        for (name, _who), group in groupby(rows, key=lambda pair: (pair[0].payer_name, pair[0].who))
        for mine in [list(group)]
    ]
    context = {
        "groups": groups,
        "total": formats.money(sum(each.left_cents for each in late)),
        "ready": sum(bool(row["tone"] and row["ticked"]) for _each, row in rows),
        "sendable": any(row["tone"] and row["email"] for _each, row in rows),
        "inside": reverse("billing:invoices", args=[request.place.slug]),
    }
    return render(request, "billing/reminders.html", context)


def letter(request: PlaceRequest, *, late: UUID) -> HttpResponse:
    """What would leave, word for word, in each tone that is still to come."""
    today = request.place.today(clock.now())
    card = next((each for each in queries.late_invoices(request.place, today=today) if each.uuid == late), None)
    if card is None or not (tones := tones_to_come(card.late)):
        raise Http404
    asked = request.GET.get(TONE, "")
    tone = Tone(asked) if asked in tones else tones[0]
    context = {
        "late": card, "letter": letter_to_come(place=request.place, late=card, today=today, tone=tone),
        "tones": [(f"?{TONE}={each}", TONE_NAMES[each], each is tone) for each in tones] if len(tones) > 1 else [],
        "due": rules.next_tone(card.late, today=today) is tone, "inside": reverse("billing:invoices", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "billing/reminder_letter.html", context)


def send(request: PlaceRequest) -> HttpResponse:
    chosen = [UUID(each) for each in request.POST.getlist("invoice") if _is_uuid(each)]
    sent = commands.remind(**said(request), invoices=chosen)
    words = ngettext("%(number)s letter leaves.", "%(number)s letters leave.", sent) % {"number": sent}
    return done(request, words if sent else _("No letter is due for these today."), "billing:reminders")


def dispute(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    """Hold it back with a reason; without one, it is settled."""
    try:
        if "settle" in request.POST:
            commands.settle_dispute(**said(request), invoice=invoice)
            return done(request, _("It is asked for again."), "billing:reminders")
        commands.hold_back(**said(request), invoice=invoice, reason=request.POST.get("reason", ""))
    except Refused as why:
        return refused(request, why, "billing:reminders")
    return done(request, _("Nothing is asked for until it is settled."), "billing:reminders")


def _row(each: LateInvoice, request: PlaceRequest, waits: int) -> dict[str, Any]:
    today = request.place.today(clock.now())
    tone = rules.next_tone(each.late, today=today) if each.asked_cents > 0 else None
    return {
        "uuid": each.uuid, "reference": each.reference, "left": formats.money(each.left_cents),
        "days": (today - each.due_on).days, "tone": TONE_NAMES[tone] if tone else "", "email": each.email,
        "ticked": rules.is_ticked(each.late) and bool(each.email) and not waits, "reason": each.reason,
        "waits": formats.money(waits) if waits else "",
        "covered": formats.money(each.covered_cents) if each.covered_cents else "",
        "last": TONE_NAMES[each.late.last] if each.late.last else "", "last_at": each.last_at,
        "next_on": on if tone is None and (on := next_on(each.late)) is not None and on > today else None,
        "readable": bool(tones_to_come(each.late)) and each.asked_cents > 0,
    }  # fmt: skip


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
