"""What the pages of a place share: its doors, and whether the reader may do something there."""

from dataclasses import replace
from itertools import groupby
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cantine.core import clock
from cantine.core.actor import Actor
from cantine.core.authorization import Target, can
from cantine.core.navigation import Door, Where, doors
from cantine.core.routes import actor_on
from cantine.places import queries
from cantine.places.forms.shifts import DUTIES
from cantine.ui.languages import written

register = template.Library()
_BAR: tuple[Where, ...] = ("place", "staff")
TODAY, HOUSE, MONEY = 5, 35, 73  # orders of doors: the day of the team, then where each head begins
HEADS = ((MONEY, pgettext_lazy("bar", "Money")), (HOUSE, pgettext_lazy("bar", "The house")), (0, ""))


@register.simple_tag(takes_context=True)
def place_doors(context: dict[str, Any], where: Where) -> list[dict[str, str]]:
    """The doors of this place that the reader may open, with their addresses."""
    place = context["request"].place
    target = Target(place.organisation_id, place.id)
    return [
        {"label": force_str(door.label), "href": reverse(door.route, args=[place.slug]), "icon": door.icon}
        for door in doors(where, actor=actor_on(context["request"]), target=target)
    ]


@register.simple_tag(takes_context=True)
def settings_groups(context: dict[str, Any]) -> list[list[dict[str, str]]]:
    """The doors of the settings that the reader may open, by the hundreds of their orders."""
    place = context["request"].place
    target, actor = Target(place.organisation_id, place.id), actor_on(context["request"])
    return [
        [{"label": force_str(door.label), "href": reverse(door.route, args=[place.slug])} for door in group]
        for _hundred, group in groupby(
            doors("settings", actor=actor, target=target), key=lambda door: door.order // 100
        )
    ]


@register.filter
def duty(code: str) -> str:
    """What a shift is for: one of the two usual duties in words, or the team's own words as they are."""
    return force_str(DUTIES.get(code, code))


@register.simple_tag(takes_context=True)
def place_links(context: dict[str, Any]) -> list[dict[str, str]]:
    """The bar of a place: what it shows to everybody and what its team opens, together in their order, under heads where the bar
    has no more room. Who keeps its money and not its day has money first."""
    place = context["request"].place
    target, actor = Target(place.organisation_id, place.id), actor_on(context["request"])
    open_ = [door for where in _BAR for door in doors(where, actor=actor, target=target)]
    every = sorted([*open_, *_way_to_settings(actor, target)], key=lambda door: door.order)
    if any(door.order >= MONEY for door in every) and not any(door.order == TODAY for door in every):
        every.sort(key=lambda door: door.order < MONEY)
    return [
        {
            "label": force_str(door.label), "href": reverse(door.route, args=[place.slug]), "icon": door.icon,
            "head": force_str(next(words for first, words in HEADS if door.order >= first)),
        }
        for door in every
    ]  # fmt: skip


def _way_to_settings(actor: Actor, target: Target) -> list[Door]:
    """The staff who do not run the place come in by the first of the settings that is theirs: keys, spaces let…"""
    if can(actor, "place.see_settings", target) or not can(actor, "place.see_contacts", target):
        return []
    theirs = [door for door in doors("settings", actor=actor, target=target) if door.action != "place.see_matrix"]
    return [replace(door, label=_("Settings"), icon="settings", order=33) for door in theirs[:1]]


@register.simple_tag(takes_context=True)
def person_doors(context: dict[str, Any], contact: UUID, person_id: int) -> list[dict[str, str]]:
    """What other domains know of this person here."""
    place = context["request"].place
    target = Target(place.organisation_id, place.id, person_id)
    return [
        {"label": force_str(door.label), "href": reverse(door.route, args=[place.slug, contact]), "icon": door.icon}
        for door in doors("person", actor=actor_on(context["request"]), target=target)
    ]


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], action: str, person_id: int | None = None) -> bool:
    """``{% may "booking.override" as may_override %}``: a courtesy, the command authorizes."""
    place = context["request"].place
    return can(actor_on(context["request"]), action, Target(place.organisation_id, place.id, person_id))


@register.simple_tag(takes_context=True)
def place_notices(context: dict[str, Any], spot: queries.Spot) -> list[str]:
    """The notices of this place to show at this spot today, in the reader's language, or saying that they are not; one
    statement."""
    place = context["request"].place
    shown = queries.notices_on(place, spot=spot, today=place.today(clock.now()))
    language = get_language() or "fr"
    return [
        notice.words(language) if notice.in_english(language) else written(notice.words(language)) for notice in shown
    ]
