"""A discount is granted on a draft, or taken back."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from cantine.billing import commands as billing
from cantine.billing import queries as documents
from cantine.core import clock
from cantine.desk.forms import attempt
from cantine.desk.views.common import done, refused, said
from cantine.desk.views.discounts import discount_form
from cantine.desk.views.quote import draft_page, quote_at
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest


def grant(request: PlaceRequest, *, quote: UUID) -> HttpResponse:
    drafted = documents.find_drafted(request.place, quote=quote, today=request.place.today(clock.now()))
    if drafted is None:
        raise Http404
    form = discount_form(drafted, request.POST)
    if not attempt(
        form,
        lambda read: billing.discount_quote(
            **said(request), quote=quote, on=read.cleaned_data["on"], discount=read.discount
        ),
    ):
        return draft_page(request, quote_at(request, quote), form=form)
    return done(request, _("The discount is on the quote."), "desk:quote", quote)


def take_back(request: PlaceRequest, *, quote: UUID) -> HttpResponse:
    try:
        billing.discount_quote(**said(request), quote=quote, on=request.POST.get("on", ""), discount=None)
    except Refused as why:
        return refused(request, why, "desk:quote", quote)
    return done(request, _("The discount is gone."), "desk:quote", quote)
