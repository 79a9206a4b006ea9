from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "cantine.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cantine.core import sql

        sql.read_instants()
        autodiscover_modules("facts", "permissions", "reactions", "words", "doors")
