from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "cantine.booking"
    label = "booking"
    default_auto_field = "django.db.models.BigAutoField"
