"""What prices hold of a person: the table of the export, and what becomes of it at an erasure."""

from django.utils.translation import gettext_lazy as _

from cantine.people.queries import Fate, Part, Section, register_part
from cantine.pricing.models import Customer


def sections(person_id: int) -> list[Section]:
    columns = (("organisation", _("Organisation")), ("category", _("Price category")))
    rows = (
        Customer.objects.filter(person_id=person_id)
        .order_by("pk")
        .values_list("organisation__name", "category__name_fr")
    )
    return [Section("pricing.categories", _("Which prices I have"), columns, tuple(tuple(row) for row in rows))]


def fates(person_id: int) -> list[Fate]:
    return [Fate(_("Which prices you have"), goes=True)]


register_part(Part("pricing", sections, fates))
