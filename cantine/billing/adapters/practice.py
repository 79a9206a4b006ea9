"""The provider for practice, inside the product: its own page, signed webhooks, failures that the card writes. No money moves."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from cantine.billing.commands.online.practice import SIGNATURE
from cantine.billing.commands.online.signatures import check_signature
from cantine.billing.models import OnlineConnection, PracticePayment
from cantine.billing.rules.online import (
    Account,
    Charged,
    Field,
    Forged,
    Intent,
    MandateAsked,
    MandateIntent,
    Notice,
    SaysNo,
    Stage,
    Started,
    Truth,
)
from cantine.core import clock, scoping
from cantine.kernel import Refusal


class Practice:
    code = "essai"
    name = "Cantine (essai)"
    fields: Sequence[Field] = ()
    associations_only = False
    practice = True
    debits = False

    def check(self, account: Account) -> Sequence[Refusal]:
        return []

    def start(self, account: Account, intent: Intent) -> Started:
        with scoping.scope([account.organisation_id]):
            connection = OnlineConnection.objects.get(uuid=account.connection)
            row, _new = PracticePayment.objects.get_or_create(
                organisation_id=account.organisation_id, connection=connection, key=intent.key,
                defaults={
                    "cents": intent.cents, "label": intent.label[:200], "back": intent.back, "made_at": clock.now()
                },
            )  # fmt: skip
        return Started(str(row.uuid), f"{settings.PUBLIC_URL}{reverse('billing:practice', args=[row.uuid])}")

    def read_webhook(
        self, account: Account, *, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Sequence[Notice]:
        check_signature(headers.get(SIGNATURE, ""), body, secret=account.keys.get("secret", ""), now=now)
        try:
            said = json.loads(body)
            return [Notice(str(said["id"]), str(said["payment"]))]
        except (ValueError, KeyError, TypeError) as error:
            raise Forged from error

    def fetch(self, account: Account, reference: str) -> Truth:
        with scoping.scope([account.organisation_id]):
            row = PracticePayment.objects.get(uuid=UUID(reference))
        paid = row.cents if row.stage == Stage.PAID else 0
        return Truth(Stage(row.stage), paid, sum(row.refunds.values()), row.fee_cents, why=row.why)

    def refund(self, account: Account, reference: str, *, cents: int, key: str) -> None:
        with scoping.scope([account.organisation_id]):
            row = PracticePayment.objects.select_for_update().get(uuid=UUID(reference))
            if key in row.refunds:
                return
            if row.stage != Stage.PAID or sum(row.refunds.values()) + cents > row.cents:
                raise SaysNo("refund_too_large")
            row.refunds = {**row.refunds, key: cents}
            row.save(update_fields=["refunds"])

    def create_mandate(self, account: Account, intent: MandateIntent) -> MandateAsked:
        raise SaysNo("practice_has_no_mandates")

    def charge_mandate(self, account: Account, mandate: str, intent: Intent) -> Charged:
        raise SaysNo("practice_has_no_mandates")
