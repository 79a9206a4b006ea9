"""What people itself holds of a person: the tables of the export, and what becomes of each at an erasure."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from cantine.core import scoping
from cantine.people.models import ApiToken, Belonging, Consent, Person
from cantine.people.queries.portability import Fate, Part, Section, register_part

Rows = Iterable[tuple[object, ...]]


def sections(person_id: int) -> list[Section]:
    return [_profile(person_id), _belongings(person_id), _consents(person_id), _tokens(person_id), _sessions(person_id)]


def fates(person_id: int) -> list[Fate]:
    return [
        Fate(_("Your e-mail address, name, phone and occupation"), goes=True),
        Fate(_("Your password, passkeys, second factors, sessions and tokens"), goes=True),
        Fate(_("Your choices about what others see and what you receive"), goes=True),
        Fate(_("Letters sent to you from here"), goes=True),
        Fate(
            _("The dates of your belongings to organisations, without your name"),
            goes=False,
            why=_("They are counted; nothing links them to you any more."),
        ),
        Fate(
            _("The journal of what was done here, without your name"),
            goes=False,
            why=_("It proves that nothing was altered. It forgets who acted."),
        ),
    ]


def _profile(person_id: int) -> Section:
    columns = (
        ("email", _("E-mail")), ("name", _("Name")), ("phone", _("Phone")), ("language", _("Language")),
        ("profession", _("Occupation")), ("joined_at", _("Here since")), ("last_login", _("Last sign-in")),
    )  # fmt: skip
    rows = Person.objects.filter(pk=person_id).values_list(
        "email", "name", "phone", "language", "profession__name_fr", "joined_at", "last_login"
    )
    return _section("profile", _("Who I am"), columns, rows)


def _belongings(person_id: int) -> Section:
    columns = (
        ("organisation", _("Organisation")), ("relation", _("Relation")), ("since", _("Beginning")), ("until", _("Ended")),
    )  # fmt: skip
    with scoping.own(person_id):
        rows = list(Belonging.objects.order_by("since").values_list("organisation__name", "relation", "since", "until"))
    return _section("belongings", _("Organisations I belong to"), columns, rows)


def _consents(person_id: int) -> Section:
    columns = (
        ("purpose", _("Choice")), ("version", _("Version of the words")), ("given_at", _("Given")),
        ("withdrawn_at", _("Withdrawn")),
    )  # fmt: skip
    rows = Consent.objects.filter(person_id=person_id).order_by("given_at")
    values = rows.values_list("purpose", "version", "given_at", "withdrawn_at")
    return _section("consents", _("What I agreed to"), columns, values)


def _tokens(person_id: int) -> Section:
    columns = (
        ("name", _("Name")), ("hint", _("Begins with")), ("levels", _("May do")), ("made_at", _("Made")),
        ("expires_at", _("Ends")), ("last_used_at", _("Last used")), ("revoked_at", _("Revoked")),
    )  # fmt: skip
    rows = ApiToken.objects.filter(person_id=person_id).order_by("made_at")
    values = rows.values_list("name", "hint", "levels", "made_at", "expires_at", "last_used_at", "revoked_at")
    return _section("tokens", _("API tokens"), columns, values)


def _sessions(person_id: int) -> Section:
    columns = (("created_at", _("Signed in")), ("ip", _("Network address")), ("user_agent", _("Browser")))
    rows = UserSession.objects.filter(user_id=person_id).order_by("created_at")
    return _section("sessions", _("Open sessions"), columns, rows.values_list("created_at", "ip", "user_agent"))


def _section(code: str, title: object, columns: tuple[tuple[str, object], ...], rows: Rows) -> Section:
    return Section(f"people.{code}", title, columns, tuple(tuple(row) for row in rows))  # type: ignore[arg-type]  # lazy words


register_part(Part("people", sections, fates))
