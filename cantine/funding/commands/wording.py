"""The names of states, of funders, of activities and of supports; amounts as this domain says them."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from cantine.accounting.commands.wording import EXPENSE_NAMES
from cantine.funding.rules import Activity, FunderKind, Heading, Side, State
from cantine.funding.rules.budget import COST, OWN, PRIVATE
from cantine.funding.rules.kind import Sort
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


WAY_NAMES: dict[Way, str | Promise] = {
    Way.TRANSFER: pgettext_lazy("gift", "Transfer"),
    Way.CHEQUE: pgettext_lazy("gift", "Cheque"),
    Way.CASH: pgettext_lazy("gift", "Cash"),
    Way.ONLINE: pgettext_lazy("gift", "Online, by card"),
    Way.KIND: pgettext_lazy("gift", "In kind"),
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
