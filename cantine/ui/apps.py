"""The Django application of the house's look."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "cantine.ui"
    label = "ui"

    def ready(self) -> None:
        from cantine.ui.phrases import know_elision

        know_elision()
