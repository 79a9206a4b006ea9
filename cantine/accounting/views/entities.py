"""Who invoices: the legal entities of the team, one of them opened, in whose name this place invoices."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.accounting import commands, queries, rules
from cantine.accounting.forms import EntityForm, SellerForm, attempt
from cantine.accounting.views.common import done, refused, said
from cantine.core import refusals
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef


def entities(request: PlaceRequest) -> HttpResponse:
    """The list, what each still misses before it may invoice, and the one of this place."""
    known = queries.entities_of(request.place.organisation_id)
    seller = queries.entity_of(request.place)
    chosen = seller.code if seller and not seller.main else ""
    form = SellerForm(request.POST or None, initial={"seller": chosen}, entities=known)

    def choose(read: SellerForm) -> None:
        commands.choose_seller(**said(request), code=read.cleaned_data["seller"])

    if request.method == "POST" and attempt(form, choose):
        return done(request, _("It is saved: it holds from the next invoice on."), "accounting:entities")
    context = {
        "standing": [(each, rules.grouped(each.iban), _words(each.missing)) for each in known if not each.retired_at],
        "retired": [(each, request.place.today(each.retired_at)) for each in known if each.retired_at],
        "seller": seller,
        "form": form,
    }
    return render(request, "accounting/entities.html", context, status=422 if form.errors else 200)


def add(request: PlaceRequest) -> HttpResponse:
    """The first is proposed from what the tenant is known to be."""
    known = queries.entities_of(request.place.organisation_id)
    proposed = rules.Identity(code="", name="") if known else _of_the_walls(request.place)
    return _form(request, proposed, taken={each.code for each in known})


def change(request: PlaceRequest, *, entity: UUID) -> HttpResponse:
    return _form(request, _entity(entity), taken=set())


def retire(request: PlaceRequest, *, entity: UUID) -> HttpResponse:
    found = _entity(entity)
    try:
        commands.retire_legal_entity(**said(request), code=found.code)
    except Refused as why:
        return refused(request, why, "accounting:entity", entity)
    return done(request, _("It invoices no more. Its books stay."), "accounting:entities")


def _of_the_walls(place: PlaceRef) -> rules.Identity:
    """What the tenant is known to be; at the address of its place where it has none."""
    proposed = queries.proposal_of(place.organisation_id)
    if proposed.street or proposed.postcode:
        return proposed
    walls = places.description_of(place)
    return replace(
        proposed, street=walls.street, postcode=walls.postcode, town=walls.commune, email=proposed.email or walls.email,
        phone=proposed.phone or walls.phone,
    )  # fmt: skip


def _form(request: PlaceRequest, identity: rules.Identity, *, taken: set[str]) -> HttpResponse:
    """``taken``: the codes that a new one may not have; an entity that is there keeps its own."""
    entity = identity if isinstance(identity, queries.LegalEntityRef) else None
    form = EntityForm(request.POST or None, initial=EntityForm.shown(identity))

    def write(read: EntityForm) -> None:
        wanted = read.identity(entity.code if entity else "")
        if wanted.code in taken:
            raise Refused(Refusal("entity_code_taken", {"name": wanted.name}, "name"))
        commands.set_legal_entity(**said(request), identity=wanted)

    if request.method == "POST" and attempt(form, write):
        return done(request, _("The entity is saved."), "accounting:entities")
    context: dict[str, Any] = {
        "form": form, "entity": entity, "missing": _words(entity.missing) if entity else [],
        "inside": reverse("accounting:entities", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "accounting/entity.html", context, status=422 if form.errors else 200)


def _entity(uuid: UUID) -> queries.LegalEntityRef:
    found = queries.find_entity(uuid=uuid)
    if found is None:
        raise Http404
    return found


def _words(missing: list[Refusal]) -> list[str]:
    return [refusals.sentence(each) for each in missing]
