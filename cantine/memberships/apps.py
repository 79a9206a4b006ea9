from django.apps import AppConfig


class MembershipsConfig(AppConfig):
    name = "cantine.memberships"
    label = "memberships"
    default_auto_field = "django.db.models.BigAutoField"
