"""The words of online payments: where one stands, what wants a hand, what each provider is."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cantine.billing.queries.online import OnlineLine
from cantine.billing.rules.online import Outcome, State
from cantine.ui import formats

Words = str | Promise
STATE_NAMES: Mapping[State, Words] = {
    State.STARTED: pgettext_lazy("online payment", "waiting"), State.FAILED: pgettext_lazy("online payment", "refused"),
    State.EXPIRED: pgettext_lazy("online payment", "given up"), State.PAID: pgettext_lazy("online payment", "paid"),
    State.PART_REFUNDED: pgettext_lazy("online payment", "refunded in part"),
    State.REFUNDED: pgettext_lazy("online payment", "refunded"), State.DISPUTED: pgettext_lazy("online payment", "disputed"),
    State.LOST: pgettext_lazy("online payment", "taken back by the bank"),
}  # fmt: skip
STATE_KINDS: Mapping[State, str] = {
    State.STARTED: "info", State.FAILED: "warn", State.EXPIRED: "", State.PAID: "ok", State.PART_REFUNDED: "info",
    State.REFUNDED: "", State.DISPUTED: "warn", State.LOST: "warn",
}  # fmt: skip
PROVIDER_WORDS: Mapping[str, Words] = {
    "stripe": gettext_lazy("Cards, for every kind of organisation. A commission on each payment."),
    "helloasso": gettext_lazy("Cards, for associations only. No commission: whoever pays may leave a tip to HelloAsso."),
    "gocardless": gettext_lazy("The account of whoever pays is debited, with their agreement. A commission on each payment."),
    "essai": gettext_lazy("To practise, or to show: a page of our own, cards that do what is written on them. No money moves."),
}  # fmt: skip
KEY_NAMES: Mapping[str, Words] = {
    "secret_key": gettext_lazy("Secret key"), "webhook_secret": gettext_lazy("Signing secret of the webhook"),
    "client_id": gettext_lazy("Client id"), "client_secret": gettext_lazy("Client secret"),
    "organisation": gettext_lazy("Name of your organisation in its address"), "access_token": gettext_lazy("Access token"),
    "sandbox": gettext_lazy("Write “yes” to try in the sandbox"),
}  # fmt: skip
DISPUTE_WORDS: Mapping[State, Words] = {
    State.DISPUTED: gettext_lazy("Its bank asks for the money back. Answer on the provider’s pages before the day that they say."),
    State.LOST: gettext_lazy("The bank took the money back. Undo the payment on the invoice: it will be owed again."),
}  # fmt: skip
REFUSAL_NAMES: Mapping[str, Words] = {
    "insufficient_funds": gettext_lazy("not enough money on the account"), "failed": gettext_lazy("its bank refused"),
    "mandate_stopped": gettext_lazy("the authorisation was stopped"), "cancelled": gettext_lazy("it was called back"),
    "mandate_is_inactive": gettext_lazy("the authorisation is over"), "customer_approval_denied": gettext_lazy("the payer refused"),
}  # fmt: skip
CARD_NAMES: Mapping[Outcome, Words] = {
    Outcome.PAID: gettext_lazy("4242 4242 4242 4242: it pays"),
    Outcome.REFUSED: gettext_lazy("4000 0000 0000 0002: its bank refuses"),
    Outcome.ASKS: gettext_lazy("4000 0000 0000 3220: its bank asks first (3-D Secure)"),
    Outcome.SILENT: gettext_lazy("4000 0000 0000 0341: it pays, and the notice is lost"),
    Outcome.TWICE: gettext_lazy("4000 0000 0000 0119: it pays, and the notice comes twice"),
    Outcome.LATE: gettext_lazy("4000 0000 0000 0259: it pays, and the notices come late, in the wrong order"),
}  # fmt: skip


def hand_words(line: OnlineLine) -> str:
    """What somebody must do, or nothing."""
    if line.stuck:
        return _("The money came, and the books refuse it: %(why)s") % {"why": line.stuck}
    if line.debit and (words := _of_debit(line)):
        return words
    if line.refund_why:
        return _("The refund is not done. If it stays so, pay it back by hand. The reason: %(why)s") % {
            "why": line.refund_why
        }
    if line.elsewhere_cents:
        return _("%(amount)s went back from the provider’s own pages: make the credit note here.") % {
            "amount": formats.money(line.elsewhere_cents)
        }
    return str(DISPUTE_WORDS.get(line.state, ""))


def _of_debit(line: OnlineLine) -> str:
    if line.taken_back:
        return _("The bank took the money back: the payment is undone, and the invoice is owed again.")
    if line.not_taken:
        words = _("Nothing was taken (%(why)s). The invoice is owed still: talk with them, then debit it again.")
        return words % {"why": REFUSAL_NAMES.get(line.why, line.why)}
    return ""
