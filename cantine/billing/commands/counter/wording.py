"""The words of the till: means of payment, reasons, grounds of buttons, lines."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cantine.billing.rules.counter import Act, Line, Means, Reason, Tone
from cantine.pricing.commands.wording import named

Words = str | Promise
MEANS_NAMES: dict[Means, Words] = {
    Means.CASH: gettext_lazy("Cash"),
    Means.CARD: gettext_lazy("Card"),
    Means.CHEQUE: gettext_lazy("Cheque"),
    Means.TRANSFER: gettext_lazy("Transfer"),
    Means.TAB: gettext_lazy("On the tab"),
    Means.OFFERED: gettext_lazy("Offered"),
}
ACT_NAMES: dict[Act, Words] = {
    Act.SALE: gettext_lazy("Sale"),
    Act.REVERSE: pgettext_lazy("sale", "Taken back"),
    Act.SETTLE: gettext_lazy("Tab paid"),
}
REASON_NAMES: dict[Reason, Words] = {
    Reason.WELCOME: pgettext_lazy("offered", "Welcome"),
    Reason.VOLUNTEER: gettext_lazy("Volunteers"),
    Reason.EVENT: gettext_lazy("Event"),
    Reason.PRICES: gettext_lazy("By their prices"),
    Reason.PLAN: gettext_lazy("From their plan"),
}
TONE_NAMES: dict[Tone, Words] = {
    Tone.PAPER: pgettext_lazy("colour", "Paper"),
    Tone.ACCENT: pgettext_lazy("colour", "The colour of the place"),
    Tone.SUN: pgettext_lazy("colour", "Sun"),
    Tone.LEAF: pgettext_lazy("colour", "Leaf"),
    Tone.SKY: pgettext_lazy("colour", "Sky"),
    Tone.SLATE: pgettext_lazy("colour", "Slate"),
}
ACTIVITY_NAMES: dict[str, Words] = {
    "catering": gettext_lazy("Bar and food"),
    "letting": gettext_lazy("Letting of spaces and seats"),
    "equipment": gettext_lazy("Equipment lent"),
    "staff": gettext_lazy("Staff time"),
    "cleaning": gettext_lazy("Cleaning"),
    "other": gettext_lazy("Services: prints and the rest"),
    "donation": gettext_lazy("A gift, without VAT"),
}
ICON_NAMES: dict[str, Words] = {
    "cup": gettext_lazy("A cup"), "calendar": gettext_lazy("A day"), "print": gettext_lazy("A printer"),
    "bill": gettext_lazy("A ticket"), "key": gettext_lazy("A key"), "group": pgettext_lazy("picture", "People"),
    "mail": gettext_lazy("A letter"), "door": gettext_lazy("A door"), "clock": pgettext_lazy("picture", "Hours"),
    "sun": gettext_lazy("A sun"), "plus": gettext_lazy("A plus"), "wifi": gettext_lazy("Wi-Fi"),
}  # fmt: skip


def line_words(line: Line) -> str:
    """“Café”, “3 × Café”, “2 × Page imprimée, comprises dans la formule”."""
    name = named(line.name_fr, line.name_en)
    words = name if line.quantity == 1 else f"{line.quantity}\u202f×\u202f{name}"
    return _("%(what)s, paid ahead") % {"what": words} if line.drawn else words
