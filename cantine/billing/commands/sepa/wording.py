# ruff: noqa: E501  (a sentence does not wrap)
"""The words of direct debits: the mandate that is signed, the letters, why a bank sends a debit back and what to do."""

from collections.abc import Mapping
from datetime import date

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cantine.billing.models import Mandate
from cantine.billing.queries.sepa import CreditorRef, path_to_sign
from cantine.billing.rules.sepa import Standing
from cantine.core.letters import Action, Block, Row, Sheet, absolute, letter_of
from cantine.core.mail import Letter
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats
from cantine.ui.palette import print_colours

Words = str | Promise
STANDING_NAMES: Mapping[Standing, Words] = {
    Standing.ASKED: pgettext_lazy("mandate", "waits for a signature"), Standing.ACTIVE: pgettext_lazy("mandate", "signed"),
    Standing.LAPSED: pgettext_lazy("mandate", "lapsed: unused for 36 months"), Standing.REVOKED: pgettext_lazy("mandate", "revoked"),
}  # fmt: skip
STANDING_KINDS: Mapping[Standing, str] = {
    Standing.ASKED: "info",
    Standing.ACTIVE: "ok",
    Standing.LAPSED: "warn",
    Standing.REVOKED: "",
}
REASON_NAMES: Mapping[str, Words] = {
    "AM04": gettext_lazy("AM04, not enough money: agree on another day with them, then take it again."),
    "MS02": gettext_lazy("MS02, the payer refuses: talk with them; the mandate is revoked."),
    "MS03": gettext_lazy("MS03, the bank does not say why: ask the payer, then take it again."),
    "AC04": gettext_lazy("AC04, the account is closed: ask for a new mandate; this one is revoked."),
    "AC01": gettext_lazy("AC01, the account number is wrong: ask for a new mandate; this one is revoked."),
    "AC06": gettext_lazy("AC06, the account is blocked: ask for a new mandate; this one is revoked."),
    "MD01": gettext_lazy("MD01, the payer says that there is no mandate: find the proof of the signature; it is revoked."),
    "MD06": gettext_lazy("MD06, the payer asks for the money back, within eight weeks: talk with them."),
    "MD07": gettext_lazy("MD07, the payer has died: the mandate is revoked."),
    "SL01": gettext_lazy("SL01, the payer told their bank to block us: ask them to allow us; the mandate is revoked."),
}  # fmt: skip


def mandate_text(creditor: CreditorRef) -> str:
    """What is signed: the words of the scheme, in French and then in the reader's language."""
    said = {"creditor": creditor.name, "ics": creditor.ics}
    return (
        _(
            "By signing, you allow %(creditor)s (%(ics)s) to send instructions to your bank to debit your account, and your bank to debit it by these instructions. You may ask your bank for the money back, under the terms of your agreement with it, within eight weeks of the debit."
        )
        % said
    )


def letter_asking(row: Mandate, place: PlaceRef, creditor: CreditorRef, *, to: str, language: str) -> Letter:
    with translation.override(language):
        said = {"place": place.name, "creditor": creditor.name}
        sheet = sheet_of(
            place, subject=_("To sign: your direct debit mandate, %(place)s") % said,
            lead=_("so that your invoices are paid by themselves, %(creditor)s asks you to sign a mandate. It takes a minute, on your phone, with your IBAN.") % said,
            actions=(Action(label=_("Read and sign"), href=absolute(path_to_sign(row.uuid))),),
        )  # fmt: skip
        return letter_of(sheet, to=to, reply_to=places.letterhead_of(place_id=place.id).email)


def letter_before(
    place: PlaceRef, creditor: CreditorRef, *, to: str, language: str, on: date, rum: str, invoices: list[tuple[str, int]]
) -> Letter:  # fmt: skip
    """The payer is told before: what, when, by which mandate."""
    with translation.override(language):
        said = {
            "creditor": creditor.name,
            "day": formats.full_day(on),
            "amount": formats.money(sum(cents for _reference, cents in invoices)),
        }
        sheet = sheet_of(
            place, subject=_("On %(day)s, %(creditor)s debits %(amount)s") % said,
            lead=_("your account will be debited of %(amount)s on %(day)s. There is nothing to do; if something is wrong, answer this letter before.") % said,
            rows=tuple(Row(text=f"{reference} · {formats.money(cents)}") for reference, cents in invoices),
            blocks=(Block(title=_("Your mandate"), lines=(f"RUM {rum}", f"ICS {creditor.ics}")),),
        )  # fmt: skip
        return letter_of(sheet, to=to, reply_to=places.letterhead_of(place_id=place.id).email)


def sheet_of(
    place: PlaceRef, *, subject: str, lead: str, rows: tuple[Row, ...] = (), blocks: tuple[Block, ...] = (),
    actions: tuple[Action, ...] = (),
) -> Sheet:  # fmt: skip
    head, (colour, ink) = places.letterhead_of(place_id=place.id), print_colours(place.accent)
    foot = "\n".join(part for part in (place.name, head.address, head.email) if part)
    return Sheet(
        subject=subject, hello=_("Hello,"), lead=lead, rows=rows, blocks=blocks, actions=actions, foot=foot, sender=place.name,
        colour=colour, ink=ink,
    )  # fmt: skip
