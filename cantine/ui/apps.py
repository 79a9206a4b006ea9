"""The Django application of the house's look."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "cantine.ui"
    label = "ui"
