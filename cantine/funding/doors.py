"""The doors of the economy of a place, for who keeps its books."""

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cantine.billing.queries.bank_ways import register_bank_ways
from cantine.billing.rules.bank import BankLine
from cantine.core.navigation import Door, Link, register, register_front_link
from cantine.funding.queries.published import last_published
from cantine.places.queries import PlaceRef

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


register_bank_ways("funding", bank_ways)
register_front_link("funding", front_link)
