"""Files of members, rooms and bookings brought in: shown first, whole or not at all, and twice the same as once."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cantine.booking import queries as bookings
from cantine.core import scoping
from cantine.core.actor import Actor, system
from cantine.core.authorization import Denied
from cantine.core.refusals import sentence
from cantine.core.testing import journal, letters
from cantine.kernel import Interval, Refused
from cantine.memberships import queries as memberships
from cantine.people import queries as persons
from cantine.people.testing import a_person
from cantine.places import queries as places
from cantine.places.testing import Three, a_pool, a_room, actor_for, furnish
from cantine.web import commands, queries
from cantine.web.queries import AnyPlan

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def planned(three: Three, kind: str, data: bytes, *, now: datetime, mapping: str = "cantine") -> AnyPlan:
    with scoping.scope([three.place.organisation_id]):
        return queries.plan_of(place=ref(three), kind=kind, data=data, mapping=mapping, now=now)


def done(three: Three, kind: str, data: bytes, *, now: datetime, mapping: str = "cantine") -> AnyPlan:
    return brought(three, kind, data, now=now, mapping=mapping).plan


def brought(
    three: Three, kind: str, data: bytes, *, now: datetime, mapping: str = "cantine", actor: Actor | None = None
) -> commands.Brought:
    actor = actor or actor_for(three.manager, now=now)
    with scoping.scope([three.place.organisation_id]):
        return commands.import_rows(actor=actor, now=now, place=ref(three), kind=kind, data=data, mapping=mapping)


def ref(three: Three) -> places.PlaceRef:
    found = places.find_place(slug=three.place.slug)
    assert found is not None
    return found


def counts(plan: AnyPlan) -> tuple[int, int, int, int]:
    return plan.new, plan.changed, plan.known, len(plan.wrong)


@pytest.mark.parametrize(
    ("name", "kind", "mapping", "lines"),
    [
        ("membres.csv", "members", "cantine", 3),
        ("salles.csv", "resources", "cantine", 3),
        ("cobot-members.csv", "members", "cobot", 2),
        ("cobot-resources.csv", "resources", "cobot", 2),
        ("nexudus-customers.csv", "members", "nexudus", 2),
        ("nexudus-resources.csv", "resources", "nexudus", 2),
        ("nadine-active-members.csv", "members", "nadine", 2),
        ("nadine-rooms.csv", "resources", "nadine", 1),
        ("reservations.csv", "bookings", "cantine", 3),
        ("cobot-bookings.csv", "bookings", "cobot", 2),
        ("nexudus-bookings.csv", "bookings", "nexudus", 2),
        ("nadine-events.csv", "bookings", "nadine", 1),
    ],
)
def test_every_sample_comes_in_once_and_again_changes_nothing(
    three: Three, kinds: None, now: datetime, name: str, kind: str, mapping: str, lines: int
) -> None:
    data = sample(name)
    assert counts(planned(three, kind, data, now=now, mapping=mapping)) == (lines, 0, 0, 0)
    assert counts(done(three, kind, data, now=now, mapping=mapping)) == (lines, 0, 0, 0)
    assert counts(done(three, kind, data, now=now, mapping=mapping)) == (0, 0, lines, 0)


def test_a_member_comes_with_name_role_dates_and_organisation(three: Three, now: datetime) -> None:
    plan = done(three, "members", sample("membres.csv"), now=now)
    assert plan.unread == ("Plat préféré",)
    assert plan.encoding == "windows-1252"
    with scoping.scope([three.place.organisation_id]):
        known = {person.email: person for person in places.known_people(place=ref(three))}
        customers = places.known_customers(place=ref(three))
    elodie, noel, zoe = (known[f"{name}@exemple.fr"] for name in ("elodie.lefevre", "noel.garcon", "zoe"))
    assert (elodie.name, elodie.roles) == ("Élodie Lefèvre", (("member", date(2024, 4, 14), None),))
    assert noel.roles == (("resident", date(2023, 9, 1), date(2025, 8, 31)),)
    assert zoe.roles == ()
    found = persons.person_of(zoe.id)
    assert found is not None
    assert found.phone == "+33 6 98 76 54 32"
    assert set(customers.values()) == {"atelier de l'etang", "la poste"}
    assert "leader" not in {entry.data.get("relation") for entry in journal()}


def test_what_a_person_says_of_themselves_is_theirs(three: Three, now: datetime) -> None:
    known = a_person("Son nom à elle", email="elodie.lefevre@exemple.fr")
    assert counts(planned(three, "members", sample("membres.csv"), now=now)) == (
        3,
        0,
        0,
        0,
    )  # new to the place: nothing more is told
    done(three, "members", sample("membres.csv"), now=now)
    known.refresh_from_db()
    assert known.name == "Son nom à elle"


def test_who_has_an_account_and_never_came_is_invited_and_stays_out_of_the_address_book(
    three: Three, now: datetime
) -> None:
    known = a_person("Son nom à elle", email="elodie.lefevre@exemple.fr")
    assert brought(three, "members", sample("membres.csv"), now=now).invited == 1
    assert known.pk not in book_of(three)
    assert [entry.name for entry in journal()].count("people.PersonInvited") == 1


def test_the_operator_enters_everybody(three: Three, now: datetime) -> None:
    known = a_person("Son nom à elle", email="elodie.lefevre@exemple.fr")
    made = brought(three, "members", sample("membres.csv"), now=now, actor=system("import"))
    assert (made.invited, known.pk in book_of(three)) == (0, True)


def book_of(three: Three) -> set[int]:
    with scoping.scope([three.place.organisation_id]):
        return {person.id for person in places.known_people(place=ref(three))}


def test_five_thousand_lines_with_two_wrong_are_both_said_and_nothing_is_written(three: Three, now: datetime) -> None:
    lines = ["E-mail;Depuis", *(f"personne{number}@exemple.fr;14/04/2024" for number in range(5000))]
    lines[1234], lines[4321] = "personne;14/04/2024", "autre@exemple.fr;31/02/2024"
    data = "\r\n".join(lines).encode()
    plan = planned(three, "members", data, now=now)
    assert [(each.line, each.column, each.value, each.refusal.code) for each in plan.wrong] == [
        (1235, "E-mail", "personne", "cell.email"),
        (4322, "Depuis", "31/02/2024", "cell.day"),
    ]
    before = len(journal())
    with pytest.raises(Refused) as caught:
        done(three, "members", data, now=now)
    assert caught.value.refusals[0].code == "import.wrong_lines"
    assert len(journal()) == before


def test_certifications_come_with_their_last_day_and_twice_is_once(three: Three, now: datetime) -> None:
    data = "email;habilitations\na@b.fr;Découpe laser 31/12/2026|Four 2|Scie 01/01/2020\nc@d.fr;Four 32/01/2027\n"
    assert [line.line for line in planned(three, "members", data.encode(), now=now).wrong] == [3]
    data = data.splitlines()[0] + "\n" + data.splitlines()[1]
    assert counts(done(three, "members", data.encode(), now=now)) == (1, 0, 0, 0)
    assert counts(planned(three, "members", data.encode(), now=now)) == (0, 0, 1, 0)
    later = data.replace("31/12/2026", "31/12/2027").encode()
    assert counts(done(three, "members", later, now=now)) == (0, 1, 0, 0)
    person = persons.find_person_id(email="a@b.fr")
    with scoping.scope([three.place.organisation_id]):
        held = memberships.certifications_of(organisation_id=three.place.organisation_id, person_id=person or 0)
    assert [(each.code, each.valid_until) for each in held] == [("decoupe-laser", date(2027, 12, 31)), ("four-2", None)]


def test_a_role_of_the_team_is_not_given_by_a_file(three: Three, now: datetime) -> None:
    plan = planned(three, "members", b"email;role\na@b.fr;gestionnaire\nc@d.fr;roi\n", now=now)
    assert [each.refusal.code for each in plan.wrong] == ["cell.role_of_staff", "cell.role"]


def test_rooms_come_with_their_area_layouts_and_seats(three: Three, kinds: None, now: datetime) -> None:
    done(three, "resources", sample("salles.csv"), now=now)
    with scoping.scope([three.place.organisation_id]):
        blue = places.find_resource(place_id=three.place.pk, slug="salle-bleue")
        desks = places.find_resource(place_id=three.place.pk, slug="postes-du-fond")
    assert blue is not None and desks is not None  # noqa: PT018
    assert (blue.space, blue.capacity, blue.shortest_minutes, blue.equipment) == (
        "Premier étage",
        12,
        60,
        ("Écran", "Tableau blanc"),
    )
    assert {layout.code: layout.people for layout in blue.layouts} == {"theatre": 20, "u": 10}
    assert (desks.kind, desks.seats, desks.units) == ("desk", 8, ())


def test_a_room_that_is_there_receives_what_the_file_says_otherwise(three: Three, kinds: None, now: datetime) -> None:
    assert counts(done(three, "resources", b"name,capacity\nSalle Rouge,14\n", now=now)) == (0, 1, 0, 0)
    with scoping.scope([three.place.organisation_id]):
        red = places.find_resource(place_id=three.place.pk, slug="salle-rouge")
    assert red is not None
    assert red.capacity == 14


def test_bookings_come_in_past_and_coming_and_write_to_nobody(three: Three, now: datetime) -> None:
    done(three, "bookings", sample("reservations.csv"), now=now)
    year = Interval(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    with scoping.scope([three.place.organisation_id]):
        found = sorted(bookings.known_dates(place=ref(three), window=year), key=lambda date: date[1])
    assert found == [
        (three.room.pk, datetime(2026, 3, 2, 8, tzinfo=UTC), three.member.pk),
        (three.room.pk, datetime(2026, 3, 16, 13, tzinfo=UTC), None),
        (three.room.pk, datetime(2026, 3, 17, 8, tzinfo=UTC), None),
    ]
    assert letters() == []


def test_a_clash_is_a_wrong_line_with_what_stands_in_the_way(three: Three, now: datetime) -> None:
    done(three, "bookings", sample("reservations.csv"), now=now)
    data = (
        "Salle;Début;Fin\n"
        "Salle Rouge;02/03/2026 10:30;02/03/2026 12:00\n"
        "Salle Rouge;20/03/2026 09:00;20/03/2026 12:00\n"
        "Salle Rouge;20/03/2026 11:00;20/03/2026 13:00\n"
        "Salle Verte;20/03/2026 11:00;20/03/2026 13:00\n"
    ).encode()
    plan = planned(three, "bookings", data, now=now)
    assert [(each.line, each.refusal.code) for each in plan.wrong] == [
        (2, "line.clash"),
        (4, "line.clash_with_line"),
        (5, "cell.resource_unknown"),
    ]
    assert "02/03/2026" in sentence(plan.wrong[0].refusal)
    assert "09:00" in sentence(plan.wrong[0].refusal)


def test_seats_of_a_pool_are_counted_over_the_file(three: Three, now: datetime) -> None:
    a_pool(three.place, "Postes", seats=2)
    line = "Postes;20/03/2026 09:00;20/03/2026 {}:00;{}\n"
    data = (
        "Salle;Début;Fin;Courriel\n" + line.format(12, three.member.email) + line.format(11, three.manager.email)
    ).encode()
    data += b"Postes;20/03/2026 10:00;20/03/2026 12:00;\nPostes;20/03/2026 11:00;20/03/2026 12:00;\n"
    assert [(each.line, each.refusal.code) for each in planned(three, "bookings", data, now=now).wrong] == [
        (4, "line.clash_with_line")
    ]


def test_a_joined_room_meets_its_parts(three: Three, now: datetime) -> None:
    a_room(three.place, "Grande salle", parts=(three.room, a_room(three.place, "Salle Verte")))
    data = "Salle;Début;Fin\nGrande salle;20/03/2026 09:00;20/03/2026 12:00\nSalle Rouge;20/03/2026 11:00;20/03/2026 13:00\n"
    assert [each.line for each in planned(three, "bookings", data.encode(), now=now).wrong] == [3]


def test_a_line_that_a_command_refuses_undoes_the_whole_file(three: Three, now: datetime) -> None:
    furnish(three.place, legal_capacity=3)  # looked at when the line is written
    data = "Salle;Début;Fin;Invités\nSalle Rouge;20/03/2026 09:00;20/03/2026 10:00;0\nSalle Rouge;21/03/2026 09:00;21/03/2026 10:00;7\n"
    with pytest.raises(Refused) as caught:
        done(three, "bookings", data.encode(), now=now)
    [refusal] = caught.value.refusals
    assert (refusal.code, refusal.context["line"]) == ("import.line_refused", 3)
    assert "3" in sentence(refusal)
    assert planned(three, "bookings", data.encode(), now=now).known == 0


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_only_the_manager_brings_a_file_in(three: Three, now: datetime, who: str) -> None:
    actor = actor_for(getattr(three, who), now=now)
    with scoping.scope([three.place.organisation_id]), pytest.raises(Denied):
        commands.import_rows(
            actor=actor, now=now, place=ref(three), kind="members", data=sample("membres.csv"), mapping="cantine"
        )


def test_the_command_shows_first_then_does(three: Three, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(SAMPLES / "membres.csv")
    call_command("import", "members", file, "--place", three.place.slug)
    assert "Nouveaux\u202f: 3" in capsys.readouterr().out
    call_command("import", "members", file, "--place", three.place.slug, "--apply")
    call_command("import", "members", file, "--place", three.place.slug, "--apply")
    assert "Déjà là\u202f: 3" in capsys.readouterr().out


def test_the_command_says_what_is_wrong_and_fails(
    three: Three, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "faux.csv"
    file.write_bytes(b"email;depuis\npas une adresse;14/04/2024\n")
    with pytest.raises(CommandError):
        call_command("import", "members", str(file), "--place", three.place.slug, "--apply")
    assert "2" in capsys.readouterr().err
    with pytest.raises(CommandError, match="nulle-part"):
        call_command("import", "members", str(file), "--place", "nulle-part")


def test_a_plan_costs_the_same_for_one_line_and_for_three(three: Three, now: datetime, statements) -> None:
    sizes = []
    for lines in (1, 3):
        data = "email\n" + "".join(f"p{number}@exemple.fr\n" for number in range(lines))
        with statements() as seen:
            planned(three, "members", data.encode(), now=now)
        sizes.append(len(seen))
    assert sizes[0] == sizes[1] <= 6


def test_the_command_names_what_it_would_make_and_needs_no_place_where_there_is_one(
    three: Three, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "membres.csv"
    file.write_text("Courriel;Nom complet\nana@exemple.fr;Ana Été\n", encoding="utf-8")
    call_command("import", "members", str(file))
    assert capsys.readouterr().out.splitlines()[0] == "+     2  Ana Été, ana@exemple.fr"


def test_members_come_in_together(three: Three, now: datetime, statements) -> None:
    sizes = []
    for count in (3, 60):
        data = "email;nom\n" + "".join(f"p{number}@{count}.fr;Nom {number}\n" for number in range(count))
        with statements() as seen:
            assert done(three, "members", data.encode(), now=now).new == count
        sizes.append(len(seen))
    assert sizes[0] == sizes[1]


def test_a_file_without_the_needed_column_is_told_its_name_as_ours(three: Three, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        planned(three, "members", b"Nom\nAna\n", now=now)
    assert refused.value.refusals[0].context["headings"] == ("Courriel",)
