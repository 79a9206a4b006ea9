"""A series before it is written: every date judged, and those that cannot be as they are put to the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.booking import queries, rules
from cantine.booking.commands import DateWish
from cantine.booking.forms import BookingForm
from cantine.booking.queries import Plan
from cantine.booking.views import wanted
from cantine.booking.views.offers import Offer, offer_of, read_value
from cantine.core import clock
from cantine.core import refusals as words
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard
from cantine.ui import formats

CHOICE = "choice-"
OTHERS = "others"  # "skip": every date that nobody decided on is left out
INSTANT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Clash:
    """A date to decide on: what stands against it, and what could be done."""

    name: str
    when: str
    reasons: list[str]
    offers: list[Offer]


@dataclass(frozen=True)
class Judged:
    """A series with what the person chose so far; ``refusals`` stand against all of it."""

    plan: Plan | None
    refusals: tuple[Refusal, ...] = ()

    @property
    def settled(self) -> bool:
        return self.plan is not None and not self.refusals and self.plan.series.settled


def judge(request: PlaceRequest, card: ResourceCard, form: BookingForm, *, owner: int | None) -> Judged:
    """Read every date of the form's recurrence; nothing is written."""
    place, said, details = request.place, form.cleaned_data, form.details
    dates = rules.expand(rrule=form.rrule, first=said["interval"], timezone=place.timezone)
    if dates.refusals:
        return Judged(None, dates.refusals)
    choices = _choices(request)
    named = {choice.resource for choice in choices.values() if isinstance(choice, rules.Move)} - {"", card.slug}
    rooms = [room for slug in sorted(named) if (room := places.find_resource(place_id=place.id, slug=slug))]
    wish = rules.Wish(
        interval=said["interval"], quantity=details.quantity, guests=details.guests, layout=details.layout
    )

    def planned(choices: Mapping[datetime, rules.Choice]) -> Plan:
        return queries.plan_of(
            actor=request.actor, place=place, resource=card, person_id=owner or request.actor.person_id, wish=wish,
            dates=dates.occurrences, choices=choices, now=clock.now(), override=bool(said.get("override")), chosen=rooms,
        )  # fmt: skip

    plan = planned(choices)
    if request.POST.get(OTHERS) == "skip" and plan.series.clashes and not plan.series.against_all:
        plan = planned({**choices, **{date.asked.starts_at: rules.Skip() for date in plan.series.clashes}})
    return Judged(plan, plan.series.against_all)


def book_series(
    request: PlaceRequest, card: ResourceCard, form: BookingForm, plan: Plan, *, owner: int | None
) -> HttpResponse:
    """Write it once no clash is left; until then ask. Somebody may have been quicker: then ask again."""
    if not plan.series.settled:
        return choose_dates(request, card, form, plan)
    try:
        made = wanted.write(request, form, resource=card, dates=_wishes(plan, card), owner=owner)
    except Refused as refused:
        again = judge(request, card, form, owner=owner).plan or plan
        return choose_dates(request, card, form, again, refusals=refused.refusals)
    count = len(plan.series.kept)
    told = ngettext("%(count)s date is booked.", "%(count)s dates are booked.", count)
    if made.state is rules.State.HELD:
        told = ngettext("%(count)s date is kept as an option.", "%(count)s dates are kept as an option.", count)
    if made.state is rules.State.REQUESTED:
        told = ngettext("%(count)s date is asked for.", "%(count)s dates are asked for.", count)
    messages.success(request, told % {"count": count})
    return redirect("booking:date", request.place.slug, made.dates[0].uuid)


def choose_dates(
    request: PlaceRequest, card: ResourceCard, form: BookingForm, plan: Plan, *, refusals: tuple[Refusal, ...] = ()
) -> HttpResponse:
    """The dates in a clash, each with its reasons and its ways out; the others are only told."""
    place, series = request.place, plan.series
    context = {
        "card": card,
        "form": form,
        "clashes": [_clash(request, plan, date) for date in series.clashes],
        "decided": _decided(request, plan),
        "fine": [formats.span(date.asked, place.zone) for date in series.dates if date.state is rules.DateState.FINE],
        "count": len(series.dates),
        "reasons": [words.sentence(refusal) for refusal in rules.of_the_series(refusals)],
        "nothing_left": not series.clashes and not series.kept,
    }
    return render(request, "booking/series.html", context, status=409 if series.clashes else 422)


