"""Sponsors and donors of a year; one of each opened; entering them, invoicing a sponsor, undoing a gift."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cantine.accounting.queries import income_of_roles
from cantine.accounting.rules import Role
from cantine.billing.commands.wording import WHERE_NAMES
from cantine.billing.queries import Bill
from cantine.core import clock
from cantine.funding import commands
from cantine.funding.commands.wording import DONOR_NAMES, WAY_NAMES, euros
from cantine.funding.forms import GiftForm, SponsorForm, UndoForm, attempt
from cantine.funding.queries import support as queries
from cantine.funding.queries.receipts import receipts_of_gift
from cantine.funding.queries.rights import rights_of
from cantine.funding.queries.support import GiftCard, SponsorCard
from cantine.funding.rules.support import Way
from cantine.funding.views.common import asked_year, done, from_the_bank, line_of, refused, said, wrong
from cantine.funding.views.rights import shown
from cantine.kernel import Refused
from cantine.kernel.money import share_of
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.pricing import queries as prices
from cantine.ui import formats

SUPPORT = (Role.SPONSORSHIP, Role.DONATIONS, Role.PATRONAGE)


def support(request: PlaceRequest) -> HttpResponse:
    today = request.place.today(clock.now())
    year = asked_year(request, today)
    sponsors = queries.sponsorships_of(request.place, year=year, today=today)
    gifts = queries.gifts_of(request.place, year=year)
    address = reverse("funding:support", args=[request.place.slug])
    told = income_of_roles(request.place, SUPPORT, year=year)
    context = {
        "year": year, "sponsors": [_sponsor(each) for each in sponsors], "gifts": [_gift(each) for each in gifts],
        "promised": euros(sum(each.deal.net_cents for each in sponsors if not each.dropped_on)),
        "given": euros(sum(each.cents for each in gifts)), "told": euros(told) if told else "",
        "previous": f"{address}?annee={year - 1}", "following": f"{address}?annee={year + 1}" if year < today.year else "",
    }  # fmt: skip
    return render(request, "funding/support.html", context)


def sponsor_new(request: PlaceRequest) -> HttpResponse:
    today, made = request.place.today(clock.now()), list[UUID]()
    customers = places.customer_names(place=request.place)
    form = SponsorForm(request.POST or None, customers=customers, initial={"year": today.year, "agreed_on": today})
    if request.method == "POST" and attempt(
        form, lambda it: made.append(commands.enter_sponsorship(**said(request), **it.asked))
    ):
        return done(request, _("The sponsorship is entered. One press makes its invoice."), "funding:sponsor", made[0])
    return render(request, "funding/sponsor_new.html", {"form": form, "nobody": not customers})


def sponsor(request: PlaceRequest, sponsorship: UUID) -> HttpResponse:
    card = queries.find_sponsorship(request.place, uuid=sponsorship, today=request.place.today(clock.now()))
    if card is None:
        raise Http404
    vat = share_of(card.deal.net_cents, prices.terms_of(request.place).vat.rate)
    context = {
        **_sponsor(card), "counterpart": card.deal.counterpart, "agreed_on": card.deal.agreed_on,
        "net": formats.money(card.deal.net_cents), "vat": formats.money(vat), "gross": formats.money(card.deal.net_cents + vat),
        "rights": shown(rights_of(request.place, sponsorship=sponsorship)),
        "give_right": reverse("funding:sponsor_right", args=[request.place.slug, sponsorship]),
        "open": not card.dropped_on and not (card.bill and card.bill.invoice), "dropped_on": card.dropped_on,
    }  # fmt: skip
    return render(request, "funding/sponsor.html", context)


def bill(request: PlaceRequest, sponsorship: UUID) -> HttpResponse:
    """Leads to the draft."""
    try:
        invoice = commands.bill_sponsorship(**said(request, sponsorship=sponsorship))
    except Refused as why:
        return refused(request, why, "funding:sponsor", sponsorship)
    return redirect("billing:invoice", request.place.slug, invoice)


def drop(request: PlaceRequest, sponsorship: UUID) -> HttpResponse:
    try:
        commands.drop_sponsorship(**said(request, sponsorship=sponsorship))
    except Refused as why:
        return refused(request, why, "funding:sponsor", sponsorship)
    return done(request, _("Given up."), "funding:support")


def gift_new(request: PlaceRequest) -> HttpResponse:
    made, told = list[UUID](), from_the_bank(request)
    form = GiftForm(
        request.POST or None, customers=places.customer_names(place=request.place),
        initial={"day": request.place.today(clock.now())} | {key: told[key] for key in told if key != "words"},
    )  # fmt: skip
    if request.method == "POST" and attempt(
        form, lambda it: made.append(commands.receive_gift(**said(request, line=line_of(it.asked["key"])), **it.asked))
    ):
        return done(
            request, _("Thank you to them: the gift is entered, and the books hold it."), "funding:gift", made[0]
        )
    return render(request, "funding/gift_new.html", {"form": form})


def gift(request: PlaceRequest, gift: UUID) -> HttpResponse:
    card = _found(request, gift)
    donor, papers = card.given.donor, receipts_of_gift(card.id)
    context = {
        "receipts": papers, "standing": next((each.uuid for each in papers if each.cancelled_on is None), None),
        **_gift(card), "card": card, "kind": DONOR_NAMES[donor.kind], "amount": formats.money(card.given.cents),
        "in_kind": card.given.way is Way.KIND,
        "address": ", ".join(filter(None, [donor.street, f"{donor.postcode} {donor.town}".strip()])),
        "undo_form": UndoForm(),
    }  # fmt: skip
    return render(request, "funding/gift.html", context)


def undo(request: PlaceRequest, gift: UUID) -> HttpResponse:
    form = UndoForm(request.POST)
    if not form.is_valid():
        return wrong(request, form, "funding:gift", gift)
    try:
        commands.undo_gift(**said(request, gift=gift, **form.cleaned_data))
    except Refused as why:
        return refused(request, why, "funding:gift", gift)
    return done(request, _("Undone: the books hold its contrary."), "funding:gift", gift)


def _found(request: PlaceRequest, uuid: UUID) -> GiftCard:
    card = queries.find_gift(request.place, uuid=uuid)
    if card is None:
        raise Http404
    return card


def _sponsor(each: SponsorCard) -> dict[str, Any]:
    return {
        "uuid": each.uuid, "name": each.name, "what_for": each.deal.event or each.deal.year,
        "counterpart": each.deal.counterpart, "amount": euros(each.deal.net_cents), "day": each.deal.agreed_on,
        "stands": _stands(each), "invoice": each.bill.invoice if each.bill else None,
    }  # fmt: skip


def _stands(each: SponsorCard) -> str:
    """Where its money is, in words."""
    if each.dropped_on:
        return pgettext("sponsorship", "given up")
    return _billed(each.bill) if each.bill else pgettext("sponsorship", "to invoice")


def _billed(bill: Bill) -> str:
    if bill.where is None:
        return pgettext("sponsorship", "to invoice")
    return " · ".join(filter(None, [bill.reference, str(WHERE_NAMES[bill.where])]))


def _gift(each: GiftCard) -> dict[str, Any]:
    given = each.given
    return {
        "uuid": each.uuid, "name": given.donor.name, "amount": euros(given.cents), "day": given.day,
        "way": WAY_NAMES[given.way], "what": given.what, "valued_by": given.valued_by, "undone_on": each.undone_on,
        "why": each.why,
    }  # fmt: skip
