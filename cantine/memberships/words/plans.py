# ruff: noqa: E501  (a sentence does not wrap)
"""The sentences of the refusals of plans and subscriptions, and the names of what may be done with them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.core.authorization import name_actions
from cantine.core.refusals import register
from cantine.ui import formats

register(
    {
        "plan_name_missing": lambda c: _("Give this plan a name in French: people read it on their invoice."),
        "notice_out_of_range": lambda c: _("A notice is from 0 to %(most)s days.") % {"most": c["most"]},
        "commitment_out_of_range": lambda c: _("A commitment is from 0 to %(most)s months.") % {"most": c["most"]},
        "people_out_of_range": lambda c: _("A plan is for 1 to %(most)s people.") % {"most": c["most"]},
        "category_priced_twice": lambda c: _("A category has one price only: keep one of the two."),
        "plan_unknown": lambda c: _("Nobody can take this plan here at the moment. Choose another one."),
        "plan_needs_somebody": lambda c: _("Say who takes this plan: a person, or an organisation for its team."),
        "plan_begins_late": lambda c: _("Choose today or a day to come: only the team enters what began before."),
        "plan_begins_closed": lambda c: (
            _(
                "The books are closed until %(day)s: what came before is invoiced already, or never will be. Choose a day from %(first)s on."
            )
            % {"day": formats.full_day(c["day"]), "first": formats.full_day(c["first"])}
        ),
        "subscription_of_contract": lambda c: _("This plan follows a contract: end the contract, and it ends with it."),
        "subscription_invoiced": lambda c: _(
            "A document took some of its months already: correct it by a credit note, and end this plan by its notice."
        ),
        "plan_held_already": lambda c: _("This person has this plan already on that day."),
        "plan_same": lambda c: _("This is the plan that they have. Choose another one."),
        "subscription_unknown": lambda c: _("There is no such subscription here."),
        "subscription_over": lambda c: (
            _("This subscription ended on %(day)s: take a plan anew.") % {"day": formats.full_day(c["day"])}
        ),
        "pause_of_a_year": lambda c: _("A plan by the year is paid for at once: it can’t be paused."),
        "pause_past": lambda c: _("A pause begins on %(day)s at the earliest.") % {"day": formats.full_day(c["day"])},
        "pause_reversed": lambda c: _("The last day of the pause comes before its first: choose a later one."),
        "pause_too_long": lambda c: (
            _("A pause lasts %(days)s days at most. Past that, give notice.") % {"days": c["days"]}
        ),
        "pause_outside": lambda c: _("Choose a day on which the subscription runs."),
        "pause_twice": lambda c: _("There is a pause already on some of these days."),
        "pause_unknown": lambda c: _("There is no pause to end: nothing is paused, today or later."),
        "notice_given_already": lambda c: (
            _("Notice was given already: the last day is %(day)s.") % {"day": formats.full_day(c["day"])}
        ),
        "notice_not_given": lambda c: _("No notice was given: this plan has no last day to take back."),
        "consent_needs_how": lambda c: _(
            "Say how and when they said yes: it is written on their plan, and a letter tells them."
        ),
        "price_not_asked": lambda c: _("This price is no longer the one that is asked. Read the page again."),
    }
)
name_actions(
    "subscription",
    gettext_lazy("Subscriptions"),
    {
        "subscription.see_all": gettext_lazy("See who has which plan"),
        "subscription.take": gettext_lazy("Take a plan"),
        "subscription.change": gettext_lazy("Go to another plan"),
        "subscription.pause": gettext_lazy("Pause a plan"),
        "subscription.stop": gettext_lazy("End a plan by its notice"),
        "subscription.consent": gettext_lazy("Say yes to a new price"),
        "subscription.charge": gettext_lazy("Charge the month of every plan"),
        "subscription.waive": gettext_lazy("Let somebody leave a plan before its notice and its commitment run out"),
        "subscription.annul": gettext_lazy("Take back a plan that was given by mistake"),
        "subscription.end": gettext_lazy("End a plan on the day of an agreement"),
        "place.change_plans": gettext_lazy("Set the plans of the place"),
    },
)