def preview(request: PlaceRequest, card: ResourceCard, form: BookingForm, judged: Judged) -> HttpResponse:
    """What the recurrence means, while it is being said."""
    recurrence = rules.describe(form.rrule, timezone=request.place.timezone) if not judged.plan or form.rrule else None
    dates = judged.plan.series.dates if judged.plan else ()
    context = {
        "words": recurrence_words(recurrence, request.place.zone, dates[0].asked.starts_at)
        if recurrence and dates
        else "",
        "count": len(dates),
        "clashes": len(judged.plan.series.clashes) if judged.plan and not judged.refusals else 0,
        "reasons": [words.sentence(refusal) for refusal in judged.refusals],
    }
    return render(request, "booking/series_preview.html", context)


def recurrence_words(rule: rules.Recurrence, zone: object, first: datetime) -> str:
    """“every week on Tuesday, until 22 December 2026”, as short as the rule allows."""
    day = formats.day_of(first, zone)  # type: ignore[arg-type]  # a zone of the place
    values = {"count": rule.interval, "weekday": formats.weekday(day), "day": formats.day_number(day)}
    if rule.frequency is rules.Frequency.DAILY:
        said = ngettext("every day", "every %(count)s days", rule.interval)
    elif rule.frequency is rules.Frequency.WEEKLY and len(rule.weekdays) > 1:
        said = _("every weekday")
    elif rule.frequency is rules.Frequency.WEEKLY:
        said = ngettext("every week, on %(weekday)s", "every %(count)s weeks, on %(weekday)s", rule.interval)
    elif rule.frequency is rules.Frequency.MONTHLY and rule.weekdays:
        nth = rule.weekdays[0].nth
        said = _("every month, the last %(weekday)s") if nth < 0 else _("every month, %(weekday)s number %(nth)s")
        values["nth"] = nth
    elif rule.frequency is rules.Frequency.MONTHLY:
        said = _("every month, on day %(day)s")
    else:
        said = _("every year")
    text = said % values
    if rule.last_day is not None:
        return _("%(rule)s, until %(day)s") % {"rule": text, "day": formats.full_day(rule.last_day)}
    return text


def _clash(request: PlaceRequest, plan: Plan, date: rules.PlannedDate) -> Clash:
    place = request.place
    return Clash(
        name=_name(date),
        when=formats.span(date.asked, place.zone),
        reasons=[words.sentence(refusal) for refusal in date.refusals],
        offers=[offer_of(each, place, asked=date.asked) for each in plan.proposals(date)],
    )


def _decided(request: PlaceRequest, plan: Plan) -> list[dict[str, str]]:
    """What was chosen already, said again and kept in the form."""
    zone, found = request.place.zone, []
    for date in plan.series.dates:
        if date.state in {rules.DateState.MOVED, rules.DateState.SKIPPED}:
            moved = f"{plan.resources[date.resource].name}, {formats.span(date.interval, zone)}"
            said = _("left out") if date.state is rules.DateState.SKIPPED else moved
            asked = formats.span(date.asked, zone)
            found.append(
                {"name": _name(date), "value": request.POST.get(_name(date), "skip"), "when": asked, "words": said}
            )
    return found


def _name(date: rules.PlannedDate) -> str:
    return f"{CHOICE}{date.asked.starts_at.astimezone(UTC):{INSTANT}}"


def _choices(request: PlaceRequest) -> Mapping[datetime, rules.Choice]:
    """What the form chose; anything that is not a choice of ours is no choice."""
    found: dict[datetime, rules.Choice] = {}
    for name, value in request.POST.items():
        if not name.startswith(CHOICE) or len(found) >= rules.MOST_OCCURRENCES:
            continue
        try:
            asked = datetime.strptime(name.removeprefix(CHOICE), INSTANT).replace(tzinfo=UTC)
        except ValueError:
            continue
        move = read_value(str(value))
        if value == "skip":
            found[asked] = rules.Skip()
        elif move is not None:
            found[asked] = rules.Move(interval=move.interval, resource=move.resource)
    return found


def _wishes(plan: Plan, card: ResourceCard) -> list[DateWish]:
    """What is kept, and what is left out to be taken back perhaps, in the order of time."""
    kept = [
        DateWish(interval=date.interval, resource=None if date.resource == card.slug else plan.resources[date.resource])
        for date in plan.series.kept
    ]
    skipped = [DateWish(interval=date.asked, skipped=True) for date in plan.series.skipped]
    return sorted([*kept, *skipped], key=lambda wish: wish.interval)
