"""Letters at the counter: noted in a tap each, handed over with a trace; the organisations whose address is the place."""

from calendar import monthrange
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.booking import commands, queries
from cantine.booking.commands.post_letters import in_words
from cantine.booking.forms import DomicileForm, EndForm, ReceiveForm, attempt
from cantine.booking.queries import DomiciliationCard
from cantine.booking.rules.post import MailKind, announces_at, waits_long
from cantine.booking.views.post import shown
from cantine.core import clock, refusals
from cantine.core.actor import system
from cantine.kernel import Refused
from cantine.people import commands as people_commands
from cantine.people import queries as persons
from cantine.people.queries import OrganisationRef, PersonRef
from cantine.people.rules.organisations import OrganisationDraft
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui import formats
from cantine.ui.sheets import sheet

SEARCHED_FROM = 9
COUNTER = system("booking.counter")


def counter(request: PlaceRequest) -> HttpResponse:
    """Every organisation whose address is here, with one button a kind of letter."""
    if request.method == "POST":
        return _tap(request)
    now, place, sought = clock.now(), request.place, request.GET.get("qui", "")[:80]
    ended = place.today(now).replace(day=1) - timedelta(days=1)  # the quarter of last month: it is over, or nearly
    cards = queries.domiciliations_of(place, today=place.today(now), text=sought)
    context = {
        "lines": [_line(request, card, now) for card in cards],
        "waiting": sum(card.waiting for card in cards),
        "sought": sought,
        "searched": bool(sought) or len(cards) >= SEARCHED_FROM,
        "quarter": (ended.year, (ended.month + 2) // 3),
        "past": queries.past_domiciliations(place, today=place.today(now)) if "finies" in request.GET else None,
    }
    return render(request, "booking/post/counter.html", context)


def quarter_csv(request: PlaceRequest, *, year: int, quarter: int) -> HttpResponse:
    """Those whose address was here in a quarter: what the tax office and the clerk of the court are told (C. com. R123-168)."""
    if not (1990 <= year <= 2100 and 1 <= quarter <= 4):
        raise Http404
    first, last = quarter_of(year, quarter)
    lines = queries.domiciled_between(request.place, first_day=first, last_day=last)
    papers = persons.papers_of(key for key, _since, _until in lines)
    head = [
        _("Organisation"),
        _("Legal form"),
        "SIREN",
        _("Domiciled since"),
        _("Until (included)"),
        _("In this quarter"),
    ]
    rows = [
        (each.name, each.legal_form, each.siren or each.siret[:9], f"{since:%d/%m/%Y}",
         f"{until:%d/%m/%Y}" if until else "", _moved(since, until, first, last))
        for key, since, until in lines for each in [papers[key][1]]
    ]  # fmt: skip
    return sheet(f"{request.place.slug}-domiciliations-{year}-T{quarter}.csv", head, rows)


def quarter_of(year: int, quarter: int) -> tuple[date, date]:
    """Its first day and its last."""
    month = 3 * quarter
    return date(year, month - 2, 1), date(year, month, monthrange(year, month)[1])


def _moved(since: date, until: date | None, first: date, last: date) -> str:
    began, ended = since >= first, until is not None and until <= last
    if began and ended:
        return _("began and ended")
    return _("ended") if ended else _("began") if began else _("goes on")


def _tap(request: PlaceRequest) -> HttpResponse:
    """One letter more, or the last one less; the line alone is drawn again where a script asks for it."""
    now, place = clock.now(), request.place
    uuid = _uuid(request.POST.get("address", ""))
    said: dict[str, Any] = {"actor": request.actor, "now": now, "place": place, "domiciliation": uuid}
    wrong = ""
    try:
        if "less" in request.POST:
            commands.take_out_mail(**said)
        else:
            commands.receive_mail(**said, kind=_kind(request.POST.get("kind", "")))
    except Refused as refused:
        wrong = " ".join(refusals.sentence(refusal) for refusal in refused.refusals)
    card = queries.domiciliation_by_uuid(place, uuid)
    if card is None:
        raise Http404
    if request.headers.get("HX-Request"):
        return render(request, "booking/post/line.html", {"each": _line(request, card, now), "wrong": wrong})
    if wrong:
        messages.error(request, wrong)
    return redirect(f"{reverse('booking:post', args=[place.slug])}#a-{uuid}")


def _line(request: PlaceRequest, card: DomiciliationCard, now: datetime) -> dict[str, Any]:
    zone = request.place.zone
    counts = {
        MailKind.LETTER: card.letters, MailKind.PARCEL: card.parcels, MailKind.REGISTERED: card.registered,
    }  # fmt: skip
    return {
        "card": card,
        "what": in_words({kind: count for kind, count in counts.items() if count}),
        "since": formats.long_day(formats.day_of(card.oldest, zone)) if card.oldest else "",
        "long": card.oldest is not None and waits_long(card.oldest, now=now),
        "announced": formats.clock(announces_at([card.fresh_first, card.fresh_last]), zone)
        if card.fresh_first and card.fresh_last and card.contacts
        else "",
        "ended": formats.full_day(card.until) if card.until and not card.is_open(request.place.today(now)) else "",
        "address": reverse("booking:domiciliation", args=[request.place.slug, card.uuid]),
    }


def begin(request: PlaceRequest) -> HttpResponse:
    """Choose an organisation, by name or number, or enter it; then from when, and who is told."""
    sought = request.GET.get("qui", "")[:80]
    chosen = _organisation(request.GET.get("structure", ""))
    new = "nouvelle" in request.GET
    context: dict[str, Any] = {"sought": sought, "chosen": chosen, "new": new}
    if not chosen and not new:
        context["found"] = persons.find_organisations(sought) if sought else []
        context["enter"] = urlencode({"nouvelle": "1", "qui": sought})
        return render(request, "booking/post/begin.html", context)
    people = _belonging(request, chosen) if chosen else []
    initial = {
        "since": request.place.today(clock.now()), "name": sought, "people": [str(person.id) for person in people],
    }  # fmt: skip
    form = DomicileForm(request.POST or None, known=chosen is not None, people=people, initial=initial)
    made: list[UUID] = []
    if request.method == "POST" and attempt(form, lambda read: made.append(_domicile(request, chosen, read))):
        messages.success(
            request,
            _("The address is noted. See its documents and sign its contract, then name who is told when mail comes."),
        )
        return redirect("booking:domiciliation", request.place.slug, made[0])
    status = 422 if form.errors else 200
    return render(request, "booking/post/begin.html", {**context, "form": form}, status=status)


def _domicile(request: PlaceRequest, chosen: OrganisationRef | None, form: DomicileForm) -> UUID:
    now, read = clock.now(), form.cleaned_data
    if chosen is None:
        number = "".join(read["siren"].split())
        draft = OrganisationDraft(
            name=read["name"], kind="company", siret=number if len(number) > 9 else "",
            siren=number if len(number) <= 9 else "",
        )  # fmt: skip
        customer_id = people_commands.enter_organisation(actor=COUNTER, now=now, draft=draft)
    else:
        customer_id = chosen.id
    return commands.domicile_organisation(
        actor=request.actor, now=now, place=request.place, customer_id=customer_id, since=read["since"],
        contacts=[int(person) for person in read.get("people", [])],
    )  # fmt: skip


def show(request: PlaceRequest, *, domiciliation: UUID) -> HttpResponse:
    """One organisation: what waits and who takes it, what came, who is told, until when."""
    place, now = request.place, clock.now()
    card = queries.domiciliation_by_uuid(place, domiciliation)
    if card is None:
        raise Http404
    receive, end = ReceiveForm(), EndForm(initial={"on": place.today(now)})
    if request.method == "POST":
        act = request.POST.get("action", "hand" if "person" in request.POST else "")
        receive = ReceiveForm(request.POST) if act == "receive" else receive
        end = EndForm(request.POST) if act == "end" else end
        said = _act(request, card, act, receive, end)
        if said:
            messages.success(request, said)
            return redirect("booking:domiciliation", place.slug, card.uuid)
    mail = [shown(each, place) for each in queries.mail_of(card.uuid)]
    contacts = queries.contacts_of_domiciliation(card.id)
    sought = request.GET.get("qui", "")[:80]
    told = {person.id for person in contacts}
    context = {
        "line": _line(request, card, now),
        "card": card,
        "waiting": [each for each in mail if each["card"].waits],
        "left": [each for each in mail if not each["card"].waits],
        "contacts": contacts,
        "sought": sought,
        "found": [one for one in places.contacts_named(place=place, text=sought) if one.id not in told],
        "receive": receive,
        "end": end,
        "open": card.is_open(place.today(now)),
    }
    wrong = bool(receive.errors or end.errors)
    return render(request, "booking/post/show.html", context, status=422 if wrong else 200)


def _act(request: PlaceRequest, card: DomiciliationCard, act: str, receive: ReceiveForm, end: EndForm) -> str:
    """Do what the page asks; what to say then, or nothing when a form must be put right."""
    now, place = clock.now(), request.place
    said: dict[str, Any] = {"actor": request.actor, "now": now, "place": place, "domiciliation": card.uuid}
    if act == "receive":
        return _received(receive, said)
    if act == "end":
        done = attempt(end, lambda read: commands.end_domiciliation(**said, on=read.cleaned_data["on"]))
        return _("The last day is set.") if done else ""
    acts: dict[str, Callable[[], str]] = {
        "hand": lambda: _handed(request, said), "forward": lambda: _forwarded(request, said),
        "back": lambda: _sent_back(request, said), "tell": lambda: _told(request, said),
        "drop": lambda: _dropped(request, said),
    }  # fmt: skip
    if act not in acts:
        raise Http404
    try:
        return acts[act]()
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, refusals.sentence(refusal))
        return ""


