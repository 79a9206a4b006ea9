"""The words of letters about dates: one function a part, all in the language that is on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.booking import rules
from cantine.booking.queries.dates import DateCard
from cantine.booking.queries.links import link_of
from cantine.booking.queries.terms import terms_of
from cantine.core.letters import Action, Block, Row, Sheet, Written, absolute
from cantine.people.queries import PersonRef
from cantine.places.queries import Letterhead, PlaceRef, ResourceCard
from cantine.ui import formats
from cantine.ui.palette import print_colours

MOST_LINKS = 12


class Telling(StrEnum):
    """What a letter tells."""

    CONFIRMED = "confirmed"
    REQUESTED = "requested"
    HELD = "held"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    MOVED = "moved"
    REMINDED = "reminded"
    OFFERED = "offered"
    GIVEN = "given"
    HANDED_ON = "handed_on"


@dataclass(frozen=True)
class Matter:
    """What a letter is about: dates of one booking at one place (of one person and day, for a reminder)."""

    place: PlaceRef
    head: Letterhead
    rooms: tuple[ResourceCard, ...]
    cards: tuple[DateCard, ...]
    now: datetime
    late: bool = False
    by_place: bool = False
    offer: str = ""
    keys: tuple[rules.RoomKey, ...] = ()

    @property
    def first(self) -> DateCard:
        return self.cards[0]

    @property
    def stands(self) -> bool:
        """Somebody may come: say how to get in."""
        return self.first.state is rules.State.CONFIRMED


def sheet_for_person(telling: Telling, matter: Matter, person: PersonRef) -> Sheet:
    return _sheet(
        matter,
        subject=_SUBJECTS[telling](matter),
        hello=_("Hello %(name)s,") % {"name": person.name} if person.name else _("Hello,"),
        lead=_LEADS[telling](matter),
        rows=tuple(_rows(matter)),
        blocks=(*_reason(matter), *_entry(matter), *_giving_up(matter)),
        actions=tuple(_actions(telling, matter, person)),
    )


def sheet_for_former(matter: Matter, person: PersonRef) -> Sheet:
    """To whom it was for: what is not theirs any more, without how to get in, nor any link to act on it."""
    return _sheet(
        matter,
        subject=_SUBJECTS[Telling.HANDED_ON](matter),
        hello=_("Hello %(name)s,") % {"name": person.name} if person.name else _("Hello,"),
        lead=_LEADS[Telling.HANDED_ON](matter),
        rows=tuple(_rows(matter, links=False)),
        blocks=(),
        actions=(),
    )


def sheet_for_team(matter: Matter, asker: PersonRef | None) -> Sheet:
    who = (asker.name or asker.email) if asker else _("Somebody")
    return _sheet(
        matter,
        subject=_("%(who)s asks for %(what)s, %(when)s") % {"who": who, **_what(matter)},
        lead=_("%(who)s asks for %(what)s. The room is kept until you answer, %(until)s at the latest.")
        % {"who": who, **_what(matter), "until": _until(matter)},
        rows=tuple(_rows(matter, links=False)),
        blocks=tuple(_asked(matter, asker)),
        actions=(Action(label=_("Answer"), href=page_of(matter.place, matter.first)),),
    )


def page_of(place: PlaceRef, card: DateCard) -> str:
    return absolute(f"/{place.slug}/dates/{card.uuid}/")


def cancel_address(card: DateCard) -> str:
    """The quick-cancel link of one date."""
    return absolute(f"/annuler/{link_of(card.uuid, purpose='cancel', person_id=card.person_id)}/")


def plain_title(card: DateCard, place: PlaceRef) -> str:
    """What a calendar shows of a date without a title."""
    return f"{card.resource_name}, {place.name}"


def calendar_note(matter: Matter, card: DateCard) -> str:
    """How to get in, in the calendar's own note; never a secret link, for calendars are shared."""
    if card.state is not rules.State.CONFIRMED:
        return ""
    return "\n".join(line for block in _entry(matter) for line in block.lines)


