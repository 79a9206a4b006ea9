"""How allauth meets the house: sign-up follows the setting, links use the public address."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.CANTINE_OPEN_SIGNUP)

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Persons have no user name."""
