"""The sentences of the refusals of shares, and the names of what may be done with them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.core.authorization import name_actions
from cantine.core.refusals import register
from cantine.ui import formats

register(
    {
        "bulletin_changed": lambda c: _("What you read has changed meanwhile. Read the bulletin again, then sign."),
        "shareholder_known": lambda c: _("This shareholder is in the register already."),
        "no_cooperative": lambda c: _(
            "Only a co-operative has shareholders: say its legal form in the settings first."
        ),
        "college_name_missing": lambda c: _("Give this college a name in French."),
        "college_weight_wrong": lambda c: _("A college has from 0 to 100 percent of the votes."),
        "college_unknown": lambda c: _("There is no such college. Choose another one."),
        "college_of_another": lambda c: _("One belongs to one college: this holder is in another one."),
        "share_value_wrong": lambda c: _("A share is worth a cent at least."),
        "share_value_missing": lambda c: _("Say first what a share is worth, in the settings of shares."),
        "shares_delay_out_of_range": lambda c: _("The delay is from 0 to %(most)s months.") % {"most": c["most"]},
        "shares_out_of_range": lambda c: (
            _("Write a number of shares from 1 to %(most)s.") % {"most": formats.number(c["most"])}
        ),
        "shares_below_minimum": lambda c: (
            _("In this college, one holds %(minimum)s shares at least, or none.")
            % {"minimum": formats.number(c["minimum"])}
        ),
        "shares_too_few": lambda c: _("There are not so many shares to take: read the page again."),
        "shares_to_oneself": lambda c: _("These shares are theirs already: say another person."),
        "share_signature_missing": lambda c: _("Whoever subscribes writes their name: it is their signature."),
        "shareholder_unknown": lambda c: _(
            "The place knows nobody at this address: enter them among the members first."
        ),
        "bulletin_unknown": lambda c: _("There is no such bulletin here."),
        "bulletin_settled": lambda c: _("This bulletin was settled meanwhile. Read the page again."),
        "holding_unknown": lambda c: _("There are no such shares here."),
        "withdrawal_unknown": lambda c: _("This was paid back already, or never withdrawn."),
        "withdrawal_too_soon": lambda c: (
            _("By the statutes, this is paid back from %(day)s on.") % {"day": formats.full_day(c["day"])}
        ),
    }
)
name_actions(
    "shares",
    gettext_lazy("Shareholders"),
    {
        "shares.see": gettext_lazy("See the register of shareholders"),
        "shares.see_own": gettext_lazy("See one’s own shares"),
        "shares.subscribe": gettext_lazy("Have a bulletin of shares signed"),
        "shares.certify": gettext_lazy("Give a certificate of shares"),
        "shares.set": gettext_lazy("Set the colleges, and the value of a share"),
        "shares.keep": gettext_lazy("Keep the register: payments, admissions, withdrawals"),
        "shares.sign": gettext_lazy("Sign a bulletin by its link"),
        "shares.annul": gettext_lazy("Annul a bulletin that is not paid"),
        "shares.take_over": gettext_lazy("Take over the register of another tool"),
    },
)
