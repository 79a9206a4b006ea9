"""The till of La Cantine: a month of coffees, day passes and prints, rung one by one; some offered, four tabs, each day counted
at night and closed, once two euros short; today is going on."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from cantine.accounting import commands as accounting
from cantine.accounting import queries as books
from cantine.accounting.rules import JournalKind, Method, Posting, Role
from cantine.billing.commands import counter
from cantine.billing.queries import Who
from cantine.billing.queries import counter as sold
from cantine.billing.rules.counter import NO_VAT, Button, Means, Priced, Reason, Tap, Tone
from cantine.core.actor import Actor
from cantine.people import queries as people
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import Unit, Vat

DAYS, FLOAT_CENTS = 30, 10_000
TEN, TWENTY = Vat(rate=Decimal(10)), Vat(rate=Decimal(20))
# Name, English, cents (None: typed), VAT, what it is, ground, picture.
GOODS: tuple[tuple[str, str, int | None, Vat, str, Tone, str], ...] = (
    ("Café", "Coffee", 150, TEN, "catering", Tone.SUN, "cup"),
    ("Allongé, thé", "Long coffee, tea", 200, TEN, "catering", Tone.SUN, "cup"),
    ("Croissant", "Croissant", 130, TEN, "catering", Tone.SUN, "sun"),
    ("Journée", "Day pass", 2_400, TWENTY, "letting", Tone.ACCENT, "calendar"),
    ("Demi-journée", "Half a day", 1_440, TWENTY, "letting", Tone.ACCENT, "clock"),
    ("Soupe du jour", "Soup of the day", 600, TEN, "catering", Tone.LEAF, "cup"),
    ("Tarte, salade", "Tart and salad", 950, TEN, "catering", Tone.LEAF, "cup"),
    ("Jus, limonade", "Juice, lemonade", 300, TEN, "catering", Tone.LEAF, "cup"),
    ("Page imprimée", "Printed page", 10, TWENTY, "other", Tone.SKY, "print"),
    ("Impressions", "Prints", None, TWENTY, "other", Tone.SKY, "print"),
    ("Badge perdu", "Lost badge", 800, TWENTY, "other", Tone.SLATE, "key"),
    ("Don libre", "A gift", None, NO_VAT, "donation", Tone.PAPER, "plus"),
)  # fmt: skip
# At the prices of the list where there is one, and of who buys; what a plan or a pass gives of them.
SEATS = {"Journée": Unit.DAY, "Demi-journée": Unit.HALF_DAY}
USES = {"Page imprimée": "print", "Journée": "seat:day", "Demi-journée": "seat:half_day"}
# Hour, minute, what (its rank, how many, cents typed), means, what was given, for whom, why.
Rung = tuple[int, int, tuple[tuple[int, int, int | None], ...], Means, int | None, str, Reason | None]
USUAL: tuple[Rung, ...] = (
    (9, 4, ((0, 1, None), (2, 1, None)), Means.CASH, 500, "", None),
    (9, 12, ((3, 1, None), (0, 1, None)), Means.CARD, None, "", None),
    (9, 40, ((1, 2, None),), Means.CASH, 400, "", None),
    (10, 2, ((0, 1, None),), Means.OFFERED, None, "", Reason.WELCOME),
    (10, 31, ((9, 1, 240),), Means.CARD, None, "", None),
    (12, 35, ((5, 2, None), (7, 2, None)), Means.CARD, None, "", None),
    (12, 48, ((6, 1, None), (0, 1, None)), Means.CASH, 2_000, "", None),
    (13, 55, ((4, 1, None),), Means.CARD, None, "", None),
    (14, 10, ((0, 3, None),), Means.CASH, 1_000, "", None),
    (15, 20, ((8, 12, None),), Means.CASH, 200, "", None),
    (16, 5, ((1, 1, None), (2, 1, None)), Means.CARD, None, "", None),
    (17, 40, ((0, 4, None),), Means.OFFERED, None, "", Reason.EVENT),
)  # fmt: skip
# How many days ago, who, what.
TABS = (
    (9, "resident", ((0, 2, None), (5, 1, None))), (6, "resident", ((0, 1, None),)), (4, "chloe", ((1, 1, None), (2, 2, None))),
    (2, "hugo", ((6, 1, None), (7, 1, None))), (1, "member", ((0, 1, None),)), (15, "jules", ((5, 1, None),)),
)  # fmt: skip
SETTLED, BACK = (11, "jules"), 5  # a tab paid, how many days ago; a sale taken back


def load_till(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """The days that are missing, rung and closed; needs the place's scope."""
    today = place.today(now)
    if not books.drawers_of(place):
        opened = _at(place, today - timedelta(days=DAYS), time(8, 30))
        accounting.open_drawer(actor=actor, now=opened, place=place, name="Comptoir", float_cents=FLOAT_CENTS)
        _fill(actor, place, opened)
        for each in _buttons(listed=prices.grid_of(place, on=place.today(opened)) is not None):
            counter.set_button(actor=actor, now=opened, place=place, button=each, new=True)
    drawer = books.drawers_of(place)[0]
    day = drawer.closed_until + timedelta(days=1) if drawer.closed_until else today - timedelta(days=DAYS)
    goods = [each.uuid for each in sold.buttons_of(place, on=today)]
    while day <= today:
        if day.weekday() < 6:
            _live(actor, place, day, now, goods)
            if day < today:
                _close(actor, place, day)
        day += timedelta(days=1)


