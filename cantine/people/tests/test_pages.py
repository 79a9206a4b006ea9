"""Pages of the account and of sign-in: each answers in both languages, in a constant number of statements."""

import io
import json
import time
import zipfile
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cantine.core import clock
from cantine.core.actor import Actor, Grant, system
from cantine.core.routes import all_routes, policy_of
from cantine.core.testing import journal, letters
from cantine.people import commands, queries
from cantine.people.rules.consents import PURPOSES
from cantine.people.rules.organisations import OrganisationDraft
from cantine.people.testing import Person, a_person, an_organisation, belong

pytestmark = pytest.mark.django_db
MINE = [
    "people:account", "people:profile", "people:consents", "people:tokens", "people:belongings",
    "people:enter_organisation", "people:export", "people:erasure", "account_email", "account_set_password",
    "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "usersessions_list",
]  # fmt: skip
EVERYBODYS = ["account_login", "account_signup", "account_request_login_code", "account_reset_password",
              "account_reset_password_done", "account_email_verification_sent", "account_inactive"]  # fmt: skip


@pytest.fixture
def ada() -> Person:
    return a_person("Ada", email="ada@example.org")


@pytest.fixture
def client(ada: Person) -> Client:
    browser = Client()
    browser.force_login(ada)
    return browser


PASSWORD = "huit lapins verts dorment"


def with_password(email: str = "eve@example.org") -> Person:
    """Somebody whose address is verified and who signs in with a password."""
    pk = commands.register_person(
        actor=system("test"), now=clock.now(), email=email, name="", password=PASSWORD, replay=True
    )
    return Person.objects.get(pk=pk)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", MINE)
def test_each_page_of_mine_answers(client: Client, name: str, language: str) -> None:
    client.cookies["language"] = language
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("name", EVERYBODYS)
def test_each_door_answers_a_stranger(name: str) -> None:
    assert Client().get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", MINE)
def test_a_stranger_is_asked_to_sign_in(name: str) -> None:
    answer = Client().get(reverse(name))
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/compte/entrer/")


def test_every_address_under_compte_says_who_may_enter() -> None:
    routes = [(address, pattern) for address, pattern in all_routes() if address.startswith("compte/")]
    assert len(routes) > 40
    assert [address for address, pattern in routes if policy_of(pattern) is None] == []


@pytest.mark.parametrize("path", ["/compte/login/", "/compte/2fa/", "/accounts/login/", "/compte/phone/verify/"])
def test_what_we_do_not_route_is_not_there(path: str) -> None:
    assert Client().get(path).status_code == 404


