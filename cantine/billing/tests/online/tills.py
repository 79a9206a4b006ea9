"""A house where one pays online, for practice: an invoice of 48 €, its payer, its provider."""

from typing import Any

from cantine.billing.commands import online
from cantine.billing.queries import online as reads
from cantine.core import scoping
from cantine.core.actor import system

TELLER = system("billing.online")


class Till:
    """What a payer and a provider do, said shortly."""

    def __init__(self, house: Any) -> None:
        self.house, self.now = house, house.now
        self.connection = online.connect_provider(**house.said, entity=house.entity.uuid, provider="essai", keys={})
        online.switch_provider(**house.said, connection=self.connection, on=True)
        self.invoice = house.issued()

    @property
    def organisation_id(self) -> int:
        return int(self.house.place.organisation_id)

    def start(self, key: str = "k1", invoice: Any = None) -> Any:
        made = online.start_payment(
            **self.house.said, invoice=invoice or self.invoice, key=key, back="http://localhost/back/{payment}/"
        )
        return self.line(made)

    def line(self, uuid: Any) -> Any:
        with scoping.scope([self.organisation_id]):
            found = reads.find_online_payment(organisation_id=self.organisation_id, uuid=uuid)
        assert found is not None
        return found

    def card(self, line: Any, number: str, agreed: bool | None = None) -> bool:
        sheet = line.address.rstrip("/").rpartition("/")[2]
        return online.pay_in_practice(
            actor=TELLER, now=self.now, organisation_id=self.organisation_id, payment=sheet, card=number, agreed=agreed
        )

    def follow(self, line: Any) -> Any:
        online.follow_payment(actor=TELLER, now=self.now, organisation_id=self.organisation_id, payment=line.uuid)
        return self.line(line.uuid)

    def paid(self, key: str = "k1", invoice: Any = None, number: str = "4242424242424242") -> Any:
        line = self.start(key, invoice)
        self.card(line, number)
        return self.follow(line)
