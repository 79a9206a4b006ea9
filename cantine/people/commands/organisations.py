"""Enter an organisation, once, and change what is known of it."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused, folded
from cantine.people.facts import BelongingBegun, OrganisationChanged, OrganisationFounded
from cantine.people.models import Belonging, Organisation, ProfessionKind
from cantine.people.queries.organisations import leader_of
from cantine.people.rules.belongings import LEADER
from cantine.people.rules.organisations import OrganisationDraft, check_organisation, tidied

ABOVE = "an organisation is known once in the whole instance"


def enter_organisation(
    *,
    actor: Actor,
    now: datetime,
    draft: OrganisationDraft,
    publics: tuple[str, ...] = (),
    uuid: UUID | None = None,
    replay: bool = False,
) -> int:
    """Enter an organisation and return its id; the one that bears the same SIRET, RNA or SIREN is returned unchanged.

    ``uuid`` is the public id that it had in another instance: whoever has it here already is that organisation.

    A person who enters a new one leads it, and may change it. Records OrganisationFounded and, for a person,
    BelongingBegun. Refusals: all those of ``rules.organisations.check_organisation``.
    """
    authorize(actor, "organisation.enter", Target(None))
    draft = _checked(draft)
    with scoping.unscoped(ABOVE):
        known = _find(draft, uuid)
        if known is not None:
            return known
        row = Organisation.objects.create(**_columns(draft), founded_at=now, **({"uuid": uuid} if uuid else {}))
        row.publics.set(ProfessionKind.objects.filter(code__in=publics))
        record(OrganisationFounded(organisation_id=row.pk), actor=actor, now=now, replay=replay)
        if actor.person_id is not None:
            _lead(row, actor.person_id, actor=actor, now=now)
    return row.pk


def change_organisation(
    *, actor: Actor, now: datetime, organisation_id: int, draft: OrganisationDraft, publics: tuple[str, ...] = ()
) -> None:
    """Change an organisation: whoever leads it, a manager of its places, or the system. Records OrganisationChanged.

    Refusals: those of ``check_organisation``; people.number_taken when another one bears the SIRET, RNA or SIREN.
    """
    leader = leader_of(organisation_id, person_id=actor.person_id, now=now)
    authorize(actor, "organisation.change", Target(organisation_id, person_id=leader))
    draft = _checked(draft)
    with scoping.unscoped(ABOVE):
        other = _find(draft)
        if other is not None and other != organisation_id:
            raise Refused(Refusal("people.number_taken", field="siret" if draft.siret else "siren"))
        row = Organisation.objects.select_for_update().get(pk=organisation_id)
        Organisation.objects.filter(pk=row.pk).update(**_columns(draft))
        row.publics.set(ProfessionKind.objects.filter(code__in=publics))
        record(OrganisationChanged(organisation_id=row.pk), actor=actor, now=now)


def _checked(draft: OrganisationDraft) -> OrganisationDraft:
    tidy = tidied(draft)
    wrong = check_organisation(tidy)
    if wrong:
        raise Refused(*wrong)
    return tidy


def _columns(draft: OrganisationDraft) -> dict[str, str]:
    return {**asdict(draft), "sort_name": folded(draft.name)[:160]}


def _find(draft: OrganisationDraft, uuid: UUID | None = None) -> int | None:
    """The organisation of this SIRET or RNA; with a SIREN alone, the one that gave no SIRET either."""
    same = Q(uuid=uuid) if uuid else Q(pk__in=[])
    if draft.siret:
        same |= Q(siret=draft.siret)
    elif draft.siren:
        same |= Q(siren=draft.siren)
    if draft.rna:
        same |= Q(rna=draft.rna)
    return Organisation.objects.filter(same).order_by("pk").values_list("pk", flat=True).first()


def _lead(row: Organisation, person_id: int, *, actor: Actor, now: datetime) -> None:
    belonging = Belonging.objects.create(organisation=row, person_id=person_id, relation=LEADER, since=now.date())
    begun = BelongingBegun(organisation_id=row.pk, belonging_id=belonging.pk, person_id=person_id)
    record(begun, actor=actor, now=now)
