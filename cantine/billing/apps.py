from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "cantine.billing"
    label = "billing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cantine.billing.adapters import register_all

        register_all()
