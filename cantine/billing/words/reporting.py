# ruff: noqa: E501  (a sentence does not wrap)
"""The words of what the tax office is told: what stands in the way, what one may do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.core.authorization import name_actions
from cantine.core.refusals import register
from cantine.ui import formats

register(
    {
        "reporting_starts_out_of_range": lambda c: _("Choose a day from %(first)s, when the reform began, to %(last)s, when the law asks.") % {"first": formats.full_day(c["first"]), "last": formats.full_day(c["last"])},
        "platform_code_wrong": lambda c: _("The number of a platform has four signs, letters and figures."),
        "platform_address_wrong": lambda c: _("Write the whole address that the platform gave, beginning with https://."),
        "platform_secret_missing": lambda c: _("Write the secret that the platform gave with the identifier."),
        "platform_missing": lambda c: _("No platform is connected: hand the files over by hand, or connect one in “VAT and platform”."),
        "reporting_siren_missing": lambda c: _("%(name)s has no SIREN: add it in the settings, “Who invoices”, before it reports.") % c,
        "tax_report_period_unknown": lambda c: _("This period is not one of this entity. Choose one of the list."),
        "tax_report_period_not_over": lambda c: _("This period runs until %(day)s: its file is made after it.") % {"day": formats.full_day(c["day"])},
        "tax_report_empty": lambda c: _("There is nothing to report on these days: no file is asked for."),
        "tax_report_unchanged": lambda c: _("The file of this period is made, and nothing changed since."),
        "tax_report_rule": lambda c: _("The rules of the tax office refuse this file: %(message)s (%(rule)s). Write to us with this sentence.") % c,
        "flow_nothing_chosen": lambda c: _("Tick first what you handed over."),
        "flow_unknown": lambda c: _("This file does not wait for an answer any more. Look for it in the list."),
        "public_siret_missing": lambda c: _("Add the SIRET of %(name)s: Chorus Pro knows public bodies by it.") % c,
        "public_service_missing": lambda c: _("Add the service code to the card of %(name)s: the State pays by it.") % c,
        "public_engagement_missing": lambda c: _("Add the engagement number that %(name)s gave with its order: the State refuses an invoice without it.") % c,
        "public_field_too_long": lambda c: _("The service code and the engagement of %(name)s have 50 signs at most, as Chorus Pro reads them.") % c,
    }
)  # fmt: skip

name_actions(
    "report",
    gettext_lazy("Electronic invoicing"),
    {
        "report.see": gettext_lazy("See what is reported to the tax office"),
        "report.set": gettext_lazy("Say how an entity owes its VAT, and connect its platform"),
        "report.make": gettext_lazy("Make the files of reports"),
        "report.send": gettext_lazy("Send invoices and reports to a platform, or note that they were handed over"),
        "report.follow": gettext_lazy("Follow what a platform says"),
    },
)
