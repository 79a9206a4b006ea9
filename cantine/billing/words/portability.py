"""What billing holds of a person: the table of the export, and what becomes of it at an erasure."""

from django.utils.translation import gettext_lazy as _

from cantine.billing.models import (
    Charge,
    CounterSale,
    Invoice,
    Mandate,
    OnlineMandate,
    Payer,
    PayerIban,
    Payment,
    Quote,
)
from cantine.billing.rules.bank import masked
from cantine.core.sealing import unseal
from cantine.people.queries import Fate, Part, Section, register_part


def sections(person_id: int) -> list[Section]:
    columns = (
        ("organisation", _("Organisation")), ("name", _("What")), ("day", _("Day")), ("state", _("State")),
        ("net_cents", _("Price without VAT, in cents")), ("vat_cents", _("VAT, in cents")), ("percent", _("Share asked for, %")),
    )  # fmt: skip
    mine = Charge.objects.filter(person_id=person_id).order_by("day", "pk")
    rows = mine.values_list("organisation__name", "name", "day", "state", "net_cents", "vat_cents", "percent")
    charges = Section("billing.charges", _("What I was charged for"), columns, tuple(tuple(row) for row in rows))
    return [
        charges, _quotes(person_id), _invoices(person_id), _payments(person_id), _cards(person_id), _accounts(person_id),
        _bought(person_id),
        _mandates(person_id), _online_mandates(person_id),
    ]  # fmt: skip


def _quotes(person_id: int) -> Section:
    columns = (
        ("organisation", _("Organisation")), ("reference", _("Number")), ("state", _("State")), ("sent_at", _("Sent")),
        ("gross_cents", _("Price with VAT, in cents")), ("reason", _("Why it was refused")),
    )  # fmt: skip
    mine = Quote.objects.filter(person_id=person_id).exclude(sent_at=None).order_by("sent_at", "pk")
    rows = mine.values_list("organisation__name", "reference", "state", "sent_at", "gross_cents", "reason")
    return Section("billing.quotes", _("Quotes that I was sent"), columns, tuple(tuple(row) for row in rows))


def _invoices(person_id: int) -> Section:
    columns = (
        ("organisation", _("Organisation")), ("reference", _("Number")), ("kind", _("Nature of the document")),
        ("issued_on", _("Date")), ("due_on", _("To pay before")), ("gross_cents", _("Price with VAT, in cents")),
    )  # fmt: skip
    mine = Invoice.objects.filter(person_id=person_id).exclude(issued_at=None).order_by("issued_on", "pk")
    rows = mine.values_list("organisation__name", "reference", "kind", "issued_on", "due_on", "gross_cents")
    return Section("billing.invoices", _("My invoices"), columns, tuple(tuple(row) for row in rows))


def _payments(person_id: int) -> Section:
    columns = (
        ("organisation", _("Organisation")), ("received_on", _("Received on")), ("method", _("How")),
        ("cents", _("Amount, in cents")), ("note", _("Note")),
    )  # fmt: skip
    mine = Payment.objects.filter(person_id=person_id).order_by("received_on", "pk")
    rows = mine.values_list("organisation__name", "received_on", "method", "cents", "note")
    return Section("billing.payments", _("What I paid"), columns, tuple(tuple(row) for row in rows))


def _cards(person_id: int) -> Section:
    columns = (
        ("organisation", _("Organisation")), ("name", _("Name, as it is printed")), ("street", _("Street")),
        ("postcode", _("Postcode")), ("town", _("Town")), ("email", _("E-mail for invoices")),
        ("reference", _("Reference on each invoice")),
    )  # fmt: skip
    rows = (
        Payer.objects.filter(person_id=person_id)
        .order_by("pk")
        .values_list("organisation__name", "name", "street", "postcode", "town", "email", "reference")
    )
    return Section("billing.payers", _("How I am invoiced"), columns, tuple(tuple(row) for row in rows))


def _accounts(person_id: int) -> Section:
    columns = (("organisation", _("Organisation")), ("account", _("Account")), ("confirmed_at", _("Confirmed on")))
    mine = PayerIban.objects.filter(person_id=person_id).order_by("confirmed_at", "pk")
    rows = mine.values_list("organisation__name", "iban_sealed", "confirmed_at")
    told = tuple((organisation, masked(unseal(sealed)), at) for organisation, sealed, at in rows)
    return Section("billing.accounts", _("Bank accounts that I paid from"), columns, told)


def _bought(person_id: int) -> Section:
    columns = (
        ("organisation", _("Organisation")), ("number", _("Number")), ("rung_at", _("Day")), ("means", _("How")),
        ("total_cents", _("Price with VAT, in cents")), ("offered_cents", _("Value offered, in cents")),
    )  # fmt: skip
    mine = CounterSale.objects.filter(person_id=person_id).order_by("rung_at", "pk")
    rows = mine.values_list("organisation__name", "number", "rung_at", "means", "total_cents", "offered_cents")
    return Section("billing.counter", _("What I bought at counters"), columns, tuple(tuple(row) for row in rows))


def _mandates(person_id: int) -> Section:
    columns = (
        ("organisation", _("Organisation")), ("rum", _("Reference of the mandate")), ("account", _("Account")),
        ("signed_at", _("Signed on")), ("signed_name", _("Signed as")), ("revoked_at", _("Revoked on")),
    )  # fmt: skip
    mine = Mandate.objects.filter(person_id=person_id).order_by("asked_at", "pk")
    rows = mine.values_list("organisation__name", "rum", "iban_sealed", "signed_at", "signed_name", "revoked_at")
    told = tuple((name, rum, masked(unseal(sealed)) if sealed else "", *more) for name, rum, sealed, *more in rows)
    return Section("billing.mandates", _("Direct debit mandates"), columns, told)


def _online_mandates(person_id: int) -> Section:
    columns = (
        ("organisation", _("Organisation")), ("provider", _("Provider")), ("reference", _("Reference of the mandate")),
        ("state", _("State")), ("asked_at", _("Asked for on")), ("moved_at", _("Last change")),
    )  # fmt: skip
    mine = OnlineMandate.objects.filter(person_id=person_id).order_by("asked_at", "pk")
    rows = mine.values_list("organisation__name", "provider", "mandate", "stage", "asked_at", "moved_at")
    return Section(
        "billing.online_mandates",
        _("Debits that I authorised at a provider"),
        columns,
        tuple(tuple(row) for row in rows),
    )


def fates(person_id: int) -> list[Fate]:
    return [
        Fate(_("How you are invoiced"), goes=True),
        Fate(
            _("Your invoices and what you paid"),
            goes=False,
            why=_("the law keeps them ten years, with the name that they bear"),
        ),
        Fate(_("Bank accounts that you paid from"), goes=True),
        Fate(_("What you bought at counters"), goes=False, why=_("tickets are kept, without your name")),
        Fate(
            _("Direct debit mandates that you signed"),
            goes=False,
            why=_("a bank may ask for their proof thirteen months after the last debit"),
        ),
        Fate(
            _("Debits that you authorised at a provider"),
            goes=False,
            why=_("the debit may be disputed for thirteen months; the provider holds the account, not we"),
        ),
        Fate(_("What you were charged for"), goes=False, why=_("accounts are kept ten years, without your name")),
        Fate(
            _("Quotes that you accepted"), goes=False, why=_("they prove what was agreed, as long as accounts are kept")
        ),
    ]


register_part(Part("billing", sections, fates))
