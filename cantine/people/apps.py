from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cantine.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """allauth's list of open sessions would hold their keys: it holds their digests (``core.sessions``). The language
        of the pages is that of the letters."""
        from allauth.usersessions.models import UserSession

        from cantine.core.sessions import DigestedKey
        from cantine.people.views.account import keep_language
        from cantine.ui.languages import on_choice

        on_choice(keep_language)
        UserSession._meta.get_field("session_key").__class__ = DigestedKey
