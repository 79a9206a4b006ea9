"""Enter a person, and change what a person says of themselves."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused, folded
from cantine.people.facts import DataExported, PersonRegistered, ProfileChanged
from cantine.people.models import Person, ProfessionKind
from cantine.people.rules.organisations import check_email

ABOVE = "a person stands above tenants"
LANGUAGES = ("fr", "en")


def register_person(
    *,
    actor: Actor,
    now: datetime,
    email: str,
    name: str,
    password: str | None = None,
    language: str = "fr",
    organisation_id: int | None = None,
    phone: str = "",
    uuid: UUID | None = None,
    replay: bool = False,
) -> int:
    """Enter a person and return their id; somebody who has this address already is returned unchanged.

    ``phone`` is what the tenancy knows of a person who is new here; ``uuid`` the public id that they had elsewhere,
    kept unless it is taken.

    A manager names the tenancy for which they enter the person (``organisation_id``); the address then has to be
    verified at the first sign-in. What the system enters is verified. Records PersonRegistered.
    Refusals: people.email_wrong, people.too_long.
    """
    authorize(actor, "person.register", Target(organisation_id))
    address = email.strip().lower()
    _refuse([*check_email(address), *check_name(name)])
    with scoping.unscoped(ABOVE):
        known = Person.objects.filter(email__iexact=address).values_list("pk", flat=True).first()
        if known is not None:
            return known
        person = Person(email=address, language=language if language in LANGUAGES else "fr", joined_at=now)
        person.phone = phone.strip()[:32]
        if uuid is not None and not Person.objects.filter(uuid=uuid).exists():
            person.uuid = uuid
        _name(person, name)
        person.set_password(password)
        person.save(force_insert=True)
        EmailAddress.objects.create(user=person, email=address, primary=True, verified=actor.kind == "system")
        _registered(person, actor=actor, now=now, replay=replay)
    return person.pk


def welcome_person(*, actor: Actor, now: datetime, person_id: int, name: str, language: str) -> None:
    """Complete a person who signed up alone: their name, their language. Records PersonRegistered."""
    authorize(actor, "person.change_self", Target(None, person_id=person_id))
    with scoping.unscoped(ABOVE):
        person = Person.objects.select_for_update().get(pk=person_id)
        _name(person, name[:120])
        person.language, person.joined_at = (language if language in LANGUAGES else "fr"), now
        person.save(update_fields=["name", "sort_name", "language", "joined_at"])
        _registered(person, actor=actor, now=now, replay=False)


def change_profile(
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    name: str,
    phone: str = "",
    language: str = "fr",
    profession: str = "",
) -> None:
    """Change name, phone, language and profession (a code, or empty). Records ProfileChanged.
    Refusals: people.too_long, people.language_unknown, people.profession_unknown."""
    authorize(actor, "person.change_self", Target(None, person_id=person_id))
    kind = ProfessionKind.objects.filter(code=profession).first() if profession else None
    wrong = check_name(name)
    if len(phone.strip()) > 32:
        wrong.append(Refusal("people.too_long", {"most": 32}, field="phone"))
    if language not in LANGUAGES:
        wrong.append(Refusal("people.language_unknown", field="language"))
    if profession and kind is None:
        wrong.append(Refusal("people.profession_unknown", field="profession"))
    _refuse(wrong)
    with scoping.unscoped(ABOVE):
        person = Person.objects.select_for_update().get(pk=person_id)
        _name(person, name)
        person.phone, person.language, person.profession = phone.strip(), language, kind
        person.save(update_fields=["name", "sort_name", "phone", "language", "profession"])
        record(ProfileChanged(organisation_id=None, person_id=person_id), actor=actor, now=now)


def choose_language(*, actor: Actor, now: datetime, person_id: int, language: str) -> None:
    """Read letters in the language that the pages were turned to. Records ProfileChanged, once.
    Refusals: people.language_unknown."""
    authorize(actor, "person.change_self", Target(None, person_id=person_id))
    if language not in LANGUAGES:
        _refuse([Refusal("people.language_unknown", field="language")])
    with scoping.unscoped(ABOVE):
        if Person.objects.filter(pk=person_id).exclude(language=language).update(language=language):
            record(ProfileChanged(organisation_id=None, person_id=person_id), actor=actor, now=now)


def record_export(*, actor: Actor, now: datetime, person_id: int) -> None:
    """Say that a person took a copy of all they are here. Records DataExported."""
    authorize(actor, "person.export", Target(None, person_id=person_id))
    with scoping.unscoped(ABOVE):
        record(DataExported(organisation_id=None, person_id=person_id), actor=actor, now=now)


def _registered(person: Person, *, actor: Actor, now: datetime, replay: bool) -> None:
    record(PersonRegistered(organisation_id=None, person_id=person.pk), actor=actor, now=now, replay=replay)


def _name(person: Person, name: str) -> None:
    person.name = " ".join(name.split())
    person.sort_name = folded(person.name)[:120]


def check_name(name: str) -> list[Refusal]:
    return [Refusal("people.too_long", {"most": 120}, field="name")] if len(name.strip()) > 120 else []


def _refuse(wrong: list[Refusal]) -> None:
    if wrong:
        raise Refused(*wrong)
