"""My invoices, in every place: what is to pay, what was paid, and the files."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cantine.billing import queries
from cantine.billing.commands import online
from cantine.billing.commands.online_debit_wording import CONSENT_KINDS, consent_name
from cantine.billing.commands.wording import WHERE_KINDS, WHERE_NAMES, kind_name
from cantine.billing.queries import counter
from cantine.billing.queries import online as reads
from cantine.billing.queries import online_mandates as given
from cantine.billing.queries.advances import held_by_person
from cantine.billing.queries.asking import Asking
from cantine.billing.queries.online_mandates import OnlineMandateLine
from cantine.billing.rules import Where, shared_out
from cantine.billing.views.files import file_answer
from cantine.core import clock, scoping
from cantine.core.routes import actor_on
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats


def invoices(request: HttpRequest) -> HttpResponse:
    cards = queries.my_invoices(_person(request))
    refs = places.place_refs(ids={card.place_id for card in cards})
    today = {key: place.today(clock.now()) for key, place in refs.items()}  # a day is that of its place
    owed = [card for card in cards if queries.is_open(card, today=today[card.place_id])]
    with_whom, lines = given.my_debits(_person(request), entities={card.entity_id for card in cards})
    payable = frozenset(with_whom)
    covered = _covered(_person(request), owed, refs)
    rows = [
        {
            "card": card, "kind": kind_name(card.kind), "place": refs[card.place_id].name,
            "where": WHERE_NAMES[card.where(today[card.place_id])],
            "badge": WHERE_KINDS[card.where(today[card.place_id])],
            "paid": card.where(today[card.place_id]) is Where.PAID and not card.taken_over, "gross": formats.money(card.gross_cents),
            "left": formats.money(card.left_cents) if card in owed else "",
            "held": formats.money(covered[card.id]) if card.id in covered else "",
            "pay": reads.path_to_pay(card.uuid)
            if card in owed and card.entity_id in payable and covered.get(card.id, 0) < card.left_cents
            else "",
        }
        for card in cards
    ]  # fmt: skip
    together = _together([card for card in owed if card.entity_id in payable and not card.is_disputed])
    asked = [Asking(tuple(cards), covered) for cards in together]
    whole = [
        {
            "place": refs[each.cards[0].place_id].name, "count": len(each.cards), "pay": reads.path_to_pay_all(each.cards[0].uuid),
            "left": formats.money(each.cents), "held": formats.money(each.held_cents) if each.held_cents else "",
        }
        for each in asked
        if each.cents > 0
    ]  # fmt: skip
    context = {
        "rows": rows,
        "whole": whole,
        **_tabs(_person(request)),
        **_debits(lines, cards, with_whom, refs),
    }
    return render(request, "billing/mine.html", context)


def _covered(person_id: int, owed: list[queries.InvoiceCard], refs: Mapping[int, PlaceRef]) -> Mapping[int, int]:
    """How much of each of these is in the hands of its seller already, the first due first."""
    if not owed:
        return {}
    with scoping.scope(sorted({refs[card.place_id].organisation_id for card in owed})):
        held = held_by_person(person_id)
    rows = sorted(owed, key=lambda card: (card.is_disputed, card.due_on or date.max, card.id))
    return {
        key: cents
        for entity, most in held.items()
        for key, cents in shared_out(most, [card.owed for card in rows if card.entity_id == entity])
    }


def _debits(
    lines: list[OnlineMandateLine], cards: list[queries.InvoiceCard], with_whom: dict[int, str], refs: Mapping[int, PlaceRef]
) -> dict[str, Any]:  # fmt: skip
    """By whom I let myself be debited, and who else would: a place that takes debits and invoiced me."""
    let = {(each.place_id, each.entity_id, each.provider) for each in lines}
    latest = {(card.place_id, card.entity_id): card for card in reversed(cards) if not card.taken_over}
    return {
        "mandates": [
            {
                "line": each, "place": refs[each.place_id].name if each.place_id in refs else "",
                "provider": online.provider_of(each.provider).name, "page": given.path_to_authorise(each.uuid),
                "words": consent_name(each.stage, each.why, started=each.started), "badge": CONSENT_KINDS[each.stage],
            }
            for each in lines
        ],
        "offers": [
            {"invoice": card.uuid, "place": refs[place].name, "provider": online.provider_of(with_whom[entity]).name}
            for (place, entity), card in latest.items()
            if entity in with_whom and online.provider_of(with_whom[entity]).debits and (place, entity, with_whom[entity]) not in let
        ],
    }  # fmt: skip


def _together(owed: list[queries.InvoiceCard]) -> list[list[queries.InvoiceCard]]:
    """What one payment may pay: of one payer, to one seller, at one place; two at least."""
    found: dict[tuple[object, ...], list[queries.InvoiceCard]] = {}
    for card in owed:
        found.setdefault((card.place_id, card.entity_id, card.who), []).append(card)
    return [cards for cards in found.values() if len(cards) > 1]


def _tabs(person_id: int) -> dict[str, Any]:
    """What I took at counters and did not pay yet, line by line."""
    lines = counter.my_tab_lines(person_id)
    return {
        "tab_lines": [(each.name, formats.long_day(each.day), formats.money(each.cents)) for each in lines],
        "tab_total": formats.money(sum(each.cents for each in lines)),
    }


def invoice_file(request: HttpRequest, *, invoice: UUID, kind: str) -> HttpResponse:
    """Found in one's own rows; its files are those of the tenancy that issued it."""
    mine = queries.my_invoice(_person(request), uuid=invoice)
    if mine is None:
        raise Http404
    with scoping.scope([mine]):
        found = queries.find_invoice(organisations=[mine], uuid=invoice)
        if found is None:
            raise Http404
        return file_answer(found, kind)


def _person(request: HttpRequest) -> int:
    person = actor_on(request).person_id
    assert person is not None
    return person
