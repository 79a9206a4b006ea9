"""API tokens: made once, shown once, kept as a digest, revoked at any time and all at once with the password."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.secrets import digest, new_secret
from cantine.kernel import Refusal, Refused
from cantine.people.facts import TokenMade, TokenRevoked
from cantine.people.models import ApiToken, Person
from cantine.people.rules.tokens import DEFAULT_DAYS, LEVELS, PREFIX, TOUCH_SECONDS, check_token

ABOVE = "a token is the person's, in every tenancy"


@dataclass(frozen=True)
class MadeToken:
    """``secret`` is shown now and never again."""

    id: int
    uuid: UUID
    secret: str
    expires_at: datetime


def make_token(
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    name: str,
    levels: tuple[str, ...] = ("read",),
    days: int = DEFAULT_DAYS,
) -> MadeToken:
    """Make a bearer token that acts as the person, within ``levels``. Records TokenMade.
    Refusals: people.token_name, people.token_levels, people.token_days, people.too_many_tokens."""
    authorize(actor, "token.make", Target(None, person_id=person_id))
    with scoping.unscoped(ABOVE):
        Person.objects.select_for_update().get(pk=person_id)
        held = ApiToken.objects.filter(person_id=person_id, revoked_at__isnull=True, expires_at__gt=now).count()
        wrong = check_token(name=name, levels=levels, days=days, held=held)
        if wrong:
            raise Refused(*wrong)
        secret = new_secret(PREFIX)
        row = ApiToken.objects.create(
            person_id=person_id, name=name.strip(), digest=digest(secret), hint=secret[:12],
            levels=",".join(level for level in LEVELS if level in levels),
            made_at=now, expires_at=now + timedelta(days=days),
        )  # fmt: skip
        record(TokenMade(organisation_id=None, token_id=row.pk, person_id=person_id), actor=actor, now=now)
    return MadeToken(row.pk, row.uuid, secret, row.expires_at)


def revoke_token(*, actor: Actor, now: datetime, token: UUID) -> None:
    """Make a token open nothing any more. Records TokenRevoked. Refusals: people.token_unknown."""
    with scoping.unscoped(ABOVE):
        row = ApiToken.objects.select_for_update().filter(uuid=token).first()
        if row is None:
            raise Refused(Refusal("people.token_unknown"))
        authorize(actor, "token.revoke", Target(None, person_id=row.person_id))
        _revoke([row], actor=actor, now=now)


def revoke_all_tokens(*, actor: Actor, now: datetime, person_id: int) -> None:
    """Revoke every token of a person, as a new password does. Records TokenRevoked for each. Refusals: none."""
    authorize(actor, "token.revoke", Target(None, person_id=person_id))
    with scoping.unscoped(ABOVE):
        rows = ApiToken.objects.select_for_update().filter(person_id=person_id, revoked_at__isnull=True)
        _revoke(list(rows), actor=actor, now=now)


def touch_token(*, actor: Actor, now: datetime, token_id: int) -> None:
    """Note that a token was used, at most once a minute. Records no fact. Refusals: none."""
    authorize(actor, "token.use", Target(None, person_id=actor.person_id))
    if actor.person_id is None:
        return
    quiet = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - timedelta(seconds=TOUCH_SECONDS))
    ApiToken.objects.filter(quiet, pk=token_id, person_id=actor.person_id).update(last_used_at=now)


def _revoke(rows: list[ApiToken], *, actor: Actor, now: datetime) -> None:
    for row in rows:
        if row.revoked_at is None:
            row.revoked_at = now
            row.save(update_fields=["revoked_at"])
            fact = TokenRevoked(organisation_id=None, token_id=row.pk, person_id=row.person_id)
            record(fact, actor=actor, now=now)