def _received(form: ReceiveForm, said: dict[str, Any]) -> str:
    made: list[UUID] = []

    def receive(read: ReceiveForm) -> None:
        came = read.cleaned_data
        made.extend(
            commands.receive_mail(**said, kind=MailKind(came["kind"]), count=came["count"], sender=came["sender"])
        )

    return _("Noted.") if attempt(form, receive) else ""


def _handed(request: PlaceRequest, said: dict[str, Any]) -> str:
    person_id = None
    if request.POST.get("person"):
        person_id = places.known_person(place=request.place, uuid=_uuid(request.POST["person"]))
        if person_id is None:
            raise Http404
    name = request.POST.get("name", "")
    count = commands.hand_over_mail(**said, items=_items(request), person_id=person_id, name=name)
    person = persons.person_of(person_id) if person_id else None
    words = ngettext("%(count)s item handed to %(who)s.", "%(count)s items handed to %(who)s.", count)
    return words % {"count": count, "who": person.shown if person else name.strip()}


def _forwarded(request: PlaceRequest, said: dict[str, Any]) -> str:
    count = commands.forward_mail(**said, items=_items(request), address=request.POST.get("address", ""))
    return ngettext("%(count)s item forwarded.", "%(count)s items forwarded.", count) % {"count": count}


def _sent_back(request: PlaceRequest, said: dict[str, Any]) -> str:
    count = commands.send_back_mail(**said, items=_items(request))
    return ngettext("%(count)s item sent back.", "%(count)s items sent back.", count) % {"count": count}