def statements(client: Client, path: str) -> int:
    """Of people's own work: session, person and transaction control apart."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    apart = ("SAVEPOINT", "RELEASE", "django_session", "set_config", 'FROM "people_person" WHERE', "places_held")
    return sum(not any(word in query["sql"] for word in apart) for query in caught.captured_queries)


@pytest.mark.parametrize(("name", "most"), [("people:account", 6), ("people:belongings", 2), ("people:tokens", 1)])
def test_a_list_costs_the_same_with_one_row_or_three(
    client: Client, ada: Person, now: datetime, name: str, most: int
) -> None:
    me, counts = Actor("person", ada.pk), []
    client.get(reverse("people:account"))
    for number in range(3):
        belong(ada, an_organisation())
        commands.make_token(actor=me, now=clock.now(), person_id=ada.pk, name=str(number))
        counts.append(statements(client, reverse(name)))
    assert counts[0] == counts[2]
    assert counts[0] <= most


def test_a_profile_is_saved_and_its_faults_are_told_beside_their_fields(client: Client, ada: Person) -> None:
    path = reverse("people:profile")
    answer = client.post(path, {"name": "Ada L.", "phone": "06", "language": "en", "profession": "developer"})
    assert answer.status_code == 302
    assert queries.account_of(ada.pk).name == "Ada L."
    wrong = client.post(path, {"name": "x" * 121, "language": "xx"})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"name", "language"}


def test_a_switch_is_turned_on_and_off(client: Client, ada: Person) -> None:
    path = reverse("people:consent", args=["show_presence"])
    client.post(path, {"given": "1", "version": PURPOSES["show_presence"].version})
    assert queries.consents_of(ada.pk) == {"show_presence"}
    client.post(path)
    assert queries.consents_of(ada.pk) == frozenset()


@pytest.mark.parametrize(
    ("purpose", "version"), [("show_presence", "1999-01"), ("nonsense", "x"), ("show_presence", "")]
)
def test_a_switch_refuses_other_words(client: Client, purpose: str, version: str) -> None:
    answer = client.post(reverse("people:consent", args=[purpose]), {"given": "1", "version": version})
    assert answer.status_code == 422


def test_a_token_is_shown_once(client: Client, ada: Person) -> None:
    path = reverse("people:tokens")
    answer = client.post(path, {"name": "ci", "levels": ["read", "book"], "days": "30"})
    secret = answer.context["made"].secret
    assert secret in answer.content.decode()
    assert secret not in client.get(path).content.decode()
    [line] = queries.tokens_of(ada.pk, now=clock.now())
    client.post(reverse("people:revoke_token", args=[line.uuid]))
    assert queries.actor_key_of(secret, now=clock.now()) is None


def test_a_token_of_somebody_else_is_out_of_reach(client: Client, now: datetime) -> None:
    eve = a_person()
    made = commands.make_token(actor=Actor("person", eve.pk), now=now, person_id=eve.pk, name="x")
    assert client.post(reverse("people:revoke_token", args=[made.uuid])).status_code == 403
    assert client.post(reverse("people:tokens"), {"name": "", "levels": ["root"], "days": "9999"}).status_code == 422


def test_an_organisation_is_entered_changed_and_joined(client: Client, ada: Person, now: datetime) -> None:
    client.post(reverse("people:enter_organisation"), {"name": "Le Lab", "legal_form": "scic-sas", "country": "fr"})
    [line] = queries.belongings_of(ada.pk, today=clock.now().date())
    assert (line.organisation, line.led) == ("Le Lab", True)
    page = reverse("people:organisation", args=[line.organisation_uuid])
    assert client.get(page).status_code == 200
    client.post(page, {"name": "Le Labo", "legal_form": "scic-sas", "country": "FR", "publics": ["artist"]})
    assert queries.find_organisations("le labo")[0].kind == "cooperative"
    other = an_organisation("Une CAE", kind="cae")
    found = client.get(reverse("people:belongings"), {"q": "une"})
    assert "Une CAE" in found.content.decode()
    joined = {"organisation": other.uuid, "relation": "entrepreneur", "since": "2026-01-01"}
    assert client.post(reverse("people:belongings"), joined).status_code == 302
    assert client.post(reverse("people:belongings"), joined).status_code == 422
    ended = queries.belongings_of(ada.pk, today=clock.now().date())[0]
    assert client.post(reverse("people:end_belonging", args=[ended.uuid])).status_code == 302


def test_an_organisation_led_by_others_does_not_exist_for_me(client: Client) -> None:
    other = an_organisation()
    assert client.get(reverse("people:organisation", args=[other.uuid])).status_code == 404


def test_a_self_employed_person_is_not_found_by_name(client: Client, now: datetime) -> None:
    commands.enter_organisation(
        actor=Actor("system"), now=now,
        draft=OrganisationDraft(name="Marie Dupont EI", legal_form="ei", siren="552100554"),
    )  # fmt: skip
    assert queries.find_organisations("marie") == []
    assert len(queries.find_organisations("552100554")) == 1


def test_the_wrong_numbers_of_an_organisation_are_all_told(client: Client) -> None:
    answer = client.post(
        reverse("people:enter_organisation"),
        {"name": "x", "kind": "company", "siret": "1", "country": "FR", "rna": "2"},
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"siret", "rna"}


def test_the_copy_is_a_page_a_file_and_their_list(client: Client, ada: Person) -> None:
    answer = client.post(reverse("people:export"))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.namelist() == ["index.html", "data.json", "manifest.json"]
    data = json.loads(archive.read("data.json"))
    assert data["sections"]["people.profile"]["rows"][0]["email"] == "ada@example.org"
    assert "ada@example.org" in archive.read("index.html").decode()
    assert [entry.name for entry in journal()][-1] == "people.DataExported"


def test_the_copy_is_given_ten_times_an_hour(client: Client) -> None:
    answers = [client.post(reverse("people:export")).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_an_erasure_is_signed_and_undone(client: Client, ada: Person) -> None:
    path = reverse("people:erasure")
    assert client.post(path, {"typed": "eve@example.org"}).status_code == 422
    assert client.post(path, {"typed": " ADA@example.org "}).status_code == 302
    assert queries.erasure_due_at(ada.pk) is not None
    client.post(reverse("people:undo_erasure"))
    assert queries.erasure_due_at(ada.pk) is None


def test_a_proof_is_asked_again_before_what_is_grave() -> None:
    ada, browser = with_password(), Client()
    browser.force_login(ada)
    for name in ("people:erasure", "people:export", "people:tokens"):
        answer = browser.post(reverse(name), {"typed": ada.email})
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/compte/verifier/")
    assert queries.erasure_due_at(ada.pk) is None


def test_signing_out_leaves_nothing_in_the_browser(client: Client) -> None:
    answer = client.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get(reverse("people:account")).status_code == 302


def test_a_manager_must_have_a_second_factor(three: Any, settings: Any) -> None:
    settings.CANTINE_MFA_REQUIRED = True
    browser = Client()
    browser.force_login(three.manager)
    page = f"/{three.place.slug}/planning/"
    assert browser.get(page).headers["Location"] == reverse("mfa_index")
    assert browser.post(page).status_code == 403
    assert browser.get(reverse("people:account")).status_code == 200
    Authenticator.objects.create(user=three.manager, type="totp", data={})
    assert browser.get(page).status_code == 200
    with CaptureQueriesContext(connection) as caught:
        browser.get(page)
    assert not any("mfa_authenticator" in query["sql"] for query in caught.captured_queries)


def test_a_member_needs_none_and_the_demo_only_reminds(three: Any, settings: Any) -> None:
    page = f"/{three.place.slug}/planning/"
    settings.CANTINE_MFA_REQUIRED = True
    member = Client()
    member.force_login(three.member)
    assert member.get(page).status_code == 200
    settings.CANTINE_MFA_REQUIRED = False
    manager = Client()
    manager.force_login(three.manager)
    assert manager.get(page).status_code == 200
    assert reverse("mfa_index") in manager.get(reverse("people:profile")).content.decode()


@pytest.mark.parametrize(
    ("who", "idle", "whole"), [("manager", timedelta(hours=1), timedelta(hours=12)),
                               ("member", timedelta(days=30), timedelta(days=30))],
)  # fmt: skip
def test_a_session_ends_when_it_is_left_alone(
    three: Any, at: Any, now: datetime, who: str, idle: Any, whole: Any
) -> None:
    from cantine.people.rules.sessions import MEMBER, STAFF_LEASE

    lease = STAFF_LEASE if who == "manager" else MEMBER
    browser = Client()
    browser.force_login(getattr(three, who))
    at(now)
    assert browser.get(reverse("people:account")).status_code == 200
    at(now + lease.idle)
    assert browser.get(reverse("people:account")).status_code == 200
    at(now + lease.idle * 2 + timedelta(seconds=1))
    assert browser.get(reverse("people:account")).status_code == 302


def test_the_demo_people_enter_in_the_demo_and_from_this_machine_only(settings: Any) -> None:
    person = with_password("manager@cantine.example")
    typed = {"login": person.email, "password": PASSWORD}
    enter = reverse("account_login")
    settings.DEMO = False
    assert Client().post(enter, typed).status_code == 200
    settings.DEMO = True
    assert Client(REMOTE_ADDR="192.0.2.7").post(enter, typed).status_code == 200
    assert Client().post(enter, typed).headers["Location"] == "/moi/entree/"


def test_an_invitation_leads_through_sign_up_without_another_letter(now: datetime, settings: Any) -> None:
    settings.CANTINE_OPEN_SIGNUP = False
    tenant = an_organisation("La Cantine")
    boss = Actor("person", a_person().pk, (Grant(tenant.pk, None, "manager"),))
    _, secret = commands.invite_person(
        actor=boss, now=clock.now(), organisation_id=tenant.pk, email="new@example.org", reference="host"
    )
    browser = Client()
    assert "invitation" in browser.get(reverse("account_signup")).content.decode()
    page = browser.get(f"/compte/invitation/{secret}/")
    assert "La Cantine" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "same-origin"  # no-referrer would have the browser post from "null"
    assert browser.post(f"/compte/invitation/{secret}/", {"new": ""}).headers["Location"] == reverse("account_signup")
    answer = browser.post(reverse("account_signup"), {"email": "new@example.org", "name": "New"})
    assert answer.headers["Location"] == "/moi/entree/"
    assert "people.InvitationAccepted" in [entry.name for entry in journal()]
    assert letters() == []
    assert browser.get(f"/compte/invitation/{secret}/").status_code == 404


def test_sign_up_is_closed_without_an_invitation(settings: Any) -> None:
    settings.CANTINE_OPEN_SIGNUP = False
    answer = Client().post(reverse("account_signup"), {"email": "new@example.org"})
    assert answer.status_code in {200, 403}
    assert queries.find_person_id(email="new@example.org") is None


def test_a_known_and_an_unknown_address_get_the_same_answer(ada: Person) -> None:
    answers = []
    for email in (ada.email, "nobody@example.org"):
        browser = Client()
        browser.post(reverse("account_reset_password"), {"email": email})
        browser.post(reverse("account_request_login_code"), {"email": email})
        page = browser.get(reverse("account_confirm_login_code")).content.decode()
        answers.append((len(page.replace(email, "")), "Ada" in page))
    assert answers[0] == answers[1]
    assert sorted({letter.to for letter in letters()}) == ["ada@example.org", "nobody@example.org"]


def test_signing_up_with_a_known_address_says_nothing_and_writes_to_its_owner(ada: Person) -> None:
    known = Client().post(reverse("account_signup"), {"email": ada.email})
    new = Client().post(reverse("account_signup"), {"email": "new@example.org"})
    assert (known.status_code, known.headers["Location"]) == (new.status_code, new.headers["Location"])
    assert [letter.to for letter in letters()] == ["ada@example.org", "new@example.org"]


@pytest.mark.parametrize(
    "email", ["é@example.org", "a", ["a@example.org", "b@example.org"], "x" * 300 + "@b.fr", "\x00@b.fr"]
)
def test_odd_addresses_are_refused_with_a_sentence(email: object) -> None:
    for name, field in (("account_signup", "email"), ("account_login", "login"), ("account_reset_password", "email")):
        answer = Client().post(reverse(name), {field: email, "password": "x"})
        assert answer.status_code in {200, 302, 400}


def test_a_common_password_is_refused_in_french(ada: Person) -> None:
    answer = Client().post(reverse("account_signup"), {"email": "new@example.org", "password1": "Motdepasse2026!"})
    assert set(answer.context["form"].errors) == {"password1"}


def test_the_name_of_a_place_is_no_password_here(three: Any) -> None:
    browser = Client()
    browser.force_login(three.stranger)
    typed = {"password1": f"{three.place.name}2026", "password2": f"{three.place.name}2026"}
    page = browser.post(reverse("account_set_password"), typed)
    assert [error.code for error in page.context["form"].errors.as_data()["password1"]] == ["password_too_common"]


def test_an_unknown_address_costs_as_many_hashes_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes time is the hash: whoever times the answer learns nothing of an address."""
    kind, eve, hashed = type(get_hasher("default")), with_password(), Counter[str]()
    encode = kind.encode

    def counted(self: Any, *typed: Any) -> str:
        hashed[email] += 1
        return str(encode(self, *typed))

    monkeypatch.setattr(kind, "encode", counted)
    for email in (eve.email, "nobody@example.org"):
        Client().post(reverse("account_login"), {"login": email, "password": "wrong wrong wrong"})
    assert hashed == {eve.email: 1, "nobody@example.org": 1}


