"""Persons as other domains may know them. Only ``shown_names`` is for the eyes of others: it asks for a consent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models.functions import Upper

from cantine.core import sql
from cantine.people.models import Consent, Person, ProfessionKind
from cantine.people.rules.consents import PURPOSES, Given, in_force


@dataclass(frozen=True)
class PersonRef:
    """A person for whoever has the right to their contact: staff of a tenancy that has a row with them. ``has_account``: they
    came in once or chose a password; whoever the team wrote down did neither, and a page of their own is closed to them."""

    id: int
    uuid: UUID
    email: str
    name: str
    phone: str
    language: str
    has_account: bool = True

    @property
    def shown(self) -> str:
        return self.name or self.email


_REF = ("id", "uuid", "email", "name", "phone", "language")
_COLUMNS = (*_REF, "has_account", "erased_at")
_ACCOUNT = "last_login IS NOT NULL OR left(password, 1) <> '!'"  # Django marks so a password that nobody chose
_SELECT = f"SELECT {', '.join(_REF)}, {_ACCOUNT}, erased_at FROM people_person WHERE id = ANY(%s)"  # noqa: S608  names of our own


def person_of(person_id: int) -> PersonRef | None:
    return persons_of([person_id]).get(person_id)


def persons_of(person_ids: Iterable[int]) -> Mapping[int, PersonRef]:
    """By id, for those who hold the right to contacts; an erased person has neither name nor address."""
    return persons_soon(person_ids).value


def persons_soon(person_ids: Iterable[int]) -> sql.Awaited[Mapping[int, PersonRef]]:
    """The same, asked with whatever is said next."""
    return sql.Awaited(sql.ahead(_SELECT, [list(set(person_ids))]), _by_id)


def _by_id(rows: Iterable[sql.Row]) -> Mapping[int, PersonRef]:
    return {row[0]: _ref(dict(zip(_COLUMNS, row, strict=True))) for row in rows}


def has_address(person_id: int, email: str) -> bool:
    """Whether this address is the person's: the one they sign in with, or another that they proved."""
    proved = EmailAddress.objects.filter(user_id=person_id, email__iexact=email, verified=True)
    return Person.objects.filter(pk=person_id, email__iexact=email).exists() or bool(proved.exists())


def find_person_id(*, email: str) -> int | None:
    """The person of this address, whatever its case; never for the eyes of the public."""
    rows = Person.objects.filter(email__iexact=email.strip(), erased_at__isnull=True)
    return rows.values_list("pk", flat=True).first()


def addresses_in_use(emails: Iterable[str]) -> frozenset[str]:
    """Those of ``emails`` (in lower case) that somebody has an account under; never for the eyes of the public."""
    upper = [email.upper() for email in emails]
    rows = Person.objects.annotate(folded=Upper("email")).filter(folded__in=upper, erased_at__isnull=True)
    return frozenset(email.lower() for email in rows.values_list("email", flat=True))


def language_of(person_id: int) -> str:
    return Person.objects.filter(pk=person_id).values_list("language", flat=True).first() or "fr"


def consents_of(person_id: int) -> frozenset[str]:
    """The purposes that a person agrees to today."""
    rows = Consent.objects.filter(person_id=person_id, withdrawn_at__isnull=True)
    return in_force(Given(*row) for row in rows.values_list("purpose", "version", "given_at"))


def agree_to(purpose: str, person_ids: Iterable[int]) -> frozenset[int]:
    """Those of these persons who agree to ``purpose`` in its present words."""
    rows = Consent.objects.filter(
        person_id__in=set(person_ids),
        purpose=purpose,
        version=PURPOSES[purpose].version,
        withdrawn_at__isnull=True,
    )
    return frozenset(rows.values_list("person_id", flat=True))


def shown_names(person_ids: Iterable[int], *, purpose: str) -> Mapping[int, str]:
    """Names that may be shown to others for ``purpose``: only of those who chose it, and who gave a name."""
    rows = Person.objects.filter(
        pk__in=set(person_ids),
        consents__purpose=purpose,
        consents__version=PURPOSES[purpose].version,
        consents__withdrawn_at__isnull=True,
        erased_at__isnull=True,
    )
    return {pk: name for pk, name in rows.values_list("pk", "name") if name}


def professions(language: str) -> list[tuple[str, str]]:
    """(code, name) of the publics that places count, by name."""
    column = "name_en" if language.startswith("en") else "name_fr"
    return sorted(ProfessionKind.objects.values_list("code", column), key=lambda row: (row[0] == "other", row[1]))


def _ref(row: dict[str, object]) -> PersonRef:
    gone = row.pop("erased_at") is not None
    return PersonRef(**{**row, "email": "" if gone else row["email"]})  # type: ignore[arg-type]  # columns of _REF
