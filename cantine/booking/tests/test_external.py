"""Somebody else's calendar, brought in: read whatever wrote it, shown line by line, then all of it or nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from cantine.booking import queries, rules
from cantine.booking.rules import TakenTime, read_external
from cantine.booking.rules.ical import Entry, calendar_text
from cantine.core import scoping
from cantine.core.testing import journal
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.territory.rules import FRENCH_TIME_ZONES

NOW = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
WINDOW = Interval(NOW, NOW + timedelta(days=400))


def a_file(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\nUID:{number}\n{event}\nEND:VEVENT\n" for number, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def read(*events: str, timezone: str = "Europe/Paris"):
    return read_external(a_file(*events), window=WINDOW, timezone=timezone)


def hour(day: int, start: int, length: int = 1) -> Interval:
    starts_at = datetime(2026, 3, day, start, tzinfo=UTC)
    return Interval(starts_at, starts_at + timedelta(hours=length))


@pytest.mark.parametrize(
    ("event", "interval"),
    [
        ("DTSTART:20260317T100000Z\nDTEND:20260317T110000Z", hour(17, 10)),
        ("DTSTART;TZID=Europe/Paris:20260317T110000\nDTEND;TZID=Europe/Paris:20260317T120000", hour(17, 10)),
        ("DTSTART:20260317T110000\nDTEND:20260317T120000", hour(17, 10)),
        ("DTSTART;VALUE=DATE:20260317\nDTEND;VALUE=DATE:20260318", hour(16, 23, 24)),
        ("DTSTART:20260317T100000Z\nDURATION:PT1H", hour(17, 10)),
    ],
)
def test_an_hour_is_the_same_hour_however_it_is_written(event, interval):
    assert [time.interval for time in read(event).times] == [interval]


def test_a_repetition_is_unrolled_and_its_exceptions_kept():
    reading = read(
        "DTSTART;TZID=Europe/Paris:20260324T110000\nDTEND;TZID=Europe/Paris:20260324T120000\n"
        "RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=Europe/Paris:20260331T110000\nSUMMARY:Cours"
    )
    assert [(time.interval.starts_at, time.words) for time in reading.times] == [
        (datetime(2026, 3, 24, 10, tzinfo=UTC), "Cours"),
        (datetime(2026, 4, 7, 9, tzinfo=UTC), "Cours"),
    ]


@pytest.mark.parametrize("line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED"])
def test_what_takes_nothing_is_left_out(line):
    assert [refusal.code for refusal in read(f"DTSTART:20260317T100000Z\nDTEND:20260317T110000Z\n{line}").refusals] == [
        "calendar_empty"
    ]


def test_times_that_overlap_are_one_and_those_that_touch_are_two():
    reading = read(
        "DTSTART:20260317T100000Z\nDTEND:20260317T120000Z\nSUMMARY:Un",
        "DTSTART:20260317T110000Z\nDTEND:20260317T130000Z\nSUMMARY:Deux",
        "DTSTART:20260317T130000Z\nDTEND:20260317T140000Z\nSUMMARY:Trois",
    )
    assert [(time.interval, time.words) for time in reading.times] == [(hour(17, 10, 3), "Un"), (hour(17, 13), "Trois")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "calendar_unreadable"),
        (b"\x00\xff\xfe", "calendar_unreadable"),
        (b"<html>", "calendar_unreadable"),
        (a_file(), "calendar_empty"),
        (a_file("DTSTART:20200101T100000Z\nDTEND:20200101T110000Z"), "calendar_empty"),
        (a_file("DTSTART:20261340T100000Z\nDTEND:20260317T110000Z"), "calendar_unreadable"),
        (a_file("DTSTART:20260317T100000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY"), "calendar_too_often"),
        (a_file("DTSTART:20260317T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"), "calendar_too_long"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_one_reason(content, code):
    reading = read_external(content, window=WINDOW, timezone="Europe/Paris")
    assert [refusal.code for refusal in reading.refusals] == [code]


@given(content=st.binary(max_size=400) | st.text(max_size=400).map(a_file))
@settings(deadline=None)
def test_no_file_breaks_the_reading(content):
    read_external(content, window=WINDOW, timezone="Europe/Paris")


@given(
    starts=st.lists(st.integers(1, 380 * 24 * 4), min_size=1, max_size=8, unique=True),
    timezone=st.sampled_from(sorted(FRENCH_TIME_ZONES)),
)
@settings(deadline=None)
def test_what_we_wrote_we_read_back(starts, timezone):
    entries = [
        Entry(
            uid=str(start), starts_at=NOW + timedelta(minutes=15 * start), ends_at=NOW + timedelta(minutes=15 * start + 15),
            timezone=timezone, summary="x", changed_at=NOW,
        )
        for start in starts
    ]  # fmt: skip
    reading = read_external(calendar_text(entries).encode(), window=WINDOW, timezone="Europe/Paris")
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(timezone)
    if any(at.astimezone(zone).fold for entry in entries for at in (entry.starts_at, entry.ends_at)):
        return  # the hour lived twice has one name in this format
    assert [time.interval.starts_at for time in reading.times] == sorted(entry.starts_at for entry in entries)


# -- pages


@pytest.fixture
def page(client, three, at, now, settings):
    """``page(events…)`` → the answer to the file, as the manager."""
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    client.force_login(three.manager)

    def post(*events: str, **said: str):
        file = SimpleUploadedFile("agenda.ics", a_file(*events), content_type="text/calendar")
        values = {"room": "salle-rouge", "reason": "Cours de danse", **said, "file": file}
        return client.post(f"/{three.place.slug}/reglages/importer-un-agenda/", values)

    return post


TUESDAY = "DTSTART:20260317T100000Z\nDTEND:20260317T110000Z\nSUMMARY:Tango"
WEDNESDAY = "DTSTART:20260318T100000Z\nDTEND:20260318T110000Z\nSUMMARY:Valse"


def plan_in(answer) -> str:
    found: str = answer.content.decode().split('name="plan" value="')[1].split('"')[0]
    return found


def blockings(three) -> list[str]:
    with scoping.scope([three.place.organisation_id]):
        card = places.resource_by_id(three.room.pk)
        times = [TakenTime(interval=hour(day, 10)) for day in (17, 18)]
        return [line.words if not line.there else "there" for line in queries.blockings_planned(card, times)]


@pytest.mark.django_db
def test_the_plan_is_shown_and_nothing_is_written(page, three):
    answer = page(TUESDAY, WEDNESDAY)
    assert answer.content.decode().count("Sera fait") == 2
    assert "Cours de danse" in answer.content.decode()
    assert [entry.name for entry in journal()] == []


@pytest.mark.django_db
def test_the_plan_is_done_and_done_again_changes_nothing(page, client, three):
    plan = plan_in(page(TUESDAY, WEDNESDAY, use_words="on"))
    path = f"/{three.place.slug}/reglages/importer-un-agenda/"
    assert (
        "2 créneaux sont maintenant indisponibles." in client.post(path, {"plan": plan}, follow=True).content.decode()
    )
    assert blockings(three) == ["there", "there"]
    assert "Tout y était déjà." in client.post(path, {"plan": plan}, follow=True).content.decode()
    assert page(TUESDAY).content.decode().count("Déjà là") == 1


@pytest.mark.django_db
def test_a_line_that_clashes_is_shown_and_stops_the_whole(page, client, three, book):
    plan = plan_in(page(TUESDAY, WEDNESDAY))
    book(day=7)
    answer = page(TUESDAY, WEDNESDAY).content.decode()
    assert "Se heurte à mardi 17 mars, 11\u00a0h\u00a0– 12\u00a0h" in answer
    assert "Sera fait" in answer
    assert 'name="plan"' not in answer
    assert client.post(f"/{three.place.slug}/reglages/importer-un-agenda/", {"plan": plan}).status_code == 422
    assert [entry.name for entry in journal() if entry.name == "booking.ResourceBlocked"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("plan", ["x", "", "eyJh:bad:sig"])
def test_a_plan_that_is_not_ours_is_refused(page, client, three, plan):
    answer = client.post(f"/{three.place.slug}/reglages/importer-un-agenda/", {"plan": plan})
    assert answer.status_code == 422
    assert "Donnez de nouveau le fichier" in answer.content.decode()


@pytest.mark.django_db
def test_a_file_too_large_is_refused_before_it_is_read(page):
    answer = page("DESCRIPTION:" + "x" * 1_000_001)
    assert answer.status_code == 422
    assert "dépasse un mégaoctet" in answer.content.decode()


@pytest.mark.django_db
def test_members_bring_nothing_in(client, three):
    client.force_login(three.member)
    assert client.get(f"/{three.place.slug}/reglages/importer-un-agenda/").status_code == 403


def test_the_window_is_thirteen_months():
    assert timedelta(days=400) == rules.EXTERNAL_AHEAD
