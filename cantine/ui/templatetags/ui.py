"""`{% load ui %}`: icons, and `cantine.ui.formats` as filters (`{{ at|clock:place.timezone }}`)."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cantine.ui import formats
from cantine.ui.icons import ICONS

register = template.Library()

for _format in (
    formats.clock,
    formats.hour,
    formats.day_of,
    formats.long_day,
    formats.full_day,
    formats.short_day,
    formats.plain_day,
    formats.month,
    formats.moment,
    formats.hours,
    formats.span,
    formats.duration,
    formats.number,
    formats.percent,
):
    register.filter(_format.__name__, _format)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words: hidden from screen readers, since the words say it."""
    drawing = mark_safe(ICONS[name])  # noqa: S308  (our own drawings)
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing)


@register.simple_tag(takes_context=True)
def current(context: template.Context, href: str) -> SafeString | str:
    """`aria-current="page"` when `href` is the page being shown."""
    request: Any = context.get("request")
    if request is None or request.path != str(href).partition("?")[0]:
        return ""
    return mark_safe(' aria-current="page"')


@register.filter
def icon_of_level(level: str) -> str:
    """The icon that says a message's level without its colour."""
    return {"success": "check", "warning": "alert", "error": "alert"}.get(level, "info")
