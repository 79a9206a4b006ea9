"""Writing to people: who receives it and who does not, one letter each whatever is killed, and a link that stops."""

from datetime import timedelta
from uuid import uuid4

import pytest

from cantine.booking import commands, queries, rules, tasks
from cantine.booking.models import MessageReader, NewsStop
from cantine.core import mail, scoping
from cantine.core.actor import system
from cantine.core.authorization import Denied
from cantine.core.testing import journal, letters
from cantine.kernel import Refused
from cantine.people import commands as people
from cantine.people import queries as people_queries
from cantine.people.rules.consents import PURPOSES
from cantine.people.testing import a_person
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.testing import a_place, actor_for, furnish, give_role, ref_of

pytestmark = pytest.mark.django_db
SERVICE, NEWS = rules.Sort.SERVICE, rules.Sort.NEWS
MEMBERS = rules.Audience(group=rules.Group.MEMBERS)


@pytest.fixture
def house(three, at, now, settings):
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    furnish(
        three.place, email="bonjour@cantine.example", street="151 rue Montmartre", postcode="75002", commune="Paris"
    )
    return three


@pytest.fixture
def write(house, now):
    """``write()`` → a service message of the manager to the members."""

    def run(*, sort=SERVICE, audience=MEMBERS, who=None, place=None, later=timedelta(), **said):
        place = place or house.place
        with scoping.scope([place.organisation_id]):
            return commands.write_message(
                actor=actor_for(who or house.manager, now=now), now=now + later, place=places.find_place(slug=place.slug),
                sort=sort, audience=audience,
                **{"message": uuid4(), "subject": "Fermé demain", "words": "La chaudière.\n\nÀ lundi !"} | said,
            )  # fmt: skip

    return run


def agree(person, now, purpose="receive_news_of_places"):
    people.give_consent(
        actor=actor_for(person, now=now), now=now, person_id=person.pk, purpose=purpose,
        version=PURPOSES[purpose].version,
    )  # fmt: skip


def to(found):
    return sorted(letter.to for letter in found)


def test_each_member_receives_one_letter_that_says_why(house, write, run_jobs):
    give_role(house.member, house.place, "resident")
    written = write()
    run_jobs()
    [letter] = letters()
    assert (written.reached, letter.to, letter.reply_to) == (1, house.member.email, "bonjour@cantine.example")
    lines = [line for line in letter.text.splitlines() if line]
    assert lines == [
        "Bonjour Member,", "La chaudière.", "À lundi !", "--", "La Cantine d’essai", "151 rue Montmartre, 75002 Paris",
        "bonjour@cantine.example", "Vous recevez cette lettre parce que vous êtes membre de La Cantine d’essai.",
    ]  # fmt: skip
    assert letter.unsubscribe == ""
    assert letter.waits_until is None


def test_a_letter_frames_the_words_in_the_language_of_its_reader(house, write, run_jobs):
    type(house.member).objects.filter(pk=house.member.pk).update(language="en")
    write()
    run_jobs()
    assert letters()[0].text.startswith("Hello Member,")
    assert "because you are a member of" in letters()[0].html


def test_what_is_written_is_text_in_the_html(house, write, run_jobs):
    write(words="<script>alert(1)</script> https://cantine.example/soupe")
    run_jobs()
    html = letters()[0].html
    assert "&lt;script&gt;" in html
    assert '<a href="https://cantine.example/soupe"' in html


def test_news_go_to_those_who_agreed_and_can_be_stopped(house, write, run_jobs, now):
    ada, bea = a_person("Ada"), a_person("Béa")
    for person in (ada, bea):
        give_role(person, house.place, "member")
    agree(ada, now)
    written = write(sort=NEWS)
    run_jobs()
    assert (written.reached, written.left_out, to(letters())) == (1, 2, [ada.email])
    assert "/desabonner/" in letters()[0].unsubscribe
    assert letters()[0].unsubscribe in letters()[0].text


def test_who_stopped_between_the_sending_and_their_turn_is_left_out(house, write, run_jobs, now):
    agree(house.member, now)
    written = write(sort=NEWS)
    with scoping.scope([house.place.organisation_id]):
        ref = places.find_place(slug=house.place.slug)
        who = actor_for(house.member, now=now)
        commands.stop_news(actor=who, now=now, place=ref, person_id=house.member.pk)
    run_jobs()
    assert letters() == []
    with scoping.scope([house.place.organisation_id]):
        card = queries.find_message(ref, message=written.uuid)
    assert card is not None
    assert (card.reached, card.left_out) == (0, 1)


