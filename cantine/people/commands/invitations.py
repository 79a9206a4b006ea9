"""Invite an address for seven days; what the invitation is to stays the inviting domain's affair (``reference``)."""

from datetime import datetime, timedelta
from uuid import UUID

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.rates import Limit, spend
from cantine.core.secrets import digest, new_secret
from cantine.kernel import Refusal, Refused
from cantine.people.facts import InvitationAccepted, InvitationRevoked, PersonInvited
from cantine.people.models import Invitation
from cantine.people.queries.persons import has_address
from cantine.people.rules.organisations import check_email

ABOVE = "the invited person has no tenancy yet"
DAYS = 7
TO_ONE_ADDRESS = Limit("invite", hits=5, seconds=3600)


def invite_person(
    *, actor: Actor, now: datetime, organisation_id: int, email: str, reference: str = ""
) -> tuple[int, str]:
    """Open a door to ``email`` and return (invitation id, secret); the caller posts the letter with the link
    ``/compte/invitation/SECRET/``. Records PersonInvited. Refusals: people.email_wrong. TooMany past five an hour."""
    authorize(actor, "person.invite", Target(organisation_id))
    address = email.strip().lower()
    wrong = check_email(address)
    if wrong:
        raise Refused(*wrong)
    with scoping.unscoped(ABOVE):
        spend(TO_ONE_ADDRESS, address, now=now)
        secret = new_secret()
        row = Invitation.objects.create(
            organisation_id=organisation_id, email=address, reference=reference, digest=digest(secret),
            invited_by_id=actor.person_id, made_at=now, expires_at=now + timedelta(days=DAYS),
        )  # fmt: skip
        fact = PersonInvited(organisation_id=organisation_id, invitation_id=row.pk, reference=reference)
        record(fact, actor=actor, now=now)
    return row.pk, secret


def accept_invitation(*, actor: Actor, now: datetime, secret: str, person_id: int) -> None:
    """Come in by an invitation, with the address that it was sent to: a letter passed on gives nobody a role.
    Records InvitationAccepted. Refusals: people.invitation_over (unknown, used, revoked or too old: all alike),
    people.invitation_of_another."""
    authorize(actor, "person.accept_invitation", Target(None, person_id=person_id))
    with scoping.unscoped(ABOVE):
        row = Invitation.objects.select_for_update().filter(digest=digest(secret)).first()
        if row is None or row.accepted_at or row.revoked_at or row.expires_at <= now:
            raise Refused(Refusal("people.invitation_over"))
        if not has_address(person_id, row.email):
            raise Refused(Refusal("people.invitation_of_another", {"email": row.email}))
        row.person_id, row.accepted_at = person_id, now
        row.save(update_fields=["person_id", "accepted_at"])
        fact = InvitationAccepted(
            organisation_id=row.organisation_id, invitation_id=row.pk, person_id=person_id, reference=row.reference
        )
        record(fact, actor=actor, now=now)


def revoke_invitation(*, actor: Actor, now: datetime, invitation: UUID) -> None:
    """Close the door again; nothing happens when it was used. Records InvitationRevoked.
    Refusals: people.invitation_over."""
    with scoping.unscoped(ABOVE):
        row = Invitation.objects.select_for_update().filter(uuid=invitation).first()
        if row is None:
            raise Refused(Refusal("people.invitation_over"))
        authorize(actor, "person.invite", Target(row.organisation_id))
        if row.accepted_at is None and row.revoked_at is None:
            row.revoked_at = now
            row.save(update_fields=["revoked_at"])
            record(InvitationRevoked(organisation_id=row.organisation_id, invitation_id=row.pk), actor=actor, now=now)
