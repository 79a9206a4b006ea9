"""The provider for practice, inside the product: its own pages, signed webhooks, failures that the card or the account writes. No
money moves."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from cantine.billing.commands.online.practice import SIGNATURE, stop_in_practice
from cantine.billing.commands.online.signatures import check_signature
from cantine.billing.models import OnlineConnection, PracticeMandate, PracticePayment
from cantine.billing.rules.online import (
    Account,
    Charged,
    Consent,
    Dispute,
    Field,
    Forged,
    Intent,
    MandateAsked,
    MandateIntent,
    MandateTruth,
    Notice,
    SaysNo,
    Stage,
    Started,
    Truth,
)
from cantine.core import clock, scoping
from cantine.core.actor import system
from cantine.kernel import Refusal

ASKED = system("billing.practice")


class Practice:
    code = "essai"
    name = "Cantine (essai)"
    fields: Sequence[Field] = ()
    associations_only = False
    practice = True
    debits = True

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
            return [Notice(str(said["id"]), str(said.get("mandate") or said["payment"]))]
        except (ValueError, KeyError, TypeError) as error:
            raise Forged from error

    def fetch(self, account: Account, reference: str) -> Truth:
        with scoping.scope([account.organisation_id]):
            row = PracticePayment.objects.get(uuid=UUID(reference))
        paid = row.cents if row.stage == Stage.PAID else 0
        dispute = Dispute.LOST if row.returned else Dispute.NONE
        return Truth(Stage(row.stage), paid, sum(row.refunds.values()), row.fee_cents, dispute, why=row.why)

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
        with scoping.scope([account.organisation_id]):
            connection = OnlineConnection.objects.get(uuid=account.connection)
            row, _new = PracticeMandate.objects.get_or_create(
                organisation_id=account.organisation_id, connection=connection, key=intent.key,
                defaults={"name": intent.name[:160], "back": intent.back, "made_at": clock.now()},
            )  # fmt: skip
        return MandateAsked(
            str(row.uuid), f"{settings.PUBLIC_URL}{reverse('billing:practice_mandate', args=[row.uuid])}"
        )

    def fetch_mandate(self, account: Account, reference: str) -> MandateTruth:
        with scoping.scope([account.organisation_id]):
            row = PracticeMandate.objects.get(uuid=UUID(reference))
        return MandateTruth(Consent(row.stage), f"MD-{row.uuid}" if row.account else "")

    def stop_mandate(self, account: Account, reference: str) -> None:
        now = clock.now()
        stop_in_practice(
            actor=ASKED, now=now, organisation_id=account.organisation_id, practice_mandate=UUID(reference)
        )

    def charge_mandate(self, account: Account, mandate: str, intent: Intent) -> Charged:
        on = intent.on or clock.now().date()
        with scoping.scope([account.organisation_id]):
            signed = PracticeMandate.objects.select_for_update().get(uuid=UUID(mandate.removeprefix("MD-")))
            known = PracticePayment.objects.filter(connection_id=signed.connection_id, key=intent.key).first()
            if known is None and signed.stage != Consent.ACTIVE:
                raise SaysNo("mandate_is_inactive")
            row = known or PracticePayment.objects.create(
                organisation_id=account.organisation_id, connection_id=signed.connection_id, key=intent.key,
                cents=intent.cents, label=intent.label[:200], mandate=signed, made_at=clock.now(),
                next_at=datetime.combine(on, time(6), UTC),
            )  # fmt: skip
        return Charged(str(row.uuid), row.next_at.date() if row.next_at else on)
