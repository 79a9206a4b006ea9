"""The Django application of the house's look."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "cantine.ui"
    label = "ui"

    def ready(self) -> None:
        """French knows elision; the bounds of a number are said in our own words: those of Django speak of values."""
        from django.core.validators import MaxValueValidator, MinValueValidator

        from cantine.ui.phrases import know_elision

        know_elision()
        MinValueValidator.message = _("Write %(limit_value)s or more.")
        MaxValueValidator.message = _("Write %(limit_value)s or less.")
