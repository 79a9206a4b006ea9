"""How allauth meets the house: who may sign up, letters through our outbox, tokens that die with a password,
invitations accepted at the door, and second factors kept encrypted."""

import base64
import hashlib
import os
from io import BytesIO
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as request_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _

from cantine.core import clock, mail, refusals, scoping
from cantine.core.actor import Actor
from cantine.kernel import Refused
from cantine.people import commands, queries
from cantine.people.rules.organisations import check_email
from cantine.people.rules.sessions import INVITATION

SEALED = "v1:"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Openly if the setting says so; by an invitation in any case."""
        return bool(settings.CANTINE_OPEN_SIGNUP) or INVITATION in request.session

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Persons have no user name."""

    def clean_email(self, email: str) -> str:
        if check_email(email):
            raise ValidationError(_("Write the address as name@example.org, without accents."), code="email_wrong")
        return email

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """A person who signs up alone gets a name, a language and their first fact."""
        user.email = form.cleaned_data["email"]
        person = super().save_user(request, user, form, commit)
        commands.welcome_person(
            actor=Actor("person", person.pk), now=clock.now(), person_id=person.pk,
            name=form.cleaned_data.get("name", ""), language=(get_language() or "fr")[:2],
        )  # fmt: skip
        return person

    def set_password(self, user: Any, password: str) -> None:
        """Sessions die by Django's session hash; tokens die here."""
        super().set_password(user, password)
        commands.revoke_all_tokens(actor=Actor("person", user.pk), now=clock.now(), person_id=user.pk)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        self._accept_invitation(request, user)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, user.language, max_age=365 * 24 * 3600,
                secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax",
            )  # fmt: skip
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """allauth's, in our words; a passkey comes first where there is no authenticator app."""
        words = {
            "reauthenticate": _("With my password"),
            "mfa_reauthenticate": _("With a code"),
            "mfa_reauthenticate:webauthn": _("With my passkey"),
        }
        methods = [
            {**method, "description": words[method["id"]]} for method in super().get_reauthentication_methods(user)
        ]
        if user.is_authenticated and not is_mfa_enabled(user, ["totp"]):
            methods.sort(key=lambda method: method["id"] == "mfa_reauthenticate")
        return methods

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every letter of sign-in goes to the outbox, in the language of its reader."""
        person_id = queries.find_person_id(email=email)
        language = queries.language_of(person_id) if person_id else get_language_from_request(self.request)
        with translation.override(language):
            values = {"request": self.request, "email": email, "public_url": settings.PUBLIC_URL, **context}
            message = self.render_mail(template_prefix, email, values)
            text = str(message.body)
            paragraphs = [{"text": each, "href": _address(each)} for each in text.split("\n\n")]
            html = render_to_string("people/mail/letter.html", {"paragraphs": paragraphs, "subject": message.subject})
        letter = mail.Letter(email, message.subject, text, html=html)
        with scoping.unscoped("a letter about signing in belongs to no tenant"):
            mail.post(letter, once=f"sign-in:{uuid4()}", now=clock.now(), organisation_id=None, person_id=person_id)

    def format_email_subject(self, subject: str) -> str:
        return f"{subject} · Cantine"

    def _accept_invitation(self, request: HttpRequest, user: Any) -> None:
        secret = request.session.pop(INVITATION, "")
        if secret:
            actor = Actor("person", user.pk)
            try:
                commands.accept_invitation(actor=actor, now=clock.now(), secret=secret, person_id=user.pk)
            except Refused as refused:
                for refusal in refused.refusals:
                    self.add_message(request, 30, message=refusals.sentence(refusal))


def _address(paragraph: str) -> str:
    """The address that a paragraph is, when it is nothing else: a mail reader shows it as a button."""
    alone = paragraph.strip()
    return alone if alone.startswith(("https://", "http://")) and len(alone.split()) == 1 else ""


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Seeds are sealed with AES-GCM under a key made from the installation's secret, which is not in the database."""

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(12)
        sealed = AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, text.encode(), None)
        return SEALED + base64.urlsafe_b64encode(nonce + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        raw = base64.urlsafe_b64decode(encrypted_text.removeprefix(SEALED))
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return AESGCM(_key(secret)).decrypt(raw[:12], raw[12:], None).decode()
            except InvalidTag:
                continue
        raise ValueError("A second factor was sealed under a key that this installation no longer has.")

    def build_totp_svg(self, url: str) -> str:
        import segno

        drawn = BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", border=2, xmldecl=False, svgns=True, omitsize=True)
        return drawn.getvalue().decode()

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """allauth's, with the name by which the person knows themselves."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.name or user.email}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": request_context.request.get_host().partition(":")[0], "name": "Cantine"}


def _key(secret: str) -> bytes:
    return hashlib.sha256(b"cantine second factors\0" + secret.encode()).digest()
