"""Certifications: who holds which, and giving one to somebody."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.core import refusals as words
from cantine.kernel import Refused
from cantine.memberships import commands, queries
from cantine.memberships.forms.certifications import CertificationForm
from cantine.people import queries as people
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PersonCard


def certifications(request: PlaceRequest) -> HttpResponse:
    """What machines ask for, and who holds it."""
    lines = queries.certification_lines(organisation_id=request.place.organisation_id)
    known = people.persons_of(line.person_id for line in lines)
    cards = places.contact_uuids(request.place, person_ids=[line.person_id for line in lines])
    shown = [(line, known[line.person_id], cards.get(line.person_id)) for line in lines if line.person_id in known]
    context = {"lines": shown, "asked": _asked(request), "today": request.place.today(clock.now())}
    return render(request, "memberships/certifications.html", context)


def certifications_of(request: PlaceRequest, *, contact: UUID) -> HttpResponse:
    """Those of one person; one more to give."""
    card = _card(request, contact)
    form = CertificationForm(request.POST or None, asked=_asked(request))
    if request.method == "POST" and form.is_valid() and _given(request, card, form):
        messages.success(request, _("The certification is given."))
        return redirect("memberships:certifications_of", request.place.slug, contact)
    lines = queries.certification_lines(organisation_id=request.place.organisation_id, person_id=card.person.id)
    context = {"card": card, "form": form, "lines": lines, "today": request.place.today(clock.now())}
    return render(request, "memberships/certifications_of.html", context)


def revoke(request: PlaceRequest, *, contact: UUID, certification: UUID) -> HttpResponse:
    commands.revoke_certification(
        actor=request.actor, now=clock.now(), place=request.place, certification=certification
    )
    messages.success(request, _("The certification is taken back."))
    return redirect("memberships:certifications_of", request.place.slug, contact)


def _card(request: PlaceRequest, contact: UUID) -> PersonCard:
    card = places.person_card(request.place, contact=contact, today=request.place.today(clock.now()))
    if card is None:
        raise Http404
    return card


def _asked(request: PlaceRequest) -> list[str]:
    """The certifications that something here asks for."""
    cards = places.resource_cards(place_id=request.place.id)
    return sorted({card.certification for card in cards if card.certification})


def _given(request: PlaceRequest, card: PersonCard, form: CertificationForm) -> bool:
    try:
        commands.give_certification(
            actor=request.actor,
            now=clock.now(),
            place=request.place,
            person_id=card.person.id,
            **form.cleaned_data,
        )
    except Refused as refused:
        for refusal in refused.refusals:
            form.add_error(refusal.field or None, words.sentence(refusal))
        return False
    return True
