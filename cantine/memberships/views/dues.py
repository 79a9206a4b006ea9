"""The register of members, for the team: where each stands, asking for dues and taking them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.billing.queries import ORGANISATION, PERSON, Who
from cantine.core import clock, refusals
from cantine.core.attempts import attempt
from cantine.kernel import Refused, folded
from cantine.memberships import commands
from cantine.memberships.commands.dues_wording import (
    MEMBER_BADGES,
    MEMBER_NAMES,
    PAPER_NAMES,
    STATE_NAMES,
    days_words,
    offer_of,
    standing_words,
)
from cantine.memberships.commands.papers import PRINTER
from cantine.memberships.forms.dues import CallForm, MembersForm, TakeDuesForm, WhyForm
from cantine.memberships.queries import dues as queries
from cantine.memberships.queries.dues import DuesLine, Member
from cantine.memberships.queries.shares import cooperative_of
from cantine.memberships.rules.dues import DuesState, MemberState
from cantine.memberships.rules.members_file import read_members
from cantine.memberships.views.common import said
from cantine.memberships.views.plans import told
from cantine.people import queries as people
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.pricing.commands.wording import named
from cantine.ui import formats
from cantine.ui.sheets import amount, sheet

AT_ONCE, SHOWN = 100, 20
STATE, PAGE = "etat", "page"


@dataclass(frozen=True)
class Row:
    """A member as the register shows them."""

    name: str
    kind: str
    since: str
    until: str
    state: str
    badge: str
    called: str
    href: UUID


def register(request: PlaceRequest) -> HttpResponse:
    """Counts large, then the members, those who are to renew first."""
    today = request.place.today(clock.now())
    members = queries.members_of(request.place, today=today)
    counts = Counter(each.standing.state for each in members)
    asked = request.GET.get(STATE, "")
    kept = [each for each in members if not asked or each.standing.state == asked]
    names = _names(kept)
    kept.sort(key=lambda each: folded(names.get(each.who, "")))
    page = (
        int(number) if (number := request.GET.get(PAGE, "")).isascii() and number.isdigit() and len(number) < 6 else 0
    )
    shown = kept[page * AT_ONCE : (page + 1) * AT_ONCE]
    context = {
        "rows": [_row(each, names) for each in shown],
        "states": [
            (state.value, MEMBER_NAMES[state], counts[state], state.value == asked)
            for state in MemberState
            if counts[state]
        ],
        "asked": asked,
        "current": formats.number(counts[MemberState.CURRENT] + counts[MemberState.GRACE]),
        "to_renew": formats.number(counts[MemberState.GRACE]),
        "called": formats.number(sum(each.called is not None for each in members)),
        "kinds": _by_kind(members, today.year),
        "year": str(today.year),
        "cooperative": cooperative_of(request.place.organisation_id) is not None,
        "older": page - 1 if page else None,
        "later": page + 1 if len(kept) > (page + 1) * AT_ONCE else None,
        "first": page == 1,
    }
    return render(request, "memberships/dues/register.html", context)


def register_csv(request: PlaceRequest) -> HttpResponse:
    """Every row of dues that stands, one a line: whoever keeps the register elsewhere has all of it."""
    lines = queries.dues_lines(organisation_id=request.place.organisation_id)
    today = request.place.today(clock.now())
    members = {each.who: each for each in queries.members_of(request.place, today=today)}
    names = _names(list(members.values()))
    head = [
        _("Member"),
        _("These dues"),
        _("From"),
        _("Until (included)"),
        _("Amount"),
        _("State"),
        _("Received on"),
        _("Today"),
    ]
    rows = [
        (names.get(line.who, ""), named(line.name_fr, line.name_en), f"{line.first_day:%d/%m/%Y}",
         f"{line.last_day:%d/%m/%Y}", amount(line.cents if line.paid_cents is None else line.paid_cents),
         str(STATE_NAMES[line.state]), f"{line.paid_on:%d/%m/%Y}" if line.paid_on else "",
         str(MEMBER_NAMES[members[line.who].standing.state]))
        for line in lines if line.who is not None
    ]  # fmt: skip
    return sheet(f"{request.place.slug}-membres-{today:%Y-%m-%d}.csv", head, rows)


def renew(request: PlaceRequest) -> HttpResponse:
    """All the calls of those who come to their end, in one press."""
    try:
        count = commands.call_renewals(**said(request))
    except Refused as why:
        told(request, why)
    else:
        words = ngettext("%(count)s call for dues left.", "%(count)s calls for dues left.", count)
        messages.success(request, words % {"count": count})
    return redirect("memberships:dues", request.place.slug)


def call_organisation(request: PlaceRequest) -> HttpResponse:
    """Dues of an organisation that the place knows."""
    today = request.place.today(clock.now())
    kinds = [kind for kind in queries.dues_kinds_of(request.place.organisation_id) if kind.who.organisations]
    offers = [offer for kind in kinds if (offer := offer_of(kind, today)) is not None]
    form = CallForm(request.POST or None, offers=offers, customers=places.customer_names(place=request.place))

    def call(read: CallForm) -> None:
        asked = read.cleaned_data
        commands.call_dues(
            **said(request), kind=asked["kind"], who=(ORGANISATION, int(asked["customer"])), cents=asked["cents"]
        )

    if request.method == "POST" and attempt(form, call):
        messages.success(request, _("The call for dues left."))
        return redirect("memberships:dues", request.place.slug)
    context = {"form": form if offers else None}
    return render(request, "memberships/dues/organisation.html", context, status=422 if form.errors else 200)


def dues_of_person(request: PlaceRequest, *, contact: UUID) -> HttpResponse:
    """Where somebody stands, all their dues, and asking for the next ones."""
    place, today = request.place, request.place.today(clock.now())
    card = places.known_by_card(place, contact=contact)
    if card is None:
        raise Http404
    who = (PERSON, card.person_id)
    kinds = [kind for kind in queries.dues_kinds_of(place.organisation_id) if not kind.who.organisations]
    offers = [offer for kind in kinds if (offer := offer_of(kind, today)) is not None]
    form = CallForm(request.POST or None, offers=offers)

    def call(read: CallForm) -> None:
        commands.call_dues(**said(request), kind=read.cleaned_data["kind"], who=who, cents=read.cleaned_data["cents"])

    if request.method == "POST" and attempt(form, call):
        messages.success(request, _("The call for dues left."))
        return redirect("memberships:dues_of", place.slug, contact)
    member = member_of(place, who, today)
    waits = member is not None and member.called is not None
    context = {"card": card, "form": form if offers and not waits else None, **member_context(member)}
    return render(request, "memberships/dues/person.html", context, status=422 if form.errors else 200)


def one(request: PlaceRequest, *, dues: UUID) -> HttpResponse:
    """One row of dues: taking its money, waiving it, dropping it; its papers."""
    place, now = request.place, clock.now()
    line = queries.find_dues(place.organisation_id, uuid=dues)
    if line is None or line.who is None:
        raise Http404
    act = request.POST.get("act", "")
    take = TakeDuesForm(
        request.POST if act == "take" else None,
        initial={"cents": line.cents, "received_on": place.today(now), "method": "transfer"},
    )
    why = WhyForm(request.POST if act in {"waive", "drop"} else None)

    def pay(read: TakeDuesForm) -> None:
        commands.record_dues(**said(request), dues=dues, **read.said)

    def give_reason(read: WhyForm) -> None:
        write = commands.waive_dues if act == "waive" else commands.drop_dues
        write(**said(request), dues=dues, why=read.cleaned_data["why"])

    done = attempt(take, pay) if act == "take" else act in {"waive", "drop"} and attempt(why, give_reason)
    if done:
        messages.success(request, _("Noted."))
        return redirect("memberships:dues", place.slug) if act == "drop" else redirect(request.path)
    papers = queries.papers_about([line.uuid]).get(line.uuid, [])
    context = {
        "line": line, "who": _who(place, line), "name": named(line.name_fr, line.name_en), "days": days_words(line),
        "state": STATE_NAMES[line.state], "waits": line.state is DuesState.CALLED,
        "stands": line.state is not DuesState.DROPPED, "amount": formats.money(_cents(line)),
        "gift": formats.money(line.gift_cents) if line.gift_cents else "", "take": take, "why": why,
        "papers": [(uuid, PAPER_NAMES[kind], number) for uuid, kind, number in papers],
    }  # fmt: skip
    return render(request, "memberships/dues/one.html", context, status=422 if take.errors or why.errors else 200)


def paper(request: PlaceRequest, *, paper: UUID) -> HttpResponse:
    return paper_answer(paper, organisation_id=request.place.organisation_id)


def bring_in(request: PlaceRequest) -> HttpResponse:
    """The lines of a spreadsheet: read and shown first, written when they are sent again."""
    kinds = {
        word: kind.code
        for kind in queries.dues_kinds_of(request.place.organisation_id)
        for word in (folded(kind.code), folded(kind.name_fr), folded(kind.name_en))
    }
    form = MembersForm(request.POST or None)
    read = (
        read_members(form.cleaned_data["lines"], kinds=kinds) if request.method == "POST" and form.is_valid() else None
    )
    if read is not None and not read.wrong and read.members and request.POST.get("act") == "write":

        def write(_read: MembersForm) -> None:
            count = commands.bring_members_in(**said(request), members=read.members)
            words = ngettext("%(count)s line was written.", "%(count)s lines were written.", count)
            messages.success(request, words % {"count": count})

        if attempt(form, write):
            return redirect("memberships:dues", request.place.slug)
    wrong = [(line, refusals.sentence(why)) for line, why in read.wrong[:SHOWN]] if read else []
    context = {
        "form": form,
        "read": read,
        "shown": read.members[:SHOWN] if read else (),
        "kinds": bool(kinds),
        "wrong": wrong,
    }
    return render(request, "memberships/dues/bring_in.html", context, status=422 if form.errors else 200)


def paper_answer(paper: UUID, **whose: int | None) -> HttpResponse:
    """Made now where no worker has made it yet; its SHA-256 is its tag."""
    kept = queries.paper_file(paper, **whose)
    if kept is not None and kept[1] is None:
        commands.make_paper(actor=PRINTER, now=clock.now(), paper=paper)
        kept = queries.paper_file(paper, **whose)
    if kept is None or kept[1] is None:
        raise Http404
    reference, content, sha256 = kept
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{reference}.pdf"'
    answer.headers["ETag"] = f'"{sha256}"'
    return answer


def member_of(place: places.PlaceRef, who: Who, today: date) -> Member | None:
    lines = queries.dues_lines(organisation_id=place.organisation_id, who=who)
    found = queries.members_among(lines, today=today, grace_days=queries.grace_of(place))
    return found[0] if found else None


def member_context(member: Member | None) -> dict[str, Any]:
    """Where a member stands, and their dues, the latest first."""
    if member is None:
        return {"standing": "", "lines": []}
    return {
        "standing": standing_words(member.standing),
        "state": MEMBER_NAMES[member.standing.state],
        "badge": MEMBER_BADGES[member.standing.state],
        "lines": [line_row(line) for line in reversed(member.lines)],
    }


def line_row(line: DuesLine) -> dict[str, Any]:
    return {
        "uuid": line.uuid, "name": named(line.name_fr, line.name_en), "days": days_words(line),
        "amount": formats.money(_cents(line)), "state": STATE_NAMES[line.state], "why": line.why,
        "badge": {DuesState.PAID: "ok", DuesState.CALLED: "warn"}.get(line.state, ""),
    }  # fmt: skip


def _cents(line: DuesLine) -> int:
    return line.cents if line.paid_cents is None else line.paid_cents


def _row(member: Member, names: Mapping[Who, str]) -> Row:
    standing, last = member.standing, member.last
    return Row(
        name=names.get(member.who, ""), kind=named(last.name_fr, last.name_en),
        since=formats.plain_day(standing.since) if standing.since else "",
        until=formats.plain_day(standing.until) if standing.until else "", state=str(MEMBER_NAMES[standing.state]),
        badge=MEMBER_BADGES[standing.state], called=formats.money(member.called.cents) if member.called else "",
        href=(member.called or last).uuid,
    )  # fmt: skip


def _by_kind(members: Sequence[Member], year: int) -> list[tuple[str, int, str]]:
    """(kind, members, received) of who paid for a day of the year."""
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for member in members:
        for line in member.lines:
            if line.state in queries.COUNTING and line.first_day.year <= year <= line.last_day.year:
                name = named(line.name_fr, line.name_en)
                counts[name] += 1
                sums[name] += line.paid_cents or 0
    return [(name, count, formats.money(sums[name])) for name, count in counts.most_common()]


def _names(members: Sequence[Member]) -> dict[Who, str]:
    """Two statements, whatever their number."""
    persons = people.persons_of(key for kind, key in (each.who for each in members) if kind == PERSON)
    customers = people.organisations_of(key for kind, key in (each.who for each in members) if kind == ORGANISATION)
    named_persons: dict[Who, str] = {(PERSON, key): person.shown for key, person in persons.items()}
    return named_persons | {(ORGANISATION, key): each.name for key, each in customers.items()}


def _who(place: places.PlaceRef, line: DuesLine) -> dict[str, Any]:
    if line.customer_id:
        found = people.organisation_of(line.customer_id)
        return {"name": found.name if found else "", "contact": None}
    assert line.person_id is not None
    person = people.person_of(line.person_id)
    return {"name": person.shown if person else "", "contact": places.contact_of(place, person_id=line.person_id)}
