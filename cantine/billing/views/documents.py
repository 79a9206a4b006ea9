"""The documents of a year: drafts, what is to pay, what is late; and the same to take away."""

from calendar import monthrange
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.billing import commands, queries
from cantine.billing.commands.wording import WHERE_KINDS, WHERE_NAMES, kind_name
from cantine.billing.forms import StartForm, attempt
from cantine.billing.queries import InvoiceCard
from cantine.billing.rules import OPEN, Kind, Where
from cantine.billing.views.common import said
from cantine.core import clock
from cantine.kernel import Refusal, Refused
from cantine.kernel.folding import folded
from cantine.people import queries as people
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui import formats
from cantine.ui.sheets import amount, sheet

YEAR, SHOWN, PAGE, A_PAGE = "annee", "etat", "page", 50
FEW = 8  # names that one reads without looking for one
SHOWS = {"": frozenset(Where), "brouillons": {Where.DRAFT}, "a-regler": OPEN, "en-retard": {Where.LATE}}


def invoices(request: PlaceRequest) -> HttpResponse:
    """A year of documents; what is asked for by ``etat`` only."""
    today = request.place.today(clock.now())
    year = _year(request, today)
    cards = _of_year(request, year)
    shown = request.GET.get(SHOWN, "")
    wanted = SHOWS.get(shown, SHOWS[""])
    address = reverse("billing:invoices", args=[request.place.slug])
    asked, place_in_list = request.GET.get("q", "").strip(), _page_asked(request)
    found = [card for card in cards if card.where(today) in wanted and _is_about(card, asked)]
    listed = found[(place_in_list - 1) * A_PAGE : place_in_list * A_PAGE]
    here = {YEAR: str(year), SHOWN: shown, "q": asked}
    drafts = queries.drafts_among(
        request.place, invoices=[card.uuid for card in listed if not card.issued_on], today=today
    )
    gross = {draft.uuid: draft.document.gross_cents for draft in drafts}
    context = {
        "year": year,
        "asked": asked,
        "shown": shown,
        "before": _to_page(here, place_in_list - 1) if place_in_list > 1 else "",
        "after": _to_page(here, place_in_list + 1) if len(found) > place_in_list * A_PAGE else "",
        "found": len(found),
        "rows": [_row(card, today, gross.get(card.uuid, card.gross_cents)) for card in listed],
        "tabs": [
            (f"{address}?{YEAR}={year}" + (f"&{SHOWN}={code}" if code else ""), name, code == shown)
            for code, name in _shows()
        ],
        "drafts": sum(card.where(today) is Where.DRAFT for card in cards),
        "to_pay": formats.money(sum(card.left_cents for card in cards if card.where(today) in OPEN)),
        "late": formats.money(sum(card.left_cents for card in cards if card.where(today) is Where.LATE)),
        "sold": formats.money(_sold(cards)),
        "previous": f"{address}?{YEAR}={year - 1}",
        "following": f"{address}?{YEAR}={year + 1}" if year < today.year else "",
        "csv": reverse("billing:invoices_csv", args=[request.place.slug, year]),
        "inside": reverse("billing:invoices", args=[request.place.slug]),
    }
    return render(request, "billing/invoices.html", context)


def invoices_csv(request: PlaceRequest, *, year: int) -> HttpResponse:
    """A line for each document that has a number."""
    today = request.place.today(clock.now())
    head = [
        _("Number"), _("Nature of the document"), _("Date"), _("To pay before"), _("Who pays"), _("Without VAT"), _("VAT"), _("With VAT"),
        _("Left to pay"), _("State"),
    ]  # fmt: skip
    rows = [_cells(card, today) for card in _of_year(request, year) if card.issued_on]
    return sheet(f"{request.place.slug}-factures-{year}.csv", head, rows)


