from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "cantine.config"
    label = "config"
