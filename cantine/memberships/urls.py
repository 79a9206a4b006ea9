"""Addresses of what persons and organisations are entitled to."""

from cantine.core.routes import page, signed_in
from cantine.memberships.views import buying, certifications, mine, of_person, passes, plans, rights, subscriptions
from cantine.places.policies import at_place

app_name = "memberships"
see, revoke = at_place("certification.see"), at_place("certification.revoke")
seen, buy, sold = at_place("pass.see_sold"), at_place("pass.buy"), at_place("allowance.see")
change, plan = at_place("place.change_passes"), at_place("place.change_plans")
take, subscribed, bill = at_place("pass.buy"), at_place("subscription.see_all"), at_place("subscription.charge")
GET, POST = ["GET"], ["POST"]
PLANS = "<slug:place>/reglages/formules/"
PASSES = "<slug:place>/reglages/carnets/"
urlpatterns = [
    page(
        "<slug:place>/reglages/habilitations/", certifications.certifications, policy=see, name="certifications",
        methods=GET,
    ),
    page(
        "<slug:place>/membres/<uuid:contact>/habilitations/", certifications.certifications_of, policy=see,
        name="certifications_of",
    ),
    page(
        "<slug:place>/membres/<uuid:contact>/habilitations/<uuid:certification>/retirer/", certifications.revoke,
        policy=revoke, name="revoke", methods=POST,
    ),
    page("moi/formule/", mine.mine, policy=signed_in, name="mine", methods=GET),
    page(PASSES, passes.kinds, policy=change, name="pass_kinds"),
    page(f"{PASSES}retirer/", passes.retire, policy=change, name="retire_pass_kind", methods=POST),
    page(f"{PASSES}passage/", passes.drop_in, policy=change, name="drop_in", methods=POST),
    page("<slug:place>/membres/<uuid:contact>/credits/", of_person.allowances_of, policy=sold, name="allowances_of"),
    page(PLANS, plans.plans, policy=plan, name="plans"),
    page(f"{PLANS}retirer/", plans.retire, policy=plan, name="retire_plan", methods=POST),
    page("<slug:place>/abonnements/", subscriptions.subscriptions, policy=subscribed, name="subscriptions", methods=GET),
    page("<slug:place>/abonnements/facturer/", subscriptions.charge, policy=bill, name="charge", methods=POST),
    page(
        "<slug:place>/abonnements/<uuid:subscription>/", subscriptions.subscription, policy=subscribed,
        name="subscription",
    ),
    page("<slug:place>/membres/<uuid:contact>/formule/", plans.plan_of_person, policy=subscribed, name="plan_of"),
    page("<slug:place>/formules/<slug:plan>/", plans.take, policy=take, name="take"),
    page("<slug:place>/abonnements/organisations/", rights.organisations, policy=subscribed, name="organisations"),
    page(
        "<slug:place>/abonnements/organisations/<uuid:allowance>/", rights.bulk, policy=subscribed, name="bulk",
    ),
    page("<slug:place>/abonnements/<uuid:team>/equipe/", rights.people_of_team, policy=subscribed, name="team"),
    page("moi/formule/organisations/", rights.mine, policy=signed_in, name="my_organisations", methods=GET),
    page("moi/formule/<uuid:subscription>/", subscriptions.my_subscription, policy=signed_in, name="my_subscription"),
    page("<slug:place>/carnets/", buying.shelf, policy=seen, name="shelf", methods=GET),
    page("<slug:place>/carnets/<slug:pass_kind>/", buying.buy, policy=buy, name="buy"),
]  # fmt: skip
