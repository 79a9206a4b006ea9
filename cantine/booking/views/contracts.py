"""Contracts of domiciliation, for the team: who has its address here, on which terms, what is missing; signing, noting a document,
giving notice; the papers. And one's own, for the people of the organisation."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.billing.queries import ORGANISATION, payer_card
from cantine.billing.rules import Party
from cantine.booking import commands, queries
from cantine.booking.commands.domiciliation.wording import DOCUMENT_NAMES, STATE_BADGES, STATE_NAMES
from cantine.booking.forms import attempt
from cantine.booking.forms.domiciliation import ApprovalForm, ContractForm, DocumentForm, NoticeForm
from cantine.booking.queries import ContractCard
from cantine.booking.rules.domiciliation import file_of, lacking_to_sign
from cantine.core import clock, refusals, scoping
from cantine.core.routes import actor_on
from cantine.kernel import Refused
from cantine.memberships import commands as memberships
from cantine.memberships import queries as rights
from cantine.memberships.commands.dues_wording import PAPER_NAMES
from cantine.memberships.commands.papers import PRINTER
from cantine.memberships.queries.dues import paper_file, papers_about
from cantine.memberships.rules import Period
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.pricing import queries as prices
from cantine.pricing.commands.wording import named
from cantine.ui import formats


def register(request: PlaceRequest) -> HttpResponse:
    """Every contract that runs, what it brings a month, what its file lacks, what its mail says."""
    place, today = request.place, request.place.today(clock.now())
    cards = queries.contracts_of(place, today=today)
    signed = [card.contract for card in cards if card.contract]
    ended = today.replace(day=1) - timedelta(days=1)
    context = {
        "approval": queries.approval_of(place), "rows": [_row(card, today) for card in cards],
        "signed": formats.number(len(signed)), "month": formats.money(sum(each.monthly_cents for each in signed)),
        "to_complete": sum(bool(card.contract and card.lacking(today)) for card in cards),
        "quarter": (ended.year, (ended.month + 2) // 3), "today": today,
    }  # fmt: skip
    return render(request, "booking/domiciliation/register.html", context)


def show(request: PlaceRequest, *, domiciliation: UUID) -> HttpResponse:
    """One contract: its terms, its papers, its file, its mail; to sign where nothing is signed yet."""
    place, today, act = request.place, request.place.today(clock.now()), request.POST.get("act", "")
    card = queries.contract_of(place, domiciliation)
    if card is None:
        raise Http404
    sign = None if card.contract else _contract_form(request, card, today, act)
    document = DocumentForm(request.POST if act == "document" else None, initial={"seen_on": today})
    notice = NoticeForm(request.POST if act == "notice" else None, initial={"on": today})
    if act and _done(request, card, act, sign, document, notice):
        return redirect(request.path)
    approval, party = queries.approval_of(place), _party(request, card)
    context = {
        "today": today, "wanted": _wanted(card, party, today), **_terms(card, today), "card": card,
        "sign": sign, "document": document, "notice": notice, "approval": approval,
        "approved": approval is not None and approval.until >= today, "papers": _papers(card.uuid),
        "file": _file(card, today), "row": _row(card, today), "before": _before(party) if sign else [],
    }  # fmt: skip
    wrong = bool((sign and sign.errors) or document.errors or notice.errors)
    return render(request, "booking/domiciliation/show.html", context, status=422 if wrong else 200)


def paper(request: PlaceRequest, *, domiciliation: UUID, paper: UUID) -> HttpResponse:
    if queries.contract_of(request.place, domiciliation) is None:
        raise Http404
    return _answer(domiciliation, paper, request.place.organisation_id)


def approval(request: PlaceRequest) -> HttpResponse:
    """The approval of the prefecture: without it, what to do; with it, until when it holds."""
    known = queries.approval_of(request.place)
    usual = {name: getattr(known, name) for name in ApprovalForm.base_fields} if known else {}
    form = ApprovalForm(request.POST or None, initial=usual)

    def write(read: ApprovalForm) -> None:
        commands.set_domiciliation_approval(
            actor=request.actor, now=clock.now(), place=request.place, **read.cleaned_data
        )

    if request.method == "POST" and attempt(form, write):
        messages.success(request, _("Noted. Contracts can be signed."))
        return redirect("booking:domiciliation_approval", request.place.slug)
    context = {"form": form, "known": known, "today": request.place.today(clock.now())}
    return render(request, "booking/domiciliation/approval.html", context, status=422 if form.errors else 200)


def mine(request: HttpRequest) -> HttpResponse:
    """The addresses of my organisations: their contract, their attestation, what their file lacks, their mail."""
    actor, now = actor_on(request), clock.now()
    assert actor.person_id is not None
    cards = queries.domiciliations_of_person(person_id=actor.person_id)
    refs = places.place_refs(ids={card.place_id for card in cards})
    papers = {}
    if cards:
        with scoping.scope({card.organisation_id for card in cards}):
            papers = papers_about([card.uuid for card in cards])
    houses = []
    for card in cards:
        today = refs[card.place_id].today(now)
        own = [
            (uuid, PAPER_NAMES[kind], number) for uuid, kind, number in papers.get(card.uuid, []) if kind != "registry"
        ]
        houses.append(
            {
                **_terms(card, today),
                "card": card,
                "place": refs[card.place_id],
                "papers": own,
                "file": _file(card, today),
            }
        )
    return render(request, "booking/domiciliation/mine.html", {"houses": houses})


def my_paper(request: HttpRequest, *, domiciliation: UUID, paper: UUID) -> HttpResponse:
    actor = actor_on(request)
    assert actor.person_id is not None
    cards = queries.domiciliations_of_person(person_id=actor.person_id)
    card = next((each for each in cards if each.uuid == domiciliation), None)
    if card is None:
        raise Http404
    with scoping.scope([card.organisation_id]):
        return _answer(domiciliation, paper, card.organisation_id, hidden="registry")


def _done(
    request: PlaceRequest, card: ContractCard, act: str, sign: ContractForm | None, document: DocumentForm,
    notice: NoticeForm,
) -> bool:  # fmt: skip
    """Whether what the page asks was done; it is said then."""
    said: dict[str, Any] = {
        "actor": request.actor, "now": clock.now(), "place": request.place, "domiciliation": card.uuid
    }  # fmt: skip
    if act == "sign" and sign is not None:

        def agree(read: ContractForm) -> None:
            commands.sign_domiciliation(**said, plan=read.cleaned_data["plan"], clauses=read.clauses)

        return attempt(sign, agree) and _say(
            request, _("The contract is ready, with its attestation: print them and sign.")
        )
    if act == "document":

        def note(read: DocumentForm) -> None:
            commands.note_document(**said, seen=read.seen, kept_in=read.cleaned_data["kept_in"])

        return attempt(document, note) and _say(request, _("Noted."))
    if act == "notice":

        def give(read: NoticeForm) -> None:
            until = commands.give_domiciliation_notice(**said, on=read.cleaned_data["on"])
            words = _("The address ends on %(day)s. The letter to the registry is ready.")
            _say(request, words % {"day": formats.full_day(until)})

        return attempt(notice, give)
    if act == "attest":
        return _attested(request, said)
    raise Http404


def _attested(request: PlaceRequest, said: dict[str, Any]) -> bool:
    try:
        commands.attest_domiciliation(**said)
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, refusals.sentence(refusal))
        return True
    return _say(request, _("The attestation is ready."))


def _say(request: PlaceRequest, words: str) -> bool:
    messages.success(request, words)
    return True


def _contract_form(request: PlaceRequest, card: ContractCard, today: date, act: str) -> ContractForm:
    """At the prices of the category of whoever has the address."""
    since = max(card.since, today)
    category = prices.category_of(request.place, person_id=None, customer_id=card.customer_id)
    plans = [
        (plan.code, f"{named(plan.name_fr, plan.name_en)} · {formats.money(terms.fee(category).cents)}")
        for plan in rights.plans_of(request.place)
        if plan.period is Period.MONTH and plan.people_max == 1 and (terms := plan.terms_on(since)) is not None
    ]
    own = next((code for code, _words in plans if "domicil" in code), None)
    usual = {"since": since, "months": 3, "notice_months": 1, "plan": own}
    return ContractForm(request.POST if act == "sign" else None, plans=plans, initial=usual)


def _party(request: PlaceRequest, card: ContractCard) -> Party | None:
    payer = payer_card(organisation_id=request.place.organisation_id, who=(ORGANISATION, card.customer_id))
    return payer.party if payer else None


def _before(party: Party | None) -> list[str]:
    """What the papers would come out without, said before they are made."""
    known = {
        _("its SIREN"): party and (party.siren or party.siret), _("its legal form"): party and party.legal_form,
        _("its address of today"): party and party.address.street,
    }  # fmt: skip
    without = ", ".join(name for name, value in known.items() if not value)
    return (
        [_("The contract and the attestation would say nothing of: %(what)s.") % {"what": without}] if without else []
    )


def _wanted(card: ContractCard, party: Party | None, today: date) -> list[Any]:
    """The documents without which none is made."""
    registered = bool(party and (party.siren or party.siret))
    return [DOCUMENT_NAMES[kind] for kind in lacking_to_sign(card.documents, today=today, registered=registered)]


def _row(card: ContractCard, today: date) -> dict[str, Any]:
    contract, silent = card.contract, card.silent_since(today)
    return {
        "card": card,
        "reference": contract.reference if contract else "",
        "until": formats.plain_day(card.until or contract.term(today).last_day) if contract else "",
        "price": formats.money(contract.monthly_cents) if contract else "",
        "lacking": [DOCUMENT_NAMES[kind] for kind in card.lacking(today)],
        "silent": formats.full_day(silent) if silent else "",
    }


def _terms(card: ContractCard, today: date) -> dict[str, Any]:
    """What the contract says, in words; nothing where there is none."""
    contract = card.contract
    if contract is None:
        return {}
    term = contract.term(today)
    return {
        "contract": contract, "today": today, "price": formats.money(contract.monthly_cents), "term": term,
        "deposit": formats.money(contract.deposit_cents) if contract.deposit_cents else "",
        "latest_notice": contract.latest_notice(max(today, contract.since)), "by_notice": contract.last_day_by_notice(today),
    }  # fmt: skip


def _file(card: ContractCard, today: date) -> list[dict[str, Any]]:
    return [
        {"name": DOCUMENT_NAMES[kind], "state": STATE_NAMES[state], "badge": STATE_BADGES[state], "seen": seen}
        for kind, (state, seen) in file_of(card.documents, today=today).items()
    ]


def _papers(about: UUID) -> list[tuple[UUID, Any, str]]:
    found = papers_about([about]).get(about, [])
    return [(uuid, PAPER_NAMES[kind], number) for uuid, kind, number in reversed(found)]


def _answer(about: UUID, paper: UUID, organisation_id: int, *, hidden: str = "") -> HttpResponse:
    """One of the papers of this address, made now where nobody has read it yet."""
    if not any(uuid == paper and kind != hidden for uuid, kind, _number in papers_about([about]).get(about, [])):
        raise Http404
    memberships.make_paper(actor=PRINTER, now=clock.now(), paper=paper)
    kept = paper_file(paper, organisation_id=organisation_id)
    if kept is None or kept[1] is None:
        raise Http404
    answer = HttpResponse(kept[1], content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{kept[0]}.pdf"'
    return answer
