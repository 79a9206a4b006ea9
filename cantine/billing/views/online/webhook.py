"""Where providers knock: a body of their own, bounded, signed or refused; answered at once, followed by a job."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from cantine.billing.commands import online
from cantine.billing.queries import online as reads
from cantine.core import clock, rates
from cantine.core.actor import system
from cantine.kernel import Refused

KNOCKS = rates.Limit("webhooks", 1200, 60)
MOST_BYTES = 256 * 1024
KNOCKER = system("billing.webhook")


# A provider has no cookie of ours: its signature is its proof.
@csrf_exempt
def knock(request: HttpRequest, *, provider: str, connection: UUID) -> HttpResponse:
    rates.spend(KNOCKS, rates.network_on(request), now=clock.now())
    organisation_id = reads.tenancy_of_connection(provider=provider, uuid=connection)
    if organisation_id is None:
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES or len(body := request.body) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        online.take_webhook(
            actor=KNOCKER, now=clock.now(), organisation_id=organisation_id, connection=connection, headers=request.headers,
            body=body,
        )  # fmt: skip
    except Refused:
        return HttpResponse(status=401)
    return HttpResponse(status=204)
