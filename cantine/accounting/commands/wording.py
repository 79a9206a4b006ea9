"""The names of roles, of journals, of classes of accounts."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from cantine.accounting.rules import JournalKind, Method, Nature, Role, chart_of
from cantine.ui import formats

ROLE_NAMES: dict[Role, str | Promise] = {
    Role.CUSTOMERS: gettext_lazy("Customers"),
    Role.ADVANCES: gettext_lazy("Advances received"),
    Role.UNBILLED: gettext_lazy("Sales not yet invoiced"),
    Role.DEFERRED: gettext_lazy("Income received in advance"),
    Role.SUPPLIERS: gettext_lazy("Suppliers"),
    Role.VAT_COLLECTED: gettext_lazy("VAT collected"),
    Role.VAT_PENDING: gettext_lazy("VAT that waits for the payment"),
    Role.VAT_DEDUCTIBLE: gettext_lazy("VAT to deduct"),
    Role.BANK: gettext_lazy("Bank"),
    Role.CHEQUES: gettext_lazy("Cheques to bank"),
    Role.CARDS: gettext_lazy("Cards, before the bank has paid"),
    Role.CASH: gettext_lazy("Cash"),
    Role.INTERNAL_TRANSFER: gettext_lazy("Transfers between one’s own accounts"),
    Role.SALES_LETTING: gettext_lazy("Sales: letting of spaces"),
    Role.SALES_SERVICES: gettext_lazy("Sales: services"),
    Role.SALES_TRAINING: gettext_lazy("Sales: training"),
    Role.SALES_GOODS: gettext_lazy("Sales: goods, bar and food"),
    Role.SPONSORSHIP: gettext_lazy("Sponsorships"),
    Role.DUES: gettext_lazy("Dues"),
    Role.DUES_WITH_COUNTERPART: gettext_lazy("Dues with something in return"),
    Role.GRANTS: gettext_lazy("Grants"),
    Role.GRANTS_RECEIVABLE: gettext_lazy("Grants to receive"),
    Role.DEDICATED_FUNDS: gettext_lazy("Grants not yet used"),
    Role.TO_DEDICATED_FUNDS: gettext_lazy("Put aside of grants"),
    Role.FROM_DEDICATED_FUNDS: gettext_lazy("Taken back of grants put aside"),
    Role.EXPENSE: gettext_lazy("Costs"),
    Role.WAGES_DUE: gettext_lazy("Wages to pay"),
    Role.SOCIAL_DUE: gettext_lazy("Social contributions to pay"),
    Role.DEPRECIATED: gettext_lazy("Wear of equipment, added up"),
    Role.DONATIONS: gettext_lazy("Donations"),
    Role.PATRONAGE: gettext_lazy("Patronage"),
    Role.BAD_DEBT: gettext_lazy("Bad debts"),
    Role.BANK_FEES: gettext_lazy("Bank charges"),
    Role.ROUNDING: gettext_lazy("Roundings"),
    Role.CASH_DIFFERENCE: gettext_lazy("Cash differences"),
    Role.SHARES: gettext_lazy("Shares"),
    Role.SHARES_CALLED: gettext_lazy("Shares called, not yet paid"),
    Role.RESULT: gettext_lazy("Result of the year"),
    Role.GIFTS_IN_KIND: gettext_lazy("Gifts in kind"),
    Role.SERVICES_IN_KIND: gettext_lazy("Services in kind"),
    Role.VOLUNTEERING: gettext_lazy("Volunteering"),
    Role.LENT_IN_KIND: gettext_lazy("Premises and goods lent"),
}
EXPENSE_NAMES: dict[str, str | Promise] = {
    "rent": gettext_lazy("Rent"),
    "shared": gettext_lazy("Service charges of the building"),
    "energy": gettext_lazy("Energy and water"),
    "upkeep": gettext_lazy("Upkeep and repairs"),
    "insured": gettext_lazy("Insurance"),
    "wages": gettext_lazy("Wages"),
    "social": gettext_lazy("Social contributions"),
    "goods": gettext_lazy("Food and bar, goods bought"),
    "program": gettext_lazy("Programme: speakers, artists, providers"),
    "tools": gettext_lazy("Small equipment"),
    "supplies": gettext_lazy("Office supplies"),
    "fees": gettext_lazy("Accountant, lawyers, fees"),
    "comms": gettext_lazy("Communication"),
    "travel": gettext_lazy("Travel and receptions"),
    "telecom": gettext_lazy("Internet, telephone, post"),
    "bank": gettext_lazy("Bank charges"),
    "interest": gettext_lazy("Interest on loans"),
    "taxes": gettext_lazy("Taxes"),
    "deprec": gettext_lazy("Wear of equipment (depreciation)"),
    "": gettext_lazy("Other costs"),
}
USUAL_NAMES: dict[str, str | Promise] = {
    "rent": gettext_lazy("Rent"),
    "wages": gettext_lazy("Wages of the month"),
    "wages_paid": gettext_lazy("Wages paid"),
    "wear": gettext_lazy("Wear of equipment (depreciation)"),
}
KIND_NAMES: dict[JournalKind, str | Promise] = {
    JournalKind.SALES: gettext_lazy("Sales"),
    JournalKind.PURCHASES: gettext_lazy("Purchases"),
    JournalKind.BANK: gettext_lazy("Bank"),
    JournalKind.CASH: pgettext_lazy("journal", "Cash"),
    JournalKind.MISC: gettext_lazy("Sundry"),
    JournalKind.OPENING: gettext_lazy("Openings"),
}
METHOD_NAMES: dict[str, str | Promise] = {
    Method.CASH.value: gettext_lazy("Cash"),
    Method.CHEQUE.value: gettext_lazy("Cheques"),
    Method.CARD.value: gettext_lazy("Cards"),
    Method.OTHER.value: pgettext_lazy("paid", "Otherwise"),
}
CLASS_NAMES: dict[str, str | Promise] = {
    "1": gettext_lazy("Own funds and loans"),
    "2": gettext_lazy("Fixed assets"),
    "3": gettext_lazy("Stocks"),
    "4": gettext_lazy("Customers, suppliers, State"),
    "5": gettext_lazy("Money"),
    "6": pgettext_lazy("accounts", "Expenses"),
    "7": pgettext_lazy("accounts", "Income"),
    "8": gettext_lazy("Given in kind"),
}


def left_words(code: str, count: int) -> str:
    """What days that are to be closed leave open."""
    words = {
        "drafts": ngettext("%(count)s draft of an invoice", "%(count)s drafts of invoices", count),
        "bank": ngettext("%(count)s line of the bank to match", "%(count)s lines of the bank to match", count),
        "till": ngettext("%(count)s day of the till to close", "%(count)s days of the till to close", count),
    }
    return words[code] % {"count": count}


def slot_words(role: Role, variant: str) -> str:
    """“VAT collected, 20 %”, “Roundings, in debit”."""
    if role is Role.EXPENSE:
        return f"{ROLE_NAMES[role]} · {EXPENSE_NAMES[variant]}"
    match variant:
        case "":
            return str(ROLE_NAMES[role])
        case "debit":
            return _("%(role)s, in debit") % {"role": ROLE_NAMES[role]}
        case "credit":
            return _("%(role)s, in credit") % {"role": ROLE_NAMES[role]}
        case rate:
            return f"{ROLE_NAMES[role]}, {formats.number(Decimal(rate))}{formats.NBSP}%"


def account_words(number: str, name: str, nature: Nature) -> tuple[str, bool]:
    """The name of an account in the reader's language, and whether it is one that the entity gave: nobody translates it."""
    known = next((account for account in chart_of(nature) if account.number == number), None)
    if known is None or known.name_fr != name:
        return name, True
    return (known.name_en if (get_language() or "fr").startswith("en") else name), False
