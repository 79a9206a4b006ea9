"""`{% load ui %}`: icons, and `cantine.ui.formats` as filters (`{{ at|clock:place.timezone }}`)."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from django import template
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cantine.core.navigation import doors
from cantine.core.routes import actor_on
from cantine.ui import formats, languages, palette
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
    formats.money,
):
    register.filter(_format.__name__, _format)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words: hidden from screen readers, since the words say it."""
    drawing = mark_safe(ICONS[name])  # noqa: S308  (our own drawings)
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing)


@register.filter
def written(words: object) -> SafeString:
    """What a place or its people wrote, in its own language: `{{ room.name|written }}`. Never inside an attribute."""
    return languages.written(words)


@register.simple_tag(name="written")
def lang_of_written() -> SafeString:
    """The same for a whole element: `<div class="prose"{% written %}>`."""
    return languages.lang_of_words()


@register.simple_tag(takes_context=True)
def current(context: template.Context, href: str) -> SafeString | str:
    """`aria-current="page"` when `href` is the page being shown; what it asks for, the page must have been asked for."""
    request: Any = context.get("request")
    if request is None:
        return ""
    path, _, query = str(href).partition("?")
    if context.get("inside") == str(href):
        return mark_safe(' aria-current="true"')
    if request.path != path or any(request.GET.get(name) != value for name, value in parse_qsl(query)):
        return ""
    return mark_safe(' aria-current="page"')


@register.simple_tag
def accent_sheet(colour: str) -> str:
    """The address of the tokens of a place's colour, `#rrggbb`: it changes with the colour, and with our palette."""
    return f"{reverse('ui:accent', args=[colour.removeprefix('#').lower()])}?{palette.VERSION}"


@register.filter
def icon_of_level(level: str) -> str:
    """The icon that says a message's level without its colour."""
    return {"success": "check", "warning": "alert", "error": "alert"}.get(level, "info")


THUMB, WIDE = 5, 8


@register.inclusion_tag("ui/nav.html", takes_context=True)
def navigation(context: template.Context, links: Sequence[dict[str, str]]) -> dict[str, Any]:
    """The links of the bar: seven where there is room, five under a thumb, the last of which is "More" when there are
    others; it opens them without a script."""
    thumb = THUMB if len(links) <= THUMB else THUMB - 1
    wide = WIDE if len(links) <= WIDE else WIDE - 1
    request = context.get("request")
    return {
        "inside": _inside(request.path if request else "", [link["href"] for link in links]),
        "first": links[:thumb],
        "beside": links[thumb:wide],
        "rest": links[wide:],
        "request": request,
    }


def _inside(path: str, hrefs: Sequence[str]) -> str:
    """The link of the bar whose pages `path` is one of, its own page apart: the week is within the planning."""
    above = [href for href in hrefs if path.startswith(href)]
    return "" if path in hrefs or not above else max(above, key=len)


@register.simple_tag(takes_context=True)
def my_doors(context: template.Context) -> list[dict[str, str]]:
    """The doors of a person's own pages, for whoever is signed in."""
    actor = actor_on(context["request"])
    mine = doors("me", actor=actor) if actor.person_id is not None else []
    return [{"label": force_str(door.label), "href": reverse(door.route), "icon": door.icon} for door in mine]
