"""A bulletin of subscription, and a certificate of shares: what each says, written out. Neither is an invoice."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.memberships.documents.common import day, money, paper


def bulletin_page(content: dict[str, Any]) -> dict[str, Any]:
    """For how many shares somebody signed, and the trace of their hand."""
    return paper(
        content,
        heading=_("Subscription of shares"),
        facts=[*_facts(content), (_("Date"), day(content["issued_on"]))],
        paragraphs=bulletin_paragraphs(content),
        amount={"label": _("Amount of the subscription"), "value": money(_cents(content)), "when": ""},
        lines=[(_("Print of the text that was read (SHA-256)"), content["print"])] if content.get("print") else [],
        signature=[
            (_("Signed by"), content["signed_by"]), (_("On"), content["signed_at"]), (_("From the address"), content["signed_from"]),
        ],
        mentions=[
            _("Shares are paid back at their nominal value at most, after the delay of the statutes."),
            _("This bulletin is no invoice."),
        ],
    )  # fmt: skip


def bulletin_paragraphs(content: dict[str, Any]) -> list[str]:
    """What somebody signs, in the language at hand."""
    said = {"name": content["payer"]["name"], "cooperative": content["seller"]["name"], "shares": _shares(content)}
    return [
        _("%(name)s subscribes %(shares)s of %(cooperative)s, after reading its statutes.") % said,
        _("The subscription is paid at once. It takes effect on the day on which the board admits it; refused, it is paid back."),
    ]  # fmt: skip


def bulletin_text(content: dict[str, Any]) -> str:
    """All that is read before signing, as one text whose print is kept: in the language of whoever signs."""
    with translation.override(content["language"]):
        facts = [*_facts(content), (_("Amount of the subscription"), money(_cents(content)))]
        lines = [_("%(label)s: %(value)s") % {"label": label, "value": value} for label, value in facts]
        return "\n".join([*bulletin_paragraphs(content), *lines])


def certificate_page(content: dict[str, Any]) -> dict[str, Any]:
    """What somebody holds on a day."""
    said = {"name": content["payer"]["name"], "cooperative": content["seller"]["name"], "shares": _shares(content)}
    return paper(
        content,
        heading=_("Certificate of shares"),
        facts=[*_facts(content), (_("On"), day(content["issued_on"]))],
        paragraphs=[_("%(cooperative)s certifies that %(name)s holds %(shares)s of its capital.") % said],
        amount={"label": _("Nominal value of these shares"), "value": money(_cents(content)), "when": ""},
        signature=[(_("For the co-operative"), "")],
        mentions=[_("Drawn from the register of shareholders, which is only added to.")],
    )


def _facts(content: dict[str, Any]) -> list[tuple[str, str]]:
    college = content["college_en"] if content["language"] == "en" else content["college_fr"]
    return [(_("College"), college), (_("Value of a share"), money(content["cents_each"]))]


def _shares(content: dict[str, Any]) -> str:
    return ngettext("%(count)s share", "%(count)s shares", content["quantity"]) % {"count": content["quantity"]}


def _cents(content: dict[str, Any]) -> int:
    return int(content["quantity"]) * int(content["cents_each"])
