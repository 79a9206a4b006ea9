"""The presence certificate of a month: one's own, that of somebody for the team, and the page by which an employer checks it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from cantine.accounting.queries import LegalEntityRef, entity_of
from cantine.billing.documents.figures import siren
from cantine.booking import queries, rules
from cantine.booking.views.links import FAILURES, quiet
from cantine.core import clock, rates, scoping
from cantine.core.letters import absolute
from cantine.core.routes import actor_on
from cantine.people import queries as persons
from cantine.people.queries import PersonRef
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef
from cantine.ui import formats
from cantine.ui.qr import qr_svg

A_DAY = timedelta(days=1)


def mine(request: HttpRequest) -> HttpResponse:
    """My months, place by place; the one that is chosen, ready to print."""
    person_id = actor_on(request).person_id
    assert person_id is not None
    found = queries.months_there(person_id)
    refs = places.place_refs(ids={place_id for place_id, _month in found})
    context: dict[str, Any] = {"months": [_choice(refs[place_id], month) for place_id, month in found]}
    chosen = next((each for each in context["months"] if each["code"] == request.GET.get("mois")), None)
    chosen = chosen or next(iter(context["months"]), None)
    if chosen is not None:
        place = chosen["place"]
        with scoping.scope([place.organisation_id]), timezone.override(place.zone):
            context |= {"chosen": chosen, **_sheet(place, persons.person_of(person_id), chosen["month"], clock.now())}
            return render(request, "booking/visits/certificate_mine.html", context)
    return render(request, "booking/visits/certificate_mine.html", context)


def of_person(request: PlaceRequest, *, contact: UUID) -> HttpResponse:
    """That of somebody, for the team."""
    known = places.known_by_card(request.place, contact=contact)
    if known is None:
        raise Http404
    now = clock.now()
    month = _month(request.GET.get("mois", "")) or request.place.today(now).replace(day=1)
    before, after = (month.replace(day=1) - A_DAY).replace(day=1), (month + 31 * A_DAY).replace(day=1)
    here = {"contact": contact, "place": request.place.slug}
    address = reverse("booking:presence_of", kwargs=here)
    context = {
        "known": known, "month_name": formats.month(month), "previous": f"{address}?mois={before:%Y-%m}",
        "following": f"{address}?mois={after:%Y-%m}" if after <= request.place.today(now) else "",
        **_sheet(request.place, persons.person_of(known.person_id), month, now),
    }  # fmt: skip
    return render(request, "booking/visits/certificate_of.html", context)


def checked(request: HttpRequest, *, certificate: str) -> HttpResponse:
    """What the address printed on a certificate opens: the same days, as the place knows them now."""
    now = clock.now()
    found = queries.certified(certificate)
    if found is None:
        rates.spend(FAILURES, rates.network_on(request), now=now)
        raise Http404
    place = places.place_refs(ids=[found.place_id])[found.place_id]
    with scoping.scope([found.organisation_id]), timezone.override(place.zone):
        context = _sheet(place, persons.person_of(found.person_id), found.month, now)
        response = render(request, "booking/visits/certificate_checked.html", context)
    return quiet(response)


def _sheet(place: PlaceRef, person: PersonRef | None, month: date, now: datetime) -> dict[str, Any]:
    if person is None:
        raise Http404
    days = queries.month_there(place, person_id=person.id, month=month, now=now)
    link = queries.certificate_link(place.uuid, person.uuid, month)
    address = absolute(reverse("booking:presence_checked", args=[link]))
    head = places.letterhead_of(place_id=place.id)
    return {
        "place": place, "head": head, "issuer": _issuer(entity_of(place), place),
        "person": person, "month": month, "when": formats.month(month),
        "days": [
            {
                "day": formats.long_day(each.day), "arrived": formats.clock(each.arrived_at, place.zone),
                "left": formats.clock(each.left_at, place.zone) if each.left_at else "", "whole": each.half_days > 1,
            }
            for each in days
        ],
        "total": formats.number(rules.whole_days(days)), "many": _several(rules.whole_days(days)),
        "made_on": formats.full_day(place.today(now)), "address": address, "qr": qr_svg(address),
    }  # fmt: skip


def _several(days: Decimal) -> bool:
    """“1,5 jour” in French, “1.5 days” in English."""
    return days != 1 if (get_language() or "fr").startswith("en") else days >= 2


def _issuer(entity: LegalEntityRef | None, place: PlaceRef) -> list[str]:
    """In whose name the place certifies: who bears it, by its form and its number."""
    if entity is None:
        return []
    form = f"{entity.name}, {entity.legal_form}" if entity.legal_form else entity.name
    number = f"SIREN {siren(entity.siren)}" if entity.siren else f"RNA {entity.rna}" if entity.rna else ""
    return [each for each in (form if form != place.name else "", number) if each]


def _choice(place: PlaceRef, month: date) -> dict[str, Any]:
    return {
        "place": place, "month": month, "code": f"{place.slug}:{month:%Y-%m}",
        "name": f"{formats.month(month)} · {place.name}",
    }  # fmt: skip


def _month(said: str) -> date | None:
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        return None
