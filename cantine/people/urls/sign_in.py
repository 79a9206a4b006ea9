"""Signing in and keeping an account safe: allauth's views at our addresses, each with a policy. What is not here is
not reachable: no sign-up by phone, no trusted browsers, no social accounts."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import register_converter
from django.urls.converters import StringConverter

from cantine.core.routes import anyone, page, signed_in
from cantine.people.views import entrance


class Base36(StringConverter):
    """A person's key in a reset link; it holds no hyphen, which the key after it does."""

    regex = "[0-9A-Za-z]+"


register_converter(Base36, "base36")

urlpatterns = [
    page("entrer/", account.login, policy=anyone, name="account_login"),
    page("entrer/code/", account.request_login_code, policy=anyone, name="account_request_login_code"),
    page("entrer/code/confirmer/", account.confirm_login_code, policy=anyone, name="account_confirm_login_code"),
    page("entrer/cle/", passkeys.login_webauthn, policy=anyone, name="mfa_login_webauthn"),
    page("entrer/second-facteur/", mfa.authenticate, policy=anyone, name="mfa_authenticate"),
    page("sortir/", entrance.sign_out, policy=anyone, name="account_logout"),
    page("ferme/", account.account_inactive, policy=anyone, name="account_inactive", methods=["GET"]),
    page("creer/", account.signup, policy=anyone, name="account_signup"),
    page("invitation/<str:secret>/", entrance.invitation, policy=anyone, name="people_invitation"),
    page(
        "adresse/a-confirmer/", account.email_verification_sent, policy=anyone, name="account_email_verification_sent"
    ),
    page("adresse/confirmer/<str:key>/", account.confirm_email, policy=anyone, name="account_confirm_email"),
    page("adresse/", account.email, policy=signed_in, name="account_email"),
    page("mot-de-passe/", account.password_change, policy=signed_in, name="account_change_password"),
    page("mot-de-passe/choisir/", account.password_set, policy=signed_in, name="account_set_password"),
    page("mot-de-passe/oublie/", account.password_reset, policy=anyone, name="account_reset_password"),
    page("mot-de-passe/oublie/envoye/", account.password_reset_done, policy=anyone, name="account_reset_password_done"),
    page(
        "mot-de-passe/nouveau/fait/",
        account.password_reset_from_key_done,
        policy=anyone,
        name="account_reset_password_from_key_done",
    ),
    page(
        "mot-de-passe/nouveau/<base36:uidb36>-<str:key>/",
        account.password_reset_from_key,
        policy=anyone,
        name="account_reset_password_from_key",
    ),
    page("verifier/", account.reauthenticate, policy=signed_in, name="account_reauthenticate"),
    page("verifier/code/", mfa.reauthenticate, policy=signed_in, name="mfa_reauthenticate"),
    page("verifier/cle/", passkeys.reauthenticate_webauthn, policy=signed_in, name="mfa_reauthenticate_webauthn"),
    page("securite/", mfa.index, policy=signed_in, name="mfa_index", methods=["GET"]),
    page("securite/application/", totp.activate_totp, policy=signed_in, name="mfa_activate_totp"),
    page("securite/application/retirer/", totp.deactivate_totp, policy=signed_in, name="mfa_deactivate_totp"),
    page("securite/codes/", codes.view_recovery_codes, policy=signed_in, name="mfa_view_recovery_codes"),
    page(
        "securite/codes/nouveaux/", codes.generate_recovery_codes, policy=signed_in, name="mfa_generate_recovery_codes"
    ),
    page("securite/codes.txt", codes.download_recovery_codes, policy=signed_in, name="mfa_download_recovery_codes"),
    page("securite/cles/", passkeys.list_webauthn, policy=signed_in, name="mfa_list_webauthn", methods=["GET"]),
    page("securite/cles/ajouter/", entrance.add_passkey, policy=signed_in, name="mfa_add_webauthn"),
    page("securite/cles/<int:pk>/retirer/", passkeys.remove_webauthn, policy=signed_in, name="mfa_remove_webauthn"),
    page("securite/cles/<int:pk>/", passkeys.edit_webauthn, policy=signed_in, name="mfa_edit_webauthn"),
    page("sessions/", sessions.list_usersessions, policy=signed_in, name="usersessions_list"),
]
