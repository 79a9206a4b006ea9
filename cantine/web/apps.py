from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "cantine.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
