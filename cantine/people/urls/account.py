"""One's own account: who I am, what others see, where I belong, my tokens, my copy, my leaving."""

from cantine.core.routes import page, signed_in
from cantine.people.views import account, belongings, leaving, tokens

app_name = "people"
urlpatterns = [
    page("", account.hub, policy=signed_in, name="account", methods=["GET"]),
    page("profil/", account.profile, policy=signed_in, name="profile"),
    page("choix/", account.consents, policy=signed_in, name="consents", methods=["GET"]),
    page("choix/<slug:purpose>/", account.consent, policy=signed_in, name="consent", methods=["POST"]),
    page("jetons/", tokens.tokens, policy=signed_in, name="tokens"),
    page("jetons/<uuid:token>/revoquer/", tokens.revoke, policy=signed_in, name="revoke_token", methods=["POST"]),
    page("structures/", belongings.belongings, policy=signed_in, name="belongings"),
    page("structures/nouvelle/", belongings.enter, policy=signed_in, name="enter_organisation"),
    page("structures/<uuid:organisation>/", belongings.organisation, policy=signed_in, name="organisation"),
    page(
        "appartenances/<uuid:belonging>/finir/",
        belongings.end,
        policy=signed_in,
        name="end_belonging",
        methods=["POST"],
    ),
    page("copie/", leaving.export, policy=signed_in, name="export"),
    page("partir/", leaving.erasure, policy=signed_in, name="erasure"),
    page("partir/annuler/", leaving.undo, policy=signed_in, name="undo_erasure", methods=["POST"]),
]
