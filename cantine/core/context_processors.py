"""What every page may read: whether this is the demo, and where live changes come from."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    return {"demo": settings.DEMO, "live_url": settings.LIVE_URL, "public_url": settings.PUBLIC_URL}
