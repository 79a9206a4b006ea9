"""The sentences of the refusals of passes and allowances, and the names of what may be done with them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.core.authorization import name_actions
from cantine.core.refusals import register
from cantine.memberships.commands.wording import USE_NAMES
from cantine.pricing.commands.wording import UNIT_NAMES
from cantine.ui import formats

register(
    {
        "pass_name_missing": lambda c: _("Give this pass a name in French: people read it on their invoice."),
        "allowance_unit_unfit": lambda c: (
            _("“%(use)s” are not counted in this unit (%(unit)s): choose another one.")
            % {"use": USE_NAMES[c["use"]], "unit": UNIT_NAMES[c["unit"]]}
        ),
        "allowance_out_of_range": lambda c: (
            _("Write a quantity above zero, %(most)s at most, by steps of %(step)s.")
            % {"most": formats.number(c["most"]), "step": formats.number(c["step"])}
        ),
        "pass_days_out_of_range": lambda c: (
            _("A pass serves from 1 to %(most)s days; leave it empty for one without an end.")
            % {"most": formats.number(c["most"])}
        ),
        "pass_kind_unknown": lambda c: _("This pass is not sold here any more. Choose another one."),
        "pass_left_out_of_range": lambda c: (
            _("What is left is above zero, %(most)s at most (what this pass holds), by steps of %(step)s.")
            % {"most": formats.number(c["most"]), "step": formats.number(c["step"])}
        ),
        "pass_expired_already": lambda c: (
            _("This pass had expired on %(day)s: remove the line, or correct the day.")
            % {"day": formats.full_day(c["day"])}
        ),
        "use_not_counted": lambda c: _("Only pages and guests are counted here: days and hours count by themselves."),
        "right_days_wrong": lambda c: _("The last day comes before the first. Change one of them."),
        "right_unknown": lambda c: _("There is nothing of this kind here that several people could share."),
        "cap_out_of_range": lambda c: _("Write a quantity above zero, or leave it empty: no limit."),
        "team_full": lambda c: (
            _("This plan is for %(people)s people: take somebody out first, or choose a larger plan.")
            % {"people": c["people"]}
        ),
        "kind_unknown_here": lambda c: _("There is no such kind of seat or room here. Choose another one."),
    }
)
name_actions(
    "pass",
    gettext_lazy("Passes"),
    {
        "pass.see_sold": gettext_lazy("See the plans and passes that are sold"),
        "pass.buy": gettext_lazy("Buy a pass for oneself"),
        "pass.sell": gettext_lazy("Sell a pass to somebody"),
        "pass.take_over": gettext_lazy("Take over what is left on old passes"),
        "place.change_passes": gettext_lazy("Set plans and passes, and what a visit costs"),
    },
)
name_actions(
    "allowance",
    gettext_lazy("What somebody has left"),
    {
        "allowance.see": gettext_lazy("See what somebody has left, and why"),
        "allowance.see_own": gettext_lazy("See what one has left, and why"),
        "allowance.draw": gettext_lazy("Use, or give back, what somebody has left"),
        "allowance.grant": gettext_lazy("Give an organisation days for its people"),
        "right.share": gettext_lazy("Say who uses what an organisation pays for"),
        "allowance.expire": gettext_lazy("Let what was not used expire"),
    },
)
