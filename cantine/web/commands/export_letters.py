"""Nobody takes a whole place out unseen: every manager is written to, whoever did it."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from cantine.core import mail
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.letters import Action, Sheet, absolute, letter_of
from cantine.people import queries as persons
from cantine.people.queries import PersonRef
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.ui import formats


def tell_of_export(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int | None, once: str) -> int:
    """Write to each manager of the place that everything was taken out, when and by whom; returns how many letters.
    Records nothing: PlaceExported says it. Refusals: none."""
    authorize(actor, "place.tell_of_export", Target(place.organisation_id, place.id))
    managers = places.persons_by_role(place, today=place.today(now)).get("manager", frozenset())
    known = persons.persons_of({*managers, *([person_id] if person_id else [])})
    by = known.get(person_id) if person_id else None
    written = [_write(place, known[pk], by, now, once) for pk in sorted(managers & known.keys()) if known[pk].email]
    return sum(written)


def _write(place: PlaceRef, reader: PersonRef, by: PersonRef | None, now: datetime, once: str) -> bool:
    with translation.override(reader.language):
        sheet = _sheet(place, by.shown if by else _("the command line of the server"), now)
        letter = letter_of(sheet, to=reader.email)
    sent = mail.post(
        letter, once=f"{once}:{reader.id}", now=now, organisation_id=place.organisation_id, place_id=place.id,
        person_id=reader.id,
    )  # fmt: skip
    return sent is not None


def _sheet(place: PlaceRef, who: str, now: datetime) -> Sheet:
    said = {"place": place.name, "who": who, "when": formats.moment(now, place.zone)}
    return Sheet(
        subject=_("Everything of %(place)s was taken out") % said,
        lead=_(
            "On %(when)s, %(who)s took an archive with everything of %(place)s, the addresses of its people included."
        )
        % said,
        body=(
            _(
                "If that is no surprise, there is nothing to do. If it is, end that person’s role and ask where the file is."
            ),
        ),
        actions=(Action(label=_("See the team"), href=absolute(f"/{place.slug}/reglages/equipe/")),),
        foot=_("You receive this letter because you run %(place)s.") % said,
        sender=place.name,
        colour=place.accent,
    )
