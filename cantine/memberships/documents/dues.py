"""A call for dues, and the receipt of a payment: what each says, written out. Without VAT, and never an invoice."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cantine.billing.documents import figures
from cantine.billing.documents.payment import epc_code
from cantine.memberships.documents.common import day, money, paper


def call_page(content: dict[str, Any]) -> dict[str, Any]:
    """What is asked, for which days, and how to pay it. Nobody owes dues that they do not want."""
    bank = content["bank"]
    lines = [(_("IBAN"), figures.grouped(bank["iban"])), (_("BIC"), bank["bic"])] if bank["iban"] else []
    return paper(
        content,
        heading=_("Call for dues"),
        facts=[*_facts(content), (_("Date"), day(content["issued_on"]))],
        paragraphs=[
            _("Your dues make %(association)s live, and give you your voice in its assembly.") % _named(content),
            _("Nothing is renewed without you: you are a member once this is paid, and not before."),
        ],
        amount={
            "label": _("Your choice, from") if content["free"] else _("These dues"),
            "value": money(content["cents"]),
            "when": _("Write %(number)s with your payment.") % {"number": content["number"]},
        },
        lines=[(label, value) for label, value in lines if value],
        code=epc_code(
            holder=bank.get("holder") or content["seller"]["name"],
            iban=bank["iban"],
            bic=bank["bic"],
            cents=content["cents"],
            reference=content["number"],
        )
        if bank["iban"] and not content["free"]
        else "",
        scan=_("Scan to pay with your bank’s application"),
        mentions=[
            _("Dues are outside VAT: this is no invoice."),
            _("By transfer, by card, by cheque or in cash at the counter."),
        ],
    )


def receipt_page(content: dict[str, Any]) -> dict[str, Any]:
    """What was received, how, and until when somebody is a member."""
    gift = content["gift_cents"]
    lines = [(_("Of which dues"), money(content["cents"])), (_("Of which a gift"), money(gift))] if gift else []
    return paper(
        content,
        heading=_("Receipt of dues"),
        facts=[*_facts(content), (_("Received on"), day(content["paid_on"])), (_("How"), content["method"])],
        paragraphs=[
            _("%(association)s thanks %(member)s, member until %(until)s.")
            % {**_named(content), "until": day(content["last_day"])}
        ],
        amount={"label": _("Received in all"), "value": money(content["cents"] + gift), "when": ""},
        lines=lines,
        mentions=[_("Dues are outside VAT: this is no invoice, and no tax receipt.")],
    )


def _facts(content: dict[str, Any]) -> list[tuple[str, str]]:
    kind = content["kind_en"] if content["language"] == "en" else content["kind_fr"]
    first, last = date.fromisoformat(content["first_day"]), date.fromisoformat(content["last_day"])
    return [(_("These dues"), kind), (_("For"), figures.days(first, last))]


def _named(content: dict[str, Any]) -> dict[str, str]:
    return {"association": content["seller"]["name"], "member": content["payer"]["name"]}
