"""Categories of customers: those of a place, all at once, in their order."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing import facts, queries, rules
from cantine.pricing.models import Category, Rate


def set_categories(
    *, actor: Actor, now: datetime, place: PlaceRef, categories: Sequence[rules.Category], usual: str
) -> None:
    """Replace the categories of a place by these; ``usual`` is that of who has none. Those that keep their code keep
    their rates. Records CategoriesChanged.

    Refusals: category_name_missing, category_twice, category_base_unknown, category_goes_round, percent_out_of_range,
    usual_category_missing, category_in_use.
    """
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    wanted = {category.code: category for category in categories}
    refusals = list(rules.check_categories(categories, usual=usual))
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        places.lock_house(place.id)
        rows = {row.code: row for row in Category.objects.filter(place_id=place.id)}
        gone = [row for code, row in rows.items() if code not in wanted]
        _check_unused(place, gone)
        Category.objects.filter(place_id=place.id).update(usual=False, base=None)
        Category.objects.filter(pk__in=[row.pk for row in gone]).delete()
        for position, category in enumerate(categories):
            _write(place, rows.get(category.code), category, position, usual=category.code == usual)
        _tie(place, categories)
        changed = facts.CategoriesChanged(organisation_id=place.organisation_id, place_id=place.id)
        record(changed, actor=actor, now=now)


def _check_unused(place: PlaceRef, gone: list[Category]) -> None:
    """By a rate of a list, or by what another domain sells."""
    if not gone:
        return
    used = set(Rate.objects.filter(category__in=gone).values_list("category_id", flat=True))
    beside = queries.categories_in_use(place)
    if found := [row for row in gone if row.pk in used or row.code in beside]:
        raise Refused(*(Refusal("category_in_use", {"category": row.name_fr}) for row in found))


def _write(place: PlaceRef, row: Category | None, category: rules.Category, position: int, *, usual: bool) -> None:
    columns = {
        "name_fr": category.name_fr.strip(), "name_en": category.name_en.strip() or category.name_fr.strip(),
        "percent": category.percent if category.base else 0, "offered": category.offered, "usual": usual,
        "position": position,
    }  # fmt: skip
    if row is None:
        Category.objects.create(
            organisation_id=place.organisation_id, place_id=place.id, code=category.code, **columns
        )  # fmt: skip
    else:
        Category.objects.filter(pk=row.pk).update(**columns)


def _tie(place: PlaceRef, categories: Sequence[rules.Category]) -> None:
    """Bases once all of them are there."""
    ids = dict(Category.objects.filter(place_id=place.id).values_list("code", "pk"))
    for category in categories:
        if category.base:
            Category.objects.filter(pk=ids[category.code]).update(base_id=ids[category.base])
