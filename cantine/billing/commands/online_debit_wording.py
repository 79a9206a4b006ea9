# ruff: noqa: E501  (a sentence does not wrap)
"""The words of debits by a provider: where an authorisation stands, what an account of practice does, the two letters."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cantine.billing.commands.sepa.wording import sheet_of
from cantine.billing.queries.online_mandates import path_to_authorise
from cantine.billing.rules.online import UNANSWERED, Consent, Debited
from cantine.core.letters import Action, Block, Row, absolute, letter_of
from cantine.core.mail import Letter
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats

Words = str | Promise
CONSENT_NAMES: Mapping[Consent, Words] = {
    Consent.WAITING: pgettext_lazy("debit authorisation", "waiting for an answer"), Consent.ACTIVE: pgettext_lazy("debit authorisation", "active"),
    Consent.REFUSED: pgettext_lazy("debit authorisation", "refused"), Consent.STOPPED: pgettext_lazy("debit authorisation", "stopped"),
}  # fmt: skip
CONSENT_KINDS: Mapping[Consent, str] = {
    Consent.WAITING: "info", Consent.ACTIVE: "ok", Consent.REFUSED: "warn", Consent.STOPPED: "",
}  # fmt: skip
ACCOUNT_NAMES: Mapping[Debited, Words] = {
    Debited.PAID: gettext_lazy("Account 0001: its debits are paid"),
    Debited.NO_MONEY: gettext_lazy("Account 0002: there is not enough money on it"),
    Debited.BACK: gettext_lazy("Account 0003: its debits are paid, then taken back by its bank"),
}  # fmt: skip


def consent_name(stage: Consent, why: str, *, started: bool = True) -> str:
    """Where it stands, in plain words; whether its payer went to the provider, or never answered."""
    if stage is Consent.WAITING and not started:
        return _("not given yet")
    return _("not answered in a fortnight") if why == UNANSWERED else str(CONSENT_NAMES[stage])


def letter_asking(mandate: UUID, place: PlaceRef, seller: str, provider: str, *, to: str, language: str) -> Letter:
    with translation.override(language):
        said = {"place": place.name, "creditor": seller, "provider": provider}
        sheet = sheet_of(
            place, subject=_("To authorise: direct debit of your invoices, %(place)s") % said,
            lead=_("so that your invoices are paid by themselves, %(creditor)s asks you to authorise direct debits. It takes a minute, on the page of %(provider)s, with your IBAN. You may stop it at any time, on the same page.") % said,
            actions=(Action(label=_("Read and authorise"), href=absolute(path_to_authorise(mandate))),),
        )  # fmt: skip
        return letter_of(sheet, to=to, reply_to=places.letterhead_of(place_id=place.id).email)


def letter_before(
    place: PlaceRef, seller: str, provider: str, *, to: str, language: str, on: date, reference: str, cents: int, writes: bool
) -> Letter:  # fmt: skip
    """The payer is told before: what, when, by whom; and whether the provider writes too."""
    with translation.override(language):
        said = {
            "creditor": seller,
            "day": formats.full_day(on),
            "amount": formats.money(cents),
            "provider": provider,
        }
        who = _("%(provider)s, in the name of %(creditor)s, as you authorised.")
        if writes:
            who = _("%(provider)s, in the name of %(creditor)s, as you authorised. It writes to you too.")
        sheet = sheet_of(
            place, subject=_("On %(day)s, %(creditor)s debits %(amount)s") % said,
            lead=_("your account will be debited of %(amount)s on %(day)s. There is nothing to do; if something is wrong, answer this letter before.") % said,
            rows=(Row(text=f"{reference} · {formats.money(cents)}"),),
            blocks=(Block(title=_("Who debits"), lines=(who % said,)),),
        )  # fmt: skip
        return letter_of(sheet, to=to, reply_to=places.letterhead_of(place_id=place.id).email)
