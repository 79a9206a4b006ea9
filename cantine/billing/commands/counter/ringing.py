"""Ringing a sale: what is sold joins the chain of its entity, and what is paid the drawer and the books, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from cantine.accounting import commands as accounting
from cantine.accounting import queries as drawers
from cantine.accounting.queries import DrawerRef
from cantine.accounting.rules import JournalKind, Sold, chain, check_cash_day
from cantine.billing import facts
from cantine.billing.commands.counter.included import draw_for
from cantine.billing.commands.counter.tabs import put_on_tab
from cantine.billing.models import CounterSale
from cantine.billing.queries import counter as queries
from cantine.billing.queries.counter.frozen import drawer_groups, lines_text, vat_text
from cantine.billing.queries.counter.sales import Head
from cantine.billing.queries.payers import ORGANISATION, PERSON, Who
from cantine.billing.rules import counter as rules
from cantine.billing.rules.counter import TAKEN, Act, Button, Included, Line, Means, Reason, SaleRecord, Tap
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize, can
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

CASHIER = system("billing.counter")
LABELS = {Act.SALE: "Vente au comptoir", Act.REVERSE: "Vente reprise", Act.SETTLE: "Ardoise réglée"}


@dataclass(frozen=True)
class Till:
    """The drawer at hand and the end of the chain, held until the transaction ends; ``at`` never goes back."""

    drawer: DrawerRef
    head: Head
    at: datetime
    day: date


def ring_sale(
    *, actor: Actor, now: datetime, place: PlaceRef, key: str, taps: Sequence[Tap], means: Means, who: Who | None = None,
    given_cents: int | None = None, shown_cents: int | None = None, reason: Reason | None = None, replay: bool = False,
) -> UUID:  # fmt: skip
    """Sell, and say how it is paid; what the plan of who buys gives is taken first. ``shown_cents`` is the total that the page
    showed: if prices moved since, nothing is sold. The same ``key`` twice is one sale, answered both times.

    Refusals: those of ``check_taps``, of ``check_paid``, of ``check_tab``, offer_above, payer_unknown, drawer_missing,
    cash_day_closed, sale_key_reused, period_closed. Records SaleRung, and MoneyTaken and EntryPosted, or ChargesMade, and
    AllowanceDrawn.
    """
    authorize(actor, "sale.ring", Target(place.organisation_id, place.id))
    if who is not None and not _knows(place, who):
        raise Refused(Refusal("payer_unknown"))
    buttons = _buttons(place, taps, who, now)
    asked = rules.lines_of(taps, buttons, offered=means is Means.OFFERED)
    with transaction.atomic():
        till = lock_till(place, key=key, now=now)
        if till.head.already is not None:
            return _same(place, till.head.already, asked, means, buttons)
        sale = uuid4()
        lines = _drawn(place, asked, buttons, means, who, sale, till.at, replay=replay)
        means, reason = _given(lines, means, reason)
        given = given_cents if means is Means.CASH else None
        wrong = [
            *rules.check_paid(
                lines, means, known=who is not None, person=who is not None and who[0] == PERSON, given_cents=given,
                shown_cents=shown_cents, reason=reason,
            ),
            *_check_offer(actor, place, lines, reason),
        ]  # fmt: skip
        if wrong:
            raise Refused(*wrong)
        if means is Means.TAB and who is not None:
            _check_tab(place, who, sum(each.cents for each in lines))
        row = write_sale(
            till, place, act=Act.SALE, means=means, lines=lines, key=key, who=who, actor=actor, replay=replay,
            reason=reason.value if reason else "", given_cents=given, uuid=sale,
        )  # fmt: skip
        if means is Means.TAB and who is not None:
            put_on_tab(place, row.uuid, till.day, lines, who, actor=CASHIER, now=till.at, replay=replay)
    return row.uuid


def lock_till(place: PlaceRef, *, key: str, now: datetime) -> Till:
    """Alone on the chain of the entity, then on the drawer. Raises Refused: drawer_missing, cash_day_closed."""
    known = next(iter(drawers.drawers_of(place)), None)
    if known is None:
        raise Refused(Refusal("drawer_missing"))
    head = queries.lock_head(organisation_id=place.organisation_id, entity_id=known.entity_id, key=key)
    drawers.lock_drawer(known.id)
    drawer = next(each for each in drawers.drawers_of(place) if each.id == known.id)
    at = max(now, head.rung_at or now)
    day = till_day(drawer, place, at)
    if head.already is None and (refusals := list(check_cash_day(day, closed_until=drawer.closed_until, today=day))):
        raise Refused(*refusals)
    return Till(drawer, head, at, day)


def till_day(drawer: DrawerRef, place: PlaceRef, at: datetime) -> date:
    """The day of a sale: until the small hours, that of an evening that nobody closed yet."""
    local, today = at.astimezone(place.zone), place.today(at)
    if not rules.is_night(local.time()):
        return today
    return rules.day_at_night(today, list(queries.open_sale_days(drawer)))


def write_sale(
    till: Till, place: PlaceRef, *, act: Act, means: Means, lines: Sequence[Line], key: str, who: Who | None, actor: Actor,
    reason: str = "", given_cents: int | None = None, undoes: queries.SaleCard | None = None, uuid: UUID | None = None,
    replay: bool = False,
) -> CounterSale:  # fmt: skip
    """The next link of the chain, the money in the drawer, the entry in the books, the fact."""
    total = rules.total_of(lines)
    link = SaleRecord(
        number=till.head.number + 1, uuid=uuid or uuid4(), rung_at=till.at, day=till.day, act=act.value, means=means.value,
        reason=reason, total_cents=total.cents, offered_cents=total.offered_cents, lines=lines_text(lines),
        vat=vat_text(total.groups), names=undoes.number if undoes else None, former=till.head.hash,
    )  # fmt: skip
    link = replace(link, hash=chain.seal(link.former, link.fields))
    row = CounterSale.objects.create(
        uuid=link.uuid, organisation_id=place.organisation_id, place_id=place.id, entity_id=till.drawer.entity_id,
        drawer_id=till.drawer.id, number=link.number, key=key, act=link.act, rung_at=link.rung_at, day=link.day,
        means=link.means, reason=link.reason, total_cents=link.total_cents, offered_cents=link.offered_cents,
        given_cents=given_cents, lines=link.lines, vat=link.vat, undoes_id=undoes.id if undoes else None, former=link.former,
        hash=link.hash, person_id=who[1] if who and who[0] == PERSON else None,
        customer_id=who[1] if who and who[0] == ORGANISATION else None,
    )  # fmt: skip
    if means.is_money:
        _take(till, place, row, act, means, lines, total, replay=replay)
    fact = facts.SaleRung(organisation_id=place.organisation_id, place_id=place.id, sale=row.uuid, act=act.value)
    record(fact, actor=actor, now=till.at, replay=replay)
    return row


def _take(
    till: Till, place: PlaceRef, row: CounterSale, act: Act, means: Means, lines: Iterable[Line], total: rules.Total, *,
    replay: bool,
) -> None:  # fmt: skip
    listed = list(lines)
    source, piece = f"counter:{row.uuid}", ticket_number(row.number)
    accounting.take(
        actor=CASHIER, now=till.at, place=place, source=source, method=TAKEN[means], amount_cents=total.cents,
        what=[Sold(_sold(each), each.cents) for each in listed], vat=drawer_groups(total.groups), drawer=till.drawer.uuid,
        day=till.day, replay=replay,
    )  # fmt: skip
    accounting.post_entry(
        actor=CASHIER, now=till.at, entity_id=till.drawer.entity_id,
        journal=JournalKind.CASH if means is Means.CASH else JournalKind.BANK, day=till.day, label=LABELS[act],
        piece=piece, piece_day=till.day, source=source, postings=rules.postings_of_sale(listed, means), replay=replay,
    )  # fmt: skip


def ticket_number(number: int) -> str:
    """As a ticket bears it, and the books."""
    return f"T-{number}"


def _sold(line: Line) -> str:
    return line.name_fr if line.quantity == 1 else f"{line.quantity} × {line.name_fr}"


def _buttons(place: PlaceRef, taps: Sequence[Tap], who: Who | None, now: datetime) -> dict[UUID, Button]:
    """At the prices of who buys. Raises Refused: those of ``check_taps``."""
    person, customer = (who[1] if who and who[0] == kind else None for kind in (PERSON, ORGANISATION))
    sold = queries.buttons_of(place, on=place.today(now), person_id=person, customer_id=customer)
    buttons = {each.uuid: each for each in sold}
    if wrong := list(rules.check_taps(taps, buttons)):
        raise Refused(*wrong)
    return buttons


def _drawn(
    place: PlaceRef, lines: Sequence[Line], buttons: Mapping[UUID, Button], means: Means, who: Who | None, sale: UUID,
    at: datetime, *, replay: bool,
) -> Sequence[Line]:  # fmt: skip
    """What the plan of a person gives is taken, and costs nothing; what the place offers takes nothing."""
    asked = rules.asked_of(lines, buttons) if who is not None and who[0] == PERSON else {}
    if not asked or who is None or means is Means.OFFERED:
        return lines
    included = draw_for(place, person_id=who[1], sale=sale, asked=asked, now=at, replay=replay)
    return rules.with_included(lines, buttons, included) if included else lines


def _given(lines: Sequence[Line], means: Means, reason: Reason | None) -> tuple[Means, Reason | None]:
    """Where the plan or the prices of who buys ask for nothing, no money is taken."""
    if means is Means.OFFERED:
        return means, reason
    drawn = any(each.drawn for each in lines)
    if not sum(each.cents for each in lines) and (drawn or any(each.worth_cents for each in lines)):
        return Means.OFFERED, Reason.PLAN if drawn else Reason.PRICES
    return means, None


def _check_offer(actor: Actor, place: PlaceRef, lines: Iterable[Line], reason: Reason | None) -> Iterable[Refusal]:
    if reason is None or not reason.is_said:
        return []
    if can(actor, "sale.offer_more", Target(place.organisation_id, place.id)):
        return []
    most = queries.counter_terms(place)[1]
    above = sum(each.offered_cents for each in lines) > most
    return [Refusal("offer_above", {"most": most})] if above else []


def _check_tab(place: PlaceRef, who: Who, cents: int) -> None:
    """Under the lock of the chain: two who put something on one tab at once see each other."""
    tab, (most, _offer) = queries.tab_of(place, who=who), queries.counter_terms(place)
    if wrong := list(rules.check_tab(before_cents=tab.cents if tab else 0, cents=cents, most_cents=most)):
        raise Refused(*wrong)


def _same(place: PlaceRef, already: UUID, asked: Sequence[Line], means: Means, buttons: Mapping[UUID, Button]) -> UUID:
    """A page that rang already and says something else since would lose it. Raises Refused: sale_key_reused."""
    found = queries.find_sale(place, uuid=already)
    if found is None or not _is_of(found, asked, means, buttons):
        raise Refused(Refusal("sale_key_reused", {"number": ticket_number(found.number) if found else ""}))
    return already


def _is_of(found: queries.SaleCard, asked: Sequence[Line], means: Means, buttons: Mapping[UUID, Button]) -> bool:
    """What was drawn then is drawn no more: it is taken off again as it was."""
    taken: dict[str, int] = {}
    for line in found.lines:
        if line.drawn:
            taken[line.drawn] = taken.get(line.drawn, 0) + line.quantity
    if not taken:
        return (found.frozen_lines, found.means) == (lines_text(asked), _given(asked, means, None)[0])
    lines = rules.with_included(asked, buttons, {code: Included(pieces) for code, pieces in taken.items()})
    pieces = [[(each.button, each.quantity, each.drawn) for each in some] for some in (lines, found.lines)]
    return pieces[0] == pieces[1] and found.means in {means, Means.OFFERED}


def _knows(place: PlaceRef, who: Who) -> bool:
    kind, key = who
    return (
        places.knows(place=place, customer_id=key) if kind == ORGANISATION else places.knows(place=place, person_id=key)
    )
