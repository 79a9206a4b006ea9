"""Numbers, forms, consents, belongings, tokens and sessions, from values only."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.people.rules import belongings, consents, erasure, identifiers, sessions, tokens
from cantine.people.rules.legal_forms import KINDS, LEGAL_FORMS
from cantine.people.rules.organisations import OrganisationDraft, check_email, check_organisation, tidied
from cantine.people.rules.passwords import is_common

DIGITS = st.text("0123456789", min_size=8, max_size=8)


def codes(draft: OrganisationDraft) -> list[str]:
    return [refusal.code for refusal in check_organisation(tidied(draft))]


def with_key(digits: str) -> str:
    """The one Luhn digit that makes ``digits`` right."""
    return next(digits + key for key in "0123456789" if identifiers.luhn(digits + key))


@pytest.mark.parametrize("number", ["356000000", "552100554", "784671695", "130025265"])
def test_real_sirens_are_taken(number: str) -> None:
    assert identifiers.is_siren(number)


@pytest.mark.parametrize("number", ["", "356000001", "35600000", "3560000000", "000000000", "35600000O", "٣٥٦٠٠٠٠٠٠"])
def test_what_is_no_siren_is_refused(number: str) -> None:
    assert not identifiers.is_siren(number)


def test_an_establishment_of_la_poste_adds_up_to_a_multiple_of_five() -> None:
    assert identifiers.is_siret("35600000000048")
    assert identifiers.is_siret("35600000049837")
    assert not identifiers.luhn("35600000049837")
    assert not identifiers.is_siret("35600000049838")


@given(DIGITS.filter(lambda digits: set(digits) != {"0"}), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(digits: str, place: int, shift: int) -> None:
    siren = with_key(digits)
    wrong = siren[:place] + str((int(siren[place]) + shift) % 10) + siren[place + 1 :]
    assert identifiers.is_siren(siren)
    assert not identifiers.is_siren(wrong)


@given(DIGITS.filter(lambda digits: set(digits) != {"0"}), st.text("0123456789", min_size=4, max_size=4))
def test_a_siret_is_a_siren_and_a_luhn_tail(digits: str, tail: str) -> None:
    siret = with_key(with_key(digits) + tail)
    assert identifiers.is_siret(siret)
    assert identifiers.is_siren(siret[:9])


@pytest.mark.parametrize(
    ("number", "right"),
    [("W751000001", True), ("W2A1000123", True), ("W9R2004567", True), ("W75100000", False), ("751000001", False),
     ("X751000001", False), ("W75100000X", False)],
)  # fmt: skip
def test_an_rna_is_w_and_nine_characters(number: str, right: bool) -> None:
    assert identifiers.is_rna(number) is right


def test_the_vat_number_follows_from_the_siren() -> None:
    assert identifiers.vat_number("732829320") == "FR44732829320"
    assert identifiers.vat_number("404833048") == "FR83404833048"


@given(st.text(max_size=20))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    bare = identifiers.bare(text)
    assert not (identifiers.is_siren(bare) and identifiers.is_rna(bare))
    assert isinstance(identifiers.is_siret(bare), bool)
    assert isinstance(identifiers.is_french_postcode(bare), bool)
    assert isinstance(identifiers.is_insee_code(bare), bool)


def test_postcodes_and_commune_codes_have_five_characters() -> None:
    assert [identifiers.is_french_postcode(code) for code in ("75002", "97133", "00100", "7500", "2A004")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert [identifiers.is_insee_code(code) for code in ("75056", "2A004", "97105", "2C004", "750")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_every_legal_form_makes_a_known_kind() -> None:
    assert {form.kind for form in LEGAL_FORMS.values()} <= set(KINDS)
    assert max(map(len, LEGAL_FORMS)) <= 24


def test_a_siren_is_taken_from_the_siret_and_the_kind_from_the_form() -> None:
    tidy = tidied(OrganisationDraft(name="  La   Cantine ", legal_form="association-1901", siret="356 000 000 00048"))
    assert (tidy.name, tidy.kind, tidy.siren, tidy.siret) == (
        "La Cantine", "association", "356000000", "35600000000048",
    )  # fmt: skip
    assert check_organisation(tidy) == []


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (OrganisationDraft(name=" ", kind="company"), "people.name_missing"),
        (OrganisationDraft(name="x"), "people.kind_unknown"),
        (OrganisationDraft(name="x", kind="cult"), "people.kind_unknown"),
        (OrganisationDraft(name="x", kind="company", legal_form="ltd"), "people.legal_form_unknown"),
        (OrganisationDraft(name="x" * 161, kind="company"), "people.too_long"),
        (OrganisationDraft(name="x", kind="company", siren="356000001"), "people.siren_wrong"),
        (OrganisationDraft(name="x", kind="company", siret="35600000049838"), "people.siret_wrong"),
        (OrganisationDraft(name="x", kind="company", siren="552100554", siret="35600000000048"),
         "people.siret_of_another"),
        (OrganisationDraft(name="x", legal_form="association-1901", rna="W1"), "people.rna_wrong"),
        (OrganisationDraft(name="x", legal_form="sas", rna="W751000001"), "people.rna_not_for_this_form"),
        (OrganisationDraft(name="x", legal_form="collectif", siren="552100554"), "people.siren_not_for_this_form"),
        (OrganisationDraft(name="x", legal_form="sas", court_register="vol. 9"), "people.court_not_for_this_form"),
        (OrganisationDraft(name="x", kind="company", country="fr"), "people.country_wrong"),
        (OrganisationDraft(name="x", kind="company", postcode="7500"), "people.postcode_wrong"),
        (OrganisationDraft(name="x", kind="company", insee_code="75"), "people.insee_wrong"),
        (OrganisationDraft(name="x", kind="company", email="nobody"), "people.email_wrong"),
        (OrganisationDraft(name="x", kind="company", website="javascript:alert(1)"), "people.website_wrong"),
    ],
)  # fmt: skip
def test_each_fault_of_an_organisation_has_its_refusal(draft: OrganisationDraft, code: str) -> None:
    assert codes(draft) == [code]


def test_all_faults_are_said_at_once() -> None:
    draft = OrganisationDraft(name="", kind="company", siret="1", rna="2", postcode="3")
    assert codes(draft) == ["people.name_missing", "people.siret_wrong", "people.rna_wrong", "people.postcode_wrong"]


def test_an_association_of_alsace_moselle_stands_in_a_court_register() -> None:
    draft = OrganisationDraft(
        name="Le Shadok", legal_form="association-locale", court_register="Strasbourg, vol. 92, folio 115"
    )
    assert codes(draft) == []


@pytest.mark.parametrize("email", ["", "a", "a@b", "a b@c.fr", "é@c.fr", "a@ｂ.fr", "a@@b.fr", "a" * 250 + "@b.fr"])
def test_an_address_that_may_be_a_twin_of_another_is_refused(email: str) -> None:
    assert check_email(email)
    assert not check_email("ada.lovelace+cantine@example.org")


def test_a_consent_to_older_words_no_longer_counts() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    purpose = consents.PURPOSES["show_presence"]
    given_ = [consents.Given("show_presence", purpose.version, at), consents.Given("be_introduced", "1999-01", at)]
    assert consents.in_force(given_) == {"show_presence"}
    assert consents.in_force([consents.Given("sell_my_data", "2026-11", at)]) == frozenset()


def test_a_belonging_has_a_known_relation_and_ends_after_it_starts() -> None:
    day = date(2026, 3, 10)
    assert belongings.check_belonging(relation="member", since=day, until=day) == []
    wrong = belongings.check_belonging(relation="owner", since=date(1800, 1, 1), until=date(1799, 1, 1))
    assert [refusal.code for refusal in wrong] == [
        "people.relation_unknown", "people.date_too_early", "people.ends_before_it_starts",
    ]  # fmt: skip


def test_a_token_has_a_name_known_levels_and_an_end_within_the_year() -> None:
    assert tokens.check_token(name="ci", levels=("read", "book"), days=365, held=0) == []
    wrong = tokens.check_token(name=" ", levels=("root",), days=366, held=20)
    assert [refusal.code for refusal in wrong] == [
        "people.token_name", "people.token_levels", "people.token_days", "people.too_many_tokens",
    ]  # fmt: skip


def test_an_erasure_waits_seven_days_and_its_tombstone_says_nothing() -> None:
    asked = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert erasure.due_at(asked) == datetime(2026, 4, 4, 12, tzinfo=UTC)
    person = uuid4()
    assert erasure.tombstone_email(person) == f"{person.hex}@erased.invalid"


def test_a_session_of_the_staff_is_shorter_than_a_members() -> None:
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    member, staff = sessions.lease_for(["member"]), sessions.lease_for(["member", "host"])
    idle = {"begun_at": now - timedelta(hours=3), "seen_at": now - timedelta(hours=2), "now": now}
    assert (sessions.is_over(member, **idle), sessions.is_over(staff, **idle)) == (False, True)
    old = {"begun_at": now - timedelta(days=31), "seen_at": now, "now": now}
    assert sessions.is_over(member, **old)


@pytest.mark.parametrize(
    ("roles", "required"), [([], False), (["member", "host"], False), (["manager"], True), (["treasurer"], True)]
)
def test_whoever_holds_money_or_others_data_needs_a_second_factor(roles: list[str], required: bool) -> None:
    assert sessions.second_factor_required(roles) is required


@pytest.mark.parametrize(
    ("held", "days"),
    [
        ([("manager", date(2026, 3, 10))], 7),
        ([("manager", date(2026, 3, 4))], 1),
        ([("manager", date(2026, 3, 3))], 0),
        ([("manager", date(2026, 3, 10)), ("treasurer", date(2026, 1, 1))], 0),
        ([("manager", date(2026, 3, 10)), ("member", date(2020, 1, 1))], 7),
        ([("manager", None)], 0),
        ([("member", date(2026, 3, 10))], 0),
        ([("manager", date(2026, 3, 10)), ("manager", date(2026, 3, 1))], 0),
    ],
)
def test_the_first_days_of_the_oldest_such_role_are_for_setting_it_up(
    held: list[tuple[str, date | None]], days: int
) -> None:
    assert sessions.second_factor_days(held, today=date(2026, 3, 10), grace_days=7) == days


@pytest.mark.parametrize(
    "password",
    ["motdepasse123", "MotDePasse2026!", "Azertyuiop12", "azertyuiop^^^1", "123456789012", "jetaimejetaime",
     "Bonjour-Bonjour", "p4ssw0rd!!!!!", "abcabcabcabcabc", "la.cantine.2009", "aaaaaaaaaaaaaa", "lkjhgfdsqpoiuytreza"],
)  # fmt: skip
def test_famous_passwords_are_common_whatever_surrounds_them(password: str) -> None:
    assert is_common(password)


@pytest.mark.parametrize("password", ["huit lapins verts dorment", "kX7#mQ2!vB9z", "tartine-velo-nuage", "", "!!!"])
def test_words_of_ones_own_are_not_common(password: str) -> None:
    assert not is_common(password)


@pytest.mark.parametrize(
    "password", ["laFabrique2026", "LA-FABRIQUE-la-fabrique", "L4 F4brique !!", "fabriquededemain1"]
)
def test_the_name_of_a_house_is_tried_first_by_whoever_sees_its_page(password: str) -> None:
    houses = ("La Fabrique", "Fabrique de demain")
    assert (is_common(password, names=houses), is_common(password)) == (True, False)


@given(st.text(max_size=200))
def test_any_password_is_judged_without_an_error(password: str) -> None:
    assert isinstance(is_common(password), bool)


@pytest.mark.parametrize(("minutes", "holds"), [(None, False), (0, True), (10, True), (10.1, False), (600, False)])
def test_a_second_factor_opens_what_is_gravest_for_ten_minutes(minutes: float | None, holds: bool) -> None:
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    shown_at = None if minutes is None else now - timedelta(minutes=minutes)
    assert (sessions.check_proof(shown_at, now=now) == ()) is holds
