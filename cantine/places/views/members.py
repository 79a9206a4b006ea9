"""The address book for the team: who is known here, and one person's card."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.core.authorization import Target, can
from cantine.kernel import Refused
from cantine.places import commands, queries
from cantine.places.forms import AddContactForm, InsuranceForm, InviteForm, NoteForm, attempt
from cantine.places.permissions import ROLE_NAMES
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PersonCard
from cantine.places.views.answers import done, refused


def members(request: PlaceRequest) -> HttpResponse:
    """Everybody whom the place knows, by name; searched, and kept by role."""
    text, role = request.GET.get("q", "")[:80], request.GET.get("role", "")
    number = request.GET.get("page", "1")
    page = queries.contacts_of(
        request.place,
        today=request.place.today(clock.now()),
        text=text,
        role=role if role in ROLE_NAMES else "none" if role == "none" else "",
        page=int(number) if number.isdigit() and 0 < int(number) < 100_000 else 1,
    )
    lines = [(line, [ROLE_NAMES[held] for held in line.roles if held in ROLE_NAMES]) for line in page.lines]
    context = {"page": page, "lines": lines, "text": text, "role": role, "roles": ROLE_NAMES.items()}
    context["previous"] = _page_link(text, role, page.number - 1) if page.number > 1 else ""
    context["next"] = _page_link(text, role, page.number + 1) if page.has_next else ""
    return render(request, "places/members/list.html", context)


def add(request: PlaceRequest) -> HttpResponse:
    """Enter a person by e-mail; whoever has this address already is found, not doubled, and invited on a second tap
    when the account is of elsewhere.
    """
    form = AddContactForm(request.POST or None)
    if "invite" in request.POST and attempt(form, lambda read: _invite(request, read)):
        said = _("An invitation is on its way to %(email)s: they are known here once they accept.")
        return done(request, said % form.cleaned_data, "places:team")
    made: list[int] = []
    if "invite" not in request.POST and attempt(form, lambda read: made.append(_add(request, read))):
        contact = queries.contact_of(request.place, person_id=made[0])
        return done(request, _("%(email)s is in the address book.") % form.cleaned_data, "places:member", contact)
    elsewhere = form.has_error("email", "contact_to_invite")
    invited_as = ROLE_NAMES[form.cleaned_data["role"] or "member"] if elsewhere else None
    return render(request, "places/members/add.html", {"form": form, "invited_as": invited_as})


def member(request: PlaceRequest, *, contact: UUID) -> HttpResponse:
    """One person at this place."""
    card = _card(request, contact)
    note, insurance, role = NoteForm(initial={"note": card.note}), InsuranceForm(), _role_form(None)
    if request.method == "POST":
        act = request.POST.get("action", "")
        note = NoteForm(request.POST) if act == "note" else note
        insurance = InsuranceForm(request.POST) if act == "insurance" else insurance
        role = _role_form(request.POST) if act == "role" else role
        if (
            (note.is_bound and attempt(note, lambda read: _note(request, card, read)))
            or (insurance.is_bound and attempt(insurance, lambda read: _see(request, card, read)))
            or (role.is_bound and attempt(role, lambda read: _give(request, card, read)))
        ):
            return done(request, _("The card is up to date."), "places:member", contact)
    target = Target(request.place.organisation_id, request.place.id)
    context = {
        "card": card,
        "roles": [(code, ROLE_NAMES[code], since, until) for code, since, until in card.roles if code in ROLE_NAMES],
        "note": note,
        "insurance": insurance,
        "role": role if can(request.actor, "place.give_role", target) else None,
        "today": request.place.today(clock.now()),
    }
    return render(request, "places/members/card.html", context)


def end_role(request: PlaceRequest, *, contact: UUID) -> HttpResponse:
    card = _card(request, contact)
    try:
        commands.end_role(
            actor=request.actor,
            now=clock.now(),
            place=request.place,
            person_id=card.person.id,
            role=request.POST.get("role", ""),
        )
    except Refused as why:
        return refused(request, why, "places:member", contact)
    return done(request, _("The role is ended."), "places:member", contact)


def _card(request: PlaceRequest, contact: UUID) -> PersonCard:
    card = queries.person_card(request.place, contact=contact, today=request.place.today(clock.now()))
    if card is None:
        raise Http404
    return card


def _page_link(text: str, role: str, number: int) -> str:
    asked = {"q": text, "role": role, "page": str(number)}
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def _role_form(data: Any) -> InviteForm:
    form = InviteForm(data, initial={"role": "member"}, auto_id="role_%s")
    del form.fields["email"]
    return form


def _add(request: PlaceRequest, form: AddContactForm) -> int:
    return commands.add_contact(actor=request.actor, now=clock.now(), place=request.place, **form.cleaned_data)


def _invite(request: PlaceRequest, form: AddContactForm) -> None:
    email, role = form.cleaned_data["email"], form.cleaned_data["role"] or "member"
    commands.invite_to_role(actor=request.actor, now=clock.now(), place=request.place, email=email, role=role)


def _note(request: PlaceRequest, card: PersonCard, form: NoteForm) -> None:
    commands.write_note(
        actor=request.actor, now=clock.now(), place=request.place, person_id=card.person.id, **form.cleaned_data
    )


def _see(request: PlaceRequest, card: PersonCard, form: InsuranceForm) -> None:
    commands.see_insurance(
        actor=request.actor, now=clock.now(), place=request.place, person_id=card.person.id, **form.cleaned_data
    )


def _give(request: PlaceRequest, card: PersonCard, form: InviteForm) -> None:
    commands.give_role(
        actor=request.actor, now=clock.now(), place=request.place, person_id=card.person.id, **form.cleaned_data
    )
