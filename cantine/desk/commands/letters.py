# ruff: noqa: E501  (a sentence does not wrap)
"""Letters of the desk: that a request came, an answer, a quote with the link that answers it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.billing import queries as billing
from cantine.billing.queries import Found
from cantine.core import mail
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.letters import Action, Block, Row, Sheet, Written, absolute, letter_of
from cantine.desk import facts, rules
from cantine.desk.commands.standing import lock_request, stand
from cantine.desk.models import Request
from cantine.desk.rules import State
from cantine.kernel import Refusal, Refused
from cantine.people import queries as people
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats
from cantine.ui.palette import print_colours


def acknowledge(row: Request, place: PlaceRef, now: datetime) -> None:
    """Whoever asked by the form reads that it came, and what they wrote."""
    if not row.email:
        return
    with translation.override(row.language):
        sheet = _sheet(
            place, subject=_("%(place)s received your request") % {"place": place.name},
            lead=_("we received your request, and somebody of the team will answer you. Here is what you wrote:"),
            body=tuple(Written(line) for line in row.what.splitlines() if line.strip()),
        )  # fmt: skip
        letter = letter_of(sheet, to=row.email, reply_to=places.letterhead_of(place_id=place.id).email)
    mail.post(letter, once=f"desk:received:{row.uuid}", now=now, organisation_id=row.organisation_id, place_id=place.id)


def answer_request(*, actor: Actor, now: datetime, place: PlaceRef, request: UUID, text: str) -> None:
    """An answer by letter; a new request is answered from then on.

    Refusals: request_unknown, answer_empty, no_address_to_write_to. Records RequestAnswered, RequestMoved.
    """
    authorize(actor, "request.answer", Target(place.organisation_id, place.id))
    if not text.strip():
        raise Refused(Refusal("answer_empty", {}, "text"))
    with transaction.atomic():
        row = lock_request(place, request)
        if not row.email:
            raise Refused(Refusal("no_address_to_write_to", {}, "text"))
        with translation.override(row.language):
            about = row.subject or _("Your request")
            sheet = _sheet(
                place, subject=f"Re: {about}", lead="", body=tuple(Written(each) for each in text.splitlines() if each.strip())
            )  # fmt: skip
            letter = letter_of(sheet, to=row.email, reply_to=places.letterhead_of(place_id=place.id).email)
        mail.post(
            letter, once=f"desk:answer:{row.uuid}:{now.timestamp()}", now=now, organisation_id=row.organisation_id,
            place_id=place.id, person_id=row.person_id,
        )  # fmt: skip
        fact = facts.RequestAnswered(organisation_id=row.organisation_id, place_id=row.place_id, request=row.uuid)
        record(fact, actor=actor, now=now)
        if row.state == State.NEW:
            stand(row, State.ANSWERED, actor, now)


def post_quote(found: Found, *, to: str, place: PlaceRef, now: datetime) -> None:
    """The quote, its page, and the link by which it is read and answered without an account."""
    frozen, card = found.frozen, found.card
    with translation.override(frozen.whole.language):
        said = {"number": frozen.number, "place": place.name, "amount": formats.money(frozen.whole.gross_cents)}
        blocks = [
            Block(
                title=_("How to answer"),
                lines=(_("Open the link, type your name, accept or refuse: no account is asked for."),),
            )
        ]
        if frozen.deposit:
            words = {"amount": formats.money(frozen.deposit.gross_cents), "percent": frozen.percent}
            line = _("Once it is accepted, you receive the invoice of a deposit of %(percent)s %%, %(amount)s.") % words
            blocks.append(Block(title=_("Deposit"), lines=(line,)))
        if frozen.options:
            option = _("%(name)s, %(amount)s without VAT")
            lines = tuple(
                option % {"name": frozen.parts[each.part].name, "amount": formats.money(each.net_cents)}
                for each in frozen.options
            )
            blocks.insert(0, Block(title=_("Options, to tick as you answer"), lines=lines))
        sheet = _sheet(
            place, subject=_("Quote %(number)s, %(place)s") % said, name=_name_of(card.person_id),
            lead=_("here is our quote %(number)s, of %(amount)s with VAT. Until %(day)s its prices hold and its rooms are kept for you.")
            % {**said, "day": formats.full_day(frozen.valid_until)},
            rows=tuple(Row(text=f"{line.name}, {line.detail}" if line.detail else line.name) for line in frozen.whole.lines),
            blocks=tuple(blocks),
            actions=(Action(label=_("Read and answer"), href=absolute(path_of_quote(card.uuid))),),
        )  # fmt: skip
        head = places.letterhead_of(place_id=place.id)
        letter = letter_of(sheet, to=to, reply_to=head.email, attachment=f"quote:{card.id}")
    mail.post(
        letter, once=f"desk:quote:{card.uuid}", now=now, organisation_id=found.organisation_id, place_id=place.id,
        person_id=card.person_id,
    )  # fmt: skip


def post_withdrawn(found: Found, *, to: str, reason: str, place: PlaceRef, now: datetime) -> None:
    """The place took its offer back: nobody waits for rooms that are free again."""
    with translation.override(found.frozen.whole.language):
        said = {"number": found.frozen.number, "place": place.name}
        sheet = _sheet(
            place, subject=_("Quote %(number)s is withdrawn, %(place)s") % said,
            lead=_("we withdraw our quote %(number)s: it can’t be accepted any more, and its rooms are no longer kept for you. Answer this letter to talk about it.")
            % said,
            body=(Written(reason.strip()),) if reason.strip() else (),
        )  # fmt: skip
        letter = letter_of(sheet, to=to, reply_to=places.letterhead_of(place_id=place.id).email)
    mail.post(
        letter, once=f"desk:withdrawn:{found.card.uuid}", now=now, organisation_id=found.organisation_id, place_id=place.id,
        person_id=found.card.person_id,
    )  # fmt: skip


def path_of_quote(quote: UUID) -> str:
    """The secret address where a quote is answered."""
    return reverse("desk:answer", args=[billing.link_of_quote(quote)])


def filled_answer(text: str, row: rules.Wish, place: PlaceRef) -> str:
    return rules.filled(text, {"name": row.name, "place": place.name, "when": row.days})


def _name_of(person_id: int | None) -> str:
    found = people.persons_of({person_id}) if person_id else {}
    return next((each.shown for each in found.values()), "")


def _sheet(
    place: PlaceRef, *, subject: str, lead: str, body: tuple[str, ...] = (), rows: tuple[Row, ...] = (),
    blocks: tuple[Block, ...] = (), actions: tuple[Action, ...] = (), name: str = "",
) -> Sheet:  # fmt: skip
    head, (colour, ink) = places.letterhead_of(place_id=place.id), print_colours(place.accent)
    foot = "\n".join(part for part in (place.name, head.address, head.phone) if part)
    return Sheet(
        subject=subject, hello=_("Hello %(name)s,") % {"name": name} if name else _("Hello,"), lead=lead, body=body, rows=rows, blocks=blocks, actions=actions, foot=foot,
        sender=place.name, colour=colour, ink=ink,
    )  # fmt: skip
