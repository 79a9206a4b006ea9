"""What the economy of a place holds of a person: the gifts that they made, and what becomes of them at an erasure."""

from django.utils.translation import gettext_lazy as _

from cantine.funding.models import Gift, TaxReceipt
from cantine.people.queries import Fate, Part, Section, register_part


def sections(person_id: int) -> list[Section]:
    columns = (
        ("organisation", _("Organisation")), ("day", _("Day")), ("cents", _("Amount, in cents")), ("way", _("How")),
        ("what", _("What")),
    )  # fmt: skip
    mine = Gift.objects.filter(person_id=person_id).order_by("day", "pk")
    rows = mine.values_list("organisation__name", "day", "cents", "way", "what")
    papers = TaxReceipt.objects.filter(person_id=person_id).order_by("pk")
    told = papers.values_list("organisation__name", "reference", "issued_on", "cents", "sha256", "cancelled_on")
    return [
        Section("funding.gifts", _("The gifts that I made"), columns, tuple(map(tuple, rows))),
        Section(
            "funding.receipts",
            _("Their tax receipts"),
            (
                ("organisation", _("Organisation")), ("reference", _("Number")), ("issued_on", _("Day")),
                ("cents", _("Amount, in cents")), ("sha256", "SHA-256"), ("cancelled_on", _("Cancelled on")),
            ),
            tuple(map(tuple, told)),
        ),
    ]  # fmt: skip


def fates(person_id: int) -> list[Fate]:
    why = _("whoever receives gifts must be able to show for six years who made them")
    return [Fate(_("The gifts that you made, and their receipts"), goes=False, why=why)]


register_part(Part("funding", sections, fates))
