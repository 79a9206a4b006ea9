"""How passwords are kept and judged, and who may sign in with one.

Argon2id at 19 MiB and two passes takes about 50 ms, which a small server can afford eight of.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cantine.people.queries import names_of_houses
from cantine.people.rules.passwords import LONGEST, is_common

DEMO_DOMAIN = "@cantine.example"
LOOPBACK = frozenset({"127.0.0.1", "::1"})


class HouseArgon2(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class UncommonPassword:
    """Refuses the passwords that everybody tries first, in French too, and those too long to hash in peace."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(_("This password is too long: 128 characters at most."), code="password_too_long")
        if is_common(password, names=names_of_houses()):
            raise ValidationError(
                _("Many people use this password, so it is tried first. Take a few words that only you put together."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return _("Twelve characters or more. A few words that only you put together are best.")


class HouseBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Sign-in by e-mail. The demo's people, whose password is public, enter in demo mode from this machine only."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        person = super().authenticate(request, **credentials)
        if person is not None and person.email.endswith(DEMO_DOMAIN) and not _demo_at_home(request):
            return None
        return person


def _demo_at_home(request: HttpRequest | None) -> bool:
    """Whoever comes through a proxy may be anywhere."""
    if not settings.DEMO or request is None or "X-Forwarded-For" in request.headers:
        return False
    return request.META.get("REMOTE_ADDR") in LOOPBACK
