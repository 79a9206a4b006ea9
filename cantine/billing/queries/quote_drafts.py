"""A draft of a quote as the invoice that it would become today: its charges as they stand, its parts, its discounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from cantine.accounting import queries as accounting
from cantine.accounting.queries import LegalEntityRef
from cantine.billing import rules
from cantine.billing.models import Charge, Quote
from cantine.billing.queries.charges import CHARGE_COLUMNS, ChargeLine, charge_line
from cantine.billing.queries.drafts import activities_of, document_of
from cantine.billing.queries.payers import ORGANISATION, PERSON, PayerCard, Who, payer_cards
from cantine.billing.rules import Added, Document, Kind, Option, Part, Stage, Standing, State
from cantine.kernel import Refusal
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Discount, Price

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Drafted:
    """A draft: ``whole`` is the invoice that it would become; ``categories`` are whose prices it has, in French and English.
    Once discounts are taken off: ``sold``, the charges that it promises, and ``prices``, those of its parts. ``listed`` are what
    discounts are taken off: a key, a name, cents without VAT; ``before_cents`` is the whole before its own."""

    row: Quote
    entity: LegalEntityRef
    card: PayerCard
    parts: tuple[Part, ...]
    whole: Document
    options: tuple[Option, ...] = ()
    categories: tuple[tuple[str, str], ...] = ()
    sold: tuple[ChargeLine, ...] = ()
    prices: tuple[Price, ...] = ()
    listed: tuple[tuple[str, str, int], ...] = ()
    before_cents: int = 0

    @property
    def discounts(self) -> dict[str, Discount]:
        """Those that were granted, by what they are taken off."""
        of_parts = {f"{rules.PART}{at}": each.discount for at, each in enumerate(self.parts) if each.discount}
        return {**rules.discounts_from_json(self.row.discounts), **of_parts}

    def most_of(self, on: str) -> int | None:
        """The cents without VAT that a discount would be taken off; None for what is not there."""
        if on == rules.WHOLE_QUOTE:
            return self.before_cents
        return next((cents for key, _name, cents in self.listed if key == on), None)

    def valid_until(self, today: date) -> date:
        """The last day of the offer, were it sent today."""
        supplied = self.whole.supplied
        return rules.valid_until_of(
            asked=self.row.valid_until, first_day=supplied[0] if supplied else None, today=today
        )

    def missing(self, today: date) -> list[Refusal]:
        """All that stands between it and its sending: what an invoice of it would miss."""
        over = [
            Refusal("discount_above_total", {"most_cents": most})
            for on, each in self.discounts.items()
            if each.percent is None and (most := self.most_of(on)) is not None and each.cents > most
        ]
        return [*self.entity.missing, *rules.check_issuable(self.whole, on=today), *over]


def find_drafted(place: PlaceRef, *, quote: UUID, today: date) -> Drafted | None:
    """None when it is not there, or is a draft no more. Constant number of statements."""
    row = Quote.objects.filter(place_id=place.id, uuid=quote, state=Stage.DRAFT).first()
    return drafted_of(place, row, today=today) if row else None


def drafted_of(place: PlaceRef, row: Quote, *, today: date) -> Drafted:
    """The quote as it would be frozen today: its charges as they stand, and its parts."""
    who: Who = (ORGANISATION, row.customer_id) if row.customer_id else (PERSON, row.person_id or 0)
    people = {who, *({(PERSON, row.person_id)} if row.person_id else ())}
    cards = payer_cards(organisation_id=place.organisation_id, whos=people)
    card = cards.get(who) or PayerCard(who, NOBODY, rules.Party(row.payer_name, rules.Address(), rules.Nature.PERSON))
    entity = next(each for each in accounting.entities_of(place.organisation_id) if each.id == row.entity_id)
    parts = rules.parts_from_json(row.parts)
    activities = activities_of(place)

    def document(charges: list[ChargeLine], note: str = "") -> Document:
        made = document_of(Kind.INVOICE, entity, card, charges, Added(note=note), place, cards, activities, today)
        lines = tuple(replace(line, charge="") if line.charge == str(NOBODY) else line for line in made.lines)
        return replace(made, lines=lines)

    charges = charges_of_quote(row.pk)
    sold, prices, before = _granted(charges, parts, rules.discounts_from_json(row.discounts))
    firm = [_of_part(row, each, price) for each, price in zip(parts, prices, strict=True) if not each.optional]
    options = tuple(
        Option(number, document([_of_part(row, each, price)]).lines)
        for number, (each, price) in enumerate(zip(parts, prices, strict=True))
        if each.optional
    )
    priced = [each.opened for each in parts] + [each.price for each in charges]
    categories = tuple(dict.fromkeys((each.category_fr, each.category_en) for each in priced if each.category))
    listed = (
        *((each.source, each.name, each.price.net_cents) for each in charges),
        *((f"{rules.PART}{at}", each.name, each.opened.net_cents) for at, each in enumerate(parts)),
    )
    whole = document([*sold, *firm], row.note)
    return Drafted(row, entity, card, parts, whole, options, categories, sold, prices, listed, before)


def _granted(
    charges: Sequence[ChargeLine], parts: Sequence[Part], discounts: Mapping[str, Discount]
) -> tuple[tuple[ChargeLine, ...], tuple[Price, ...], int]:
    """The charges and the prices of the parts once discounts are taken off, and what the whole was before its own."""
    firm = [(at, each) for at, each in enumerate(parts) if not each.optional]
    prices = [*(each.price for each in charges), *(each.opened for _at, each in firm)]
    own = [*(discounts.get(each.source) for each in charges), *(each.discount for _at, each in firm)]
    whole = discounts.get(rules.WHOLE_QUOTE)
    made = rules.granted(prices, own, whole)
    sold = tuple(
        each if price == each.price else replace(each, frozen=price.to_json())
        for each, price in zip(charges, made, strict=False)
    )
    of_parts = {at: price for (at, _each), price in zip(firm, made[len(charges) :], strict=True)}
    for at, each in enumerate(parts):
        if each.optional:
            of_parts[at] = rules.granted_on_option(each.opened, each.discount, whole)
    before = sum(price.net_cents for price in rules.granted(prices, own, None))
    return sold, tuple(of_parts[at] for at in range(len(parts))), before


def charges_of_quote(quote_id: int) -> list[ChargeLine]:
    """What it promises that was charged with its act, and still stands; in the order of time."""
    rows = Charge.objects.filter(quote_id=quote_id).exclude(state=State.DROPPED)
    return [charge_line(row) for row in rows.order_by("day", "starts_at", "pk").values_list(*CHARGE_COLUMNS)]


def _of_part(row: Quote, part: Part, price: Price) -> ChargeLine:
    """A part as the charge that it becomes."""
    return ChargeLine(
        NOBODY, "", part.name, part.day, None, row.person_id, row.customer_id, Standing(State.DUE), price.to_json()
    )  # fmt: skip
