"""Addresses of what persons and organisations are entitled to."""

from cantine.core.routes import anyone, page, signed_in
from cantine.memberships.views import (
    buying,
    certifications,
    dues,
    dues_online,
    dues_settings,
    joining,
    mine,
    of_person,
    passes,
    plans,
    rights,
    shares,
    signing,
    subscriptions,
)
from cantine.places.policies import at_place

app_name = "memberships"
see, revoke = at_place("certification.see"), at_place("certification.revoke")
seen, buy, sold = at_place("pass.see_sold"), at_place("pass.buy"), at_place("allowance.see")
change, plan = at_place("place.change_passes"), at_place("place.change_plans")
take, subscribed, bill = at_place("pass.buy"), at_place("subscription.see_all"), at_place("subscription.charge")
asked, members, joins = at_place("place.change_dues"), at_place("dues.see"), at_place("dues.join")
holders, keeps, sets = at_place("shares.see"), at_place("shares.keep"), at_place("shares.set")
renews, brings = at_place("dues.renew"), at_place("dues.bring_in")
GET, POST = ["GET"], ["POST"]
DUES = "<slug:place>/reglages/cotisations/"
MEMBERS = "<slug:place>/cotisations/"
SHARES = "<slug:place>/societaires/"
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
    page(DUES, dues_settings.kinds, policy=asked, name="dues_kinds"),
    page(f"{DUES}retirer/", dues_settings.retire, policy=asked, name="retire_dues_kind", methods=POST),
    page(f"{DUES}ouvre/", dues_settings.gate, policy=asked, name="dues_gate"),
    page(MEMBERS, dues.register, policy=members, name="dues", methods=GET),
    page(f"{MEMBERS}membres.csv", dues.register_csv, policy=members, name="dues_csv", methods=GET),
    page(f"{MEMBERS}renouveler/", dues.renew, policy=renews, name="renew_dues", methods=POST),
    page(f"{MEMBERS}reprendre/", dues.bring_in, policy=brings, name="bring_members_in"),
    page(f"{MEMBERS}organisation/", dues.call_organisation, policy=members, name="call_organisation"),
    page(f"{MEMBERS}pieces/<uuid:paper>.pdf", dues.paper, policy=members, name="paper", methods=GET),
    page(f"{MEMBERS}<uuid:dues>/", dues.one, policy=members, name="dues_one"),
    page("<slug:place>/membres/<uuid:contact>/cotisation/", dues.dues_of_person, policy=members, name="dues_of"),
    page(SHARES, shares.register, policy=holders, name="shares", methods=GET),
    page(f"{SHARES}registre.csv", shares.register_csv, policy=holders, name="shares_csv", methods=GET),
    page(f"{SHARES}reglages/", shares.setting, policy=sets, name="shares_settings"),
    page(f"{SHARES}souscrire/", shares.subscribe, policy=keeps, name="subscribe_shares"),
    page(f"{SHARES}bulletins/<uuid:bulletin>/", shares.bulletin, policy=keeps, name="bulletin"),
    page(f"{SHARES}<uuid:holding>/", shares.holding, policy=holders, name="holding"),
    page(
        "moi/adhesion/parts/<uuid:holding>/", shares.my_certificate, policy=signed_in, name="my_certificate",
        methods=POST,
    ),
    page("<slug:place>/adherer/", joining.join, policy=joins, name="join"),
    page("adherer/<str:token>/", joining.confirm, policy=anyone, name="confirm_join"),
    page("adhesion/payer/<str:owed>/", dues_online.pay, policy=anyone, name="pay_dues"),
    page(
        "adhesion/payer/<str:owed>/retour/<uuid:attempt>/", dues_online.paid, policy=anyone, name="paid_dues",
        methods=GET,
    ),
    page("moi/adhesion/", joining.mine, policy=signed_in, name="my_dues", methods=GET),
    page("souscription/<str:subscribed>/", signing.sign, policy=anyone, name="sign_shares"),
    page("souscription/<str:subscribed>/bulletin.pdf", signing.sign_pdf, policy=anyone, name="sign_shares_pdf", methods=GET),
    page("moi/adhesion/pieces/<uuid:paper>.pdf", joining.my_paper, policy=signed_in, name="my_paper", methods=GET),
    page("<slug:place>/carnets/", buying.shelf, policy=seen, name="shelf", methods=GET),
    page("<slug:place>/carnets/<slug:pass_kind>/", buying.buy, policy=buy, name="buy"),
]  # fmt: skip