def _sheet(
    matter: Matter,
    *,
    subject: str,
    lead: str,
    rows: tuple[Row, ...],
    blocks: tuple[Block, ...],
    actions: tuple[Action, ...],
    hello: str = "",
) -> Sheet:
    colour, ink = print_colours(matter.place.accent)
    return Sheet(
        subject=subject,
        hello=hello,
        lead=lead,
        rows=rows,
        blocks=blocks,
        actions=actions,
        foot="\n".join(part for part in (matter.place.name, matter.head.address, *_contact(matter.head)) if part),
        sender=matter.place.name,
        colour=colour,
        ink=ink,
    )


def _contact(head: Letterhead) -> tuple[str, ...]:
    return (" · ".join(part for part in (head.email, head.phone) if part),)


def _what(matter: Matter) -> dict[str, str]:
    """``what`` and ``when`` of a subject line."""
    count = len(matter.cards)
    when = formats.span(matter.first, matter.place.zone)
    if count > 1:
        words = ngettext("%(count)s date from %(day)s", "%(count)s dates from %(day)s", count)
        when = words % {
            "count": count,
            "day": formats.long_day(formats.day_of(matter.first.starts_at, matter.place.zone)),
        }
    return {"what": matter.first.resource_name, "when": when}


_SUBJECTS: dict[Telling, Callable[[Matter], str]] = {
    Telling.CONFIRMED: lambda m: _("Confirmed: %(what)s, %(when)s") % _what(m),
    Telling.REQUESTED: lambda m: _("Request received: %(what)s, %(when)s") % _what(m),
    Telling.HELD: lambda m: _("Option: %(what)s, %(when)s") % _what(m),
    Telling.REFUSED: lambda m: _("Not possible: %(what)s, %(when)s") % _what(m),
    Telling.CANCELLED: lambda m: _("Cancelled: %(what)s, %(when)s") % _what(m),
    Telling.EXPIRED: lambda m: _("No longer kept: %(what)s, %(when)s") % _what(m),
    Telling.MOVED: lambda m: _("Changed: %(what)s, %(when)s") % _what(m),
    Telling.REMINDED: lambda m: _("Reminder: %(what)s, %(when)s") % _what(m),
    Telling.OFFERED: lambda m: _("Free for you: %(what)s, %(when)s") % _what(m),
    Telling.GIVEN: lambda m: _("In your name: %(what)s, %(when)s") % _what(m),
    Telling.HANDED_ON: lambda m: _("No longer in your name: %(what)s, %(when)s") % _what(m),
}


def _cancelled(matter: Matter) -> str:
    if matter.by_place:
        return _("The place had to cancel what follows. Nothing is asked of you.")
    if matter.late:
        return _("It is cancelled, past the free delay: it counts as a late cancellation.")
    return _("It is cancelled, free of charge. The room is there for somebody else.")


def _expired(matter: Matter) -> str:
    return _("Nobody answered in time, and what was kept for you is free again. You can ask anew.")


_LEADS: dict[Telling, Callable[[Matter], str]] = {
    Telling.CONFIRMED: lambda m: _("it is confirmed: we expect you."),
    Telling.REQUESTED: lambda m: (
        _("we received your request. The place answers by %(until)s; the room is kept meanwhile.")
        % {"until": _until(m)}
    ),
    Telling.HELD: lambda m: (
        _("this is kept for you until %(until)s. Tell us before then if you take it.") % {"until": _until(m)}
    ),
    Telling.REFUSED: lambda m: _("we can’t give you what follows. Other times or rooms may do: see what is free."),
    Telling.CANCELLED: _cancelled,
    Telling.EXPIRED: _expired,
    Telling.MOVED: lambda m: _("your date changed. Here is where it stands now."),
    Telling.OFFERED: lambda m: (
        _(
            "what you were waiting for is free, and kept for you until %(until)s. After that, it goes to the next person."
        )
        % {"until": _until(m)}
    ),
    Telling.GIVEN: lambda m: _("the place put what follows in your name. Here is where it stands."),
    Telling.HANDED_ON: lambda m: _(
        "the place put what follows in somebody else’s name: nothing more is expected of you. If that is a mistake, answer."
    ),
    Telling.REMINDED: lambda m: _("we expect you. If you can’t come, a word gives the room to somebody else."),
}


