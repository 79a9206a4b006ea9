"""Notices: a few words on the pages and the screen of the place."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.kernel import Refused
from cantine.places import commands, queries
from cantine.places.forms import attempt
from cantine.places.forms.house_life import NoticeForm
from cantine.places.policies import PlaceRequest
from cantine.places.views.answers import done, refused


def notices(request: PlaceRequest) -> HttpResponse:
    """Those shown today or later; another one to post."""
    place, now = request.place, clock.now()
    today = place.today(now)
    form = NoticeForm(request.POST or None, initial={"first_day": today, "last_day": today + timedelta(days=7)})

    def post(read: NoticeForm) -> None:
        commands.post_notice(actor=request.actor, now=now, place=place, **read.cleaned_data)

    if request.method == "POST" and attempt(form, post):
        return done(request, _("The notice is up."), "places:notices")
    shown = [
        {"card": each, "words": each.words(get_language() or "fr"), "now": each.first_day <= today}
        for each in queries.notices_of(place, today=today)
    ]
    status = 422 if form.errors else 200
    return render(request, "places/house_life/notices.html", {"form": form, "shown": shown}, status=status)


def withdraw(request: PlaceRequest, *, notice: UUID) -> HttpResponse:
    try:
        commands.withdraw_notice(actor=request.actor, now=clock.now(), place=request.place, notice=notice)
    except Refused as why:
        return refused(request, why, "places:notices")
    return done(request, _("The notice is down."), "places:notices")