def test_todays_bookers_once_each(house, book, write, run_jobs, now):
    book(day=1, hour=10)
    book(day=1, hour=14)
    book(who=house.stranger, day=2)
    run_jobs()
    before = len(letters())
    day = (now + timedelta(days=1)).date()
    assert write(audience=rules.Audience(group=rules.Group.DAY, day=day)).reached == 1
    run_jobs()
    [letter] = letters()[before:]
    assert letter.to == house.member.email
    assert "parce que vous avez une réservation à La Cantine d’essai le mercredi 11 mars" in letter.text


def test_a_role_or_chosen_addresses(house, write):
    host = a_person("Hôte")
    give_role(host, house.place, "host")
    assert write(audience=rules.Audience(group=rules.Group.ROLE, code="host")).reached == 1
    picked = rules.Audience(group=rules.Group.PICKED, emails=(host.email.upper(), host.email, "qui@ailleurs.example"))
    assert write(audience=picked).reached == 1


def test_people_of_another_place_are_never_written_to(house, write, now):
    other = a_place("Ailleurs")
    give_role(house.stranger, other, "member")
    emails = (house.stranger.email,)
    with pytest.raises(Refused) as why:
        write(audience=rules.Audience(group=rules.Group.PICKED, emails=emails))
    assert [refusal.code for refusal in why.value.refusals] == ["message_to_nobody"]
    assert write().reached == 1


def test_a_sister_place_of_the_same_organisation_keeps_its_members_to_itself(house, write):
    sister = a_place("La Cantine du bas", organisation=house.place.organisation)
    give_role(house.stranger, sister, "member")
    give_role(house.manager, sister, "manager")
    assert write().reached == 1
    assert write(place=sister).reached == 1


def test_the_team_alone_writes(house, write):
    for person in (house.member, house.stranger):
        with pytest.raises(Denied):
            write(who=person)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"subject": " "}, "message_empty"),
        ({"words": "\n"}, "message_empty"),
        ({"words": "a" * 10_001}, "message_too_long"),
        ({"audience": rules.Audience(group=rules.Group.ROLE, code="treasurer")}, "message_to_nobody"),
    ],
)
def test_refusals(write, said, code):
    with pytest.raises(Refused) as why:
        write(**said)
    assert [refusal.code for refusal in why.value.refusals] == [code]


def test_ten_messages_a_day_are_enough(write):
    for _number in range(10):
        write()
    with pytest.raises(Refused) as why:
        write()
    assert [refusal.code for refusal in why.value.refusals] == ["message_too_often"]
    assert write(later=timedelta(days=1, seconds=1)).reached == 1


def test_a_form_sent_twice_is_one_message(house, write, run_jobs):
    key = uuid4()
    assert (write(message=key).again, write(message=key).again) == (False, True)
    run_jobs()
    assert len(letters()) == 1
    assert [entry.name for entry in journal()].count("booking.MessageSent") == 1


class Killed(BaseException):
    """The worker is gone."""


