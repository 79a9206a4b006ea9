"""The names of states, of funders, of activities and of supports; amounts as this domain says them."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from cantine.accounting.commands.wording import EXPENSE_NAMES
from cantine.accounting.rules import Role
from cantine.funding.rules import Activity, FunderKind, Heading, Side, State
from cantine.funding.rules.budget import COST, OWN, PRIVATE
from cantine.funding.rules.cash import Kind
from cantine.funding.rules.kind import Sort
from cantine.funding.rules.receipts import Quality
from cantine.funding.rules.recurring import Every
from cantine.funding.rules.support import DonorKind, Way
from cantine.kernel.money import round_half_up
from cantine.ui import formats

STATE_NAMES: dict[State, str | Promise] = {
    State.PREPARED: pgettext_lazy("grant", "prepared"),
    State.ASKED: pgettext_lazy("grant", "asked for"),
    State.GRANTED: pgettext_lazy("grant", "granted"),
    State.REFUSED: pgettext_lazy("grant", "refused"),
    State.CLOSED: pgettext_lazy("grant", "closed"),
}
KIND_NAMES: dict[FunderKind, str | Promise] = {
    FunderKind.CITY: gettext_lazy("City or group of cities"),
    FunderKind.DEPARTMENT: gettext_lazy("Department"),
    FunderKind.REGION: gettext_lazy("Region"),
    FunderKind.STATE: gettext_lazy("State"),
    FunderKind.EUROPE: gettext_lazy("European Union"),
    FunderKind.AGENCY: gettext_lazy("Public agency"),
    FunderKind.FOUNDATION: gettext_lazy("Foundation"),
    FunderKind.OTHER: pgettext_lazy("funder", "Other"),
}
ACTIVITY_NAMES: dict[str, str | Promise] = {
    Activity.LETTING: gettext_lazy("Letting of spaces"),
    Activity.DUES: gettext_lazy("Dues"),
    Activity.TRAINING: gettext_lazy("Training"),
    Activity.PROGRAMME: gettext_lazy("Programme"),
    Activity.BAR: gettext_lazy("Food and bar"),
    Activity.SERVICES: gettext_lazy("Services sold"),
    Activity.REPAIR: gettext_lazy("Repair"),
    Activity.SHOP: gettext_lazy("Shop"),
    Activity.HOUSE: gettext_lazy("The whole house"),
    "": gettext_lazy("Other income, of no activity"),
}
SUPPORT_NAMES: dict[Heading, str | Promise] = {
    Heading(Side.PRIVATE, "sponsorship"): gettext_lazy("Sponsorship, with something in return"),
    Heading(Side.PRIVATE, "patronage"): gettext_lazy("Patronage, given"),
    Heading(Side.PRIVATE, "donations"): gettext_lazy("Donations"),
    Heading(Side.PRIVATE, "contributions"): gettext_lazy("Contributions of foundations and other bodies"),
    Heading(Side.PRIVATE, "set_aside"): gettext_lazy("Gifts put aside for later"),
    Heading(Side.PRIVATE, "taken_back"): gettext_lazy("Gifts of former years, used"),
    Heading(Side.PUBLIC, "grants"): gettext_lazy("Grants"),
    Heading(Side.PUBLIC, "public_service"): gettext_lazy("Public services that it runs"),
    Heading(Side.PUBLIC, "set_aside"): gettext_lazy("Grants put aside for later"),
    Heading(Side.PUBLIC, "taken_back"): gettext_lazy("Grants of former years, used"),
}


SORT_NAMES: dict[Sort, str | Promise] = {
    Sort.VOLUNTEERS: gettext_lazy("Hours of volunteers"),
    Sort.PREMISES: gettext_lazy("Premises or goods lent"),
    Sort.SERVICES: gettext_lazy("Services, free of charge"),
    Sort.GOODS: gettext_lazy("Goods given"),
}


EVERY_NAMES: dict[Every, str | Promise] = {
    Every.MONTH: gettext_lazy("each month"),
    Every.QUARTER: gettext_lazy("each quarter"),
    Every.YEAR: gettext_lazy("each year"),
}
HELD: dict[Role, str | Promise] = {
    Role.BANK: gettext_lazy("At the bank"),
    Role.CHEQUES: gettext_lazy("Cheques to pay in"),
    Role.CARDS: gettext_lazy("Cards and payments online on their way"),
    Role.INTERNAL_TRANSFER: gettext_lazy("Carried from one account to another, on its way"),
    Role.CASH: gettext_lazy("In cash"),
}
FLOW_NAMES: dict[Kind, str | Promise] = {
    Kind.INVOICES: gettext_lazy("Invoices to come in"),
    Kind.QUOTES: gettext_lazy("Quotes accepted"),
    Kind.SUBSCRIPTIONS: gettext_lazy("Subscriptions"),
    Kind.USUAL_IN: gettext_lazy("Usual revenue"),
    Kind.GRANTS: gettext_lazy("Grants, granted"),
    Kind.HOPED: gettext_lazy("Grants, hoped for"),
    Kind.TO_PAY: pgettext_lazy("cash", "To pay"),
    Kind.RECURRING: gettext_lazy("Costs that come back"),
    Kind.VAT: gettext_lazy("VAT to pay"),
    Kind.USUAL_OUT: gettext_lazy("Usual costs"),
}
FLOW_SOURCES: dict[Kind, str | Promise] = {
    Kind.INVOICES: gettext_lazy("Invoices issued and not paid, on their day; those that are late, within thirty days."),
    Kind.QUOTES: gettext_lazy(
        "Quotes accepted and not invoiced yet, less their deposit, thirty days after their last day."
    ),
    Kind.SUBSCRIPTIONS: gettext_lazy(
        "Plans by the month that run, at their price with VAT, as long as nobody gave notice."
    ),
    Kind.USUAL_IN: gettext_lazy(
        "The months of this year that are over, on average, with their VAT, less the quotes and the subscriptions of the month."
    ),
    Kind.GRANTS: gettext_lazy("Each part of a grant on its day; what is not planned, at the end of its period."),
    Kind.HOPED: gettext_lazy("Grants prepared or asked for, at their chances, on their probable day."),
    Kind.TO_PAY: gettext_lazy("Costs entered and not paid, thirty days after their day."),
    Kind.RECURRING: gettext_lazy("Costs that come back, each on its date, VAT included."),
    Kind.VAT: gettext_lazy(
        "The VAT accounts of the books (collected less deductible), then the VAT within what is to come, paid in the month "
        "after each period; a credit is kept for the next."
    ),
    Kind.USUAL_OUT: gettext_lazy(
        "The months of this year that are over, on average, without VAT, wages included, wear and the categories that come back left out."
    ),
}
WAY_NAMES: dict[Way, str | Promise] = {
    Way.TRANSFER: pgettext_lazy("gift", "Transfer"),
    Way.CHEQUE: pgettext_lazy("gift", "Cheque"),
    Way.CASH: pgettext_lazy("gift", "Cash"),
    Way.ONLINE: pgettext_lazy("gift", "Online, by card"),
    Way.KIND: pgettext_lazy("gift", "In kind"),
}
# On screen; the paper, which is for the French tax office, says the model's own words.
QUALITY_NAMES: dict[Quality, str | Promise] = {
    Quality.INTEREST: gettext_lazy("A body of general interest"),
    Quality.UTILITY: gettext_lazy("An association or foundation recognised as of public utility"),
    Quality.ENDOWMENT: gettext_lazy("An endowment fund"),
    Quality.CULTURE: gettext_lazy("A body whose main activity is to show works or to hold exhibitions"),
    Quality.TEACHING: gettext_lazy("A school of higher or artistic education, public or private, not for profit"),
}
DONOR_NAMES: dict[DonorKind, str | Promise] = {
    DonorKind.PERSON: pgettext_lazy("donor", "A person"),
    DonorKind.FIRM: pgettext_lazy("donor", "A firm or another body"),
}


def category_words(code: str) -> str:
    return str(EXPENSE_NAMES.get(code, EXPENSE_NAMES[""]))


def budget_words(code: str) -> str:
    """A line of a budget."""
    if code.startswith(OWN):
        return str(ACTIVITY_NAMES[code.removeprefix(OWN)])
    if code.startswith(COST):
        return category_words(code.removeprefix(COST))
    return gettext("Sponsors and gifts") if code == PRIVATE else gettext("Public money")


def euros(cents: int) -> str:
    """Without the cents, which no treasurer reads in a year: “333 000 €”."""
    whole = round_half_up(Decimal(abs(cents)) / 100) * 100
    said = formats.money(whole)
    said = said.replace(",00", "") if said.endswith(("€",)) else said.removesuffix(".00")
    return f"−{said}" if cents < 0 and whole else said
