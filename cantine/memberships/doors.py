"""The doors of memberships: on the settings, on a person’s card, on one’s own pages; and a link where passes are sold."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cantine.billing.commands.counter.included import register_allowances
from cantine.billing.commands.online import register_payable
from cantine.billing.queries.counter import register_goods
from cantine.core.navigation import Door, Link, register, register_front_link
from cantine.memberships import queries
from cantine.memberships.commands.dues.online import PayableDues
from cantine.memberships.commands.till_uses import TillAllowances
from cantine.memberships.queries.dues import asks_dues
from cantine.memberships.queries.goods import passes_at_the_till, passes_of_payer, seats_at_the_till
from cantine.places.queries import PlaceRef
from cantine.pricing.queries import register_beside, register_category_use

register(
    Door(
        where="settings",
        label=gettext_lazy("Certifications"),
        route="memberships:certifications",
        action="certification.see",
        order=230,
    ),
    Door(
        where="person",
        label=gettext_lazy("Certifications"),
        route="memberships:certifications_of",
        action="certification.see",
    ),
    Door(
        where="settings",
        label=gettext_lazy("Plans"),
        route="memberships:plans",
        action="place.change_plans",
        order=216,
    ),
    Door(
        where="staff",
        label=gettext_lazy("Subscriptions"),
        route="memberships:subscriptions",
        action="subscription.see_all",
        icon="repeat",
        order=72,
    ),
    Door(
        where="person",
        label=gettext_lazy("Plan"),
        route="memberships:plan_of",
        action="subscription.see_all",
        order=19,
    ),
    Door(
        where="settings",
        label=gettext_lazy("Passes"),
        route="memberships:pass_kinds",
        action="place.change_passes",
        order=217,
    ),
    Door(
        where="person",
        label=gettext_lazy("What is left, passes"),
        route="memberships:allowances_of",
        action="allowance.see",
        order=20,
    ),
    Door(
        where="settings",
        label=gettext_lazy("Dues"),
        route="memberships:dues_kinds",
        action="place.change_dues",
        order=231,
    ),
    Door(
        where="staff",
        label=pgettext_lazy("register", "Dues"),
        route="memberships:dues",
        action="dues.see",
        icon="group",
        order=73,
    ),
    Door(where="person", label=gettext_lazy("Membership"), route="memberships:dues_of", action="dues.see", order=18),
    Door(where="me", label=gettext_lazy("My membership"), route="memberships:my_dues", icon="user", order=31),
    Door(where="me", label=gettext_lazy("My plan"), route="memberships:mine", icon="cup", order=30),
)


def front_link(place: PlaceRef) -> Link | None:
    if not queries.sells_something(place):
        return None
    return _("Plans and passes"), reverse("memberships:shelf", args=[place.slug])


def join_link(place: PlaceRef) -> Link | None:
    """Where an association may be joined by anybody."""
    return (_("Join"), reverse("memberships:join", args=[place.slug])) if asks_dues(place.organisation_id) else None


register_front_link("memberships.dues", join_link)
register_front_link("memberships", front_link)
register_beside("memberships", front_link)
register_category_use("memberships", queries.priced_categories)
register_goods("memberships", passes_at_the_till, own=passes_of_payer)
register_goods("memberships.seats", seats_at_the_till)
register_allowances("memberships", TillAllowances())
register_payable("dues", PayableDues())
