"""What a person sees of themselves: profile, tokens, consents, belongings, a coming erasure, an invitation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery

from cantine.core import scoping
from cantine.core.secrets import digest
from cantine.people.models import ApiToken, Belonging, Consent, Erasure, Invitation, Person
from cantine.people.queries.organisations import organisations_led_by
from cantine.people.rules.consents import PURPOSES, Purpose
from cantine.people.rules.erasure import digest_of

ABOVE = "a person reads their own rows in every tenancy"


@dataclass(frozen=True)
class Account:
    """The profile, and how the person signs in. ``factors`` are the kinds of second factor that are set up."""

    email: str
    name: str
    phone: str
    language: str
    profession: str
    has_password: bool
    factors: tuple[str, ...]
    passkeys: int
    joined_at: datetime | None


@dataclass(frozen=True)
class TokenLine:
    """``live``: still opens something."""

    uuid: UUID
    name: str
    hint: str
    levels: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    live: bool


@dataclass(frozen=True)
class ConsentLine:
    """A purpose and what the person said of it: ``given_at`` None means no. ``outdated``: agreed to older words."""

    purpose: Purpose
    given_at: datetime | None
    outdated: bool


@dataclass(frozen=True)
class BelongingLine:
    """A belonging with the name of its organisation. ``led``: the person may change that organisation."""

    uuid: UUID
    organisation_id: int
    organisation_uuid: UUID
    organisation: str
    relation: str
    since: date
    until: date | None
    led: bool


def account_of(person_id: int) -> Account:
    return _account(_known().get(pk=person_id))


@dataclass(frozen=True)
class Hub:
    """What the first page of an account says at a glance."""

    account: Account
    live_tokens: int
    sessions: int
    erasure_due_at: datetime | None


def hub_of(person_id: int, *, now: datetime) -> Hub:
    """One statement."""
    mine = {"person_id": OuterRef("pk")}
    row = _known().annotate(
        live_tokens=ArraySubquery(ApiToken.objects.filter(**mine, revoked_at=None, expires_at__gt=now).values("pk")),
        browsers=ArraySubquery(UserSession.objects.filter(user_id=OuterRef("pk")).values("pk")),
        due_at=Subquery(Erasure.objects.filter(**mine, undone_at=None, done_at=None).values("due_at")[:1]),
    ).get(pk=person_id)  # fmt: skip
    return Hub(_account(row), len(row.live_tokens), len(row.browsers), row.due_at)


def _known() -> Any:
    factors = Authenticator.objects.filter(user_id=OuterRef("pk")).values("type")
    return Person.objects.select_related("profession").annotate(kinds=ArraySubquery(factors))


def _account(person: Any) -> Account:
    return Account(
        person.email, person.name, person.phone, person.language,
        person.profession.code if person.profession else "",
        person.has_usable_password(), tuple(sorted(set(person.kinds))), person.kinds.count("webauthn"), person.joined_at,
    )  # fmt: skip


def tokens_of(person_id: int, *, now: datetime) -> list[TokenLine]:
    """The live ones first, the newest first."""
    rows = ApiToken.objects.filter(person_id=person_id).order_by("-made_at", "-pk")
    lines = [
        TokenLine(
            row.uuid, row.name, row.hint, tuple(row.levels.split(",")), row.made_at, row.expires_at, row.last_used_at,
            row.revoked_at is None and row.expires_at > now,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(lines, key=lambda line: not line.live)


def consent_lines(person_id: int) -> list[ConsentLine]:
    rows = Consent.objects.filter(person_id=person_id, withdrawn_at__isnull=True)
    said = {purpose: (version, at) for purpose, version, at in rows.values_list("purpose", "version", "given_at")}
    lines = []
    for purpose in PURPOSES.values():
        version, at = said.get(purpose.code, ("", None))
        current = version == purpose.version
        lines.append(ConsentLine(purpose, at if current else None, at is not None and not current))
    return lines


def belongings_of(person_id: int, *, today: date) -> list[BelongingLine]:
    """Those of today first, then the past ones; the latest first."""
    led = organisations_led_by(person_id, today=today)
    with scoping.unscoped(ABOVE):
        rows = Belonging.objects.filter(person_id=person_id).select_related("organisation")
        return [
            BelongingLine(
                row.uuid, row.organisation_id, row.organisation.uuid, row.organisation.name, row.relation,
                row.since, row.until, row.organisation_id in led,
            )
            for row in rows.order_by(F("until").desc(nulls_first=True), "-since", "pk")
        ]  # fmt: skip


def erasure_due_at(person_id: int) -> datetime | None:
    """When the person will be erased, if they asked for it."""
    rows = Erasure.objects.filter(person_id=person_id, undone_at__isnull=True, done_at__isnull=True)
    return rows.values_list("due_at", flat=True).first()


def due_erasures(*, now: datetime) -> list[int]:
    """Persons whose days to think again are over."""
    rows = Erasure.objects.filter(due_at__lte=now, undone_at__isnull=True, done_at__isnull=True)
    return list(rows.order_by("due_at").values_list("person_id", flat=True))


def erased_digests() -> list[str]:
    """What the register of erasures holds of each tombstone."""
    return [digest_of(uuid) for uuid in Person.objects.filter(erased_at__isnull=False).values_list("uuid", flat=True)]


def persons_of_digests(digests: Collection[str]) -> list[int]:
    """Persons whom a register of erasures names, and who are somebody here all the same."""
    rows = Person.objects.filter(erased_at__isnull=True).values_list("pk", "uuid")
    return [pk for pk, uuid in rows.iterator() if digest_of(uuid) in digests]


def open_invitation(secret: str, *, now: datetime) -> tuple[str, str] | None:
    """(invited address, name of the inviting organisation), or None when it is over or unknown."""
    with scoping.unscoped("the invited person has no tenancy yet"):
        rows = Invitation.objects.filter(
            digest=digest(secret), accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
        )
        return rows.values_list("email", "organisation__name").first()
