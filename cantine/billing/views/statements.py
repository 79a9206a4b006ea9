"""The account of one payer over a year: documents, money, and what is left after each; to read, to print, to take away."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.accounting import queries as accounting
from cantine.accounting.queries import LegalEntityRef
from cantine.billing import commands, queries
from cantine.billing.commands.wording import METHOD_NAMES, kind_name, note_words
from cantine.billing.documents.parties import address_lines
from cantine.billing.forms import BackForm, attempt
from cantine.billing.queries import PayerCard, Statement, StatementLine
from cantine.billing.queries.drafts import seller_of
from cantine.billing.queries.online import path_of_all_owed
from cantine.billing.rules import Method
from cantine.billing.views.common import done, said, signed
from cantine.billing.views.online.payer import formats_iban
from cantine.core import clock
from cantine.places.policies import PlaceRequest
from cantine.ui import formats
from cantine.ui.sheets import amount, sheet

YEAR = "annee"


def give_back(request: PlaceRequest, *, payer: UUID) -> HttpResponse:
    """What they paid too much goes back to them."""
    card, form = _card(request, payer), BackForm(request.POST)

    def record(read: BackForm) -> None:
        what = read.cleaned_data
        commands.give_back_advance(
            **said(request), who=card.who, cents=what["amount"], method=Method(what["method"]),
            received_on=what["received_on"], key=what["key"], note=what["note"],
        )  # fmt: skip

    if attempt(form, record):
        return done(request, _("It is paid back."), "billing:statement", payer)
    return statement(request, payer=payer, back=form)


def statement(request: PlaceRequest, *, payer: UUID, back: BackForm | None = None) -> HttpResponse:
    card, year, entity = _card(request, payer), _year(request), accounting.entity_of(request.place)
    found = _found(request, card, year)
    address = reverse("billing:statement", args=[request.place.slug, payer])
    context = {
        "card": card, "year": year, "before": signed(found.before_cents), "balance": signed(found.balance_cents),
        "owes": found.balance_cents > 0, "lines": [_line(request, each) for each in found.lines],
        "previous": f"{address}?{YEAR}={year - 1}",
        "following": f"{address}?{YEAR}={year + 1}" if year < request.place.today(clock.now()).year else "",
        "csv": reverse("billing:statement_csv", args=[request.place.slug, payer, year]),
        "inside": reverse("billing:invoices", args=[request.place.slug]),
        **(_held(request, card, back, entity) if found.held_cents else {}),
        **_parties(card, entity), "today": request.place.today(clock.now()),
        "pay_all": path_of_all_owed(request.place, who=card.who) if found.balance_cents > 0 else "",
    }  # fmt: skip
    return render(request, "billing/statement.html", context, status=422 if back else 200)


def _parties(card: PayerCard, entity: LegalEntityRef | None) -> dict[str, Any]:
    """Who is owed, who owes, and by which account it is paid: what makes it a letter."""
    theirs = address_lines(card.party.address)
    if entity is None:
        return {"address": theirs}
    said = [
        entity.legal_form,
        *address_lines(seller_of(entity).address),
        f"SIREN {entity.siren}" if entity.siren else "",
        entity.email,
    ]
    return {
        "address": theirs, "seller": entity.name, "seller_lines": [each for each in said if each],
        "iban": formats_iban(entity.iban) if entity.iban else "",
    }  # fmt: skip


def _held(
    request: PlaceRequest, card: PayerCard, back: BackForm | None, entity: LegalEntityRef | None
) -> dict[str, Any]:  # fmt: skip
    """What they paid too much, and the invoices that it may settle."""
    if entity is None:
        return {}
    of: dict[str, Any] = {"organisation_id": request.place.organisation_id, "entity_id": entity.id, "who": card.who}
    held = sum(each.left_cents for each in queries.advances_of(**of))
    if not held:
        return {}
    today = request.place.today(clock.now())
    return {
        "held": formats.money(held), "back": back or BackForm(initial={"amount": held, "received_on": today}),
        "owed": [(each.uuid, each.reference, formats.money(each.left_cents)) for each in queries.open_invoices(**of)],
    }  # fmt: skip


def statement_csv(request: PlaceRequest, *, payer: UUID, year: int) -> HttpResponse:
    if not 1990 <= year <= 2100:
        raise Http404
    card = _card(request, payer)
    found = _found(request, card, year)
    head = [_("Date"), _("What"), _("Number"), _("Invoiced"), _("Settled by"), _("Left owed")]
    rows = [
        (f"{each.day:%d/%m/%Y}", _what(each), each.reference, amount(max(each.cents, 0)), amount(max(-each.cents, 0)),
         amount(each.balance_cents))
        for each in found.lines
    ]  # fmt: skip
    return sheet(f"{request.place.slug}-releve-{year}.csv", head, rows)


def _found(request: PlaceRequest, card: PayerCard, year: int) -> Statement:
    return queries.statement_of(
        organisation_id=request.place.organisation_id, who=card.who, first_day=date(year, 1, 1), last_day=date(year, 12, 31)
    )  # fmt: skip


def _card(request: PlaceRequest, payer: UUID) -> PayerCard:
    who = queries.find_payer(place=request.place, uuid=payer)
    card = queries.payer_card(organisation_id=request.place.organisation_id, who=who) if who else None
    if card is None:
        raise Http404
    return card


def _line(request: PlaceRequest, each: StatementLine) -> dict[str, Any]:
    href = "" if each.is_payment else reverse("billing:invoice", args=[request.place.slug, each.uuid])
    return {
        "day": each.day, "what": _what(each), "reference": each.reference, "href": href,
        "asked": formats.money(each.cents) if each.cents > 0 else "",
        "settled": formats.money(-each.cents) if each.cents < 0 else "", "balance": signed(each.balance_cents),
        "note": note_words(each.note), "disputed": each.disputed,
    }  # fmt: skip


def _what(each: StatementLine) -> str:
    if each.document is not None:
        return kind_name(each.document)
    how = str(METHOD_NAMES[Method(each.kind.partition(":")[2])])
    return (
        _("Paid back, %(how)s") % {"how": how.lower()}
        if each.cents > 0
        else _("Payment, %(how)s") % {"how": how.lower()}
    )


def _year(request: PlaceRequest) -> int:
    today, asked = request.place.today(clock.now()), request.GET.get(YEAR, "")
    return int(asked) if asked.isdecimal() and 1990 <= int(asked) <= today.year else today.year
