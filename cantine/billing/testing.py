"""Charges and invoices for tests, made through the commands as the product does."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from cantine.billing import commands, rules
from cantine.billing.queries.payers import Who
from cantine.billing.rules import Nature, Standing, State
from cantine.core import scoping
from cantine.core.actor import system
from cantine.kernel import Interval
from cantine.people.testing import an_organisation
from cantine.places import commands as places
from cantine.places.testing import ref_of
from cantine.pricing import queries as prices
from cantine.pricing.rules import Ask, Price, Unit, Vat, price_of

ROBOT = system("a test sells")
ADDRESS: dict[str, Any] = {"street": "2 rue de l’Essai", "postcode": "44000", "town": "Nantes"}


def a_charge(
    place: Any, *, now: datetime, room: str, hours: int = 1, person_id: int | None = None, customer_id: int | None = None,
    state: State = State.DUE, percent: int = 100, source: str = "",
) -> str:  # fmt: skip
    """Hours of a room from one hour on, priced by the list of the place; answers the source."""
    ref, source = ref_of(place), source or f"test:{uuid4()}"
    interval = Interval(now + timedelta(hours=1), now + timedelta(hours=1 + hours))
    with scoping.scope([ref.organisation_id]):
        grid = prices.grid_of(ref, on=ref.today(now))
        assert grid is not None
        price = price_of(Ask(timezone=ref.timezone, intervals=(interval,), resource=room, name="Salle Rouge"), grid)
        assert isinstance(price, Price)
        sale = commands.Sale(
            source=source, name="Salle Rouge", day=ref.today(now), price=price, standing=Standing(state, percent),
            interval=interval, person_id=person_id, customer_id=customer_id,
        )  # fmt: skip
        commands.make_charges(actor=ROBOT, now=now, place=ref, sales=[sale])
    return source


def a_customer(place: Any, name: str = "Acme", *, now: datetime, kind: str = "company") -> int:
    """An organisation that the place knows."""
    ref = ref_of(place)
    made = an_organisation(name, kind=kind)
    with scoping.scope([ref.organisation_id]):
        places.note_customer(actor=ROBOT, now=now, place=ref, customer_id=made.pk)
    return made.pk


def a_payer(place: Any, who: Who, *, now: datetime, **changes: Any) -> None:
    """Somebody with an address that a letter reaches."""
    ref = ref_of(place)
    said = {"name": "Odile Martin", "nature": Nature.PERSON, **ADDRESS, **changes}
    paid_by, paid_from = said.pop("paid_by", None), said.pop("paid_from", None)
    with scoping.scope([ref.organisation_id]):
        commands.write_payer(
            actor=ROBOT, now=now, place=ref, who=who, payer=rules.Payer(**said), paid_by=paid_by,
            paid_from=paid_from,
        )  # fmt: skip


def an_invoice(place: Any, who: Who, *, now: datetime) -> UUID:
    """Issued, of all that somebody owes."""
    ref = ref_of(place)
    with scoping.scope([ref.organisation_id]):
        made = commands.prepare_invoice(actor=ROBOT, now=now, place=ref, who=who, last_day=ref.today(now))
        commands.issue_invoice(actor=ROBOT, now=now, place=ref, invoice=made)
    return made


def a_written_invoice(place: Any, who: Who, *, now: datetime, name: str = "Parrainage") -> UUID:
    """Issued, of one line of 800 € that somebody wrote, and half paid."""
    ref = ref_of(place)
    line = rules.line_of(
        name=name, quantity=Decimal(1), unit=Unit.PIECE, unit_cents=Decimal(80_000), vat=Vat(rate=Decimal(20)),
        activity="sponsorship",
    )  # fmt: skip
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": ref}
    with scoping.scope([ref.organisation_id]):
        made = commands.start_invoice(**said, who=who)
        commands.write_on_draft(**said, invoice=made, added=rules.Added(lines=(line,), note=name))
        commands.issue_invoice(**said, invoice=made)
        commands.record_payment(
            **said, who=who, cents=48_000, method=rules.Method.TRANSFER, received_on=ref.today(now), key=str(made),
            invoices=[made], note=name[:120],
        )  # fmt: skip
    return made


def pay_online_for_practice(place: Any, *, now: datetime) -> UUID:
    """The seller of the place takes money online, from the provider for practice: the connection."""
    from cantine.accounting import queries as accounting
    from cantine.billing.commands import online

    ref = ref_of(place)
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": ref}
    with scoping.scope([ref.organisation_id]):
        entity = accounting.entity_of(ref)
        assert entity is not None
        made = online.connect_provider(**said, entity=entity.uuid, provider="essai", keys={})
        online.switch_provider(**said, connection=made, on=True)
    return made


def a_counter(place: Any, *, now: datetime) -> dict[str, UUID]:
    """A drawer with 100 € of change, and three buttons: coffee at 1.50 €, a day pass at 18 €, prints typed. Answers their ids;
    its scope is open."""
    from cantine.accounting import commands as drawers
    from cantine.billing.commands import counter
    from cantine.billing.rules.counter import Button, Priced, Tone

    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": place}
    drawers.open_drawer(**said, name="Comptoir", float_cents=10_000)
    ten, twenty = Vat(rate=Decimal(10)), Vat(rate=Decimal(20))
    made = {
        "coffee": Button(
            uuid=uuid4(), name_fr="Café", name_en="Coffee", price=Priced(150, 150), vat=ten, activity="catering", tone=Tone.SUN
        ),
        "day": Button(uuid=uuid4(), name_fr="Journée", name_en="Day pass", price=Priced(1_800, 1_800), vat=twenty),
        "prints": Button(uuid=uuid4(), name_fr="Impressions", name_en="Prints", price=None, vat=twenty, icon="print"),
    }  # fmt: skip
    return {name: counter.set_button(**said, button=button, new=True) for name, button in made.items()}
