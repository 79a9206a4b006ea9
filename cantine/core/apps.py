from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "cantine.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cantine.core import sql

        connection_created.connect(sql.prepare_connection, dispatch_uid="core.sql")
        autodiscover_modules("facts", "permissions", "reactions", "words", "doors")