def test_a_worker_killed_halfway_leaves_nobody_with_two(house, write, run_jobs, now, monkeypatch):
    for number in range(6):
        give_role(a_person(f"Membre {number}"), house.place, "member")
    monkeypatch.setattr(tasks, "LETTERS", 3)
    written = write()
    with scoping.scope([house.place.organisation_id]):
        message = MessageReader.objects.values_list("message_id", flat=True)[0]
    place = house.place
    post, posted = mail.post, []

    def fragile(*arguments, **named):
        posted.append(1)
        if len(posted) == 5:
            raise Killed
        return post(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(mail, "post", fragile)
        with pytest.raises(Killed):
            tasks.post_message.func(place.id, message)
    assert len(letters()) == 3
    run_jobs()
    tasks.post_message.func(place.id, message)
    found = letters()
    assert len(found) == len(set(to(found))) == written.reached == 7


def test_an_erased_reader_is_forgotten(house, write, run_jobs, now):
    write()
    people.erase_person(actor=system("test"), now=now, person_id=house.member.pk)
    run_jobs()
    assert letters() == []
    with scoping.unscoped("the test counts"):
        assert MessageReader.objects.filter(person_id=house.member.pk).count() == 0


# -- pages -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(client, house):
    client.force_login(house.manager)
    return f"/{house.place.slug}/ecrire/"


@pytest.fixture
def meet(house, now):
    """``meet("Zoé Martin")`` → somebody whom the place knows."""

    def met(name):
        person = a_person(name)
        with scoping.scope([house.place.organisation_id]):
            place_commands.note_contact(actor=system("test"), now=now, place=ref_of(house.place), person_id=person.pk)
        return person

    return met


def form(**said):
    return {
        "draft": str(uuid4()), "group": "members", "sort": "service", "day": "2026-03-10", "subject": "Fermé demain",
        "words": "La chaudière.",
    } | said  # fmt: skip


def test_nothing_leaves_before_it_was_seen(client, page, house, run_jobs):
    said = form()
    seen = client.post(page, said)
    assert seen.status_code == 200
    assert "Envoyer à 1 personne" in seen.content.decode()
    assert "Bonjour Member," in seen.content.decode()
    run_jobs()
    assert letters() == []
    done = client.post(page, said | {"expected": "1"})
    assert done.status_code == 302
    run_jobs()
    shown = client.get(done.headers["Location"]).content.decode()
    assert house.member.email in shown
    assert "Envoyé à 1 personne." in shown
    assert "Fermé demain" in client.get(f"{page}envois/").content.decode()


def test_when_the_list_changes_meanwhile_it_is_shown_again(client, page, house):
    again = client.post(page, form() | {"expected": "4"})
    assert "La liste a changé" in again.content.decode()


def test_what_was_written_is_there_again_to_change_it(client, page):
    back = client.post(page, form(subject="Soupe") | {"change": "yes"})
    assert back.status_code == 200
    assert 'value="Soupe"' in back.content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"group": "picked"}, "Choisissez au moins une personne."),
        ({"group": "picked", "who": "qui@ailleurs.example"}, "Le lieu ne connaît pas qui@ailleurs.example."),
        ({"group": "picked", "who": "Personne D’ici"}, "Personne ici ne s’appelle"),
        ({"group": "day", "day": ""}, "obligatoire"),
        ({"subject": ""}, "obligatoire"),
    ],
)
def test_the_form_says_what_is_missing(client, page, said, words):
    answer = client.post(page, form(**said))
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_people_are_chosen_by_name_one_after_the_other_and_taken_out(client, page, house, meet):
    zoe, ali = meet("Zoé Martin"), meet("Ali Benali")
    first = client.post(page, form(group="picked", who="Zoé") | {"add": "yes"})
    assert first.status_code == 200
    html = first.content.decode()
    assert f'value="{zoe.uuid}"' in html
    assert 'value="Fermé demain"' in html
    both = client.post(page, form(group="picked", picked=[str(zoe.uuid)], who="Ali") | {"add": "yes"}).content.decode()
    assert all(f'value="{each.uuid}"' in both for each in (zoe, ali))
    seen = client.post(page, form(group="picked", picked=[str(ali.uuid)])).content.decode()
    assert "Envoyer à 1 personne" in seen
    assert "Ali Benali" in seen


def test_several_are_named_at_once_and_need_no_other_button(client, page, meet):
    meet("Zoé Martin")
    meet("Ali Benali")
    seen = client.post(page, form(group="picked", who="Zoé, Ali")).content.decode()
    assert "Envoyer à 2 personnes" in seen