def _told(request: PlaceRequest, said: dict[str, Any]) -> str:
    person_id = places.known_person(place=request.place, uuid=_uuid(request.POST.get("person", "")))
    if person_id is None:
        raise Http404
    commands.name_mail_contact(**said, person_id=person_id)
    return _("This person is told when mail comes.")


def _dropped(request: PlaceRequest, said: dict[str, Any]) -> str:
    person_id = places.known_person(place=request.place, uuid=_uuid(request.POST.get("person", "")))
    if person_id is None:
        raise Http404
    commands.drop_mail_contact(**said, person_id=person_id)
    return _("This person is told no more.")


def _items(request: PlaceRequest) -> list[UUID]:
    return [_uuid(text) for text in request.POST.getlist("items")]


def _uuid(text: str) -> UUID:
    with suppress(ValueError):
        return UUID(text)
    raise Http404


def _kind(text: str) -> MailKind:
    with suppress(ValueError):
        return MailKind(text)
    raise Http404


def _organisation(text: str) -> OrganisationRef | None:
    """The organisation of the address, if it names one."""
    if not text:
        return None
    pk = persons.find_organisation_id(_uuid(text))
    found = persons.organisation_of(pk) if pk else None
    if found is None:
        raise Http404
    return found


def _belonging(request: PlaceRequest, organisation: OrganisationRef) -> list[PersonRef]:
    """The persons known here who belong to it."""
    pairs = persons.belonging_pairs(places.contact_ids(place=request.place), [organisation.id])
    return sorted(persons.persons_of(person for person, _of in pairs).values(), key=lambda one: one.shown.casefold())
