"""What we write, a calendar reads back as it was, in every French zone and across every clock change."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cantine.booking.rules.ical import Entry, Status, calendar_text, method_of
from cantine.booking.rules.ical_text import PRODUCT, vtimezone
from cantine.booking.tests.calendars import events_of
from cantine.territory.rules import FRENCH_TIME_ZONES

ZONES = sorted(FRENCH_TIME_ZONES)
STARTS = datetime(2026, 3, 28, 9, 0, tzinfo=UTC)


def an_entry(starts_at=STARTS, *, minutes=60, timezone="Europe/Paris", **columns: Any) -> Entry:
    columns = {"uid": "6c2b", "summary": "Salle Rouge", "changed_at": STARTS, **columns}
    return Entry(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), timezone=timezone, **columns)


@given(minutes=st.integers(0, 3 * 366 * 24 * 60), length=st.integers(1, 3 * 24 * 60), timezone=st.sampled_from(ZONES))
@settings(deadline=None)
def test_instants_come_back_as_they_left(minutes, length, timezone):
    starts_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    entry = an_entry(starts_at, minutes=length, timezone=timezone)
    [event] = events_of(calendar_text([entry]))
    came_back = event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC)
    wall = starts_at.astimezone(ZoneInfo(timezone))
    if wall.fold:  # the hour that is lived twice has one name; RFC 5545 §3.3.5 reads it as the first
        return
    if entry.ends_at.astimezone(ZoneInfo(timezone)).fold:
        return
    assert came_back == (entry.starts_at, entry.ends_at)
    assert event["DTSTART"].params["TZID"] == timezone


@pytest.mark.parametrize("timezone", ZONES)
def test_the_zone_that_travels_agrees_with_ours_to_the_second(timezone):
    """Read by somebody who knows no zone: the offsets are those of the VTIMEZONE alone."""
    component, zone = vtimezone(timezone, 2025, 2028), ZoneInfo(timezone)
    parts: list[Any] = component.subcomponents
    onsets = sorted((part["DTSTART"].dt - part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td) for part in parts)
    for at, _ in onsets[1:]:
        for moment in (at - timedelta(seconds=1), at, at + timedelta(seconds=1)):
            said = [offset for onset, offset in onsets if onset <= moment][-1]
            assert said == moment.replace(tzinfo=UTC).astimezone(zone).utcoffset()


def test_summer_time_begins_at_two_in_the_old_offset():
    text = vtimezone("Europe/Paris", 2026, 2026).to_ical().decode()
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\n" in text
    assert "BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\n" in text


def test_hours_on_the_wall_are_written_not_instants():
    text = calendar_text([an_entry()])
    assert "DTSTART;TZID=Europe/Paris:20260328T100000" in text


def test_an_entry_says_who_where_and_which_version():
    entry = an_entry(
        sequence=3, location="Salle Rouge, La Cantine", organizer=("La Cantine; 2ᵉ", "a@b.example"),
        attendee=("Ada", "ada@cantine.example"), description="Code 12A\nWi-Fi : bonjour",
    )  # fmt: skip
    text = calendar_text([entry], method="REQUEST")
    [event] = events_of(text)
    assert "METHOD:REQUEST\r\n" in text
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("6c2b", 3, "CONFIRMED")
    assert (event["ORGANIZER"], event["ORGANIZER"].params["CN"]) == ("mailto:a@b.example", "La Cantine; 2ᵉ")
    assert (event["ATTENDEE"], event["DESCRIPTION"]) == ("mailto:ada@cantine.example", "Code 12A\nWi-Fi : bonjour")


@pytest.mark.parametrize("title", ["a\r\nBEGIN:VALARM", "x" * 5000, "é" * 200, 'say "yes"; or, no\\', "\u2028"])
def test_a_title_stays_a_title(title):
    [event] = events_of(calendar_text([an_entry(summary=title)]))
    assert event["SUMMARY"] == title.replace("\r\n", "\n")


def test_lines_are_folded_at_75_octets():
    assert max(len(line) for line in calendar_text([an_entry(summary="é" * 200)]).encode().split(b"\r\n")) <= 75


PARTIES = {"organizer": ("La Cantine", "a@b.example"), "attendee": ("Ada", "ada@cantine.example")}


@pytest.mark.parametrize(
    ("entries", "method"),
    [
        ([an_entry(**PARTIES)], "REQUEST"),
        ([an_entry(status=Status.CANCELLED, **PARTIES)], "CANCEL"),
        ([an_entry(status=Status.TENTATIVE, **PARTIES)], "PUBLISH"),
        ([an_entry(**PARTIES), an_entry(uid="other", **PARTIES)], "PUBLISH"),
        ([an_entry()], "PUBLISH"),
    ],
)
def test_one_date_is_asked_and_several_are_published(entries, method):
    assert method_of(entries) == method


def test_what_is_published_names_no_attendee():
    assert "ATTENDEE" not in calendar_text([an_entry(**PARTIES)], method="PUBLISH")
    assert PRODUCT in calendar_text([])