def test_a_name_that_means_several_people_is_told_and_nobody_else_is_lost(client, page, meet):
    zoe = meet("Zoé Martin")
    meet("Ali Benali")
    meet("Ali Durand")
    answer = client.post(page, form(group="picked", picked=[str(zoe.uuid)], who="Ali") | {"add": "yes"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Ali Durand" in html
    assert f'value="{zoe.uuid}"' in html


def test_what_was_typed_in_the_name_does_not_stand_in_the_way_of_another_group(client, page):
    assert "Envoyer à 1 personne" in client.post(page, form(who="Personne d’ici")).content.decode()


def test_somebody_of_another_place_is_not_chosen_by_their_id(client, page, house):
    other = a_person("Ailleurs")
    answer = client.post(page, form(group="picked", picked=[str(other.uuid), "nonsense"]))
    assert answer.status_code == 422
    assert "Choisissez au moins une personne." in answer.content.decode()


def test_the_form_costs_the_same_for_one_person_chosen_and_for_three(client, page, meet, statements):
    people = [str(meet(f"Personne {number}").uuid) for number in range(3)]
    counts = []
    for many in (1, 3):
        with statements() as seen:
            client.post(page, form(group="picked", picked=people[:many], change="yes"))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_nobody_agreed_yet_is_said(client, page):
    seen = client.post(page, form(sort="news")).content.decode()
    assert "Personne ne le reçoit" in seen
    assert "n’ont pas demandé de nouvelles" in seen


def test_members_do_not_write_nor_do_other_places(client, house, write):
    written = write()
    client.force_login(house.member)
    assert client.get(f"/{house.place.slug}/ecrire/").status_code == 403
    other = a_place("Ailleurs")
    give_role(house.stranger, other, "manager")
    client.force_login(house.stranger)
    assert client.get(f"/{other.slug}/ecrire/{written.uuid}/").status_code == 404


def test_the_form_reads_few_rows(client, page, statements):
    with statements() as seen:
        assert client.get(page).status_code == 200
    assert len(seen) <= 6


def test_the_history_reads_as_many_rows_for_one_message_as_for_three(client, page, write, run_jobs, statements):
    counts = []
    for many in (1, 2):
        for _number in range(many):
            write()
        run_jobs()
        with statements() as seen:
            assert client.get(f"{page}envois/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6


def stop_address(house, write, run_jobs, now):
    agree(house.member, now)
    write(sort=NEWS)
    run_jobs()
    return letters()[-1].unsubscribe.removeprefix("http://localhost:8000")


def test_the_link_of_the_letter_stops_the_news_and_takes_it_back(client, house, write, run_jobs, now):
    address = stop_address(house, write, run_jobs, now)
    assert "Ne plus recevoir les nouvelles" in client.get(address).content.decode()
    client.post(address)
    assert "n’enverra plus de nouvelles" in client.get(address).content.decode()
    with pytest.raises(Refused):
        write(sort=NEWS)
    client.post(address, {"act": "resume"})
    assert write(sort=NEWS).reached == 1
    assert [e.name for e in journal() if "News" in e.name] == ["booking.NewsStopped", "booking.NewsResumed"]


def test_a_mail_reader_stops_it_in_one_click_without_a_cookie(house, write, run_jobs, now):
    from django.test import Client

    address = stop_address(house, write, run_jobs, now)
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {200, 302}
    with scoping.unscoped("the test counts"):
        assert NewsStop.objects.count() == 1


def test_reading_the_link_stops_nothing(client, house, write, run_jobs, now):
    client.get(stop_address(house, write, run_jobs, now))
    with scoping.unscoped("the test counts"):
        assert NewsStop.objects.count() == 0


def test_a_forged_link_is_nothing(client, house):
    assert client.get("/desabonner/1-2~forged/").status_code == 404


def test_the_log_of_a_place_does_not_show_the_letters_of_its_sister(client, page, house, write, run_jobs):
    sister = a_place("La Cantine du bas", organisation=house.place.organisation)
    give_role(house.manager, sister, "manager")
    give_role(house.stranger, sister, "member")
    write(subject="En haut")
    write(place=sister, subject="En bas")
    run_jobs()
    above = client.get(f"/{house.place.slug}/courrier/").content.decode()
    below = client.get(f"/{sister.slug}/courrier/").content.decode()
    assert ("En haut" in above, "En bas" in above) == (True, False)
    assert ("En haut" in below, "En bas" in below) == (False, True)


def test_my_account_leads_to_the_places_whose_news_i_stopped_and_takes_one_back(house, client, now, statements):
    other = a_place("Ailleurs")
    for place in (house.place, other):
        with scoping.scope([place.organisation_id]):
            ref = places.find_place(slug=place.slug)
            me = actor_for(house.member, now=now)
            commands.stop_news(actor=me, now=now, place=ref, person_id=house.member.pk)
    client.force_login(house.member)
    assert "/moi/nouvelles/" in client.get("/compte/").content.decode()
    with statements() as seen:
        page = client.get("/moi/nouvelles/").content.decode()
    assert ([name in page for name in (house.place.name, "Ailleurs")], len(seen) <= 6) == ([True, True], True)
    page = client.post("/moi/nouvelles/", {"place": other.slug}, follow=True).content.decode()
    assert "Ailleurs vous écrit de nouveau" in page
    assert list(queries.stopped_by(house.member.pk)) == [house.place.pk]


def test_nobody_takes_the_news_of_somebody_else_back(house, client, now):
    with scoping.scope([house.place.organisation_id]):
        ref = places.find_place(slug=house.place.slug)
        commands.stop_news(actor=actor_for(house.member, now=now), now=now, place=ref, person_id=house.member.pk)
    client.force_login(house.stranger)
    page = client.post("/moi/nouvelles/", {"place": house.place.slug}, follow=True).content.decode()
    assert ("écrit de nouveau" in page, list(queries.stopped_by(house.member.pk))) == (False, [house.place.pk])


def test_a_copy_of_my_data_names_the_places_whose_news_i_stopped(house, now):
    with scoping.scope([house.place.organisation_id]):
        ref = places.find_place(slug=house.place.slug)
        commands.stop_news(actor=actor_for(house.member, now=now), now=now, place=ref, person_id=house.member.pk)
    [section] = [each for each in people_queries.sections_of(house.member.pk) if each.code == "booking.news"]
    assert section.rows == ((house.place.name, now),)