def _fill(actor: Actor, place: PlaceRef, opened: datetime) -> None:
    """Its change came from the bank: the books say what the drawer holds."""
    entity, day = books.entity_of(place), place.today(opened)
    assert entity is not None
    postings = [Posting(role=Role.CASH, debit_cents=FLOAT_CENTS), Posting(role=Role.BANK, credit_cents=FLOAT_CENTS)]
    accounting.post_entry(
        actor=actor, now=opened, entity_id=entity.id, journal=JournalKind.CASH, day=day, label="Fonds de caisse",
        piece=f"{day:%Y-%m-%d}", piece_day=day, source="demo:float", postings=postings, replay=True,
    )  # fmt: skip


def _buttons(*, listed: bool) -> Iterator[Button]:
    for fr, en, cents, vat, activity, tone, icon in GOODS:
        seat = SEATS.get(fr) if listed else None
        yield Button(
            uuid=uuid4(), name_fr=fr, name_en=en, price=Priced(cents, cents) if cents and not seat else None, vat=vat, activity=activity,
            tone=tone, icon=icon, uses=USES.get(fr, ""), product=sold.seat_code("desk", seat) if seat else "",
        )  # fmt: skip


def _live(actor: Actor, place: PlaceRef, day: date, now: datetime, goods: Sequence[UUID]) -> None:
    """What is drawn from the date is the same whenever the demo is loaded."""
    ago = (place.today(now) - day).days
    for rank, rung in enumerate(_of_day(day, ago)):
        hour, minute, what, means, given, who, reason = rung
        at = _at(place, day, time(hour, minute))
        if at >= now:
            continue
        buyer = _person(who)
        said: dict[str, Any] = {"actor": actor, "now": at, "place": place, "replay": True}
        if not what:
            if buyer is not None and sold.tab_of(place, who=buyer) is not None:
                counter.settle_tab(**said, who=buyer, means=means, key=f"demo:{day}:{rank}")
            continue
        made = counter.ring_sale(
            **said, key=f"demo:{day}:{rank}", taps=[Tap(goods[good], count, cents) for good, count, cents in what], means=means,
            who=buyer, given_cents=given, reason=reason,
        )  # fmt: skip
        if ago == BACK and rank == 1:
            counter.reverse_sale(**{**said, "now": at + timedelta(minutes=2)}, sale=made)


def _of_day(day: date, ago: int) -> list[Rung]:
    """Fewer on Saturdays, more in the middle of the week."""
    many = 5 if day.weekday() == 5 else 7 + (day.toordinal() * 7) % 6
    rung = list(USUAL[:many])
    rung += [(11, 5, what, Means.TAB, None, who, None) for when, who, what in TABS if when == ago]
    if day.weekday() == 2:  # what their plan gives
        rung.append((11, 40, ((8, 6, None),), Means.CARD, None, "resident", None))
    if ago == SETTLED[0]:
        rung.append((18, 10, (), Means.CARD, None, SETTLED[1], None))
    return sorted(rung, key=lambda each: (each[0], each[1]))


def _close(actor: Actor, place: PlaceRef, day: date) -> None:
    drawer = books.drawers_of(place)[0]
    cash = sum(each.cents for each in books.open_sums(drawer) if each.day == day and each.method is Method.CASH)
    short = 200 if day.weekday() == 2 and day.day < 8 else 0
    counter.close_counter_day(
        actor=actor, now=_at(place, day, time(20, 5)), place=place, drawer=drawer.uuid, day=day,
        counted_cents=drawer.opening_cents + cash - short, banked_cents=cash // 1_000 * 1_000,
        remark="Un café compté deux fois ?" if short else "", replay=True,
    )  # fmt: skip


def _person(name: str) -> Who | None:
    found = people.find_person_id(email=f"{name}@cantine.example") if name else None
    return ("person", found) if found else None


def _at(place: PlaceRef, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, place.zone)
