"""With whom each legal entity takes money online: keys, a trial that says what is wrong, on or off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.accounting import queries as accounting
from cantine.accounting.queries import LegalEntityRef
from cantine.accounting.rules import Nature
from cantine.billing.commands import online
from cantine.billing.commands.online_wording import PROVIDER_WORDS
from cantine.billing.forms import attempt
from cantine.billing.forms.online import KeysForm
from cantine.billing.queries import online as reads
from cantine.billing.queries.online import ConnectionRef
from cantine.billing.views.common import done, refused, said
from cantine.core import refusals
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest


def connections(request: PlaceRequest) -> HttpResponse:
    known = {(each.entity_id, each.provider): each for each in reads.connections_of(request.place.organisation_id)}
    entities = [each for each in accounting.entities_of(request.place.organisation_id) if not each.retired_at]
    return render(request, "billing/online/connections.html", {"entities": [_shown(each, known) for each in entities]})


def connection(request: PlaceRequest, *, entity: UUID, provider: str) -> HttpResponse:
    """The keys of one provider for one entity. Those that are there are not shown: left empty, they stay."""
    whose = _entity(request, entity)
    found = next((each for each in online.providers() if each.code == provider), None)
    if found is None:
        raise Http404
    known = _connection(request, whose, provider)
    form = KeysForm(request.POST or None, provider=found, kept=known.account.keys if known else {})

    def keep(read: KeysForm) -> None:
        online.connect_provider(**said(request), entity=entity, provider=provider, keys=read.cleaned_data)

    if request.method == "POST" and attempt(form, keep):
        return done(request, _("It is kept. Try it, then switch it on."), "billing:connection", entity, provider)
    context = {
        "entity": whose, "provider": found, "words": PROVIDER_WORDS[provider], "form": form, "known": known,
        "notify": known.account.notify if known else "",
    }  # fmt: skip
    return render(request, "billing/online/connection.html", context, status=422 if form.errors else 200)


def act(request: PlaceRequest, *, entity: UUID, provider: str) -> HttpResponse:
    """Try it, switch it on, switch it off."""
    known = _connection(request, _entity(request, entity), provider)
    if known is None:
        raise Http404
    back: tuple[Any, ...] = ("billing:connection", entity, provider)
    if "try" in request.POST:
        wrong = online.try_provider(**said(request), connection=known.uuid)
        for each in wrong:
            messages.error(request, refusals.sentence(each))
        if not wrong:
            messages.success(request, _("It answers: the keys are right."))
        return redirect(back[0], request.place.slug, *back[1:])
    try:
        online.switch_provider(**said(request), connection=known.uuid, on="on" in request.POST)
    except Refused as why:
        return refused(request, why, *back)
    return done(request, _("It is on.") if "on" in request.POST else _("It is off."), *back)


def _shown(entity: LegalEntityRef, known: dict[tuple[int, str], ConnectionRef]) -> dict[str, Any]:
    offered = [
        (each, PROVIDER_WORDS[each.code], known.get((entity.id, each.code)))
        for each in online.providers()
        if not each.associations_only or entity.nature is Nature.ASSOCIATION
    ]
    return {
        "entity": entity,
        "offered": offered,
        "on": next((each for each in offered if each[2] and each[2].on), None),
    }


def _entity(request: PlaceRequest, uuid: UUID) -> LegalEntityRef:
    known = accounting.entities_of(request.place.organisation_id)
    found = next((each for each in known if each.uuid == uuid), None)
    if found is None:
        raise Http404
    return found


def _connection(request: PlaceRequest, entity: LegalEntityRef, provider: str) -> ConnectionRef | None:
    known = reads.connections_of(request.place.organisation_id)
    return next((each for each in known if (each.entity_id, each.provider) == (entity.id, provider)), None)