def start(request: PlaceRequest) -> HttpResponse:
    """A draft that somebody writes: who pays first."""
    asked, payers = request.GET.get("q", "").strip(), _payers(request)
    found = [each for each in payers if all(word in folded(each[1]) for word in folded(asked).split())]
    form = StartForm(request.POST or None, payers=found if request.method == "GET" else payers)
    made: list[Any] = []

    def write(read: StartForm) -> None:
        who = queries.find_payer(place=request.place, uuid=UUID(read.cleaned_data["who"]))
        if who is None:
            raise Refused(Refusal("payer_unknown", {}, "who"))
        made.append(commands.start_invoice(**said(request), who=who))

    if request.method == "POST" and attempt(form, write):
        return redirect("billing:invoice", request.place.slug, made[0])
    context = {
        "form": form, "asked": asked, "found": len(found), "most": len(payers) > FEW or bool(asked),
        "inside": reverse("billing:invoices", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "billing/start.html", context, status=422 if form.errors else 200)


def _is_about(card: InvoiceCard, asked: str) -> bool:
    """Every word of what is looked for, in its number or in the name of who pays."""
    told = folded(f"{card.reference} {card.payer_name}")
    return all(word in told for word in folded(asked).split())


def _to_page(here: dict[str, str], number: int) -> str:
    return f"?{urlencode({key: value for key, value in here.items() if value} | {PAGE: number})}"


def _page_asked(request: PlaceRequest) -> int:
    asked = request.GET.get(PAGE, "")
    return max(int(asked), 1) if asked.isdecimal() and len(asked) < 5 else 1


def _shows() -> list[tuple[str, str]]:
    return [("", _("All")), ("brouillons", _("Drafts")), ("a-regler", _("To be paid")), ("en-retard", _("Overdue"))]


def _of_year(request: PlaceRequest, year: int) -> list[InvoiceCard]:
    return queries.invoices_of(
        request.place, first_day=date(year, 1, 1), last_day=date(year, 12, monthrange(year, 12)[1])
    )


def _sold(cards: list[InvoiceCard]) -> int:
    """Without VAT, what credit notes gave back taken off."""
    return sum(-card.net_cents if card.kind.gives_back else card.net_cents for card in cards if card.issued_on)


def _row(card: InvoiceCard, today: date, gross_cents: int) -> dict[str, Any]:
    where = card.where(today)
    sign = "−" if card.kind.gives_back else ""
    return {
        "uuid": card.uuid, "reference": card.reference, "kind": "" if card.kind is Kind.INVOICE else kind_name(card.kind),
        "payer": card.payer_name,
        "issued_on": card.issued_on, "due_on": None if card.kind.gives_back else card.due_on,
        "gross": f"{sign}{formats.money(gross_cents)}", "where": WHERE_NAMES[where],
        "badge": WHERE_KINDS[where],
        "left": formats.money(card.left_cents) if 0 < card.left_cents < card.due_cents else "", "disputed": card.is_disputed,
    }  # fmt: skip


def _cells(card: InvoiceCard, today: date) -> list[str]:
    sign = -1 if card.kind.gives_back else 1
    cents = (card.net_cents, card.vat_cents, card.gross_cents, card.left_cents)
    return [
        card.reference, kind_name(card.kind), f"{card.issued_on:%d/%m/%Y}", f"{card.due_on:%d/%m/%Y}" if card.due_on else "",
        card.payer_name, *(amount(sign * each) for each in cents), _state(card, today),
    ]  # fmt: skip


def _state(card: InvoiceCard, today: date) -> str:
    name = str(WHERE_NAMES[card.where(today)])
    return _("%(state)s, disputed") % {"state": name} if card.is_disputed else name


def _payers(request: PlaceRequest) -> list[tuple[str, str]]:
    """Organisations first: most of what is written by hand is for them."""
    organisations = people.organisations_of(places.known_customers(place=request.place)).values()
    persons = people.persons_of(places.contact_ids(place=request.place)).values()
    firms = [(each.name, str(each.uuid)) for each in organisations]
    humans = [(each.shown, str(each.uuid)) for each in persons]
    return [(key, name) for group in (firms, humans) for name, key in sorted(group, key=lambda one: one[0].casefold())]


def _year(request: PlaceRequest, today: date) -> int:
    asked = request.GET.get(YEAR, "")
    return int(asked) if asked.isdecimal() and 1990 <= int(asked) <= today.year else today.year