def asked_code(email: str) -> tuple[Client, str]:
    browser = Client()
    browser.post(reverse("account_request_login_code"), {"email": email})
    return browser, letters()[-1].text.split("\n\n")[1].strip()


def entered(browser: Client, code: str) -> bool:
    browser.post(reverse("account_confirm_login_code"), {"code": code})
    return is_in(browser)


def is_in(browser: Client) -> bool:
    return browser.get(reverse("people:account")).status_code == 200


def test_a_code_opens_for_fifteen_minutes_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    eve, began = with_password(), time.time()
    for minutes, opens in ((14, True), (16, False)):
        monkeypatch.setattr(time, "time", lambda: began)
        browser, code = asked_code(eve.email)
        monkeypatch.setattr(time, "time", lambda later=began + minutes * 60: later)
        assert entered(browser, code) is opens


def test_a_code_opens_once_and_in_the_browser_that_asked() -> None:
    browser, code = asked_code(with_password().email)
    assert not entered(Client(), code)
    assert entered(browser, code)
    browser.post(reverse("account_logout"))
    assert not entered(browser, code)


def test_a_new_password_by_letter_does_not_pass_the_second_factor(now: datetime) -> None:
    eve = with_password()
    Authenticator.objects.create(user=eve, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    Client().post(reverse("account_reset_password"), {"email": eve.email})
    link = next(line for line in letters()[-1].text.splitlines() if "/compte/mot-de-passe/nouveau/" in line)
    browser = Client()
    page = browser.get(link[link.index("/compte/") :].strip(), follow=True)
    new = {"password1": "neuf tortues bleues", "password2": "neuf tortues bleues"}
    browser.post(page.request["PATH_INFO"], new)
    assert not is_in(browser)
    answer = browser.post(reverse("account_login"), {"login": eve.email, "password": "neuf tortues bleues"})
    assert (answer.headers["Location"], is_in(browser)) == (reverse("mfa_authenticate"), False)


def test_a_new_password_ends_the_other_sessions_and_the_tokens(now: datetime) -> None:
    ada, here, there = with_password(), Client(), Client()
    for browser in (here, there):
        browser.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
        assert browser.get(reverse("people:account")).status_code == 200
    made = commands.make_token(actor=Actor("person", ada.pk), now=clock.now(), person_id=ada.pk, name="x")
    answer = here.post(
        reverse("account_change_password"),
        {
            "oldpassword": PASSWORD,
            "password1": "neuf tortues bleues",
            "password2": "neuf tortues bleues",
        },
    )
    assert answer.status_code == 302
    assert here.get(reverse("people:account")).status_code == 200
    assert there.get(reverse("people:account")).status_code == 302
    assert queries.actor_key_of(made.secret, now=clock.now()) is None


def test_letters_are_in_the_language_of_their_reader() -> None:
    a_person(email="en@example.org", language="en")
    a_person(email="fr@example.org", language="fr")
    for email in ("en@example.org", "fr@example.org"):
        Client().post(reverse("account_request_login_code"), {"email": email})
    english, french = letters()
    assert english.subject == "Your code · Cantine"
    assert french.subject == "Votre code · Cantine"
    assert "<html" in english.html
    assert english.person_id is not None


def test_second_factors_are_sealed_at_rest(settings: Any) -> None:
    from cantine.people.adapters import MfaAdapter

    sealed = MfaAdapter().encrypt("seed")
    assert "seed" not in sealed
    assert MfaAdapter().decrypt(sealed) == "seed"
    assert MfaAdapter().decrypt("an older, bare one") == "an older, bare one"
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert MfaAdapter().decrypt(sealed) == "seed"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ValueError, match="key that this installation"):
        MfaAdapter().decrypt(sealed)


