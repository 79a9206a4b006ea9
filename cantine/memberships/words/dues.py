"""The sentences of the refusals of dues, and the names of what may be done with them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.core.authorization import name_actions
from cantine.core.refusals import register
from cantine.ui import formats

register(
    {
        "dues_name_missing": lambda c: _("Give these dues a name in French: people read it on their receipt."),
        "dues_month_wrong": lambda c: _("Choose a month of the year, or none."),
        "dues_too_little": lambda c: (
            _("These dues are of %(amount)s at least.") % {"amount": formats.money(c["cents"])}
        ),
        "dues_too_much": lambda c: (
            _("An amount is of %(amount)s at most: check the figure.") % {"amount": formats.money(c["cents"])}
        ),
        "dues_suggestion_low": lambda c: (
            _("A suggested amount is of %(amount)s at least, as the dues are.") % {"amount": formats.money(c["cents"])}
        ),
        "dues_kind_unknown": lambda c: _("These dues are not asked here. Choose other ones."),
        "dues_of_others": lambda c: _("These dues are not for this kind of member. Choose other ones."),
        "dues_called_already": lambda c: _("Dues are asked already, and wait for their payment: no others are before."),
        "dues_without_entity": lambda c: _(
            "Say first in whose name the place acts, in the settings: a receipt has the name of the association."
        ),
        "dues_unknown": lambda c: _("There are no such dues here."),
        "dues_settled": lambda c: _("This was settled meanwhile. Read the page again."),
        "dues_received_later": lambda c: _("A payment is received today at the latest: choose a day that is past."),
        "dues_days_met": lambda c: _("Other dues cover some of these days. Drop one of both first."),
        "dues_why_missing": lambda c: _("Say why: whoever reads the register next will want to know."),
        "dues_grace_out_of_range": lambda c: _("The grace lasts from 0 to %(most)s days.") % {"most": c["most"]},
        "dues_resource_unknown": lambda c: _("There is no such room or seat here. Choose again."),
        "members_columns_missing": lambda c: _(
            "The first line gives the titles of the columns: e-mail, from and until are needed."
        ),
        "members_too_long": lambda c: (
            _("A page takes %(most)s lines at most: bring the file in, in several parts.")
            % {"most": formats.number(c["most"])}
        ),
        "members_day_wrong": lambda c: _("“%(said)s” is no day: write 31/12/2026.") % {"said": c["said"]},
        "members_days_reversed": lambda c: _("The last day comes before the first one."),
        "members_amount_wrong": lambda c: _("“%(said)s” is no amount: write 20 or 20,50.") % {"said": c["said"]},
        "members_line_twice": lambda c: _("%(email)s has some of these days on a line before.") % {"email": c["email"]},
    }
)
name_actions(
    "dues",
    gettext_lazy("Members and dues"),
    {
        "dues.see": gettext_lazy("See the register of members"),
        "dues.see_own": gettext_lazy("See one’s own dues"),
        "dues.join": gettext_lazy("Ask to join, on the public page"),
        "dues.call": gettext_lazy("Ask somebody for their dues"),
        "dues.pay": gettext_lazy("Take the payment of dues"),
        "dues.waive": gettext_lazy("Waive dues, with why"),
        "dues.drop": gettext_lazy("Drop dues, or undo their payment"),
        "dues.renew": gettext_lazy("Call all the renewals"),
        "dues.bring_in": gettext_lazy("Bring in the members of a file"),
        "dues.confirm": gettext_lazy("Enter who pressed the link of their letter"),
        "dues.follow": gettext_lazy("Let prices follow dues, and write before their end"),
        "paper.make": gettext_lazy("Make the file of a receipt"),
        "place.change_dues": gettext_lazy("Set the dues, and what they open"),
    },
)