def _until(matter: Matter) -> str:
    ends = [card.expires_at for card in matter.cards if card.expires_at]
    return formats.moment(min(ends), matter.place.zone) if ends else ""


def _rows(matter: Matter, *, links: bool = True) -> Iterator[Row]:
    several = len(matter.cards) > 1
    for card in matter.cards:
        text = f"{formats.span(card, matter.place.zone)} · {card.resource_name}"
        if card.quantity > 1:
            text += " · " + ngettext("%(count)s seat", "%(count)s seats", card.quantity) % {"count": card.quantity}
        can_link = links and several and card.takes and not card.promised and len(matter.cards) <= MOST_LINKS
        yield Row(text=text, href=cancel_address(card) if can_link else "", label=_("Cancel") if can_link else "")


def _reason(matter: Matter) -> Iterator[Block]:
    if matter.first.reason and not matter.first.takes:
        yield Block(title=_("Why"), lines=(Written(matter.first.reason),))


def _entry(matter: Matter) -> Iterator[Block]:
    """How to get in, for dates that are firm."""
    if not matter.stands:
        return
    head = matter.head
    wifi = _("Wi-Fi: %(wifi)s") % {"wifi": head.wifi} if head.wifi else ""
    enter, come = Written(head.how_to_enter.strip()), Written(head.how_to_come.strip())
    parts = (*_doors(matter), *key_lines(matter.keys), enter, wifi, come, head.address.strip())
    lines = tuple(part for part in parts if part)
    if lines:
        yield Block(title=_("How to get in"), lines=lines)


def _doors(matter: Matter) -> Iterator[str]:
    """Each room's own way in; with its name when there are several."""
    for room in matter.rooms:
        if room.how_to_enter:
            words = room.how_to_enter.strip()
            yield Written(words if len(matter.rooms) == 1 else f"{room.name} : {words}")


def key_lines(keys: Iterable[rules.RoomKey]) -> Iterator[str]:
    """What key a room needs: one that the reader holds, or one to ask for."""
    for key in keys:
        badge = key.kind is rules.KeyKind.BADGE
        if key.held and badge:
            yield _("Take your badge with you: “%(key)s” opens the room.") % {"key": key.label}
        elif key.held:
            yield _("Take your key with you: “%(key)s” opens the room.") % {"key": key.label}
        elif badge:
            yield _("A badge opens this room: ask for it at the counter.")
        else:
            yield _("A key opens this room: ask for it at the counter.")


def _giving_up(matter: Matter) -> Iterator[Block]:
    if matter.stands and matter.first.promised:
        contact = map(Written, _contact(matter.head))
        yield Block(title=_("If something changes"), lines=(kept_by_quote(matter.place), *filter(None, contact)))
    elif matter.stands:
        lines = terms_in_words(place=matter.place, cards=matter.cards, now=matter.now)
        yield Block(
            title=_("If you can’t come"), lines=(*lines, *filter(None, [Written(matter.head.cancellation_words)]))
        )


def kept_by_quote(place: PlaceRef) -> str:
    return _("This date is part of a quote: to change it or give it up, talk to %(place)s.") % {"place": place.name}


