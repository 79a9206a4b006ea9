"""What memberships hold of a person: the tables of the export, and what becomes of each at an erasure."""

from django.utils.translation import gettext_lazy as _

from cantine.memberships.models import Certification
from cantine.people.queries import Fate, Part, Section, register_part


def sections(person_id: int) -> list[Section]:
    columns = (
        ("organisation", _("Organisation")), ("code", _("Certification")), ("valid_from", _("From")),
        ("valid_until", _("Valid until")), ("revoked_at", _("Taken back")),
    )  # fmt: skip
    mine = Certification.objects.filter(person_id=person_id)
    rows = mine.order_by("valid_from").values_list(
        "organisation__name", "code", "valid_from", "valid_until", "revoked_at"
    )
    return [Section("memberships.certifications", _("My certifications"), columns, tuple(tuple(row) for row in rows))]


def fates(person_id: int) -> list[Fate]:
    return [Fate(_("Your certifications"), goes=True)]


register_part(Part("memberships", sections, fates))
