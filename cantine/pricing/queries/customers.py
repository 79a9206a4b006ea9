"""Which prices a customer has."""

from cantine.core import sql
from cantine.kernel import folded
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing.models import Category, Customer

# The organisation on whose behalf it is comes first: it pays.
_CATEGORY = """
SELECT c.code FROM pricing_customer u JOIN pricing_category c ON c.id = u.category_id
WHERE u.place_id = %s AND (u.customer_id = %s OR (u.person_id = %s AND %s::bigint IS NULL))
ORDER BY u.customer_id NULLS LAST LIMIT 1
"""


def category_of(place: PlaceRef, *, person_id: int | None, customer_id: int | None = None) -> str:
    """The code of the category of an organisation, or of a person who acts for none; ``""`` for the usual one."""
    found = sql.row(_CATEGORY, [place.id, customer_id, person_id, customer_id])
    return str(found[0]) if found else ""


def categories_of_customers(place: PlaceRef) -> dict[int, str]:
    """By organisation, those that are in another category than the usual one."""
    rows = Customer.objects.filter(place_id=place.id, customer__isnull=False)
    return dict(rows.values_list("customer_id", "category__code"))


def customers_in_categories(place: PlaceRef) -> dict[tuple[str, int], str]:
    """The code of the category of everybody who is in another than the usual one: ``("person", id)``, ``("organisation", id)``."""
    rows = Customer.objects.filter(place_id=place.id).values_list("person_id", "customer_id", "category__code")
    return {("organisation", customer) if customer else ("person", person): code for person, customer, code in rows}


def customers_named(place: PlaceRef, *, text: str, most: int = 5) -> list[tuple[str, str]]:
    """The persons and organisations whom the place knows by a name that holds ``text``, with the code of their category; of several,
    the one whose name it is. Three statements."""
    own, wanted = customers_in_categories(place), folded(text.strip())
    persons = places.contacts_named(place=place, text=text, most=most)
    found = [(each.name, own.get(("person", each.id), "")) for each in persons]
    firms = [(int(key), name) for key, name in places.customer_names(place=place) if wanted in folded(name)]
    found += [(name, own.get(("organisation", key), "")) for key, name in firms[:most]]
    return [each for each in found if folded(each[0]) == wanted][:1] or found


def category_ids(place: PlaceRef) -> dict[str, int]:
    """The key of each category of a place, by code."""
    return dict(Category.objects.filter(place_id=place.id).values_list("code", "pk"))