def terms_in_words(*, place: PlaceRef, cards: Sequence[DateCard], now: datetime) -> Iterator[str]:
    """What giving up these dates means, before it is done: in letters and on pages, in the same words."""
    if any(card.promised for card in cards):
        yield kept_by_quote(place)
        return
    if len(cards) > 1:
        hours = place.free_cancellation_hours
        words = ngettext(
            "Each date is free of charge until %(hours)s hour before it. After that, it counts as a late cancellation.",
            "Each date is free of charge until %(hours)s hours before it. After that, it counts as a late cancellation.",
            hours,
        )
        yield words % {"hours": hours}
        return
    [card] = cards
    terms = terms_of(card, place=place)
    firm = card.firm
    outcome = rules.outcome_of(terms=terms, now=now, firm=firm)
    until = formats.moment(terms.free_until, place.zone)
    match outcome.kind:
        case rules.CancellationKind.FREE if not firm:
            yield _("It is not confirmed yet: you can withdraw it at any time, free of charge.")
        case rules.CancellationKind.FREE:
            yield _("Free of charge until %(until)s. After that, it counts as a late cancellation.") % {"until": until}
        case rules.CancellationKind.GRACE:
            grace = formats.hour(terms.grace_until, place.zone)
            yield _("You can still change your mind, free of charge, until %(until)s.") % {"until": grace}
        case rules.CancellationKind.LATE:
            yield _("The free delay ended on %(until)s: giving up now counts as a late cancellation.") % {
                "until": until
            }
        case rules.CancellationKind.STARTED:
            yield _("It has begun: only the team can still cancel it.")


def end_in_words(card: DateCard) -> str:
    """What giving it up meant, once it is done; empty for what was not given up."""
    if card.state not in {rules.State.CANCELLED, rules.State.SKIPPED}:
        return ""
    if card.late:
        return _("It was given up past the free delay: it counts as a late cancellation.")
    if card.cancelled_by_id is not None and card.cancelled_by_id != card.person_id:
        return _("The place cancelled it. Nothing is asked of its person.")
    return _("It was given up in time, free of charge.")


def _actions(telling: Telling, matter: Matter, person: PersonRef) -> Iterator[Action]:
    place, card = matter.place, matter.first
    if telling in {Telling.REFUSED, Telling.EXPIRED} or (telling is Telling.CANCELLED and matter.by_place):
        yield Action(label=_("See what is free"), href=free_times(matter))
        return
    if telling is Telling.OFFERED:
        yield Action(label=_("Take it, or leave it to the next"), href=absolute(matter.offer))
        return
    if card.promised or (not person.has_account and not card.takes):
        # Who signed a quote, or was written down by the team, may have no account: the signed link is their way in.
        yield Action(label=_("See the date"), href=cancel_address(card))
        return
    if person.has_account:
        label = _("See the date") if len(matter.cards) == 1 else _("See the dates")
        yield Action(label=label, href=page_of(place, card))
    if card.takes and len(matter.cards) == 1:
        label = _("Withdraw the request") if card.state is rules.State.REQUESTED else _("Cancel this date")
        yield Action(label=label, href=cancel_address(card))


def free_times(matter: Matter) -> str:
    """The nearest alternatives: the free times of that room that day, and the other rooms beside them."""
    day = formats.day_of(matter.first.starts_at, matter.place.zone)
    query = urlencode({"jour": day.isoformat()})
    return absolute(f"/{matter.place.slug}/reserver/{matter.first.resource_slug}/?{query}")


def _asked(matter: Matter, asker: PersonRef | None) -> Iterator[Block]:
    card = matter.first
    said: list[str] = [Written(card.title), Written(card.note)]
    if card.guests:
        said.append(ngettext("%(count)s guest", "%(count)s guests", card.guests) % {"count": card.guests})
    if card.customer_name:
        said.append(_("For %(customer)s") % {"customer": card.customer_name})
    lines = tuple(part for part in said if part)
    if lines:
        yield Block(title=_("What they say"), lines=lines)
    if asker:
        contact = tuple(part for part in (asker.email, asker.phone) if part)
        yield Block(title=_("To reach them"), lines=contact)
