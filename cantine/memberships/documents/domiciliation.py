# ruff: noqa: E501  (a sentence does not wrap)
"""The contract of domiciliation, the attestation that goes to the registry, and the letters that tell it of an end or of mail that
nobody collects: what each says, written out."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cantine.billing.documents import figures
from cantine.memberships.documents.common import Pair, day, money, paper


def contract_page(content: dict[str, Any]) -> dict[str, Any]:
    """Everything that article R123-168 wants written, to be signed by both."""
    said = _said(content)
    return paper(
        content,
        heading=_("Contract of domiciliation"),
        facts=[
            (_("From"), day(content["since"])), (_("For"), _months(content["months"])),
            (_("Notice"), _months(content["notice_months"])), (_("Price a month, without VAT"), money(content["monthly_cents"])),
            (_("Made on"), day(content["issued_on"])),
        ],
        paragraphs=[
            _("%(place)s, approved as a domiciliator by %(prefecture)s under number %(number)s, gives %(firm)s its legal address at "
              "%(address)s.") % said,
            _("The contract lasts %(months)s, is then renewed for as long without a word, and is ended in writing %(notice)s before the end of "
              "a term.") % said,
            _("The place gives rooms that allow confidential meetings of those who lead, run or control %(firm)s, and keeps its books "
              "and registers within reach.") % said,
            _("%(firm)s uses this address as its seat, tells of each change of its form, its object, its name and the home of its legal "
              "representative, collects its mail, and lets the place receive in its name what is notified to it.") % said,
            _("The place keeps the documents of its file, gives its address to commissioners of justice who hold an enforceable title, and tells the registry when "
              "the contract ends or when mail is not collected for three months.") % said,
        ],
        lines=_lines(content),
        signature=[
            (_("Signed on"), ""), (_("For the place"), ""), (_("For the domiciled organisation"), content["representative"]),
        ],
        mentions=[_("Articles L123-11-3 and R123-166-1 to R123-168 of the French commercial code.")],
    )  # fmt: skip


def attestation_page(content: dict[str, Any]) -> dict[str, Any]:
    """What the registry asks of whoever enters or moves its seat."""
    said = _said(content)
    return paper(
        content,
        heading=_("Attestation of domiciliation"),
        facts=[(_("Since"), day(content["since"])), (_("Contract"), content["contract"]), (_("On"), day(content["issued_on"]))],
        paragraphs=[
            _("%(place)s, approved as a domiciliator by %(prefecture)s under number %(number)s, attests that %(firm)s has its legal address at "
              "%(address)s since %(since)s.") % said,
            _("The contract lasts %(months)s and is renewed for as long without a word.") % said,
        ],
        signature=[(_("For the place"), "")],
        mentions=[_("Articles L123-11-3 and R123-166-1 to R123-168 of the French commercial code.")],
    )  # fmt: skip


def registry_page(content: dict[str, Any]) -> dict[str, Any]:
    """The seat of an organisation ended, or its mail waits for three months."""
    said = _said(content)
    if content["why"] == "ended":
        subject = _("End of a domiciliation")
        told = _("The contract by which %(firm)s had its legal address at %(address)s ends on %(day)s.") % said
    else:
        subject = _("Mail that is not collected")
        told = _("%(firm)s, whose legal address is at %(address)s, has not collected its mail since %(day)s.") % said
    siren = (_("SIREN"), figures.siren(content["siren"]))
    return paper(
        content,
        heading=subject,
        facts=[(_("Organisation"), content["firm"]), siren, (_("On"), day(content["issued_on"]))],
        paragraphs=[
            _("Madam, Sir,"), told,
            _("We tell you so as article R123-168 of the French commercial code asks of a domiciliator: %(place)s, approved by %(prefecture)s under number %(number)s.") % said,
        ],
        signature=[(_("For the place"), "")],
    )  # fmt: skip


def _lines(content: dict[str, Any]) -> list[Pair]:
    held = content["deposit_cents"]
    found = [
        (_("Legal representative"), content["representative"]), (_("Books kept at"), content["books_kept"]),
        (_("Legal form"), content.get("legal_form", "")),
        (_("SIREN"), figures.siren(content["siren"]) or _("being registered")), (pgettext("domiciliation", "Deposit"), money(held) if held else ""),
    ]  # fmt: skip
    return [(label, value) for label, value in found if value]


def _said(content: dict[str, Any]) -> dict[str, str]:
    said = {name: content[name] for name in ("firm", "address", "prefecture")}
    said |= {"place": content["seller"]["name"], "number": content["approval"]}
    for name in ("since", "day"):
        said[name] = day(content[name]) if content.get(name) else ""
    return said | {"months": _months(content.get("months", 0)), "notice": _months(content.get("notice_months", 0))}


def _months(count: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}
