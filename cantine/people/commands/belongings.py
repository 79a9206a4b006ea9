"""Begin and end a person's relation to an organisation."""

from datetime import date, datetime
from uuid import UUID

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.people.facts import BelongingBegun, BelongingEnded
from cantine.people.models import Belonging
from cantine.people.queries.organisations import leader_of
from cantine.people.rules.belongings import LEADER, check_belonging

ABOVE = "a person belongs to several organisations at once"


def begin_belonging(
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    organisation_id: int,
    relation: str,
    since: date,
    until: date | None = None,
    replay: bool = False,
) -> int:
    """Say that a person belongs to an organisation, and return the belonging's id. It grants nothing at a place.

    Anybody says so of themselves, save that they lead it: that takes somebody who leads it or a manager there.
    Records BelongingBegun. Refusals: those of ``check_belonging``; people.belongs_already.
    """
    _authorize_beginning(actor, now, person_id, organisation_id, relation)
    wrong = check_belonging(relation=relation, since=since, until=until)
    if wrong:
        raise Refused(*wrong)
    with scoping.unscoped(ABOVE):
        same = Belonging.objects.filter(person_id=person_id, organisation_id=organisation_id, relation=relation)
        if same.filter(until__isnull=True).exists() or same.filter(since=since).exists():
            raise Refused(Refusal("people.belongs_already", field="relation"))
        row = Belonging.objects.create(
            organisation_id=organisation_id, person_id=person_id, relation=relation, since=since, until=until
        )
        begun = BelongingBegun(organisation_id=organisation_id, belonging_id=row.pk, person_id=person_id)
        record(begun, actor=actor, now=now, replay=replay)
    return row.pk


def end_belonging(*, actor: Actor, now: datetime, belonging: UUID, until: date) -> None:
    """End a belonging on the day ``until`` (included). Records BelongingEnded.
    Refusals: people.belonging_unknown, people.ends_before_it_starts."""
    with scoping.unscoped(ABOVE):
        row = Belonging.objects.select_for_update().filter(uuid=belonging).first()
        if row is None:
            raise Refused(Refusal("people.belonging_unknown"))
        authorize(actor, "belonging.end", Target(row.organisation_id, person_id=row.person_id))
        wrong = check_belonging(relation=row.relation, since=row.since, until=until)
        if wrong:
            raise Refused(*wrong)
        row.until = until
        row.save(update_fields=["until"])
        ended = BelongingEnded(organisation_id=row.organisation_id, belonging_id=row.pk, person_id=row.person_id)
        record(ended, actor=actor, now=now)


def _authorize_beginning(actor: Actor, now: datetime, person_id: int, organisation_id: int, relation: str) -> None:
    if relation != LEADER:
        authorize(actor, "belonging.begin", Target(organisation_id, person_id=person_id))
        return
    leader = leader_of(organisation_id, person_id=actor.person_id, now=now)
    authorize(actor, "belonging.lead", Target(organisation_id, person_id=leader))
