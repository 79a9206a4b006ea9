"""Handing files over, sending them, saying what became of one; and the files that came."""

from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.billing.commands import reporting as commands
from cantine.billing.queries import reporting as queries
from cantine.billing.views.common import done, refused, said
from cantine.billing.views.reporting.period import attachment, entity_at
from cantine.core import clock
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def hand_over(request: PlaceRequest) -> HttpResponse:
    """Those that are ticked: by hand, or by the platform."""
    chosen: dict[str, Any] = {name: _uuids(request, name) for name in ("reports", "invoices")}
    by_platform = "platform" in request.POST
    try:
        number = (commands.send_flows if by_platform else commands.hand_over)(**said(request), **chosen)
    except Refused as why:
        return refused(request, why, "billing:reporting")
    counted = {"number": formats.number(number)}
    if by_platform:
        words = ngettext("%(number)s file leaves for the platform.", "%(number)s files leave for the platform.", number)
    else:
        words = ngettext(
            "%(number)s file is noted as handed over.", "%(number)s files are noted as handed over.", number
        )
    return done(request, words % counted, "billing:reporting")


def resolve(request: PlaceRequest, *, flow: UUID) -> HttpResponse:
    """It is there, or it leaves again."""
    try:
        commands.resolve_flow(**said(request), flow=flow, arrived="arrived" in request.POST)
    except Refused as why:
        return refused(request, why, "billing:reporting")
    return done(request, _("It is noted."), "billing:reporting")


def archive(request: PlaceRequest) -> HttpResponse:
    """All that left for nowhere yet, in one file."""
    entity = entity_at(request)
    today = request.place.today(clock.now())
    which: dict[str, Any] = {"organisation_id": entity.organisation_id, "entity_id": entity.id}
    waiting = queries.to_send_of(queries.setting_of(**which), **which)
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as box:
        for name, content in queries.not_handed(**which, invoices=[each.uuid for each in waiting]):
            box.writestr(name, content)
    return attachment(
        f"a-deposer-{entity.siren or request.place.slug}-{today:%Y%m%d}.zip", kept.getvalue(), "application/zip"
    )


def incoming_file(request: PlaceRequest, *, incoming: UUID) -> HttpResponse:
    """A supplier’s invoice, as it came: to download, never shown in the page."""
    entity = entity_at(request)
    found = queries.file_of_incoming(organisation_id=entity.organisation_id, entity_id=entity.id, uuid=incoming)
    if found is None:
        raise Http404
    plain = "".join(each if each.isascii() and (each.isalnum() or each in "._-") else "_" for each in found[0])
    return attachment(plain, found[1], "application/octet-stream")


def _uuids(request: PlaceRequest, name: str) -> list[UUID]:
    found = []
    for each in request.POST.getlist(name):
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found