def test_guessing_a_password_is_slowed_and_the_victim_still_enters_by_a_code(settings: Any) -> None:
    ada = with_password()
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "50/h/ip,3/h/key", "login": "50/h/ip"}
    typed = {"login": ada.email, "password": "wrong wrong wrong"}
    pages = [Client().post(reverse("account_login"), typed) for _ in range(4)]
    assert pages[0].context["form"].errors != pages[3].context["form"].errors
    right = Client().post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    assert right.status_code == 200
    browser = Client()
    browser.post(reverse("account_request_login_code"), {"email": ada.email})
    code = letters()[-1].text.split("\n\n")[1].strip()
    assert browser.post(reverse("account_confirm_login_code"), {"code": code}).headers["Location"] == "/moi/entree/"


def test_a_flood_from_one_network_is_told_when_to_come_back(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/h/ip"}
    answers = [Client().post(reverse("account_signup"), {"email": "no"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > 0


def test_an_address_is_changed_by_the_link_sent_to_the_new_one() -> None:
    ada, browser = with_password(), Client()
    browser.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    browser.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    assert queries.account_of(ada.pk).email == "eve@example.org"
    link = next(line for line in letters()[-1].text.splitlines() if "/compte/adresse/confirmer/" in line)
    browser.post(link[link.index("/compte/") :].strip())
    assert queries.account_of(ada.pk).email == "new@example.org"


def test_a_forgotten_password_is_chosen_anew_once() -> None:
    ada = with_password()
    Client().post(reverse("account_reset_password"), {"email": ada.email})
    link = next(line for line in letters()[-1].text.splitlines() if "/compte/mot-de-passe/nouveau/" in line)
    browser = Client()
    page = browser.get(link[link.index("/compte/") :].strip(), follow=True)
    new = {"password1": "neuf tortues bleues", "password2": "neuf tortues bleues"}
    assert browser.post(page.request["PATH_INFO"], new).status_code == 302
    assert Person.objects.get(pk=ada.pk).check_password("neuf tortues bleues")
    again = Client().get(link[link.index("/compte/") :].strip(), follow=True)
    assert again.context["token_fail"]


def test_somebody_signed_in_under_another_address_is_told_whose_invitation_it_is(client: Client, ada: Person) -> None:
    tenant = an_organisation("La Cantine")
    boss = Actor("person", a_person().pk, (Grant(tenant.pk, None, "manager"),))
    _, secret = commands.invite_person(
        actor=boss, now=clock.now(), organisation_id=tenant.pk, email="eve@example.org", reference="host"
    )
    page, forced = (getattr(client, verb)(f"/compte/invitation/{secret}/") for verb in ("get", "post"))
    assert (page.status_code, forced.status_code) == (200, 403)
    assert "Vous êtes connecté avec ada@example.org" in page.content.decode()
    assert "people.InvitationAccepted" not in [entry.name for entry in journal()]


def test_turning_the_pages_to_a_language_turns_the_letters_too(client: Client) -> None:
    ada = a_person("Ada", language="fr")
    client.post("/ui/language", {"language": "en", "next": "/"})
    assert queries.language_of(ada.pk) == "fr"  # nobody is signed in
    client.force_login(ada)
    client.post("/ui/language", {"language": "xx", "next": "/"})
    assert queries.language_of(ada.pk) == "fr"
    client.post("/ui/language", {"language": "en", "next": "/"})
    assert queries.language_of(ada.pk) == "en"
    assert client.get("/compte/profil/").context["account"].language == "en"


def test_the_address_in_a_letter_of_sign_up_is_a_button_and_fits_a_phone() -> None:
    Client().post(reverse("account_signup"), {"email": "new@example.org"}, headers={"accept-language": "en"})
    [letter] = letters()
    [address] = [line for line in letter.text.splitlines() if "/compte/adresse/confirmer/" in line]
    assert f'<a href="{address}" style="display:inline-block' in letter.html
    assert ">Open the link</a>" in letter.html
    assert "overflow-wrap:anywhere" in letter.html
