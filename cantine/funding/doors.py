"""The doors of the economy of a place, for who keeps its books."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cantine.billing.commands.bank_ends import register_bank_undo
from cantine.billing.queries.bank import Line
from cantine.billing.queries.bank_ends import Offer, register_bank_offers
from cantine.billing.queries.bank_ways import register_bank_ways
from cantine.billing.rules.bank import BankLine, Became
from cantine.core.navigation import Door, Link, register, register_front_link
from cantine.funding.commands.costs import unpay_cost
from cantine.funding.queries.bank import costs_to_pay
from cantine.funding.queries.published import last_published
from cantine.funding.rules.bank import Seen, ToPay, paid_by
from cantine.places.queries import PlaceRef
from cantine.ui import formats

SEEN = {
    Seen.SUPPLIER: _("same amount, supplier alike"), Seen.WHAT: _("same amount, words alike"), Seen.AMOUNT: _("same amount"),
}  # fmt: skip

register(Door(where="staff", label=_("Economy"), route="funding:economy", action="economy.see", icon="chart", order=79))


def front_link(place: PlaceRef) -> Link | None:
    """The latest year that the place shows."""
    year = last_published(place)
    return (gettext("Our economy"), reverse("funding:public", args=[place.slug, year])) if year else None


def bank_ways(place: PlaceRef, line: UUID, said: BankLine) -> list[tuple[str, str]]:
    """Money out is a cost, money in that no invoice explains may be a gift: the form opens filled in."""
    route, words = (
        ("costs", gettext("Enter it as a cost")) if said.cents < 0 else ("gift_new", gettext("Note it as a gift"))
    )
    told = {
        "banque": line, "montant": abs(said.cents), "jour": said.day.isoformat(), "libelle": said.label[:120],
        "nom": said.counterparty[:120],
    }  # fmt: skip
    return [(words, f"{reverse(f'funding:{route}', args=[place.slug])}?{urlencode(told)}")]


def bank_offers(place: PlaceRef, lines: Sequence[Line]) -> dict[UUID, list[Offer]]:
    """Money out that is of exactly what a cost to pay is; one statement, none where no money went out."""
    out = [each for each in lines if each.said.cents < 0]
    costs = costs_to_pay(place) if out else []
    return {each.uuid: [_offer(place, each, *found) for found in paid_by(each.said, costs)] for each in out}


def _offer(place: PlaceRef, line: Line, cost: ToPay, seen: Seen) -> Offer:
    spent = cost.spent
    label = gettext("%(what)s, of %(day)s, to pay") % {"what": spent.what, "day": formats.full_day(spent.day)}
    action = reverse("funding:pay_by_line", args=[place.slug, line.uuid])
    named = f"{label} · {spent.supplier}" if spent.supplier else label
    return Offer(named, str(SEEN[seen]), gettext("It paid this"), action, (("cost", str(cost.uuid)),))


register_bank_ways("funding", bank_ways)
register_bank_offers("funding", bank_offers)
register_bank_undo(Became.COST, unpay_cost)
register_front_link("funding", front_link)
