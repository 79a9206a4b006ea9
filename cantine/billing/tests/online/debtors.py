"""A house whose member lets the provider for practice debit their account, and what is said shortly of it."""

from datetime import date
from typing import Any
from uuid import UUID

from cantine.billing.commands import online
from cantine.billing.models import OnlineMandate, PracticeMandate, PracticePayment
from cantine.billing.queries import online_mandates as reads
from cantine.billing.queries.practice import practice_sheet
from cantine.billing.rules.online import earliest_charge
from cantine.billing.rules.sepa import next_target_day
from cantine.billing.tests.online.tills import TELLER

BACK = "http://localhost/back/"


class Debtor:
    """Each act is a person's, or the bank's."""

    def __init__(self, till: Any) -> None:
        self.till, self.house, self.now = till, till.house, till.now
        self.mandate = online.ask_online_mandate(**self.house.said, who=self.house.member)

    @property
    def one(self) -> dict[str, Any]:
        return {"actor": TELLER, "now": self.now, "organisation_id": self.till.organisation_id}

    @property
    def on(self) -> date:
        """A day on which the invoice is due."""
        due = self.house.find(self.till.invoice).card.due_on
        return next_target_day(max(due, earliest_charge(self.house.place.today(self.now))))

    def go(self) -> UUID:
        """To the page of practice."""
        return practice_sheet(online.start_online_mandate(**self.house.said, mandate=self.mandate, back=BACK))

    def authorise(self, account: str = "0001") -> "Debtor":
        online.authorise_in_practice(**self.one, practice_mandate=self.go(), account=account)
        return self.follow_mandate()

    def follow_mandate(self) -> "Debtor":
        online.follow_online_mandate(**self.one, mandate=self.mandate)
        return self

    def line(self) -> Any:
        found = reads.find_online_mandate(self.mandate)
        assert found is not None
        return found

    def charge(self, key: str = "page-1", *invoices: Any) -> list[UUID]:
        wanted = list(invoices) or [self.till.invoice]
        return online.charge_invoices(**self.house.said, invoices=wanted, on=self.on, key=key)

    def sent(self, key: str = "page-1") -> Any:
        """A charge that the provider has."""
        (payment,) = self.charge(key)
        online.send_charge(**self.one, payment=payment)
        return self.till.line(payment)

    def day_comes(self, line: Any) -> Any:
        """At the bank of practice; then we ask."""
        row = PracticePayment.objects.get(key=str(line.uuid))
        online.play_debit(**self.one, practice_payment=row.uuid)
        return self.till.follow(line)

    def stopped_at_the_bank(self) -> None:
        page = PracticeMandate.objects.get(key=str(self.mandate))
        online.stop_in_practice(**self.one, practice_mandate=page.uuid)

    def row(self) -> OnlineMandate:
        return OnlineMandate.objects.get(uuid=self.mandate)
