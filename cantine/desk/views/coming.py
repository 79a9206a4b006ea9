"""What comes in: a mail pasted and read, a call noted in three fields, the public form."""

from datetime import date, time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cantine.core import clock, rates
from cantine.desk import commands, rules
from cantine.desk.commands.wording import WANT_NAMES, when_words
from cantine.desk.forms import AskForm, PasteForm, PhoneForm, ReadForm, attempt
from cantine.desk.rules import CameBy, Lane, Reading, When, Wish
from cantine.desk.views.common import done, said
from cantine.places.policies import PlaceRequest

ASKED = rates.Limit("requests", 20, 3600)


def paste(request: PlaceRequest) -> HttpResponse:
    """A mail is pasted, then what was read in it is confirmed: two presses."""
    if request.method == "POST" and "what" in request.POST:
        return _keep(request)
    form = PasteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reading = rules.read_mail(form.cleaned_data["mail"], today=request.place.today(clock.now()))
        return _read(request, ReadForm(initial=_initial(reading)), reading)
    return _page(request, "desk/paste.html", {"form": form}, bad=bool(form.errors))


def phone(request: PlaceRequest) -> HttpResponse:
    """Who, a number, what they want; the rest is read in the words."""
    form = PhoneForm(request.POST or None)
    made: list[Any] = []

    def keep(read: PhoneForm) -> None:
        words = read.cleaned_data
        reading = rules.read_mail(words["what"], today=request.place.today(clock.now()))
        reached = words["phone"].strip()
        mail = reached if "@" in reached else reading.email
        wish = Wish(
            what=words["what"], name=words["name"], phone="" if "@" in reached else reached, email=mail,
            people=reading.people.count if reading.people else None,
        )  # fmt: skip
        made.append(
            commands.enter_request(**said(request), wish=wish, came_by=CameBy.PHONE, whens=reading.whens)
        )  # fmt: skip

    if request.method == "POST" and attempt(form, keep):
        return done(request, _("The call is noted."), "desk:request", made[0])
    return _page(request, "desk/phone.html", {"form": form}, bad=bool(form.errors))


def ask(request: PlaceRequest) -> HttpResponse:
    """Anybody asks. What a robot fills leads it to the same page of thanks, and nothing is kept."""
    form = AskForm(request.POST or None)
    if request.method == "POST":
        rates.spend(ASKED, rates.network_on(request), now=clock.now())
        if request.POST.get("website"):
            return redirect("desk:thanks", request.place.slug)
        language = (get_language() or "fr")[:2]
        if attempt(
            form, lambda read: commands.ask_place(**said(request), wish=read.wish, whens=read.whens, language=language)
        ):
            return redirect("desk:thanks", request.place.slug)
    return render(request, "desk/ask.html", {"form": form}, status=422 if form.errors else 200)


def thanks(request: PlaceRequest) -> HttpResponse:
    return render(request, "desk/thanks.html")


def _keep(request: PlaceRequest) -> HttpResponse:
    form = ReadForm(request.POST)
    made: list[Any] = []

    def keep(read: ReadForm) -> None:
        words = read.cleaned_data
        whens = [*read.whens, *_others(words["others"], but=words.get("day"))]
        made.append(
            commands.enter_request(
                **said(request), wish=read.wish, came_by=CameBy.MAIL, subject=words["subject"], whens=whens, lane=Lane(words["lane"])
            )
        )  # fmt: skip

    if attempt(form, keep):
        return done(request, _("The request is on the board."), "desk:request", made[0])
    return _read(request, form, None, bad=True)


def _read(
    request: PlaceRequest, form: ReadForm, reading: Reading | None, *, bad: bool = False
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {"form": form, "guesses": _guesses(reading) if reading else []}
    if reading:
        context["whens"] = [(when_words(each), each.sure) for each in reading.whens]
        context["wants"] = [WANT_NAMES[each] for each in reading.wants]
    return _page(request, "desk/read.html", context, bad=bad)


def _guesses(reading: Reading) -> list[str]:
    """What was understood between the lines, to be looked at."""
    found = []
    if reading.whens and not reading.whens[0].sure:
        found.append(_("the day or the hours"))
    if reading.people and not reading.people.sure:
        found.append(_("the number of people"))
    if reading.name and not reading.name_sure:
        found.append(_("the name, from the signature"))
    if reading.company.name:
        found.append(_("the organisation, from its number in the signature"))
    return found


def _initial(reading: Reading) -> dict[str, Any]:
    first = reading.whens[0] if reading.whens else None
    return {
        "name": reading.name, "email": reading.email, "phone": reading.phone, "subject": reading.subject, "company": reading.company.name,
        "what": reading.words[: rules.LONGEST_WORDS], "people": reading.people.count if reading.people else None,
        "day": first.day if first else None, "starts": first.starts if first else None, "ends": first.ends if first else None,
        "lane": Lane.COMMERCIAL.value, "others": ";".join(map(_coded, reading.whens[1:])),
    }  # fmt: skip


def _coded(when: When) -> str:
    hours = [each.isoformat("minutes") if each else "-" for each in (when.starts, when.ends)]
    return " ".join([when.day.isoformat(), *hours])


def _others(text: str, *, but: date | None) -> list[When]:
    """The other days of the mail, as the form carried them; what is no day is left out."""
    found = []
    for each in filter(None, text.split(";")):
        try:
            day, *hours = each.split(" ")
            starts, ends = (None if at == "-" else time.fromisoformat(at) for at in hours)
            when = When(date.fromisoformat(day), starts, ends)
        except ValueError:
            continue
        if when.day != but:
            found.append(when)
    return found


def _page(request: PlaceRequest, template: str, context: dict[str, Any], *, bad: bool) -> HttpResponse:
    context["inside"] = reverse("desk:board", args=[request.place.slug])
    return render(request, template, context, status=422 if bad else 200)
