"""What billing sets up when the program starts."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from cantine.billing.commands.reporting import Platform
    from cantine.billing.queries.reporting import Access


class BillingConfig(AppConfig):
    name = "cantine.billing"
    label = "billing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The providers and platforms that this product knows connect themselves."""
        from cantine.billing.adapters import register_all
        from cantine.billing.commands import reporting

        register_all()
        reporting.connect(_common_api)


def _common_api(access: "Access") -> "Platform":
    from cantine.billing.adapters.platforms import CommonApi

    return CommonApi(access)
