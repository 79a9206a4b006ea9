"""What memberships hold of a person: the tables of the export, and what becomes of each at an erasure."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.memberships.models import Allowance, AllowanceEntry, Certification, RightUser
from cantine.people.queries import Fate, Part, Section, register_part

Columns = tuple[tuple[str, str | Promise], ...]


def sections(person_id: int) -> list[Section]:
    return [_certifications(person_id), _allowances(person_id), _entries(person_id), _rights(person_id)]


def fates(person_id: int) -> list[Fate]:
    kept = _("accounts are kept ten years, without your name")
    return [
        Fate(_("Your certifications"), goes=True),
        Fate(_("What you could use of what others paid for"), goes=True),
        Fate(_("What you bought in advance, and used"), goes=False, why=kept),
    ]


def _certifications(person_id: int) -> Section:
    columns: Columns = (
        ("organisation", _("Organisation")), ("code", _("Certification")), ("valid_from", _("From")),
        ("valid_until", _("Valid until")), ("revoked_at", _("Taken back")),
    )  # fmt: skip
    mine = Certification.objects.filter(person_id=person_id).order_by("valid_from")
    rows = mine.values_list("organisation__name", "code", "valid_from", "valid_until", "revoked_at")
    return Section("memberships.certifications", _("My certifications"), columns, tuple(map(tuple, rows)))


def _allowances(person_id: int) -> Section:
    columns: Columns = (
        ("organisation", _("Organisation")), ("name", _("What")), ("unit", _("Unit")), ("granted", _("Given")),
        ("balance", pgettext_lazy("allowance", "Left")), ("begins_on", _("From")), ("expires_on", _("Valid until")),
    )  # fmt: skip
    mine = Allowance.objects.filter(person_id=person_id).order_by("begins_on", "pk")
    rows = mine.values_list("organisation__name", "name_fr", "unit", "granted", "balance", "begins_on", "expires_on")
    return Section("memberships.allowances", _("What I may use"), columns, tuple(map(tuple, rows)))


def _entries(person_id: int) -> Section:
    columns: Columns = (
        ("organisation", _("Organisation")), ("day", _("Day")), ("kind", _("What happened")), ("name", _("What")),
        ("quantity", _("Quantity")), ("balance", _("Left then")),
    )  # fmt: skip
    mine = AllowanceEntry.objects.filter(person_id=person_id).order_by("pk")
    rows = mine.values_list("organisation__name", "day", "kind", "name", "quantity", "balance")
    return Section("memberships.ledger", _("What I used"), columns, tuple(map(tuple, rows)))


def _rights(person_id: int) -> Section:
    columns: Columns = (
        ("organisation", _("Organisation")), ("since", _("From")), ("until", _("Until (included)")),
        ("cap", _("At most, each month")),
    )  # fmt: skip
    mine = RightUser.objects.filter(person_id=person_id).order_by("since", "pk")
    rows = mine.values_list("organisation__name", "since", "until", "cap")
    title = _("What others pay for, that I may use")
    return Section("memberships.rights", title, columns, tuple(map(tuple, rows)))


register_part(Part("memberships", sections, fates))
