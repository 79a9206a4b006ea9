"""What every page may read: whether this is the demo, and by which password one enters it; where live changes come from."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    password = settings.CANTINE_DEMO_PASSWORD if settings.DEMO else ""
    return {
        "demo": settings.DEMO,
        "demo_password": password,
        "live_url": settings.LIVE_URL,
        "public_url": settings.PUBLIC_URL,
    }
