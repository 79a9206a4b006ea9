"""What memberships hold of a person: the tables of the export, and what becomes of each at an erasure."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.memberships.models import (
    Allowance,
    AllowanceEntry,
    Certification,
    Dues,
    DuesPerson,
    DuesPriced,
    Paper,
    RightUser,
    Shareholding,
    ShareMovement,
    ShareSubscription,
    Subscription,
    SubscriptionPeriod,
)
from cantine.people.queries import Fate, Part, Section, register_part

Columns = tuple[tuple[str, str | Promise], ...]


def sections(person_id: int) -> list[Section]:
    return [
        _certifications(person_id),
        _allowances(person_id),
        _entries(person_id),
        _rights(person_id),
        *_plans(person_id),
        *_membership(person_id),
    ]


def fates(person_id: int) -> list[Fate]:
    kept = _("accounts are kept ten years, without your name")
    return [
        Fate(_("Your certifications"), goes=True),
        Fate(_("What you could use of what others paid for"), goes=True),
        Fate(_("What you bought in advance, and used"), goes=False, why=kept),
        Fate(_("The plans that you had, and at which price"), goes=False, why=kept),
        Fate(_("The dues that you paid, and their receipts"), goes=False, why=kept),
        Fate(_("Your shares, in the register"), goes=False, why=_("the law keeps the register of a company")),
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


def _plans(person_id: int) -> list[Section]:
    columns: Columns = (
        ("organisation", _("Organisation")), ("plan", _("Plan")), ("since", _("From")), ("until", _("Until (included)")),
        ("consented_cents", _("Price that I said yes to")), ("consented_at", _("On")),
    )  # fmt: skip
    charged: Columns = (
        ("organisation", _("Organisation")), ("plan", _("Plan")), ("first_day", _("From")),
        ("last_day", _("Until (included)")), ("cents", _("Amount")), ("whole_cents", _("Price of the whole of it")),
        ("usual_cents", _("What everybody else pays")), ("category", _("Price category")),
    )  # fmt: skip
    mine = Subscription.objects.filter(person_id=person_id).order_by("since", "pk")
    rows = mine.values_list("organisation__name", "plan__name_fr", "since", "until", "consented_cents", "consented_at")
    periods = SubscriptionPeriod.objects.filter(subscription__person_id=person_id).order_by("first_day", "pk")
    prices = periods.values_list(
        "organisation__name", "subscription__plan__name_fr", "first_day", "last_day", "cents", "whole_cents",
        "usual_cents", "category_fr",
    )  # fmt: skip
    return [
        Section("memberships.plans", _("My plans"), columns, tuple(map(tuple, rows))),
        Section(
            "memberships.plan_periods", _("What my plans cost, period by period"), charged, tuple(map(tuple, prices))
        ),
    ]


def _membership(person_id: int) -> list[Section]:
    columns: Columns = (
        ("organisation", _("Organisation")), ("kind", _("These dues")), ("first_day", _("From")),
        ("last_day", _("Until (included)")), ("cents", _("Amount")), ("paid_cents", _("Amount received")),
        ("state", _("State")), ("paid_on", _("Received on")),
    )  # fmt: skip
    mine = Dues.objects.filter(person_id=person_id).order_by("first_day", "pk")
    rows = mine.values_list(
        "organisation__name", "kind__name_fr", "first_day", "last_day", "cents", "paid_cents", "state", "paid_on"
    )
    papers = Paper.objects.filter(person_id=person_id).order_by("pk")
    opened = DuesPerson.objects.filter(person_id=person_id).order_by("pk")
    priced = DuesPriced.objects.filter(person_id=person_id).order_by("pk")
    return [
        Section("memberships.dues", _("My dues"), columns, tuple(map(tuple, rows))),
        Section(
            "memberships.papers",
            _("My papers"),
            (("organisation", _("Organisation")), ("reference", _("Number")), ("day", _("Day")), ("sha256", "SHA-256")),
            tuple(map(tuple, papers.values_list("organisation__name", "reference", "issued_on", "sha256"))),
        ),
        Section(
            "memberships.prices_of_members",
            _("Where I have the prices of members"),
            (("place", _("Place")),),
            tuple(map(tuple, priced.values_list("place__name"))),
        ),
        Section(
            "memberships.dues_of_mine",
            _("Dues of my organisations, that count for me"),
            (("organisation", _("Organisation")), ("member", _("Member")), ("last_day", _("Until (included)"))),
            tuple(map(tuple, opened.values_list("organisation__name", "dues__customer__name", "dues__last_day"))),
        ),
    ]


def _shares(person_id: int) -> list[Section]:
    held = Shareholding.objects.filter(person_id=person_id).order_by("pk")
    moved = ShareMovement.objects.filter(holding__person_id=person_id).order_by("pk")
    signed = ShareSubscription.objects.filter(person_id=person_id).order_by("pk")
    return [
        Section(
            "memberships.shareholdings",
            _("My shares"),
            (("organisation", _("Organisation")), ("college", _("College")), ("balance", _("Shares"))),
            tuple(map(tuple, held.values_list("organisation__name", "college__name_fr", "balance"))),
        ),
        Section(
            "memberships.share_movements",
            _("How my shares moved"),
            (("day", _("Day")), ("kind", _("What happened")), ("quantity", _("Quantity")), ("balance", _("Left then"))),
            tuple(map(tuple, moved.values_list("day", "kind", "quantity", "balance"))),
        ),
        Section(
            "memberships.bulletins",
            _("The bulletins that I signed"),
            (
                ("quantity", _("Shares")), ("cents_each", _("Value of a share")), ("state", _("State")),
                ("signed_by", _("Signed by")), ("signed_at", _("On")), ("signed_from", _("From")),
            ),
            tuple(
                map(
                    tuple,
                    signed.values_list("quantity", "cents_each", "state", "signed_by", "signed_at", "signed_from"),
                )
            ),
        ),
    ]  # fmt: skip


register_part(Part("memberships", sections, fates))
