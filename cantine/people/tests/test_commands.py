"""Persons, organisations, belongings, consents, tokens, invitations: what is written, and each refusal."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.utils import translation

from cantine.core import clock, refusals, scoping
from cantine.core.actor import ANONYMOUS, Actor, Grant, system
from cantine.core.authorization import Denied
from cantine.core.rates import TooMany
from cantine.core.testing import journal
from cantine.kernel import Refused
from cantine.people import commands, queries
from cantine.people.models import ApiToken, Consent, Organisation, Person
from cantine.people.rules.consents import PURPOSES
from cantine.people.rules.organisations import OrganisationDraft
from cantine.people.testing import a_person, an_organisation
from cantine.people.words import SENTENCES

pytestmark = pytest.mark.django_db
PROGRAM = system("test")
VERSION = PURPOSES["show_presence"].version


def acting(person: Person, *grants: Grant) -> Actor:
    return Actor("person", person.pk, grants)


def facts() -> list[str]:
    return [entry.name for entry in journal()]


def refused(*codes: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match="^" + ", ".join(codes) + "$")


def test_every_refusal_has_its_sentence() -> None:
    context = {"number": "1", "siren": "1", "postcode": "1", "code": "1", "most": 1, "levels": "read", "email": "a@b.c",
               "minutes": 10}  # fmt: skip
    assert all(words(context) for words in SENTENCES.values())
    assert set(SENTENCES) <= refusals.known_codes()


def test_a_person_is_registered_once_and_verified_by_the_program(now: datetime) -> None:
    ada = commands.register_person(
        actor=PROGRAM, now=now, email=" Ada@Example.org ", name=" Ada  Lovelace ", password="correct horse battery"
    )
    again = commands.register_person(actor=PROGRAM, now=now, email="ada@example.ORG", name="Somebody else")
    person = Person.objects.get(pk=ada)
    assert again == ada
    assert (person.email, person.name, person.sort_name) == ("ada@example.org", "Ada Lovelace", "ada lovelace")
    assert person.check_password("correct horse battery")
    assert EmailAddress.objects.get(user=person).verified
    assert facts() == ["people.PersonRegistered"]


def test_a_manager_enters_a_person_whose_address_is_still_to_verify(now: datetime) -> None:
    tenant = an_organisation()
    boss = acting(a_person(), Grant(tenant.pk, 1, "manager"))
    pk = commands.register_person(actor=boss, now=now, email="x@example.org", name="", organisation_id=tenant.pk)
    assert not EmailAddress.objects.get(user_id=pk).verified
    assert not Person.objects.get(pk=pk).has_usable_password()
    with pytest.raises(Denied):
        commands.register_person(actor=boss, now=now, email="y@example.org", name="", organisation_id=tenant.pk + 1)


def test_a_person_with_a_wrong_address_or_name_is_refused(now: datetime) -> None:
    with refused("people.email_wrong", "people.too_long"):
        commands.register_person(actor=PROGRAM, now=now, email="é@example.org", name="x" * 121)


def test_a_profile_is_changed_by_its_person_only(now: datetime) -> None:
    ada, bob = a_person("Ada"), a_person("Bob")
    with pytest.raises(Denied):
        commands.change_profile(actor=acting(bob), now=now, person_id=ada.pk, name="Eve")
    commands.change_profile(
        actor=acting(ada), now=now, person_id=ada.pk, name="Œuvre", phone="06", language="en", profession="designer"
    )
    account = queries.account_of(ada.pk)
    assert (account.name, account.phone, account.language, account.profession) == ("Œuvre", "06", "en", "designer")
    assert facts() == ["people.ProfileChanged"]


def test_a_profile_says_everything_that_is_wrong(now: datetime) -> None:
    ada = a_person()
    with refused("people.too_long", "people.too_long", "people.language_unknown", "people.profession_unknown"):
        commands.change_profile(
            actor=acting(ada), now=now, person_id=ada.pk, name="x" * 121, phone="0" * 33, language="xx",
            profession="wizard",
        )  # fmt: skip


def test_an_organisation_is_entered_once_and_led_by_whoever_entered_it(now: datetime) -> None:
    ada, bob = a_person(), a_person()
    draft = OrganisationDraft(name="La Poste", legal_form="sa", siret="35600000000048")
    post = commands.enter_organisation(actor=acting(ada), now=now, draft=draft, publics=("developer",))
    again = commands.enter_organisation(actor=acting(bob), now=now, draft=draft)
    assert again == post
    assert queries.organisations_led_by(ada.pk, today=now.date()) == {post}
    assert queries.organisations_led_by(bob.pk, today=now.date()) == frozenset()
    assert facts() == ["people.OrganisationFounded", "people.BelongingBegun"]


@pytest.mark.parametrize("number", [{"siren": "552100554"}, {"rna": "W751000001"}])
def test_an_organisation_is_known_again_by_its_siren_or_rna(now: datetime, number: dict[str, str]) -> None:
    draft = OrganisationDraft(name="x", kind="association", **number)
    first = commands.enter_organisation(actor=PROGRAM, now=now, draft=draft)
    assert commands.enter_organisation(actor=PROGRAM, now=now, draft=draft) == first
    other = OrganisationDraft(name="x", kind="association")
    assert commands.enter_organisation(actor=PROGRAM, now=now, draft=other) != first


def test_two_establishments_of_one_firm_are_two_organisations(now: datetime) -> None:
    one = OrganisationDraft(name="a", kind="company", siret="35600000000048")
    two = OrganisationDraft(name="b", kind="company", siret="35600000049837")
    ids = {commands.enter_organisation(actor=PROGRAM, now=now, draft=draft) for draft in (one, two)}
    assert len(ids) == 2


def test_a_stranger_enters_nothing_and_a_wrong_number_neither(now: datetime) -> None:
    with pytest.raises(Denied):
        commands.enter_organisation(actor=ANONYMOUS, now=now, draft=OrganisationDraft(name="x", kind="company"))
    with refused("people.siren_wrong"):
        commands.enter_organisation(
            actor=PROGRAM, now=now, draft=OrganisationDraft(name="x", kind="company", siren="1")
        )
    assert Organisation.objects.count() == 0


def test_an_organisation_is_changed_by_its_leader_or_a_manager_there_and_nobody_else(now: datetime) -> None:
    ada, bob = a_person(), a_person()
    pk = commands.enter_organisation(actor=acting(ada), now=now, draft=OrganisationDraft(name="Old", kind="collective"))
    new = OrganisationDraft(name="New", kind="collective", commune="Nantes")
    commands.change_organisation(actor=acting(ada), now=now, organisation_id=pk, draft=new)
    commands.change_organisation(
        actor=acting(bob, Grant(pk, 7, "manager")), now=now, organisation_id=pk, draft=new, publics=("artist",)
    )
    with pytest.raises(Denied):
        commands.change_organisation(actor=acting(bob), now=now, organisation_id=pk, draft=new)
    assert queries.draft_of(Organisation.objects.get(pk=pk).uuid) == (pk, new, ("artist",))


def test_a_number_of_another_organisation_is_refused(now: datetime) -> None:
    taken = OrganisationDraft(name="a", kind="company", siren="552100554")
    commands.enter_organisation(actor=PROGRAM, now=now, draft=taken)
    other = commands.enter_organisation(actor=PROGRAM, now=now, draft=OrganisationDraft(name="b", kind="company"))
    with refused("people.number_taken"):
        commands.change_organisation(actor=PROGRAM, now=now, organisation_id=other, draft=taken)


def test_organisations_are_found_by_name_and_number(now: datetime) -> None:
    commands.enter_organisation(
        actor=PROGRAM, now=now, draft=OrganisationDraft(name="Étoile", kind="company", siren="552100554")
    )
    assert [found.name for found in queries.find_organisations("etoi")] == ["Étoile"]
    assert [found.name for found in queries.find_organisations("552 100 554")] == ["Étoile"]
    assert queries.find_organisations("e") == []


def test_a_person_belongs_to_several_organisations_at_once_and_leaves_one(now: datetime) -> None:
    ada, cae, collective = a_person(), an_organisation("Une CAE"), an_organisation("Un collectif")
    for organisation, relation in ((cae, "entrepreneur"), (collective, "volunteer")):
        commands.begin_belonging(
            actor=acting(ada), now=now, person_id=ada.pk, organisation_id=organisation.pk, relation=relation,
            since=date(2025, 1, 1),
        )  # fmt: skip
    first = queries.belongings_of(ada.pk, today=now.date())[0]
    commands.end_belonging(actor=acting(ada), now=now, belonging=first.uuid, until=date(2026, 1, 1))
    lines = queries.belongings_of(ada.pk, today=now.date())
    assert [line.until for line in lines] == [None, date(2026, 1, 1)]
    assert facts() == ["people.BelongingBegun", "people.BelongingBegun", "people.BelongingEnded"]


def test_belongings_are_refused_with_every_reason(now: datetime) -> None:
    ada, tenant = a_person(), an_organisation()
    common: dict[str, Any] = {"actor": acting(ada), "now": now, "person_id": ada.pk, "organisation_id": tenant.pk}
    with refused("people.relation_unknown"):
        commands.begin_belonging(**common, relation="owner", since=now.date())
    commands.begin_belonging(**common, relation="member", since=now.date())
    with refused("people.belongs_already"):
        commands.begin_belonging(**common, relation="member", since=now.date())
    line = queries.belongings_of(ada.pk, today=now.date())[0]
    with refused("people.ends_before_it_starts"):
        commands.end_belonging(actor=acting(ada), now=now, belonging=line.uuid, until=date(2020, 1, 1))
    with refused("people.belonging_unknown"):
        commands.end_belonging(actor=acting(ada), now=now, belonging=uuid4(), until=now.date())
    with pytest.raises(Denied):
        commands.end_belonging(actor=acting(a_person()), now=now, belonging=line.uuid, until=now.date())


def test_nobody_says_alone_that_they_lead_an_organisation_that_others_lead(now: datetime) -> None:
    ada, eve = a_person(), a_person()
    pk = commands.enter_organisation(actor=acting(ada), now=now, draft=OrganisationDraft(name="x", kind="collective"))
    lead: dict[str, Any] = {"now": now, "organisation_id": pk, "relation": "leader", "since": now.date()}
    with pytest.raises(Denied):
        commands.begin_belonging(actor=acting(eve), person_id=eve.pk, **lead)
    commands.begin_belonging(actor=acting(ada), person_id=eve.pk, **lead)
    assert pk in queries.organisations_led_by(eve.pk, today=now.date())


def test_nothing_of_a_person_shows_before_they_chose_it(now: datetime) -> None:
    ada = a_person("Ada")
    assert queries.consents_of(ada.pk) == frozenset()
    assert queries.shown_names([ada.pk], purpose="show_presence") == {}
    commands.give_consent(actor=acting(ada), now=now, person_id=ada.pk, purpose="show_presence", version=VERSION)
    commands.give_consent(actor=acting(ada), now=now, person_id=ada.pk, purpose="show_presence", version=VERSION)
    assert queries.shown_names([ada.pk], purpose="show_presence") == {ada.pk: "Ada"}
    assert queries.shown_names([ada.pk], purpose="appear_in_members") == {}
    assert queries.agree_to("show_presence", [ada.pk]) == {ada.pk}
    commands.withdraw_consent(actor=acting(ada), now=now, person_id=ada.pk, purpose="show_presence")
    assert queries.shown_names([ada.pk], purpose="show_presence") == {}
    assert Consent.objects.count() == 1
    assert facts() == ["people.ConsentGiven", "people.ConsentWithdrawn"]


def test_new_words_ask_again(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = a_person("Ada")
    Consent.objects.create(person=ada, purpose="show_presence", version="1999-01", given_at=now)
    line = next(line for line in queries.consent_lines(ada.pk) if line.purpose.code == "show_presence")
    assert (line.given_at, line.outdated) == (None, True)
    assert queries.shown_names([ada.pk], purpose="show_presence") == {}
    commands.give_consent(actor=acting(ada), now=now, person_id=ada.pk, purpose="show_presence", version=VERSION)
    assert queries.consents_of(ada.pk) == {"show_presence"}


def test_a_consent_to_unknown_or_older_words_is_refused(now: datetime) -> None:
    ada = a_person()
    for purpose, version, code in (
        ("sell_my_data", VERSION, "people.purpose_unknown"), ("show_presence", "1999-01", "people.words_changed"),
    ):  # fmt: skip
        with refused(code):
            commands.give_consent(actor=acting(ada), now=now, person_id=ada.pk, purpose=purpose, version=version)


def test_a_token_cannot_consent_nor_make_tokens(now: datetime) -> None:
    ada = a_person()
    by_token = acting(ada).limited_to(["read", "book", "manage"])
    with pytest.raises(Denied):
        commands.give_consent(actor=by_token, now=now, person_id=ada.pk, purpose="show_presence", version=VERSION)
    with pytest.raises(Denied):
        commands.make_token(actor=by_token, now=now, person_id=ada.pk, name="x")
    with pytest.raises(Denied):
        commands.ask_erasure(actor=by_token, now=now, person_id=ada.pk)


def test_a_token_speaks_for_its_person_until_its_end(now: datetime) -> None:
    ada = a_person()
    made = commands.make_token(actor=acting(ada), now=now, person_id=ada.pk, name="ci", levels=("book", "read"), days=2)
    holder = queries.actor_key_of(made.secret, now=now)
    assert holder is not None
    assert (holder.person_id, holder.levels, holder.key) == (ada.pk, frozenset({"read", "book"}), f"token:{made.id}")
    assert made.secret.startswith("cantine_")
    assert made.secret not in str(ApiToken.objects.values())
    assert queries.actor_key_of(made.secret, now=now + timedelta(days=2)) is None
    assert queries.actor_key_of(made.secret + "x", now=now) is None
    assert queries.actor_key_of("secret", now=now) is None


def test_a_token_is_touched_once_a_minute(now: datetime) -> None:
    ada = a_person()
    made = commands.make_token(actor=acting(ada), now=now, person_id=ada.pk, name="ci")
    commands.touch_token(actor=acting(ada), now=now, token_id=made.id)
    later = now + timedelta(seconds=30)
    holder = queries.actor_key_of(made.secret, now=later)
    assert holder is not None
    assert not holder.touch_due
    commands.touch_token(actor=acting(ada), now=later, token_id=made.id)
    assert ApiToken.objects.get(pk=made.id).last_used_at == now
    commands.touch_token(actor=acting(ada), now=now + timedelta(minutes=1, seconds=1), token_id=made.id)
    assert ApiToken.objects.get(pk=made.id).last_used_at == now + timedelta(minutes=1, seconds=1)


def test_a_revoked_token_opens_nothing(now: datetime) -> None:
    ada = a_person()
    one = commands.make_token(actor=acting(ada), now=now, person_id=ada.pk, name="one")
    two = commands.make_token(actor=acting(ada), now=now, person_id=ada.pk, name="two")
    with pytest.raises(Denied):
        commands.revoke_token(actor=acting(a_person()), now=now, token=one.uuid)
    commands.revoke_token(actor=acting(ada), now=now, token=one.uuid)
    assert queries.actor_key_of(one.secret, now=now) is None
    commands.revoke_all_tokens(actor=acting(ada), now=now, person_id=ada.pk)
    assert queries.actor_key_of(two.secret, now=now) is None
    assert [line.live for line in queries.tokens_of(ada.pk, now=now)] == [False, False]
    with refused("people.token_unknown"):
        commands.revoke_token(actor=acting(ada), now=now, token=uuid4())


def test_a_person_holds_twenty_live_tokens_at_most(now: datetime) -> None:
    ada = a_person()
    for _ in range(20):
        commands.make_token(actor=acting(ada), now=now, person_id=ada.pk, name="x")
    with refused("people.too_many_tokens"):
        commands.make_token(actor=acting(ada), now=now, person_id=ada.pk, name="x")


def test_the_command_line_prints_a_token_once(capsys: pytest.CaptureFixture[str]) -> None:
    ada = a_person(email="ada@example.org")
    call_command("token", "create", "--person", "ADA@example.org", "--name", "ci", "--scopes", "read", "--days", "3")
    secret = capsys.readouterr().out.strip()
    holder = queries.actor_key_of(secret, now=clock.now())
    assert holder is not None
    assert (holder.person_id, holder.levels) == (ada.pk, frozenset({"read"}))
    call_command("token", "list", "--person", "ada@example.org")
    listed = capsys.readouterr().out
    assert "ci" in listed
    assert secret not in listed


def test_the_command_line_says_what_is_wrong() -> None:
    a_person(email="ada@example.org")
    with translation.override("en"), pytest.raises(CommandError, match="Nobody here"):
        call_command("token", "create", "--person", "no@example.org", "--name", "x")
    with pytest.raises(CommandError, match="365"):
        call_command("token", "create", "--person", "ada@example.org", "--name", "x", "--days", "4000")


def test_an_invitation_opens_once_within_seven_days(now: datetime) -> None:
    tenant, ada = an_organisation("La Cantine"), a_person(email="ada@example.org")
    boss = acting(a_person(), Grant(tenant.pk, 3, "manager"))
    _, secret = commands.invite_person(
        actor=boss, now=now, organisation_id=tenant.pk, email="Ada@Example.org", reference="host"
    )
    assert queries.open_invitation(secret, now=now) == ("ada@example.org", "La Cantine")
    commands.accept_invitation(actor=acting(ada), now=now, secret=secret, person_id=ada.pk)
    assert queries.open_invitation(secret, now=now) is None
    with refused("people.invitation_over"):
        commands.accept_invitation(actor=acting(ada), now=now, secret=secret, person_id=ada.pk)
    last = journal()[-1]
    assert (last.name, last.data["reference"], last.organisation_id) == (
        "people.InvitationAccepted", "host", tenant.pk,
    )  # fmt: skip


def test_an_invitation_that_is_old_withdrawn_or_invented_is_over(now: datetime) -> None:
    from cantine.people.models import Invitation

    tenant, ada = an_organisation(), a_person()
    boss = acting(a_person(), Grant(tenant.pk, None, "manager"))
    pk, secret = commands.invite_person(actor=boss, now=now, organisation_id=tenant.pk, email="a@example.org")
    with refused("people.invitation_over"):
        commands.accept_invitation(actor=acting(ada), now=now + timedelta(days=7), secret=secret, person_id=ada.pk)
    with scoping.unscoped("the test finds the invitation"):
        address = Invitation.objects.get(pk=pk).uuid
    commands.revoke_invitation(actor=boss, now=now, invitation=address)
    for each in (secret, "invented"):
        with refused("people.invitation_over"):
            commands.accept_invitation(actor=acting(ada), now=now, secret=each, person_id=ada.pk)
    with refused("people.invitation_over"):
        commands.revoke_invitation(actor=boss, now=now, invitation=uuid4())


def test_a_member_invites_nobody_and_one_address_is_not_flooded(now: datetime) -> None:
    tenant = an_organisation()
    boss = acting(a_person(), Grant(tenant.pk, 3, "manager"))
    with pytest.raises(Denied):
        commands.invite_person(
            actor=acting(a_person(), Grant(tenant.pk, 3, "member")), now=now, organisation_id=tenant.pk,
            email="a@example.org",
        )  # fmt: skip
    with refused("people.email_wrong"):
        commands.invite_person(actor=boss, now=now, organisation_id=tenant.pk, email="a")
    for _ in range(5):
        commands.invite_person(actor=boss, now=now, organisation_id=tenant.pk, email="a@example.org")
    with pytest.raises(TooMany):
        commands.invite_person(actor=boss, now=now, organisation_id=tenant.pk, email="a@example.org")


def test_an_invitation_passed_on_gives_nobody_else_a_role(now: datetime) -> None:
    tenant, eve, ada = an_organisation("La Cantine"), a_person(), a_person(email="ada@example.org")
    boss = acting(a_person(), Grant(tenant.pk, 3, "manager"))
    _, secret = commands.invite_person(
        actor=boss, now=now, organisation_id=tenant.pk, email="ada@example.org", reference="manager"
    )
    claimed = EmailAddress.objects.create(user=eve, email="ADA@example.org", verified=False)
    with refused("people.invitation_of_another"):
        commands.accept_invitation(actor=acting(eve), now=now, secret=secret, person_id=eve.pk)
    claimed.delete()
    commands.accept_invitation(actor=acting(ada), now=now, secret=secret, person_id=ada.pk)


def test_an_invitation_is_accepted_with_another_address_that_one_proved(now: datetime) -> None:
    tenant, ada = an_organisation("La Cantine"), a_person(email="ada@home.example")
    boss = acting(a_person(), Grant(tenant.pk, 3, "manager"))
    EmailAddress.objects.create(user=ada, email="ada@work.example", verified=True)
    _, secret = commands.invite_person(
        actor=boss, now=now, organisation_id=tenant.pk, email="ada@work.example", reference="host"
    )
    commands.accept_invitation(actor=acting(ada), now=now, secret=secret, person_id=ada.pk)
    assert queries.open_invitation(secret, now=now) is None
