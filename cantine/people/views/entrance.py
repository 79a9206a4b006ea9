"""What of the doors is ours: out, with nothing left behind; in, by an invitation; and a passkey just added."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.core.rates import Limit, network_on, spend
from cantine.core.routes import actor_on
from cantine.people import commands, queries
from cantine.people.rules.sessions import INVITATION

SECRET_LINKS = Limit("secret_links", hits=20, seconds=3600)


def sign_out(request: HttpRequest) -> HttpResponse:
    """allauth's, and the browser forgets what it kept of us."""
    response: HttpResponse = allauth_views.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """allauth's; and a finger or a face just shown is proof enough to see the recovery codes that follow."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", type="webauthn", reauthenticated=True)
        return response


add_passkey = AddPasskey.as_view()


def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Who invites; then straight in for somebody signed in, through sign-up or sign-in for the others."""
    now, actor = clock.now(), actor_on(request)
    found = queries.open_invitation(secret, now=now)
    if found is None:
        spend(SECRET_LINKS, network_on(request), now=now)
        return render(request, "people/invitation_over.html", status=404)
    email, host = found
    mine = actor.person_id is None or queries.has_address(actor.person_id, email)
    if request.method != "POST" or not mine:
        context = {"email": email, "host": host, "mine": mine}
        return render(request, "people/invitation.html", context, status=200 if request.method != "POST" else 403)
    if actor.person_id is not None:
        commands.accept_invitation(actor=actor, now=now, secret=secret, person_id=actor.person_id)
        messages.success(request, _("Welcome: %(host)s is among your places now.") % {"host": host})
        return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)
    request.session[INVITATION] = secret
    request.session["account_verified_email"] = email
    return HttpResponseRedirect(reverse("account_login" if "known" in request.POST else "account_signup"))
